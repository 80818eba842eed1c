"""Tables in plain text and Markdown: lines whose cells stand between upright strokes. The text stays as it came; cells are offsets into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.types import Cell, Grid

_LEAST = 3  # lines of a table: its heads and two rows; fewer may be headlines ("... - IOM | Reuters")
_MOST_COLUMNS = 60
_LONGEST_TITLE = 240
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"(?<!\\)\|")  # a stroke behind a backslash belongs to its cell
_RULED = re.compile(r"[\s|:+\-=]+")  # "| --- | :-: |" between heads and rows
_NUMBER = re.compile(r"[~<>≈]?\s?\d[\d,.\u00a0 ]*%?\*?")
_BLANKS = " \t\r"

_Row = list[tuple[int, int]]


def piped_tables(text: str) -> tuple[Grid, ...]:
    """The tables of a text in text order: three lines or more, one behind another, with as many cells each (two to sixty), numbers among them."""
    if text.count("|") < _LEAST:
        return ()
    found: list[Grid] = []
    for rows, above in _blocks(text):
        if len(rows) >= _LEAST and _has_numbers(text, rows):
            found.append(_grid(text, rows, above, f"Table {len(found) + 1}"))
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[list[_Row], str]]:
    """Lines of as many cells that follow each other, with the line of words above them."""
    rows: list[_Row] = []
    above = last = ""
    end = 0  # of the line before
    for match in _LINE.finditer(text):
        line = match.group()
        joined = match.start() == end + 1
        end = match.end()
        ruled = "|" in line and _RULED.fullmatch(line) is not None
        if ruled and joined and rows:
            continue
        cells = [] if ruled or "|" not in line else _cells(match.start(), line)
        if rows and not (joined and len(cells) == len(rows[0])):
            yield rows, above
            rows, last = [], ""
        if 1 < len(cells) <= _MOST_COLUMNS:
            above = above if rows else last
            rows.append(cells)
        elif line.strip():
            last = line.strip()
    yield rows, above


def _cells(start: int, line: str) -> _Row:
    """Where the cells of a line stand, without the blanks around them and without the strokes at its ends."""
    low, high = len(line) - len(line.lstrip(_BLANKS)), len(line.rstrip(_BLANKS))
    low, high = low + line.startswith("|", low), high - (line.endswith("|", low, high) and high > low + 1)
    marks = [match.start() for match in _CELL.finditer(line, low, high)]
    edges = zip((low, *(mark + 1 for mark in marks)), (*marks, high), strict=True)
    found = []
    for left, right in edges:
        cell = line[left:right]
        first = left + len(cell) - len(cell.lstrip(_BLANKS))
        found.append((start + first, start + first + len(cell.strip(_BLANKS))))
    return found


def _has_numbers(text: str, rows: list[_Row]) -> bool:
    """Whether half of the rows hold a cell of nothing but a number: menus do not, nor do sentences between strokes, which are read as such."""
    holding = sum(any(_NUMBER.fullmatch(text, first, last) for first, last in row) for row in rows)
    return 2 * holding >= len(rows)


def _grid(text: str, rows: list[_Row], above: str, name: str) -> Grid:
    cells = [
        Cell(first, last, number, column) for number, row in enumerate(rows) for column, (first, last) in enumerate(row) if first < last
    ]
    start, end = text.rfind("\n", 0, rows[0][0][0]) + 1, text.find("\n", rows[-1][-1][1])  # whole lines, with their strokes
    return Grid(start, end if end >= 0 else len(text), tuple(cells), name, above if 0 < len(above) <= _LONGEST_TITLE else None)
