"""Dates named by the calendar: what each pattern means for days, months, years, parts of them, and weekdays."""

from __future__ import annotations

import re
from datetime import date

from onrecord.reading import days
from onrecord.reading.datewords import Atom, Build, month_number, number, words
from onrecord.reading.days import UNKNOWN, Days

NEXT = frozenset({"next", "coming", "the coming", "the following", "following"})
LAST = frozenset({"last", "past", "previous", "the previous"})
_DIGITS = re.compile(r"\d+")


def _dated(match: re.Match[str]) -> Atom | None:
    """A day or days of a month, its year perhaps left out: 6 May; March 28 and 29; 24 and 30 May 2014."""
    if match.groupdict().get("counts") and not match["year"]:  # "In March 12 people died": a month and a count
        if not match.string[: match.start()].rstrip().lower().endswith((" on", "since", "until", "from")):
            return None
        end = match.start("counts")
    else:
        end = match.end()
    month, numbers, year = month_number(match["month"]), [int(n) for n in _DIGITS.findall(match["days"])], match["year"]
    if numbers != sorted(numbers):
        return None

    def resolve(limit: date | None, ahead: bool) -> Days:
        found = _year(year, limit)
        if found is None:
            if limit is None:
                return UNKNOWN
            found = days.day_year(limit, month, numbers[-1], ahead)
        first, last = days.safe_date(found, month, numbers[0]), days.safe_date(found, month, numbers[-1])
        return days.span(first, last) if first and last else UNKNOWN

    return Atom(match.start(), end, "date", resolve)


def _day_word(match: re.Match[str]) -> Atom | None:
    """The third of February."""
    month, day, year = month_number(match["month"]), words()["day_words"][match["word"].lower()], match["year"]

    def resolve(limit: date | None, ahead: bool) -> Days:
        found = _year(year, limit) or (days.day_year(limit, month, day, ahead) if limit else None)
        exact = days.safe_date(found, month, day) if found else None
        return days.one(exact) if exact else UNKNOWN

    return Atom(match.start(), match.end(), "date", resolve)


def _year(words_for_it: str | None, limit: date | None) -> int | None:
    """The year that is written or told ("last year"), or ``None`` where none is."""
    if not words_for_it:
        return None
    if words_for_it.isdigit():
        return int(words_for_it) + (2000 if len(words_for_it) == 2 else 0)
    if limit is None:
        return None
    first = words_for_it.lower().split()[-2]
    return limit.year + {"last": -1, "previous": -1, "next": 1, "following": 1}.get(first, 0)


def _iso(match: re.Match[str]) -> Atom | None:
    found = days.safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Atom(match.start(), match.end(), "date", lambda limit, ahead: days.one(found)) if found else None


def _numeric(match: re.Match[str]) -> Atom | None:
    found = numeric_date(match["a"], match["b"], match["y"])
    return Atom(match.start(), match.end(), "date", lambda limit, ahead: days.one(found)) if found else None


def numeric_date(a: str, b: str, year: str, us: bool = False) -> date | None:
    """A date in digits: the part above 12 is the day; where both could be the month, ``us`` tells the order."""
    first, second, full = int(a), int(b), int(year) + (2000 if len(year) == 2 else 0)
    month_first = second > 12 or (us and first <= 12)
    return days.safe_date(full, first, second) if month_first else days.safe_date(full, second, first)


def _part(table: str, *named: str | None) -> tuple[int, int] | None:
    """The bounds of "early", or of "early and mid" together."""
    bounds = [tuple(words()[table][name.lower().split()[-1]]) for name in named if name]
    return (min(b[0] for b in bounds), max(b[1] for b in bounds)) if bounds else None


def _month(match: re.Match[str]) -> Atom | None:
    name, part, year, rel = match["month"], match["part"], match["year"], (match["rel"] or "").lower()
    table = words()["month"]
    doubtful = name.title() in table["ambiguous"] or name.rstrip(".").title() in words()["short_months"]
    if doubtful and not (part or year or rel) and _word_before(match) not in table["after"]:
        return None
    number = month_number(name)
    bounds = _part("month_parts", part, match["part2"]) or (1, 31)

    def resolve(limit: date | None, ahead: bool) -> Days:
        found = _year(year, limit)
        if found is None:
            if limit is None:
                return UNKNOWN
            found = limit.year + (number < limit.month) if rel == "next" else days.month_year(limit, number, ahead)
            found -= rel == "last" and (found, number) == (limit.year, limit.month)
        return days.month_days(found, number, bounds)

    end = match.end() if year else match.end("month")
    return Atom(match.start(), end, "month", resolve)


