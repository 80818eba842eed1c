"""Days, months and years: the arithmetic of dates in news stories, without any wording.

Everything here is pure. A month or weekday named without its year or week is looked for backwards from a limit
(news tells what has happened), or forwards when the wording points ahead.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.types import Precision

_LATEST_SLIP = 10  # days: a date without a year this little after the limit is an announced one, not one a year old


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of days, both ends included; ``None`` is an end that is open or cannot be told."""

    first: date | None
    last: date | None
    precision: Precision


UNKNOWN = Days(None, None, "open")
_FAR = 10  # months


def one(day: date) -> Days:
    """A single day."""
    return Days(day, day, "day")


def span(first: date | None, last: date | None) -> Days:
    """From ``first`` to ``last``; open where either is ``None``."""
    if first is not None and first == last:
        return one(first)
    return Days(first, last, "span" if first and last else "open")


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where there is no such day (31 June, the year 0)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def length(year: int, month: int) -> int:
    """How many days a month has."""
    return monthrange(year, month)[1]


def month_days(year: int, month: int, part: tuple[int, int] = (1, 31)) -> Days:
    """A month, or the part of it between two days of the month."""
    last = length(year, month)
    whole = part == (1, 31)
    return Days(date(year, month, min(part[0], last)), date(year, month, min(part[1], last)), "month" if whole else "span")


def months(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last day of another; ``last`` above 12 runs into the next year."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    precision: Precision = "year" if (first, last) == (1, 12) else "month" if first == last else "span"
    return Days(date(year, first, 1), month_days(end_year, end_month).last, precision)


def year_days(year: int) -> Days:
    """A calendar year."""
    return months(year, 1, 12)


def month_year(limit: date, month: int, ahead: bool = False) -> int:
    """The year of a month named without one: the latest that has begun by ``limit``, or the next one to come.

    A plan "in October" told in November is one of the month just gone: nobody names a month ten months off without its year."""
    if ahead and (month - limit.month) % 12 < _FAR:
        return limit.year if month >= limit.month else limit.year + 1
    return limit.year if month <= limit.month else limit.year - 1


def day_year(limit: date, month: int, day: int, ahead: bool = False) -> int:
    """The year of a day and month named without one: see :func:`month_year`; a few days ahead are allowed for."""
    for year in (limit.year, limit.year + 1) if ahead else (limit.year + 1, limit.year):
        found = safe_date(year, month, day)
        if found and (limit <= found if ahead else (found - limit).days <= _LATEST_SLIP):
            return year
    return limit.year + 1 if ahead else limit.year - 1


def weekday(limit: date, number: int, ahead: bool = False, strict: bool = False) -> date:
    """The last such weekday (Monday is 0) on or before ``limit``; ``strict`` leaves out the day itself; ``ahead`` looks forward."""
    if ahead:
        return limit + timedelta(days=(number - limit.weekday()) % 7 or (7 if strict else 0))
    return limit - timedelta(days=(limit.weekday() - number) % 7 or (7 if strict else 0))


def minus(day: date, count: int, unit: str) -> date:
    """The day ``count`` units earlier (later, if negative); hours count by days begun. Bounded by the years 1 and 9999."""
    try:
        if unit in ("month", "year", "decade", "century"):
            total = day.year * 12 + day.month - 1 - count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
            year, month = divmod(total, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        length = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
        return day - timedelta(days=-(-count // 24) if length is None else count * length)
    except (ValueError, OverflowError):
        return date.min if count > 0 else date.max


def same_day(found: Days, limit: date) -> date | None:
    """The day of a month or year that has the number of another day: two months before 17 May it is 17 March."""
    if found.first is None or found.precision not in ("month", "year"):
        return found.first
    month = limit.month if found.precision == "year" else found.first.month
    return date(found.first.year, month, min(limit.day, length(found.first.year, month)))


def rolling(until: date, count: int, unit: str) -> Days:
    """The ``count`` units up to ``until``: "the past 24 hours" runs from the day before."""
    return span(minus(until, count, unit), until)


def week(day: date, offset: int) -> Days:
    """The calendar week (from Monday) that lies ``offset`` weeks from that of ``day``."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
    return Days(monday, monday + timedelta(days=6), "week")


def weekend(day: date, offset: int) -> Days:
    """The latest Saturday and Sunday begun by ``day`` (offset 0), or those ``offset`` weeks from it."""
    saturday = weekday(day, 5) + timedelta(weeks=offset)
    return span(saturday, saturday + timedelta(days=1))


def cut(days: Days, limit: date | None) -> Days:
    """The same interval without the days after ``limit`` ("this year" ends today)."""
    if limit is None or days.last is None or days.last <= limit or (days.first and days.first > limit):
        return days
    return span(days.first, limit)


def ago(limit: date, count: int, unit: str, exact: bool = False) -> Days:
    """What so many units ago means: a day, a loose day, or the whole month or year."""
    at = minus(limit, count, unit)
    if exact or unit in ("hour", "day"):
        return one(at)
    if unit in ("week", "fortnight"):
        return Days(at, at, "week")
    return month_days(at.year, at.month) if unit == "month" else year_days(at.year)


def first_up_to(last: date, kind: str, count: int = 12) -> date:
    """The first day of the night, week or year (or of its ``count`` last months) that ends on a day: "in the year to March"."""
    if kind == "year_to":
        return minus(minus(last, -1, "day"), count, "month")
    return minus(last, 1 if kind == "night_to" else 6, "day")
