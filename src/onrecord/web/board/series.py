"""What the estimates of one series add up to: flows of days that do not overlap are added, of stocks the latest counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Member(NamedTuple):
    """One estimate of a series: days as ordinals, ``last`` 0 where there is none; ``high`` is ``None`` where nothing bounds it."""

    row: int
    estimate: str
    first: int | None
    last: int
    low: int
    best: int
    high: int | None

    @property
    def window(self) -> tuple[int, int]:
        """The days that are added up: "overnight" and "in 24 hours" touch two dates and are the later one."""
        first = self.first or 0
        return (self.last, self.last) if self.last - first == 1 else (first, self.last)


class Total(NamedTuple):
    """Of a series: its days, numbers, the rows that were added, and the estimate that says it (the largest or latest of them)."""

    first: int | None
    last: int
    low: int
    best: int
    high: int | None
    rows: tuple[int, ...]
    estimate: str


def rolled(members: Sequence[Member], stock: bool = False) -> Total:
    """What the members add up to. Of stocks, and of flows that have no beginning, the latest one counts."""
    added = [] if stock else chain(members)
    if not added:
        added = [max(members, key=lambda one: (one.last, one.best, one.estimate))]
    high = None if any(one.high is None for one in added) else sum(one.high or 0 for one in added)
    firsts = [one.first for one in added if one.first]
    return Total(
        min(firsts, default=None), max(one.last for one in added), sum(one.low for one in added), sum(one.best for one in added), high,
        tuple(one.row for one in added), max(added, key=lambda one: (one.best, one.last, one.estimate)).estimate,
    )  # fmt: skip


def chain(members: Sequence[Member]) -> list[Member]:
    """Members with a beginning whose days do not overlap, those that end first before others."""
    found: list[Member] = []
    closed = [one for one in members if one.first and one.last]
    for one in sorted(closed, key=lambda one: (one.last, -(one.first or 0), one.estimate)):
        if not found or one.window[0] > found[-1].window[1]:
            found.append(one)
    return found
