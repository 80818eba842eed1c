"""Text as word pieces: what the encoder reads (Wu et al. 2016; the vocabulary and the rules are those of uncased BERT).

The library that others use for this asks for a client of a model hub; a vocabulary and a longest match are all that is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+|[^\s]")
_LONGEST = 100  # characters of a word; what is longer is no word, and not worth remembering
_UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"


class Piece(NamedTuple):
    """A piece of a word, by its number in the vocabulary; ``text[start:end]``."""

    id: int
    start: int
    end: int


@cache
def vocabulary() -> dict[str, int]:
    """The pieces by name; those that go on with a word begin with ``##``."""
    lines = files("onrecord.encoder").joinpath("data", "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text, in order."""
    for match in _WORD.finditer(text):
        plain = _plain(match.group())
        start, end = match.span()
        whole = len(plain) != end - start  # an accent that stood alone is gone: the pieces can no longer be told apart by offset
        at = start
        for number, length in _cut(plain) if len(plain) <= _LONGEST else ((vocabulary()[_UNKNOWN], len(plain)),):
            yield Piece(number, start, end) if whole else Piece(number, at, at + length)
            at += length


def _plain(word: str) -> str:
    """A word in lower case without accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=20_000)
def _cut(word: str) -> tuple[tuple[int, int], ...]:
    """The longest pieces of a word from left to right, each with its length; one unknown piece where that leads nowhere."""
    known = vocabulary()
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(word):
        lead = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if lead + word[start:end] in known), None)
        if end is None:
            return ((known[_UNKNOWN], len(word)),)
        found.append((known[lead + word[start:end]], end - start))
        start = end
    return tuple(found)
