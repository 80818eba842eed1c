"""Quoted speech: where quotation marks open and close, over as many sentences as it takes."""

from __future__ import annotations

import re

_LONGEST = 2500  # characters; a mark that has no partner within this distance is taken for a stray one
_MARK = re.compile(r"['â]?\x80[\x9c\x9d]|[“”„«»\"]|``|´´|''|(?<![\w’'])[‘'](?=[A-Z])|(?<=[,.?!…])[’'](?=\s|$)")
_BROKEN = "\x9c\x9d"  # last bytes of “ and ” in UTF-8 that was read as Latin-1
_OPENS = frozenset("“„«‘")
_CLOSES = frozenset("”»’")


def quotes(text: str) -> tuple[tuple[int, int], ...]:
    """The character ranges of quoted speech, marks included. A quote may open anew in each paragraph and close once."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _MARK.finditer(text):
        if opened is not None and mark.start() - opened > _LONGEST:
            opened = None
        opens = _opens(text, mark)
        if opens or (opens is None and opened is None):
            if opened is not None and text[opened] == mark.group() and (mark.group() in _OPENS or _begins_paragraph(text, mark)):
                found.append((opened, mark.start()))  # a new paragraph of the same speech
            opened = mark.start()
        elif opened is not None:
            found.append((opened, mark.end()))
            opened = None
    return tuple(found)


def _begins_paragraph(text: str, mark: re.Match[str]) -> bool:
    return "\n" in text[max(0, mark.start() - 2) : mark.start()]


def _opens(text: str, mark: re.Match[str]) -> bool | None:
    """Whether a mark opens (True) or closes (False) a quote; ``None`` where only what came before can tell."""
    sign = mark.group()
    if sign[-1] in _BROKEN:
        return sign[-1] == _BROKEN[0]
    if sign in _OPENS:
        return True
    if sign in _CLOSES:
        return False
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    if sign == "'":
        return not before or before.isspace()
    if before and not before.isspace() and before not in "([—–-" and (not after or after.isspace() or after in ".,;:)"):
        return False
    if (not before or before.isspace()) and after.isalnum():
        return True
    return None
