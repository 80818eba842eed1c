"""Scores with their uncertainty: tallies by report, intervals by bootstrap over reports, acts, and the reliability of the confidence.

A tally is (right, extra, missed), as the gold's own script counts; a score is the F1 made of the sum of the tallies.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "training")]

import gold as material  # noqa: E402
from gold import Row  # noqa: E402

LEVELS = ("main.found", "main.core", "main.full", "all.found", "all.core", "all.full")
RESAMPLES = 2000
Predictions = Mapping[str, Sequence[Row]]
Tally = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """The tallies of a set of reports, each by report, so that reports can be drawn anew."""

    reports: int
    figures: int
    levels: Mapping[str, tuple[Tally, ...]]  # by level: one tally a report
    fields: Mapping[str, tuple[int, int]]  # by field: right, looked at

    def f1(self, level: str) -> float:
        """The score at a level."""
        return f1(self.levels[level])

    def interval(self, level: str) -> tuple[float, float]:
        """The 95 % interval of that score, by drawing the reports anew."""
        tallies = self.levels[level]
        return interval([f1(draw) for draw in _draws(tallies)])


def measured(reports: Sequence[Row], predicted: Predictions) -> Measured:
    """Score reports one by one with the gold's own script."""
    levels: dict[str, list[Tally]] = {level: [] for level in LEVELS}
    fields: Counter[tuple[str, str]] = Counter()
    for report in reports:
        tallies, checked, _ = material.script("score").score({report["id"]: report["figures"]}, predicted)
        for (group, level), (right, extra, missed) in tallies.items():
            levels[f"{group}.{level}"].append((right, extra, missed))
        for name, (right, count) in checked.items():
            fields[name, "right"] += right
            fields[name, "count"] += count
    names = list(material.script("score").CHECKS)
    return Measured(
        len(reports),
        sum(len(report["figures"]) for report in reports),
        {level: tuple(tallies) for level, tallies in levels.items()},
        {name: (fields[name, "right"], fields[name, "count"]) for name in names},
    )


def f1(tallies: Sequence[Tally]) -> float:
    """The F1 of summed tallies; 0 where nothing was to be found and nothing was."""
    right, extra, missed = (sum(tally[at] for tally in tallies) for at in range(3))
    return 2 * right / max(1, 2 * right + extra + missed)


def difference(one: Measured, other: Measured, level: str) -> tuple[float, tuple[float, float]]:
    """How much the score of ``one`` lies above that of ``other``, and the 95 % interval: both sets drawn anew."""
    drawn = zip(_draws(one.levels[level]), _draws(other.levels[level], seed=2), strict=True)
    return one.f1(level) - other.f1(level), interval([f1(a) - f1(b) for a, b in drawn])


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Between which values the middle 95 % lie."""
    ordered = sorted(values)
    return ordered[round(0.025 * (len(ordered) - 1))], ordered[round(0.975 * (len(ordered) - 1))]


def _draws(tallies: Sequence[Tally], seed: int = 1) -> list[list[Tally]]:
    chance = random.Random(seed)
    return [chance.choices(tallies, k=len(tallies)) for _ in range(RESAMPLES)] if tallies else [[]]


@dataclass(frozen=True, slots=True)
class Act:
    """How figures of an act are read; ``right`` have value, unit and act right."""

    name: str
    gold: int
    read: int
    right: int

    @property
    def f1(self) -> float:
        """Of precision and recall, over figures of this act."""
        return 2 * self.right / max(1, self.gold + self.read)


def acts(reports: Sequence[Row], predicted: Predictions) -> list[Act]:
    """Each act that the gold has or that we read, the most frequent first."""
    gold: Counter[str] = Counter(figure["act"] for report in reports for figure in report["figures"])
    read: Counter[str] = Counter(figure["act"] for report in reports for figure in predicted[report["id"]])
    right = Counter(figure["act"] for report in reports for figure, good in judged(report, predicted[report["id"]]) if good)
    return [Act(name, gold[name], read[name], right[name]) for name, _ in (gold + read).most_common()]


def judged(report: Row, predicted: Sequence[Row]) -> list[tuple[Row, bool]]:
    """Each figure that we read, and whether value, unit and act are right."""
    script = material.script("score")
    pairs, _, extra = script.pair(report["figures"], predicted)
    right: list[tuple[Row, bool]] = [(ours, all(script.CHECKS[name](gold, ours) for name in script.CORE)) for gold, ours in pairs]
    return right + [(ours, False) for ours in extra]


@dataclass(frozen=True, slots=True)
class Band:
    """Figures whose confidence lies in ``[low, high)``."""

    low: float
    high: float
    figures: int
    confidence: float  # the mean; 0 where there is no figure
    right: int
    span: tuple[float, float]  # 95 % interval of the share that is right

    @property
    def share(self) -> float:
        """Of the figures, how many have a right core."""
        return self.right / max(1, self.figures)


def bands(reports: Sequence[Row], predicted: Predictions, edges: Sequence[tuple[float, float]]) -> list[Band]:
    """The reliability of the confidence: the share of right cores, band by band."""
    by_report = [[(ours["confidence"], good) for ours, good in judged(report, predicted[report["id"]])] for report in reports]
    return [_band(by_report, low, high) for low, high in edges]


def _band(by_report: Sequence[Sequence[tuple[float, bool]]], low: float, high: float) -> Band:
    inside = [[(sure, good) for sure, good in report if low <= sure < high] for report in by_report]
    sure = [s for report in inside for s, _ in report]
    tallies = [(sum(good for _, good in report), len(report), 0) for report in inside]
    span = interval([sum(t[0] for t in draw) / max(1, sum(t[1] for t in draw)) for draw in _draws(tallies)])
    return Band(low, high, len(sure), sum(sure) / max(1, len(sure)), sum(t[0] for t in tallies), span)
