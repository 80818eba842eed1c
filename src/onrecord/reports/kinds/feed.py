"""RSS and Atom: a report for each entry, in the words that the feed itself carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import feedparser

from onrecord.reports.encodings import decode_marked_up
from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft
from onrecord.reports.kinds.html import plain
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE, digest
from onrecord.types import Problem

_MOST = 2_000  # entries


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The entries, as the feed lists them."""
    if b"<!ENTITY" in data[:65_536]:
        message = "the feed defines entities, which can swell without end"
        yield where, None, (Problem(where, STAGE, message, "ask its publisher for a plain RSS or Atom feed"),)
        return
    found = feedparser.parse(
        BytesIO(decode_marked_up(data).encode("utf-8")), response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    if not found.entries:
        reason = f" ({found.bozo_exception})" if found.get("bozo") else ""
        yield where, None, (Problem(where, STAGE, f"the feed has no entries{reason}", "check its address in a browser"),)
        return
    for number, entry in enumerate(found.entries[:_MOST], 1):
        yield _entry(entry, found.feed, f"{where}: entry {number}", path)


def _entry(entry: Any, feed: Any, where: str, path: str) -> Item:
    content = next((c.value for c in entry.get("content", ()) if c.get("value")), None) or entry.get("summary", "")
    title = plain(entry.get("title", "")).replace("\n\n", " ")
    draft = Draft()
    if title:
        draft.block(title)
    for block in plain(content).split("\n\n"):
        if block and block != title:
            draft.block(block)
    link = entry.get("link") or ""
    return draft.report(
        where, path, title=title, url=link if link.startswith(("http://", "https://")) else None, publisher=plain(feed.get("title", "")) or None,
        author=entry.get("author"), published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
        updated=_day(entry.get("updated_parsed")), ident=digest(f"{link} {title} {content}"),
    )  # fmt: skip


def _day(value: Any) -> date | None:
    try:
        return date(value.tm_year, value.tm_mon, value.tm_mday) if value else None
    except ValueError:
        return None
