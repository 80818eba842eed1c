"""Time expressions in a sentence, resolved to intervals of days against the day the report was published.

Atoms ("6 May", "Friday", "the past 24 hours") come from :mod:`onrecord.reading.dates_found`. Here neighbours are joined
("between 23 December and 28 January", "11 a.m. Sunday"), the words before them read ("since", "as of", "by"), and what
they leave out is filled in, from right to left, so that an interval never ends before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, takewhile
from typing import Literal

from onrecord.reading import days, near
from onrecord.reading.dates_found import find
from onrecord.reading.dates_joined import BETWEEN, DATED, choose, groups
from onrecord.reading.dates_said import said as said_in
from onrecord.reading.dates_since import compared, since_event
from onrecord.reading.datewords import Atom, number, words
from onrecord.reading.days import UNKNOWN, Days, cut, span
from onrecord.reading.timespan import Kind, TimeSpan, Told
from onrecord.reading.whose_date import is_compared
from onrecord.text import Sentence, Token

_PLAN = 15  # tokens: how far before a date "will" or "expected" may stand
_STOPS = frozenset({";", ":", "“", "”", "after", "since", "when", "who"})  # an earlier "will" does not reach across these
_TURNS = frozenset(("and", "but", ";", "who", "which", "where"))
_EXPECTED = frozenset((("are", "expected"), ("is", "expected"), ("are", "due"), ("are", "to")))
_RELATIVE = frozenset(("apart", "month_apart", "same", "event"))  # these count from what was told before
_DAILY = frozenset({"ordinal", "date", "weekday"})
_TWO_DAYS = re.compile(r"\d(?:st|nd|rd|th)?\s*(?:and|to|until|till|through|[-–—])\s*(?:the\s+)?\d", re.I)
_SINCE = re.compile(r"\b(?:ever\s+)?since\b", re.I)  # never points ahead
_MONTHS = re.compile(r"\b(?P<n>\w+)\s+months\b", re.I)
_END = re.compile(r"\b(?:end|close)\s+of\b", re.I)
_STALE = timedelta(days=10)
_YEARS = (1000, 9000)  # outside, counting back and forth could leave the calendar
_TITLE = 6  # sentences and lines among which the title stands
_ITEMS = 15  # items of a list that its lead may date
UpTo = Literal["before", "night_to", "week_to", "year_to"]  # what is told by its last day
_MIDDLE = (11, 20)  # days of a month: "mid-April"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One or more atoms read as one date, with the word before them."""

    start: int
    end: int
    atoms: tuple[Atom, ...]
    kind: Kind | UpTo | None
    ahead: bool = False
    said: bool = False
    closing: bool = False  # "the end of May"
    compared: bool = False  # "the worst flood since 1990"
    stamp: bool = False  # the clock time that opens an entry of a live report
    months: int = 12  # of a stretch that is told by its last: "the nine months to September"


def time_spans(text: str, sentence: Sentence, published: date | None, told: Told | None = None) -> tuple[TimeSpan, ...]:
    """The time expressions of a sentence, in order and without overlap. Their words cover every number that is part of a date.

    ``told`` is what the sentences before it told of, for "two days later" and "the same day".
    """
    if published and not _YEARS[0] <= published.year <= _YEARS[1]:
        published = None
    told = told or Told()
    lowered = frozenset(token.lower for token in sentence.tokens)
    atoms = choose(list(find(text, sentence.start, sentence.end, lowered)))
    if not atoms:
        return since_event(text, sentence, (), told) if "since" in lowered else ()
    phrases = [_phrase(text, sentence, group) for group in groups(text, atoms)]
    found = _resolve(phrases, published, told)
    return since_event(text, sentence, found, told) if "since" in lowered else found


