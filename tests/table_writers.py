"""Tables written as real documents, by the libraries that people's programs are made of."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from table_layouts import Layout


@dataclass
class Piece:
    """A cell with what it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def pieces(layout: Layout) -> list[Piece]:
    """The cells of a layout."""
    lines = [[cell.strip() for cell in line.split("|")] for line in layout.rows.splitlines()]
    owner: dict[tuple[int, int], Piece] = {}
    found: list[Piece] = []
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if text == "<":
                piece = owner[row, column - 1]
                piece.columns = max(piece.columns, column - piece.column + 1)
            elif text == "^":
                piece = owner[row - 1, column]
                piece.rows = max(piece.rows, row - piece.row + 1)
            else:
                piece = Piece(text, row, column)
                found.append(piece)
            owner[row, column] = piece
    return found


def size(layout: Layout) -> tuple[int, int]:
    """Rows and columns."""
    cells = pieces(layout)
    return max(c.row + c.rows for c in cells), max(c.column + c.columns for c in cells)


def as_html(layout: Layout, path: Path) -> None:
    """A page with the table in an article."""
    rows: dict[int, list[str]] = {}
    for cell in pieces(layout):
        tag = "th" if cell.row == 0 else "td"
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
        rows.setdefault(cell.row, []).append(f"<{tag}{spans}>{html.escape(cell.text)}</{tag}>")
    body = "".join(f"<tr>{''.join(cells)}</tr>" for _, cells in sorted(rows.items()))
    prose = "<p>The teams of the cluster visited the area again, and the situation remained tense in many places, partners reported.</p>"
    path.write_text(
        f"<!DOCTYPE html><html><head><title>Situation report</title></head><body><article><h1>Situation report</h1>{prose}"
        f"<h3>{html.escape(layout.title)}</h3><table>{body}</table>{prose.replace('again', 'once more')}</article></body></html>"
    )


def as_docx(layout: Layout, path: Path) -> None:
    """A Word file."""
    import docx

    document: Any = docx.Document()
    document.add_heading("Situation report", 0)
    document.add_paragraph(layout.title)
    table = document.add_table(*size(layout))
    for cell in pieces(layout):
        first = table.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            first = first.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first.text = cell.text
    document.save(str(path))


def as_xlsx(layout: Layout, path: Path) -> None:
    """A workbook, the title in its first row. Bare numbers are numbers."""
    import openpyxl

    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = layout.title
    for cell in pieces(layout):
        bare = cell.text.replace(",", "")
        place = sheet.cell(cell.row + 3, cell.column + 1)
        place.value = int(bare) if bare.isascii() and bare.isdigit() else cell.text
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(
                start_row=cell.row + 3,
                start_column=cell.column + 1,
                end_row=cell.row + cell.rows + 2,
                end_column=cell.column + cell.columns,
            )
    book.save(str(path))


def as_pdf(layout: Layout, path: Path, ruled: bool = True) -> None:
    """A PDF, with lines around its cells or without any."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()
    height, width = size(layout)
    data = [["" for _ in range(width)] for _ in range(height)]
    spans: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    for cell in pieces(layout):
        data[cell.row][cell.column] = cell.text
        if cell.rows > 1 or cell.columns > 1:
            spans.append(("SPAN", (cell.column, cell.row), (cell.column + cell.columns - 1, cell.row + cell.rows - 1)))
    table = Table(data, style=spans)
    story = [
        Paragraph("Situation report", style["Title"]),
        Paragraph(
            "The teams of the cluster visited the area again, and the situation remained tense in many places, partners reported.",
            style["Normal"],
        ),
        Paragraph(html.escape(layout.title), style["Heading3"]),
        table,
        Paragraph("The next report will come in a week.", style["Normal"]),
    ]
    SimpleDocTemplate(str(path), pagesize=landscape(A4) if width > 5 else A4).build(story)


def as_open_pdf(layout: Layout, path: Path) -> None:
    """A PDF without lines."""
    as_pdf(layout, path, ruled=False)


WRITERS = {"html": as_html, "docx": as_docx, "xlsx": as_xlsx, "ruled.pdf": as_pdf, "open.pdf": as_open_pdf}
