"""Near copies: forty outlets that print one agency's story are one witness. Word shingles and bottom-k MinHash, in plain code.

A text is a set of hashed shingles (runs of words, numbers included). Its sketch is the smallest of them: texts that share much of their
sets share some of their sketches. Those are candidates; the whole sets then decide, by how much of the shorter text the longer one
holds, since outlets cut what an agency sends.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from onrecord.likeness import SKETCH, likeness, shingles

_COMMON = 500  # texts that share a shingle from which on it tells nothing: a newsletter's footer, "in the past week"
_SAME = 0.9  # share from which on a copy is not remembered by its shingles


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
            for value in heapq.nsmallest(SKETCH, found):
                if len(self._by_shingle[value]) <= _COMMON:
                    self._by_shingle[value].append(key)
        if best is None:
            self._first[key] = key
            return None
        self._first[key] = self._first[best[1]]
        return Copy(key, self._first[key], round(best[0], 3))

    def _candidates(self, found: frozenset[int]) -> list[Hashable]:
        lists = (self._by_shingle.get(value, ()) for value in heapq.nsmallest(SKETCH, found))
        return list(dict.fromkeys(key for keys in lists if len(keys) <= _COMMON for key in keys))


def groups(texts: Iterable[tuple[Hashable, str]]) -> dict[Hashable, list[Copy]]:
    """The copies of each first text that has any."""
    index, found = CopyIndex(), dict[Hashable, list[Copy]]()
    for key, text in texts:
        if copy := index.add(key, text):
            found.setdefault(copy.of, []).append(copy)
    return found
