"""Whether a date is that of a statement ("said on Friday") rather than of what is told."""

from __future__ import annotations

import re
from itertools import takewhile

from onrecord.reading import near
from onrecord.reading.datewords import words
from onrecord.text import Sentence

_DATELINE_END = re.compile(r"(?:,\s[A-Z]{2,6})?\s*(?:\([^()\n]{2,60}\))?\s*(?:--+|[-–—])\s|\s*\([A-Z]{2,6}\)\s+(?=[A-Z“\"\d])")

_PAPER = 16  # tokens in "according to a statement from ..."
_JOINS = frozenset({"and", "of", "the"})  # in names: "Turks and Caicos Islands"


def said(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a date is that of a statement: "said late on Friday", "on Friday told reporters", a credit, or the dateline."""
    table = words()["saying"]
    told = frozenset(table["verbs"])
    before = [token.lower for token in near.before(sentence, start, 5)]
    after = next((token.lower for token in near.behind(sentence, end, 1)), "")
    names = sum(1 for _ in takewhile(lambda token: token.text[0].isupper(), reversed(near.before(sentence, start, 3))))
    if names and before[-names - 1 : -names] in (["in"], ["from"], ["at"]):
        before = before[: -names - 1]  # "said in Geneva on Friday"
    elif names and before[-names - 1 : -names] == ["told"]:
        before = before[:-names]  # "told Reuters on Friday"
    while before and before[-1] in table["between"]:
        before.pop()
    if len(before) > 1 and before[-2] in told and before[-1] in table["hearers"]:
        before.pop()
    if before[-1:] == ["dated"]:
        return True  # "the latest estimates (dated 8 May)"
    if before and before[-1] in told and not _is_name_of_states(sentence, start):
        return not (len(before) > 1 and before[-2] in table["passive"])  # "two deaths were reported on Friday"
    return (
        (after in told and not text[start:end].isdigit())  # not "an accord of 2003 says"
        or _of_document(text, sentence, start, end)
        or _opens(sentence, start, after)
        or _is_credit(sentence, start)
        or _heads(text, sentence, start, end)
    )


def _is_name_of_states(sentence: Sentence, start: int) -> bool:
    """Whether "states" before a date is what the names before it are: "in Borno and Adamawa states on Friday"."""
    before = near.before(sentence, start, 2)
    return len(before) == 2 and before[1].lower == "states" and before[0].text.istitle()


def _opens(sentence: Sentence, start: int, after: str) -> bool:
    """Whether a date belongs to the paper that opens the sentence: "According to a statement from the agency on 26 May, ..."."""
    before = [token.lower for token in near.before(sentence, start, _PAPER) if token.text[0].isalnum() or token.text == ","]
    if after != "," or before[:2] != ["according", "to"] or "," in before:
        return False
    return not (frozenset(words()["masthead"]["documents"]) | {"statement", "briefing"}).isdisjoint(before)


def _of_document(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a date says when a document appeared: "the number in Sunday's situation report"."""
    documents = frozenset(words()["masthead"]["documents"]) | {"statement", "briefing"}
    owned = text[start:end].endswith(("'s", "’s"))
    return owned and any(token.lower in documents for token in near.behind(sentence, end, 2))


def _heads(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a date belongs to a dateline: nothing but names before it, a dash after it."""
    names = [token.text for token in near.before(sentence, start, 12)]
    lower = any(name[0].islower() and name not in _JOINS for name in names)
    ended = _DATELINE_END.match(text, end, sentence.end) or (names[-1:] == [","] and text[end : end + 1] == ":")
    return len(names) < 12 and not lower and bool(ended)


def _is_credit(sentence: Sentence, start: int) -> bool:
    """Whether a date closes a credit in brackets: "(UNHCR, 31 July 2009)"."""
    inside: list[str] = []
    for token in reversed(near.before(sentence, start, 25)):
        if token.text in "()":
            return token.text == "(" and len(inside) > 1 and inside[0] == "," and any(word[:1].isupper() for word in inside)
        inside.append(token.text)
    return False
