"""A claim as an observation: what it counts, when, its interval, who says it. Small and immutable: a million fit in memory."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from onrecord.picture.counted import Subject, subject_of
from onrecord.picture.intervals import centre, probable
from onrecord.types import Area, Measure, Period, Qualifier, Statement, Status

_EARLIER = re.compile(r"\b(earlier|previously|previous|initially|at first|revised|up from|down from|compared (?:with|to))\b[^.;]*$", re.I)
_LETTERS = re.compile(r"[^\W_]+")
_NO_COUNT = {
    "expected": "it is a forecast, not a count",
    "ordered": "it is how many were told to leave, not how many left",
    "denied": "its source denies it",
}
LONG_AGO = date(1900, 1, 1).toordinal()  # stands for a day that nobody says


Text = TypeVar("Text", bound=str)


@lru_cache(maxsize=100_000)
def period(first: int, last: int) -> Period:
    """The period from one day to another (ordinals; 0: from an unsaid beginning)."""
    if last == LONG_AGO:
        return Period()
    return Period(date.fromordinal(first) if first else None, date.fromordinal(last))


class Span(NamedTuple):
    """The days of an observation as ordinals. ``first`` is 0 where the count runs from an unsaid beginning ("so far"); ``dated`` is false
    where the text gives no day at all, and ``last`` is then the day of publication."""

    first: int
    last: int
    dated: bool = True
    report: str = ""  # of a count without any day, not even of publication: comparable with its own report only

    @property
    def days(self) -> int:
        """How many days; 0 for a count from an unsaid beginning."""
        return self.last - self.first + 1 if self.first else 0

    @property
    def closed(self) -> bool:
        """Whether both ends are known: only then are counts of different reports about the same days."""
        return bool(self.first) and self.dated

    def moved(self, days: int) -> Span:
        """The same, some days later."""
        return Span(self.first + days, self.last + days, self.dated, self.report)

    def period(self) -> Period:
        """The same as a period."""
        return period(self.first, self.last)


class Observation(NamedTuple):
    """One claim, ready to be compared."""

    claim: str
    report: str
    number: int  # the figure's id within its report
    subject: Subject
    areas: tuple[Area, ...]
    span: Span
    said: int  # the day it was published, as an ordinal
    value: int
    middle: float
    low: float
    high: float  # inf: open
    qualifier: Qualifier
    source: str  # "" where the text does not say
    kind: str
    confidence: float
    status: Status
    earlier: bool  # the text itself calls it an earlier count
    same_as: int | None
    part_of: int | None
    words: int  # fingerprint of the passage
    act: str
    no_count: str  # why it is no count at all; empty: it is one
    begins: int  # the first day that its words name, as an ordinal; 0: none
    ruled: str = ""  # claims with the same id here were ruled to be one number
    sketch: bytes = b""  # of the report's text, by which copies are known; empty where there is none


def observe(said: Statement, sketch: bytes = b"") -> Observation | str:
    """The observation that a claim makes; a reason in plain words where it makes none. ``sketch``: of its report's text."""
    figure = said.figure
    counted = subject_of(figure)
    if isinstance(counted, str):
        return counted
    get, quote, qualifier = figure.get, figure["quote"], figure["qualifier"]
    first, last = _ordinal(get("date_start")), _ordinal(get("date_end"))
    published = _ordinal(said.published)
    low, high = probable(figure["value"], get("low"), get("high"), qualifier)
    source, kind = (said.source.name, said.source.kind) if said.source else (get("source") or "", get("source_kind") or "")
    return Observation(
        said.claim,
        _one(said.report),
        figure["id"],
        counted[0],
        counted[1],
        _span_of(first, last, figure["measure"], published, said.report),
        published or last or first or LONG_AGO,
        figure["value"],
        centre(figure["value"], low, high, qualifier),
        low,
        high,
        _one(qualifier),
        _one(source),
        _one(kind),
        1.0 if said.status in ("accepted", "corrected") else figure["confidence"],
        _one(said.status),
        bool(_EARLIER.search(quote.get("prefix", ""))),
        get("same_as"),
        get("part_of"),
        _fingerprint(quote),
        _one(figure["act"]),
        _NO_COUNT.get(figure["modality"], ""),
        first,
        "",
        sketch,
    )


def _one(text: Text) -> Text:
    """The one object for all texts like this: a million claims share few."""
    return sys.intern(text)  # type: ignore[return-value]


@lru_cache(maxsize=50_000)
def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _span_of(first: int, last: int, measure: Measure, published: int, report: str) -> Span:
    """The days that a count covers (ordinals; 0: not said). "In the past 24 hours" and "overnight" touch two dates and are one day: the
    later one."""
    if not (first or last):
        day = published or LONG_AGO
        return _span(day if measure == "stock" else 0, day, False, "" if published else report)
    end = last or first
    if measure == "stock":
        return _span(end, end)
    if first:
        first, end = min(first, end), max(first, end)
        first = end if end - first == 1 else first
    return _span(first, end)


_span = lru_cache(maxsize=50_000)(Span)  # one object for all claims about the same days


def _fingerprint(quote: Mapping[str, str]) -> int:
    text = " ".join(_LETTERS.findall(f"{quote.get('prefix', '')} {quote['exact']} {quote.get('suffix', '')}".lower()))
    return int.from_bytes(blake2b(text.encode("utf-8", "ignore"), digest_size=8).digest()) if len(text) > 40 else 0
