"""What a story says about itself before it begins: headline, dateline, stamps with the day of publication.

Only the opening of a text is looked at, so this takes the same time for a text of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.reading import days
from onrecord.reading.dates_named import numeric_date
from onrecord.reading.datewords import fragments, month_number, words

_OPENING = 3000  # characters: mastheads and datelines lie within
_CAPTION = 260  # characters: what stands above a dateline is longer than this only if it is text already
_HEADLINE = 160  # characters
_TOP = 6  # lines that may hold the title and what stands below it
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_BREAK = re.compile(r"\s*\n\s*|[ \t]{2,}(?=\S)|\s\|\s+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a file's own words say about itself. ``None`` where they do not say.

    ``place`` and ``agency`` are those of the dateline ("ANKARA", "Reuters"); ``body_start`` is the offset at which the
    story begins, after headline, stamps and dateline.
    """

    title: str | None
    published: date | None
    place: str | None
    agency: str | None
    body_start: int
    title_span: tuple[int, int] | None
    dateline_span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Dateline:
    start: int
    end: int
    place: str | None
    agency: str | None
    month: int | None
    day: int | None
    year: int | None


def masthead(text: str, title: str | None = None, published: date | None = None) -> Masthead:
    """Read the opening of ``text``. ``title`` and ``published`` win over what the text says.

    A dateline without a year ("Nov 9") takes that of a stamp in the opening, or of ``published``; without either the
    publication day stays unknown.
    """
    opening = text[:_OPENING]
    lines = list(_lines(opening))
    dateline = _find_dateline(opening, lines)
    head_end = dateline.start if dateline else min(len(opening), 600)
    stamps, stamp_ends = _stamps(opening, lines, head_end, dateline)
    day = published or _dateline_day(dateline, stamps) or next(iter(stamps), None) or _closing_day(opening, lines)
    body = dateline.end if dateline else max(stamp_ends, default=0)
    headline = _headline(opening, lines, dateline, body)
    if headline and not dateline:
        body = max(body, headline[1])
    body += len(opening[body:]) - len(opening[body:].lstrip())
    return Masthead(
        title=title or (" ".join(opening[slice(*headline)].split()) if headline else None),
        published=day,
        place=dateline.place if dateline else None,
        agency=dateline.agency if dateline else None,
        body_start=body,
        title_span=headline,
        dateline_span=(dateline.start, dateline.end) if dateline else None,
    )


def _lines(opening: str) -> Iterator[tuple[int, int]]:
    """Lines, and stretches that a wide gap sets apart, where line breaks were lost."""
    start = len(opening) - len(opening.lstrip())
    for gap in _BREAK.finditer(opening, start):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(opening):
        yield start, len(opening)


# --- dateline -------------------------------------------------------------------------------------------------------

_WORD = r"(?:[^\W\d_a-z]|(?:al|el|an|as|ad)-)[\w.'’´]*(?:-[\w'’´]+)*"
_JOIN = r"(?:[ /-](?:(?:de|la|of|el|du|and|da|do|al)\s)?)"
_PLACE = re.compile(rf"{_WORD}(?:{_JOIN}{_WORD}){{0,4}}(?:,\s{_WORD}(?:\s(?:(?:of|and|the)\s){{0,2}}{_WORD}){{0,3}}){{0,2}}")
_PAREN = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]")
_DASH = re.compile(r"\s*(?:--+|[-–—―\x96\x97])\s*|\s*:\s+")
_SKIP = re.compile(r"[,\s|]*")
_UPDATE = re.compile(r"(?:update|updated)\s*[:,]?\s+", re.I)


@cache
def _date_pattern() -> re.Pattern[str]:
    """A day with or without its year, and the weekday before it: "Nov 9", "Tuesday, 3 May 2014"."""
    parts = fragments()
    weekday = rf"(?:(?:{parts['weekdays']}|{parts['short_weekdays']})\.?,?\s+)?"
    month, day, year = parts["months"], r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)", r"(?:\s*,?\s*(?P<year{}>(?:19|20)\d\d))?"
    return re.compile(
        rf"{weekday}(?:(?P<month1>{month})\s*(?P<day1>{day}){year.format(1)}|(?P<day2>{day})\s*(?P<month2>{month}){year.format(2)})"
    )


def _find_dateline(opening: str, lines: list[tuple[int, int]]) -> _Dateline | None:
    """The first line that begins with a dateline; the lines above it are headlines, bylines and captions."""
    above = 0
    for start, end in lines[:12]:
        if above > 4 * _CAPTION:
            return None
        if found := _dateline_at(opening, start, end):
            return found
        above += max(0, end - start - _CAPTION) * 4
    return None


