"""How alike two texts are, for what needs to know copies: hashed runs of words, whole (``shingles``) or as a short sketch of them."""

from __future__ import annotations

import heapq
import re
import struct
import zlib
from functools import lru_cache

_SIZE = 3  # words in a shingle
SKETCH = 64  # smallest shingles by which texts are compared
_LEAST_WORDS = 12  # shorter texts are copies only when they are the same
_CONTAINED, _SIMILAR = 0.42, 0.33  # share of the shorter text's shingles, or of all, from which on two texts are copies
_LEAST_SHARED = 8  # shingles that two sketches share before they say anything: fewer may be chance
_WORD = re.compile(r"\d[\d,.]*\d|[^\W_]+")


def shingles(text: str) -> frozenset[int]:
    """The hashed runs of words of a text, without regard to case and punctuation."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) <= _SIZE:
        return frozenset({zlib.crc32(" ".join(words).encode("utf-8", "replace"))}) if words else frozenset()
    return frozenset(zlib.crc32(" ".join(words[i : i + _SIZE]).encode("utf-8", "replace")) for i in range(len(words) - _SIZE + 1))


def likeness(one: frozenset[int], other: frozenset[int]) -> float | None:
    """How much of the shorter text the longer one holds, where that is enough to make them copies; else ``None``."""
    if not one or not other:
        return None
    if one == other:
        return 1.0
    common = len(one & other)
    return _enough(common / min(len(one), len(other)), common / (len(one) + len(other) - common), min(len(one), len(other)))


def sketch(text: str) -> bytes:
    """What is kept of a text to compare it by: how many shingles it has, and the smallest of them (4 bytes each). Empty where no words are."""
    found = shingles(text)
    return _packed([len(found), *heapq.nsmallest(SKETCH, found)]) if found else b""


@lru_cache(maxsize=10_000)
def alike(one: bytes, other: bytes) -> float | None:
    """The same as :func:`likeness`, from two sketches: exact for texts of up to ``SKETCH`` shingles, else an estimate."""
    if not one or not other:
        return None
    if one == other:
        return 1.0
    (many, *mine), (more, *theirs) = _unpacked(one), _unpacked(other)
    first, second = frozenset(mine), frozenset(theirs)
    both = heapq.nsmallest(SKETCH, first | second)
    shared = sum(value in first and value in second for value in both)
    whole = len(first) == many and len(second) == more and len(both) == len(first | second)
    if shared < _LEAST_SHARED and not whole:
        return None
    similar = shared / len(both)
    least = min(many, more)
    contained = min(similar * (many + more) / (1 + similar) / least, 1.0)
    return _enough(contained, similar, least)


def _packed(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _unpacked(told: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(told) // 4}I", told)


def _enough(contained: float, similar: float, least: int) -> float | None:
    if least < _LEAST_WORDS:
        return contained if contained > 0.9 and similar > 0.8 else None
    return contained if contained >= _CONTAINED or similar >= _SIMILAR else None
