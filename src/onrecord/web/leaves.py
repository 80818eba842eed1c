"""A document's page, drawn again from where its lines and cells stand, with every number marked at its place.

The ledger always keeps a document's text and where each line of it stood, its bytes only if they are not too many: so a page can be shown for
every report of a PDF, wherever it was added. Pictures and ruled lines are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.types import Report, Spot, Standing
from onrecord.web.marked import Found, plain

_PAGE = (595.0, 842.0)  # points: A4, the least that is drawn
_MARGIN = 30.0
_MOST = 3_000  # lines on a page
_FARTHEST = 5_000.0  # points: what lies beyond is an error of the document
_GLYPHS = 0.74  # of a line's height: the size of its letters
_NARROW, _WIDE = frozenset(" .,;:!|'()[]ijltfrI-/"), frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class Line:
    """Some words of a line: where they begin (``y``: the foot of the letters), how wide they are and how high the letters, in points."""

    text: str
    x: float
    y: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Mark:
    """The rectangle of a number on a page."""

    standing: Standing
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a document. ``width`` and ``height`` in points."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


def pages_of(report: Report) -> tuple[int, ...]:
    """The pages of which it is known where their lines stand."""
    return tuple(sorted({spot.page for spot in report.spots if spot.page is not None and spot.box is not None}))


def leaf_of(report: Report, standings: Sequence[Standing], number: int) -> Leaf:
    """A page of a report's document."""
    spots = [spot for spot in report.spots if spot.page == number and spot.box and max(map(abs, spot.box)) < _FARTHEST][:_MOST]
    found = Found(standings)
    boxes = [spot.box for spot in spots if spot.box]
    width = max([_PAGE[0], *(box[2] + _MARGIN for box in boxes)])
    height = max([_PAGE[1] if width < _PAGE[1] else 0.0, *(box[3] + _MARGIN for box in boxes)])
    marks = [mark for spot in spots for mark in _marks(report, spot, found)]
    lines = [line for spot in spots for line in _lines(report, spot, found)]
    return Leaf(number, width, height, tuple(lines), tuple(marks))


def _lines(report: Report, spot: Spot, found: Found) -> Iterator[Line]:
    """The lines of a spot, cut where a number begins or ends, so that it stands under its mark."""
    for row in _rows(report, spot):
        for start, end in pairwise(found.cuts(row.start, row.end)):
            text = plain(report.text[start:end])
            if text.strip():
                x = row.at(report.text, start)
                yield Line(text, x, row.top + row.height * 0.78, row.at(report.text, end) - x, row.height * _GLYPHS)


def _marks(report: Report, spot: Spot, found: Found) -> Iterator[Mark]:
    """The rectangles of the numbers that stand in a spot."""
    for row in _rows(report, spot):
        for one in found.within(row.start, row.end):
            start, end = max(one.claim.figure.start, row.start), min(one.claim.figure.end, row.end)
            x = row.at(report.text, start)
            yield Mark(one, round(x, 1), round(row.top, 1), round(row.at(report.text, end) - x, 1), round(row.height, 1))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line in the box of a spot: ``text[start:end]``."""

    start: int
    end: int
    left: float
    top: float
    width: float
    height: float

    def at(self, text: str, offset: int) -> float:
        """Where a character begins, from left: letters are not of one width."""
        return self.left + self.width * _breadth(text[self.start : offset]) / max(_breadth(text[self.start : self.end]), 1.0)


def _rows(report: Report, spot: Spot) -> Iterator[_Row]:
    """The lines of a spot: a cell may have several, of which the longest fills it; a line of text is one."""
    left, top, right, bottom = spot.box or (0.0, 0.0, 0.0, 0.0)
    words = report.text[spot.start : spot.end].split("\n")
    high, most, at = max(bottom - top, 1.0) / len(words), max(max(map(_breadth, words)), 1.0), spot.start
    for number, text in enumerate(words):
        if text.strip():
            yield _Row(at, at + len(text), left, top + high * number, max(right - left, 1.0) * _breadth(text) / most, high)
        at += len(text) + 1


def _breadth(text: str) -> float:
    """How wide a text is, in digits, as usual typefaces have it."""
    return sum(0.5 if mark in _NARROW else 1.5 if mark in _WIDE else 1.2 if mark.isupper() else 1.0 for mark in text)
