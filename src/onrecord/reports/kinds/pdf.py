"""PDF: text in reading order, tables as tables, and the page and box of every line."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft
from onrecord.reports.kinds.pdf_layout import Block, Line, Paragraph, TableBlock, blocks_of
from onrecord.reports.kinds.pdf_tables import ruled_tables
from onrecord.reports.kinds.pdf_words import words_of
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.types import Problem

_EDGE = 0.12  # share of a page's height at its top and bottom where running heads stand
_RULES = 4  # drawn lines or boxes from which on a page may have a ruled table
_HYPHEN = re.compile(r"[A-Za-zà-ÿ]{2}[-\u00ad\u2010]$")
_TERMINAL = re.compile(r"[.!?:;…\"”’)]$")


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The one report of a PDF, and problems where pages were left out."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield where, None, (_unopened(where, str(error)),)
        return
    problems: list[Problem] = []
    pages = _pages(document, data, where, limits, problems)
    running = _running(pages)
    draft = Draft()
    for number, height, blocks in pages:
        for block in blocks:
            _put(draft, block, number, height, running)
    if not draft.length and not problems:
        message, next_step = "the PDF has no text, only pictures of it", "recognise its text first, for example with ocrmypdf"
        yield where, None, (Problem(where, STAGE, message, next_step),)
        return
    facts = document.get_metadata_dict(skip_empty=True)
    title = facts.get("Title", "").strip()
    title = "" if re.search(r"\.(?:docx?|indd|pdf|xlsx?|pptx?)$|^(?:Microsoft Word|untitled|\(anonymous\))", title, re.I) else title
    author = "" if facts.get("Author", "").strip() in ("anonymous", "(anonymous)") else facts.get("Author", "").strip()
    yield draft.report(where, path, title=title, author=author, updated=_day(facts.get("ModDate")), problems=problems)


def _pages(document: Any, data: bytes, where: str, limits: Limits, problems: list[Problem]) -> list[tuple[int, float, list[Block]]]:
    """Number, height and blocks of each page, as far as the limits let us."""
    started, found, count = time.monotonic(), [], len(document)
    ruled: Any = None
    for index in range(min(count, limits.pages)):
        if time.monotonic() - started > 0.7 * limits.seconds:
            problems.append(_cut(where, index, count, f"in {0.7 * limits.seconds:g} seconds"))
            break
        try:
            page = document[index]
            words = words_of(page)
            tables = []
            if words and _rules(page) >= _RULES:
                if ruled is None:
                    import pdfplumber

                    ruled = pdfplumber.open(BytesIO(data))
                tables = ruled_tables(ruled.pages[index], words)
                ruled.pages[index].close()
            found.append((index + 1, page.get_height(), blocks_of(words, tables)))
            page.close()
        except (pypdfium2.PdfiumError, ValueError, KeyError, TypeError, IndexError, AssertionError) as error:
            message = f"page {index + 1} cannot be read ({type(error).__name__})"
            problems.append(Problem(where, STAGE, message, "the other pages were read; open the PDF and save it anew"))
    else:
        if count > limits.pages:
            problems.append(_cut(where, limits.pages, count, "at most"))
    return found


def _rules(page: Any) -> int:
    count = 0
    for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,), max_depth=2):
        count += 1
        if count >= _RULES:
            break
        del item
    return count


def _running(pages: Sequence[tuple[int, float, list[Block]]]) -> set[str]:
    """Heads and feet that most pages repeat, page numbers aside."""
    counts: Counter[str] = Counter()
    for _, height, blocks in pages:
        lines = {_bare(line) for block in blocks if isinstance(block, Paragraph) for line in block.lines if _at_edge(line, height)}
        counts.update(lines)
    least = max(3, len(pages) // 2)
    return {line for line, count in counts.items() if count >= least} if len(pages) >= 3 else set()


def _bare(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).strip()


def _at_edge(line: Line, height: float) -> bool:
    _, top, _, bottom = line.box
    return bottom < _EDGE * height or top > (1 - _EDGE) * height


def _put(draft: Draft, block: Block, page: int, height: float, running: set[str]) -> None:
    if isinstance(block, TableBlock):
        draft.table(block.cells, page=page)
        return
    lines = [line for line in block.lines if not (_at_edge(line, height) and _bare(line) in running and not _first(line, page))]
    if not lines:
        return
    if page > 1 and draft.last_block and not _TERMINAL.search(draft.last_block) and lines[0].text[:1].islower():
        _join(draft)
    else:
        draft.gap()
    for number, line in enumerate(lines):
        if number:
            _join(draft)
        draft.put(line.text, page, line.box)
    draft.last_block = " ".join(line.text for line in lines)


def _first(line: Line, page: int) -> bool:
    """A running head is kept once, where it first stands: it may name the report. A bare page number is not."""
    return page == 1 and any(c.isalpha() for c in line.text)


def _join(draft: Draft) -> None:
    """Between two lines of a paragraph: a space, or nothing where a word was broken."""
    before = draft.parts[-1] if draft.parts else ""
    if _HYPHEN.search(before):
        draft.parts[-1] = before[:-1]
        draft.length -= 1
        last = draft.spots[-1]
        draft.spots[-1] = type(last)(last.start, draft.length, last.page, last.box, last.element, last.cell)
    elif not before.endswith("-"):
        draft.gap(" ")


def _unopened(where: str, reason: str) -> Problem:
    if "assword" in reason:
        return Problem(where, STAGE, "the PDF is encrypted with a password", "open it with its password and save it without one")
    return Problem(
        where, STAGE, f"the PDF is damaged or cut off ({reason.strip().rstrip('.')})", "fetch it again, or open it and save it anew"
    )


def _cut(where: str, read_: int, count: int, how: str) -> Problem:
    return Problem(
        where,
        STAGE,
        f"the PDF has {count:,} pages, of which {read_:,} were read ({how})",
        "split it, for example with qpdf --split-pages=200",
    )


def _day(value: str | None) -> date | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", value or "")
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
