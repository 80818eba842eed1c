"""The tense in which a figure is stated, read from the auxiliaries around its act word (words: ``words/tense.toml``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from onrecord.reading import lexicon, near
from onrecord.reading.datewords import words as date_words
from onrecord.text import Sentence, Token

Tense = Literal["present", "present_perfect", "past", "future", "none"]

_LOOK_BACK = 9  # tokens: how far an auxiliary may stand before its verb
_CLAUSE = 60  # tokens: how far back the main verb or a verb of saying is looked for
_JOINS = frozenset({"and", "or", ",", "–", "—"})
_LED = frozenset({"left", "made", "rendered", "led", "forced", "prompted", "caused", "sent", "drove", "compelled", "pushed"})
_NO_VERBS = frozenset(
    "red united hundred need feed seed shed bed speed indeed exceed proceed succeed allied aged mohamed mohammed ahmed".split()
)
_CONTRACTED = re.compile(r"^.*[’'´‘`](ve|re|ll)$")


@cache
def table() -> dict[str, Any]:
    """The word lists of tense and clause."""
    return lexicon.load("tense")


@cache
def _auxiliaries() -> dict[str, Tense]:
    return {word: tense for tense, listed in table()["auxiliary"].items() for word in listed}


@cache
def listed(section: str, name: str) -> frozenset[str]:
    """One of the word lists."""
    return frozenset(table()[section][name])


@cache
def telling() -> frozenset[str]:
    """Verbs of saying."""
    return frozenset(date_words()["saying"]["verbs"])


def tense_of(text: str, sentence: Sentence, start: int, end: int) -> Tense:
    """The tense in which a figure is stated.

    ``start`` is where its number begins, ``end`` where its act word ends (which may stand before the number); without an act
    word, where the number ends. A bare participle ("12 killed") after no auxiliary is "none".
    """
    tokens = sentence.tokens
    told = reported(sentence, start)
    edge = bisect_right(tokens, end, key=lambda token: token.end) - 1
    number = bisect_right(tokens, start, key=lambda token: token.end)
    if edge < 0:
        return "none"
    if _is_toll(tokens, number, told):
        return "present_perfect"
    if found := _auxiliary(tokens, edge, number, told):
        return found
    verb = tokens[edge].lower
    if verb.endswith("ing"):
        return _main(tokens, edge, told) or "present"
    if _is_past(verb) or any(_is_past(token.lower) for token in tokens[max(0, edge - 2) : edge] if token.start >= start or edge < number):
        return _participle(tokens, edge, number, told)
    if edge > number > 0 and tokens[number - 1].lower in _LED:
        return _active(tokens, number - 1, told)  # "have killed dozens and led thousands to flee"
    around = _main(tokens, min(len(tokens), edge + _CLAUSE // 2), told) or ("present" if edge != number else "none")
    return "none" if around == "past" else around


def _is_toll(tokens: Sequence[Token], number: int, told: bool) -> bool:
    """Whether a number says how high a count stands: "the toll stands at 40", "said the number of dead stood at 40"."""
    before = [token.lower for token in tokens[max(0, number - 4) : number]]
    return "at" in before and (not {"stands", "stays"}.isdisjoint(before) or (told and "stood" in before))


def reported(sentence: Sentence, start: int) -> bool:
    """Whether a verb of saying stands before an offset: after it "had fled" means "have fled", and "were missing" "are missing"."""
    words = [token.lower for token in near.before(sentence, start, _CLAUSE)]
    return any(word in telling() and (before, word) != ("an", "estimated") for before, word in pairwise(["", *words]))


def _auxiliary(tokens: Sequence[Token], edge: int, number: int, told: bool) -> Tense | None:
    """The tense that an auxiliary gives: between number and act word, right behind both, or else before them."""
    if edge < number and _is_past(tokens[edge].lower):
        states = next((at for at in range(number - 1, max(edge, number - 4), -1) if _finite(tokens[at])), None)
        if states is not None:
            return _chain(tokens, states, told)  # "the population affected by the storm is 2 million"
        return _later(tokens, number + 1) if _describes(tokens, edge) else _active(tokens, edge, told)
    inner = next((at for at in range(edge, number, -1) if _finite(tokens[at])), None)
    if edge < number and tokens[edge].lower in listed("toll", "nouns"):  # "the toll of the storm has risen to 14"
        inner = next((at for at in range(number - 1, edge, -1) if _finite(tokens[at])), None)
    if inner is not None:
        return _chain(tokens, inner, told)
    return _behind(tokens, max(edge, number) + 1, told) or _before(tokens, min(edge, number), told)


def _describes(tokens: Sequence[Token], edge: int) -> bool:
    """Whether a past form before its number only describes: "a besieged population of", "of the internally displaced, half (…)"."""
    return edge > 0 and (tokens[edge - 1].lower in ("a", "an", "the", "of") or tokens[edge - 1].lower.endswith("ally"))


def _active(tokens: Sequence[Token], edge: int, told: bool) -> Tense:
    """ "The storm has killed 12 and displaced 400": of a verb with its number behind it only adverbs part the auxiliary."""
    if found := _helped(tokens, edge, told):
        return found
    joined = next((at for at in range(edge - 1, max(-1, edge - 4), -1) if tokens[at].lower in _JOINS), None)
    return "present_perfect" if joined is not None and _main(tokens, joined, told) == "present_perfect" else "past"


def _behind(tokens: Sequence[Token], at: int, told: bool) -> Tense | None:
    if [token.lower for token in tokens[at : at + 1]] == ["by"]:
        return None  # "each of the 70 displaced by the fire will need ..." is of their needs
    for token in tokens[at : at + 4]:
        if token.lower in (",", "and", ";", "(", "that", "who", "which"):
            return None
        if token.lower == "had" and told:
            return "present_perfect"  # "said 40 deaths had been recorded"
        if _finite(token) and token.lower != "had":
            return _tense_word(token.lower)
    return None


def _later(tokens: Sequence[Token], at: int) -> Tense:
    """The first tense that shows behind a number which a participle describes: "a besieged population of 4,000, … , is …"."""
    return next((_tense_word(token.lower) or "none" for token in tokens[at : at + 2 * _LOOK_BACK] if _finite(token)), "none")


def _before(tokens: Sequence[Token], edge: int, told: bool) -> Tense | None:
    hard, passed = listed("clause", "hard") - {":"}, listed("between", "adverbs")
    others = 0
    for at in range(edge, max(-1, edge - _LOOK_BACK - 4), -1):
        if at < edge and (tokens[at].lower in hard or tokens[at].lower in ("when", "where")):
            return None
        if _finite(tokens[at]):
            found = _chain(tokens, at, told)
            ended = found == "future" and any(token.text == ":" for token in tokens[at:edge])
            return None if ended else found  # "The toll may rise: 14 people died on Monday"
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
        if found == "present_perfect" and tokens[before].lower in ("may", "might", "must"):
            return found  # "may have been displaced": it has happened, if it has
        if word == "future" or (word == "present_perfect" and found != "future"):
            return word
        if tokens[before].lower == "had" and told:
            return "present_perfect"
    return "present_perfect" if told and tokens[at].lower == "had" else found


def _is_past(word: str) -> bool:
    return (word.endswith("ed") and word not in _NO_VERBS) or word in listed("irregular", "past")


def _participle(tokens: Sequence[Token], edge: int, number: int, told: bool) -> Tense:
    """ "floods killed 12" is past; "12 killed" and "2,000 people displaced by" take the tense of a clause before them, or none."""
    if edge < number:
        return "past"
    subject = tokens[number:edge]
    if tokens[edge].lower in listed("irregular", "own"):
        return "past"
    if any(token.lower in ("who", "which", "that") for token in subject):
        return "past"
    if any(token.lower in ("and", ",", "with") for token in tokens[max(0, number - 4) : number]):
        around = _main(tokens, number, told)
        return around if around == "present_perfect" else "none"
    return "none"


def _helped(tokens: Sequence[Token], at: int, told: bool) -> Tense | None:
    """The tense of the auxiliary right before a past form, with only adverbs between, if there is one."""
    passed = listed("between", "adverbs")
    for back in range(at - 1, max(-1, at - 6), -1):
        if _finite(tokens[back]):
            return _chain(tokens, back, told)
        if tokens[back].lower not in passed:
            return None
    return None


def _main(tokens: Sequence[Token], edge: int, told: bool) -> Tense | None:
    """The tense of the last finite verb before ``edge``, as far as it shows."""
    joined = False
    for at in range(min(edge, len(tokens)) - 1, max(-1, edge - _CLAUSE), -1):
        word = tokens[at].lower
        if _finite(tokens[at]) and word != "had":
            return _chain(tokens, at, told)
        if (
            _is_past(word)
            and word not in ("said", "left")
            and not (at and tokens[at - 1].lower in ("the", "a", "of", "by", "more", "than"))
        ):
            found = _helped(tokens, at, told)
            if found or not (at and tokens[at - 1].lower in _JOINS):
                return found or "past"
            joined = True  # "have killed 12, injured 30 and": the verb before it carries the auxiliary
    return "past" if joined else None
