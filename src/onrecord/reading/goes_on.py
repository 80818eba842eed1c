"""Whether a sentence without a speaker of its own goes on with the count of the sentence before it (words: ``words/sources.toml``)."""

from __future__ import annotations

from itertools import takewhile

from onrecord.reading.sourcewords import goes_on_words, words
from onrecord.reading.speakers import Line
from onrecord.text import Sentence

_QUALIFIER = 4  # tokens before the number that opens a sentence: "at least", "more than some"
_SUBJECT = 8  # tokens in "some 400 people in the district have been"
_PARTS = (("of", "them"), ("of", "those"), ("of", "these"), ("of", "the"))


def starts(line: Line, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(line.low[: len(phrase)] == phrase for phrase in phrases)


def goes_on(line: Line) -> int | None:
    """How far (characters) a sentence of the same paragraph goes on with the count before it; ``None`` if it does not."""
    table, here, end = words(), goes_on_words(), line.sentence.end
    if line.low[1:3] in _PARTS and (line.low[0][0].isdigit() or line.low[0] in table.numerals or line.low[0] in ("most", "half", "some")):
        turn = next((at for at in range(1, len(line.low)) if line.low[at - 1] == "," and line.low[at] in table.turns), None)
        return end if turn is None else line.tokens[turn].start
    if (starts(line, here.begins) and not _is_another_thing(line)) or starts(line, here.further):
        turn = next((at for at in range(1, len(line.low)) if line.low[at - 1] == "," and line.low[at] in table.turns), None)
        return end if turn is None else line.tokens[turn].start
    if _takes_part(line) or _is_hearsay(line):
        return end
    partitive = any(line.low[at : at + len(phrase)] == phrase for phrase in here.contains for at in range(len(line.low)))
    return end if partitive else None


def _is_another_thing(line: Line) -> bool:
    """ "The other boat", "The other one": no rest of those counted, as "the other 40", "the other survivors" are."""
    low = line.low[2] if len(line.low) > 3 and line.low[:2] == ("the", "other") else ""
    return (
        bool(low) and not (_is_number(low) and low != "one") and not low.endswith("s") and low not in ("people", "men", "women", "children")
    )


def _is_hearsay(line: Line) -> bool:
    """ "The floods reportedly killed seven", "A reported 400 were moved": by whom, the sentence before told."""
    return (line.low[0] == "the" and "reportedly" in line.low[2:4]) or any(
        low == "reported" and _is_number(line.low[at + 1]) for at, low in enumerate(line.low[:-1]) if at and line.low[at - 1] == "a"
    )


def _takes_part(line: Line) -> bool:
    """Whether the first number of a sentence is a part of those counted before: "The day before, 40 of them had gone home"."""
    first = next((at for at, low in enumerate(line.low) if _is_number(low)), None)
    return first is not None and line.low[first + 1 : first + 3] in _PARTS[:3]


def counts_on(line: Line, before: Line) -> int | None:
    """How far a sentence goes on that opens with a count of what befell people, right after a statement that held one."""
    here = goes_on_words()
    first = next((at for at, low in enumerate(line.low[:_QUALIFIER]) if _is_number(low)), None)
    if first is None or not set(line.low[:first]) <= here.before_count or not any(map(_is_number, before.low)):
        return None
    told = any(line.low[at : at + len(phrase)] == phrase for phrase in here.befell for at in range(first + 1, first + _SUBJECT))
    return line.sentence.end if told else None


def counts_the_same(line: Line, before: Line) -> int | None:
    """How far a sentence goes on that tells "the number of" the same people as the one before it: "Since May, the number of returnees is"."""
    here, there = _numbered(line), _numbered(before)
    return line.sentence.end if here and here == there else None


def _numbered(line: Line) -> tuple[str, ...]:
    """Those whose number a sentence tells: the words behind its first "number of"; "people" may be any."""
    at = next((at for at, low in enumerate(line.low[:-2]) if low in ("number", "numbers") and line.low[at + 1] == "of"), None)
    named = () if at is None else tuple(takewhile(lambda low: low.isalpha() and low not in words().stops, line.low[at + 2 : at + 6]))
    return () if named in (("people",), ("persons",)) else named


def has_number(low: tuple[str, ...]) -> bool:
    return any(map(_is_number, low))


def _is_number(low: str) -> bool:
    return low[0].isdigit() or low in words().numerals


def takes_up(line: Line, before: Line) -> int | None:
    """Whether a sentence begins with those whom the one before counted ("26 officers …" – "The officers, among them …"); its end."""
    if line.low[:1] != ("the",) or len(line.low) < 2 or not line.low[1].endswith("s") or line.has_name_at(1):
        return None
    counted = any(
        low == line.low[1] and any(word[0].isdigit() for word in before.low[max(0, at - 4) : at]) for at, low in enumerate(before.low)
    )
    return line.sentence.end if counted else None


def lists(line: Line, before: Sentence) -> bool:
    """Whether the sentence is an item of a list that a colon opened: no full stop at its end, nor at the end of the one before."""
    return before.tokens[-1].text == ":" or (line.low[-1] != "." and before.tokens[-1].text not in (".", "”", '"', "!", "?"))
