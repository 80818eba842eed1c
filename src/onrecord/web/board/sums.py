"""What the columns of a board come to in a view: headlines, tracks and counts, the largest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import compress, pairwise, repeat

import numpy as np

from onrecord.web.board import tables
from onrecord.web.board.lines import Headline, Point, Track
from onrecord.web.board.sheet import At, Column, Sheet
from onrecord.web.views import View

Said = Callable[[Sequence[str]], Mapping[str, str]]  # what leaps are, in words, by the ids of their estimates
_LEAPS = tables.BREAK | tables.SURGE
_MARKS = range(1 << 4)
_FLAGS = (  # what marks say, by their bits: whether a check does not hold, the leap, whether it is a sum
    [bool(marks & tables.BROKEN) for marks in _MARKS], [tables.leap_of(marks) for marks in _MARKS], [bool(marks & tables.SUM) for marks in _MARKS],
)  # fmt: skip
_NEVER = np.iinfo(np.int32).max
_LARGE = 1 << 50  # people: of larger numbers a timeline knows no order


def chosen(sheet: Sheet, view: View, inside: Sequence[int] | None) -> At:
    """The series of a view's country, act and measure; ``inside``: of these only, by their ids."""
    fits = [view.country in (None, country) and view.act in (None, act) for country, act in sheet.groups]
    groups = list(compress(sheet.groups.values(), fits))
    at: At
    if inside is not None:
        at = sheet.where(inside)
        at = at[np.array(fits, np.bool_)[sheet.series["group"][at]]]
    elif groups and all(before.stop == after.start for before, after in pairwise(groups)):
        at = slice(groups[0].start, groups[-1].stop)
    else:
        at = _places(groups)
    if view.measure:
        wanted = sheet.series["stock"][at] == (view.measure == "stock")
        at = (_places([at]) if isinstance(at, slice) else at)[wanted]
    return at


def total(sheet: Sheet, view: View, at: At) -> int:
    """How many estimates these series have in the days of a view."""
    rows, _ = sheet.rows(at)
    return int(np.count_nonzero(_in_days(sheet, view, rows)))


def headlines(sheet: Sheet, view: View, at: At, limit: int) -> list[Headline]:
    """The largest of these series in the days of a view."""
    lead = sheet.series["lead"][at]
    amounts = np.where(lead, _amounts(sheet, view, at) if _has_days(view) else sheet.series["best"][at], 0)
    most = _first(-amounts, limit, amounts > 0)
    picked = most + at.start if isinstance(at, slice) else at[most]
    found = _in_window(sheet, view, picked) if _has_days(view) else _as_they_are(sheet, picked)
    return sorted(found, key=lambda one: (-one.best, one.id))[:limit]


def tracks(sheet: Sheet, view: View, at: At, limit: int, points: int, said: Said) -> list[Track]:
    """These series over time: displacement before harm, several estimates before one, the widest places first, then the largest; at most
    so many points of each, the latest."""
    series = sheet.series
    shown = series["lead"][at] & (series["best"][at] > 0) & (series["last"][at] > 0)
    if _has_days(view):
        rows, starts = sheet.rows(at)
        dated = _in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0)
        shown &= _of_each(np.logical_or, dated, starts)
    order = series["rank"][at].astype(np.int64) * _LARGE - np.minimum(series["best"][at], _LARGE - 1)
    most = _first(order, limit, shown)
    picked = most + at.start if isinstance(at, slice) else at[most]
    abouts = zip(order[most].tolist(), _as_they_are(sheet, picked), picked.tolist(), strict=True)
    ranked = sorted(abouts, key=lambda one: (one[0], one[1].id))[:limit]
    shares = [_dated(sheet, view, nth, points) for _, _, nth in ranked]
    leaps = [_ident(ident) for rows, _ in shares for ident in sheet.numbers["estimate"][rows[sheet.numbers["marks"][rows] & _LEAPS > 0]]]
    words = said(leaps) if leaps else {}
    return [Track(one, _points(sheet, rows, words), left) for (_, one, _), (rows, left) in zip(ranked, shares, strict=True)]


def _has_days(view: View) -> bool:
    """Whether a view asks for some of the estimates of a series only."""
    return bool(view.since or view.until or view.source_kind)


def _in_days(sheet: Sheet, view: View, rows: At) -> Column:
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


def _counted(sheet: Sheet, view: View, at: At) -> tuple[At, Column, Column, Column]:
    """The estimates of these series, where those of each begin, which are in the days of a view, and which of them make up its number: of
    flows those that do not overlap, of stocks the latest."""
    rows, starts = sheet.rows(at)
    there = _in_days(sheet, view, rows)
    counted = there & sheet.numbers["chain"][rows]
    stock = sheet.series["stock"][at]
    if stock.any():
        latest = _of_each(np.maximum, np.where(there, np.arange(len(there)), -1), starts)
        counted[latest[stock & (latest >= 0)]] = True
    return rows, starts, there, counted


