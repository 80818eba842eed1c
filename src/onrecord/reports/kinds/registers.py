"""Registers: files with one record a row. Long ones are handed over in reports of some thousand rows, each with the head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.limits import Limits
from onrecord.reports.records import digest
from onrecord.types import Cell, Grid, Report

_LEAST_ROWS = 3


def is_register(cells: Sequence[TableCell], path: str, limits: Limits) -> bool:
    """Whether a sheet holds one record a row: no merged cells, a full head in the first row, and rows that mostly fill it."""
    if any(c.rows > 1 or c.columns > 1 for c in cells) or not cells:
        return False
    first, columns = min(c.row for c in cells), {c.column for c in cells}
    head = [c for c in cells if c.row == first]
    rows = {c.row for c in cells}
    if len(rows) < _LEAST_ROWS or len(columns) < 2 or len(head) < len(columns):
        return False
    return len(cells) >= 0.5 * len(rows) * len(columns)


def register_reports(
    cells: Sequence[TableCell], where: str, path: str, name: str, limits: Limits, head: int | None = None
) -> Iterator[Item]:
    """Reports of ``limits.rows`` records each; ``head``: how many rows are repeated on top (found out where left out)."""
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    head = _head(rows, numbers) if head is None else head
    top, body = numbers[:head], numbers[head:]
    for at in range(0, len(body), limits.rows):
        part = body[at : at + limits.rows]
        grid, text = _lay([(number, rows[number]) for number in [*top, *part]], name)
        place = where if len(body) <= limits.rows else f"{where}:rows {part[0] + 1}-{part[-1] + 1}"
        yield place, Report(id=digest(text), text=text, path=path, title=None, grids=(grid,)), ()


def _head(rows: dict[int, list[TableCell]], numbers: Sequence[int]) -> int:
    """One row of names, and a row of HXL tags below it or above the data; none where the first row holds data."""
    for index, number in enumerate(numbers[:10]):
        filled = rows[number]
        if sum(c.text.startswith("#") for c in filled) >= max(1, 0.5 * len(filled)):
            return index + 1
    first = rows[numbers[0]]
    return 0 if first and sum(_is_data(c.text) for c in first) >= max(1, 0.5 * len(first)) else 1


def _is_data(text: str) -> bool:
    return bool(text) and text.replace("-", "").replace(".", "").replace("/", "").replace(",", "").strip().isdigit()


def _lay(rows: Sequence[tuple[int, list[TableCell]]], name: str) -> tuple[Grid, str]:
    parts: list[str] = []
    placed, length = [], 0
    for index, (_, row) in enumerate(rows):
        if index:
            parts.append("\n")
            length += 1
        at = 0
        for cell in sorted(row, key=lambda c: c.column):
            tabs = cell.column - at
            at = cell.column
            parts += ["\t" * tabs, cell.text]
            length += tabs
            placed.append(Cell(length, length + len(cell.text), cell.row, cell.column))
            length += len(cell.text)
    return Grid(0, length, tuple(placed), name, None, True), "".join(parts)


def with_title(report: Report, title: str | None) -> Report:
    """The report under a title of its own."""
    return replace(report, title=title)
