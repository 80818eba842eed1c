"""Readings as a table for the eye, fitted to the width of the terminal."""

from __future__ import annotations

from typing import TextIO

from onrecord.render import wording
from onrecord.render.terminal import Paint, clean, pad, width, wrap
from onrecord.text import Sentence, sentence_at, sentences
from onrecord.types import Figure, Reading

_GAP = "  "
_HEADS = ("#", "Number", "Who", "Act", "From → to", "When", "Said by", "")
_LONGEST_WORD = 12  # longer words may be broken in a cell
_NUMBER = 1
_STICK = "\xa0"
_QUOTE_WIDTH = 100  # longer lines are hard to follow


class Table:
    """Writes each reading as a headline, a row a figure, and a line that sums up. ``quotes`` adds the sentence of each figure."""

    def __init__(self, out: TextIO, columns: int, color: bool = False, quotes: bool = False) -> None:
        self._out = out
        self._columns = max(columns, 24)
        self._paint = Paint(color)
        self._quotes = quotes
        self._reports = 0
        self._figures = 0

    def write(self, reading: Reading) -> None:
        """One report."""
        lines = ["", *self._headline(reading)] if self._reports else self._headline(reading)
        if reading.figures:
            lines += ["", *self._body(reading), ""]
        lines += [self._paint.dim(line) for line in wrap(wording.summary(reading), self._columns)]
        self._out.write("\n".join(lines) + "\n")
        self._out.flush()
        self._reports += 1
        self._figures += len(reading.figures)

    def close(self) -> None:
        """The key to the marks, and the sum over many reports."""
        lines = wrap(wording.SURENESS, self._columns) if self._figures else []
        if self._reports > 1:
            total = f"{wording.plural(self._reports, 'report')}, {wording.plural(self._figures, 'figure')}"
            lines = ["", *wrap(total, self._columns), *lines]
        self._out.write("".join(self._paint.dim(line) + "\n" for line in lines))

    def _headline(self, reading: Reading) -> list[str]:
        report = reading.report
        name = report.path if report.path and report.path != "-" else report.id
        title = clean(report.title or "")
        about = [report.publisher or "", wording.day(report.published) if report.published else "undated", name if title else ""]
        lines = [self._paint.bold(line) for line in wrap(title or clean(name), self._columns)]
        return lines + [self._paint.dim(line) for line in wrap(clean(" · ".join(filter(None, about))), self._columns)]

    def _body(self, reading: Reading) -> list[str]:
        parts = sentences(reading.report.text) if self._quotes else ()
        rows = [_cells(figure, reading.report.text) for figure in reading.figures]
        widths = _fit([_HEADS, *rows], self._columns)
        if widths is None:
            return self._stacked(reading, parts)
        lines = [self._paint.dim(line) for line in _row(_HEADS, widths)]
        for figure, cells in zip(reading.figures, rows, strict=True):
            row = _row(cells, widths)
            lines += [self._paint.dim(line) for line in row] if figure.same_as is not None else row
            lines += self._quote(figure, reading.report.text, parts, widths[0] + len(_GAP))
        return lines

    def _stacked(self, reading: Reading, parts: tuple[Sentence, ...]) -> list[str]:
        """For narrow terminals: a paragraph a figure."""
        lines = []
        for figure in reading.figures:
            ident, *cells, sure = _cells(figure, reading.report.text)
            body = wrap(" · ".join(filter(None, cells)), self._columns - width(ident) - 4)
            indent = " " * (width(ident) + 1)
            rows = [f"{ident} {sure} {body[0]}", *(f"{indent}  {line}" for line in body[1:])]
            lines += [row.replace(_STICK, " ") for row in rows]
            lines += self._quote(figure, reading.report.text, parts, len(indent) + 2)
        return lines

    def _quote(self, figure: Figure, text: str, parts: tuple[Sentence, ...], indent: int) -> list[str]:
        """The sentence of the figure, the number marked."""
        if not self._quotes:
            return []
        sentence = sentence_at(parts, figure.start)
        first, last = (sentence.start, max(sentence.end, figure.end)) if sentence else (figure.start, figure.end)
        before, exact, after = clean(text[first : figure.start]), clean(text[figure.start : figure.end]), clean(text[figure.end : last])
        glue = (" " if _spaced(text, figure.start - 1) and before else "", " " if _spaced(text, figure.end) and after else "")
        # The marks stand while wrapping and are turned into emphasis after it, so that widths stay right.
        marked = f"{before}{glue[0]}«{exact.replace(' ', _STICK)}»{glue[1]}{after}"
        lines = wrap(marked, min(self._columns - indent, _QUOTE_WIDTH))
        return [" " * indent + self._emphasize(line, exact) for line in lines] + [""]

    def _emphasize(self, line: str, exact: str) -> str:
        line = line.replace(_STICK, " ")
        if not self._paint.on:
            return line
        before, mark, after = line.partition(f"«{exact}»")
        return self._paint.dim(before) + self._paint.bold(exact if mark else "") + self._paint.dim(after)


def _cells(figure: Figure, text: str) -> tuple[str, ...]:
    act = f"{wording.act(figure)} {wording.link(figure)}".strip()
    said_by = clean(figure.source.name) if figure.source else ""
    return (
        str(figure.id),
        wording.number(figure, text),
        clean(figure.who or ""),
        act,
        wording.route(figure),
        wording.when(figure.period),
        said_by,
        wording.sureness(figure),
    )


def _fit(rows: list[tuple[str, ...]], columns: int) -> list[int] | None:
    """Widths of the table's columns: as wide as their text where there is room, else those with most to spare give way.
    ``None`` where even the longest words have no room."""
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    least = [min(_LONGEST_WORD, max(width(word) for cell in cells for word in cell.split(" "))) for cells in zip(*rows, strict=True)]
    room = columns - len(_GAP) * (len(widths) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        _, index = max((have - need, index) for index, (have, need) in enumerate(zip(widths, least, strict=True)))
        widths[index] -= 1
    # Words seldom fill a narrowed column to its edge.
    return [
        max(width(line) for cell in cells for line in wrap(cell, have)) for cells, have in zip(zip(*rows, strict=True), widths, strict=True)
    ]


def _row(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    lines = []
    for index in range(max(map(len, wrapped))):
        parts = [lines_of[index] if index < len(lines_of) else "" for lines_of in wrapped]
        padded = [pad(part, columns, right=place in (0, _NUMBER)) for place, (part, columns) in enumerate(zip(parts, widths, strict=True))]
        lines.append(_GAP.join(padded).rstrip().replace(_STICK, " "))
    return lines


def _spaced(text: str, offset: int) -> bool:
    return 0 <= offset < len(text) and text[offset].isspace()
