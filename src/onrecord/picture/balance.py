"""Flows and stocks balance: a stock, plus arrivals, less returns and moves onward, is the next stock; what is left over is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from onrecord.picture.breaks import Leap, Level, leaps
from onrecord.picture.counted import PRESENCE
from onrecord.picture.picture import Drawn, Picture, Slot, Topic
from onrecord.picture.rollup import window
from onrecord.types import Check, Estimate

_MOVES = ("crossing", "return")
_HOLDS = 0.1  # of the stock: a residual below this is no news
Series = tuple[str | None, tuple[str, ...], str, str]
Flows = Mapping[tuple[str, Series], Mapping[int, int]]  # of arrivals ("crossing") and returns, by day


class Balance:
    """The estimates of a picture, topic by topic, with what follows from the flows and stocks around them. For as long as it stays as it is."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._flows: dict[str, Flows] = {}

    def about(self, topic: Topic, wanted: Callable[[Slot], bool] = lambda _: True) -> Drawn:
        """The same as :meth:`Picture.about`, stocks with their checks."""
        drawn = self._picture.about(topic, wanted)
        if topic.group not in PRESENCE or all(one.measure != "stock" for one in drawn.estimates):
            return drawn
        if topic.origin not in self._flows:
            topics = (Topic(group, topic.origin) for group in _MOVES)
            self._flows[topic.origin] = _flows(one for each in topics for one in self._picture.about(each, _daily).estimates)
        return Drawn(_balanced(drawn.estimates, self._flows[topic.origin]), drawn.aside)


def with_balance(estimates: Sequence[Estimate]) -> list[Estimate]:
    """The same estimates; those of stocks with a check of how they follow from the stock before, and of leaps."""
    return _balanced(estimates, _flows(estimates))


def _balanced(estimates: Sequence[Estimate], flows: Flows) -> list[Estimate]:
    stocks: dict[tuple[str, Series], list[Estimate]] = {}
    for one in estimates:
        if one.measure == "stock" and one.act in PRESENCE and one.period.last and one.basis == "claims":  # sums have other parts each day
            stocks.setdefault((one.act, _series(one)), []).append(one)
    checks: dict[str, tuple[Check, ...]] = {}
    for (_, series), members in stocks.items():
        members.sort(key=lambda one: (one.period.last or date.min, one.id))
        arrivals, returns = (flows.get((group, series), {}) for group in _MOVES)
        for before, after in pairwise(members):
            checks[after.id] = (_follows(before, after, arrivals, returns),)
        for leap in _leaps(members, arrivals):
            after = next(one for one in members if one.period.last and one.period.last.toordinal() == leap.after.day)
            checks[after.id] = (*checks.get(after.id, ()), Check("balance", leap.kind == "surge", leap.text))
    return [replace(one, checks=one.checks + checks[one.id]) if one.id in checks else one for one in estimates]


def _flows(estimates: Iterable[Estimate]) -> Flows:
    found: dict[tuple[str, Series], dict[int, int]] = {}
    for one in estimates:
        if one.measure == "flow" and one.act in _MOVES and one.period.last and window(one)[0] == window(one)[1]:
            found.setdefault((one.act, _series(one)), {})[one.period.last.toordinal()] = one.best
    return found


def _daily(slot: Slot) -> bool:
    return slot.measure == "flow" and slot.span.days == 1


def _series(one: Estimate) -> Series:
    return one.origin, tuple(area.id for area in one.places), one.population, one.unit


def _follows(before: Estimate, after: Estimate, arrivals: Mapping[int, int], returns: Mapping[int, int]) -> Check:
    start, end = (before.period.last or date.min).toordinal(), (after.period.last or date.min).toordinal()
    came, days = _sum(arrivals, start, end)
    went, _ = _sum(returns, start, end)
    residual = after.best - (before.best + came - went)
    holds = abs(residual) <= _HOLDS * max(before.best, 1) or days == 0
    known = f"{days} of {end - start} days have a claim of arrivals" if days else "nobody says how many arrived between"
    text = f"{before.best:,} on {before.period.last} + {came:,} arrivals − {went:,} returns leaves {residual:+,} to the {after.best:,} of {after.period.last} ({known})"
    claims = tuple(used.claim for used in before.used)
    return Check("balance", holds, text, claims)


def _sum(flows: Mapping[int, int], after: int, last: int) -> tuple[int, int]:
    found = [flows[day] for day in range(after + 1, last + 1) if day in flows] if last - after < 4_000 else []
    return sum(found), len(found)


def _leaps(members: Iterable[Estimate], arrivals: Mapping[int, int]) -> list[Leap]:
    levels = {one.period.last.toordinal(): float(one.best) for one in members if one.period.last}
    return leaps([Level(*pair) for pair in levels.items()], {day: float(came) for day, came in arrivals.items()})
