"""When: the days that a figure covers, from its tense, its measure and the time expressions around it (GUIDE case 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from onrecord.reading import lexicon
from onrecord.reading.dates import TimeSpan
from onrecord.reading.datewords import words as date_words
from onrecord.text import Sentence, Token
from onrecord.types import Period

Tense = Literal["present", "present_perfect", "past", "future", "none"]

_REACH = 700  # characters: how far back in its paragraph a figure takes its date from
_LOOK_BACK = 9  # tokens: how far an auxiliary may stand before its verb
_CONTRACTED = re.compile(r"^.*[’'´‘`](ve|re|ll)$")
_RECALL = 8  # figures: how far back a resumed event may lie


@cache
def _table() -> dict[str, Any]:
    return lexicon.load("tense")


@cache
def _auxiliaries() -> dict[str, Tense]:
    return {word: tense for tense, listed in _table()["auxiliary"].items() for word in listed}


# --- tense ----------------------------------------------------------------------------------------------------------


def tense_of(text: str, sentence: Sentence, start: int, end: int) -> Tense:
    """The tense in which a figure is stated.

    ``start`` is where its number begins, ``end`` where its act word ends (which may stand before the number); without an act
    word, where the number ends. A bare participle ("12 killed") after no auxiliary is "none".
    """
    tokens = sentence.tokens
    told = _reported(sentence, start)
    edge = max((i for i, token in enumerate(tokens) if token.end <= end), default=-1)
    number = next((i for i, token in enumerate(tokens) if token.end > start), len(tokens))
    if edge < 0:
        return "none"
    if found := _auxiliary(tokens, edge, number, told):
        return found
    verb = tokens[edge].lower
    if verb.endswith("ing"):
        return _main(tokens, edge, told) or "present"
    if _is_past(verb) or any(_is_past(token.lower) for token in tokens[max(0, edge - 2) : edge] if token.start >= start or edge < number):
        return _participle(tokens, edge, number, told)
    around = _main(tokens, len(tokens), told) or ("present" if edge != number else "none")
    return "none" if around == "past" else around


def _reported(sentence: Sentence, start: int) -> bool:
    """Whether a verb of saying stands before an offset: after it "had fled" means "have fled", and "were missing" "are missing"."""
    told = frozenset(date_words()["saying"]["verbs"])
    return any(token.lower in told for token in sentence.tokens if token.start < start)


def _auxiliary(tokens: Sequence[Token], edge: int, number: int, told: bool) -> Tense | None:
    """The tense that an auxiliary gives: between number and act word, right behind both, or else before them."""
    if edge < number and _is_past(tokens[edge].lower):
        return _active(tokens, edge, told)
    inner = next((at for at in range(edge, number, -1) if _finite(tokens[at])), None)
    if inner is not None:
        return _chain(tokens, inner, told)
    return _behind(tokens, max(edge, number) + 1) or _before(tokens, min(edge, number), told)


def _active(tokens: Sequence[Token], edge: int, told: bool) -> Tense:
    """ "The storm has killed 12 and displaced 400": of a verb with its number behind it only adverbs part the auxiliary."""
    if found := _helped(tokens, edge, told):
        return found
    joined = next((at for at in range(edge - 1, max(-1, edge - 4), -1) if tokens[at].lower in ("and", ",", "or")), None)
    return "present_perfect" if joined is not None and _main(tokens, joined, told) == "present_perfect" else "past"


def _behind(tokens: Sequence[Token], at: int) -> Tense | None:
    for token in tokens[at : at + 4]:
        if token.lower in (",", "and", ";", "(", "that", "who", "which"):
            return None
        if _finite(token) and token.lower != "had":
            return _tense_word(token.lower)
    return None


def _before(tokens: Sequence[Token], edge: int, told: bool) -> Tense | None:
    hard, passed = set(_table()["clause"]["hard"]) - {":"}, set(_table()["between"]["adverbs"])
    others = 0
    for at in range(edge, max(-1, edge - _LOOK_BACK - 4), -1):
        if at < edge and tokens[at].lower in hard:
            return None
        if _finite(tokens[at]):
            return _chain(tokens, at, told)
        others += tokens[at].lower not in passed
        if others > _LOOK_BACK:
            return None
    return None


def _finite(token: Token) -> bool:
    """Whether a token is an auxiliary that shows a tense (and not the month of May)."""
    return token.text != "May" and token.lower not in ("be", "being") and _tense_word(token.lower) is not None


def _tense_word(word: str) -> Tense | None:
    """The tense of an auxiliary, contracted ones too ("we've")."""
    known = _auxiliaries()
    return known.get(word) or known.get(_CONTRACTED.sub(r"'\1", word)) if _CONTRACTED.search(word) else known.get(word)


def _chain(tokens: Sequence[Token], at: int, told: bool) -> Tense:
    """The tense of a chain of auxiliaries that ends at ``at``: "could have been" is future, "have been" present perfect."""
    found = _tense_word(tokens[at].lower) or "none"
    for before in range(at - 1, max(-1, at - 3), -1):
        word = _tense_word(tokens[before].lower)
        if word == "future" or (word == "present_perfect" and found != "future"):
            return word
        if tokens[before].lower == "had" and told:
            return "present_perfect"
    return "present_perfect" if told and tokens[at].lower == "had" else found


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _table()["irregular"]["past"]


def _participle(tokens: Sequence[Token], edge: int, number: int, told: bool) -> Tense:
    """ "floods killed 12" is past; "12 killed" and "2,000 people displaced by" take the tense of a clause before them, or none."""
    if edge < number:
        return "past"
    subject = tokens[number:edge]
    if tokens[edge].lower in (
        "fled",
        "went",
        "came",
        "took",
        "sought",
        "drowned",
        "died",
        "crossed",
        "arrived",
        "returned",
        "entered",
        "defected",
    ):
        return "past"
    if any(token.lower in ("who", "which", "that") for token in subject):
        return "past"
    before = [token.lower for token in tokens[:number]]
    if "and" in before[-4:] or "," in before[-4:] or "with" in before[-4:]:
        around = _main(tokens, number, told)
        return around if around == "present_perfect" else "none"
    return "none"


def _helped(tokens: Sequence[Token], at: int, told: bool) -> Tense | None:
    """The tense of the auxiliary right before a past form, with only adverbs between, if there is one."""
    passed = set(_table()["between"]["adverbs"])
    for back in range(at - 1, max(-1, at - 6), -1):
        if _finite(tokens[back]):
            return _chain(tokens, back, told)
        if tokens[back].lower not in passed:
            return None
    return None


def _main(tokens: Sequence[Token], edge: int, told: bool) -> Tense | None:
    """The tense of the last finite verb before ``edge``, as far as it shows."""
    for at in range(min(edge, len(tokens)) - 1, -1, -1):
        word = tokens[at].lower
        if _finite(tokens[at]) and word != "had":
            return _chain(tokens, at, told)
        if (
            _is_past(word)
            and word not in ("said", "left")
            and not (at and tokens[at - 1].lower in ("the", "a", "of", "by", "more", "than"))
        ):
            return _helped(tokens, at, told) or "past"
    return None


# --- period ---------------------------------------------------------------------------------------------------------


def period_for(
    figure_start: int,
    act: str,
    measure: str,
    tense: Tense,
    sentence: Sentence,
    sentence_spans: tuple[TimeSpan, ...],
    earlier_spans: tuple[TimeSpan, ...],
    published: date | None,
    previous: Sequence[tuple[str, Period]] = (),
) -> Period:
    """The days that a figure covers.

    ``earlier_spans`` are those of the sentences before it in its paragraph, nearest first; ``previous`` holds act and period of the
    figures before it, nearest first, for a sentence that goes on with an event told before ("1,000 had also fled").
    """
    now = _speaking_day(figure_start, tense, sentence, sentence_spans, published)
    own = [
        s for s in sentence_spans if not s.said and s.kind not in ("habitual", "now") and _tells(s) and not _is_day(s, sentence, now, tense)
    ]
    earlier = [s for s in earlier_spans if figure_start - s.end <= _REACH and s.kind in ("point", "window", "since", "as_of") and _tells(s)]
    if measure == "stock":
        level = [s for s in own if not s.named]
        if tense == "past" and _reported(sentence, figure_start):
            tense = "present"
        return _level(_nearest(figure_start, sentence, level), earlier, tense, now)
    chosen = _nearest(figure_start, sentence, own)
    if tense == "future":
        return Period(chosen.first, chosen.last, chosen.precision) if chosen and (now is None or (chosen.last or now) >= now) else Period()
    if chosen is not None:
        return _event(chosen, tense, now, _depends(figure_start, sentence, chosen))
    if resumed := _resumed(act, sentence, previous):
        return resumed
    if tense == "present_perfect":
        begun = next((s for s in earlier if not s.said and s.first and s.kind in ("since", "window")), None)
        return _closed(begun.first if begun and begun.first and now and begun.first <= now else None, now or _told_before(earlier))
    if tense in ("past", "none"):
        event = next((s for s in earlier if not s.said and s.kind != "since" and (_short(s) or figure_start - s.end <= _REACH // 2)), None)
        return _event(event, tense, now, True) if event else Period()
    return _closed(None, now) if tense == "present" else Period()


def _short(span: TimeSpan) -> bool:
    """Whether a span is no longer than a month: longer ones set the scene for the next sentence or two only."""
    return bool(span.first and span.last and (span.last - span.first).days <= 31)


def _tells(span: TimeSpan) -> bool:
    return bool(span.first or span.last or span.kind == "since")


def _closed(first: date | None, last: date | None) -> Period:
    if first and last and first > last:
        first = None
    if first and first == last:
        return Period(first, last, "day")
    return Period(first, last, "span" if first and last else "open")


def _speaking_day(start: int, tense: Tense, sentence: Sentence, spans: Sequence[TimeSpan], published: date | None) -> date | None:
    """The day from which the sentence speaks: that of a statement it dates, else that of publication."""
    for span in spans:
        day = span.last
        if day and (span.said or _fronted(start, tense, sentence, span)) and (published is None or day <= published):
            return day
    return published


def _fronted(start: int, tense: Tense, sentence: Sentence, span: TimeSpan) -> bool:
    """ "On Saturday the ministry said that 44 people have been killed": with a perfect or present the day is that of the statement."""
    if tense not in ("present_perfect", "present", "future") or span.kind not in ("point", "window") or span.end > start:
        return False
    told = frozenset(date_words()["saying"]["verbs"])
    return any(span.end <= token.start < start and token.lower in told for token in sentence.tokens)


def _is_day(span: TimeSpan, sentence: Sentence, now: date | None, tense: Tense) -> bool:
    """Whether a span only gives the day of speaking, as :func:`_fronted` found."""
    return span.last == now and span.kind == "point" and _fronted(sentence.end, tense, sentence, span)


def _nearest(start: int, sentence: Sentence, spans: Sequence[TimeSpan]) -> TimeSpan | None:
    """The time expression that governs a figure: the nearest, where the ends of clauses count as distance."""
    return min(spans, key=lambda span: _distance(start, sentence, span), default=None)


def _distance(start: int, sentence: Sentence, span: TimeSpan) -> float:
    low, high = (span.end, start) if span.start < start else (start, span.start)
    hard, soft = set(_table()["clause"]["hard"]), set(_table()["clause"]["soft"])
    total = 0.0
    for token in sentence.tokens:
        if low <= token.start < high:
            total += 1 + 25 * (token.lower in hard) + 4 * (token.lower in soft)
    return total + (2 if span.start > start else 0)


def _depends(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date belongs to a clause that tells what led to the figure: "have been evacuated after the storm landed on Sunday"."""
    leading = frozenset(_table()["clause"]["leading"])
    return any(token.lower in leading for token in sentence.tokens if min(start, span.end) <= token.start < max(start, span.start))


