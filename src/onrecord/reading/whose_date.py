"""Whose a date is: those of a sentence that belong to something else than a figure in it."""

from __future__ import annotations

from itertools import pairwise

from onrecord.reading import near
from onrecord.reading.datewords import words as date_words
from onrecord.reading.tense import listed
from onrecord.reading.timespan import TimeSpan
from onrecord.text import Sentence

_TAIL = 6  # tokens: from such a date to the verb of the sentence
_HEDGED = 6  # tokens of "including more than 1 million"
_CLAUSE = 8  # tokens: how far before a date its clause may open
_COMPARED = {
    ("up", "from"),
    ("down", "from"),
    ("compared", "with"),
    ("compared", "to"),
    ("as", "against"),
    (",", "against"),
    (",", "from"),
    (",", "versus"),
}
_OF_THEM = {("of", "them"), ("of", "these"), ("of", "those"), ("of", "whom")}
_ITSELF = frozenset(("itself", "themselves"))  # "Nasser hospital, itself hit in February, received 134 wounded"
_LEADS = frozenset(("in", "on", "during", "over", "since", "within", "the", "only", "just", "alone"))  # between a part and its date
_GOES_ON = frozenset("were was are is have has had".split())  # behind a relative clause the sentence goes on with its own verb


def of_others(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date belongs to a clause that tells how those counted came about: "1,500 families who lost homes in May are living"."""
    relative = listed("clause", "relative")
    if span.start > start:
        between = [token.lower for token in near.between(sentence, start, span.start)]
        return ("of", "whom") in pairwise(between) or any(low in relative for low in between)
    between = [token.lower for token in near.between(sentence, span.end, start)]
    before = [token.lower for token in near.before(sentence, span.start, _CLAUSE)]
    return "," in between and any((low in relative and low != "that") or low in _ITSELF for low in before)


def of_another(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date behind a figure tells of another number or of another event, whatever the figure counts."""
    if span.start < start:
        return False
    if _of_measure(sentence, span):
        return True
    between = [token.lower for token in near.between(sentence, start, span.start)]
    return (
        _of_compared(between)
        or _of_earlier(between, sentence, span)
        or _of_place(between, span)
        or _of_part(between)
        or _of_included(between)
        or _of_next(between, span)
        or _of_count(between)
    )


def before_what(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date before a figure tells when something else came after it: "camped in tents *on Saturday* after a quake killed one"."""
    if span.end > start or span.kind in ("since", "as_of"):
        return False
    between = [token.lower for token in near.between(sentence, span.end, start)]
    at = between.index("after") if "after" in between else -1
    return at >= 0 and {":", ";"}.isdisjoint(between) and between[at + 1 : at + 2] in (["a"], ["an"], ["the"]) and len(between) > at + 3


def of_rank(sentence: Sentence, span: TimeSpan) -> bool:
    """Whether it only tells the how manieth an event was: "the storm, the second this year", "the third attack this month"."""
    before = [token.lower for token in near.before(sentence, span.start, 3)]
    ranks = date_words()["ordinals"]
    return span.kind == "window" and "of" not in before and any(low == "the" and word in ranks for low, word in pairwise(before))


def _of_measure(sentence: Sentence, span: TimeSpan) -> bool:
    """Whether it only tells with what a number is compared: "three times as many as in the two weeks before", "more than in 2019"."""
    before, following = near.before(sentence, span.start, 1), near.behind(sentence, span.start, 1)
    compared = bool(before) and before[0].lower in ("as", "than")
    return compared and bool(following) and following[0].lower in ("in", "during", "over", "for")


def of_participle(start: int, act: str, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date behind those counted belongs to what describes them: "500 people displaced last month by war were moved on Tuesday"."""
    if span.start < start:
        return False
    between = [token.lower for token in near.between(sentence, start, span.start)]
    following = [token.lower for token in near.behind(sentence, span.end, _TAIL)]
    verb = next((at for at, low in enumerate(following) if low in _GOES_ON), None)
    described = any(low.endswith("ed") and low != act for low in between[1:4])
    return described and verb is not None and "," not in [*between, *following[:verb]]


def is_comparison(sentence: Sentence, start: int) -> bool:
    """Whether a number is given only to compare: "9,700 are in camps, up from 5,400"."""
    return tuple(token.lower for token in near.before(sentence, start, 2)) in _COMPARED


def is_compared(sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date is that of a number given to compare, whichever the number that it is compared with: "up from 900 in May", "9 percent
    fewer than a year ago", "five times as many as in 2021"."""
    lead = [token.lower for token in near.before(sentence, span.start, 2)]
    measured = lead[-1:] == ["than"] or (lead[-1:] == ["as"] and lead[0] in ("many", "much", "high", "large"))
    return measured or _of_compared([token.lower for token in near.before(sentence, span.start, _CLAUSE)])


def _of_compared(between: list[str]) -> bool:
    """Whether it is that of a number given to compare: "9,700 are in camps, up from 5,400 on Friday"."""
    cue = next((at + 2 for at, pair in enumerate(pairwise(between)) if pair in _COMPARED), None)
    return cue is not None and any(low[0].isdigit() for low in between[cue : cue + 3])


def _of_earlier(between: list[str], sentence: Sentence, span: TimeSpan) -> bool:
    """Whether it is that of what those counted had done before: "870 families who had returned in May were displaced again"."""
    if not any(pair in (("who", "had"), ("that", "had"), ("which", "had")) for pair in pairwise(between)):
        return False
    following = near.behind(sentence, span.end, 1)
    return bool(following) and following[0].lower in _GOES_ON


def _of_part(between: list[str]) -> bool:
    """Whether it is that of a part told of right before it: "604,000 have gone home, 57,500 of them *in the last six months*"."""
    at = max((at for at, pair in enumerate(pairwise(between)) if pair in _OF_THEM), default=0)
    return at > 1 and between[at - 1][0].isdigit() and all(low in _LEADS for low in between[at + 2 :])


def _of_included(between: list[str]) -> bool:
    """Whether it is that of a part with a clause of its own: "40,000 people in Kivu, including 9,000 who fled *last week*"."""
    told = between[between.index("including") :] if "including" in between else []
    return any(low[0].isdigit() for low in told[:_HEDGED]) and not {"who", "that"}.isdisjoint(told) and "," not in told


def _of_count(between: list[str]) -> bool:
    """Whether it is that of a count right before it: "148 died, more than double the 71 *of a year earlier*"."""
    at = len(between) - 1 - (between[-1:] == ["of"])
    return at > 1 and between[at][0].isdigit() and between[at - 1] == "the"


def _of_next(between: list[str], span: TimeSpan) -> bool:
    """Whether it is that of a bare number right before it: "1,100 arrived on Friday and 900 *the day before*"."""
    if not span.relative:
        return False
    at = len(between) - 1 - (between[-1:] in (["more"], ["others"]))
    return at > 2 and between[at][0].isdigit() and between[at - 1] in ("and", ",", "another", "further", "at", "additional")


def _of_place(between: list[str], span: TimeSpan) -> bool:
    """Whether it tells since when a place is as it is: "5,300 have come back to Mahagi, where calm has held since March"."""
    where = next((at for at, low in enumerate(between) if low == "where"), None)
    return span.kind == "since" and where is not None and not {"has", "have"}.isdisjoint(between[where:])
