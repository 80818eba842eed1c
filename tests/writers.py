"""Documents made by real writers, for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from onrecord.pipeline import read_paths
from onrecord.reports import Received, receive
from onrecord.reports.limits import Limits
from onrecord.settings import Settings
from onrecord.types import Problem, Reading, Report

SENTENCES = "Some 9,000 people fled Homs on Friday, the U.N. refugee agency said."


def received(*paths: object, limits: Limits | None = None) -> list[Received]:
    return list(receive([str(path) for path in paths], 1_000_000, None, limits))


def report(path: object, limits: Limits | None = None) -> Report:
    """The one report in a file."""
    (item,) = received(path, limits=limits)
    assert item.report is not None, item.problems
    return item.report


def trouble(path: object, limits: Limits | None = None) -> Problem:
    """The one problem of a file that gives no report."""
    (item,) = received(path, limits=limits)
    assert item.report is None
    (problem,) = item.problems
    return problem


def readings(*paths: object) -> list[Reading]:
    return [reading for reading, _ in read_paths([str(path) for path in paths], Settings())]


def pdf(path: Path, draw: Callable[[Any, int], None], pages: int = 1, **options: Any) -> Path:
    """A PDF whose pages ``draw(canvas, number)`` fills."""
    from reportlab.pdfgen.canvas import Canvas

    canvas: Any = Canvas(str(path), pagesize=(595, 842), **options)
    for number in range(1, pages + 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return path


def pdf_bytes(lines: Sequence[str]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(595, 842))
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 14 * number, line)
    canvas.save()
    return out.getvalue()


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Thousands flee Homs | Daily Star</title>
<meta property="og:site_name" content="Daily Star"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2013-05-10T10:00:00Z"><meta property="article:modified_time" content="2013-05-11T08:00:00Z">
<link rel="canonical" href="https://example.org/story"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World: 500 people killed</a></li></ul></nav>
<article><h1>Thousands flee Homs</h1>
<p>HOMS, Syria (Reuters) - Some 9,000 people fled Homs on Friday, the U.N. refugee agency said, in one of the largest movements of the year.</p>
<p>Another 300 families reached the town of Idlib, where they sheltered in schools and mosques, local officials said.</p>
<table><caption>Displaced people by governorate</caption><tr><th>Governorate</th><th>Families</th><th>Persons</th></tr>
<tr><td>Aleppo</td><td>1,200<sup>1</sup></td><td>6,050</td></tr></table>
<p>The ministry said that 300 houses were destroyed in Hama by shelling overnight, and that more people were on the move.</p></article>
<aside><p>Read also: 7,000 people evacuated elsewhere.</p></aside><footer>Copyright 2013. 1,000 people like this.</footer></body></html>"""
