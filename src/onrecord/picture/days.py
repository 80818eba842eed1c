"""What the days around say: a daily count seldom leaps, so a doubtful one is drawn towards its neighbours.

A local level model (a random walk in logarithms, filtered from both sides), whose step is learned from the series themselves. A count that is
far from its neighbours keeps most of its own say: a surge must not be smoothed away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.picture.records import DAYS, Record

REACH = 5  # days on either side
_TAIL = 4.0
_FEW = 50  # pairs of days to learn the step from
_LAGS = 5  # days apart
_LEAST_STEP, _MOST_STEP = 0.05, 1.5
_MEDIAN = 0.6745  # of the absolute value of a standard normal
_MOST = 5_000


class Day(NamedTuple):
    """A day of a series: its logarithm and the standard deviation of that."""

    day: int
    level: float
    spread: float


def learn_steps(series: Mapping[str, Iterable[Sequence[Day]]]) -> dict[str, Record]:
    """How much counts move from one day to the next, for each kind of place (a country moves less than its towns) and for all together,
    under the empty name. Nothing where there is too little to go on.

    From a robust variogram (Cressie & Hawkins, *Robust Estimation of the Variogram*, 1980): counts that are further apart in time differ
    more, and how much more tells their movement from the noise of the claims."""
    pairs = {kind: [pair for days in found for pair in _pairs(days)][:_MOST] for kind, found in series.items()}
    pairs[""] = [pair for found in pairs.values() for pair in found]
    return {kind: Record(DAYS, 0.0, _step(found), len(found)) for kind, found in sorted(pairs.items()) if len(found) >= _FEW}


def _pairs(days: Sequence[Day]) -> Iterable[tuple[int, float, float]]:
    """Lag, difference and variance of the noise in it, of all days near each other."""
    for at, one in enumerate(days):
        for other in days[at + 1 : at + 1 + _LAGS]:
            if other.day - one.day <= _LAGS:
                yield other.day - one.day, abs(other.level - one.level), one.spread**2 + other.spread**2


def _step(pairs: Sequence[tuple[int, float, float]]) -> float:
    """The step with which variance = share x noise + lag x step² fits best, by weighted least squares without negative answers."""
    points = []
    for lag in range(1, _LAGS + 1):
        found = sorted((off, noise) for at, off, noise in pairs if at == lag)
        if found:
            noise = sum(noise for _, noise in found) / len(found)
            points.append((len(found), float(lag), noise, (found[len(found) // 2][0] / _MEDIAN) ** 2))
    ll, ln, nn, ly, ny = (
        sum(weight * product for weight, product in zip((point[0] for point in points), products, strict=True))
        for products in zip(*((lag * lag, lag * noise, noise * noise, lag * y, noise * y) for _, lag, noise, y in points), strict=True)
    )
    whole = ll * nn - ln * ln
    slope = (ly * nn - ny * ln) / whole if whole > 1e-12 * ll * nn else 0.0
    if whole > 0 and slope * ln > ny:  # no noise at all fits best
        slope = ly / ll
    return round(min(max(math.sqrt(max(slope, 0.0)), _LEAST_STEP), _MOST_STEP), 6)


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
