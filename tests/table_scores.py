"""How well the figures of tables are read: F1 over cells, each right only with value, unit, act, place and date."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.pipeline import read_paths
from onrecord.settings import Settings
from onrecord.types import Figure, Period, Reading
from table_layouts import LAYOUTS, Layout
from table_writers import WRITERS

Row = tuple[str, ...]


def expected(layout: Layout) -> set[Row]:
    """The lines of a layout, without the names of cells."""
    return {tuple(line.split()) for line in layout.expected.splitlines() if line.strip()}


def stated(reading: Reading) -> set[Row]:
    """The figures of a reading's tables in the notation of the layouts."""
    found: set[Row] = set()
    for figure in reading.figures:
        for grid in reading.report.grids:
            cell = next((c for c in grid.cells if c.start <= figure.start < c.end), None)
            if cell is not None:
                first = min(c.row for c in grid.cells)
                name = f"{chr(65 + cell.column - min(c.column for c in grid.cells))}{cell.row - first + 1}"
                found.add((name, str(figure.value), figure.unit, figure.act, _place(figure), _day(figure.period)))
    return found


def _place(figure: Figure) -> str:
    names = (*figure.origins, *figure.destinations)
    return ">".join(name.replace(" ", "_") for name in names) or "-"


def _day(period: Period) -> str:
    if period.first is None or period.last is None:
        return "-"
    if period.precision == "year":
        return str(period.first.year)
    if period.precision == "month":
        return period.first.isoformat()[:7]
    return period.first.isoformat() if period.first == period.last else f"{period.first.isoformat()}/{period.last.isoformat()}"


def outcome(layout: Layout, kind: str, folder: Path) -> tuple[set[Row], set[Row]]:
    """What is expected of a layout, and what is read where it is written as ``kind``."""
    path = folder / f"{re.sub(r'[^a-z]+', '-', layout.name)}.{kind}"
    WRITERS[kind](layout, path)
    found: set[Row] = set()
    for reading, _ in read_paths([str(path)], Settings()):
        found |= stated(reading)
    return expected(layout), found


def scores(folder: Path, layouts: tuple[Layout, ...] = LAYOUTS) -> dict[str, float]:
    """F1 for each kind, and for all."""
    sums: dict[str, list[int]] = {}
    for kind in WRITERS:
        for layout in layouts:
            wanted, found = outcome(layout, kind, folder)
            for name in (kind, "all"):
                total = sums.setdefault(name, [0, 0])
                total[0] += len(wanted & found)
                total[1] += len(wanted) + len(found)
    return {name: 2 * right / max(1, both) for name, (right, both) in sums.items()}
