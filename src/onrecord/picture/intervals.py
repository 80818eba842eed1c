"""Claims as intervals: what the words leave open, and what rounding leaves open."""

from __future__ import annotations

import math

from onrecord.types import Qualifier

OPEN = math.inf
_WIDEST = 0.25  # rounding is never taken to hide more than this share of the number
_MOST_SAID = 1.25  # "more than 120,000" is seldom said of more than this times 120,000
_LEAST_SAID = 0.5  # "up to 400" is seldom said of less than this times 400
_EXACT_BELOW = 100  # small counts are counted: "20 officers" are twenty
_ABOUT = 0.02  # the least that "about" leaves open


def rounded(value: int) -> tuple[float, float]:
    """The numbers that round to this one, to the digits it shows: 9,000 is 8,500 to 9,500; 8,732 is itself; 10,000 is 9,500 to 12,500."""
    if value <= 0 or value % 10:
        return float(value), float(value)
    unit = 1
    while value % (unit * 10) == 0:
        unit *= 10
    below = unit / 20 if value == unit else unit / 2  # just below a power of ten the grid is ten times finer
    return value - min(below, value * _WIDEST), value + min(unit / 2, value * _WIDEST)


def probable(value: int, low: int | None, high: int | None, qualifier: Qualifier) -> tuple[float, float]:
    """Where the true number probably lies if a claim is honest, by the bounds that its wording asserts; ``inf``: open above."""
    if qualifier in ("vague", "between") and low is not None and high is not None:
        return float(min(low, high)), float(max(low, high))
    if qualifier == "more_than" or (high is None and low is not None):
        return float(low if low is not None else value), OPEN
    if qualifier == "up_to" or (low is None and high is not None):
        top = float(high if high is not None else value)
        return top * _LEAST_SAID, top
    if qualifier == "about":
        below, above = rounded(value)
        return min(below, value * (1 - _ABOUT)), max(above, value * (1 + _ABOUT))
    if value < _EXACT_BELOW:
        return float(value), float(value)
    return rounded(value)


def centre(value: int, low: float, high: float, qualifier: Qualifier) -> float:
    """The one number that stands for an interval: the number said, of a range or a vague amount the (geometric) middle."""
    if high == OPEN:
        return max(float(value), low)
    if qualifier == "vague":
        middle = math.sqrt(max(low, 1) * max(high, 1))
        digits: int = 10 ** max(0, int(math.log10(middle)))
        return min(max(round(middle / digits) * digits, low), high)
    if qualifier == "between":
        return (low + high) / 2
    return min(max(float(value), low), high)


def usual_top(low: float, high: float) -> float:
    """The upper end, where it is open the usual one."""
    return high if high != OPEN else low * _MOST_SAID
