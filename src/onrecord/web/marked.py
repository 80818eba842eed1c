"""A report's text as a page shows it: paragraphs and tables, cut into pieces, with every number marked at its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.text import spot_at
from onrecord.types import Grid, Report, Standing

PART = 30_000  # characters of a text that are shown at once
_CELLS = 3_000  # of a table: more are shown as text
_COLUMNS = 60
_SLACK = 2_000  # characters before the end of a part in which a place to cut is looked for
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
# What would show otherwise than it reads: control characters, and marks that turn the direction of all letters and digits after them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and the claims that are made of them, those of the fewest words first. ``begins``: those that begin here. ``picked``: the
    reader pointed at them."""

    text: str
    claims: tuple[Standing, ...] = ()
    begins: tuple[Standing, ...] = ()
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, which begins at character ``start`` of the text; ``page`` where the document's next page begins with it."""

    pieces: tuple[Piece, ...]
    page: int | None = None
    start: int | None = None

    @property
    def all_pieces(self) -> tuple[Piece, ...]:
        """The pieces in order."""
        return self.pieces


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table; without pieces where it is empty. ``start``: as of :class:`Paragraph`."""

    pieces: tuple[Piece, ...] = ()
    rows: int = 1
    columns: int = 1
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document, row by row."""

    name: str
    rows: tuple[tuple[Box, ...], ...]
    page: int | None = None

    @property
    def all_pieces(self) -> tuple[Piece, ...]:
        """The pieces in order."""
        return tuple(piece for row in self.rows for box in row for piece in box.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a text, and which of how many parts it is (from 1)."""

    blocks: tuple[Paragraph | Table, ...]
    number: int
    parts: int


class Found:
    """The claims of a report by where they stand, so that those of a line are found without looking at all; and the words that the reader
    ``picked`` (their first character and the one behind their last)."""

    def __init__(self, standings: Sequence[Standing], picked: tuple[int, int] | None = None) -> None:
        self._picked = picked or (0, 0)
        self._standings = sorted(standings, key=lambda one: one.claim.figure.start)
        self._starts = [one.claim.figure.start for one in self._standings]
        self._widest = max((one.claim.figure.end - one.claim.figure.start for one in standings), default=0)

    def within(self, first: int, last: int) -> list[Standing]:
        """Those of which a character stands in ``text[first:last]``, in the order of the text."""
        near = self._standings[bisect_left(self._starts, first - self._widest) : bisect_left(self._starts, last)]
        return [one for one in near if one.claim.figure.end > first]

    def cuts(self, first: int, last: int) -> list[int]:
        """Where ``text[first:last]`` begins and ends, and the numbers in it do."""
        edges = (edge for one in self.within(first, last) for edge in (one.claim.figure.start, one.claim.figure.end))
        return sorted({first, last, *(edge for edge in (*edges, *self._picked) if first < edge < last)})

    def is_picked(self, first: int, last: int) -> bool:
        """Whether ``text[first:last]`` is of the words that the reader picked."""
        return self._picked[0] <= first < last <= self._picked[1]


def part_of(
    report: Report, standings: Sequence[Standing], number: int = 1, at: int | None = None, picked: tuple[int, int] | None = None
) -> Part:
    """A part of a report's text, by its ``number`` (from 1) or as the one that holds the character ``at``, with the words that the reader
    ``picked``."""
    cuts = _cuts(report.text)
    if at is not None:
        number = sum(cut <= at for cut in cuts[:-1])
    number = max(1, min(number, len(cuts) - 1))
    blocks = _blocks(report, Found(standings, picked), cuts[number - 1], cuts[number])
    return Part(tuple(blocks), number, len(cuts) - 1)


def passage(text: str, standings: Sequence[Standing], start: int, end: int, around: int = 500) -> tuple[Piece, ...]:
    """The paragraph of ``text[start:end]`` with its numbers marked; of a long paragraph what stands ``around`` it."""
    first = max((gap.end() for gap in _BLANK.finditer(text, 0, start)), default=0)
    gap = _BLANK.search(text, end)
    last = gap.start() if gap else len(text)
    if start - first > around:
        first = text.rfind(" ", 0, start - around) + 1
    if last - end > around:
        space = text.find(" ", end + around)
        last = space if space >= 0 else last
    return tuple(_pieces(text, Found(standings), first, last))


def _cuts(text: str) -> list[int]:
    """Where the parts of a text begin, and its end: between paragraphs, else lines, else words."""
    found = [0]
    while len(text) - found[-1] > PART + _SLACK:
        most = found[-1] + PART
        places = (text.rfind(mark, most - _SLACK, most) + len(mark) for mark in ("\n\n", "\n", " "))
        found.append(next((place for place in places if place > most - _SLACK), most))
    return [*found, len(text)]


def _blocks(report: Report, found: Found, first: int, last: int) -> Iterator[Paragraph | Table]:
    """What stands in ``text[first:last]``: its tables, and the paragraphs before, between and after them."""
    at, page = first, 0
    shown = [grid for grid in report.grids if grid.end > first and grid.start < last and _is_shown(grid)]
    for grid in (*shown, None):
        for start, block in _paragraphs(report, found, at, max(at, grid.start) if grid else last):
            turned = _page_at(report, start)
            yield replace(block, page=turned) if turned and turned != page else block
            page = turned or page
        if grid and grid.end > at:
            yield _table(report, grid, found, first, last)
            at = min(grid.end, last)


def _is_shown(grid: Grid) -> bool:
    return 1 <= len(grid.cells) <= _CELLS and max(cell.column for cell in grid.cells) < _COLUMNS


def _page_at(report: Report, at: int) -> int | None:
    spot = spot_at(report, at)
    return spot.page if spot else None


def _paragraphs(report: Report, found: Found, first: int, last: int) -> Iterator[tuple[int, Paragraph]]:
    """The paragraphs of a stretch, each with its beginning. A page of a document begins a new one."""
    turns = [spot.start for before, spot in pairwise(report.spots) if spot.page and spot.page != before.page]
    gaps = [(gap.start(), gap.end()) for gap in _BLANK.finditer(report.text, first, last)]
    gaps += [(turn, turn) for turn in turns if first < turn < last]
    at = first
    for start, end in (*sorted(gaps), (last, last)):
        if report.text[at:start].strip():
            yield at, Paragraph(tuple(_pieces(report.text, found, at, start)), start=at)
        at = max(at, end)


def _table(report: Report, grid: Grid, found: Found, first: int, last: int) -> Table:
    """A table with its empty cells filled in, as far as it stands in ``text[first:last]``."""
    cells = {(cell.row, cell.column): cell for cell in grid.cells if first <= cell.start and cell.end <= last}
    taken: set[tuple[int, int]] = set()
    wide = max((cell.column + cell.columns for cell in cells.values()), default=0)
    rows = []
    for row in sorted({cell.row for cell in cells.values()}):
        boxes = []
        for column in range(min(wide, _COLUMNS)):
            cell = cells.get((row, column))
            if cell is not None:
                high, across = min(cell.rows, 1_000), min(cell.columns, _COLUMNS)
                taken |= {(row + down, column + right) for down in range(high) for right in range(across)}
                boxes.append(Box(tuple(_pieces(report.text, found, cell.start, cell.end)), high, across, cell.start))
            elif (row, column) not in taken:
                boxes.append(Box())
        rows.append(tuple(boxes))
    return Table(grid.title or grid.name, tuple(rows), _page_at(report, grid.start))


def _pieces(text: str, found: Found, first: int, last: int) -> Iterator[Piece]:
    """``text[first:last]``, cut where a number begins or ends."""
    for start, end in pairwise(found.cuts(first, last)):
        here = [one for one in found.within(start, end) if one.claim.figure.start <= start and end <= one.claim.figure.end]
        here.sort(key=lambda one: one.claim.figure.end - one.claim.figure.start)
        begins = tuple(one for one in here if one.claim.figure.start == start)
        yield Piece(plain(text[start:end]), tuple(here), begins, found.is_picked(start, end))


def plain(text: str) -> str:
    """The text without what would show otherwise than it reads; as long as before."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
