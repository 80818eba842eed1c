"""A whole and the sum of its parts correct each other, as far as the one has followed the other.

Several parts that share nobody come, day by day, to some share of their whole. Where that share has been seen often enough, the sum is one
more observation of the whole, and the whole one of each part: least squares reconciliation of a hierarchy, after Wickramasuriya,
Athanasopoulos & Hyndman, *Optimal Forecast Reconciliation for Hierarchical and Grouped Time Series Through Trace Minimization*, JASA 2019."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.picture.bounds import Cluster, disjoint, nested
from onrecord.picture.counted import Subject
from onrecord.picture.records import ENOUGH, Record, Records
from onrecord.picture.settle import Level, Z

_COMPLETE = 0.15  # parts that usually come this near to their whole, or to more than it, are taken for all of it
_LEAST_SPREAD = 0.02  # of the share from day to day
_LEAST_SHARE = 0.1  # of the whole, below which the parts say nothing about it
_TAIL = 4.0  # degrees of freedom of the heavy tails
_WORDS = "(share of parts)"


class Nest(NamedTuple):
    """A whole and several parts of it that share nobody, at one time."""

    whole: Cluster
    parts: tuple[Cluster, ...]

    @property
    def key(self) -> str:
        """Where the record of its share stands: that of the same whole and parts on any day."""
        return f"{_WORDS}\t{self.whole.subject}\t{[part.subject for part in self.parts]}"


def nests(clusters: Sequence[Cluster]) -> list[Nest]:
    """The wholes among these clusters of one slot that have several parts, the smallest first."""
    if len(clusters) < 3 or not clusters[0].span.closed:
        return []
    found, inside = [], nested(clusters)[0]
    for whole in clusters:
        alike = [one for one in inside.get(whole.subject, ()) if one.subject.population == whole.subject.population]
        parts = disjoint(alike) if len(alike) > 1 else []
        if len(parts) > 1:
            found.append(Nest(whole, tuple(sorted(parts, key=lambda part: part.subject))))
    return sorted(found, key=lambda nest: (len(nest.parts), nest.whole.subject))


def shares(seen: Iterable[tuple[Nest, Mapping[Subject, Level]]]) -> dict[str, Record]:
    """What share of its whole the parts of each nest come to, and how far that varies beyond what the numbers leave open."""
    ratios: dict[str, list[tuple[float, float]]] = {}
    for nest, levels in seen:
        whole, parts = levels[nest.whole.subject], [levels[part.subject] for part in nest.parts]
        come_to = sum(part.best for part in parts)
        if whole.best > 0 and come_to > 0:
            noise = whole.spread**2 + sum((part.best * part.spread) ** 2 for part in parts) / come_to**2
            ratios.setdefault(nest.key, []).append((math.log(come_to / whole.best), noise))
    return {key: _share(sorted(found)) for key, found in sorted(ratios.items()) if len(found) >= ENOUGH}


def _share(found: list[tuple[float, float]]) -> Record:
    middle = found[len(found) // 2][0]
    off = sorted(abs(ratio - middle) for ratio, _ in found)[len(found) // 2] * 1.4826
    noise = sum(noise for _, noise in found) / len(found)
    spread = math.sqrt(max(off**2 - noise, _LEAST_SPREAD**2))
    return Record(_WORDS, round(middle, 6) if middle < -_COMPLETE else 0.0, round(spread, 6), len(found))


def corrected(nest: Nest, levels: Mapping[Subject, Level], share: Record) -> dict[Subject, Level]:
    """The levels of a whole and its parts after each has heard the other."""
    whole, parts = levels[nest.whole.subject], {part.subject: levels[part.subject] for part in nest.parts}
    factor, come_to = math.exp(share.bias), sum(part.best for part in parts.values())
    if factor < _LEAST_SHARE:
        return {}
    own = (whole.best * whole.spread) ** 2
    theirs = {subject: (part.best * part.spread) ** 2 for subject, part in parts.items()}
    off = factor * whole.best - come_to
    noise = (share.spread * come_to) ** 2
    total = factor**2 * own + sum(theirs.values()) + noise
    z = off**2 / total
    total *= (_TAIL + z) / (_TAIL + 1) if z > 1 else 1.0
    found = {nest.whole.subject: _moved(whole, -factor * own * off / total, factor**2 * own / total)}
    for subject, part in parts.items():
        found[subject] = _moved(part, theirs[subject] * off / total, theirs[subject] / total)
    return found


def _moved(level: Level, by: float, gain: float) -> Level:
    best = max(level.best + by, level.best / 3)
    return Level(best, max(level.spread * level.best / best * math.sqrt(1 - gain), 0.005))


def reconciled(clusters: Sequence[Cluster], records: Records) -> list[Cluster]:
    """The clusters of a slot, wholes and parts corrected by each other, with a note of what that did."""
    changed: dict[Subject, Cluster] = {}
    for nest in nests(clusters):
        share = records.get(nest.key)
        if share is None:
            continue
        now = {one.subject: changed.get(one.subject, one) for one in (nest.whole, *nest.parts)}
        levels = {subject: one.settled.level for subject, one in now.items()}
        for subject, level in corrected(nest, levels, share).items():
            changed[subject] = _with_level(now[subject], level, _note(nest, share, levels[subject], level, subject))
    return [changed.get(one.subject, one) for one in clusters]


def _with_level(cluster: Cluster, level: Level, note: str) -> Cluster:
    settled = cluster.settled
    reach = math.exp(Z * math.hypot(level.spread, settled.common))
    return cluster._replace(
        settled=settled._replace(low=level.best / reach, best=level.best, high=level.best * reach, notes=(*settled.notes, note))
    )


def _note(nest: Nest, share: Record, before: Level, after: Level, subject: Subject) -> str:
    usual = f"usually come to {math.exp(share.bias):.0%} of it" if share.bias else "are all of it"
    names = f"the {len(nest.parts)} parts of {' and '.join(area.name for area in nest.whole.areas)}"
    by = f"by {after.best / before.best - 1:+.1%}"
    if subject == nest.whole.subject:
        return f"{names} {usual} (seen {share.counts} times) and move it {by} from {before.best:,.0f}"
    return f"{names} {usual} (seen {share.counts} times), which moves this one {by} from {before.best:,.0f}"
