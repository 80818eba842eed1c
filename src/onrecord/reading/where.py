"""Where a figure's people were and went: a trained choice among the sites of its sentence and those told before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.acts import Features, Slot, Trigger
from onrecord.reading.ranker import shares, weights
from onrecord.reading.sites import MOVING, Carried, Site, carried_features, others, role_of, site_features, sites
from onrecord.text import Sentence
from onrecord.types import Mention, PlaceRef, Role

_ORIGIN_ACTS = MOVING | {"stranded"}  # acts in which a nationality tells where people come from


@dataclass(frozen=True, slots=True)
class Placed:
    """An earlier figure with its sentence and site, from which a later one may take its place."""

    sentence: int
    paragraph: int
    site: Site


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure whose places are wanted: its sentence, slot and act."""

    sentence: Sentence
    words: tuple[str, ...]
    slot: Slot
    trigger: Trigger | None
    act: str
    partial: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of a report: the sites of each sentence, the nationalities, the country that the report is mainly about."""

    sites: tuple[tuple[Site, ...], ...]
    demonyms: tuple[Mention, ...]
    title: tuple[Site, ...]
    country: str | None


def survey(sentences: Sequence[Sentence], mentions: Sequence[Mention], hushed: Sequence[tuple[int, int]] = ()) -> Ground:
    """Lay out the places of a report. Mentions inside ``hushed`` spans (names of speakers) are no sites."""
    open_ones = [m for m in mentions if not any(first <= m.start < last for first, last in hushed)]
    by_sentence = tuple(sites(part, open_ones) for part in sentences)
    return Ground(by_sentence, tuple(m for m in mentions if m.form == "demonym" and m.confidence > 0.35), by_sentence[0] if by_sentence else (), _main_country(mentions))


def _main_country(mentions: Sequence[Mention]) -> str | None:
    weight: Counter[str] = Counter()
    for position, mention in enumerate(mentions):
        if mention.country:
            weight[mention.country] += mention.confidence * (2.0 if position < 3 else 1.0) * (0.5 if mention.form == "demonym" else 1.0)  # type: ignore[assignment]
    return weight.most_common(1)[0][0] if weight else None


def options(ground: Ground, ask: Ask, before: Sequence[Placed]) -> list[tuple[Site | None, Features]]:
    """The sites that a figure may have, with features; the first option is "no place"."""
    own = ground.sites[ask.sentence.index]
    found: list[tuple[Site | None, Features]] = [(None, _none_features(ask, bool(own)))]
    for site in own:
        found.append((site, site_features(site, ask.slot, ask.trigger, ask.act, ask.words, own, ground.country)))
    for carried in _carried(ground, ask, before):
        found.append((carried.site, carried_features(carried, ask.act, bool(own), ground.country, ask.partial)))
    return found


def _none_features(ask: Ask, own: bool) -> Features:
    return {"none": 1.0, f"none|own={own}": 1.0, f"none|act={ask.act}": 1.0, f"none|first={ask.sentence.index < 3}": 1.0}


def _carried(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Iterator[Carried]:
    seen: set[tuple[str, ...]] = set()
    here = ask.sentence

    def fresh(site: Site) -> bool:
        if site.names in seen:
            return False
        seen.add(site.names)
        return True

    for placed in before[:1]:
        how = "figure-here" if placed.sentence == here.index else "figure-paragraph" if placed.paragraph == here.paragraph else "figure-before"
        if fresh(placed.site):
            yield Carried(placed.site, how, here.index - placed.sentence)
    for back in range(1, 5):
        if here.index - back < 0:
            break
        for rank, site in enumerate(ground.sites[here.index - back]):
            if fresh(site):
                yield Carried(site, "first-before" if rank == 0 else "later-before", back)
    for index in range(min(3, here.index)):
        for rank, site in enumerate(ground.sites[index][:2]):
            if fresh(site):
                yield Carried(site, f"lead{rank}", index)
    for row in ground.sites:
        for site in row:
            if site.kind == "country" and site.country == ground.country and fresh(site):
                yield Carried(site, "country", 0)
                return


def choose(ground: Ground, ask: Ask, before: Sequence[Placed]) -> tuple[Site | None, tuple[PlaceRef, ...], str | None, float]:
    """The site, the places in their roles, the country, and how sure."""
    found = options(ground, ask, before)
    chances = shares([features for _, features in found], weights("places"))
    best = max(range(len(found)), key=chances.__getitem__)
    site = found[best][0]
    places = tuple(refs(ground, ask, site, chances[best]))
    return site, places, country_of(places, ground), chances[best]


def refs(ground: Ground, ask: Ask, site: Site | None, sure: float) -> Iterator[PlaceRef]:
    """The places of a figure: the chosen site, its counterpart in the other role, and the origin that a nationality tells."""
    taken: set[str] = set()
    countries: set[str | None] = set()
    chosen: list[tuple[Site, str]] = []
    if site is not None:
        own = ground.sites[ask.sentence.index]
        chosen = [(site, role_of(site, ask.act))]
        if site in own:
            chosen += others(site, ask.slot, ask.trigger, ask.act, ask.words, own)
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
    if origin and origin_elsewhere:
        name = origin.place.name if origin.place else origin.name
        yield _ref(origin, name, "from", origin.confidence)


def _ref(mention: Mention, name: str, role: str, sure: float) -> PlaceRef:
    kind: Role = "to" if role == "to" else "from"
    return PlaceRef(name, kind, mention.place, mention.country, round(sure, 3))


def _nationality(ground: Ground, ask: Ask) -> Mention | None:
    at = ask.slot.counted.demonym
    if at is None or ask.act not in _ORIGIN_ACTS:
        return None
    start = ask.sentence.tokens[at].start
    return next((m for m in ground.demonyms if m.start <= start < m.end), None)


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
