"""Dates told from the day of speaking ("overnight", "in the past two weeks", "a month ago") or from another date ("two days later")."""

from __future__ import annotations

import re
from datetime import date

from onrecord.reading import days
from onrecord.reading.dates_named import whole
from onrecord.reading.datewords import Atom, Build, Resolve, number, words
from onrecord.reading.days import UNKNOWN, Days

_THE_YEAR = re.compile(r"(?<!since )(?<!until )(?<!before )(?<!after )(?<!from )\b(?:a|the) $", re.I)


def _near(match: re.Match[str]) -> Atom | None:
    first, last = words()["near"][" ".join(match["word"].lower().split()) if match["word"] else "overnight"]

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None or (ahead and first < 0):  # "could be displaced overnight" is no particular night
            return UNKNOWN
        return days.span(days.minus(limit, -first, "day"), days.minus(limit, -last, "day"))

    return Atom(match.start(), match.end(), "near", resolve)


def _rolling(match: re.Match[str]) -> Atom | None:
    unit, counted = words()["units"][match["unit"].lower()], match["n"] or match["twenty"]
    amount = {"twenty-four": 24, "forty-eight": 48, "seventy-two": 72}.get((counted or "").lower())
    count = amount if amount is not None else number(counted) if counted else 1
    if not counted and match["rel"].lower() == "last" and not match[0].lower().startswith("the"):
        return None  # "last week" is a week of the calendar: see _calendar
    if not counted and unit == "day":
        return None
    return Atom(match.start(), match.end(), "rolling", _back(count, unit))


def _back(count: int, unit: str) -> Resolve:
    """The ``count`` units up to the limit; with 0, an unknown number of them."""

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        return days.rolling(limit, count, unit) if count else days.span(None, limit)

    return resolve


def _spell(match: re.Match[str]) -> Atom | None:
    """In two months of fighting: told as a span that has just ended."""
    if match["hours"]:
        return Atom(match.start(), match.end(), "rolling", _back(int(match["hours"]), "hour"))
    if match["count"]:  # "in three weeks": they have passed, unless the sentence looks ahead
        passed = _back(number(match["count"]), match["units"].lower())
        return Atom(match.start(), match.end(), "rolling", lambda limit, ahead: UNKNOWN if ahead else passed(limit, ahead))
    unit = match["unit"] or match["one"] or match["single"] or match["runs"]
    return Atom(
        match.start(),
        match.end(),
        "rolling",
        _back(number(match["n"] or match["run"]) if match["n"] or match["run"] else 1, words()["units"][unit.lower()]),
    )


def _ordinal(match: re.Match[str]) -> Atom | None:
    """On the 17th: of this month, or of the one before."""
    day = int(match["day"] or match["day2"] or match["day3"])

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        for back in range(3):
            month = days.minus(limit.replace(day=1), -back if ahead else back, "month")
            found = days.safe_date(month.year, month.month, day)
            if found and (found >= limit if ahead else found <= limit):
                return days.one(found)
        return UNKNOWN

    return Atom(match.start(), match.end(), "ordinal", resolve)


def _feast(match: re.Match[str]) -> Atom | None:
    if match["feast"] == "new year" and _THE_YEAR.search(match.string, max(0, match.start() - 20), match.start()):
        return None  # "The new year is off to a bad start"
    month, day = words()["feasts"][" ".join(match["feast"].lower().split())]

    def resolve(limit: date | None, ahead: bool) -> Days:
        return days.one(date(days.day_year(limit, month, day, ahead), month, day)) if limit else UNKNOWN

    return Atom(match.start(), match.end(), "date", resolve)


def _same_period(match: re.Match[str]) -> Atom | None:
    """The same period of 2019: that year up to the day of speaking; the same week: the seven days up to it."""

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        back = limit.year - int(match["year"]) if match["year"] else 1
        until = days.minus(limit, back, "year")
        if match["unit"].lower() in ("week", "date"):
            return days.rolling(until, 1, "week") if match["unit"].lower() == "week" else days.one(until)
        return whole(until, "month", 0) if match["unit"].lower() == "month" else days.span(until.replace(month=1, day=1), until)

    return Atom(match.start(), match.end(), "same_period", resolve)


def _same(match: re.Match[str]) -> Atom | None:
    """That day, the same week, in that attack: of the date before it, which the caller passes as the limit."""
    unit = (match["unit"] or match["bare"] or "").lower()

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        if match["after"]:  # "the following morning"
            return days.one(days.minus(limit, -1, "day"))
        return days.one(limit) if unit not in ("week", "month", "year") else whole(limit, unit, 0)

    form = "event" if match["event"] else "apart" if match["after"] else "stretch" if unit in ("month", "year") else "same"
    return Atom(match.start(), match.end(), form, resolve)


