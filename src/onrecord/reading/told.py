"""Places told before: the sites that earlier figures and sentences offer to a figure, with the ways by which they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from onrecord.reading import lexicon
from onrecord.reading.ground import Ground
from onrecord.reading.nationality import nationality
from onrecord.reading.singles import latest
from onrecord.reading.site_evidence import Ask, Carried
from onrecord.reading.sites import MOVING, Site
from onrecord.text import Sentence
from onrecord.types import DWELLING_ACTS

_WORDS = lexicon.word_sets("sites")
_SOON = 2  # sentences in which the same movement goes on
_SCENE = lexicon.word_sets("sites")["scene"]
_OWN_TOO = ("figure-here", "anaphor", "dateline-here")  # routes by which a site of the figure's own sentence may come
_FEW = {word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_NEARBY = 3  # sentences back to what "there" takes up
_BEING = frozenset(
    "is are was were be has have had will may might could would can remain remained 's ’s".split()
)  # behind a "there" that is no place
_LATEST = 6  # earlier figures that count for a later one
_SUMS = ("a total of ", "in total ", "in all ", "altogether ", "overall ", "the total ")
_OPENING = 3  # words in which they stand
_PARTS = 4  # figures before a sum that may be its parts
_FEWEST = 3  # places that they have
_WHOLES = ("country", "admin1", "admin2")
_PARTING = frozenset(", and or &".split())  # between the numbers of a list
_LEFT_BEHIND = {
    *DWELLING_ACTS,
    "killed",
    "injured",
    "fled",
    "evacuated",
    "displaced",
}  # acts where something happened, not where people went
_PLURAL = 5  # words from "the" to the noun in "the two north-eastern provinces"


@dataclass(frozen=True, slots=True)
class Placed:
    """An earlier figure with its sentence and site, from which a later one may take its place."""

    sentence: int
    paragraph: int
    site: Site
    chance: float = 1.0  # that this is its place: what is unsure is handed on with less weight
    roles: Mapping[str, str] = field(default_factory=dict)  # "from" or "to" of each of its ends, by key
    left: Site | None = None  # where its people came from, if its site is where they went
    gone: Site | None = None  # where they went, if its site is where they came from
    aside: bool = False  # number and site stand in brackets, as a part of what is told before: "14 dead (10 in Compostela, 4 in Davao)"

    def scene(self, act: str) -> Site:
        """The place that it offers to a figure of an act: the dead and the houses were where people left."""
        return self.left if self.left and act in _LEFT_BEHIND else self.site


def since(before: Sequence[Placed], start: int, here: int) -> list[Placed]:
    """The last figures before that stand at a sentence or behind it; the latest comes first. The places of parts in brackets end with their
    sentence, if something else was told in it."""
    recent = [placed for placed in before[:_LATEST] if placed.sentence >= start]
    whole = {placed.sentence for placed in recent if not placed.aside}
    return [placed for placed in recent if not placed.aside or placed.sentence == here or placed.sentence not in whole]


def carried(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Iterator[Carried]:
    """Sites from elsewhere, each once, with all the ways in which it offers itself."""
    routes: dict[tuple[str, ...], tuple[Site, dict[str, float]]] = {}
    own = {site.names for site in ground.sites[ask.sentence.index]}
    for site, route, chance in (*_of_figures(ground, ask, before), *((site, route, 1.0) for site, route in _routes(ground, ask))):
        if site.names not in own or route.startswith(_OWN_TOO):
            _, ways = routes.setdefault(site.names, (site, {}))
            ways[route] = max(chance, ways.get(route, 0.0))
    for names, (site, ways) in routes.items():
        yield Carried(site, ways, ground.counts[names], ground.located[names])


def _routes(ground: Ground, ask: Ask) -> Iterator[tuple[Site, str]]:
    """Every site told before, with the way by which it comes."""
    for site in anaphors(ground, ask):
        yield site, "anaphor"
    yield from _of_sentences(ground, ask.sentence)
    for site in ground.sites[ask.sentence.index]:
        if site.dateline:
            yield site, "dateline-here"
    told = filter(None, ground.above(ask.sentence.index))
    for rank, row in enumerate(islice(told, 3)):
        for place, site in enumerate(row[:3]):
            yield site, "dateline" if site.dateline else f"lead{rank}" if place == 0 else f"lead{rank}-later"
    nation = nationality(ground, ask) if ground.home and ground.home.mentions[0].form == "demonym" else None
    if ground.home and not (nation and nation.country == ground.home.country):  # else it is an end of their movement already
        yield ground.home, "home"


def _of_figures(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Iterator[tuple[Site, str, float]]:
    """The places of the figures before, as sure as they are."""
    here = ask.sentence
    for rank, placed in enumerate(before[:2]):
        site = placed.scene(ask.act)
        where = "here" if placed.sentence == here.index else "paragraph" if placed.paragraph == here.paragraph else "before"
        yield site, f"figure-{where}{'' if rank == 0 else '-2'}", placed.chance
        if rank == 0 and where != "here":
            yield site, f"figure-back{min(here.index - placed.sentence, 3)}", placed.chance
    if before:
        # Has another place been told since the last figure? If not, its place most likely still holds.
        between = ground.sites[before[0].sentence + 1 : here.index]
        yield before[0].scene(ask.act), "figure-past" if any(between) else "figure-still", before[0].chance


def _of_sentences(ground: Ground, here: Sentence) -> Iterator[tuple[Site, str]]:
    """The sites of the sentences before: of the last that has one, and of the last four by distance."""
    latest = next(filter(None, reversed(ground.above(here.index))), ())
    for rank, site in enumerate(latest):
        yield site, "latest-only" if len(latest) == 1 else f"latest{min(rank, 1)}"
    for back in range(1, min(5, here.index - ground.start + 1)):
        row = ground.sites[here.index - back]
        for rank, site in enumerate(row):
            if not site.dateline:
                yield site, f"back{back}" if rank == 0 else f"back{back}-later"
        if row and back == 1 and len(row) == 1:
            yield row[0], "back1-only"


def anaphors(ground: Ground, ask: Ask) -> Iterator[Site]:
    """The place that "the state", "the city", "the country" takes up: the last of that kind told before."""
    scene = there(ground, ask, ask.words)
    if scene:
        yield scene
    taken_up = {word for the, word in pairwise(ask.words) if the in ("the", "this")}
    for word, kinds in lexicon.word_sets("anaphors").items():
        if word in taken_up:
            found = latest(ground.singles, kinds, ground.start, ask.sentence.index, ask.slot.first)
            if found:
                yield found


def there(ground: Ground, ask: Ask, words: Sequence[str]) -> Site | None:
    """The place that "there" among the words takes up where their sentence names none: the last scene told shortly before."""
    if ground.sites[ask.sentence.index] or not _says_there(words):
        return None
    row = next((row for row in reversed(ground.above(ask.sentence.index)[-_NEARBY:]) if row), ())
    return next((site for site in reversed(row) if site.lead in _WORDS["scene"]), row[-1] if row else None)


def _says_there(words: Sequence[str]) -> bool:
    """Whether "there" takes up a place: "18 people have been killed there"; not "there are", "there has been"."""
    return any(word == "there" and after not in _BEING for word, after in zip(words, (*words[1:], "."), strict=True))


def taken_up(ground: Ground, ask: Ask) -> Site | None:
    """The list that "the two provinces" takes up: the last one told before that has as many names."""
    words = ask.words
    for at, word in enumerate(words):
        if word in _WORDS["spread"]:
            opening = next(
                (n for n in range(at - 1, max(-1, at - _PLURAL), -1) if words[n] in ("the", "these", "those", "all", "both")), at
            )
            count = 2 if words[opening] == "both" else next((_FEW[one] for one in words[opening:at] if one in _FEW), 0)
            rows = reversed(ground.above(ask.sentence.index)) if count else ()
            found = next((site for row in rows for site in reversed(row) if len(site.names) == count), None)
            if found:
                return found
    return None


def summed(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Site | None:
    """The place that holds all those told one by one before a sum: "Twelve died in Koshi, nine in Bagmati ... A total of 184 houses fell"."""
    opening = " ".join(ask.words[:_OPENING]) + " "
    if not opening.startswith(_SUMS):
        return None
    parts = tuple({placed.site.names: placed.site for placed in before[:_PARTS]}.values())
    whole = next((one for one in parts if all(one is part or one.holds(part) for part in parts)), None)
    beside = {placed.site.names for placed in before[:_PARTS] if placed.sentence == before[0].sentence}
    if whole and len(parts) > _FEWEST and len(beside) > 1:
        return whole  # "25 died in Guangdong. They include 13 in Shanwei, six in Shantou and three in Jieyang. A total of 5 million ..."
    if len(parts) < _FEWEST or any(_is_whole(part, parts) for part in parts):
        return None
    told = (single for row in reversed(ground.above(ask.sentence.index)) for site in row for single in site.singles())
    return next((site for site in told if site.kind in _WHOLES and all(map(site.holds, parts))), ground.home)


def reached(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Site | None:
    """Where those arrive who are told of behind others that went from a place to another: "5,000 crossed from Sudan into Chad. *900 more
    arrived on Monday*"."""
    last = next(iter(before), None)
    goal = None if last is None else last.site if last.left else last.gone
    if ask.act != "arrived" or last is None or goal is None or last.paragraph != ask.sentence.paragraph:
        return None
    return goal if ask.sentence.index - last.sentence <= _SOON and not nationality(ground, ask) else None


