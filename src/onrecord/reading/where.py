"""Where a figure's people were and went: a trained choice among the sites of its sentence and those told before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.acts import Features
from onrecord.reading.ground import Ground, within
from onrecord.reading.ranker import shares, weights
from onrecord.reading.roles import ends
from onrecord.reading.site_evidence import Ask, Carried, carried_evidence, none_evidence, own_evidence
from onrecord.reading.sites import MOVING, Site
from onrecord.text import Sentence
from onrecord.types import Mention, PlaceRef, Role

_WORDS = lexicon.word_sets("sites")
_OWN_TOO = ("figure-here", "anaphor", "dateline-here")  # routes by which a site of the figure's own sentence may come
_ATTACHED = 7  # words from a bare number to its place: "five in the eastern province of Jiangxi"
_NATIONWIDE = ("across the country", "throughout the country", "around the country", "nationwide", "countrywide", "across the nation")
_ABROAD = ("in the region", "across the region", "neighbouring countries", "neighboring countries", "worldwide", "abroad")
_CROSSING = frozenset(
    {"fled", "arrived", "hosted", "registered", "sheltered", "defected"}
)  # acts that may tell of people in another country
_OWNING = frozenset("has have had with".split())  # between a place and its number: "Cachar with 109,798"
_TELLING = frozenset("reported recorded counted".split())  # so too before a bare number: "Sindh has reported 678"
_FEW = {word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_NEARBY = 3  # sentences back to what "there" takes up
_BEING = frozenset(
    "is are was were be has have had will may might could would can remain remained 's ’s".split()
)  # behind a "there" that is no place
_PLURAL = 5  # words from "the" to the noun in "the two north-eastern provinces"
_ENTRY = 5  # words of a number in parentheses with what it counts
_BETWEEN = frozenset(", and in to & as far well the".split())  # between two entries of a list with numbers
_HARMED = frozenset("dead deaths missing injured wounded fatalities casualties".split())  # heads of a number that a place reports
_PAIRED = 3  # words between two numbers of one place: "seven dead and one missing"
_ORIGIN_ACTS = MOVING | {"stranded"}  # acts in which a nationality tells where people come from


@dataclass(frozen=True, slots=True)
class Placed:
    """An earlier figure with its sentence and site, from which a later one may take its place."""

    sentence: int
    paragraph: int
    site: Site
    chance: float = 1.0  # that this is its place: what is unsure is handed on with less weight


def options(ground: Ground, ask: Ask, before: Sequence[Placed]) -> list[tuple[Site | None, Features]]:
    """The sites that a figure may have, with features; the first option is "no place", unless the number is an entry of a list."""
    if _is_abroad(ask):
        return [(None, {})]
    here = [site for site in ground.sites[ask.sentence.index] if not site.dateline and site.owns != "state" and not _is_way(site, ask)]
    own = _of_part(here, ask)
    listed = next((site for site in own if _is_listed(site, ask, own)), None)
    if listed:
        return [(listed, {})]
    several = _taken_up(ground, ask) if not own else None
    if several:
        return [(several, {})]
    nation = _nation(ground, ask) if _is_nationwide(ask) else None
    if nation:
        return [(nation, {})]
    found: list[tuple[Site | None, Features]] = [(None, none_evidence(ask, bool(own)))]
    own = _gathered(own, ask)
    found += [(site, own_evidence(site, ask, own, ground.country)) for site in own]
    others = {site.names for site in here if site not in own}
    carried = (one for one in _carried(ground, ask, before) if one.site.names not in others)
    found += [(one.site, carried_evidence(one, ask, bool(own), ground.country)) for one in carried]
    home = _nationality(ground, ask) if ask.act == "hosted" else None  # nobody is hosted where they fled from
    return [option for option in found if not (home and option[0] and option[0].country == home.country)]


def _gathered(own: Sequence[Site], ask: Ask) -> list[Site]:
    """The sites of a sentence, entries that carry their own numbers taken as one: "31 people in Hajjah (9), Ibb (6) and Ma'rib (4)".

    Of the entries among which the number itself stands only its own is left, in the role of them all."""
    lists: list[list[Site]] = []
    for site in own:
        between = ask.words[lists[-1][-1].last : site.first] if lists else ()
        if between[:1] == ("(",) and _is_entry(between):
            lists[-1].append(site)
        else:
            lists.append([site])
    return [_entry_of(row, ask) if len(row) > 1 else row[0] for row in lists]


def _entry_of(row: Sequence[Site], ask: Ask) -> Site:
    mine = next((site for site in row if 0 <= ask.slot.first - site.last <= 1), None)
    if mine:
        return replace(mine, lead=row[0].lead)
    return replace(row[0], mentions=tuple(m for site in row for m in site.mentions), last=row[-1].last)


def _is_entry(between: Sequence[str]) -> bool:
    """Whether only a number in parentheses and a comma or "and" part two places: "(12,900 houses) and in"."""
    end = between.index(")") if ")" in between else len(between)
    return 1 < end <= _ENTRY and between[1][0].isdigit() and _BETWEEN.issuperset(between[end + 1 :])


def _of_part(here: list[Site], ask: Ask) -> list[Site]:
    """Of the sites of a sentence those between the semicolons around the number, if any: "Sudan flood toll rises to 75; floods in Niger kill 32"."""
    marks = [at for at, word in enumerate(ask.words) if word == ";"]
    start = max((at for at in marks if at < ask.slot.first), default=-1)
    end = min((at for at in marks if at >= ask.slot.last), default=len(ask.words))
    return [site for site in here if start < site.first < end] or here


def _is_way(site: Site, ask: Ask) -> bool:
    """Whether a site is only passed or aimed at: "crossed over Lake Albert", "drowned when a boat bound for Italy sank"."""
    if ask.act in MOVING:
        return site.kind == "water" and site.lead in ("across", "over") and not site.wider
    return site.lead in ("toward", "towards")


def _is_abroad(ask: Ask) -> bool:
    """Whether refugees are told of in a whole region and no country: "registered or being assisted in the region"."""
    if ask.act not in ("registered", "hosted", "sheltered"):
        return False
    text = f" {' '.join(ask.words[max(0, ask.slot.first - 12) : ask.slot.last + 8])} "
    return any(f" {phrase} " in text for phrase in _ABROAD)


def _is_nationwide(ask: Ask) -> bool:
    """Whether the figure is said of the whole country: "are internally displaced across the country"."""
    first, last = ask.span
    text = f" {' '.join(ask.words[max(0, first - 3) : last + 5])} "
    return any(f" {phrase} " in text for phrase in _NATIONWIDE)


def _nation(ground: Ground, ask: Ask) -> Site | None:
    """The country that "across the country" means: the last one that its sentence names before, else the report's."""
    before = (s for s in reversed(ground.sites[ask.sentence.index]) if s.first < ask.slot.first and s.kind == "country" and not s.owns)
    return next(before, ground.home)


