"""Stocks over time: leaps that no inflow explains are changes of definition; leaps that arrivals explain are surges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

_AROUND = 10  # steps on either side that say what is usual
_FEW = 4
_SHARE = 0.10  # of the stock: smaller leaps are noise
_SPREADS = 10.0  # robust spreads that a leap of a register is beyond the usual
_FLOOR = 0.001  # of the stock: no register is steadier
_LONGEST = 35  # days between two counts; over more, a leap cannot be told from growth
_LAG = 14  # days within which arrivals appear in registers
_DELAYS = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0)
_KNOWN = 0.5  # share of days that need a claim of arrivals, for the delay to be learned
_BEYOND = 4.0  # robust spreads that a step is beyond what arrivals lead to expect (of a step of the usual length)
_EXPLAINED = 0.5  # share of the excess that arrivals must explain to make it a surge


class Level(NamedTuple):
    """How many there were on a day (an ordinal)."""

    day: int
    value: float


class Leap(NamedTuple):
    """A stock that leapt between two counts, and what that was."""

    kind: Literal["definition break", "surge"]
    before: Level
    after: Level
    expected: float  # change that the days around lead to expect
    arrivals: float | None  # arrivals that could have entered it; None: nobody says

    @property
    def text(self) -> str:
        """In words."""
        change = self.after.value - self.before.value
        days = f"{date.fromordinal(self.before.day)} to {date.fromordinal(self.after.day)}"
        said = f"{change:+,.0f} from {days}, where the days around lead to expect {self.expected:+,.0f}"
        if self.kind == "surge":
            return f"surge: {said}; arrivals of {self.arrivals or 0:,.0f} explain it"
        inflow = "no claim of an inflow to match" if self.arrivals is None else f"only {self.arrivals:,.0f} arrivals to match"
        return f"definition break: {said}; {inflow}"


class Registration(NamedTuple):
    """How a register trails arrivals: mean delay in days, the share that registers, and what each step is off from that."""

    delay: float
    share: float
    misses: tuple[float, ...]


def leaps(levels: Sequence[Level], arrivals: Mapping[int, float] | None = None, model: Registration | None = None) -> list[Leap]:
    """The leaps of a stock. ``arrivals`` by day tell surges from breaks; where nobody gives any, a leap is taken for a break. ``model``: how
    they enter this stock, as :func:`registration` learns it (left out: it is learned here)."""
    levels = sorted(levels)
    rates = [(other.value - one.value) / (other.day - one.day) if other.day > one.day else 0.0 for one, other in pairwise(levels)]
    usual_arrivals = _median(sorted(arrivals.values())) if arrivals else 0.0
    model = model or registration(levels, arrivals or {})
    typical = _median(sorted(float(other.day - one.day) for one, other in pairwise(levels))) or 1.0  # days
    found = []
    for at, rate in enumerate(rates):
        before, after = levels[at], levels[at + 1]
        left, right = rates[max(0, at - _AROUND) : at], rates[at + 1 : at + 1 + _AROUND]
        if len(left) + len(right) < _FEW or before.value <= 0 or rate <= 0 or after.day - before.day > _LONGEST:
            continue
        days = after.day - before.day
        usual = _median(sorted(left + right))
        spread = 1.4826 * _median(sorted(abs(one - usual) for one in left + right))
        expected = max(usual, _median(sorted(left)), _median(sorted(right)), 0.0) * days
        excess = after.value - before.value - expected
        inflow = _inflow(arrivals, before.day - _LAG, after.day)
        unexplained = _unexplained(model, at) if model else None
        leapt = excess >= _SHARE * before.value and excess >= _SPREADS * (spread * math.sqrt(days) + _FLOOR * before.value)
        if unexplained is not None and unexplained >= max(_SHARE * before.value, _BEYOND * _usual(model) * math.sqrt(days / typical)):
            found.append(Leap("definition break", before, after, after.value - before.value - unexplained, inflow))
            continue
        if not leapt:
            continue
        if unexplained is not None:
            kind: Literal["definition break", "surge"] = "surge"
        else:
            surplus = inflow - usual_arrivals * (days + _LAG) if inflow is not None else 0.0
            kind = "surge" if surplus >= _EXPLAINED * excess else "definition break"
        found.append(Leap(kind, before, after, expected, inflow))
    return found


def registration(levels: Sequence[Level], arrivals: Mapping[int, float]) -> Registration | None:
    """The delay with which arrivals enter a register: the one with which half of its steps are best foretold. ``None`` where arrivals are
    known for too few days, or foretell nothing."""
    if len(levels) < _FEW + 2:
        return None
    first, last = levels[0].day - _LAG, levels[-1].day
    if last - first > 40_000 or sum(levels[0].day <= day <= last for day in arrivals) < _KNOWN * (last - levels[0].day):
        return None
    steps = [other.value - one.value for one, other in pairwise(levels)]
    best: Registration | None = None
    for delay in _DELAYS:
        entered = _entered(levels, arrivals, delay, first)
        ratios = sorted(step / into for step, into in zip(steps, entered, strict=True) if into > 0)
        share = _median(ratios)
        misses = tuple(step - share * into for step, into in zip(steps, entered, strict=True))
        if best is None or _size(misses) < _size(best.misses):
            best = Registration(delay, share, misses)
    usual = _median(sorted(abs(step) for step in steps))
    return best if best and _size(best.misses) <= _EXPLAINED * usual else None


def _unexplained(model: Registration, at: int) -> float:
    """How much of a step arrivals do not explain, be it a little sooner or later."""
    return min(model.misses[at], sum(model.misses[max(0, at - 2) : at + 2]))


def _usual(model: Registration | None) -> float:
    return 1.4826 * _size(model.misses) if model else 0.0


def _size(misses: Sequence[float]) -> float:
    return _median(sorted(abs(miss) for miss in misses))


def _entered(levels: Sequence[Level], arrivals: Mapping[int, float], delay: float, first: int) -> list[float]:
    """How many enter a register between each two counts, when those who wait register at a constant rate."""
    known = sorted(day for day in arrivals if day <= levels[-1].day)
    rate = came = arrivals[known[0]]
    total, sums = 0.0, {}
    for day in range(first, levels[-1].day + 1):
        came = arrivals.get(day, came)  # a day without a claim is taken to be like the last one with
        rate += (came - rate) / max(delay, 1.0)
        total += rate
        sums[day] = total
    return [sums[other.day] - sums[one.day] for one, other in pairwise(levels)]


def _inflow(arrivals: Mapping[int, float] | None, first: int, last: int) -> float | None:
    if not arrivals:
        return None
    return sum(value for day, value in arrivals.items() if first <= day <= last)


def _median(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
