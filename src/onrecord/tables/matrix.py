"""A grid as rows and columns: which are heads, which labels, which sections, and which hold the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.tables.dates import date_in_cell
from onrecord.tables.meaning import meaning
from onrecord.tables.numbers import number_in
from onrecord.types import Cell, Grid

_HEADS = 6  # rows of heads at most


@dataclass(slots=True)
class Matrix:
    """A table's cells by place. ``at`` also finds the merged cell that covers a place."""

    text: str
    cells: dict[tuple[int, int], Cell]
    rows: list[int]
    columns: list[int]
    heads: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)  # columns that name the rows
    serials: frozenset[int] = frozenset()  # columns that only number them
    sections: dict[int, Cell] = field(default_factory=dict)  # rows that name the rows below them

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at a place, or the merged one that covers it."""
        return self.cells.get((row, column))

    def words(self, row: int, column: int) -> str:
        """What the cell says; nothing where there is none."""
        cell = self.at(row, column)
        return " ".join(self.text[cell.start : cell.end].split()) if cell else ""

    def body(self) -> list[int]:
        """The rows that hold data."""
        return [row for row in self.rows if row not in self.heads and row not in self.sections]

    def path(self, column: int) -> list[str]:
        """The heads over a column, from top to bottom."""
        found: list[str] = []
        for row in self.heads:
            words = self.words(row, column)
            if words and (not found or words != found[-1]):
                found.append(words)
        return found


def matrix(text: str, grid: Grid) -> Matrix:
    """The matrix of a grid."""
    cells: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + min(cell.rows, 500)):
            for column in range(cell.column, cell.column + min(cell.columns, 100)):
                cells.setdefault((row, column), cell)
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    found = Matrix(text, cells, rows, columns)
    found.heads = _heads(found)
    found.sections = _sections(found)
    found.serials = frozenset(column for column in columns if is_serial(found, column))
    found.labels = [column for column in columns if is_label(found, column)]
    return found


def is_count(words: str) -> bool:
    """Whether a cell holds a count: a number that is neither a date nor a bare year."""
    return number_in(words) is not None and (date_in_cell(words) is None)


def is_serial(table: Matrix, column: int) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3 …"""
    if meaning(" ".join(table.path(column))).counts:
        return False
    values = [table.words(row, column).rstrip(".)") for row in table.body() if table.at(row, column)]
    numbers = [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 5]
    return (
        len(numbers) >= 2
        and len(numbers) >= 0.7 * len(values)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 1
    )


def is_label(table: Matrix, column: int) -> bool:
    """Whether a column names its rows: words or dates, not counts."""
    values = [words for row in table.body() if (words := table.words(row, column))]
    counts = sum(is_count(words) for words in values)
    return bool(values) and counts <= 0.3 * len(values) and any(any(c.isalnum() for c in words) for words in values)


def _heads(table: Matrix) -> list[int]:
    """The rows above the first that holds counts. A row of years or dates over counts is a head, too."""
    for index, row in enumerate(table.rows[: _HEADS + 1]):
        values = [table.words(row, column) for column in table.columns]
        filled = [words for words in values if words]
        if any(words.startswith("#") for words in filled):
            continue
        behind = [words for words in values[1:] if words]
        if index and len({cell.start for column in table.columns if (cell := table.at(row, column))}) == 1 and _counts_above(table, index):
            return table.rows[:index]
        counts = [words for words in behind if is_count(words)]
        bare_years = [words for words in behind if number_in(words) is not None and date_in_cell(words) is not None]
        if _is_numbering(behind) and index:
            continue
        if counts or (bare_years and index and not _is_date_head(behind)):
            return table.rows[:index]
        if len(values) > 1 and values[0] and not behind and index and _counts_above(table, index):
            return table.rows[:index]
    return table.rows[:1] if len(table.rows) > 1 else []


def _is_date_head(behind: Sequence[str]) -> bool:
    return sum(date_in_cell(w, 2000) is not None or meaning(w).total or meaning(w).counts for w in behind) >= 0.8 * len(behind)


def _is_numbering(words: Sequence[str]) -> bool:
    bare = [w.strip("()") for w in words]
    return (
        len(bare) > 1
        and all(w.isdigit() for w in bare)
        and [int(w) for w in bare] == list(range(int(bare[0]), int(bare[0]) + len(bare)))
        and int(bare[0]) <= 2
    )


def _counts_above(table: Matrix, index: int) -> bool:
    """Whether the heads end before a row with a first cell only: it opens a section if every column already has its head."""
    covered = {column for row in table.rows[:index] for column in table.columns if table.words(row, column)}
    return len(covered) >= len(table.columns) - 1


def _sections(table: Matrix) -> dict[int, Cell]:
    found = {}
    for row in table.rows:
        if row in table.heads:
            continue
        cells = {cell.start: cell for column in table.columns if (cell := table.at(row, column)) and cell.row == row}
        if len(cells) == 1:
            (cell,) = cells.values()
            if (
                cell.column == table.columns[0]
                and not is_count(table.words(row, cell.column))
                and len(table.columns) > 1
                and cell.rows == 1
            ):
                held = [c for column in table.columns if (c := table.at(row, column)) and c.row != row]
                if not held:
                    found[row] = cell
    return found
