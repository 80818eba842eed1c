"""Near copies: forty outlets that print one agency's story are one witness. Word shingles and bottom-k MinHash, in plain code.

A text is a set of hashed shingles (runs of words, numbers included). Its sketch is the smallest of them: texts that share much of their
sets share some of their sketches. Those are candidates; the whole sets then decide, by how much of the shorter text the longer one
holds, since outlets cut what an agency sends.
"""

from __future__ import annotations

import heapq
import re
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

_SIZE = 3  # words in a shingle
_SKETCH = 64  # smallest shingles by which candidates are found
_COMMON = 500  # texts that share a shingle from which on it tells nothing: a newsletter's footer, "in the past week"
_SAME = 0.9  # share from which on a copy is not remembered by its shingles
_LEAST_WORDS = 12  # shorter texts are copies only when they are the same
_CONTAINED, _SIMILAR = 0.42, 0.33  # share of the shorter text's shingles, or of all, from which on two texts are copies
_WORD = re.compile(r"\d[\d,.]*\d|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """``key`` is a copy of the text that came first as ``of``; ``share``: how much of the shorter text the other holds, 0 to 1."""

    key: Hashable
    of: Hashable
    share: float


class CopyIndex:
    """Remembers texts and tells of each new one whether it is a copy. About 40 KB a text of usual length."""

    def __init__(self) -> None:
        self._by_shingle: dict[int, list[Hashable]] = defaultdict(list)
        self._sets: dict[Hashable, frozenset[int]] = {}
        self._first: dict[Hashable, Hashable] = {}

    def add(self, key: Hashable, text: str) -> Copy | None:
        """Remember ``text`` under ``key``. The copy that it is, ``of`` the first text of its kind; ``None`` for a new text."""
        found = shingles(text)
        best: tuple[float, Hashable] | None = None
        for candidate in self._candidates(found):
            share = likeness(found, self._sets[candidate])
            if share is not None and (best is None or share > best[0]):
                best = (share, candidate)
        if best is None or best[0] < _SAME:  # a copy that adds nothing finds no other copies, either
            self._sets[key] = found
            for value in heapq.nsmallest(_SKETCH, found):
                if len(self._by_shingle[value]) <= _COMMON:
                    self._by_shingle[value].append(key)
        if best is None:
            self._first[key] = key
            return None
        self._first[key] = self._first[best[1]]
        return Copy(key, self._first[key], round(best[0], 3))

    def _candidates(self, found: frozenset[int]) -> list[Hashable]:
        lists = (self._by_shingle.get(value, ()) for value in heapq.nsmallest(_SKETCH, found))
        return list(dict.fromkeys(key for keys in lists if len(keys) <= _COMMON for key in keys))


def likeness(one: frozenset[int], other: frozenset[int]) -> float | None:
    """How much of the shorter text the longer one holds, where that is enough to make them copies; else ``None``."""
    if not one or not other:
        return None
    if one == other:
        return 1.0
    common = len(one & other)
    contained, similar = common / min(len(one), len(other)), common / (len(one) + len(other) - common)
    if min(len(one), len(other)) < _LEAST_WORDS:
        return contained if contained > 0.9 and similar > 0.8 else None
    return contained if contained >= _CONTAINED or similar >= _SIMILAR else None


def shingles(text: str) -> frozenset[int]:
    """The hashed runs of words of a text, without regard to case and punctuation."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) <= _SIZE:
        return frozenset({zlib.crc32(" ".join(words).encode("utf-8", "replace"))}) if words else frozenset()
    return frozenset(zlib.crc32(" ".join(words[i : i + _SIZE]).encode("utf-8", "replace")) for i in range(len(words) - _SIZE + 1))


def groups(texts: Iterable[tuple[Hashable, str]]) -> dict[Hashable, list[Copy]]:
    """The copies of each first text that has any."""
    index, found = CopyIndex(), dict[Hashable, list[Copy]]()
    for key, text in texts:
        if copy := index.add(key, text):
            found.setdefault(copy.of, []).append(copy)
    return found