def all_spans(
    text: str, parts: Sequence[Sentence], published: date | None, headings: Sequence[TimeSpan] = ()
) -> tuple[tuple[TimeSpan, ...], ...]:
    """The time spans of every sentence of a report; a day told earlier in a paragraph dates "two days later" in it.

    Under a dated heading the sentences speak from its day.
    """
    found: list[tuple[TimeSpan, ...]] = []
    told, paragraph, section = Told(), -1, 0
    last = told  # a paragraph goes on with the one before it only
    for sentence in parts:
        if sentence.paragraph != paragraph:
            # A paragraph without a day lets that of the one before it pass.
            told = replace(last, passed=True) if last.latest else replace(told, faded=True, spoken=last.spoken)
            last, paragraph = Told(report=last.report), sentence.paragraph
        while section < len(headings) and headings[section].start <= sentence.start:
            section += 1
        found.append(time_spans(text, sentence, (headings[section - 1].last if section else None) or published, told))
        if sentence.index < _TITLE and (about := _about(sentence, found[-1])) and told.report == UNKNOWN:
            told, last = replace(told, report=about), replace(last, report=about)
        for expression in (one for one in found[-1] if not is_compared(sentence, one)):  # "9 percent fewer than a year ago"
            told, last = told.then(expression), last.then(expression)
    return tuple(found)


def _about(sentence: Sentence, spans: Sequence[TimeSpan]) -> Days | None:
    """The weeks or months that a line of the title names as those of the report."""
    if not spans or sentence.tokens[-1].text in (".", ":", "”", '"'):
        return None
    span = spans[-1]
    known = span.kind == "window" and span.first and span.last and not span.said
    return Days(span.first, span.last, span.precision) if known and span.precision in ("month", "span", "week") else None


def spans_before(parts: Sequence[Sentence], spans: Sequence[tuple[TimeSpan, ...]], index: int, since: int = 0) -> tuple[TimeSpan, ...]:
    """The time spans of the sentences before one in its paragraph, nearest first; for an item of a list, those of its lead as well. Those of
    numbers that were given to compare tell nothing of what follows, nor do sentences that end before ``since``.

    The day of "On Saturday the ministry said:" is that of the statement.
    """
    found: list[TimeSpan] = []
    back = index - 1
    while back >= 0 and parts[back].paragraph == parts[index].paragraph:
        if parts[back].end < since:
            return tuple(found)  # a paragraph may be as long as the report
        found.extend(span for span in spans[back] if not is_compared(parts[back], span))
        back -= 1
    while back >= max(0, index - _ITEMS) and parts[back].tokens and parts[back].tokens[-1].text not in (".", ":", "”", '"'):
        back -= 1
    if back < 0 or back < index - _ITEMS or not parts[back].tokens or parts[back].tokens[-1].text != ":":
        return tuple(found)
    told = any(token.lower in words()["saying"]["verbs"] for token in parts[back].tokens)
    found.extend(replace(span, said=told or span.said) if span.kind == "point" else span for span in spans[back])
    return tuple(found)


# --- the words around -----------------------------------------------------------------------------------------------


@cache
def _prefixes() -> re.Pattern[str]:
    kinds = []
    for kind, wordings in words()["prefix"].items():
        longest_first = "|".join(sorted(wordings, key=len, reverse=True)).replace(" ", r"\s+")
        kinds.append(f"(?P<{kind}>{longest_first})")
    return re.compile(rf"\b(?:{'|'.join(kinds)})\s+(?:(?:the|early|late|at\s+least|about|around|approximately|some)\s+)*$", re.I)


def _phrase(text: str, sentence: Sentence, group: Sequence[Atom]) -> _Phrase:
    start, end = group[0].start, group[-1].end
    dated = tuple(atom for atom in group if atom.form != "clock") or (group[0],)
    ranged = len(dated) > 1 or _TWO_DAYS.search(text, start, end)
    between = BETWEEN.search(text, max(sentence.start, start - 30), start) if ranged else None
    prefix = between or _best_prefix(text[max(sentence.start, start - 40) : start])
    kind = _kind_after(prefix, group[0], dated[0]) if prefix and not between else None
    if prefix and kind == "since" and prefix[0].lower().startswith("from") and _names_event(sentence, end):
        kind = None
    offset = 0 if between else max(sentence.start, start - 40)
    begin = prefix.start() + offset if prefix else start
    said = kind is None and group[0].form in DATED | {"calendar"} and said_in(text, sentence, begin, end)
    stamp = dated[0].form == "clock" and begin == sentence.start and (begin == 0 or text[begin - 1] == "\n")
    besides = kind == "since" and compared(sentence, begin)
    closing = len(dated) == 1 and bool(_END.search(text, start, end))  # not "between January and the end of May"
    ahead = not _SINCE.match(text, begin, start) and _ahead(sentence, begin, end)
    counted = _MONTHS.search(prefix[0]) if prefix and kind == "year_to" else None
    return _Phrase(begin, end, dated, kind, ahead, said, closing, besides, stamp, number(counted["n"]) if counted else 12)


