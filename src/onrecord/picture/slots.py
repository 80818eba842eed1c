"""Estimates of one slot (one act group, one time): clusters bounded by their parts and wholes, and sums where nobody says the total."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple

from onrecord.picture import days
from onrecord.picture.areas import lies_in, outside, surely_apart
from onrecord.picture.bounds import Bounded, Cluster, bounded, disjoint, nested
from onrecord.picture.counted import GROUPS, Subject
from onrecord.picture.intervals import OPEN
from onrecord.picture.observe import Observation, Span
from onrecord.picture.settle import Z
from onrecord.types import Area, Check, Estimate, Period, SetAside, Used


class Links(NamedTuple):
    """Where a slot looks beyond itself."""

    windows: Callable[[Cluster], list[Cluster]]
    linked: Callable[[Cluster], list[tuple[Observation, Observation, Cluster | None]]]
    others: Callable[[Cluster], list[Cluster]]
    around: Callable[[Cluster], list[Cluster]]
    step: Callable[[Cluster], float]  # of a daily count from one day to the next; 0: not known


def estimates_of(clusters: Sequence[Cluster], links: Links) -> Iterable[Estimate]:
    """The estimates of one slot."""
    parts, wholes = nested(clusters)
    for cluster in clusters:
        yield _estimate(cluster, parts.get(cluster.subject, []), wholes.get(cluster.subject, []), links)
    if len(clusters) > 1:
        yield from _sums(clusters)


def estimate_id(subject: Subject, span: Span) -> str:
    """The id of an estimate: a digest of what is counted and when, so that it stays when claims come in."""
    about = f"{'|'.join(subject[:5])}|{'+'.join(subject.places)}|{span.first}|{span.last}|{span.dated}|{span.report}"
    return blake2b(about.encode(), digest_size=6).hexdigest()


def _estimate(cluster: Cluster, parts: list[Cluster], wholes: list[Cluster], links: Links) -> Estimate:
    below, above, checks = _by_links(cluster, links, parts, wholes)
    cluster, drawn = _drawn(cluster, links)
    settled = cluster.settled
    found = bounded(cluster, parts, wholes + above, below)
    windows = links.windows(cluster)
    if windows:
        timed = _over_time(found, windows)
        found = Bounded(timed.low, timed.best, timed.high, found.aside + timed.aside, found.checks + timed.checks)
    aside = settled.aside + found.aside + tuple(_other_definitions(cluster, links))
    return made(
        cluster.subject, cluster.areas, cluster.span, cluster.period, (found.low, found.best, found.high), settled.used,
        set_aside=_unique(aside, settled.used), checks=found.checks + checks, notes=settled.notes + drawn, calibrated=settled.calibrated,
    )  # fmt: skip


def _drawn(cluster: Cluster, links: Links) -> tuple[Cluster, tuple[str, ...]]:
    """A daily count drawn towards the days around, where sources have records and days are known to hang together."""
    around = links.around(cluster) if cluster.settled.calibrated else []
    if not around:
        return cluster, ()
    level, spread, share = days.drawn(_day(cluster), [_day(one) for one in around], links.step(cluster))
    reach = Z * math.hypot(spread, cluster.settled.common)
    moved = math.expm1(level - math.log(max(cluster.settled.best, 0.5)))
    note = f"the days around have {share:.0%} of the say: they move it by {moved:+.1%} from {cluster.settled.best:,.0f}"
    return cluster._replace(
        settled=cluster.settled._replace(low=math.exp(level - reach), best=math.exp(level), high=math.exp(level + reach))
    ), (note,) if share >= 0.01 else ()


def _day(cluster: Cluster) -> days.Day:
    return days.Day(cluster.span.last, math.log(max(cluster.settled.best, 0.5)), cluster.settled.spread)


def _over_time(before: Bounded, windows: Sequence[Cluster]) -> Bounded:
    """Bounded by shorter periods inside."""
    low, best, high = before.low, before.best, before.high
    least, most = sum(one.settled.low for one in windows), sum(one.settled.best for one in windows)
    claims = tuple(one.claim for part in windows for one in part.settled.used)
    aside = tuple(SetAside(claim, "part of", "it counts some of these days only: a lower bound, not a vote") for claim in claims)
    days = f"{len(windows)} shorter period{'s' if len(windows) > 1 else ''} inside come{'' if len(windows) > 1 else 's'} to {most:,.0f}"
    if least > high:
        return Bounded(low, best, high, aside, (Check("part", False, f"{days}: more than the whole", claims),))
    return Bounded(max(low, least), max(best, least), high, aside, (Check("part", True, f"{days}: within the whole", claims),))


def _by_links(
    cluster: Cluster, links: Links, parts: list[Cluster], wholes: list[Cluster]
) -> tuple[list[Cluster], list[Cluster], tuple[Check, ...]]:
    """Clusters that a report makes part or whole of this one, where places and population do not say so already; breakdowns."""
    below: dict[int, Cluster] = {}
    above: dict[int, Cluster] = {}
    children: dict[tuple[str, int], list[Observation]] = {}
    totals: dict[tuple[str, int], Observation] = {}
    linked = links.linked(cluster)
    if not linked:
        return [], [], ()
    known = {id(one) for one in (*parts, *wholes, cluster)}
    for one, mate, other in linked:
        if mate.subject.measure != one.subject.measure or mate.subject.unit != one.subject.unit:
            continue
        if surely_apart(one.areas, mate.areas):
            continue  # "seven in Hunan, five in Jiangxi": however they were linked, they share nobody
        is_child = mate.part_of == one.number
        if is_child:
            children.setdefault((one.report, one.number), []).append(mate)
            totals[one.report, one.number] = one
        if other is not None and id(other) not in known:
            (below if is_child else above)[id(other)] = other
    checks = tuple(check for key, found in sorted(children.items()) if (check := _breakdown(totals[key], found)))
    return list(below.values()), list(above.values()), checks


def _breakdown(total: Observation, children: list[Observation]) -> Check | None:
    """Whether the groups that a report names add up to its total."""
    numbers = {child.number for child in children}
    apart = [child for child in children if child.same_as is None or child.same_as not in numbers]
    if len(apart) < 2:
        return None
    apart.sort(key=lambda child: child.number)
    come_to = sum(child.value for child in apart)
    added = " + ".join(f"{child.value:,}" for child in apart) + f" = {come_to:,}"
    claims = tuple(child.claim for child in apart)
    if come_to == total.value:
        return Check("breakdown", True, f"the breakdown adds up: {added}", claims)
    if come_to < total.value:
        return Check("breakdown", True, f"the breakdown names {come_to:,} of {total.value:,}: {added}", claims)
    if come_to <= total.high:
        return Check(
            "breakdown", True, f"the breakdown comes to {come_to:,}, within what {total.value:,} as worded leaves open: {added}", claims
        )
    return Check(
        "breakdown", False, f"the breakdown comes to {come_to - total.value:,} more than its total: {added}, not {total.value:,}", claims
    )


def _other_definitions(cluster: Cluster, links: Links) -> Iterable[SetAside]:
    for other in links.others(cluster):
        if lies_in(cluster.areas, other.areas) or lies_in(other.areas, cluster.areas):
            reason = (
                f"{other.name} is {GROUPS[other.subject.group]}, and this is {GROUPS[cluster.subject.group]}: "
                "two stocks, never averaged and never added"
            )
            for one in other.settled.used:
                yield SetAside(one.claim, "other definition", reason)


def _unique(aside: Sequence[SetAside], used: Sequence[Used]) -> tuple[SetAside, ...]:
    """One reason a claim, the first; none for what is used."""
    if not aside:
        return ()
    found: dict[str, SetAside] = {}
    heard = {one.claim for one in used}
    for one in aside:
        if one.claim not in heard:
            found.setdefault(one.claim, one)
    return tuple(found[claim] for claim in sorted(found))


def _sums(clusters: Sequence[Cluster]) -> Iterable[Estimate]:
    """Totals that nobody says, from disjoint parts: provinces, countries, all countries outside."""
    if not clusters[0].span.closed:
        return  # nobody knows that they began on the same day
    by_population: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        by_population.setdefault(cluster.subject.population, []).append(cluster)
    for _, alike in sorted(by_population.items()):
        if len(alike) < 2:
            continue
        said = {cluster.subject.places for cluster in alike}
        inside: dict[str, list[Cluster]] = {}
        for cluster in alike:
            for place in set.intersection(*(set(area.within) for area in cluster.areas)):
                inside.setdefault(place, []).append(cluster)
        for place, found in sorted(inside.items()):
            parts = disjoint(found) if len(found) > 1 and (place,) not in said else []
            if len(parts) > 1:
                yield _sum(place, parts)


def _sum(place: str, parts: list[Cluster]) -> Estimate:
    first = parts[0]
    area = _area(place, first, parts)
    subject = first.subject._replace(places=(place,))
    numbers = tuple(sum(getattr(part.settled, name) for part in parts) for name in ("low", "best", "high"))
    note = f"the sum of {len(parts)} parts that share nobody; no claim says the total, and what no claim names is missing"
    total = sum(part.settled.best for part in parts) or 1.0
    used = tuple(
        Used(one.claim, round(one.weight * part.settled.best / total, 4), name)
        for part in parts for name in (f"in {part.name}",) for one in part.settled.used
    )  # fmt: skip
    return made(
        subject, (area,), first.span, min(parts, key=lambda part: part.first).period, (numbers[0], numbers[1], numbers[2]), used, basis="sum",
        parts=tuple(estimate_id(part.subject, part.span) for part in parts), notes=(note,),
        calibrated=all(part.settled.calibrated for part in parts),
    )  # fmt: skip


def _area(place: str, part: Cluster, parts: Sequence[Cluster]) -> Area:
    if place.startswith("outside:"):
        return outside(place.partition(":")[2])
    own = part.areas[0]
    above = own.within[own.within.index(place) + 1 :]
    if place.startswith("iso:"):
        return Area(place, place.partition(":")[2], own.country, above, "country")
    return Area(place, own.division or place.partition(":")[2], own.country, above, "admin1", own.division)


def made(
    subject: Subject, areas: tuple[Area, ...], span: Span, period: Period, numbers: tuple[float, float, float], used: tuple[Used, ...],
    set_aside: tuple[SetAside, ...] = (), *, basis: Literal["claims", "sum"] = "claims", parts: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (), notes: tuple[str, ...] = (), calibrated: bool,
) -> Estimate:  # fmt: skip
    """An estimate in whole numbers, ``low <= best <= high``."""
    best = round(numbers[1])
    low = min(round(numbers[0]), best)
    high = max(round(numbers[2]), best) if numbers[2] != OPEN else None
    return Estimate(
        estimate_id(subject, span), subject.group, subject.measure, subject.population, subject.unit, subject.origin or None, areas, period,
        low, best, high, used, set_aside, basis, parts, checks, notes, calibrated,
    )  # fmt: skip
