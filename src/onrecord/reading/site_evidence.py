"""What speaks for a site as the place of a figure: the features that the ranker weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.reading import lexicon
from onrecord.reading.acts import Features, Slot, Trigger, bucket
from onrecord.reading.sites import MOVING, Site
from onrecord.text import Sentence

_WORDS = lexicon.word_sets("sites")


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure whose places are wanted: its sentence, slot, act word and act."""

    sentence: Sentence
    words: tuple[str, ...]
    slot: Slot
    trigger: Trigger | None
    act: str
    slots: tuple[Slot, ...] = ()  # all numbers of the sentence

    @property
    def listed(self) -> tuple[int, int]:
        """The first and last token of the list that the number belongs to ("11 colonels, two majors and four captains"), or its own."""
        first, last = self.slot.reach
        return (first, last) if last > first else (self.slot.first, self.slot.last)

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last token of the list and the act word."""
        first, last = self.listed
        if self.trigger is None:
            return first, last
        return min(first, self.trigger.first), max(last, self.trigger.last)


@dataclass(frozen=True, slots=True)
class Carried:
    """A site from elsewhere in the report, the ways by which it comes ("figure-before", "back1", "lead0"), and how often it is named."""

    site: Site
    routes: Mapping[str, float]  # with how sure each is
    count: int
    located: int


def none_evidence(ask: Ask, own: bool) -> Features:
    """Features of "no place is told"."""
    return dict.fromkeys(("none", f"none|own={own}", f"none|act={ask.act}", f"none|first={ask.sentence.index < 3}"), 1.0)


def own_evidence(site: Site, ask: Ask, all_sites: Sequence[Site], main: str | None) -> Features:
    """Features of a site of the figure's own sentence; ``main`` is the country that the report is mainly about."""
    first, last = ask.span
    if site.first >= last:
        side, inner = "after", ask.words[last : site.first]
    elif site.last <= first:
        side, inner = "before", ask.words[site.last : first]
    else:
        edge = ask.listed[1]
        side, inner = "among", ask.words[edge : site.first] if site.first >= edge else ()
    names = (*_where(site, ask, side, len(inner)), *_what(site, side, main), *_around(site, ask, side, inner, all_sites))
    return dict.fromkeys(names, 1.0) | {"gap": len(inner) / 10.0}


def _where(site: Site, ask: Ask, side: str, gap: int) -> Iterator[str]:
    moving = "moving" if ask.act in MOVING else "local"
    yield from ("own", f"side={side}", f"side={side}|{bucket(gap)}", f"lead={site.lead}|{side}", f"lead={site.lead}|{moving}")
    if site.first <= 2:
        yield from ("opening", f"opening|{site.lead}")
    spans = [("slot", *ask.listed)]
    if ask.trigger:
        spans.append(("act", ask.trigger.first, ask.trigger.last))
    for name, start, end in spans:
        where, apart = ("after", site.first - end) if site.first >= end else ("before", start - site.last)
        yield f"{name}-{where}={bucket(max(apart, 0))}"
        if where == "after" and apart <= 2:
            yield f"{name}-next|{site.lead}"


def _what(site: Site, side: str, main: str | None) -> Iterator[str]:
    yield from (f"kind={site.kind}", f"kind={site.kind}|{side}", f"home={site.country == main}")
    yield from (f"sure={site.sure}", f"sure={site.sure}|{site.lead}", f"names={min(len(site.names), 3)}")
    if site.speaker:
        yield from ("speaker", f"speaker|{side}")
    if site.owns:
        yield from ("owns", f"owns={site.owns}")


def _around(site: Site, ask: Ask, side: str, inner: Sequence[str], all_sites: Sequence[Site]) -> Iterator[str]:
    """What stands between site and figure, and the other sites of the sentence."""
    present = set(inner)
    if _WORDS["clause"] & present:
        yield f"clause|{side}"
    if "," in present:
        yield f"comma|{side}"
    if "and" in present:
        yield f"and|{side}"
    first, last = ask.listed
    start, end = (last, site.first) if site.first >= last else (site.last, first)
    numbers = sum(start <= s.first and s.last <= end for s in ask.slots if s is not ask.slot and s.number.not_count is None)
    yield f"numbers={min(numbers, 2)}|{'after' if site.first >= last else 'before'}|{len(ask.slots) > 1}"
    rivals = [s for s in all_sites if s is not site]
    if any(w.name in {m.name for m in site.mentions} for rival in rivals for w in rival.wider):
        yield "container"
    first, last = ask.span
    if not rivals:
        yield "only"
    elif all(_gap(site, first, last) <= _gap(rival, first, last) for rival in rivals):
        yield from ("nearest", f"nearest|{side}")
    if side == "before" and any(rival.first >= last for rival in rivals):
        yield "rival-after"
        if site.first <= 2 and any(rival.first >= last and rival.lead in _WORDS["scene"] for rival in rivals):
            yield "opening|scene-after"


def carried_evidence(carried: Carried, ask: Ask, own: bool, main: str | None) -> Features:
    """Features of a site from elsewhere; ``own`` tells whether the figure's sentence has a site itself."""
    site, kind = carried.site, carried.site.kind
    names = [
        "carried",
        f"carried|own={own}",
        f"carried|kind={kind}",
        f"carried|home={site.country == main}",
        f"carried|sure={site.sure}",
        f"carried|count={min(carried.count, 4)}",
        f"carried|located={min(carried.located, 3)}",
        f"carried|scene={carried.located > 0}|kind={kind}",
        f"carried|lead={site.lead}",
        f"carried|names={min(len(site.names), 3)}",
        f"carried|moving={ask.act in MOVING}",
    ]
    if site.speaker:
        names.append("carried|speaker")
    if not _WORDS["overall"].isdisjoint(ask.words):
        names.append(f"total|kind={kind}")
    if not _WORDS["spread"].isdisjoint(ask.words):
        names += ("spread", f"spread|kind={kind}")
    if "elsewhere" in ask.words[:3]:
        names.append(f"elsewhere|figure={any(route.startswith('figure') for route in carried.routes)}")
    features = dict.fromkeys(names, 1.0)
    for route, chance in carried.routes.items():
        features |= dict.fromkeys((f"route={route}", f"route={route}|own={own}", f"route={route}|kind={kind}"), chance)
    return features


def _gap(site: Site, first: int, last: int) -> int:
    return site.first - last if site.first >= last else first - site.last if site.last <= first else 0
