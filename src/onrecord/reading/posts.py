"""Posts of social media that a page shows among its own words: who signed them, and which words are theirs.

"Around 25 homes were evacuated — PSNI (@PoliceServiceNI) May 18, 2019" is what such a post leaves when a page is turned into text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text import Sentence

_SIGNED = re.compile(r"[—–―-] ?(?P<name>\w[^\n@()—–―]{1,59}?) \(@\w{1,15}\) ?(?=(?:[A-Z][a-z]{2,8}\.? \d|\d{1,2} [A-Z][a-z]{2}))")
_LONGEST = 300  # characters of a post: 280 and what stands for its pictures


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a text: ``text[start:end]`` is the name of who signed it, ``scope`` the range of its words."""

    start: int
    end: int
    scope: tuple[int, int]


def posts(text: str, sentences: Sequence[Sentence]) -> Iterator[Post]:
    """The signed posts of a text. Their words begin with a sentence of the same line, as far back as a post can be long."""
    starts = [sentence.start for sentence in sentences]
    edge = 0
    for found in _SIGNED.finditer(text):
        line = text.rfind("\n", edge, found.start()) + 1
        first = bisect_left(starts, max(edge, line, found.start() - _LONGEST))
        if first < len(starts) and starts[first] < found.start():
            yield Post(found.start("name"), found.end("name"), (starts[first], found.start()))
        edge = found.end()
