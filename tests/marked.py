"""Passages in which the number asked about stands in double brackets, and who says it."""

from __future__ import annotations

from onrecord.reading.sources import source_for, speeches
from onrecord.text import sentences
from onrecord.types import Source


def unmarked(marked: str) -> tuple[str, int]:
    """The passage without its brackets, and where the number starts."""
    return marked.replace("[[", "").replace("]]", ""), marked.index("[[")


def said_by(marked: str) -> Source | None:
    """Who says the number."""
    text, start = unmarked(marked)
    parts = sentences(text)
    return source_for(start, parts, speeches(text, parts))


def name_of(marked: str) -> str | None:
    """The name of who says it."""
    source = said_by(marked)
    return source.name if source else None
