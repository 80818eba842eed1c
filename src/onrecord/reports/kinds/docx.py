"""Word documents: paragraphs and tables in order. Deleted text of tracked changes is left out, inserted text stays."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft, TableCell
from onrecord.reports.limits import Limits

_TEXT, _TAB, _BREAK, _DELETED, _FALLBACK = (
    qn("w:t"),
    qn("w:tab"),
    qn("w:br"),
    qn("w:del"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_NOTE = qn("w:vertAlign")
_TITLES = ("Title", "Heading1")  # ids of styles; Word keeps these in every language


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The one report of a document."""
    document = docx.Document(BytesIO(data))
    draft = Draft()
    heading: str | None = None  # the first paragraph, where its style calls it the title
    paragraphs = tables = cells = 0
    for element in _blocks(document.element.body):
        if element.tag == qn("w:p"):
            paragraphs += 1
            if words := _words(element):
                if not draft.parts and _style(element) in _TITLES:
                    heading = words
                draft.block(words, element=f"paragraph {paragraphs}")
        else:
            tables += 1
            found = list(_cells(element))
            cells += len(found)
            if cells > limits.cells:
                raise ValueError(f"its tables have more than {limits.cells:,} cells")
            draft.table(found, f"Table {tables}")
    facts = document.core_properties
    updated = facts.modified.date() if facts.modified else None
    yield draft.report(
        where, path, title=facts.title or heading, author=None if facts.author == "python-docx" else facts.author, updated=updated
    )


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in document order, also inside content controls."""
    for child in body:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            for content in child.iterchildren(qn("w:sdtContent")):
                yield from _blocks(content)


def _style(element: Any) -> str:
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(found.get(qn("w:val"))) if found is not None else ""


def _words(element: Any) -> str:
    return " ".join("".join(_pieces(element)).split(" ")).strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (_DELETED, _FALLBACK) or _is_note(child):
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in (_TAB, _BREAK):
            yield " " if child.getparent().tag == qn("w:r") else ""
        else:
            yield from _pieces(child)


def _is_note(run: Any) -> bool:
    """A raised run of digits or letters is a footnote's mark."""
    if run.tag != qn("w:r"):
        return False
    marks = [m.get(qn("w:val")) for m in run.iter(_NOTE)]
    return "superscript" in marks and len("".join(t.text or "" for t in run.iter(_TEXT))) <= 3


def _cells(table: Any) -> Iterator[TableCell]:
    """Cells with what they cover: merged ones continue below (vMerge) and to the right (gridSpan)."""
    open_cells: dict[int, TableCell] = {}
    found: list[TableCell] = []
    for row, tr in enumerate(table.iterchildren(qn("w:tr"))):
        column = int(tr.grid_before) if hasattr(tr, "grid_before") else 0
        for tc in tr.iterchildren(qn("w:tc")):
            columns = int(tc.grid_span)
            if tc.vMerge == "continue" and column in open_cells:
                open_cells[column].rows += 1
            else:
                words = " ".join(w for p in tc.iter(qn("w:p")) if (w := _words(p)))
                cell = TableCell(words, row, column, 1, columns)
                open_cells[column] = cell
                found.append(cell)
            column += columns
    yield from found
