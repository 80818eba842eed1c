"""A time expression resolved to days, and what the time expressions of a text have told so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from onrecord.reading import days
from onrecord.reading.days import UNKNOWN, Days
from onrecord.types import Period, Precision

Kind = Literal["window", "point", "since", "until", "as_of", "habitual", "now", "lapse"]
_SHORT = timedelta(days=3)
_MONTH = timedelta(days=31)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression: its words, and the days it means.

    ``first`` and ``last`` are ``None`` where open or unresolvable (no publication date is known). ``said`` marks the day
    of a statement ("said on Friday") rather than of what is told, ``named`` a year that only tells which event is meant
    ("the 2008 conflict", "the worst since 1990") or the time of an entry ("19:40 Two men …"), ``relative`` a date that counts from another one ("a day earlier").
    A ``lapse`` tells how long ago an event was when another one came ("a month after 29 people were killed").
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    kind: Kind
    said: bool = False
    named: bool = False
    relative: bool = False
    ends: date | None = None  # of "since May" and of "the end of May": the last day of May
    counted: date | None = None  # of "two months ago": the very day


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences before told of time: the latest day, for "two days later", where the latest stretch ended, for "that year",
    and that stretch as a whole, for "in that period"; one that began and goes on ("since May") has no last day. ``report`` is the stretch
    that the whole report is about."""

    day: date | None = None
    stretch: date | None = None
    whole: Days = UNKNOWN
    report: Days = UNKNOWN  # the weeks or months that the title names: "Operational Update, August 2019"
    spoken: date | None = None  # the day of the latest statement, from which "a day earlier" counts where no other day is told
    passed: bool = False  # the day was told in the paragraph before: a statement in this one is nearer
    faded: bool = False  # told before a paragraph without a day: near enough for "the same day", too far to count from

    def then(self, span: TimeSpan) -> Told:
        """The same, after one more time expression."""
        if not span.first or span.said or span.named:
            spoken = span.last if span.said and span.first == span.last else None
            day = told_day(span) or (None if self.passed and spoken else self.day)
            return replace(self, day=day, spoken=spoken or self.spoken)
        closed = span.kind in ("point", "window")
        whole = Days(span.first, span.last, span.precision) if closed or span.kind == "since" else self.whole
        return Told(told_day(span) or self.day, (span.last if closed else None) or self.stretch, whole, self.report, self.spoken)

    def year_back(self, published: date | None) -> date | None:
        """The day from which "the same period last year" counts back: the end of the latest stretch (no single day), or that of publication."""
        first, last = self.whole.first, self.whole.last
        stretch = bool(published and first and last and first < last and timedelta(0) <= published - last <= _YEAR)
        return last if stretch else published

    @property
    def latest(self) -> date | None:
        """The day of the latest event, of one since which something goes on too."""
        return self.day or self.whole.first

    def until(self, published: date | None) -> Days:
        """The latest stretch, which may go on until the day of publication."""
        first, last = self.whole.first, self.whole.last or published
        return days.span(first, last) if first and last and first <= last else UNKNOWN


def told_day(span: TimeSpan) -> date | None:
    """The day that "the next day" after this expression would count from, if it tells of one."""
    short = span.first and span.last and span.last - span.first <= _SHORT
    return span.last if short and span.kind in ("point", "window") and not span.said else None


def closed(first: date | None, last: date | None) -> Period:
    """The days from one to another, either of which may be open."""
    if first and last and first > last:
        first = None
    if first and first == last:
        return Period(first, last, "day")
    return Period(first, last, "span" if first and last else "open")


def bounded(chosen: TimeSpan, own: Sequence[TimeSpan]) -> Period | None:
    """The stretch that two dates bound between them: "as of 3 June, 41 deaths have been reported since Friday", "this year as of 3 June"."""
    until = chosen if _is_until(chosen) else next((span for span in own if _is_until(span)), None)
    if until is None or not until.last:
        return None
    begun = [span for span in (chosen, *own) if _begins(span, until)]
    return closed(begun[0].first, until.last) if begun and chosen in (until, begun[0]) else None


def _begins(span: TimeSpan, until: TimeSpan) -> bool:
    """Whether a time tells from when on something went that another ends: "since Friday", or a stretch that holds its end ("in 2021")."""
    if not span.first or not until.last or span.first > until.last:
        return False
    holds = span.kind == "window" and span.last is not None and span.last >= until.last and span.last - span.first > _MONTH
    return span.kind == "since" or holds


def _is_until(span: TimeSpan) -> bool:
    """Whether a time tells only up to when: "as of 3 June", "so far"."""
    return span.kind == "as_of" or (span.kind == "window" and span.first is None)
