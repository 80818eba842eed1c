"""What a terminal needs: harmless text, widths of what is seen, wrapping, and a little emphasis."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Escape sequences whole; then any control, bidirectional override or invisible character left. A hostile text must not steer the terminal.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[@-Z\\-_]?|\x9b[0-?]*[ -/]*[@-~]")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text on one line, without anything that a terminal would obey."""
    visible = _ESCAPES.sub("", _SPACES.sub(" ", text))
    return _SPACES.sub(" ", _HIDDEN.sub("", visible)).strip()


def width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``, broken at spaces but not at no-break spaces; a longer word is broken. Never empty."""
    lines: list[str] = []
    line = ""
    for word in filter(None, text.split(" ")):
        while width(word) > columns:
            room = columns - (width(line) + 1 if line else 0)
            if room < columns // 2 and line:
                lines, line, room = [*lines, line], "", columns
            head = _fit(word, max(room, 1))
            lines, line, word = [*lines, f"{line} {head}".strip()], "", word[len(head) :]
        if line and width(line) + 1 + width(word) > columns:
            lines, line = [*lines, line], word
        else:
            line = f"{line} {word}" if line and word else line or word
    return [*lines, line] if line or not lines else lines


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text filled up with spaces; to the left of it when ``right``."""
    fill = " " * max(0, columns - width(text))
    return fill + text if right else text + fill


@dataclass(frozen=True, slots=True)
class Paint:
    """Emphasis by escape codes where the terminal takes them, else none (a mark is then made with brackets)."""

    on: bool

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.on and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.on and text else text


def _fit(word: str, columns: int) -> str:
    """The longest beginning that fits, at least one character; up to a hyphen or no-break space where there is one."""
    used = 0
    for index, character in enumerate(word):
        used += width(character)
        if used > columns and index:
            seam = max(word.rfind(mark, 0, index) for mark in "-\xa0")
            return word[: seam + 1] or word[:index]
    return word
