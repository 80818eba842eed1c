"""A document's page, drawn again from where its lines and cells stand, with every number marked at its place.

The ledger keeps a document's text and where each line of it stood, not its bytes: so a page can be shown for every report of a PDF,
wherever it was added. Pictures and ruled lines are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.types import Report, Spot, Standing
from onrecord.web.marked import plain

_PAGE = (595.0, 842.0)  # points: A4, the least that is drawn
_MARGIN = 30.0
_MOST = 3_000  # lines on a page
_FARTHEST = 5_000.0  # points: what lies beyond is an error of the document
_GLYPHS = 0.74  # of a line's height: the size of its letters


@dataclass(frozen=True, slots=True)
class Line:
    """A line or cell: its words, where they begin (``y``: the foot of the letters), how wide they are and how high the letters, in points."""

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
    boxes = [spot.box for spot in spots if spot.box]
    width = max([_PAGE[0], *(box[2] + _MARGIN for box in boxes)])
    height = max([_PAGE[1] if width < _PAGE[1] else 0.0, *(box[3] + _MARGIN for box in boxes)])
    marks = [mark for spot in spots for mark in _marks(report, spot, standings)]
    return Leaf(number, width, height, tuple(line for spot in spots for line in _lines(report, spot)), tuple(marks))


def _lines(report: Report, spot: Spot) -> Iterator[Line]:
    """The lines of a spot: a cell may have several, a line of text is one."""
    left, top, right, bottom = spot.box or (0.0, 0.0, 0.0, 0.0)
    words = plain(report.text[spot.start : spot.end]).split("\n")
    high = max(bottom - top, 1.0) / len(words)
    for row, text in enumerate(words):
        if text.strip():
            yield Line(text, left, top + high * (row + 0.78), max(right - left, 1.0) * _share(text, words), high * _GLYPHS)


def _marks(report: Report, spot: Spot, standings: Sequence[Standing]) -> Iterator[Mark]:
    """The rectangles of the numbers that stand in a spot: as far into its line as their letters are."""
    left, top, right, bottom = spot.box or (0.0, 0.0, 0.0, 0.0)
    words = report.text[spot.start : spot.end].split("\n")
    high = max(bottom - top, 1.0) / len(words)
    at = spot.start
    for row, text in enumerate(words):
        wide = max(right - left, 1.0) * _share(text, words)
        for one in standings:
            start, end = max(one.claim.figure.start, at), min(one.claim.figure.end, at + len(text))
            if start < end:
                x, share = left + wide * (start - at) / len(text), (end - start) / len(text)
                yield Mark(one, round(x, 1), round(top + high * row, 1), round(wide * share, 1), round(high, 1))
        at += len(text) + 1


def _share(text: str, words: Sequence[str]) -> float:
    """How much of its box's width a line takes: the longest line of a cell fills it."""
    return len(text) / max(len(word) for word in words) if len(words) > 1 else 1.0
