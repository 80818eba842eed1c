"""Stories printed again a day or two later: "in the past 24 hours" then seems to tell of another day, and is no new count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.likeness import alike
from onrecord.picture.book import Clusters
from onrecord.picture.counted import Subject
from onrecord.picture.observe import Observation, Span
from onrecord.types import SetAside

LATE = 3  # days after a story within which it is printed again
_WHOLE = 0.9  # share of the shorter text: bulletins that differ in their numbers only share less


def later(span: Span) -> Iterable[Span]:
    """The times at which claims of this time would seem to stand if they were printed again."""
    return (span._replace(first=span.first + days, last=span.last + days) for days in range(1, LATE + 1)) if span.closed else ()


def without_reprints(
    subject: Subject, span: Span, claims: list[Observation], there: Clusters
) -> tuple[list[Observation], tuple[SetAside, ...]]:
    """The claims about a subject at a time less those that stood in an earlier printing of the same story (``there``: all claims about the
    subject), and these with the reason."""
    if subject.measure == "stock" or len(there) < 2 or not span.closed:
        return claims, ()
    kept, aside = [], []
    for claim in claims:
        first = _first_print(claim, span, there) if claim.sketch else None
        if first is None:
            kept.append(claim)
        else:
            day = date.fromordinal(first.said)
            reason = f"its report prints again what a report of {day} told: the count of that time, not one of later days"
            aside.append(SetAside(claim.claim, "copy", reason))
    return (kept, tuple(aside)) if aside else (claims, ())


def _first_print(claim: Observation, span: Span, there: Clusters) -> Observation | None:
    """A claim of an earlier time with the same number, in a report that was out as many days earlier, of the same text."""
    for days in range(1, LATE + 1):
        earlier: Sequence[Observation] = there.get(span._replace(first=span.first - days, last=span.last - days), ())
        same = [
            one for one in earlier if (one.value, one.low, one.high, claim.said - one.said) == (claim.value, claim.low, claim.high, days)
        ]
        found = [one for one in same if one.status != "rejected" and (alike(one.sketch, claim.sketch) or 0.0) >= _WHOLE]
        if found:
            return min(found, key=lambda one: (one.said, one.claim))
    return None