def _is_listed(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether name and bare number stand side by side: "Ha Giang (7)", "Lebanon: 12,000", "22 in Thailand"."""
    at, behind = site.last, ask.slot.last
    bare = ask.slot.counted.kind == "none" or ask.slot.counted.head in ("more", "others")
    between = ask.words[behind + 1 : site.first]
    attached = 0 < site.first - behind <= _ATTACHED and _WORDS["link"].issuperset(between)
    if bare and attached and ask.words[behind] in ("to", "in", "within", "inside", "from", "at", "into", "near", "more"):
        return True  # "another 1,000 to Jordan"
    if at == ask.slot.first - 1 and at < len(ask.words) and ask.words[at] in ("(", ":", "–", "-"):
        return ask.words[at] == "(" or bare or site.first > 0 or not _is_filed(site, ask, own)
    return _has_its_own(site, ask, own)


def _is_filed(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a sentence that tells of a place further on opens with where it was written: "Kabul: More than 24,000 have left Kunduz"."""
    return any(other.first >= ask.slot.last and not site.holds(other) for other in own)


def _has_its_own(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a place owns the number behind it: "Sindh has reported 678, KPK 306", "Ha Tinh has seven dead and one missing, Nghe An five"."""
    slot = ask.slot
    paired = next((one for one in ask.slots if 0 < slot.first - one.last <= _PAIRED and "and" in ask.words[one.last : slot.first]), None)
    apart = paired and ("," in ask.words[paired.last : slot.first] or any(paired.last <= one.first < slot.first for one in own))
    if paired and not apart and site.last <= paired.first:
        slot = paired
    bare = slot.counted.kind in ("none", "unknown")
    if site.last == slot.first:
        return (bare or slot.counted.head in _HARMED) and (site.first == 0 or ask.words[site.first - 1] in (",", "and", ";", ":"))
    between = ask.words[site.last : slot.first]
    owning = _OWNING | _TELLING if bare or slot.counted.head in _HARMED else _OWNING
    return 0 < len(between) <= _PAIRED and owning.issuperset(between)


def _carried(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Iterator[Carried]:
    """Sites from elsewhere, each once, with all the ways in which it offers itself."""
    routes: dict[tuple[str, ...], tuple[Site, dict[str, float]]] = {}
    own = {site.names for site in ground.sites[ask.sentence.index]}
    for site, route, chance in (*_of_figures(ground, ask.sentence, before), *((site, route, 1.0) for site, route in _routes(ground, ask))):
        if site.names not in own or route.startswith(_OWN_TOO):
            _, ways = routes.setdefault(site.names, (site, {}))
            ways[route] = max(chance, ways.get(route, 0.0))
    for names, (site, ways) in routes.items():
        yield Carried(site, ways, ground.counts[names], ground.located[names])


def _routes(ground: Ground, ask: Ask) -> Iterator[tuple[Site, str]]:
    """Every site told before, with the way by which it comes."""
    for site in _anaphors(ground, ask):
        yield site, "anaphor"
    yield from _of_sentences(ground, ask.sentence)
    for site in ground.sites[ask.sentence.index]:
        if site.dateline:
            yield site, "dateline-here"
    told = [row for row in ground.sites[: ask.sentence.index] if row]
    for rank, row in enumerate(told[:3]):
        for place, site in enumerate(row[:3]):
            yield site, "dateline" if site.dateline else f"lead{rank}" if place == 0 else f"lead{rank}-later"
    nation = _nationality(ground, ask) if ground.home and ground.home.mentions[0].form == "demonym" else None
    if ground.home and not (nation and nation.country == ground.home.country):  # else it is an end of their movement already
        yield ground.home, "home"


def _of_figures(ground: Ground, here: Sentence, before: Sequence[Placed]) -> Iterator[tuple[Site, str, float]]:
    """The places of the figures before, as sure as they are."""
    for rank, placed in enumerate(before[:2]):
        where = "here" if placed.sentence == here.index else "paragraph" if placed.paragraph == here.paragraph else "before"
        yield placed.site, f"figure-{where}{'' if rank == 0 else '-2'}", placed.chance
        if rank == 0 and where != "here":
            yield placed.site, f"figure-back{min(here.index - placed.sentence, 3)}", placed.chance
    if before:
        # Has another place been told since the last figure? If not, its place most likely still holds.
        between = ground.sites[before[0].sentence + 1 : here.index]
        yield before[0].site, "figure-past" if any(between) else "figure-still", before[0].chance


def _of_sentences(ground: Ground, here: Sentence) -> Iterator[tuple[Site, str]]:
    """The sites of the sentences before: of the last that has one, and of the last four by distance."""
    latest = next((row for row in reversed(ground.sites[: here.index]) if row), ())
    for rank, site in enumerate(latest):
        yield site, "latest-only" if len(latest) == 1 else f"latest{min(rank, 1)}"
    for back in range(1, min(5, here.index + 1)):
        row = ground.sites[here.index - back]
        for rank, site in enumerate(row):
            if not site.dateline:
                yield site, f"back{back}" if rank == 0 else f"back{back}-later"
        if row and back == 1 and len(row) == 1:
            yield row[0], "back1-only"


def _anaphors(ground: Ground, ask: Ask) -> Iterator[Site]:
    """The place that "the state", "the city", "the country" takes up: the last of that kind told before."""
    if not ground.sites[ask.sentence.index] and _says_there(ask.words):
        rows = (row for row in reversed(ground.sites[max(0, ask.sentence.index - _NEARBY) : ask.sentence.index]) if row)
        scenes = ([site for site in row if site.lead in _WORDS["scene"]] or list(row) for row in rows)
        yield from next(scenes, [])[-1:]
    pairs = set(zip(ask.words, ask.words[1:], strict=False))
    for word, kinds in lexicon.word_sets("anaphors").items():
        if ("the", word) in pairs or ("this", word) in pairs:
            before = (
                single
                for index in range(ask.sentence.index, -1, -1)
                for site in reversed(ground.sites[index])
                if index < ask.sentence.index or site.last < ask.slot.first
                for single in site.singles()
                if single.kind in kinds
            )
            found = next(before, None)
            if found:
                yield found


def _says_there(words: Sequence[str]) -> bool:
    """Whether "there" takes up a place: "18 people have been killed there"; not "there are", "there has been"."""
    return any(word == "there" and after not in _BEING for word, after in zip(words, (*words[1:], "."), strict=True))


def _taken_up(ground: Ground, ask: Ask) -> Site | None:
    """The list that "the two provinces" takes up: the last one told before that has as many names."""
    words = ask.words
    for at, word in enumerate(words):
        if word in _WORDS["spread"]:
            opening = next((n for n in range(at - 1, max(-1, at - _PLURAL), -1) if words[n] in ("the", "these", "those", "all")), at)
            count = next((_FEW[one] for one in words[opening:at] if one in _FEW), 0)
            rows = reversed(ground.sites[: ask.sentence.index]) if count else ()
            found = next((site for row in rows for site in reversed(row) if len(site.names) == count), None)
            if found:
                return found
    return None


def choose(ground: Ground, ask: Ask, before: Sequence[Placed]) -> tuple[Site | None, tuple[PlaceRef, ...], str | None, float]:
    """The site, the places in their roles, the country, and how sure."""
    found = options(ground, ask, before)
    chances = shares([features for _, features in found], weights("places"))
    best = max(range(len(found)), key=chances.__getitem__)
    site = found[best][0]
    places = tuple(refs(ground, ask, site, chances[best], before[:1]))
    return site, places, country_of(places, ground), chances[best]


def refs(ground: Ground, ask: Ask, site: Site | None, sure: float, before: Sequence[Placed] = ()) -> Iterator[PlaceRef]:
    """The places of a figure: the chosen site, its counterpart in the other role, and the origin that a nationality tells."""
    taken: set[str] = set()
    countries: set[str | None] = set()
    chosen: list[tuple[Site, str]] = []
    if site is not None:
        own = _gathered(ground.sites[ask.sentence.index], ask)
        # The preposition of another sentence tells nothing here: people flee "the enclave", wherever it was named.
        here = next((one for one in own if one.mentions == site.mentions), None)
        chosen = ends(here or replace(site, lead="^"), ask, own)
        if ask.act not in MOVING:
            chosen += [(end, chosen[0][1]) for end in _far_end(site, ask.words, own)]
    origin = _nationality(ground, ask)
    origin_elsewhere = origin and all(s.country != origin.country for s, _ in chosen)
    for one, role in chosen:
        if origin_elsewhere and ask.act in _ORIGIN_ACTS and len(chosen) == 1:
            role = "from" if one.lead in ("from", "leaving") else "to"
        for mention in one.mentions:
            if mention.name not in taken:
                taken.add(mention.name)
                countries.add(mention.country)
                yield _ref(mention, mention.name, role, min(sure, mention.confidence))
    if not origin and ask.act in _CROSSING:
        yield from _unsaid_origin(ground, ask, chosen, before)
    elif not origin and ask.act == "relocated":
        yield from _left_behind(ask, chosen, before)
    if origin and origin_elsewhere:
        for nation in (origin, *_companions(ground, ask, origin)):
            end = "to" if ask.act == "returned" else "from"  # "500 Afghans returned from Iran"
            yield _ref(nation, nation.place.name if nation.place else nation.name, end, nation.confidence)


def _far_end(site: Site, words: Sequence[str], own: Sequence[Site]) -> Iterator[Site]:
    """The other end of a stretch of country: "five provinces from Nghe An to Hue"."""
    for other in own:
        near, far = sorted((site, other), key=lambda one: one.first)
        if other is not site and near.lead == "from" and words[near.last : far.first] in (("to",), ("to", "the")):
            yield other


def _left_behind(ask: Ask, chosen: Sequence[tuple[Site, str]], before: Sequence[Placed]) -> Iterator[PlaceRef]:
    """The place of the figure right before where only the goal is named: "In Keru 84 houses fell. Some 350 villagers have moved to Lae"."""
    last = next(iter(before), None)
    if last is None or len(chosen) != 1 or chosen[0][1] != "to" or ask.sentence.index - last.sentence > 1:
        return
    goal = chosen[0][0]
    if (
        last.paragraph == ask.sentence.paragraph
        and last.site.country == goal.country
        and not (last.site.holds(goal) or goal.holds(last.site))
    ):
        for mention in last.site.mentions:
            yield _ref(mention, mention.name, "from", 0.5)


def _unsaid_origin(ground: Ground, ask: Ask, chosen: Sequence[tuple[Site, str]], before: Sequence[Placed]) -> Iterator[PlaceRef]:
    """Where people came from when only the goal is named: what "the province" takes up, else the country of the report's refugees."""
    if not chosen and _is_abroad(ask) and ground.origin and ground.origin.place:
        yield _ref(ground.origin, ground.origin.place.name, "from", 0.6)
    if len(chosen) != 1 or chosen[0][1] != "to":
        return
    if ask.act in ("registered", "sheltered") and not ask.slot.counted.head.startswith(("refugee", "asylum")):
        return
    goal = chosen[0][0].country
    if ask.slot.counted.kind == "partitive" and before and before[0].sentence == ask.sentence.index and before[0].site.country != goal:
        for mention in before[0].site.mentions:  # "19,000 were displaced, 16,000 of whom crossed into ..."
            yield _ref(mention, mention.name, "from", 0.6)
        return
    taken_up = next((site for site in _anaphors(ground, ask) if site.country != goal), None) if ask.act == "fled" else None
    if taken_up:
        yield _ref(taken_up.mentions[0], taken_up.names[0], "from", 0.6)
    elif ground.origin and ground.origin.place and goal not in (None, ground.origin.country):
        yield _ref(ground.origin, ground.origin.place.name, "from", 0.6)
    elif ground.home and goal not in (None, ground.home.country):
        yield _ref(ground.home.mentions[0], ground.home.names[0], "from", 0.5)


def _ref(mention: Mention, name: str, role: str, sure: float) -> PlaceRef:
    kind: Role = "to" if role == "to" else "from"
    return PlaceRef(name, kind, mention.place, mention.country, round(sure, 3))


def _nationality(ground: Ground, ask: Ask) -> Mention | None:
    at = ask.slot.counted.demonym
    if at is None or ask.act not in _ORIGIN_ACTS:
        return None
    start = ask.sentence.tokens[at].start
    return next((m for m in ground.demonyms if m.start <= start < m.end), None)


def _companions(ground: Ground, ask: Ask, origin: Mention) -> Iterator[Mention]:
    """The nationalities beside that of the people: "Ethiopian, Somali and South Sudanese refugees"."""
    row = [m for m in within(ground.demonyms, ask.sentence) if m.start >= ask.slot.number.end]
    if origin not in row:
        return
    text = {t.start: t.lower for t in ask.sentence.tokens}
    for steps in (row[row.index(origin) :], row[row.index(origin) :: -1]):
        for one, other in pairwise(steps):
            first, last = sorted((one, other), key=lambda m: m.start)
            between = [word for start, word in text.items() if first.end <= start < last.start]
            if not between or not {",", "and", "or"}.issuperset(between):
                break
            yield other


def country_of(places: Sequence[PlaceRef], ground: Ground) -> str | None:
    """The country a figure is mainly about: that of the destination, else of the place, else the report's (GUIDE case 9)."""
    goals = {p.country for p in places if p.role == "to" and p.country}
    if len(goals) == 1:
        return goals.pop()
    origins = [p.country for p in places if p.role == "from" and p.country]
    if origins:
        return origins[0]
    if goals:
        return next(p.country for p in places if p.role == "to" and p.country)
    return ground.country if not places else None
