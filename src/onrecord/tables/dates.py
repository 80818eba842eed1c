"""Dates as tables write them: in cells, heads and titles."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from onrecord.types import Period, Precision

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name
}
_MONTHS |= {"sept": 9}
_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I)


_ISO = _pattern(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ].*)?")
_SLASH = _pattern(r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>(?:19|20)?\d\d)(?: \d\d?:\d\d.*)?")
_RANGES = (
    _pattern(rf"{_DAY.format('d1')}\s*(?:-|–|to|and)\s*{_DAY.format('d2')}\s+{_MONTH.format('m2')},?\s+{_YEAR.format('y2')}"),
    _pattern(
        rf"{_DAY.format('d1')}\s+{_MONTH.format('m1')}(?:\s+{_YEAR.format('y1')})?\s*(?:-|–|to|and|until)\s*{_DAY.format('d2')}\s+{_MONTH.format('m2')},?\s+{_YEAR.format('y2')}"
    ),
    _pattern(
        rf"{_MONTH.format('m1')}(?:\s+{_YEAR.format('y1')})?\s*(?:-|–|to|and|until)\s*{_MONTH.format('m2')}\.?,?\s+{_YEAR.format('y2')}"
    ),
)
_DAYS = (
    _pattern(rf"{_DAY.format('d')}[ -]+{_MONTH.format('m')}[ ,-]+{_YEAR.format('y')}"),
    _pattern(rf"{_MONTH.format('m')}\s+{_DAY.format('d')},?\s+{_YEAR.format('y')}"),
    _pattern(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"),
)
_MONTH_YEAR = _pattern(rf"{_MONTH.format('m')}[ ,'’-]+(?P<y>(?:19|20)\d\d|\d\d(?!\d))")
_ISO_MONTH = _pattern(r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])")
_MONTH_ONLY = _pattern(_MONTH.format("m"))
_QUARTER = _pattern(r"(?:Q(?P<q>[1-4])\s*(?P<y>(?:19|20)\d\d))|(?:(?P<y2>(?:19|20)\d\d)\s*-?\s*Q(?P<q2>[1-4]))")
_YEAR_ONLY = _pattern(_YEAR.format("y"))


def date_in_cell(text: str, year: int | None = None, day_first: bool = True) -> Period | None:
    """The days that a whole cell or head names; ``None`` where it is no date. ``year`` completes a bare month."""
    text = re.sub(r"^(?:as of|until|by|week of|week ending|w/e)\s+", "", " ".join(text.split()), flags=re.I)
    if found := _ISO.fullmatch(text):
        return _one(int(found["y"]), int(found["m"]), int(found["d"]))
    if found := _SLASH.fullmatch(text):
        first, second, years = int(found["a"]), int(found["b"]), int(found["y"])
        day, month = (first, second) if (day_first and second <= 12) or first > 12 else (second, first)
        return _one(years if years > 99 else 2000 + years, month, day)
    for pattern in (*_DAYS, *_RANGES, _MONTH_YEAR, _ISO_MONTH, _QUARTER):
        if found := pattern.fullmatch(text):
            return _period(found)
    if found := _YEAR_ONLY.fullmatch(text.removesuffix("*")):
        return _year(int(found["y"]))
    if year and (found := _MONTH_ONLY.fullmatch(text)):
        return _month(year, _MONTHS[found["m"].lower()])
    return None


def date_in_words(text: str, years: bool = True) -> Period | None:
    """The days that a title or heading names somewhere in its words."""
    for pattern in (*_RANGES, *_DAYS, _QUARTER, _MONTH_YEAR):
        if found := pattern.search(text):
            return _period(found)
    found = _YEAR_ONLY.search(text) if years else None
    return _year(int(found["y"])) if found else None


def _period(found: re.Match[str]) -> Period | None:
    parts = {name: value for name, value in found.groupdict().items() if value}
    if "q" in parts or "q2" in parts:
        quarter, year = int(parts.get("q") or parts["q2"]), int(parts.get("y") or parts["y2"])
        return _between(_month(year, 3 * quarter - 2), _month(year, 3 * quarter))
    if "m2" in parts:
        year, month = int(parts["y2"]), _MONTHS[parts["m2"].lower()]
        first_month = _MONTHS[parts.get("m1", parts["m2"]).lower()]
        first_year = int(parts.get("y1", year - (first_month > month)))
        if "d2" in parts:
            return _between(_one(first_year, first_month, int(parts["d1"])), _one(year, month, int(parts["d2"])))
        return _between(_month(first_year, first_month), _month(year, month))
    year = int(parts["y"])
    year = year if year > 99 else 2000 + year
    month = _MONTHS[parts["m"].lower()] if not parts["m"].isdigit() else int(parts["m"])
    return _one(year, month, int(parts["d"])) if "d" in parts else _month(year, month)


def _one(year: int, month: int, day: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found, "day")


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def _between(first: Period | None, last: Period | None) -> Period | None:
    if not (first and last and first.first and last.last and first.first <= last.last):
        return None
    days = last.last - first.first
    precision: Precision = "week" if days == timedelta(6) else "span"
    return Period(first.first, last.last, precision)
