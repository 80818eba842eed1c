"""Where a figure's people were and went: a trained choice among the sites of its sentence and those told before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.acts import Features, Slot
from onrecord.reading.both_ends import End, as_here, has_left, is_abroad, is_shore, places_of, roles_of
from onrecord.reading.counterpart import Near, ends_for, others_went
from onrecord.reading.ground import Ground
from onrecord.reading.its_own import is_counted_in, is_listed, is_shared, way_of
from onrecord.reading.nationality import TWO_ENDED, guests, homes_of, nationality, of_locals
from onrecord.reading.nationwide import WIDE_REACH, is_nationwide, nation
from onrecord.reading.near import word_before
from onrecord.reading.ranker import shares, weights
from onrecord.reading.roles import leave_homes, stay_inland
from onrecord.reading.set_aside import (
    is_aside,
    is_home_of_helped,
    is_left_scene,
    is_narrowed,
    is_of_its_part,
    is_seat,
    is_unreached,
    is_way,
    less_asides,
    of_others,
    of_part,
)
from onrecord.reading.site_evidence import Ask, Carried, carried_evidence, none_evidence, own_evidence
from onrecord.reading.sites import MOVING, Site
from onrecord.reading.told import Placed, carried, divided, next_scene, reached, respective, since, summed, taken_up, there, worst_hit
from onrecord.reading.world import beside_world, is_of_all, is_worldwide
from onrecord.types import PlaceRef

_NEARBY = 7  # words around a number in which it is told of divisions, or of going abroad
_SITE_WORDS = lexicon.word_sets("sites")
_STRUCK = 6  # words from a verb to the place that was hit
_ASHORE = frozenset("homeless displaced sheltered affected".split())  # acts that nobody meets with at sea
_ENTRY = 8  # words of the numbers in parentheses with what they count: "Sitra (9 points, 382 persons)"
_BETWEEN = frozenset(", and in to & as far well the".split())  # between two entries of a list with numbers
_RULED_OUT = 0.93  # how likely it must be that there is no other end where a rule puts one
_AT_HOME = frozenset(
    "arrived registered hosted sheltered".split()
)  # acts by which people of another nation are where those who tell it are
_INSIDE = frozenset("evacuated relocated homeless affected housing_destroyed housing_damaged housing_flooded".split())  # told of at home
_HARM = frozenset("killed injured missing".split())  # of their own people, as a state tells it
_CITY = 300_000  # people of a city that has districts
_AT = _SITE_WORDS["scene"] | {"from", "of"}
_GONE_TO = ("to", "into")
_LEVELS = {"camp": 1, "settlement": 1, "admin2": 2, "admin1": 3}  # of places; of divisions in words those below
_DIVISIONS = dict.fromkeys("counties districts municipalities townships".split(), 2) | dict.fromkeys(
    "provinces states governorates regions departments prefectures".split(), 3
)
_SEVERAL = frozenset("two three four five six seven eight nine ten eleven twelve several many various".split())
_RECOUNT = 2  # words between two counts of the same people
_AGAIN = frozenset(("(", "or", "/"))  # among them
_MAKING = frozenset("from of in belonging to comprising".split())  # between people and their families


def options(ground: Ground, ask: Ask, before: Sequence[Placed]) -> list[tuple[Site | None, Features]]:
    """The sites that a figure may have, with features; the first option is "no place", unless the number is an entry of a list."""
    row = ground.sites[ask.sentence.index]
    if is_abroad(ask) or is_worldwide(ask, row):
        return [(None, {})]
    row = beside_world(ask, row)
    here = [site for site in row if not site.dateline and site.owns != "state" and not is_way(site, ask, row)]
    own = of_part(here, ask)
    own = [site for site in less_asides(own, ask) if not (is_of_its_part(site, ask) or is_unreached(site, ask))]
    own = [site for site in own if not _holds_nearer(site, ask, own)]
    counted = next((site for site in own if is_listed(site, ask, own)), None) or next((s for s in own if is_counted_in(s, ask)), None)
    if counted:
        return [(counted, {})]
    own = [site for site in own if not of_others(site, ask)]
    if is_shared(ask, own):
        return [(own[0], {})]
    way = way_of(ask, own)
    certain = way[1] if way else _told_of(ground, ask, own, before)
    if certain:
        return [(certain, {})]
    locals_ = of_locals(ground, ask) if not own else None
    if locals_ and not (before and before[0].site.country == locals_.country) and (ask.act in _AT_HOME or not nationality(ground, ask)):
        return [(locals_, {})]
    opening = _told_ahead(ground, ask, row, before)
    if opening:
        return [(opening, {})]
    found: list[tuple[Site | None, Features]] = [(None, none_evidence(ask, bool(own)))]
    own = [site for site in own if not (is_seat(site, ask, own) or is_left_scene(site, ask, own))]
    own = gathered([site for site in own if not (is_narrowed(site, ask, own) or is_home_of_helped(site, ask, own))], ask)
    found += [(site, own_evidence(site, ask, own, ground.country)) for site in own]
    others = {site.names for site in here if site not in own}
    told = [one for one in _told_before(ground, ask, own, before) if one.site.names not in others]
    if locals_ and ask.act in _HARM and any(one.site.kind == "country" and one.site.country != locals_.country for one in told):
        return [(locals_, {})]
    found += [(one.site, carried_evidence(one, ask, bool(own), ground.country)) for one in _of_level(told, ask)]
    home = nationality(ground, ask) if ask.act in ("hosted", "arrived") else None  # nobody is hosted where they fled from
    away = own if ask.act == "arrived" else ()
    return [(site, told) for site, told in found if not (home and site and site not in away and site.country == home.country)]


def _told_ahead(ground: Ground, ask: Ask, row: Sequence[Site], before: Sequence[Placed]) -> Site | None:
    """The place of the sentence behind the one that a report opens with, if that names none: "13,000 were displaced. Most fled Mosul"."""
    here = ask.sentence.index
    if row or before or ground.above(here) or ground.demonyms or ground.paragraphs[here : here + 2] != (ask.sentence.paragraph,) * 2:
        return None
    leads = _AT - {"from"} if ask.act in _AT_HOME else _AT
    next_ones = (site for site in ground.sites[here + 1] if not (site.dateline or site.speaker or site.owns) and site.lead in leads)
    return next(next_ones, None)


def _told_before(ground: Ground, ask: Ask, own: Sequence[Site], before: Sequence[Placed]) -> list[Carried]:
    """The places told before that a number may still be told of beside those of its own sentence."""
    if ask.act not in MOVING and any(_is_struck(site, ask.words) for site in own):
        return []
    told = [one for one in carried(ground, ask, before) if not _is_beside(one.site, ground) and not _is_at_sea(one.site, ask)]
    told = [one for one in told if not _is_of_another_state(one.site, ask, own) and not _is_in_list(one.site, own)]
    home = nationality(ground, ask) if leave_homes(ask) else None
    if home:
        return [one for one in told if one.site.country == home.country]
    if any(site.lead in _GONE_TO for site in own):
        return [one for one in told if not others_went(ask, one.site, before)]
    return told


def _of_level(told: list[Carried], ask: Ask) -> list[Carried]:
    """The places told before that hold what is counted: divisions lie in larger ones, and who goes abroad leaves a country."""
    level = _level_counted(ask)
    if told and _is_elsewhere(ask):
        level, told = _LEVELS["admin1"], [one for one in told if one.site.country == told[0].site.country]
    told = (list(_above(told, level)) or told) if level else told
    return ([one for one in told if one.site.kind == "country"] if _goes_abroad(ask) else []) or told


def _told_of(ground: Ground, ask: Ask, own: Sequence[Site], before: Sequence[Placed]) -> Site | None:
    """The place that the words of a sentence leave no doubt of: "across the country", "the two districts", "a total of", "killed there"."""
    if before and before[0].left and ask.act in ("fled", "displaced") and stay_inland(ask):
        return before[0].left  # where those are from who did leave it
    if is_nationwide(ground, ask, own):
        return nation(ground, ask, before)
    if own:
        return divided(ask, own) or respective(ask, own)
    turned = worst_hit(ground, ask) or next_scene(ground, ask)
    if turned:
        return turned
    homes = homes_of(ground, ask)
    if homes and before and before[0].site.country != homes.country:
        return homes
    behind = ask.words[ask.slot.first : ask.slot.last + WIDE_REACH]
    return taken_up(ground, ask) or summed(ground, ask, before) or there(ground, ask, behind) or reached(ground, ask, before)


def _is_beside(site: Site, ground: Ground) -> bool:
    """Whether a place told before is another country than the one that heads its section."""
    return ground.headed and site.kind == "country" and site.country != ground.country


def _is_in_list(site: Site, own: Sequence[Site]) -> bool:
    """Whether a place told before is one of a list that the sentence has: "22,000 fled to India and Thailand"."""
    return any(len(one.names) > 1 and set(site.names) < set(one.names) for one in own)


def _is_of_another_state(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a place told before lies in another country than that whose agency tells of people at home: "Benin's disaster agency said"."""
    tellers = {
        one.country
        for one in own
        if one.kind == "country" and one.owns not in ("", "ground", "number") and one.speaker and one.last <= ask.slot.first
    }
    return ask.act in _INSIDE and bool(tellers) and site.country not in tellers