def _kind_after(prefix: re.Match[str], opening: Atom, dated: Atom) -> Kind | UpTo | None:
    """What the words before a date make of it; ``None`` where they leave it as it is."""
    named = next((name for name, words_found in prefix.groupdict().items() if words_found), "plain")
    if named == "through":
        named = "until" if dated.form in _DAILY else "plain"
    if named == "before" and opening is not dated and opening.form in ("clock", "part"):
        named = "plain"  # "just before midnight on Saturday"
    if prefix[0].lower().startswith("after") and (opening.form == "clock" or dated.form == "described_year"):
        named = "plain"  # "shortly after 8 p.m. on Monday"; "six years after the 2008 floods": the floods are what is told of
    return None if named == "plain" else named  # type: ignore[return-value]


def _names_event(sentence: Sentence, end: int) -> bool:
    """Whether a date only tells which event is meant: "missing from the Wednesday night attacks"."""
    following = near.behind(sentence, end, 1)
    return bool(following) and following[0].lower in words()["told_of"]["events"]


def _best_prefix(before: str) -> re.Match[str] | None:
    """The longest run of prefix words that ends right before a date."""
    return _prefixes().search(before)


def _ahead(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the wording before (or just after) a date points to the future: "will meet on Friday", "on Friday will"."""
    ahead = frozenset(words()["ahead"]["words"])
    told = frozenset(words()["saying"]["verbs"])
    before = near.before(sentence, start, _PLAN)
    for distance, token in enumerate(reversed(before)):
        if (token.lower in told and distance < 3) or token.text in _STOPS:
            break
        if token.text in ahead or (token.lower == "due" and _is_due(before[len(before) - distance :])):  # not "May"
            return True
    after = [token.lower for token in near.behind(sentence, end, _PLAN)]
    clause = takewhile(lambda low: low not in _TURNS, after[1:] if after[:1] == [","] else ())
    if not _EXPECTED.isdisjoint(pairwise(clause)):
        return True  # "In September, up to 2,000 people a day are expected to cross"
    return not {"will", "shall"}.isdisjoint(after[:4]) and told.isdisjoint(after[:4])


def _is_due(following: Sequence[Token]) -> bool:
    """Whether the words after "due" make it a plan ("due to meet", "due in Geneva") rather than a cause ("due to floods")."""
    if not following or following[0].lower != "to":
        return True
    return len(following) > 1 and following[1].lower in words()["ahead"]["due"]


# --- resolving ------------------------------------------------------------------------------------------------------


def _resolve(phrases: list[_Phrase], published: date | None, told: Told) -> tuple[TimeSpan, ...]:
    """Statement days first, since "in the past week, she said on Tuesday" counts back from that Tuesday."""
    anchor = published
    for phrase in phrases:
        if phrase.said:
            day = _days(phrase, published).last
            if day and published and published - _STALE <= day <= published:
                anchor = day
    found: list[TimeSpan] = []
    for phrase in phrases:
        form = phrase.atoms[-1].form
        limit = _limit(phrase, told, anchor, published)
        resolved = _days_told(phrase, limit, told, published)
        if form == "near" and resolved.first != resolved.last:
            phrase = replace(phrase, said=False)  # "twelve deaths reported overnight" happened overnight
        made = _span(phrase, resolved, published)
        if form in ("ago", "lapse") and limit:
            made = replace(made, counted=days.same_day(resolved, limit))
        found.append(made)
        told = told.then(made)
    return tuple(found)


def _limit(phrase: _Phrase, told: Told, anchor: date | None, published: date | None) -> date | None:
    """The day from which a phrase looks back: that of publication, of a statement, or of what was told before."""
    form = phrase.atoms[-1].form
    if form in ("rolling", "near", "ago", "lapse") and not (phrase.said and form == "near"):
        return anchor
    if form == "same_period":  # "61,800 in the first ten months, half as many again as in the same period last year"
        return told.year_back(published)
    return {
        "apart": (None if told.faded else told.day) or told.spoken,
        "month_apart": told.stretch or told.day,
        "same": told.day,
        "event": told.latest,
        "following": told.latest or (published if phrase.ahead else None),
        "stretch": told.stretch,
    }.get(form, published)


def _days_told(phrase: _Phrase, limit: date | None, told: Told, published: date | None) -> Days:
    """The days of a phrase, some of which only what was told before can tell."""
    form = phrase.atoms[-1].form
    if form in ("told", "report"):
        return told.until(published) if form == "told" else told.report
    if form == "clock" and (phrase.kind == "as_of" or phrase.stamp):
        return days.one(told.day or published) if published else UNKNOWN  # "by 6 p.m." is on the day that is told of
    resolved = _days(phrase, limit)
    return _as_loose(resolved, told) if form in ("apart", "same") and phrase.kind is None else resolved


def _as_loose(resolved: Days, told: Told) -> Days:
    """The same day of a date that was told as loosely as "early last week", and the next day: as loose as that."""
    first, last = told.whole.first, told.whole.last
    if not (first and last and resolved.last and last == told.day and resolved.first == resolved.last):
        return resolved
    return span(days.minus(first, (last - resolved.last).days, "day"), resolved.last)


def _days(phrase: _Phrase, limit: date | None) -> Days:
    """The union of the phrase's atoms, the years they leave out filled in from right to left."""
    if phrase.said:
        phrase = replace(phrase, ahead=False)
    if phrase.atoms[0].form in ("same", "calendar") and len(phrase.atoms) == 2 and phrase.atoms[1].form in ("date", "weekday", "near"):
        return phrase.atoms[1].resolve(limit, False)
    if phrase.atoms[0].form == "ago" and len(phrase.atoms) == 2:
        return phrase.atoms[1].resolve(phrase.atoms[0].resolve(limit, False).last or limit, False)
    explicit = [atom for atom in phrase.atoms if atom.form not in ("rolling", "near")] if phrase.atoms[-1].form in DATED else []
    atoms = explicit or list(phrase.atoms)
    last = atoms[-1].resolve(limit, phrase.ahead)
    if len(atoms) == 1:
        return last
    first = atoms[0].resolve(last.last or limit, False)
    if first.first and not last.last:
        ahead = atoms[-1].resolve(first.first, True)
        last = ahead if ahead.last else last
    if atoms[0].form == "so_far" or (first.first is None and last.first):
        return last
    if first.first and last.last and first.first > last.last:
        return last
    return span(first.first, last.last)


def _span(phrase: _Phrase, resolved: Days, published: date | None) -> TimeSpan:
    first, last, precision, ends = resolved.first, resolved.last, resolved.precision, None
    form = phrase.atoms[0].form
    kind: Kind
    if form == "month" and phrase.kind == "since" and first and last and (first.day, last.day) == _MIDDLE:
        first = first.replace(day=15)  # "since mid-April" counts from its middle day
    if form == "lapse":
        kind = "lapse"
    elif form in ("habitual", "now"):
        kind = "habitual" if form == "habitual" else "now"
    elif phrase.kind == "since" and len(phrase.atoms) == 1 and form not in ("rolling", "so_far", "clock"):
        kind, precision = "since", "open"
        first, last, ends = last if phrase.closing else first, None, last
    elif phrase.kind == "before":
        kind = "until"
        if first and not phrase.closing:  # "before April": until the end of March
            first = last = days.minus(first, 1, "day")
    elif phrase.kind in ("night_to", "week_to", "year_to"):
        kind, precision = "window", "week" if phrase.kind == "week_to" else "span"
        first = last and days.first_up_to(last, phrase.kind, phrase.months)
    elif phrase.kind == "as_of" and form == "clock":
        kind = "point"  # "by 6 p.m. some 100 had been rescued": on that day
    elif phrase.kind in ("until", "as_of"):
        kind = phrase.kind
        last = first if form == "near" and first else last  # "by last night"
        if first and last and (first.day, last.day) == _MIDDLE:
            last = last.replace(day=15)  # "by mid-April"
    else:
        kind = "point" if (first and first == last) or (first is None is last and form in _DAILY) else "window"
    if kind == "window" and not phrase.ahead and form in ("month", "year", "calendar"):
        closed = cut(Days(first, last, precision), published)
        first, last, precision = closed.first, closed.last, closed.precision
    ends = last if phrase.closing else ends
    named = form == "described_year" or phrase.stamp or phrase.compared
    return TimeSpan(phrase.start, phrase.end, first, last, precision, kind, phrase.said, named, form in _RELATIVE, ends)
