"""A report's text as it grows out of a document's blocks, with the way back to where each stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.reports.agencies import agency_of
from onrecord.reports.records import STAGE, digest
from onrecord.text import cell_name
from onrecord.types import Cell, Grid, Problem, Report, Spot

BETWEEN_CELLS = " | "
_LONGEST_TITLE = 240


@dataclass(slots=True)
class TableCell:
    """A cell before it has its place in the text."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


@dataclass(slots=True)
class Draft:
    """Collects blocks; :meth:`report` closes it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spots: list[Spot] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    last_block: str = ""  # the text block before the next table: its title, where it has no caption of its own

    def put(
        self, text: str, page: int | None = None, box: tuple[float, float, float, float] | None = None, element: str | None = None
    ) -> None:
        """Append ``text`` as it is, and remember where it stood."""
        if page is not None or element is not None:
            self.spots.append(Spot(self.length, self.length + len(text), page, box, element))
        self._add(text)

    def gap(self, mark: str = "\n\n") -> None:
        """White space between blocks; none at the beginning."""
        if self.length:
            self._add(mark)

    def block(
        self, text: str, page: int | None = None, box: tuple[float, float, float, float] | None = None, element: str | None = None
    ) -> None:
        """A paragraph or heading by itself."""
        self.gap()
        self.put(text, page, box, element)
        self.last_block = text

    def table(self, cells: Sequence[TableCell], name: str | None = None, title: str | None = None, page: int | None = None) -> None:
        """A table: a line a row, cells in the order of their columns."""
        rows: dict[int, list[TableCell]] = {}
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            if cell.text:
                rows.setdefault(cell.row, []).append(cell)
        if not rows:
            return
        self.gap()
        start, placed = self.length, []
        name = name or f"Table {len(self.grids) + 1}"
        for number, row in enumerate(rows.values()):
            if number:
                self._add("\n")
            for index, cell in enumerate(row):
                if index:
                    self._add(BETWEEN_CELLS)
                placed.append(Cell(self.length, self.length + len(cell.text), cell.row, cell.column, cell.rows, cell.columns))
                self.spots.append(
                    Spot(
                        self.length,
                        self.length + len(cell.text),
                        page,
                        cell.box,
                        cell.element,
                        f"{name}!{cell_name(cell.row, cell.column)}",
                    )
                )
                self._add(cell.text)
        if title is None and self.last_block and len(self.last_block) <= _LONGEST_TITLE:
            title = self.last_block
        self.grids.append(Grid(start, self.length, tuple(placed), name, title))
        self.last_block = ""

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def report(
        self, where: str, path: str, *, title: str | None = None, url: str | None = None, publisher: str | None = None, author: str | None = None,
        published: date | None = None, updated: date | None = None, language: str | None = None, ident: str | None = None,
        problems: Iterable[Problem] = (),
    ) -> tuple[str, Report | None, tuple[Problem, ...]]:  # fmt: skip
        """Place, report and problems; a document without text says so."""
        text = "".join(self.parts)
        found = tuple(problems)
        if not text.strip() and not found:
            found = (Problem(where, STAGE, "there is no text in it", "give a document with the text of a report"),)
        report = Report(
            id=ident or digest(text), text=text, path=path, title=title or None, url=url or None, publisher=publisher or None, author=author or None,
            published=published, updated=updated, language=language, agency=agency_of(text), spots=tuple(self.spots), grids=tuple(self.grids),
        )  # fmt: skip
        return where, report, found
