"""What series come to in the days of a view: their estimates that lie there, and which of these make up the number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from onrecord.web.board import tables
from onrecord.web.board.sheet import At, Column, Sheet
from onrecord.web.views import View

_FIRST = 4  # times as many as are wanted are looked at first, then so many times more


class Totals(NamedTuple):
    """One row a series: days, numbers (``high``: -1 where nothing bounds it), how many estimates lie in the days, and the one that says it: the
    largest of those that make it up, of equals the later one."""

    first: Column
    last: Column
    low: Column
    best: Column
    high: Column
    members: Column
    says: Column


def has_days(view: View) -> bool:
    """Whether a view asks for some of the estimates of a series only."""
    return bool(view.since or view.until or view.source_kind)


def in_days(sheet: Sheet, view: View, rows: At) -> Column:
    """Which of these estimates lie in the days of a view, and rest on its kind of source."""
    numbers = sheet.numbers
    last = numbers["last"][rows]
    found = last >= (view.since.toordinal() if view.since else 0)
    if view.until:
        first = numbers["first"][rows]
        found &= np.where(first > 0, first, last) <= view.until.toordinal()
    if view.source_kind:
        found &= numbers["kinds"][rows] & tables.kinds_of([view.source_kind]) != 0
    return found


def dated(sheet: Sheet, view: View, at: At) -> Column:
    """Which of these series have an estimate with a day in the days of a view."""
    if _is_open(view):
        reach: Column = sheet.series["reach"][at]
        return (reach > 0) & (reach >= _since(view))
    rows, starts = sheet.rows(at)
    return _of_each(np.logical_or, in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0), starts)


def largest(sheet: Sheet, view: View, at: At, limit: int) -> Column:
    """The series with the largest numbers in the days of a view, and all that equal the last of these. They are looked for among those that
    can have the largest, and no further where none of the others can be as large."""
    series = sheet.series
    among = np.flatnonzero(series["lead"][at] & (series["most"][at] > 0) & (series["reach"][at] >= _since(view)))
    places = among + at.start if isinstance(at, slice) else at[among]
    most, some = series["most"][places], _FIRST * limit
    while some < len(places):
        order = np.argpartition(-most, some)
        first = np.sort(places[order[:some]])
        best = _amounts(sheet, view, first)
        if np.partition(best, -limit)[-limit] > most[order[some]]:
            return picked(first, -best, limit, best > 0)
        some *= _FIRST
    best = _amounts(sheet, view, places)
    return picked(places, -best, limit, best > 0)


def totals(sheet: Sheet, view: View, at: Column) -> Totals:
    """What these series come to. Each must have an estimate that makes up its number."""
    if _is_open(view):
        return _from_day(sheet, _since(view), at)
    numbers = sheet.numbers
    rows, starts, there, counted = _counted(sheet, view, at)
    members, counts = (_of_each(np.add, which.astype(np.int64), starts) for which in (there, counted))
    ends = np.cumsum(counts)
    starts, rows = ends - counts, (np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows)[counted]
    of = {name: numbers[name][rows] for name in ("low", "best", "high")}
    low, best, high = (_of_each(np.add, column, starts) for column in of.values())
    high[_of_each(np.logical_or, of["high"] < 0, starts)] = -1
    first, last = numbers["first"][rows[starts]], numbers["last"][rows[ends - 1]]  # what is added up does not overlap
    top = of["best"] == np.repeat(_of_each(np.maximum, of["best"], starts), counts)
    says = _of_each(np.maximum, np.where(top, np.arange(len(rows)), -1), starts)
    return Totals(first, last, low, best, high, members, numbers["estimate"][rows[says]])


def picked(at: At, keys: Column, limit: int, among: Column) -> Column:
    """The series with the smallest keys, and all whose keys equal the last of these."""
    found = np.flatnonzero(among)
    if len(found) > limit:
        some = keys[found]
        found = found[some <= np.partition(some, limit - 1)[limit - 1]]
    return found + at.start if isinstance(at, slice) else at[found]


def _is_open(view: View) -> bool:
    """Whether a view's days have no end, and it takes all kinds of sources: then each series has a tail of its estimates in it."""
    return not (view.until or view.source_kind)


def _since(view: View) -> int:
    return view.since.toordinal() if view.since else 0


def _from_day(sheet: Sheet, day: int, at: Column) -> Totals:
    """What these series come to from a day on."""
    tails, numbers = sheet.tails, sheet.numbers
    begins, ends = tails.begin(at, day), sheet.starts[1:][at]
    low, best, high, unbound = (tails.sums(name, begins, ends) for name in ("low", "best", "high", "open"))
    high[unbound > 0] = -1
    first, last = tails.edges(begins, ends)
    return Totals(numbers["first"][first], numbers["last"][last], low, best, high, ends - begins, numbers["estimate"][tails.top[begins]])


def _amounts(sheet: Sheet, view: View, at: Column) -> Column:
    """The best number of each of these series in the days of a view."""
    if _is_open(view):
        return sheet.tails.sums("best", sheet.tails.begin(at, _since(view)), sheet.starts[1:][at])
    rows, starts, _, counted = _counted(sheet, view, at)
    return _of_each(np.add, np.where(counted, sheet.numbers["best"][rows], 0), starts)


def _counted(sheet: Sheet, view: View, at: At) -> tuple[At, Column, Column, Column]:
    """The estimates of these series, where those of each begin, which are in the days of a view, and which of them make up its number: of
    flows those that do not overlap, of stocks the latest."""
    rows, starts = sheet.rows(at)
    there = in_days(sheet, view, rows)
    counted = there & sheet.numbers["chain"][rows]
    stock = sheet.series["stock"][at]
    if stock.any():
        latest = _of_each(np.maximum, np.where(there, np.arange(len(there)), -1), starts)
        counted[latest[stock & (latest >= 0)]] = True
    return rows, starts, there, counted


def _of_each(add: np.ufunc, values: Column, starts: Column) -> Column:
    """What the values of each series come to. Every series has some."""
    return add.reduceat(values, starts) if len(starts) else values[:0]
