"""Readings as a table for the eye, fitted to the width of the terminal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TextIO

from onrecord.render import wording
from onrecord.render.columns import GAP, fit, natural
from onrecord.render.terminal import Paint, clean, pad, width, wrap
from onrecord.text import Sentence, sentence_at, sentences
from onrecord.types import Figure, Reading

_HEADS = ("#", "Number", "Who", "Act", "Measure", "From → to", "Country", "When", "Cause", "Said by", "")
_ALWAYS = _HEADS[:2]
_EXTRA = ("Country", "Measure", "Cause")  # shown where there is room, the most useful first
_ROOMY = (0, 130, 130, 160)  # terminals from this width on have so many of them in any case
_NUMBER = 1
_STICK = "\xa0"
_QUOTE_WIDTH = 100  # longer lines are hard to follow
_DIGEST = re.compile(r"[0-9a-f]{16}")  # the id of a report that came without one


class Table:
    """Writes each reading as a headline, a row a figure, and a line that sums up. ``quotes`` adds the sentence of each figure."""

    def __init__(self, out: TextIO, columns: int, color: bool = False, quotes: bool = False) -> None:
        self._out = out
        self._columns = max(columns, 24)
        self._paint = Paint(color)
        self._quotes = quotes
        self._reports = 0
        self._figures = 0
        self._marks: set[str] = set()
        self._hinted = False

    def write(self, reading: Reading) -> None:
        """One report."""
        lines = ["", *self._headline(reading)] if self._reports else self._headline(reading)
        if reading.figures:
            lines += ["", *self._body(reading), *([] if self._quotes else [""])]  # a quote ends with an empty line itself
        lines += [self._paint.dim(line) for line in wrap(wording.summary(reading), self._columns)]
        self._out.write("\n".join(lines) + "\n")
        self._out.flush()
        self._reports += 1
        self._figures += len(reading.figures)
        self._marks.update(mark for figure in reading.figures for mark in wording.marks(figure))

    def close(self) -> None:
        """The key to the marks, and the sum over many reports."""
        lines = self._wrapped(wording.legend(self._marks)) if self._figures else []
        if self._reports > 1:
            total = f"{wording.plural(self._reports, 'report')}, {wording.plural(self._figures, 'figure')}"
            lines = ["", *wrap(total, self._columns), *lines]
        self._out.write("".join(self._paint.dim(line) + "\n" for line in lines))

    def _headline(self, reading: Reading) -> list[str]:
        """The title, or what else names the report; then who published it and when, and its file."""
        report = reading.report
        path = report.path if report.path and report.path != "-" else ""
        ident = "" if _DIGEST.fullmatch(report.id) and path else report.id
        title, *names = [*filter(None, map(clean, (report.title or "", ident, path)))] or [""]
        about = " · ".join(filter(None, (clean(report.publisher or ""), wording.published(report), *names)))
        lines = wrap(title, self._columns)
        return [self._paint.bold(line) for line in lines] + [self._paint.dim(line) for line in self._wrapped(about) + self._hint(reading)]

    def _hint(self, reading: Reading) -> list[str]:
        """Said once: how an undated report comes by its dates."""
        word = None if self._hinted else wording.undatable(reading)
        self._hinted |= word is not None
        return wrap(f"--published DATE would date words such as “{word}”", self._columns) if word else []

    def _body(self, reading: Reading) -> list[str]:
        text, figures = reading.report.text, reading.figures
        parts = sentences(text) if self._quotes else ()
        for count in range(len(_EXTRA), -1, -1):
            heads, *rows = _grid(figures, text, _EXTRA[:count])
            if self._columns >= _ROOMY[count] or natural([heads, *rows]) <= self._columns:
                break
        widths = fit([heads, *rows], self._columns, firm=_NUMBER)
        if widths is None:
            return self._stacked(rows, reading, parts)
        lines = [self._paint.dim(line) for line in _row(heads, widths)]
        for figure, cells in zip(figures, rows, strict=True):
            row = _row(cells, widths)
            lines += [self._paint.dim(line) for line in row] if figure.same_as is not None else row
            lines += self._quote(figure, text, parts, widths[0] + len(GAP))
        return lines

    def _stacked(self, cells: list[tuple[str, ...]], reading: Reading, parts: tuple[Sentence, ...]) -> list[str]:
        """For narrow terminals: a paragraph a figure."""
        lines = []
        for figure, (ident, *said, sure) in zip(reading.figures, cells, strict=True):
            body = wrap(f"{_STICK}· ".join(filter(None, said)), self._columns - width(ident) - 4)
            indent = " " * (width(ident) + 1)
            body[0] = body[0].replace(said[0], self._paint.bold(said[0]), 1)
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

    def _wrapped(self, text: str) -> list[str]:
        return [line.replace(_STICK, " ") for line in wrap(text, self._columns)]

    def _emphasize(self, line: str, exact: str) -> str:
        line = line.replace(_STICK, " ")
        if not self._paint.on:
            return line
        before, mark, after = line.partition(f"«{exact}»")
        return self._paint.dim(before) + self._paint.bold(exact if mark else "") + self._paint.dim(after)


def _grid(figures: Sequence[Figure], text: str, extra: Collection[str]) -> list[tuple[str, ...]]:
    """The heads and a row a figure, with those of the extra columns that are asked for, without columns that nothing stands in."""
    routes = wording.routes(figures, with_country="Country" in extra)
    rows = [_cells(figure, text) | {"From → to": route} for figure, route in zip(figures, routes, strict=True)]
    heads = [head for head in _HEADS if head in extra or head not in _EXTRA]
    heads = [head for head in heads if head in _ALWAYS or any(row[head] for row in rows)]
    return [tuple(heads), *(tuple(row[head] for head in heads) for row in rows)]


def _cells(figure: Figure, text: str) -> dict[str, str]:
    return {
        "#": str(figure.id),
        "Number": wording.number(figure, text),
        "Who": wording.who(figure),
        "Act": f"{wording.act(figure)} {wording.link(figure)}".strip(),
        "Measure": figure.measure,
        "Country": figure.country or "",
        "When": wording.when(figure.period),
        "Cause": figure.cause or "",
        "Said by": clean(figure.source.name) if figure.source else "",
        "": wording.sureness(figure),
    }


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], columns: int, paint: Paint, firm: int) -> list[str]:
    """The lines of a table of any kind, fitted to the terminal; where it has no room for a table, a row's cells one after the other."""
    widths = fit([heads, *rows], columns, firm=firm) if rows else None
    if widths is None:
        return [line for cells in rows for line in wrap(" · ".join(filter(None, cells)).replace(_STICK, " "), columns)]
    return [paint.dim(line) for line in _row(heads, widths)] + [line for cells in rows for line in _row(cells, widths)]


def _row(cells: Sequence[str], widths: list[int]) -> list[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    lines = []
    for index in range(max(map(len, wrapped))):
        parts = [lines_of[index] if index < len(lines_of) else "" for lines_of in wrapped]
        padded = [pad(part, columns, right=place in (0, _NUMBER)) for place, (part, columns) in enumerate(zip(parts, widths, strict=True))]
        lines.append(GAP.join(padded).rstrip().replace(_STICK, " "))
    return lines


def _spaced(text: str, offset: int) -> bool:
    return 0 <= offset < len(text) and text[offset].isspace()
