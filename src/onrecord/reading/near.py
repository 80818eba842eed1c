"""What stands near a place in a sentence: the tokens before, behind and between offsets, the word before a position, "among those who".

Offsets are found by bisection: a "sentence" may be a table of any length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.text import Sentence, Token

GENITIVE = ("'s", "’s", "s'", "s’")  # endings of an owner
_OTHERS = 14  # words from "among those who" to the number of some of them


def before(sentence: Sentence, offset: int, count: int) -> tuple[Token, ...]:
    """The last ``count`` tokens that end by ``offset``."""
    at = bisect_right(sentence.tokens, offset, key=lambda token: token.end)
    return sentence.tokens[max(0, at - count) : at]


def behind(sentence: Sentence, offset: int, count: int) -> tuple[Token, ...]:
    """The first ``count`` tokens that begin at ``offset`` or later."""
    at = bisect_left(sentence.tokens, offset, key=lambda token: token.start)
    return sentence.tokens[at : at + count]


def between(sentence: Sentence, first: int, last: int) -> tuple[Token, ...]:
    """The tokens that begin at ``first`` or later and before ``last``."""
    tokens = sentence.tokens
    return tokens[bisect_left(tokens, first, key=lambda token: token.start) : bisect_left(tokens, last, key=lambda token: token.start)]


def word_before(words: Sequence[str], at: int) -> str:
    """The word before a position; "" where the sentence opens there, for Python would count on from its end."""
    return words[at - 1] if at > 0 else ""


def those_who(words: Sequence[str], first: int) -> tuple[int, int] | None:
    """The clause that tells what some of those counted from ``first`` on did: "among those who *came out* were 36 Yazidis"."""
    if word_before(words, first) not in ("were", "was", "are", "is"):
        return None
    at = next((at for at in range(first - 2, max(-1, first - _OTHERS), -1) if words[at] == "among"), None)
    told = at is not None and tuple(words[at + 1 : at + 3]) in (("those", "who"), ("people", "who"))
    return (at + 3, first - 1) if at is not None and told else None
