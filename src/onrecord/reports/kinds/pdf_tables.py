"""Tables of PDF pages: ruled ones by their lines, open ones by the white between their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.kinds.pdf_layout import Box, Line, TableBlock, _around, _rows_of, pieces
from onrecord.reports.kinds.pdf_words import Word

_NUMBER = re.compile(r"(?:more than |over |about |some |up to |at least )?[~<>≈±+]? ?\(?\d|[-–—]$|n/?a$|N/?A$|nil$|\.\.\.?$")
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
    """The table that words between common gutters make, if they do: short cells, and a column of numbers behind the first."""
    edges = [(low + high) / 2 for low, high in gutters]
    rows = [_parts(row, edges) for row in _rows_of(words)]
    if len(rows) < 2 or not _has_numbers(rows, len(edges) + 1):
        return None
    cells = [
        TableCell(_text(part), r, c, 1, 1, _around(part)) for r, parts in enumerate(_wrapped(rows)) for c, part in sorted(parts.items())
    ]
    return TableBlock(tuple(cells), _around(list(words)))


def _parts(row: Sequence[Word], edges: Sequence[float]) -> dict[int, list[Word]]:
    """The words of a line by column. A label that runs over its gutter stays whole."""
    found: dict[int, list[Word]] = {}
    for piece in pieces(row):
        column = sum(piece[0].left > edge for edge in edges)
        found.setdefault(column, []).extend(piece)
    return found


def _has_numbers(rows: Sequence[dict[int, list[Word]]], columns: int) -> bool:
    """Whether some column behind the first holds mostly numbers, and the cells are short as those of tables are."""
    filled = [part for parts in rows for part in parts.values()]
    if sum(map(len, filled)) > 5 * len(filled):
        return False
    for column in range(1, columns):
        texts = [" ".join(w.text for w in parts[column]) for parts in rows if column in parts]
        numbers = sum(bool(_NUMBER.match(text)) for text in texts)
        if numbers >= 2 and numbers >= 0.6 * (len(texts) - 1):
            return True
    return len(rows) == 2 and sum(bool(_NUMBER.match(" ".join(w.text for w in part))) for part in rows[1].values()) >= 2


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


def with_head(line: Line, table: TableBlock) -> TableBlock | None:
    """The table with ``line``, right above it, as the upper row of its head: pieces that stand over columns, each up to the next."""
    if table.box[1] - line.box[3] > 1.2 * line.size or not table.cells or len(line.text.split()) > 5 * max(1, len(line.pieces)):
        return None
    columns: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.box:
            left, right = columns.get(cell.column, (cell.box[0], cell.box[2]))
            columns[cell.column] = (min(left, cell.box[0]), max(right, cell.box[2]))
    if not columns or line.box[0] < table.box[0] - 3 or line.box[2] > table.box[2] + 40:
        return None
    if len(line.pieces) == 1 and line.box[0] <= columns.get(0, (0.0, 0.0))[1]:
        return None
    owners: dict[int, list[int]] = {}
    for column, (_, right) in sorted(columns.items()):
        if over := [index for index, (_, box) in enumerate(line.pieces) if box[0] <= right]:
            owners.setdefault(over[-1], []).append(column)
    if len(owners) < len(line.pieces):
        return None
    heads = [TableCell(text, 0, owners[i][0], 1, owners[i][-1] - owners[i][0] + 1, box) for i, (text, box) in enumerate(line.pieces)]
    moved = [TableCell(c.text, c.row + 1, c.column, c.rows, c.columns, c.box) for c in table.cells]
    return TableBlock((*heads, *moved), (table.box[0], line.box[1], table.box[2], table.box[3]))
