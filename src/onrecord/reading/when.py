"""When: the days that a figure covers, from its tense, its measure and the time expressions around it (GUIDE case 6)."""

from __future__ import annotations

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
    edge = max((i for i, token in enumerate(tokens) if token.end <= end), default=-1)
    number = next((i for i, token in enumerate(tokens) if token.end > start), len(tokens))
    if edge < 0:
        return "none"
    if found := _auxiliary(tokens, edge, number):
        return found
    verb = tokens[edge].lower
    if verb.endswith("ing"):
        return _main(tokens, edge) or "present"
    if _is_past(verb) or any(_is_past(token.lower) for token in tokens[max(0, edge - 2) : edge] if token.start >= start or edge < number):
        return _participle(tokens, edge, number)
    return _main(tokens, len(tokens)) or ("present" if edge != number else "none")


def _auxiliary(tokens: Sequence[Token], edge: int, number: int) -> Tense | None:
    """The tense that an auxiliary gives: nearest before the act word, and right behind the number's own noun ("300 people are")."""
    hard = set(_table()["clause"]["hard"])
    known, passed = _auxiliaries(), set(_table()["between"]["adverbs"])
    words_before = 0
    for at in range(edge, max(-1, edge - _LOOK_BACK - 4), -1):
        word = tokens[at].lower
        if at < edge and word in hard and tokens[at].text != ":":
            return None
        if word in known and word != "be" and word != "being":
            return _chain(tokens, at)
        if word in ("to", "who") and at < edge and number > edge:
            words_before += 1
        words_before += word not in passed
        if words_before > _LOOK_BACK:
            break
    after = [token.lower for token in tokens[max(edge, number) + 1 : max(edge, number) + 5]]
    return next((known[word] for word in after if word in known and word not in ("be", "being", "had")), None) if edge <= number + 2 else None


def _chain(tokens: Sequence[Token], at: int) -> Tense:
    """The tense of a chain of auxiliaries that ends at ``at``: "could have been" is future, "have been" present perfect."""
    known = _auxiliaries()
    found = known[tokens[at].lower]
    for before in range(at - 1, max(-1, at - 3), -1):
        word = tokens[before].lower
        if known.get(word) == "future":
            return "future"
        if word in ("has", "have") and found != "future":
            return "present_perfect"
    return found


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _table()["irregular"]["past"]


def _participle(tokens: Sequence[Token], edge: int, number: int) -> Tense:
    """ "floods killed 12" is past; "12 killed" and "2,000 people displaced by" take the tense of a clause before them, or none."""
    if edge < number:
        return "past"
    subject = tokens[number:edge]
    if tokens[edge].lower in ("fled", "went", "came", "took", "sought", "drowned", "died", "crossed", "arrived", "returned", "entered", "defected"):
        return "past"
    if any(token.lower in ("who", "which", "that") for token in subject):
        return "past"
    before = [token.lower for token in tokens[:number]]
    if "and" in before[-4:] or "," in before[-4:] or "with" in before[-4:]:
        return _main(tokens, number) or "none"
    return "none"


def _main(tokens: Sequence[Token], edge: int) -> Tense | None:
    """The tense of the last finite verb before ``edge``, as far as it shows."""
    for at in range(min(edge, len(tokens)) - 1, -1, -1):
        word = tokens[at].lower
        if word in _auxiliaries() and word not in ("be", "being", "had"):
            return _chain(tokens, at)
        if _is_past(word) and word != "said" and not (at and tokens[at - 1].lower in ("the", "a", "of", "by", "more", "than")):
            return "past"
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
    own = [s for s in sentence_spans if not s.said and s.kind not in ("habitual", "now") and _tells(s) and not _is_day(s, sentence, now, tense)]
    chosen = _nearest(figure_start, sentence, own)
    earlier = [s for s in earlier_spans if figure_start - s.end <= _REACH and s.kind in ("point", "window", "since", "as_of") and _tells(s)]
    if measure == "stock":
        return _level(chosen, earlier, tense, now, earlier_spans, figure_start)
    if chosen is not None:
        return _event(chosen, tense, now)
    if resumed := _resumed(act, sentence, previous):
        return resumed
    if tense == "present_perfect":
        begun = next((s for s in earlier if not s.said and s.first and s.kind in ("since", "window")), None)
        return _closed(begun.first if begun and begun.first and now and begun.first <= now else None, now or _told_before(earlier))
    if tense in ("past", "none"):
        event = next((s for s in earlier if not s.said), None)
        return _event(event, tense, now) if event else Period()
    return _closed(None, now) if tense == "present" else Period()


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
    if tense not in ("present_perfect", "present") or span.kind not in ("point", "window") or span.end > start:
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


def _event(span: TimeSpan, tense: Tense, now: date | None) -> Period:
    """The days of an event told with this time expression."""
    if span.kind == "since":
        return _closed(span.first, now)
    if span.kind in ("as_of", "until"):
        return _closed(None, span.last or span.first)
    if tense == "present_perfect" and now and span.first and (span.last is None or span.last <= now) and span.precision == "day":
        return _closed(span.first, now)
    return Period(span.first, span.last, span.precision)


def _level(chosen: TimeSpan | None, earlier: Sequence[TimeSpan], tense: Tense, now: date | None, _: Sequence[TimeSpan], start: int) -> Period:
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