def _recent(match: re.Match[str]) -> Atom | None:
    return Atom(match.start(), match.end(), "rolling", _back(0, "day"))


def _ago(match: re.Match[str], form: str = "ago") -> Atom | None:
    count, unit = (6, "month") if match.groupdict().get("half") else (number(match["n"]), words()["units"][match["unit"].lower()])

    def resolve(limit: date | None, ahead: bool) -> Days:
        return days.ago(limit, count, unit) if limit and count else UNKNOWN

    return Atom(match.start(), match.end(), form, resolve)


def _after(match: re.Match[str]) -> Atom | None:
    """A month after 29 people were killed: as long ago as that, seen from what is told now."""
    return _ago(match, "lapse")


def _passed(match: re.Match[str]) -> Atom | None:
    """It is a month since 29 people were killed: as long ago as that, to the day where it is "exactly" so long."""
    count, unit = number(match["n"] or match["n2"]), words()["units"][(match["unit"] or match["unit2"]).lower()]

    def resolve(limit: date | None, ahead: bool) -> Days:
        return days.ago(limit, count, unit, exact=bool(match["exact"])) if limit and count else UNKNOWN

    return Atom(match.start(), match.end(), "lapse", resolve)


def _apart(match: re.Match[str]) -> Atom | None:
    """Two days later, the day before: counted from the date before it, which the caller passes as the limit."""
    if match["eve"]:
        return Atom(match.start(), match.end(), "apart", lambda limit, ahead: days.one(days.minus(limit, 1, "day")) if limit else UNKNOWN)
    count, unit = number(match["n"]) if match["n"] else 1, words()["units"][match["unit"].lower()]
    sign = -1 if match["way"].lower() == "later" else 1
    if unit == "month" and not match["n"]:  # "in March, joining 4,500 who had come the month before"
        return Atom(match.start(), match.end(), "month_apart", lambda limit, ahead: whole(limit, unit, -sign) if limit else UNKNOWN)
    if unit == "hour":  # "three hours later" is still the same day, "24 hours later" the next
        count, unit = (count + 12) // 24, "day"
        return Atom(
            match.start(), match.end(), "apart", lambda limit, ahead: days.one(days.minus(limit, sign * count, unit)) if limit else UNKNOWN
        )
    return Atom(
        match.start(),
        match.end(),
        "apart",
        lambda limit, ahead: days.one(days.minus(limit, sign * count, unit)) if limit and count else UNKNOWN,
    )


def _forth(count: int, unit: str) -> Resolve:
    """The ``count`` units from the limit on; with 0, an unknown number of them."""
    return lambda limit, ahead: days.span(limit, days.minus(limit, -count, unit) if count else None) if limit else UNKNOWN


def _coming(match: re.Match[str]) -> Atom | None:
    unit, count = words()["units"][match["unit"].lower()], number(match["n"]) if match["n"] else 1
    if not match["n"] and not match[0].lower().startswith(("the", "these")):
        return None
    if "following" in match[0].lower():  # "in the following 48 hours": after what was told
        return Atom(match.start(), match.end(), "following", _forth(count, unit))
    return Atom(match.start(), match.end(), "coming", _forth(count, unit))


def _now(match: re.Match[str]) -> Atom | None:
    if match["now"]:
        return Atom(match.start(), match.end(), "now", lambda limit, ahead: days.one(limit) if limit else UNKNOWN)
    return Atom(match.start(), match.end(), "so_far", lambda limit, ahead: days.span(None, limit) if limit else UNKNOWN)


def _undated(form: str) -> Build:
    return lambda match: Atom(match.start(), match.end(), form, lambda limit, ahead: UNKNOWN)


BUILDERS: dict[str, Build] = {
    "near": _near,
    "rolling": _rolling,
    "spell": _spell,
    "same": _same,
    "ordinal": _ordinal,
    "feast": _feast,
    "same_period": _same_period,
    "recent": _recent,
    "ago": _ago,
    "after": _after,
    "passed": _passed,
    "apart": _apart,
    "coming": _coming,
    "now": _now,
    "habitual": _undated("habitual"),
    "clock": _undated("clock"),
    "told": _undated("told"),  # the caller knows what was told before
    "report": _undated("report"),  # and what the report is about
}