def _dateline_at(opening: str, start: int, line_end: int) -> _Dateline | None:
    """Read place, day and agency, in whatever order, up to the dash or colon that ends a dateline."""
    cursor = update.end() if (update := _UPDATE.match(opening, start)) else start
    place = agency = None
    when: tuple[int, int, int | None] | None = None
    for _ in range(5):
        cursor = _skip(opening, cursor)
        if when is None and (match := _date_pattern().match(opening, cursor, line_end)):
            when, cursor = _day_of(match), match.end()
        elif paren := _PAREN.match(opening, cursor, line_end):
            place, agency, when = _in_brackets(paren[1], place, agency, when)
            cursor = paren.end()
        elif place is None and (match := _place_at(opening, cursor, line_end)):
            place, cursor = match[0].rstrip(" ,"), match.end()
        elif dash := _DASH.match(opening, cursor, line_end):
            if _continues(opening, dash.end(), line_end, place, when):
                if place and when is None:
                    place, agency = None, place  # "GIS - 19 January 2015:"
                cursor = dash.end()
                continue
            return _accept(opening, (start, dash.end(), line_end), place, agency, when, ":" in dash[0])
        else:
            break
    if (
        when
        and place is None
        and _skip(opening, cursor) >= line_end
        and start < _CAPTION
        and not opening[:start].rstrip().endswith((".", ":"))
    ):
        return _Dateline(start, cursor, place, agency, *when)
    return None


def _skip(opening: str, cursor: int) -> int:
    match = _SKIP.match(opening, cursor)
    return match.end() if match else cursor


def _place_at(opening: str, cursor: int, line_end: int) -> re.Match[str] | None:
    """A run of capitalised words that does not swallow the day after it ("ANKARA, Nov 9")."""
    match = _PLACE.match(opening, cursor, line_end)
    while match:
        dated = _date_pattern().search(opening, cursor, match.end() + 24)
        if not dated or dated.start() >= match.end():
            return match
        match = _PLACE.match(opening, cursor, _trimmed(opening, cursor, dated.start()))
    return None


def _trimmed(opening: str, start: int, end: int) -> int:
    return start + len(opening[start:end].rstrip(" ,"))


def _day_of(match: re.Match[str]) -> tuple[int, int, int | None]:
    month, day, year = (match[f"{part}1"] or match[f"{part}2"] for part in ("month", "day", "year"))
    return month_number(month), int(re.sub(r"\D", "", day)), int(year) if year else None


def _in_brackets(
    inside: str, place: str | None, agency: str | None, when: tuple[int, int, int | None] | None
) -> tuple[str | None, str | None, tuple[int, int, int | None] | None]:
    """What brackets in a dateline hold: a day, a place where none came before, or the agency."""
    dated = _date_pattern().search(inside)
    if dated and when is None:
        before = inside[: dated.start()].strip(" ,")
        return place or before or None, agency, _day_of(dated)
    if place is None and not (inside.isupper() and len(inside) < 3):
        return inside, agency, when
    return place, inside, when


def _continues(opening: str, cursor: int, line_end: int, place: str | None, when: tuple[int, int, int | None] | None) -> bool:
    """Whether after a dash the dateline goes on: "Jan. 28 -- MARION -- ", "GIS - 19 January 2015:"."""
    if when and place is None:
        match = _PLACE.match(opening, cursor, line_end)
        return bool(match and match[0].isupper() and _DASH.match(opening, match.end(), line_end))
    return (
        when is None
        and place is not None
        and bool(re.fullmatch(r"[A-Z]{2,6}", place))
        and bool(_date_pattern().match(opening, cursor, line_end))
    )


def _accept(
    opening: str, bounds: tuple[int, int, int], place: str | None, agency: str | None, when: tuple[int, int, int | None] | None, colon: bool
) -> _Dateline | None:
    """A day or an agency makes it a dateline; a place alone must be in capitals, or short before a spaced dash and a long line."""
    start, end, line_end = bounds
    goes_on = line_end - end > 40 and bool(re.match(r"[^\W\d_]|[\d\"“'‘]", opening[end : end + 1]))
    if not (place or when) or not goes_on:
        return None
    if when is None and agency is None:
        stop = set(words()["masthead"]["no_place"])
        if place is None or any(word.lower().strip(".,") in stop for word in place.split()):
            return None
        head = place.split(",")[0]
        short = len(place.split()) <= 3 and not colon and opening[end : end + 1].isupper() and line_end - end > 80
        if not (head.isupper() and len(head) > 3) and not short:
            return None
    return _Dateline(start, end, place, agency, *(when or (None, None, None)))


# --- stamps and headline --------------------------------------------------------------------------------------------


