"""The words of a PDF page with their boxes, in points from the top left corner."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_MOST = 60_000  # characters of one page
_GAP = 0.22  # share of the size of type from which on a gap parts two words that no space parts
_RAISED = 0.8  # a mark this much smaller than what it stands behind is a footnote's


@dataclass(frozen=True, slots=True)
class Word:
    """A word: ``text`` in a box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Char:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def words_of(page: Any) -> list[Word]:
    """The words of a page in the order in which they are drawn. Footnote marks raised behind a word are left out."""
    textpage = page.get_textpage()
    try:
        return [word for run in _runs(_chars(textpage, page.get_height(), page.get_width())) if (word := _word(run))]
    finally:
        textpage.close()


def _chars(textpage: Any, height: float, width: float) -> Iterator[_Char | None]:
    """Each character; ``None`` where white space or the end of a line parts two words."""
    handle = textpage.raw
    box = raw.FS_RECTF()
    for index in range(min(textpage.count_chars(), _MOST)):
        code = raw.FPDFText_GetUnicode(handle, index)
        text = "-" if code == 2 else chr(code) if 32 < code < 0x110000 else ""
        if not text.strip() or 0xD800 <= code < 0xE000:
            yield None
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            continue
        left, top, right, bottom = box.left, height - box.top, box.right, height - box.bottom
        if right > 0 and left < width and bottom > 0 and top < height and bottom - top > 0.5:
            yield _Char(text, left, top, right, bottom, bottom - top)


def _runs(chars: Iterator[_Char | None]) -> Iterator[list[_Char]]:
    run: list[_Char] = []
    spaced = True
    for char in chars:
        if char is None:
            spaced = True
            continue
        if run and (spaced or _apart(run[-1], char)):
            raised = not spaced and _is_mark(run[-1], char)
            yield run
            run = []
            if raised:
                continue
        elif run and _is_mark(run[-1], char):
            continue
        run.append(char)
        spaced = False
    if run:
        yield run


def _apart(before: _Char, char: _Char) -> bool:
    size = max(before.size, 1.0)
    gap = char.left - before.right
    return gap > _GAP * size or gap < -0.8 * size or abs(char.bottom - before.bottom) > 0.5 * size


def _is_mark(before: _Char, char: _Char) -> bool:
    """Whether a character is a footnote's mark: small, raised, and right behind a word."""
    small = char.size < _RAISED * before.size
    raised = char.bottom < before.bottom - 0.15 * before.size
    near = -0.3 * before.size < char.left - before.right < 0.3 * before.size
    return small and raised and near and (char.text.isdigit() or char.text in "*†‡§¹²³abc,")


def _word(run: list[_Char]) -> Word | None:
    text = "".join(c.text for c in run)
    return Word(
        text,
        min(c.left for c in run),
        min(c.top for c in run),
        max(c.right for c in run),
        max(c.bottom for c in run),
        max(c.size for c in run),
    )