def _amounts(sheet: Sheet, view: View, at: At) -> Column:
    """The best number of each of these series in the days of a view."""
    rows, starts, _, counted = _counted(sheet, view, at)
    return _of_each(np.add, sheet.numbers["best"][rows] * counted, starts)


def _in_window(sheet: Sheet, view: View, at: Column) -> list[Headline]:
    """Headlines of these series, of the days of a view."""
    rows, starts, there, counted = _counted(sheet, view, at)
    of = {name: column[rows] for name, column in sheet.numbers.items()}
    sums = [_of_each(np.add, np.where(counted, of[name], 0), starts) for name in ("low", "best", "high")]
    unbound = _of_each(np.logical_or, counted & (of["high"] < 0), starts)
    first = _of_each(np.minimum, np.where(counted & (of["first"] > 0), of["first"], _NEVER), starts)
    last = _of_each(np.maximum, np.where(counted, of["last"], 0), starts)
    members = _of_each(np.add, there.astype(np.int64), starts)
    best = np.where(counted, of["best"], -1)
    largest = best == np.repeat(_of_each(np.maximum, best, starts), np.diff(np.append(starts, len(best))))
    says = _of_each(np.maximum, np.where(largest, np.arange(len(best)), -1), starts)  # of equals the later one
    columns = (
        sheet.series["about"][at], np.where(first == _NEVER, 0, first), last, *sums[:2], np.where(unbound, -1, sums[2]), members, of["estimate"][says],
    )  # fmt: skip
    return _headlines(sheet, columns)


def _as_they_are(sheet: Sheet, at: Column) -> list[Headline]:
    """Headlines of these series, of all days."""
    names = ("about", "first", "last", "low", "best", "high", "members", "estimate")
    return _headlines(sheet, [sheet.series[name][at] for name in names])


def _headlines(sheet: Sheet, columns: Sequence[Column]) -> list[Headline]:
    about, first, last, low, best, high, members, idents = (column.tolist() for column in columns)
    texts, days = [sheet.texts[nth] for nth in about], (map(_DAYS.__getitem__, first), map(_DAYS.__getitem__, last))
    return list(map(Headline._make, zip(texts, *days, low, best, map(_bound, high), members, map(_ident, idents), strict=True)))


def _dated(sheet: Sheet, view: View, nth: int, points: int) -> tuple[Column, int]:
    """The latest estimates with a day of a series, and how many earlier ones there are."""
    rows = np.arange(sheet.starts[nth], sheet.starts[nth + 1])
    rows = rows[_in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0)]
    return rows[-points:], max(0, len(rows) - points)


def _points(sheet: Sheet, rows: Column, words: Mapping[str, str]) -> tuple[Point, ...]:
    names = ("estimate", "first", "last", "low", "best", "high", "marks")
    idents, first, last, low, best, high, marks = (sheet.numbers[name][rows].tolist() for name in names)
    broken, leaps, summed = ([flag[one] for one in marks] for flag in _FLAGS)
    said = [words.get(_ident(ident), "") for ident in idents] if words else repeat("")
    days = map(_DAYS.__getitem__, first), map(_DAYS.__getitem__, last)
    return tuple(map(Point._make, zip(map(_ident, idents), *days, low, best, map(_bound, high), broken, leaps, said, summed, strict=False)))


def _first(keys: Column, limit: int, among: Column) -> Column:
    """Where the smallest keys stand, and all that equal the last of them."""
    at = np.flatnonzero(among)
    if len(at) > limit:
        some = keys[at]
        at = at[some <= np.partition(some, limit - 1)[limit - 1]]
    return at


def _of_each(add: np.ufunc, values: Column, starts: Column) -> Column:
    """What the values of each series come to. Every series has some."""
    return add.reduceat(values, starts) if len(starts) else values[:0]


def _places(at: Sequence[slice]) -> Column:
    return np.concatenate([np.arange(one.start, one.stop) for one in at]) if at else np.empty(0, np.int64)


def _ident(number: int) -> str:
    return "%012x" % number  # noqa: UP031  half the time of format()


def _bound(high: int) -> int | None:
    return high if high >= 0 else None


class _Days(dict[int, date | None]):
    """Days by their ordinals, made when they are asked for: there are no more of them than days."""

    def __missing__(self, ordinal: int) -> date | None:
        day = self[ordinal] = date.fromordinal(ordinal) if ordinal else None
        return day


_DAYS = _Days()
