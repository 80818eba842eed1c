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
from onrecord.types import Area, Claim, Measure, Period, Qualifier, Report, Standing, Status

_EARLIER = re.compile(r"\b(earlier|previously|previous|initially|at first|revised|up from|down from|compared (?:with|to))\b[^.;]*$", re.I)
_LETTERS = re.compile(r"[^\W_]+")
_NO_COUNT = {
    "expected": "it is a forecast, not a count",
    "ordered": "it is how many were told to leave, not how many left",
    "denied": "its source denies it",
}
LONG_AGO = date(1900, 1, 1)
Text = TypeVar("Text", bound=str)


@lru_cache(maxsize=20_000)
def period(first: int, last: int) -> Period:
    """The period from one day to another (ordinals; 0: from an unsaid beginning)."""
    if last == LONG_AGO.toordinal():
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


def observe(standing: Standing, sketches: Mapping[str, bytes] | None = None) -> Observation | str:
    """The observation that a claim makes; a reason in plain words where it makes none. ``sketches`` of the reports' texts, by id."""
    told = sketches.get(standing.claim.report, b"") if sketches else b""
    return observation(standing.claim, standing.report, standing.status, told)


def observation(claim: Claim, report: Report, status: Status = "unreviewed", sketch: bytes = b"") -> Observation | str:
    """The same from its parts."""
    figure = claim.figure
    counted = subject_of(figure)
    if isinstance(counted, str):
        return counted
    period = figure.period
    said = report.published or period.last or period.first or LONG_AGO
    low, high = probable(figure)
    source = claim.source or figure.source
    confidence = 1.0 if status in ("accepted", "corrected") else figure.confidence
    return Observation(
        claim.id,
        _one(claim.report),
        figure.id,
        counted[0],
        counted[1],
        span_of(period, figure.measure, said, claim.report),
        said.toordinal(),
        figure.value,
        centre(figure.value, low, high, figure.qualifier),
        low,
        high,
        _one(figure.qualifier),
        _one(source.name) if source else "",
        _one(source.kind) if source else "",
        confidence,
        _one(status),
        bool(_EARLIER.search(claim.quote.prefix)),
        figure.same_as,
        figure.part_of,
        _fingerprint(claim),
        _one(figure.act),
        _NO_COUNT.get(figure.modality, ""),
        period.first.toordinal() if period.first else 0,
        "",
        sketch,
    )


def _one(text: Text) -> Text:
    """The one object for all texts like this: a million claims share few."""
    return sys.intern(text)  # type: ignore[return-value]


def span_of(period: Period, measure: Measure, said: date, report: str) -> Span:
    """The days that a count covers. "In the past 24 hours" and "overnight" touch two dates and are one day: the later one."""
    first, last = period.first, period.last
    dated = first is not None or last is not None
    end = last or first or said
    own = report if said == LONG_AGO else ""
    if measure == "stock":
        return _span(end.toordinal(), end.toordinal(), dated, own)
    if first is None:
        return _span(0, end.toordinal(), dated, own)
    if end < first:
        first, end = end, first
    if (end - first).days == 1:
        first = end
    return _span(first.toordinal(), end.toordinal(), dated, own)


_span = lru_cache(maxsize=50_000)(Span)  # one object for all claims about the same days


def _fingerprint(claim: Claim) -> int:
    quote = claim.quote
    text = " ".join(_LETTERS.findall(f"{quote.prefix} {quote.exact} {quote.suffix}".lower()))
    return int.from_bytes(blake2b(text.encode("utf-8", "ignore"), digest_size=8).digest()) if len(text) > 40 else 0
