"""Track records: how far each source ran from what later settled. Used as weights only where there is enough to go on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

# Without a record a source counts by its kind: what it can see, and what it has to gain. Stated opinion, not measurement.
KIND_WEIGHT = {"un": 1.0, "ngo": 0.7, "government": 0.6, "media": 0.4, "other": 0.4, "witness": 0.3, "armed_group": 0.25, "": 0.3}
KIND_SPREAD = {"un": 0.12, "ngo": 0.2, "government": 0.2, "media": 0.3, "other": 0.3, "witness": 0.4, "armed_group": 0.5, "": 0.35}
KIND_BIAS = {"un": 0.05, "ngo": 0.15, "government": 0.25, "media": 0.2, "other": 0.3, "witness": 0.3, "armed_group": 0.8, "": 0.3}
ENOUGH = 8  # settled counts that a record needs before it is used
_PRIOR = 20.0  # counts that the kind's spread is worth beside the measured one
_TAIL = 4.0  # degrees of freedom of the heavy tails


class Record(NamedTuple):
    """A source against what later settled: ``bias`` and ``spread`` of log(said / settled), over ``counts`` settled counts."""

    source: str
    bias: float
    spread: float
    counts: int


# The entry that says how much a count moves from one day to the next (its ``spread``), beside those of the sources.
DAYS = "(from day to day)"
Records = Mapping[str, Record]


class Miss(NamedTuple):
    """One claim of a source against what it settled on, and the source's own share in that."""

    source: str
    kind: str
    log_ratio: float
    share: float


def score(misses: Iterable[Miss], before: Records) -> dict[str, Record]:
    """The record of each source: its usual error, drawn towards none as far as its kind is known to be fair, and its spread around it."""
    by_source: dict[str, list[Miss]] = {}
    for miss in misses:
        by_source.setdefault(miss.source, []).append(miss)
    return {source: _record(source, sorted(found), before.get(source)) for source, found in sorted(by_source.items())}


def _record(source: str, found: list[Miss], before: Record | None) -> Record:
    kind = found[-1].kind
    fair, prior = KIND_BIAS.get(kind, 0.3), KIND_SPREAD.get(kind, 0.3)
    centre, spread = (before.bias, before.spread) if before else (0.0, prior)
    weights = [(_TAIL + 1) / (_TAIL + ((miss.log_ratio - centre) / spread) ** 2) for miss in found]
    total = sum(weights)
    bias = sum(weight * miss.log_ratio for weight, miss in zip(weights, found, strict=True)) / (total + (spread / fair) ** 2)
    off = sum(weight * (miss.log_ratio - bias) ** 2 / max(1 - miss.share, 0.02) for weight, miss in zip(weights, found, strict=True))
    variance = (off + _PRIOR * prior**2) / (len(found) + _PRIOR)
    return Record(source, round(bias, 6), round(max(math.sqrt(variance), 0.01), 6), len(found))
