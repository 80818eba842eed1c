"""The dates above the sections of a digest, a timeline or a chronology: they date what is told below them.

One date line says nothing of the kind: it may be that of publication. Three or more with prose below them do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache

from onrecord.reading import days
from onrecord.reading.dates_named import numeric_date
from onrecord.reading.datewords import fragments, month_number, words
from onrecord.reading.days import Days
from onrecord.reading.timespan import Kind, TimeSpan
from onrecord.text import Sentence

_FEWEST = 3  # headings that make a report one of dated sections
_HOURS = frozenset("a p m am pm h hrs hours utc gmt local time".split())
_OPENING = 8  # sentences, lines of the masthead among them
_PROSE = re.compile(r"[^\W\d_]{2}[.!?][\"”’)\]]*(?=\s|$)")


@cache
def _heading() -> re.Pattern[str]:
    """A line that is nothing but a date, or that opens with one before a colon: "12 October 2014", "– 2010: Russia –", "- 14: A bomb ..."."""
    parts = fragments()
    weekday = rf"(?:(?:{parts['weekdays']}|{parts['short_weekdays']})\.?,?[ ]+)?"
    month, year = parts["months"], r"(?:1\d|20)\d\d(?!\d)"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?:[ ]?[-–][ ]?(?:[12]\d|3[01]|0?[1-9]))?(?!\d)"
    dated = (
        rf"{weekday}(?:(?P<day1>{day})[ ]+(?P<month1>{month})|(?P<month2>{month})[ ]+(?P<day2>{day}))(?:,?[ ]+(?P<year1>{year}))?"
        rf"|(?P<month3>{month}),?[ ]+(?P<year2>{year})|(?P<a>\d\d?)[-./](?P<b>\d\d?)[-./](?P<y>(?:20)?\d\d)(?!\d)"
        rf"|(?P<year3>{year})(?:,[ ]{year})*|(?P<day3>{day})(?=:)|(?:[A-Z][\w.'’ ]{{2,30}},[ ])?[A-Z][\w.'’ ]{{2,30}}-(?P<year4>{year})(?=:)"
    )
    return re.compile(rf"^[ \t]*[-–—•*=#(\[]{{0,4}}[ \t]*(?:{dated})[)\]]?[ \t]*(?:[-–—=.:]{{0,3}}[ \t]*$|:(?=\s))", re.M)


def sections(text: str, published: date | None) -> tuple[TimeSpan, ...]:
    """The dated headings of a report in order, or none where it is not told in dated sections."""
    found: list[TimeSpan] = []
    for match in _heading().finditer(text):
        resolved = _days(match, published, found)
        if resolved and resolved.last and (published is None or resolved.last <= published):
            kind: Kind = "point" if resolved.precision == "day" else "window"
            found.append(TimeSpan(match.start(), match.end(), resolved.first, resolved.last, resolved.precision, kind))
    ends = [*(span.start for span in found[1:]), len(text)]
    told = [span for span, end in zip(found, ends, strict=False) if _PROSE.search(text, span.end, end)]
    return tuple(told) if len({span.first for span in told}) >= _FEWEST else ()


def title_day(parts: Sequence[Sentence], spans: Sequence[tuple[TimeSpan, ...]]) -> date | None:
    """The day of which the whole report is, where its title or a line below says so: "Situation Report No. 12 as of 14 January"."""
    documents = frozenset(words()["masthead"]["documents"])
    for sentence, found in zip(parts[:_OPENING], spans, strict=False):
        if sentence.tokens[-1].text == ".":
            continue
        dated = next((span for span in found if span.kind == "as_of" and span.precision == "day"), None)
        if dated and (any(token.lower in documents for token in sentence.tokens) or _is_day_line(sentence, dated)):
            return dated.last
    return None


def _is_day_line(sentence: Sentence, dated: TimeSpan) -> bool:
    """Whether a line tells nothing but the day, and perhaps the hour: "As of 3 October 2019, 6:00 PM"."""
    if [token.lower for token in sentence.tokens[:2]] != ["as", "of"]:
        return False
    return all(token.lower in _HOURS for token in sentence.tokens if token.start >= dated.end and token.text.isalpha())


def section_of(offset: int, found: Sequence[TimeSpan]) -> TimeSpan | None:
    """The heading under which an offset stands."""
    at = bisect_right(found, offset, key=lambda span: span.start)
    return found[at - 1] if at else None


def _days(match: re.Match[str], published: date | None, before: Sequence[TimeSpan]) -> Days | None:
    """What a heading dates; its year may be that of publication, its month that of the heading before it."""
    part = match.groupdict()
    year = next((int(part[name]) for name in ("year1", "year2", "year3", "year4") if part[name]), None)
    of_month = next(([int(number) for number in re.findall(r"\d+", part[name])] for name in ("day1", "day2", "day3") if part[name]), [])
    named = next((month_number(part[name]) for name in ("month1", "month2", "month3") if part[name]), None)
    if part["y"]:
        found = numeric_date(part["a"], part["b"], part["y"])
        return days.one(found) if found else None
    if not of_month:
        return days.month_days(year, named) if year and named else days.year_days(year) if year else None
    above = before[-1].first if before and not named else None
    if above:
        year, named = above.year, above.month
    elif named and not year and published:
        year = days.day_year(published, named, of_month[-1])
    if not year or not named:
        return None
    first, last = days.safe_date(year, named, of_month[0]), days.safe_date(year, named, of_month[-1])
    return days.span(first, last) if first and last and first <= last else None
