"""Parts and wholes: parts bound the whole from below, wholes bound parts from above, breakdowns add up or it is said that they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.picture.areas import surely_apart
from onrecord.picture.counted import Subject, nobody_in_both
from onrecord.picture.intervals import OPEN
from onrecord.picture.observe import Span, period
from onrecord.picture.relations import lies_inside, shown
from onrecord.picture.settle import Settled
from onrecord.types import Area, Check, Period, SetAside

_MOST_NAMED = 12  # parts that a sentence names


class Cluster(NamedTuple):
    """The claims about one subject at one time, and what they settle on by themselves."""

    subject: Subject
    areas: tuple[Area, ...]
    span: Span
    settled: Settled
    first: int  # the first day that the claims name, 0 where they name none

    @property
    def reports(self) -> set[str]:
        """The reports that its witnesses stand in."""
        return {vote.claim.report for vote in self.settled.votes}

    def with_aside(self, aside: tuple[SetAside, ...]) -> Cluster:
        """The same, with further claims set aside."""
        return self._replace(settled=self.settled._replace(aside=self.settled.aside + aside))

    @property
    def period(self) -> Period:
        """The days in the claims' own words: of "overnight" both dates."""
        return period(self.first, self.span.last)

    @property
    def name(self) -> str:
        """In words: "5,000 in Şanlıurfa"."""
        people = "" if self.subject.population == "people" else f" {self.subject.population}"
        return f"{self.settled.best:,.0f}{people} in {' and '.join(area.name for area in self.areas)}"


class Bounded(NamedTuple):
    """An estimate's numbers after its parts and wholes have had their say."""

    low: float
    best: float
    high: float
    aside: tuple[SetAside, ...]
    checks: tuple[Check, ...]


def is_part(inner: Cluster, outer: Cluster) -> bool:
    """Whether one counts a part, in place or population, of what the other counts in the same days."""
    if not lies_inside(inner, outer):
        return False
    # "So far", and counts without a day, may run from different beginnings.
    return inner.span.closed or bool(inner.reports & outer.reports)


def nested(clusters: Sequence[Cluster]) -> tuple[dict[Subject, list[Cluster]], dict[Subject, list[Cluster]]]:
    """Parts and wholes of each cluster of one slot, where it has any."""
    parts: dict[Subject, list[Cluster]] = {}
    wholes: dict[Subject, list[Cluster]] = {}
    if len(clusters) < 2:
        return parts, wholes
    by_place: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for place in cluster.subject.places:
            by_place.setdefault(place, []).append(cluster)
    for cluster in sorted(clusters, key=lambda one: one.subject):
        area = cluster.areas[0]
        around = {one.subject: one for place in (area.id, *area.within) for one in by_place.get(place, ())}
        for whole in sorted(around.values(), key=lambda one: one.subject):
            if is_part(cluster, whole):
                parts.setdefault(whole.subject, []).append(cluster)
                wholes.setdefault(cluster.subject, []).append(whole)
    return parts, wholes


def disjoint(parts: Iterable[Cluster]) -> list[Cluster]:
    """As many of these as share nobody, the widest first."""
    chosen: list[Cluster] = []
    ranked = sorted(
        parts, key=lambda part: (max(len(area.within) for area in part.areas), part.subject.population != "people", part.subject, part.span)
    )
    for part in ranked:
        if all(share_nobody(part, other) for other in chosen):
            chosen.append(part)
    return chosen


def share_nobody(one: Cluster, other: Cluster) -> bool:
    """Whether nobody is counted in both, so that the two may be added. In doubt they may not."""
    return surely_apart(one.areas, other.areas) or nobody_in_both(one.subject.population, other.subject.population)


def bounded(cluster: Cluster, parts: Sequence[Cluster], wholes: Sequence[Cluster], linked: Sequence[Cluster] = ()) -> Bounded:
    """The numbers of a cluster between its parts (``linked``: those that a report names) and its wholes."""
    low, best, high = cluster.settled.low, cluster.settled.best, cluster.settled.high
    if not (parts or wholes or linked):
        return Bounded(low, best, high, (), ())
    checks, aside = [], []
    apart = disjoint(parts)
    for part in parts:
        aside += _as_part(part, cluster)
    if apart and not cluster.span.closed:
        # Counts "so far" or without a day may run from different beginnings: each is a part, but they are not added up.
        apart = [max(apart, key=lambda part: (part.settled.low, part.subject))]
    if apart:
        low, best, high, check = _from_below(low, best, high, apart)
        checks.append(check)
    for part in linked:
        aside += [
            SetAside(one.claim, "part of", f"{part.name}: the report makes it a part of this total; a lower bound")
            for one in part.settled.used
        ]
        low, best, high, check = _from_below(low, best, high, [part])
        checks.append(check)
    for whole in sorted(wholes, key=lambda one: (one.settled.high, one.subject, one.span)):
        low, best, high, check = _from_above(low, best, high, whole)
        checks.append(check)
    return Bounded(low, best, high, tuple(aside), tuple(checks))


def _as_part(part: Cluster, whole: Cluster) -> list[SetAside]:
    when = f" ({shown(part.span)})" if part.span != whole.span else ""
    reason = f"{part.name}{when} is a part of what is counted here: a lower bound for it, not a vote, and never added to it"
    return [SetAside(one.claim, "part of", reason) for one in part.settled.used]


def _from_below(low: float, best: float, high: float, parts: Sequence[Cluster]) -> tuple[float, float, float, Check]:
    least, most = sum(part.settled.low for part in parts), sum(part.settled.best for part in parts)
    named = " + ".join(part.name for part in parts[:_MOST_NAMED]) + (
        f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    )
    claims = tuple(one.claim for part in parts for one in part.settled.used)
    total = f" = {most:,.0f}" if len(parts) > 1 else ""
    if least > high:
        return (
            low,
            best,
            high,
            Check("part", False, f"the parts come to more than the whole: {named}{total}, and the whole at most {high:,.0f}", claims),
        )
    text = f"the parts stay within the whole: {named}{total}"
    return max(low, least), max(best, least), high, Check("part", True, text, claims)


def _from_above(low: float, best: float, high: float, whole: Cluster) -> tuple[float, float, float, Check]:
    most = whole.settled.high
    claims = tuple(one.claim for one in whole.settled.used)
    if most < low:
        return low, best, high, Check("whole", False, f"it is more than the whole that it is part of: {whole.name}", claims)
    bound = f"at most {most:,.0f}" if most != OPEN else "no upper bound"
    text = f"it stays within the whole: {whole.name} ({bound})"
    return low, min(best, most), min(high, most), Check("whole", True, text, claims)
