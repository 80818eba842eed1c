"""Scorecards of the sources: how far each ran from what later settled, in all and by act group and country, and whether that weighs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from onrecord.picture.observe import Observation
from onrecord.picture.picture import Picture
from onrecord.picture.records import ENOUGH, KIND_SPREAD, Miss, Records, fitted, key_of, place_of
from onrecord.picture.settle import Settled, misses, settle
from onrecord.types import Scorecard

Cell = tuple[str, str, str]  # source, act group, country; the last two empty: all that it said


def scorecards(picture: Picture) -> list[Scorecard]:
    """The scorecards of all sources in a picture: of each source the one as a whole, then those by act group and country that have a
    settled count. The sources with most settled counts come first."""
    said: Counter[Cell] = Counter()
    kinds: dict[str, Counter[str]] = {}
    settled: dict[Cell, list[Miss]] = {}
    for subject in picture.book.subjects:
        for claims in picture.book.clusters(subject).values():
            _count(claims, said, kinds)
            found = settle(claims, picture.records) if len(claims) > 1 else ()
            for miss in misses(found) if isinstance(found, Settled) else ():
                for cell in {(miss.source, "", ""), (miss.source, miss.group, miss.place)}:
                    settled.setdefault(cell, []).append(miss)
    kind = {source: min(often, key=lambda kind: (-often[kind], kind)) for source, often in kinds.items()}
    cells = [(source, "", "") for source in kind] + [cell for cell in settled if cell[1]]
    made = {cell: _card(cell, kind[cell[0]], said[cell], sorted(settled.get(cell, ())), picture.records) for cell in cells}
    return sorted(made.values(), key=lambda card: _order(card, settled, said))


def _count(claims: Iterable[Observation], said: Counter[Cell], kinds: dict[str, Counter[str]]) -> None:
    """Count the claims of each source, by cell, and the kinds that it is said to be of."""
    for one in claims:
        if one.source:
            said[one.source, "", ""] += 1
            said[one.source, one.subject.group, place_of(one.areas)] += 1
            kinds.setdefault(one.source, Counter())[one.kind] += 1


def _card(cell: Cell, kind: str, claims: int, found: list[Miss], records: Records) -> Scorecard:
    source, act, place = cell
    if not found:
        return Scorecard(source, kind, act or None, place or None, claims, 0, None, None, False)
    prior = KIND_SPREAD.get(kind, 0.3)
    bias, spread = fitted(found, (0.0, prior), (0.0, math.inf), prior)
    return Scorecard(
        source, kind, act or None, place or None, claims, len(found), round(math.expm1(bias), 4), round(spread, 4), _weighs(cell, records)
    )


def _weighs(cell: Cell, records: Records) -> bool:
    record = records.get(key_of(*cell))
    return record is not None and record.counts >= ENOUGH


def _order(card: Scorecard, settled: Mapping[Cell, list[Miss]], said: Mapping[Cell, int]) -> tuple[object, ...]:
    whole = card.source, "", ""
    return -len(settled.get(whole, ())), -said[whole], card.source, card.act or "", -card.settled, card.country or ""
