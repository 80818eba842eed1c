"""What the columns of a board come to in a view: headlines, tracks and counts, the largest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress, pairwise

import numpy as np

from onrecord.web.board import tables, windows
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
    return int(np.count_nonzero(windows.in_days(sheet, view, rows)))


def headlines(sheet: Sheet, view: View, at: At, limit: int) -> list[Headline]:
    """The largest of these series in the days of a view."""
    series = sheet.series
    if windows.has_days(view):
        return _in_window(sheet, view, windows.largest(sheet, view, at, limit), limit)
    picked = windows.picked(at, -series["best"][at], limit, series["lead"][at] & (series["best"][at] > 0))
    order = np.lexsort((series["estimate"][picked], -series["best"][picked]))[:limit]
    return [Headline(text) for text in sheet.texts(picked[order])]


def tracks(sheet: Sheet, view: View, at: At, limit: int, points: int, said: Said) -> list[Track]:
    """These series over time: displacement before harm, several estimates before one, the widest places first, then the largest; at most
    so many points of each, the latest."""
    series = sheet.series
    shown = series["lead"][at] & (series["best"][at] > 0) & (series["last"][at] > 0)
    if windows.has_days(view):
        shown &= windows.dated(sheet, view, at)
    picked = windows.picked(at, series["order"][at], limit, shown)
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


def _in_window(sheet: Sheet, view: View, at: Column, limit: int) -> list[Headline]:
    """The largest headlines of these series, of the days of a view."""
    first, last, low, best, high, members, says = windows.totals(sheet, view, at)
    order = np.lexsort((says, -best))[:limit]
    lines = zip(*(column[order].tolist() for column in (first, last, low, best, high, members)), strict=True)
    return list(map(Headline, map(headline_text, sheet.abouts(at[order]), lines, says[order].tolist())))


def _dated(sheet: Sheet, view: View, nth: int, points: int) -> tuple[Column, int]:
    """The latest estimates with a day of a series, and how many earlier ones there are."""
    rows = np.arange(sheet.starts[nth], sheet.starts[nth + 1])
    rows = rows[windows.in_days(sheet, view, rows) & (sheet.numbers["last"][rows] > 0)]
    return rows[-points:], max(0, len(rows) - points)


def _places(at: Sequence[slice]) -> Column:
    return np.concatenate([np.arange(one.start, one.stop) for one in at]) if at else np.empty(0, np.int64)


def _ident(number: int) -> str:
    return "%012x" % number  # noqa: UP031  half the time of format()
