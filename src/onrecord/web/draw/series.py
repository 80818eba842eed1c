"""What a timeline shows: the estimates of one thing counted at one place, in the order of their days; stock and flow apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.picture.rollup import window
from onrecord.types import Estimate, Measure

_EVERYONE = "people"
_BREAKS = {"definition break": "break", "surge": "surge"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One estimate on a timeline: the days it covers (a stock: its day), and the best number that was known earlier, where that was another."""

    first: date
    last: date
    estimate: Estimate
    earlier: int | None = None
    leap: str = ""  # "break" or "surge": what a stock did since the one before
    said: str = ""  # the words of that


@dataclass(frozen=True, slots=True)
class Series:
    """One thing counted at one place, day by day."""

    measure: Measure
    moments: tuple[Moment, ...]

    @property
    def head(self) -> Estimate:
        """An estimate that says what is counted, and where."""
        return self.moments[-1].estimate

    @property
    def top(self) -> int:
        """The highest number on it."""
        return max(max(one.estimate.best, one.estimate.high or 0, one.earlier or 0) for one in self.moments)


def series_of(estimates: Iterable[Estimate], earlier: Mapping[str, Estimate] | None = None) -> list[Series]:
    """All series with a day on them, the most telling first: everyone before parts of the people, long before short, large before small.
    ``earlier``: the estimates of an earlier picture, by id."""
    groups: dict[tuple[object, ...], list[Moment]] = {}
    for one in estimates:
        moment = _moment(one, (earlier or {}).get(one.id))
        if moment and one.best > 0:
            key = (one.act, one.measure, one.unit, one.origin, one.population, tuple(area.id for area in one.places))
            groups.setdefault(key, []).append(moment)
    found = [Series(some[0].estimate.measure, tuple(sorted(some, key=lambda one: (one.last, one.first)))) for some in groups.values()]
    return sorted(found, key=_rank)


def extent(some: Iterable[Series]) -> tuple[date, date] | None:
    """The first and the last day on any of them."""
    days = [day for one in some for moment in one.moments for day in (moment.first, moment.last)]
    return (min(days), max(days)) if days else None


def _moment(one: Estimate, before: Estimate | None) -> Moment | None:
    if one.period.last is None:
        return None
    first, last = (one.period.last, one.period.last) if one.measure == "stock" else window(one)
    if first == date.min:  # "so far": no day is known when it began
        first = last
    leap, said = next(
        ((kind, check.text) for check in one.checks for words, kind in _BREAKS.items() if check.text.startswith(f"{words}:")), ("", "")
    )
    return Moment(first, last, one, before.best if before and before.best != one.best else None, leap, said)


def _rank(one: Series) -> tuple[object, ...]:
    days = len({moment.last for moment in one.moments})
    return one.head.population != _EVERYONE, -min(days, 12), -one.top, one.head.id
