"""Widths of a table's columns, shared by need: the fewest lines that the terminal has room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from onrecord.render.terminal import width, wrap

GAP = "  "
_LONGEST_WORD = 12  # longer words may be broken in a cell that is not firm
_LONGEST_FIRM = 24
_FIRM = 3  # times as bad is it to break a firm cell


def natural(rows: Sequence[Sequence[str]]) -> int:
    """Columns of the terminal that the table takes where nothing is wrapped."""
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    return sum(widths) + len(GAP) * (len(widths) - 1)


def fit(rows: Sequence[Sequence[str]], columns: int, firm: int) -> list[int] | None:
    """Widths that fit into ``columns``: at each step that column gives way which costs the fewest lines for what it frees.
    Column ``firm`` is broken last, and never within a word. ``None`` where even the longest words have no room."""
    cells = list(zip(*rows, strict=True))
    widths = [max(map(width, column)) for column in cells]
    least = [_least(column, _LONGEST_FIRM if index == firm else _LONGEST_WORD) for index, column in enumerate(cells)]
    room = columns - len(GAP) * (len(widths) - 1)
    if sum(least) > room:
        return None
    lines = cache(lambda cell, most: wrap(cell, most))
    while sum(widths) > room:
        excess = sum(widths) - room
        heights = [[len(lines(cell, have)) for cell in column] for column, have in zip(cells, widths, strict=True)]
        tallest = [max(row) for row in zip(*heights, strict=True)]
        ways = [
            (*_cost(column, widths[index], tallest, excess, lines, _FIRM if index == firm else 1), index)
            for index, column in enumerate(cells)
            if widths[index] > least[index]
        ]
        _, narrower, index = min(ways)
        widths[index] = -narrower
    # What the last step freed beyond need goes to whom it spares a line, the firm column first.
    for index in sorted(range(len(cells)), key=lambda index: index != firm):
        most = widths[index] + room - sum(widths)
        if sum(len(lines(cell, most)) for cell in cells[index]) < sum(len(lines(cell, widths[index])) for cell in cells[index]):
            widths[index] = max(width(line) for cell in cells[index] for line in lines(cell, most))
    return widths


def _least(column: Sequence[str], longest: int) -> int:
    return min(longest, max(width(word) for cell in column for word in cell.split(" ")))


def _cost(
    column: Sequence[str], have: int, tallest: list[int], excess: int, lines: Callable[[str, int], list[str]], weight: int
) -> tuple[float, int]:
    """What the next narrower width costs: lines added to the table for each column freed; and minus that width (the wider the better)."""
    wrapped = [lines(cell, have - 1) for cell in column]
    narrower = max(width(line) for cell in wrapped for line in cell)
    added = sum(max(0, len(cell) - row) for cell, row in zip(wrapped, tallest, strict=True))
    broken = sum(len(cell) > 1 for cell in wrapped) / (1 + len(column))  # of two that add no line, the one that breaks fewer cells
    return weight * (added + broken) / min(excess, have - narrower), -narrower
