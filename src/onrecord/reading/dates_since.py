"""Clauses that tell since when something goes on: "since the fighting began last Sunday", "since then", "have since fled"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from onrecord.reading import near
from onrecord.reading.datewords import words
from onrecord.reading.timespan import TimeSpan, Told
from onrecord.text import Sentence

_SINCE_EVENT = re.compile(r"\bsince\s+(?!when\b|long\b)(?=\w)|\bsince(?=\s*[.,;](?:\s|$))", re.I)
_HAS = re.compile(r"\b(?:has|have)\s+$")  # "have since fled"
_REACH = 200  # characters: how far behind "since" its clause may name a date


def since_event(text: str, sentence: Sentence, spans: tuple[TimeSpan, ...], told: Told) -> tuple[TimeSpan, ...]:
    """ "since the fighting began last Sunday": the date of the clause is the start; without one the start is unknown.

    "Since then" starts with what was told before.
    """
    found = list(spans)
    for word in _SINCE_EVENT.finditer(text, sentence.start, sentence.end):
        at = bisect_right(found, word.start(), key=lambda s: s.start)
        if at and word.start() < found[at - 1].end:
            continue
        dated = next((i for i in range(at, min(at + 3, len(found))) if _starts(text, word.end(), found[i])), None)
        if dated is not None:
            begun = found[dated].counted or found[dated].ends or found[dated].first  # "since the town fell at the end of last month"
            named = found[dated].named or compared(sentence, word.start())  # "the most in one day since 176 came in May"
            found[dated] = replace(
                found[dated], kind="since", first=begun, last=None, precision="open", ends=found[dated].last, named=named
            )
        else:
            then = _told_first(found[:at], told) if _is_adverb(text, sentence, word) else None
            found.insert(at, TimeSpan(word.start(), word.start() + len("since"), then, None, "open", "since"))
    return tuple(found)


def _is_adverb(text: str, sentence: Sentence, word: re.Match[str]) -> bool:
    """Whether "since" counts from what was told: "since then", "have since fled", "and 300 have fled since."."""
    then = text[word.end() : word.end() + len("then ")].rstrip(" .,;") == "then"
    return then or not word[0].endswith(" ") or bool(_HAS.search(text, max(sentence.start, word.start() - 8), word.start()))


def _told_first(found: Sequence[TimeSpan], told: Told) -> date | None:
    """When what was told last began: earlier in the sentence, or before it."""
    return next((s.first for s in reversed(found) if s.first and not s.said and s.kind in ("point", "window")), told.whole.first)


def _starts(text: str, since: int, span: TimeSpan) -> bool:
    """Whether a date after "since" is that of its clause: before any comma, or right after a verb of beginning."""
    if span.kind not in ("point", "window") or span.said or span.start - since > _REACH:
        return False
    between = text[since : span.start]
    if between.endswith((" was ", " is ")):
        return False  # "the largest landing since the route opened was on 14 March"
    return not re.search(r"[,;:]", between) or bool(
        re.search(rf"\b(?:{'|'.join(words()['beginning']['verbs'])})\W+(?:\w+\W+){{0,2}}$", between)
    )


def compared(sentence: Sentence, start: int) -> bool:
    """Whether a date only says for how long nothing was so large: "the heaviest rain in the valley since 1990"."""
    best = frozenset(words()["year"]["superlatives"])
    before = [token.lower for token in near.before(sentence, start, 12)]
    return any(low in best and (low, following) != ("most", "of") for low, following in pairwise([*before, ""]))
