"""Flows and stocks balance: a stock, plus arrivals, less returns and moves onward, is the next stock; what is left over is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from onrecord.picture.breaks import Leap, Level, leaps
from onrecord.picture.counted import PRESENCE
from onrecord.picture.rollup import window
from onrecord.types import Check, Estimate

_HOLDS = 0.1  # of the stock: a residual below this is no news
Series = tuple[str, str | None, tuple[str, ...], str, str]


def with_balance(estimates: Sequence[Estimate]) -> list[Estimate]:
    """The same estimates; those of stocks with a check of how they follow from the stock before, and of leaps."""
    stocks: dict[Series, list[Estimate]] = {}
    flows: dict[tuple[str, tuple[str | None, tuple[str, ...], str, str]], dict[int, Estimate]] = {}
    for one in estimates:
        if one.measure == "stock" and one.act in PRESENCE and one.period.last and one.basis == "claims":  # sums have other parts each day
            stocks.setdefault(_series(one), []).append(one)
        elif one.measure == "flow" and one.act in ("crossing", "return") and one.period.last and window(one)[0] == window(one)[1]:
            flows.setdefault((one.act, _series(one)[1:]), {})[one.period.last.toordinal()] = one
    checks: dict[str, tuple[Check, ...]] = {}
    for series, members in stocks.items():
        members.sort(key=lambda one: (one.period.last or date.min, one.id))
        arrivals, returns = flows.get(("crossing", series[1:]), {}), flows.get(("return", series[1:]), {})
        for before, after in pairwise(members):
            checks[after.id] = (_follows(before, after, arrivals, returns),)
        for leap in _leaps(members, arrivals):
            after = next(one for one in members if one.period.last and one.period.last.toordinal() == leap.after.day)
            checks[after.id] = (*checks.get(after.id, ()), Check("balance", leap.kind == "surge", leap.text))
    return [replace(one, checks=one.checks + checks[one.id]) if one.id in checks else one for one in estimates]


def _series(one: Estimate) -> Series:
    return one.act, one.origin, tuple(area.id for area in one.places), one.population, one.unit


def _follows(before: Estimate, after: Estimate, arrivals: Mapping[int, Estimate], returns: Mapping[int, Estimate]) -> Check:
    start, end = (before.period.last or date.min).toordinal(), (after.period.last or date.min).toordinal()
    came, days = _sum(arrivals, start, end)
    went, _ = _sum(returns, start, end)
    residual = after.best - (before.best + came - went)
    holds = abs(residual) <= _HOLDS * max(before.best, 1) or days == 0
    known = f"{days} of {end - start} days have a claim of arrivals" if days else "nobody says how many arrived between"
    text = f"{before.best:,} on {before.period.last} + {came:,} arrivals − {went:,} returns leaves {residual:+,} to the {after.best:,} of {after.period.last} ({known})"
    claims = tuple(used.claim for used in before.used)
    return Check("balance", holds, text, claims)


def _sum(flows: Mapping[int, Estimate], after: int, last: int) -> tuple[int, int]:
    found = [flows[day].best for day in range(after + 1, last + 1) if day in flows] if last - after < 4_000 else []
    return sum(found), len(found)


def _leaps(members: Iterable[Estimate], arrivals: Mapping[int, Estimate]) -> list[Leap]:
    levels = {one.period.last.toordinal(): float(one.best) for one in members if one.period.last}
    return leaps([Level(*pair) for pair in levels.items()], {day: float(one.best) for day, one in arrivals.items()})
