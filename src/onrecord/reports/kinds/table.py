"""CSV, TSV and other text with one record a line. The text stays as it came; cells point into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from onrecord.reports.decode import NotText, decode
from onrecord.reports.guard import Item
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE, digest
from onrecord.reports.sniff import delimiter_of
from onrecord.types import Cell, Grid, Problem, Report

_CUT = 200_000  # cells of one report at most, however many rows that makes


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """Reports of ``limits.rows`` rows each, the head repeated on top."""
    try:
        text = decode(data)
    except NotText as error:
        yield where, None, (Problem(where, STAGE, f"it is no text but {error.what}", error.next_step),)
        return
    text = text.removeprefix("\ufeff")
    mark = delimiter_of([line for line in text[:65_536].splitlines()[:40] if line.strip()][:39]) or _commonest(text[:4096])
    rows = [row for row in _rows(text, mark) if any(end > start for start, end in row)]
    if not rows:
        yield where, None, (Problem(where, STAGE, "there is no text in it", "give a table with a row of heads"),)
        return
    head = _head(text, rows)
    step = max(1, min(limits.rows, _CUT // max(map(len, rows))))
    name = os.path.basename(path) or path
    for at in range(head, max(len(rows), head + 1), step):
        yield _part(text, rows, head, at, step, where, path, name)


def _part(text: str, rows: list[list[tuple[int, int]]], head: int, at: int, step: int, where: str, path: str, name: str) -> Item:
    """One report: whole where the table is short, else the head and some of the rows."""
    chosen = [*range(head), *range(at, min(at + step, len(rows)))]
    if len(chosen) == len(rows):
        kept, shifts = text, [0] * len(chosen)
    else:
        pieces, shifts, length = [], [], 0
        for number in chosen:
            start, end = rows[number][0][0], rows[number][-1][1]
            start -= text[start - 1 : start] == '"'
            end += text[end : end + 1] == '"'
            pieces.append(text[start:end])
            shifts.append(length - start)
            length += end - start + 1
        kept = "\n".join(pieces)
        where = f"{where}:rows {chosen[head] + 1}-{chosen[-1] + 1}"
    cells = tuple(
        Cell(start + shift, end + shift, number, column)
        for number, shift in zip(chosen, shifts, strict=True)
        for column, (start, end) in enumerate(rows[number])
        if end > start
    )
    return where, Report(id=digest(kept), text=kept, path=path, grids=(Grid(0, len(kept), cells, name, None, True),)), ()


def _rows(text: str, mark: str) -> Iterator[list[tuple[int, int]]]:
    """The cells of each row as spans without their quotes and outer spaces."""
    field = re.compile(rf'[ \t]*"((?:[^"]|"")*)"[^{re.escape(mark)}\r\n]*|([^{re.escape(mark)}\r\n]*)')
    at, row = 0, list[tuple[int, int]]()
    while at <= len(text):
        found = field.match(text, at)
        if found is None:
            break
        row.append(_trim(text, *found.span(1)) if found[1] is not None else _trim(text, *found.span(2)))
        at = found.end()
        if text[at : at + 1] == mark:
            at += 1
            continue
        yield row
        row = []
        if at >= len(text):
            break
        at += 2 if text[at : at + 2] == "\r\n" else 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u00a0":
        start += 1
    while end > start and text[end - 1] in " \t\u00a0":
        end -= 1
    return start, end


def _head(text: str, rows: list[list[tuple[int, int]]]) -> int:
    """How many rows are the head: up to the row of HXL tags, else the first row unless it holds data."""
    for index, row in enumerate(rows[:10]):
        filled = [text[s:e] for s, e in row if e > s]
        if filled and sum(cell.startswith("#") for cell in filled) >= 0.5 * len(filled):
            return index + 1
    first = [text[s:e] for s, e in rows[0] if e > s]
    return 0 if sum(bool(re.fullmatch(r"[\d.,/ -]+", cell)) for cell in first) >= 0.5 * len(first) else 1


def _commonest(head: str) -> str:
    return max("\t;|,", key=head.count)
