"""Tables of PDF pages: ruled ones by their lines, open ones by the white between their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.kinds.pdf_layout import Box, Paragraph, TableBlock, _around, _rows_of
from onrecord.reports.kinds.pdf_words import Word

_NUMBER = re.compile(r"[~<>≈±+]?\(?\d[\d,.\s']*\)?[%*kKmM]?\*?|[-–—]|n/?a|N/?A|nil|\.\.\.?")
_SNAP = 2.0  # points within which two edges are one


def ruled_tables(page: Any, words: Sequence[Word]) -> list[TableBlock]:
    """The tables whose cells are drawn, with merged cells as they stand."""
    found = []
    for table in page.find_tables():
        boxes = [tuple(map(float, box)) for box in table.cells if box]
        cells = _cells_of(boxes, words, page.bbox)
        filled = [cell for cell in cells if cell.text]
        if len({c.row for c in filled}) >= 2 and len({c.column for c in filled}) >= 2:
            left, top, right, bottom = map(float, table.bbox)
            found.append(TableBlock(tuple(cells), (left, top, right, bottom)))
    return [t for t in found if not any(_within(t.box, other.box) for other in found if other is not t)]


def _within(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _cells_of(boxes: list[Any], words: Sequence[Word], page: Any) -> list[TableCell]:
    lefts, tops = _edges([b[0] for b in boxes] + [b[2] for b in boxes]), _edges([b[1] for b in boxes] + [b[3] for b in boxes])
    cells = []
    for left, top, right, bottom in boxes:
        inside = [w for w in words if left - 1 <= (w.left + w.right) / 2 <= right + 1 and top <= w.middle <= bottom]
        row, column = _index(tops, top), _index(lefts, left)
        text = _text(inside)
        box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
        cells.append(TableCell(text, row, column, max(1, _index(tops, bottom) - row), max(1, _index(lefts, right) - column), box))
    return cells


def _text(words: Sequence[Word]) -> str:
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(" ".join(w.text for w in row) for row in _rows_of(words)))


def _edges(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def open_table(words: Sequence[Word], gutters: Sequence[tuple[float, float]]) -> TableBlock | None:
    """The table that words between common gutters make, if they do: short cells, and numbers in the columns behind the first."""
    edges = [(low + high) / 2 for low, high in gutters]
    rows = []
    for row in _rows_of(words):
        parts: dict[int, list[Word]] = {}
        for word in row:
            parts.setdefault(sum(word.left > edge for edge in edges), []).append(word)
        rows.append(parts)
    behind = [" ".join(w.text for w in part) for parts in rows for column, part in parts.items() if column]
    first = [parts[0] for parts in rows if 0 in parts]
    numbers = sum(bool(_NUMBER.fullmatch(text)) for text in behind)
    if len(rows) < 3 or numbers < 0.5 * len(behind) or numbers < 2 or not first or sum(map(len, first)) > 7 * len(first):
        return None
    cells = [
        TableCell(_text(part), r, c, 1, 1, _around(part)) for r, parts in enumerate(_wrapped(rows)) for c, part in sorted(parts.items())
    ]
    return TableBlock(tuple(cells), _around(list(words)))


def _wrapped(rows: list[dict[int, list[Word]]]) -> list[dict[int, list[Word]]]:
    """Rows with the second line of a wrapped name put back to the first."""
    found: list[dict[int, list[Word]]] = []
    for parts in rows:
        if found and set(parts) == {0} and len(found[-1]) > 1 and _leans(found[-1].get(0, []), parts[0]):
            found[-1][0] = [*found[-1].get(0, []), *parts[0]]
        else:
            found.append(dict(parts))
    return found


def _leans(above: list[Word], words: list[Word]) -> bool:
    """Whether words go on with the cell above them: a lower-case or bracketed beginning close below."""
    return bool(above) and words[0].text[:1] in "(" + "abcdefghijklmnopqrstuvwxyz" and words[0].top - above[-1].bottom < 0.5 * words[0].size


def with_head(above: Paragraph, table: TableBlock) -> TableBlock | None:
    """The table with the line ``above`` as its upper head row, where each of its pieces stands over columns behind the first."""
    line = above.lines[-1]
    if len(above.lines) != 1 or table.box[1] - line.box[3] > 1.2 * line.size or not table.cells:
        return None
    columns: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.box:
            left, right = columns.get(cell.column, (cell.box[0], cell.box[2]))
            columns[cell.column] = (min(left, cell.box[0]), max(right, cell.box[2]))
    first_right = columns.get(0, (0.0, 0.0))[1]
    if line.box[0] <= first_right or len(line.text.split()) > 8:
        return None
    covered = sorted(column for column, (left, right) in columns.items() if column and left < line.box[2] and right > line.box[0])
    if not covered:
        return None
    head = TableCell(line.text, 0, covered[0], 1, covered[-1] - covered[0] + 1, line.box)
    moved = [TableCell(c.text, c.row + 1, c.column, c.rows, c.columns, c.box) for c in table.cells]
    return TableBlock((head, *moved), (table.box[0], line.box[1], table.box[2], table.box[3]))
