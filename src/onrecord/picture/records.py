"""Track records: how far each source ran from what later settled. Used as weights only where there is enough to go on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

# Without a record a source counts by its kind: what it can see, and what it has to gain. Stated opinion, not measurement.
KIND_WEIGHT = {"un": 1.0, "ngo": 0.7, "government": 0.6, "media": 0.4, "other": 0.4, "witness": 0.3, "armed_group": 0.25, "": 0.3}
KIND_SPREAD = {"un": 0.12, "ngo": 0.2, "government": 0.2, "media": 0.3, "other": 0.3, "witness": 0.4, "armed_group": 0.5, "": 0.35}
ENOUGH = 8  # settled counts that a record needs before it is used
_PRIOR = 6.0  # counts that the kind's spread is worth beside the measured one


class Record(NamedTuple):
    """A source against what later settled: ``bias`` and ``spread`` of log(said / settled), over ``counts`` settled counts."""

    source: str
    bias: float
    spread: float
    counts: int


Records = Mapping[str, Record]


class Miss(NamedTuple):
    """One claim of a source against what the other witnesses of the same thing settled on."""

    source: str
    kind: str
    log_ratio: float


def score(misses: Iterable[Miss]) -> dict[str, Record]:
    """The record of each source: median error, and a robust spread drawn towards that of its kind."""
    by_source: dict[tuple[str, str], list[float]] = {}
    for miss in misses:
        by_source.setdefault((miss.source, miss.kind), []).append(miss.log_ratio)
    found = {}
    for (source, kind), errors in sorted(by_source.items()):
        errors.sort()
        count = len(errors)
        bias = _median(errors)
        off = _median(sorted(abs(error - bias) for error in errors)) * 1.4826
        prior = KIND_SPREAD.get(kind, 0.3)
        spread = math.sqrt((count * off * off + _PRIOR * prior * prior / 4) / (count + _PRIOR))
        if source not in found or found[source].counts < count:
            found[source] = Record(source, bias * count / (count + _PRIOR), max(spread, 0.01), count)
    return found


def _median(values: list[float]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