def _stamps(opening: str, lines: list[tuple[int, int]], head_end: int, dateline: _Dateline | None) -> tuple[list[date], list[int]]:
    """The full dates of stamps in the masthead, "published" before "updated", and where the stamp lines end."""
    found: list[tuple[int, date]] = []
    ends: list[int] = []
    for start, end in lines:
        if start >= head_end:
            break
        line = opening[start:end]
        if len(line) > _CAPTION:
            break  # the story has begun
        dates = list(_full_dates(line, dateline))
        alone = bool(dates) and _only_stamps(line)
        for first, last, day in dates:
            if alone or _labelled(line[:first]):
                ends.append(end if alone else start + last)
                before = line[max(0, first - 24) : first].lower()
                found.append((int("updat" in before or "modif" in before), day))
    return [day for _, day in sorted(found, key=lambda pair: pair[0])], ends


def _closing_day(opening: str, lines: list[tuple[int, int]]) -> date | None:
    """The date, set apart, with which the first short lines end, if it is one: "Displacement in Upper Nile, 14 May 2024", "Update (14 May 2024)"."""
    told: set[date] = set()
    for start, end in lines[:_TOP]:
        line = opening[start:end]
        if len(line) > _HEADLINE or not line.rstrip(" )]")[-1:].isdigit():
            continue
        for first, last, day in _full_dates(line, None):
            if re.search(r"(?:[,;:|(–—-]|\bas of)\s*(?:as (?:of|at)\s+)?$", line[:first], re.I) and not line[last:].strip(" )]"):
                told.add(day)
    return told.pop() if len(told) == 1 else None  # several head the entries of a chronology


def _labelled(before: str) -> bool:
    """Whether a date stands right after a label: "Published:", "Last updated on Friday", "Posted 10:15"."""
    label = "|".join(words()["masthead"]["stamps"])
    between = r"(?:(?:on|at|by|the)\W+|\w+day\W+|\d{1,2}[:.]\d\d\W*(?:[ap]\.?m\.?)?\W*)*"
    return bool(re.search(rf"(?:^|[|.]\W*)(?:{label})\W*{between}$", before, re.I))


def _only_stamps(line: str) -> bool:
    """Whether a line holds dates, clock times and their labels, and hardly anything else."""
    label = "|".join(words()["masthead"]["stamps"])
    rest = re.sub(rf"{label}|\b(?:[ap]\.?m\.?|[ECMP][SD]?T|GMT|UTC|on|at|edition|am|pm)\b|\b\w+day\b", "", line, flags=re.I)
    rest = re.sub(r"[\W\d_]+", "", _date_pattern().sub("", rest))
    return len(rest) <= 8


def _full_dates(line: str, dateline: _Dateline | None) -> Iterator[tuple[int, int, date]]:
    """Dates with their year: in words, ISO, or digits (month first where a US cue or the dateline says so)."""
    for match in _date_pattern().finditer(line):
        month, day, year = _day_of(match)
        if year and (found := days.safe_date(year, month, day)):
            yield match.start(), match.end(), found
    for match in _ISO.finditer(line):
        if found := days.safe_date(int(match[1]), int(match[2]), int(match[3])):
            yield match.start(), match.end(), found
    for match in _NUMERIC.finditer(line):
        american = match[2] != "." and bool(re.search(r"\b[ap]\.?m\.?\b|\b[ECMP][SD]?T\b", line, re.I))
        if dateline and dateline.month and (int(match[1]), int(match[3])) == (dateline.month, dateline.day):
            american = True
        if found := numeric_date(match[1], match[3], match[4], us=american):
            yield match.start(), match.end(), found


def _dateline_day(dateline: _Dateline | None, stamps: list[date]) -> date | None:
    if not dateline or not dateline.month or not dateline.day:
        return None
    if dateline.year:
        return days.safe_date(dateline.year, dateline.month, dateline.day)
    if not stamps:
        return None
    return days.safe_date(days.day_year(stamps[0], dateline.month, dateline.day), dateline.month, dateline.day)


def _headline(opening: str, lines: list[tuple[int, int]], dateline: _Dateline | None, body: int) -> tuple[int, int] | None:
    """The first short line without a full stop that stands above the story and is no stamp or byline."""
    limit = dateline.start if dateline else None
    skip = re.compile("|".join(words()["masthead"]["bylines"]), re.I)
    for number, (start, end) in enumerate(lines[:6]):
        line = opening[start:end]
        if limit is not None and start >= limit:
            break
        follows = number + 1 < len(lines)
        if not follows or len(line) > _HEADLINE or len(line.split()) < 3:
            if len(line) > _HEADLINE:
                break
            continue
        if re.search(r"[.…:]\W*$|^\W", line) or skip.match(line) or _only_stamps(line) or any(True for _ in _full_dates(line, None)):
            continue
        return start, end
    return None
