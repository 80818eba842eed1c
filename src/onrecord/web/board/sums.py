"""What the columns of a board come to in a view: headlines, tracks and counts, the largest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress, pairwise

import numpy as np

from onrecord.web.board import tables
from onrecord.web.board.lines import Headline, Points, Track, headline_text
from onrecord.web.board.sheet import At, Column, Sheet
from onrecord.web.views import View

Said = Callable[[Sequence[str]], Mapping[str, str]]  # what leaps are, in words, by the ids of their estimates


def chosen(sheet: Sheet, view: View, inside: Sequence[int] | None) -> At:
    """The series of a view's country, act and measure; ``inside``: of these only, by their ids."""
    at: At
    if view.country and view.act and inside is None:  # as most views have it
        groups = [sheet.groups.get((view.country, view.act), slice(0, 0))]
    else:
        fits = [view.country in (None, country) and view.act in (None, act) for country, act in sheet.groups]
        groups = list(compress(sheet.groups.values(), fits))
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
    series = sheet.series
    if _has_days(view):
        best = _amounts(sheet, view, at)
        return _in_window(sheet, view, _picked(at, -best, limit, series["lead"][at] & (best > 0)), limit)
    picked = _picked(at, -series["best"][at], limit, series["lead"][at] & (series["best"][at] > 0))
    order = np.lexsort((series["estimate"][picked], -series["best"][picked]))[:limit]
    return [Headline(text) for text in sheet.texts(picked[order])]


def tracks(sheet: Sheet, view: View, at: At, limit: int, points: int, said: Said) -> list[Track]:
    """These series over time: displacement before harm, several estimates before one, the widest places first, then the largest; at most
    so many points of each, the latest."""
    series = sheet.series
    shown = series["lead"][at] & (series["best"][at] > 0) & (series["last"][at] > 0)
    if _has_days(view):
        rows, starts = sheet.rows(at)
        shown &= _of_each(np.logical_or, _in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0), starts)
    picked = _picked(at, series["order"][at], limit, shown)
    ranked = picked[np.lexsort((series["estimate"][picked], series["order"][picked]))[:limit]]
    shares = [_dated(sheet, view, nth, points) for nth in ranked.tolist()]
    marks, idents = (
        np.concatenate([sheet.numbers[name][rows] for rows, _ in shares]) if shares else ranked for name in ("marks", "estimate")
    )
    leaps = [_ident(ident) for ident in idents[marks & tables.LEAPS > 0].tolist()]
    words = said(leaps) if leaps else {}
    return [_track(sheet, nth, rows, left, words) for nth, (rows, left) in zip(ranked.tolist(), shares, strict=True)]


def _track(sheet: Sheet, nth: int, rows: Column, left: int, words: Mapping[str, str]) -> Track:
    series, names = sheet.series, ("first", "last", "low", "best", "high")
    numbers = [*(series[name][nth].item() for name in names), len(rows)]
    text = headline_text(sheet.abouts(np.array([nth]))[0], numbers, series["estimate"][nth].item())
    columns = {name: sheet.numbers[name][rows].tolist() for name in (*names, "marks")}
    return Track(
        Headline(text), Points([_ident(number) for number in sheet.numbers["estimate"][rows].tolist()], **columns, said=words), left
    )


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
    return _of_each(np.add, np.where(counted, sheet.numbers["best"][rows], 0), starts)


def _in_window(sheet: Sheet, view: View, at: Column, limit: int) -> list[Headline]:
    """The largest headlines of these series, of the days of a view."""
    numbers = sheet.numbers
    rows, starts, there, counted = _counted(sheet, view, at)
    members, counts = (_of_each(np.add, which.astype(np.int64), starts) for which in (there, counted))
    ends = np.cumsum(counts)
    starts, rows = ends - counts, (np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows)[counted]
    of = {name: numbers[name][rows] for name in ("low", "best", "high")}
    low, best, high = (_of_each(np.add, column, starts) for column in of.values())
    high[_of_each(np.logical_or, of["high"] < 0, starts)] = -1
    first, last = numbers["first"][rows[starts]], numbers["last"][rows[ends - 1]]  # what is added up does not overlap
    largest = of["best"] == np.repeat(_of_each(np.maximum, of["best"], starts), counts)
    says = _of_each(np.maximum, np.where(largest, np.arange(len(rows)), -1), starts)  # of equals the later one
    idents = numbers["estimate"][rows[says]]
    order = np.lexsort((idents, -best))[:limit]
    lines = zip(*(column[order].tolist() for column in (first, last, low, best, high, members)), strict=True)
    return list(map(Headline, map(headline_text, sheet.abouts(at[order]), lines, idents[order].tolist())))


def _dated(sheet: Sheet, view: View, nth: int, points: int) -> tuple[Column, int]:
    """The latest estimates with a day of a series, and how many earlier ones there are."""
    rows = np.arange(sheet.starts[nth], sheet.starts[nth + 1])
    rows = rows[_in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0)]
    return rows[-points:], max(0, len(rows) - points)


def _picked(at: At, keys: Column, limit: int, among: Column) -> Column:
    """The series with the smallest keys, and all whose keys equal the last of these."""
    found = np.flatnonzero(among)
    if len(found) > limit:
        some = keys[found]
        found = found[some <= np.partition(some, limit - 1)[limit - 1]]
    return found + at.start if isinstance(at, slice) else at[found]


def _of_each(add: np.ufunc, values: Column, starts: Column) -> Column:
    """What the values of each series come to. Every series has some."""
    return add.reduceat(values, starts) if len(starts) else values[:0]


def _places(at: Sequence[slice]) -> Column:
    return np.concatenate([np.arange(one.start, one.stop) for one in at]) if at else np.empty(0, np.int64)


def _ident(number: int) -> str:
    return "%012x" % number  # noqa: UP031  half the time of format()