def next_scene(ground: Ground, ask: Ask) -> Site | None:
    """Where the sentence before has turned: "*Separately*, gunmen opened fire in Wajirko. *Four people were killed*"."""
    here = ask.sentence.index
    if ask.act in MOVING or not ground.turns or here - 1 not in ground.turns or ground.sites[here]:
        return None
    scene = [site for site in ground.sites[here - 1] if site.lead in _SCENE and not (site.dateline or site.speaker or site.owns)]
    return scene[0] if len(scene) == 1 else None


def worst_hit(ground: Ground, ask: Ask) -> Site | None:
    """The place that the sentence before tells to be the hardest hit: "Yangyi was hardest hit by the quake. *Nine people died*"."""
    here = ask.sentence.index
    if ask.act in MOVING or here == 0 or ground.paragraphs[here - 1 : here] != (ask.sentence.paragraph,) or ground.sites[here]:
        return None
    return next((site for site in reversed(ground.sites[here - 1]) if site.worst), None)


def divided(ask: Ask, own: Sequence[Site]) -> Site | None:
    """The places of the two parts that a number is the sum of: "eight deaths: six in Bimini and two in Nassau"."""
    later = [slot for slot in ask.slots if slot.first >= ask.slot.last and slot.number.not_count is None][:2]
    if len(later) < 2 or sum(part.number.value for part in later) != ask.slot.number.value:
        return None
    one, other = later
    first = next((site for site in own if one.number_end <= site.first and site.last <= other.first), None)
    second = next((site for site in own if site.first >= other.number_end), None)
    if first is None or second is None or own[0] is not first:
        return None
    return replace(first, mentions=(*first.mentions, *second.mentions), last=second.last)


def respective(ask: Ask, own: Sequence[Site]) -> Site | None:
    """Of several places the one that is a number's: "Libya, Uganda and Ethiopia host 97,000, 52,000 and 61,000 respectively"."""
    if "respectively" not in ask.words[ask.slot.last :]:
        return None
    row = [ask.slot]
    for slot in (one for one in ask.slots if one.first > ask.slot.first):
        row += [slot] if _PARTING.issuperset(ask.words[row[-1].last : slot.first]) else []
    for slot in reversed([one for one in ask.slots if one.first < ask.slot.first]):
        row = [slot, *row] if _PARTING.issuperset(ask.words[slot.last : row[0].first]) else row
    site = next((site for site in own if len(site.mentions) == len(row) > 1), None)
    return replace(site, mentions=(site.mentions[row.index(ask.slot)],)) if site else None


def _is_whole(site: Site, parts: Sequence[Site]) -> bool:
    """Whether a place is no part beside the others. A region or water may reach over any of them, and where an unlisted one lies is unknown."""
    return site.kind == "country" or (site.kind in _WHOLES and any(part.kind != "unlisted" and site.holds(part) for part in parts))
