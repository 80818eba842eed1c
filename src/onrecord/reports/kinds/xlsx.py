"""Excel workbooks: each sheet is a register of official figures, or holds tables as a document does."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft, TableCell
from onrecord.reports.kinds.registers import is_register, register_reports
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.types import Problem


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """A report for each register, and one for all sheets with other tables."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=False, data_only=True, keep_links=False)
    draft = Draft()
    left = limits.cells
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > 20 * limits.cells:
            message = f"the sheet {sheet.title!r} has {sheet.max_row:,} rows of {sheet.max_column:,} columns"
            yield where, None, (Problem(where, STAGE, message, "save it as CSV, or split it"),)
            continue
        cells = _cells(sheet)
        left -= len(cells)
        if left < 0 and not is_register(cells, path, limits):
            message = f"the tables have more than {limits.cells:,} cells"
            yield where, None, (Problem(where, STAGE, message, "split the workbook"),)
            return
        if is_register(cells, f"{path}/{sheet.title}", limits):
            yield from register_reports(cells, f"{where}:{sheet.title}", path, sheet.title, limits)
        else:
            _tables(draft, cells, sheet.title)
    if draft.length or not book.worksheets:
        facts = book.properties
        yield draft.report(where, path, title=facts.title, updated=facts.modified.date() if facts.modified else None)


def _cells(sheet: Any) -> list[TableCell]:
    spans = {(r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1) for r in sheet.merged_cells.ranges}
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and (text := _text(cell.value, cell.number_format or "")):
                rows, columns = spans.get((cell.row, cell.column), (1, 1))
                found.append(TableCell(text, cell.row - 1, cell.column - 1, rows, columns))
    return found


def _text(value: Any, form: str) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        if "%" in form:
            return f"{value:.4g}%" if value > 1 else f"{value * 100:.4g}%"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return " ".join(str(value).split())


def _tables(draft: Draft, cells: list[TableCell], name: str) -> None:
    """The blocks of a sheet, parted by empty rows. A row with one cell above a table is its title."""
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    blocks: list[list[list[TableCell]]] = []
    last = -2
    for number in sorted(rows):
        if number > last + 1:
            blocks.append([])
        blocks[-1].append(rows[number])
        last = number + max((cell.rows for cell in rows[number]), default=1) - 1
    for block in blocks:
        while block and len(block[0]) == 1 and (len(block) == 1 or not _is_head(block)):
            draft.block(block.pop(0)[0].text)
        if block:
            draft.table([cell for row in block for cell in row], name, draft.last_block or name)


def _is_head(block: list[list[TableCell]]) -> bool:
    """Whether the one cell of a block's first row stands over some of the columns: a merged head, and no title."""
    cell = block[0][0]
    first = min(c.column for row in block for c in row)
    return cell.column > first
