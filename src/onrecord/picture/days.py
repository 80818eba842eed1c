"""What the days around say: a daily count seldom leaps, so a doubtful one is drawn towards its neighbours.

A local level model (a random walk in logarithms, filtered from both sides), whose step is learned from the series themselves. A count that is
far from its neighbours keeps most of its own say: a surge must not be smoothed away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.picture.records import Record

REACH = 5  # days on either side
_TAIL = 4.0
_FEW = 20  # neighbouring days to learn the step from
_LEAST_STEP, _MOST_STEP = 0.05, 1.5
_MEDIAN = 0.6745  # of the absolute value of a standard normal
_MOST = 5_000


class Day(NamedTuple):
    """A day of a series: its logarithm and the standard deviation of that."""

    day: int
    level: float
    spread: float


def learn_step(series: Iterable[Sequence[Day]], name: str) -> Record | None:
    """How much counts move from one day to the next: the step with which half of all days are as far from what their neighbours lead to
    expect as they should be. ``None`` where there is too little to go on."""
    pairs = [(days[at], near) for days in series for at in range(len(days)) if (near := _near(days, at))][:_MOST]
    if len(pairs) < _FEW:
        return None
    low, high = _LEAST_STEP, _MOST_STEP
    for _ in range(9):
        step = (low + high) / 2
        off = sorted(_off(day, near, step) for day, near in pairs)
        low, high = (step, high) if off[len(off) // 2] > _MEDIAN else (low, step)
    return Record(name, 0.0, round(high, 6), len(pairs))


def _near(days: Sequence[Day], at: int) -> list[Day]:
    return [day for day in days[max(0, at - REACH) : at + REACH + 1] if 0 < abs(day.day - days[at].day) <= REACH]


def _off(own: Day, near: Sequence[Day], step: float) -> float:
    level, variance = _expected(own.day, near, step)
    return abs(own.level - level) / math.sqrt(own.spread**2 + variance)


def drawn(own: Day, around: Sequence[Day], step: float) -> tuple[float, float, float]:
    """Level and spread of a day together with its neighbours, and the share that these have in it."""
    level, variance = _expected(own.day, around, step)
    if variance == math.inf:
        return own.level, own.spread, 0.0
    information = 1 / variance
    z = (own.level - level) ** 2 / (own.spread**2 + 1 / information)
    information *= (_TAIL + 1) / (_TAIL + z) if z > 1 else 1.0
    information *= min(1.0, 4 / z) if z > 4 else 1.0
    mine = 1 / own.spread**2
    both = mine + information
    return (own.level * mine + level * information) / both, 1 / math.sqrt(both), information / both


def _expected(day: int, near: Sequence[Day], step: float) -> tuple[float, float]:
    """The level that the days on both sides lead to expect, with its variance."""
    before = sorted((one for one in near if 0 < day - one.day <= REACH), key=lambda one: one.day)
    after = sorted((one for one in near if 0 < one.day - day <= REACH), key=lambda one: -one.day)
    told = [found for found in (_side(before, day, step), _side(after, day, step)) if found[1] != math.inf]
    if not told:
        return 0.0, math.inf
    information = sum(1 / variance for _, variance in told)
    return sum(value / variance for value, variance in told) / information, 1 / information


def _side(days: Sequence[Day], target: int, step: float) -> tuple[float, float]:
    """The level that the days on one side lead to expect, with its variance."""
    level, variance, last = 0.0, math.inf, 0
    for day in days:
        if variance == math.inf:
            level, variance = day.level, day.spread**2
        else:
            variance += step**2 * abs(day.day - last)
            gain = variance / (variance + day.spread**2)
            level, variance = level + gain * (day.level - level), variance * (1 - gain)
        last = day.day
    return level, variance + step**2 * abs(target - last) if variance != math.inf else math.inf
