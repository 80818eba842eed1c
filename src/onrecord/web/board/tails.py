"""What the estimates of a series come to from a day on, without a look at each of them: sums up to each, and which is the largest from it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
_DAY = 22  # bits of a day's ordinal


@dataclass(frozen=True, slots=True)
class Tails:
    """``days``: of each estimate its series and last day as one number, in order. ``before``: how many of those that make up a number stand
    before each estimate, and what they come to (``open``: how many of them nothing bounds). ``made``: where these stand. ``top``: the largest of
    them from each estimate on, of equals the later one."""

    days: Column
    before: dict[str, Column]
    made: Column
    top: Column

    @classmethod
    def of(cls, stock: Column, numbers: dict[str, Column], starts: Column) -> Tails:
        """``numbers``: the estimates of one series together, the latest last, from ``starts`` on. A flow is made up of those that do not
        overlap, a stock of its latest."""
        which = np.repeat(np.arange(len(stock)), np.diff(starts))
        made = numbers["chain"].copy()
        made[(starts[1:] - 1)[stock]] = True
        counted = {"count": made, "open": made & (numbers["high"] < 0)}
        before = {name: _before(column, np.int32) for name, column in counted.items()}
        for name in ("low", "best", "high"):
            before[name] = _before(np.where(made, np.maximum(numbers[name], 0), 0), np.int64)
        top = _largest_from(np.where(made, numbers["best"], -1), which)
        return cls(which << _DAY | numbers["last"], before, np.flatnonzero(made).astype(np.int32), top)

    def begin(self, series: Column, day: int) -> Column:
        """Where the estimates that reach a day begin in each of these series."""
        return np.searchsorted(self.days, series << _DAY | day)

    def sums(self, name: str, begins: Column, ends: Column) -> Column:
        """What those that make up a number come to, of the estimates from ``begins`` to before ``ends``."""
        before = self.before[name]
        return before[ends] - before[begins]

    def edges(self, begins: Column, ends: Column) -> tuple[Column, Column]:
        """Where the first and the last of them stand. There must be one."""
        count = self.before["count"]
        return self.made[count[begins]], self.made[count[ends] - 1]


def _before(values: Column, kind: type[np.generic]) -> Column:
    return np.concatenate((np.zeros(1, kind), np.cumsum(values, dtype=kind)))


def _largest_from(values: Column, which: Column) -> Column:
    """Of each place the place of the largest value from it on, within what has the same ``which`` (in order); of equals the later one."""
    ranks = np.unique(values, return_inverse=True)[1]  # small enough to stand behind the number of a series
    back = ((which.max(initial=0) - which) * (len(values) + 1) + ranks)[::-1]
    highest = np.maximum.accumulate(back)
    rises = np.concatenate((np.ones(min(1, len(back)), np.bool_), highest[1:] > highest[:-1]))
    at = np.maximum.accumulate(np.where(rises, np.arange(len(back)), 0))
    return (len(values) - 1 - at)[::-1].astype(np.int32)
