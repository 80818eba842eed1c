"""Tables of HTML: which hold data and which only lay out a page, and where each cell stands when heads are merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d")
_LONG = 220  # characters; longer cells are paragraphs of a layout
_MOST = 60  # columns or rows that a cell may say it covers


def is_data(table: Any) -> bool:
    """Whether a table holds data: two rows and columns at least, numbers in it, and no long passages of text."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = list(_rows(table))
    cells = [_words(cell) for row in rows for cell in row]
    if len(rows) < 2 or max(len(row) for row in rows) < 2 or not cells:
        return False
    filled = [words for words in cells if words]
    long = sum(len(words) > _LONG for words in filled)
    return any(_NUMBER.search(words) for words in filled) and long <= 0.1 * len(filled)


def cells_of(table: Any) -> Iterator[tuple[Any, str, int, int, int, int]]:
    """Each cell's element, words, row, column, and how many rows and columns it covers."""
    taken: set[tuple[int, int]] = set()
    for row, elements in enumerate(_rows(table)):
        column = 0
        for element in elements:
            while (row, column) in taken:
                column += 1
            rows, columns = _span(element, "rowspan"), _span(element, "colspan")
            taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
            yield element, _words(element), row, column, rows, columns
            column += columns


def title_of(table: Any) -> str | None:
    """The table's caption, else ``None``: the paragraph above may do."""
    caption = table.find("caption")
    return _words(caption) or None if caption is not None else None


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in table.iter("tr"):
        owner = next(parent for parent in row.iterancestors() if parent.tag == "table")
        if owner is table:
            yield [cell for cell in row if cell.tag in ("td", "th")]


def _span(element: Any, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return min(_MOST, max(1, int(value))) if value.isascii() and value.isdigit() else 1


def _words(element: Any) -> str:
    """The cell's words; a footnote's raised mark behind a number is none of them."""
    return _SPACE.sub(" ", "".join(_texts(element))).strip()


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "sup"):
            yield from ([" "] if child.tag in ("br", "p", "div", "li") else [])
            yield from _texts(child)
        yield child.tail or ""
