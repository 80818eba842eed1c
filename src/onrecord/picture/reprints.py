"""Stories printed again a day or two later: "in the past 24 hours" then seems to tell of another day, and is no new count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from onrecord.picture.book import Clusters
from onrecord.picture.counted import Subject
from onrecord.picture.observe import Observation, Span
from onrecord.picture.relations import LATE, reprinted, told_again
from onrecord.types import SetAside


def later(span: Span) -> Iterable[Span]:
    """The times at which claims of this time would seem to stand if they were printed again."""
    return (span.moved(days) for days in range(1, LATE + 1)) if span.closed else ()


@lru_cache(maxsize=50_000)  # many subjects have claims about the same days
def _earlier(span: Span) -> tuple[Span, ...]:
    """The times of which claims of this time could be a later print, the latest first."""
    return tuple(span.moved(-days) for days in range(1, LATE + 1)) if span.closed else ()


def without_reprints(
    subject: Subject, span: Span, claims: Sequence[Observation], there: Clusters
) -> tuple[Sequence[Observation], tuple[SetAside, ...]]:
    """The claims about a subject at a time less those that stood in an earlier printing of the same story (``there``: all claims about the
    subject), and these with the reason."""
    if subject.measure == "stock" or len(there) < 2:
        return claims, ()
    earlier = [there[one] for one in _earlier(span) if one in there]
    if not earlier:
        return claims, ()
    kept, aside = [], []
    for claim in claims:
        first = _first_print(claim, earlier) if claim.sketch else None
        if first is None:
            kept.append(claim)
        else:
            aside.append(SetAside(claim.claim, "copy", told_again(first)))
    return (kept, tuple(aside)) if aside else (claims, ())


def _first_print(claim: Observation, earlier: Iterable[Sequence[Observation]]) -> Observation | None:
    """A claim that this one prints again, of the claims of earlier times, the latest time first."""
    for claims in earlier:
        found = [one for one in claims if one.status != "rejected" and reprinted(claim, one)]
        if found:
            return min(found, key=lambda one: (one.said, one.claim))
    return None
