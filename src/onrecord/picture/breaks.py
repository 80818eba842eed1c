"""Stocks over time: leaps that no inflow explains are changes of definition; leaps that arrivals explain are surges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

_AROUND = 10  # steps on either side that say what is usual
_FEW = 4
_SHARE = 0.10  # of the stock: smaller leaps are noise
_SPREADS = 10.0  # robust spreads that a leap of a register is beyond the usual
_FLOOR = 0.001  # of the stock: no register is steadier
_LONGEST = 35  # days between two counts; over more, a leap cannot be told from growth
_LAG = 14  # days within which arrivals appear in registers
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


def leaps(levels: Sequence[Level], arrivals: Mapping[int, float] | None = None) -> list[Leap]:
    """The leaps of a stock. ``arrivals`` by day tell surges from breaks; where nobody gives any, a leap is taken for a break."""
    levels = sorted(levels)
    rates = [(other.value - one.value) / (other.day - one.day) if other.day > one.day else 0.0 for one, other in zip(levels, levels[1:], strict=False)]
    usual_arrivals = _median(sorted(arrivals.values())) if arrivals else 0.0
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
        if excess < _SHARE * before.value or excess < _SPREADS * (spread * math.sqrt(days) + _FLOOR * before.value):
            continue
        inflow = _inflow(arrivals, before.day - _LAG, after.day)
        surplus = inflow - usual_arrivals * (days + _LAG) if inflow is not None else 0.0
        found.append(Leap("surge" if surplus >= _EXPLAINED * excess else "definition break", before, after, expected, inflow))
    return found


def _inflow(arrivals: Mapping[int, float] | None, first: int, last: int) -> float | None:
    if not arrivals:
        return None
    return sum(value for day, value in arrivals.items() if first <= day <= last)


def _median(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
