"""The moment of a stock: how many there were at a time (GUIDE case 6: told in the present, on the day of speaking)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from onrecord.reading import near
from onrecord.reading.governing import nearest
from onrecord.reading.tense import Tense, listed, reported, telling
from onrecord.reading.timespan import TimeSpan, closed
from onrecord.reading.whose_date import of_others
from onrecord.text import Sentence
from onrecord.types import Period

_PUT = 16  # tokens: from "puts" to its number
_LEFT = 8  # tokens: from "left" to the number of those left so
_OPENING = 80  # tokens: where the speaker of a statement is looked for
_THOSE = frozenset(("those", "these", "them", "whom"))
_LISTED = {
    ("reported", "missing"),
    ("listed", "missing"),
    ("feared", "missing"),
    ("believed", "missing"),
    ("as", "missing"),
    ("been", "missing"),
    ("reported", "to"),
    ("believed", "to"),
    ("thought", "to"),
}


def moment(start: int, sentence: Sentence, own: Sequence[TimeSpan], earlier: Sequence[TimeSpan], tense: Tense, now: date | None) -> Period:
    """The moment of a stock, from the dates of its own sentence and of those before it."""
    level = [s for s in own if not s.named and not of_others(start, sentence, s)]
    told = reported(sentence, start) or (not level and told_behind(start, sentence))
    if tense == "past" and not level and (_is_listed(start, sentence) or _is_put(start, sentence)):
        tense = "present"
    if tense == "past" and ((told and not beside(start, sentence) and not _then(start, sentence, level)) or _left(start, sentence)):
        tense = "present"
    if tense in ("past", "none") and not level and _lasts(start, sentence):
        tense = "present"
    chosen = nearest(start, sentence, level)
    if chosen is not None and chosen.kind != "as_of" and (_still(start, sentence) or _lasts(start, sentence)):
        chosen, tense = None, "present"
    if chosen is None and sentence.tokens[0].lower in listed("resume", "parts"):
        chosen = next((s for s in earlier if s.kind == "as_of" or (s.ends and s.kind != "since")), None)
    return _level(chosen, earlier, tense, now, _against(start, sentence, chosen))


def is_part(sentence: Sentence) -> bool:
    """Whether a sentence is about some of those just counted: "Of those, 2,600 had been given tents"."""
    return sentence.tokens[0].lower in listed("resume", "parts") and len(sentence.tokens) > 1 and sentence.tokens[1].lower in _THOSE


def _then(start: int, sentence: Sentence, level: Sequence[TimeSpan]) -> bool:
    """Whether a day right behind those counted says when they were there: "said 900 were in halls at 6 p.m. Wednesday"."""
    apart = listed("clause", "hard") | listed("clause", "soft")
    behind = (s for s in level if s.kind == "point" and s.start > start)
    return any(apart.isdisjoint(token.lower for token in near.between(sentence, start, s.start)) for s in behind)


def _still(start: int, sentence: Sentence) -> bool:
    """Whether a count is one of now by the words beside it: "and forty-odd still missing"."""
    beside = [*near.before(sentence, start, 2), *near.behind(sentence, start, 5)]
    return any(token.lower in ("still", "remain", "remains") for token in beside) and not any(
        token.lower in listed("auxiliary", "past") for token in near.behind(sentence, start, 4)
    )


def _is_listed(start: int, sentence: Sentence) -> bool:
    """Whether those counted are on a list, which stands until it is said to be settled: "nine persons were reported missing"."""
    following = [token.lower for token in near.behind(sentence, start, 7)]
    return any(pair in _LISTED for pair in pairwise(following))


def _is_put(start: int, sentence: Sentence) -> bool:
    """Whether a count is given now: "the agency puts the number of those in need at 200,000"."""
    before = [token.lower for token in near.before(sentence, start, _PUT)]
    return "at" in before[-4:] and not {"puts", "estimates"}.isdisjoint(before)


def _lasts(start: int, sentence: Sentence) -> bool:
    """Whether those counted are told of in the present: "of the 6,990 people who sleep in the yard"."""
    following = [token.lower for token in near.behind(sentence, start, 5)]
    at = next((at for at, low in enumerate(following) if low in ("who", "which")), None)
    verb = following[at + 1] if at is not None and at + 1 < len(following) else ""
    return verb in listed("state", "verbs")


def told_behind(start: int, sentence: Sentence) -> bool:
    """Whether a statement ends with its speaker: "Some 70 were missing, the agency reported"."""
    following = [token.lower for token in near.behind(sentence, start, _OPENING)]
    verb = next((at for at, low in enumerate(following) if low in telling()), None)
    return verb is not None and "," in following[:verb]


def _left(start: int, sentence: Sentence) -> bool:
    """Whether a state is told by the event that left it: "the slide left 40 people dead and 150 missing" (they still are)."""
    return any(token.lower in ("left", "leaving") for token in near.before(sentence, start, _LEFT))


def beside(start: int, sentence: Sentence) -> bool:
    """Whether a figure stands in a clause that tells what was so at the time of an event: "collapsed when 80 were inside"."""
    lasting = any(token.lower in ("remained", "still") for token in near.behind(sentence, start, 4))  # ", while 80 remained missing"
    return not lasting and any(token.lower in ("when", "while") for token in near.before(sentence, start, 3))


def _against(start: int, sentence: Sentence, span: TimeSpan | None) -> bool:
    """Whether a count is given only to compare: "1,900 are in camps, down from 2,400 on Tuesday"."""
    if span is None or span.start < start or len(near.between(sentence, start, span.start)) > 8:
        return False
    before = [token.lower for token in near.before(sentence, start, 3)]
    return any(low in ("from", "against", "than", "with", "to") for low in before[-2:])


def _level(chosen: TimeSpan | None, earlier: Sequence[TimeSpan], tense: Tense, now: date | None, against: bool = False) -> Period:
    """The moment at which a stock stood so high: the day of speaking, unless the text names another (or only compares with it)."""
    if chosen is not None and chosen.kind in ("as_of", "until"):
        return _moment(chosen, now)
    if chosen is not None and chosen.kind in ("point", "window") and chosen.last and (tense in ("past", "none") or against or chosen.ends):
        return _moment(chosen, now)
    if tense == "past":
        event = next((s for s in earlier if not s.said and s.kind in ("point", "window", "as_of") and s.last), None)
        return _moment(event, now) if event else Period()
    said = next((s.last for s in earlier if s.said and s.last), None)
    day = said if said and now and said <= now else now
    return closed(day, day)


def _moment(span: TimeSpan, now: date | None) -> Period:
    if span.kind == "as_of" and span.precision == "day":
        return closed(span.last, span.last)
    if span.ends:  # "at the end of September"
        return closed(span.ends, span.ends)
    if now and span.last == now and span.precision == "span":
        return closed(now, now)  # "after four months of fighting, 180,000 need help"
    return Period(span.first, span.last, span.precision)
