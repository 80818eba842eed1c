"""The single places told in a report, by kind: what "the city" takes up is found without a walk back through the report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.reading.sites import Site


@dataclass(frozen=True, slots=True)
class Single:
    """A single place; ``order`` counts all of a report, the later the nearer to what follows."""

    order: int
    sentence: int
    site: Site


def by_kind(rows: Sequence[Sequence[Site]]) -> Mapping[str, Sequence[Single]]:
    """The single places in the sites of each sentence. Of one site its first is the nearest, not what it lies in."""
    found: dict[str, list[Single]] = {}
    order = 0
    for sentence, row in enumerate(rows):
        for site in row:
            for single in reversed(tuple(site.singles())):
                found.setdefault(single.kind, []).append(Single(order, sentence, single))
                order += 1
    return found


def latest(told: Mapping[str, Sequence[Single]], kinds: Iterable[str], start: int, sentence: int, position: int) -> Site | None:
    """The last place of one of the kinds told from sentence ``start`` on before a token of a sentence."""
    best: Single | None = None
    for kind in kinds:
        row = told.get(kind, ())
        at = bisect_right(row, sentence, key=_sentence)
        while at and row[at - 1].sentence == sentence and row[at - 1].site.last >= position:
            at -= 1
        if at and row[at - 1].sentence >= start and (best is None or row[at - 1].order > best.order):
            best = row[at - 1]
    return best.site if best else None


def _sentence(single: Single) -> int:
    return single.sentence
