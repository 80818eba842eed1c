"""Which time expression of a sentence governs a figure: the nearest, where the ends of clauses count as distance."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import near
from onrecord.reading.tense import listed
from onrecord.reading.timespan import TimeSpan
from onrecord.text import Sentence


def nearest(start: int, sentence: Sentence, spans: Sequence[TimeSpan]) -> TimeSpan | None:
    """The time expression that governs a figure."""
    return min(spans, key=lambda span: _distance(start, sentence, span), default=None)


def _distance(start: int, sentence: Sentence, span: TimeSpan) -> float:
    low, high = (span.end, start) if span.start < start else (start, span.start)
    hard, soft = listed("clause", "hard"), listed("clause", "soft")
    total = 2.0 if span.start > start else 0.0
    for token in near.between(sentence, low, high):
        total += 1 + 25 * (token.lower in hard) + 4 * (token.lower in soft)
    if _of_those(start, sentence, span):
        return total / 3  # "adding to another 5,000 who fled last year"
    return total / 3 if span.relative else total  # "on Thursday, four who had died a day earlier were buried"


def _of_those(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date closes the clause that tells what those counted did: "another 5,000 people *who fled last year*."""
    between = [token.lower for token in near.between(sentence, start, span.start)]
    following = near.behind(sentence, span.end, 1)
    told = not listed("clause", "hard").isdisjoint(between) or "," in between
    return "who" in between[1:4] and not told and (not following or following[0].text in (".", ",", ";"))