def _event(span: TimeSpan, tense: Tense, now: date | None, cause: bool) -> Period:
    """The days of an event told with this time expression; with ``cause``, it dates what led to the event."""
    if span.kind == "since":
        return _closed(span.first, now)
    if span.kind in ("as_of", "until"):
        return _closed(None, span.last or span.first)
    if tense == "present_perfect" and cause and now and span.first and (span.last is None or span.last <= now) and span.precision == "day":
        return _closed(span.first, now)
    return Period(span.first, span.last, span.precision)


def _level(chosen: TimeSpan | None, earlier: Sequence[TimeSpan], tense: Tense, now: date | None) -> Period:
    """The moment at which a stock stood so high: the day of speaking, unless the text names another."""
    if chosen is not None and chosen.kind in ("as_of", "until"):
        return _moment(chosen)
    if chosen is not None and chosen.kind in ("point", "window") and chosen.last and tense in ("past", "none"):
        return _moment(chosen)
    if tense == "past":
        event = next((s for s in earlier if not s.said and s.kind in ("point", "window", "as_of") and s.last), None)
        return _moment(event) if event else Period()
    said = next((s.last for s in earlier if s.said and s.last), None)
    day = said if said and now and said <= now else now
    return _closed(day, day)


def _moment(span: TimeSpan) -> Period:
    if span.kind == "as_of" and span.precision == "day":
        return _closed(span.last, span.last)
    return Period(span.first, span.last, span.precision)


def _told_before(earlier: Sequence[TimeSpan]) -> date | None:
    return next((s.last for s in earlier if s.said), None)


def _resumed(act: str, sentence: Sentence, previous: Sequence[tuple[str, Period]]) -> Period | None:
    """The period of an event told shortly before that this sentence goes on with, or ``None``."""
    table = _table()["resume"]
    lowered = [token.lower for token in sentence.tokens]
    if not lowered or (lowered[0] not in table["openers"] and not set(table["words"]) & set(lowered)):
        return None
    for other, period in previous[:_RECALL]:
        if act in _family(other) and period.first and period.last and (period.last - period.first).days <= table["longest"]:
            return period
    return None


def _family(act: str) -> Iterator[str]:
    yield act
    for family in _table()["resume"]["families"]:
        if act in family:
            yield from family
