"""Estimates by day, week, month or in total: flows of windows that do not overlap are added, of stocks the latest counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from typing import Literal

from onrecord.types import Estimate, Period, SetAside, Used

By = Literal["day", "week", "month", "total"]


def roll_up(estimates: Iterable[Estimate], by: By) -> list[Estimate]:
    """One estimate for each thing counted and each day, week (from Monday), month, or all days. Flows of other days than lie in one of
    these, and those from an unsaid beginning, stay as they are."""
    series: dict[tuple[object, ...], list[Estimate]] = {}
    found = []
    for one in estimates:
        if one.period.last is None:
            found.append(one)  # no bucket is its own
        else:
            series.setdefault(
                (one.act, one.measure, one.population, one.unit, one.origin, tuple(area.id for area in one.places)), []
            ).append(one)
    for members in series.values():
        buckets: dict[Period, list[Estimate]] = {}
        for one in members:
            bucket = _bucket(one, by, members)
            if by == "total" or _fits(one, bucket):
                buckets.setdefault(bucket, []).append(one)
            else:
                found.append(one)
        found += [_rolled(period, inside, by) for period, inside in sorted(buckets.items(), key=lambda pair: pair[0].last or date.min)]
    return found


def window(one: Estimate) -> tuple[date, date]:
    """The days of a flow that are added up: "overnight" and "in 24 hours" touch two dates and are the later one."""
    last = one.period.last or date.min
    first = one.period.first or date.min
    return (last, last) if (last - first).days == 1 else (first, last)


def _fits(one: Estimate, bucket: Period) -> bool:
    """Whether all that an estimate counts belongs to these days."""
    return one.measure == "stock" or (one.period.first is not None and window(one)[0] >= (bucket.first or date.min))


def _bucket(one: Estimate, by: By, members: Sequence[Estimate]) -> Period:
    last = one.period.last or date.min
    if by == "day":
        first = last
    elif by == "week":
        first = last - timedelta(last.weekday())
        last = first + timedelta(6)
    elif by == "month":
        first = last.replace(day=1)
        last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    else:
        days = [window(member) for member in members]
        first = min((begin for begin, _ in days if begin > date.min), default=min(end for _, end in days))
        last = max(end for _, end in days)
    return Period(first, last)


def _rolled(period: Period, inside: list[Estimate], by: By) -> Estimate:
    inside = sorted(inside, key=lambda one: (one.period.last or date.min, -(one.period.first or date.min).toordinal(), one.id))
    if inside[0].measure == "stock":
        latest = inside[-1]
        older = [claim for one in inside[:-1] for claim in one.used]
        aside = [SetAside(one.claim, "earlier stock", f"there is a later count, of {latest.period.last}") for one in older]
        return _made(period, latest, [latest], inside, aside, (latest.low, latest.best, latest.high), (), by)
    exact = [one for one in inside if window(one) == (period.first, period.last)]
    chosen = exact[-1:] or _chain(inside, period)
    if not chosen:  # in total, of counts from unsaid beginnings: the latest
        chosen = inside[-1:]
        period = chosen[0].period
    days = sum(((end - begin).days + 1) for begin, end in map(window, chosen) if begin > date.min)
    total = ((period.last or date.min) - (period.first or date.min)).days + 1
    high: int | None = None
    notes: tuple[str, ...] = ()
    if days >= total or by == "total":  # what no claim counts is not in it
        high = None if any(one.high is None for one in chosen) else sum(one.high or 0 for one in chosen)
    if 0 < days < total:
        notes = (f"claims cover {days} of {total} days; what happened on the others is not in it",)
    picked = {one.id for one in chosen}
    aside = [
        SetAside(used.claim, "overlaps", "it counts days that others here count too, or days beyond these: never added to them")
        for one in inside if one.id not in picked for used in one.used
    ]  # fmt: skip
    numbers = (sum(one.low for one in chosen), sum(one.best for one in chosen), high)
    return _made(period, chosen[-1], chosen, inside, aside, numbers, notes, by)


def _chain(inside: Sequence[Estimate], period: Period) -> list[Estimate]:
    """Windows within the period that do not overlap."""
    chosen: list[Estimate] = []
    for one in inside:
        begin, end = window(one)
        if one.period.first is None or begin < (period.first or date.min) or end > (period.last or date.max):
            continue
        if not chosen or begin > window(chosen[-1])[1]:
            chosen.append(one)
    return chosen


def _made(
    period: Period, model: Estimate, chosen: Sequence[Estimate], inside: Sequence[Estimate], aside: list[SetAside],
    numbers: tuple[int, int, int | None], notes: tuple[str, ...], by: By,
) -> Estimate:  # fmt: skip
    if len(chosen) == len(inside) == 1 and by == "day":
        return model
    total = sum(one.best for one in chosen) or 1
    used: dict[str, Used] = {}
    for one in chosen:
        for each in one.used:
            share = each.weight * (one.best / total if len(chosen) > 1 else 1)
            used[each.claim] = Used(each.claim, round(share + (used[each.claim].weight if each.claim in used else 0), 4), each.note)
    rest = {one.claim: one for one in [*(a for e in inside for a in e.set_aside), *aside] if one.claim not in used}
    key = repr(
        (
            model.act,
            model.measure,
            model.population,
            model.unit,
            model.origin,
            [area.id for area in model.places],
            by,
            str(period.first),
            str(period.last),
        )
    )
    return replace(
        model, id=blake2b(key.encode(), digest_size=6).hexdigest(), period=period, low=numbers[0], best=numbers[1], high=numbers[2],
        used=tuple(used[name] for name in sorted(used)), set_aside=tuple(rest[name] for name in sorted(rest)),
        basis="sum" if len(chosen) > 1 else chosen[0].basis, parts=tuple(one.id for one in chosen),
        checks=tuple(check for one in chosen for check in one.checks), notes=tuple(dict.fromkeys([*(n for one in chosen for n in one.notes), *notes])),
        calibrated=all(one.calibrated for one in chosen),
    )  # fmt: skip