def _is_at_sea(site: Site, ask: Ask) -> bool:
    """Whether a place told before is a water, where no houses are and nobody is without one."""
    return site.kind == "water" and (ask.slot.counted.unit != "person" or ask.act in _ASHORE)


def _is_struck(site: Site, words: Sequence[str]) -> bool:
    """Whether something hit a place: "when gunmen attacked the village of X", "a flood hit X"."""
    before = words[max(0, site.first - _STRUCK) : site.first]
    at = max((n for n, word in enumerate(before) if word in _SITE_WORDS["striking"]), default=-1)
    return at >= 0 and _SITE_WORDS["link"].issuperset(before[at + 1 :])


def _holds_nearer(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a place told before only holds the one told behind: "*Illinois* was hit hardest, with two killed in the Illinois town of Canton"."""
    return any(
        site.last <= ask.slot.first and other.first >= ask.slot.last and other.lead in _SITE_WORDS["scene"] and _is_wider(site, other)
        for other in own
    )


def _is_wider(site: Site, inner: Site) -> bool:
    return len(site.names) == 1 and any(mention.name == site.names[0] for mention in inner.wider)


def _is_elsewhere(ask: Ask) -> bool:
    """Whether a number is told of other parts than those before: "six died *elsewhere* in the north, and four were missing"."""
    here = (slot.last for slot in ask.slots if slot.first <= ask.slot.first)
    return any("elsewhere" in ask.words[last : last + _NEARBY] for last in here)


def _goes_abroad(ask: Ask) -> bool:
    """Whether people left a country: "six million have fled abroad"."""
    return ask.act in MOVING and "abroad" in ask.words[ask.slot.last : ask.slot.last + _NEARBY]


def _above(told: Iterable[Carried], level: int) -> Iterator[Carried]:
    """Of places told before the lists and those above a level, and of the others what they lie in, where that was told."""
    for one in told:
        outer = [one.site] if len(one.site.mentions) > 1 else [site for site in one.site.singles() if _level(site) > level]
        if outer:
            yield replace(one, site=min(outer, key=_level))


def _level(site: Site) -> int:
    """The level of a place; a city counts as a province, for it has districts too."""
    place = site.mentions[0].place
    if place and place.kind == "settlement" and place.population > _CITY:
        return _LEVELS["admin1"]
    return _LEVELS.get(site.kind, max(_LEVELS.values()) + 1)


def _level_counted(ask: Ask) -> int:
    """The level of the divisions that a figure is told of, 0 for none: people "from five counties" are of no single county."""
    words, near = ask.words, slice(max(0, ask.slot.first - _NEARBY), ask.slot.last + _NEARBY)
    for at in range(*near.indices(len(words))):
        before = word_before(words, at)
        several = before in _SEVERAL or (before.isdigit() and at - 1 != ask.slot.first)
        if several and words[at] in _DIVISIONS:
            return _DIVISIONS[words[at]]
    return 0


def gathered(own: Sequence[Site], ask: Ask) -> list[Site]:
    """The sites of a sentence, entries that carry their own numbers taken as one: "31 people in Hajjah (9), Ibb (6) and Ma'rib (4)".

    Of the entries among which the number itself stands only its own is left, in the role of them all."""
    lists: list[list[Site]] = []
    for site in own:
        between = ask.words[lists[-1][-1].last : site.first] if lists else ()
        if between[:1] == ("(",) and _is_entry(between) and (lists[-1][0].lead == "from") <= (between[-1] not in _SITE_WORDS["scene"]):
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


def choose(ground: Ground, ask: Ask, before: Sequence[Placed]) -> tuple[Placed | None, tuple[PlaceRef, ...], str | None, float]:
    """The site as later figures may take it up, the places in their roles, the country, and how sure."""
    ground = ground.section(ask.sentence.index)
    before = since(before, ground.start, ask.sentence.index)
    ask = _both_counts(ask)
    found = options(ground, ask, before)
    chances = shares([features for _, features in found], weights("places"))
    best = max(range(len(found)), key=chances.__getitem__)
    site = found[best][0]
    others = end_options(ground, ask, site, before)
    likely = shares([features for _, features in others], weights("ends"))
    second = _likeliest([end for end, _ in others], likely)
    own = own_sites(ground, ask)
    left = has_left(ask, site, own, before)
    places = tuple(places_of(ask, site, chances[best], others[second][0], likely[second], own, left))
    country = country_of(places, ground) if places or not is_worldwide(ask, ground.sites[ask.sentence.index]) else None
    if country is None and is_shore(as_here(site, own)):  # a lake has no country, those driven from its shore have
        people = nationality(ground, ask)
        country = people.country if people else ground.country
    return _placed(ask, site, own, others[second][0], places, chances[best]), places, country, chances[best]


def _placed(ask: Ask, site: Site | None, own: Sequence[Site], end: End | None, places: Sequence[PlaceRef], sure: float) -> Placed | None:
    if site is None:  # "46,800 Salvadorans sought asylum abroad": where they are from is what is known
        return Placed(ask.sentence.index, ask.sentence.paragraph, end.site, sure, roles_of(places)) if end else None
    told = end if end and end.site.lead != "nation" and ask.act != "returned" else None
    left = told.site if told and told.role == "from" else None
    gone = told.site if told and told.role == "to" else None
    return Placed(
        ask.sentence.index,
        ask.sentence.paragraph,
        site,
        sure,
        roles_of(places),
        left,
        gone,
        is_aside(ask, as_here(site, own)),
    )


def _both_counts(ask: Ask) -> Ask:
    """What is asked of both of two counts of the same people: "540 others (171 families)", "300 persons belonging to 84 families"."""
    slot = ask.slot
    for first, second in pairwise(ask.slots):
        if slot in (first, second) and _is_recount(first, second, ask.words[first.last : second.first]):
            return replace(ask, slot=replace(first, reach=(first.first, second.last)))
    return ask


def _is_recount(first: Slot, second: Slot, between: Sequence[str]) -> bool:
    units = (first.counted.unit, second.counted.unit)
    if not 0 < len(between) <= _RECOUNT or set(units) != {"person", "household"}:
        return False
    return not _AGAIN.isdisjoint(between) or (units == ("person", "household") and _MAKING.issuperset(between))


def _likeliest(ends: Sequence[End | None], likely: Sequence[float]) -> int:
    """Of other ends first whether there is one at all (the first option is "none"), then which. An end by a rule has to be ruled out."""
    ruled = max((at for at, end in enumerate(ends) if end and end.rule), key=likely.__getitem__, default=0)
    if likely[0] >= (_RULED_OUT if ruled else 0.5):
        return 0
    return ruled if likely[0] >= 0.5 else max(range(1, len(likely)), key=likely.__getitem__)


def end_options(ground: Ground, ask: Ask, site: Site | None, before: Sequence[Placed]) -> list[tuple[End | None, Features]]:
    """The other ends that may go with a site, with features; the first option is "none"."""
    home = guests(ground, ask, site)
    if home:
        return [(End(home, "from", "nation"), {})]
    if ask.act not in TWO_ENDED or is_of_all(ask, ground.sites[ask.sentence.index]):
        return [(None, {})]
    own = own_sites(ground, ask)
    near = Near(ground, ask, as_here(site, own), own, before)
    return ends_for(near, () if site is None else carried(ground, ask, before))


def own_sites(ground: Ground, ask: Ask) -> list[Site]:
    """The sites of a figure's sentence, but for where it was filed and where those sit who tell it."""
    row = beside_world(ask, ground.sites[ask.sentence.index])
    own = [site for site in row if not (site.dateline or of_others(site, ask) or is_unreached(site, ask) or is_of_its_part(site, ask))]
    return gathered([site for site in own if not is_seat(site, ask, own)], ask)


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
