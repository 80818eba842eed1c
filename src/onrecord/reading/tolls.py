"""Numbers that say how high a running count stands ("the toll rose to 41 on Wednesday"): they count all who fell victim by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import dropwhile

from onrecord.reading import near
from onrecord.reading.datewords import words as date_words
from onrecord.reading.tense import listed
from onrecord.reading.timespan import TimeSpan, closed
from onrecord.text import Sentence
from onrecord.types import Period

_REACH = 16  # tokens from the word for the count to its number
_CLAUSE = 16  # tokens: how far before a date "following" may stand
_LEADING = frozenset(("after", "following", "since"))
_BESIDE = 3  # tokens from a number to the day behind it: "to 41, this Thursday"


def is_height(sentence: Sentence, start: int) -> bool:
    """Whether the number at an offset is the height that a toll has reached."""
    before = [token.lower for token in near.before(sentence, start, _REACH)]
    bare = list(dropwhile(listed("toll", "hedges").__contains__, reversed(before)))
    if bare[:1] == ["least"] and bare[1:2] == ["at"]:  # "rose to at least 41"
        bare = list(dropwhile(listed("toll", "hedges").__contains__, bare[2:]))
    return bool(bare) and bare[0] in listed("toll", "joins") and _counts_victims(bare)


def _counts_victims(back: Sequence[str]) -> bool:
    """Whether the words before, nearest first, name a count of victims: "toll", "the number of dead", "deaths rose to"."""
    if not listed("toll", "nouns").isdisjoint(back):
        return True
    victims = next((at for at, low in enumerate(back) if low in listed("toll", "victims")), None)
    if victims is None:
        return False
    counted = back[victims + 1 : victims + 2] == ["of"] and not listed("toll", "numbers").isdisjoint(back[victims + 2 : victims + 4])
    return counted or not listed("toll", "rising").isdisjoint(back[:victims])


def period(start: int, sentence: Sentence, spans: Sequence[TimeSpan], now: date | None) -> Period | None:
    """From when the count runs, if told, to the day on which it stood so high; ``None`` where the sentence names no such day."""
    told = [span for span in spans if span.kind in ("point", "as_of") and span.last and (now is None or span.last <= now)]
    dated = [span for span in told if not _begins(sentence, span)]
    until = next((span.last for span in dated if start <= span.start and len(near.between(sentence, start, span.start)) <= _BESIDE), None)
    until = until or max((span.last for span in dated if span.last and span.start < start), default=None)
    if until is None:
        return None
    begun = next((s.first for s in spans if s.first and s.first < until and (_holds(s, until) or _begins(sentence, s))), None)
    return closed(begun, until)


def _holds(span: TimeSpan, day: date) -> bool:
    """Whether a day lies in a stretch: the toll "in the week" rose "on Sunday"."""
    return span.kind == "window" and span.last is not None and day <= span.last


def _begins(sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date is that on which what is counted began: "since Friday", "from Sunday's quake", "the clashes that began on Thursday"."""
    if near.behind(sentence, span.start, 1)[0].lower == "from":
        return True
    before = [token.lower for token in near.before(sentence, span.start, _CLAUSE)]
    led = not _LEADING.isdisjoint(before[max((at for at, low in enumerate(before) if low == ","), default=0) :])
    return span.kind == "since" or led or not frozenset(date_words()["beginning"]["verbs"]).isdisjoint(before[-2:])


def open_start(found: Period) -> Period:
    """The period of a count that was given on one day: nothing tells when its victims fell."""
    return closed(None, found.last) if found.first == found.last else found
