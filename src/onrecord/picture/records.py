"""Track records: how far each source ran from what later settled. Used as weights only where there is enough to go on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from onrecord.types import Area

if TYPE_CHECKING:
    from onrecord.picture.observe import Observation

# Without a record a source counts by its kind: what it can see, and what it has to gain. Stated opinion, not measurement.
KIND_WEIGHT = {"un": 1.0, "ngo": 0.7, "government": 0.6, "media": 0.4, "other": 0.4, "witness": 0.3, "armed_group": 0.25, "": 0.3}
KIND_SPREAD = {"un": 0.12, "ngo": 0.2, "government": 0.2, "media": 0.3, "other": 0.3, "witness": 0.4, "armed_group": 0.5, "": 0.35}
KIND_BIAS = {"un": 0.05, "ngo": 0.15, "government": 0.25, "media": 0.2, "other": 0.3, "witness": 0.3, "armed_group": 0.8, "": 0.3}
ENOUGH = 8  # settled counts that a record needs before it is used
_PRIOR = 20.0  # counts that the kind's spread is worth beside the measured one
_EVEN = 2  # places and acts without a scatter of their own, that the scatter of a source's records is drawn towards
_LEAST_REACH = 0.05  # records by place and act that are nearer to the whole than this are left out: they say nothing new
_TAIL = 4.0  # degrees of freedom of the heavy tails


class Record(NamedTuple):
    """A source against what later settled: ``bias`` and ``spread`` of log(said / settled), over ``counts`` settled counts. ``group`` and
    ``place``: of what it said about one act group in one country only (empty: of all it said)."""

    source: str
    bias: float
    spread: float
    counts: int
    group: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """Where it stands among the records."""
        return key_of(self.source, self.group, self.place)


# The entry that says how much a count moves from one day to the next (its ``spread``), beside those of the sources.
DAYS = "(from day to day)"
Records = Mapping[str, Record]


class Miss(NamedTuple):
    """One claim of a source against what it settled on, and the source's own share in that."""

    source: str
    kind: str
    log_ratio: float
    share: float
    group: str = ""
    place: str = ""


def key_of(source: str, group: str = "", place: str = "") -> str:
    """The key of a source's record, as a whole or about one act group in one country."""
    return f"{source}\t{group}\t{place}" if group or place else source


def record_of(claim: Observation, records: Records) -> Record | None:
    """The record by which a claim is weighed: its source's about this act group in this country where there is enough to go on, else
    the source's as a whole; ``None`` where neither is."""
    whole = records.get(claim.source)
    if whole is None or whole.counts < ENOUGH:
        return None
    return records.get(key_of(claim.source, claim.subject.group, place_of(claim.areas)), whole)


def place_of(areas: tuple[Area, ...]) -> str:
    """The place by which records are told apart: the country of a claim's areas (ISO alpha-3), empty where there is not just one."""
    if len(areas) == 1:
        return areas[0].country or ""
    countries = {area.country for area in areas}
    return (countries.pop() or "") if len(countries) == 1 else ""


def score(misses: Iterable[Miss], before: Records) -> dict[str, Record]:
    """The record of each source: its usual error, drawn towards none as far as its kind is known to be fair, and its spread around it.
    Where it said enough about one act group in one country, that record too, drawn towards the one as a whole."""
    by_source: dict[str, list[Miss]] = {}
    for miss in misses:
        by_source.setdefault(miss.source, []).append(miss)
    made: dict[str, Record] = {}
    for source, found in sorted(by_source.items()):
        whole = _record(source, sorted(found), before.get(source))
        made |= {record.key: record for record in (whole, *_local(whole, found))}
    return made


def _local(whole: Record, found: Iterable[Miss]) -> list[Record]:
    """A source's records by act group and country, where it said enough about two of them or more. How far they may be from the record
    as a whole, their own scatter says: more than counting so few leads to expect, and drawn towards none."""
    cells: dict[tuple[str, str], list[Miss]] = {}
    for miss in found:
        if miss.group and miss.place:
            cells.setdefault((miss.group, miss.place), []).append(miss)
    enough = [(cell, sorted(misses)) for cell, misses in sorted(cells.items()) if len(misses) >= ENOUGH]
    if len(enough) < 2:
        return []
    start = whole.bias, whole.spread
    fits = [(*fitted(misses, start, (whole.bias, math.inf), whole.spread), len(misses)) for _, misses in enough]
    precision = [counts / spread**2 for _, spread, counts in fits]
    middle = sum(share * bias for share, (bias, _, _) in zip(precision, fits, strict=True)) / sum(precision)
    scatter = sum((bias - middle) ** 2 for bias, _, _ in fits) / (len(fits) - 1 + _EVEN)
    reach = math.sqrt(max(scatter - sum(1 / share for share in precision) / len(precision), 0.0))
    if reach < _LEAST_REACH:
        return []
    made = []
    for (group, place), misses in enough:
        bias, spread = fitted(misses, start, (whole.bias, reach), whole.spread)
        # What all sources of one place get wrong together shows in no spread: a source is not taken for surer there than elsewhere.
        made.append(Record(whole.source, bias, max(spread, whole.spread), len(misses), group, place))
    return made


def _record(source: str, found: list[Miss], before: Record | None) -> Record:
    kind = found[-1].kind
    fair, prior = KIND_BIAS.get(kind, 0.3), KIND_SPREAD.get(kind, 0.3)
    bias, spread = fitted(found, (before.bias, before.spread) if before else (0.0, prior), (0.0, fair), prior)
    return Record(source, bias, spread, len(found))


def fitted(found: list[Miss], start: tuple[float, float], fair: tuple[float, float], prior: float) -> tuple[float, float]:
    """Bias and spread of these misses. ``start``: those that say which misses are outliers; ``fair``: mean and spread of what the bias
    is drawn towards; ``prior``: what the spread is drawn towards."""
    centre, spread = start
    weights = [(_TAIL + 1) / (_TAIL + ((miss.log_ratio - centre) / spread) ** 2) for miss in found]
    pull = (spread / fair[1]) ** 2  # in counts; nothing pulls where the spread is infinite
    total = sum(weights)
    bias = (sum(weight * miss.log_ratio for weight, miss in zip(weights, found, strict=True)) + pull * fair[0]) / (total + pull)
    off = sum(weight * (miss.log_ratio - bias) ** 2 / max(1 - miss.share, 0.02) for weight, miss in zip(weights, found, strict=True))
    variance = (off + _PRIOR * prior**2) / (len(found) + _PRIOR)
    return round(bias, 6), round(max(math.sqrt(variance), 0.01), 6)