def _calendar(match: re.Match[str]) -> Atom | None:
    """This, last or next week, weekend, month or year, or the named part of one."""
    part, unit, rel = match["part"], match["unit"].lower().replace("-", ""), match["rel"].lower()
    offset = -1 if rel in LAST else 1 if rel in NEXT else 0

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        return days.cut(whole(limit, unit, offset, part), None if ahead or offset > 0 else limit)

    return Atom(match.start(), match.end(), "calendar", resolve)


def whole(limit: date, unit: str, offset: int, part: str | None = None) -> Days:
    part = None if part and part.lower() in ("earlier", "later") else part
    if unit == "weekend":
        return days.weekend(limit, offset + (offset < 0 and limit.weekday() < 5))
    if unit == "week":
        found = days.week(limit, offset)
        return days.span(found.first, days.minus(found.first, -2, "day")) if part and found.first and "early" in part.lower() else found
    if unit == "month":
        at = days.minus(limit, -offset, "month")
        return days.month_days(at.year, at.month, _part("month_parts", part) or (1, 31))
    if unit == "year":
        return days.months(limit.year + offset, *(_part("year_parts", part) or (1, 12)))
    size = 10 if unit == "decade" else 100
    first = (limit.year // size + offset) * size
    return Days(date(first, 1, 1), date(first + size - 1, 12, 31), "span")


def _share(match: re.Match[str]) -> Atom | None:
    """The first half of 2016; the first three weeks of November; the last quarter of the year."""
    rank, unit = words()["ordinals"][match["which"].lower()], match["unit"].lower().rstrip("s")
    count = number(match["n"]) or 1
    whole = (match["whole"] or "").lower()

    def resolve(limit: date | None, ahead: bool) -> Days:
        if match["month"]:
            year = _year(match["year"], limit) or (days.month_year(limit, month_number(match["month"]), ahead) if limit else None)
            return _month_share(year, month_number(match["month"]), rank, count, unit) if year else UNKNOWN
        if limit is None and not whole.isdigit():
            return UNKNOWN
        if not whole and limit is not None:  # "in the first quarter"
            told = _share_of_year(limit.year, rank, count, unit)
            last_year = not ahead and told.first is not None and told.first > limit  # "in the third quarter", told in spring
            return days.cut(_share_of_year(limit.year - last_year, rank, count, unit), limit)
        if whole.endswith("month") and limit is not None:
            at = days.minus(limit, int("last" in whole), "month")
            return _month_share(at.year, at.month, rank, count, unit)
        year = int(whole) if whole.isdigit() else limit.year - ("last" in whole) if limit else 1
        return _share_of_year(year, rank, count, unit)

    return Atom(match.start(), match.end(), "month", resolve)


def _month_share(year: int, month: int, rank: int, count: int, unit: str) -> Days:
    size, length = {"half": 15, "quarter": 8, "fortnight": 14, "week": 7, "day": 1}.get(unit, 31) * count, days.length(year, month)
    if rank < 0:
        return days.month_days(year, month, (max(1, length + 1 - size), length))
    return days.month_days(year, month, ((rank - 1) * size + 1, 31 if unit == "half" and rank == 2 else min(31, rank * size)))


def _share_of_year(year: int, rank: int, count: int, unit: str) -> Days:
    if unit in ("day", "week", "fortnight"):
        start = date(year, 1, 1)
        length = {"day": 1, "week": 7, "fortnight": 14}[unit] * count
        first = days.minus(start, -(rank - 1) * length, "day") if rank > 0 else days.minus(date(year, 12, 31), length - 1, "day")
        return days.span(first, days.minus(first, 1 - length, "day"))
    size = min(12, {"half": 6, "quarter": 3}.get(unit, 1) * count)
    first_month = 13 - size if rank < 0 else min(13 - size, (rank - 1) * size + 1)
    return days.months(year, first_month, first_month + size - 1)


def _part_year(match: re.Match[str]) -> Atom | None:
    year, part, unit = match["year"], match["part"], (match["unit"] or "year").lower()
    of = (match["this"] or "").lower()
    offset = -1 if of == "last" else 0

    def resolve(limit: date | None, ahead: bool) -> Days:
        if year:
            return days.months(int(year), *(_part("year_parts", part) or (1, 12)))
        if limit is None:
            return UNKNOWN
        found = whole(limit, unit, offset, part)
        if of == "the" and not ahead and found.first and found.first > limit:  # "by the end of the month", told after it
            return whole(limit, unit, -1, part)
        return found

    return Atom(match.start(), match.end(), "stretch" if of.startswith(("that", "the same")) else "year", resolve)


def _years(match: re.Match[str]) -> Atom | None:
    first, second = int(match["a"]), match["b"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    if last <= first:
        return None
    whole = Days(date(first, 1, 1), date(last, 12, 31), "span")
    form = "described_year" if match["of"] else "year"
    return Atom(match.start(), match.end("b"), form, lambda limit, ahead: days.cut(whole, limit))


_PARTS_OF_TEN = {"early": (0, 3), "mid": (4, 6), "late": (6, 9), "first": (0, 4), "second": (5, 9)}


def _decade(match: re.Match[str]) -> Atom | None:
    first = int(match["year"])
    low, high = _PARTS_OF_TEN.get((match["half"] or match["part"] or "").lower(), (0, 9))
    whole = Days(date(first + low, 1, 1), date(first + high, 12, 31), "span")
    return Atom(match.start(), match.end(), "year", lambda limit, ahead: whole)


def _bare_year(match: re.Match[str]) -> Atom | None:
    """A year alone, where the word before it leaves no doubt that it is one."""
    year, table, word = int(match["year"]), words()["year"], _word_before(match)
    if word not in table["after"] or (match["counts"] and word in table["counting"]):
        return None
    return Atom(match.start(), match.end("year"), "year", lambda limit, ahead: days.year_days(year))


def _described_year(match: re.Match[str]) -> Atom | None:
    """A year that names an event: "the 2008 conflict"; before a name ("a 2016 World Bank study") only after an article."""
    year = int(match["year"])
    if match["name"] and (year % 100 == 0 or _word_before(match) not in ("a", "an", "the")):
        return None
    if match["document"]:  # when a report appeared, not when what it tells of happened
        return Atom(match.start(), match.end("year"), "described_year", lambda limit, ahead: UNKNOWN)
    return Atom(match.start(), match.end("year"), "described_year", lambda limit, ahead: days.year_days(year))


def _word_before(match: re.Match[str]) -> str:
    """The word or mark before a match, in lower case; empty at the start of the text."""
    before = re.search(r"(\w+|\S)\s*$", match.string[max(0, match.start() - 20) : match.start()])
    return before[1].lower() if before else ""


def _season(match: re.Match[str]) -> Atom | None:
    if not (match["rel"] or match["year"]) and not match[0].lower().startswith("the "):
        return None
    first, last = words()["seasons"][match["season"].lower()]
    rel = (match["rel"] or "").lower()

    def resolve(limit: date | None, ahead: bool) -> Days:
        year = _year(match["year"], limit)
        if year is None:
            if limit is None:
                return UNKNOWN
            year = days.month_year(limit, first, ahead)
            year -= rel == "last" and limit <= (days.months(year, first, last).last or limit)
        return days.cut(days.months(year, first, last), None if ahead else limit)

    return Atom(match.start(), match.end(), "month", resolve)


def _weekday(match: re.Match[str]) -> Atom | None:
    number_of_day = [name.lower() for name in words()["weekdays"]].index(match["weekday"].lower())
    rel, after = (match["rel"] or "").lower(), (match["after"] or "").lower()

    def resolve(limit: date | None, ahead: bool) -> Days:
        if limit is None:
            return UNKNOWN
        if after == "week":  # "on Sunday week": a week before that
            return days.one(days.minus(days.weekday(limit, number_of_day), 7, "day")) if not ahead else UNKNOWN
        if after:
            monday = days.week(limit, {"last": -1, "next": 1}.get(after.split()[0], 0)).first
            return days.one(days.minus(monday, -number_of_day, "day")) if monday else UNKNOWN
        return days.one(days.weekday(limit, number_of_day, ahead or rel in NEXT, strict=rel in LAST or rel in NEXT))

    return Atom(match.start(), match.end(), "weekday", resolve)


BUILDERS: dict[str, Build] = {
    "day_month": _dated,
    "day_mark": _dated,
    "month_day": _dated,
    "day_word": _day_word,
    "iso": _iso,
    "numeric": _numeric,
    "month": _month,
    "calendar": _calendar,
    "share": _share,
    "part_year": _part_year,
    "years": _years,
    "decade": _decade,
    "year": _bare_year,
    "described_year": _described_year,
    "season": _season,
    "weekday": _weekday,
}
