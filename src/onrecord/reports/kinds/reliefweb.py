"""Answers of the ReliefWeb API (v1 and v2): a report for each item that brings its body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft
from onrecord.reports.kinds.html import plain
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE, parse_date
from onrecord.types import Problem


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The items of ``data``, in order."""
    answer = json.loads(data.decode("utf-8-sig"))
    items = answer.get("data")
    if isinstance(items, Mapping):
        items = [items]
    if not isinstance(items, list) or not items:
        reason = (answer.get("error") or {}).get("message") if isinstance(answer.get("error"), Mapping) else "it has no items"
        yield where, None, (Problem(where, STAGE, f"the ReliefWeb answer holds no reports: {reason}", "check the query"),)
        return
    for number, item in enumerate(items, 1):
        yield _item(item, f"{where}: item {number}", path)


def _item(item: Any, where: str, path: str) -> Item:
    fields = item.get("fields") if isinstance(item, Mapping) else None
    fields = fields if isinstance(fields, Mapping) else {}
    words = plain(fields["body-html"]) if _string(fields, "body-html") else _string(fields, "body")
    if not words:
        message = "the item brings no body"
        return where, None, (Problem(where, STAGE, message, "ask the API for it: fields[include][]=body, title, date, source, url"),)
    draft = Draft()
    for block in words.replace("\r\n", "\n").split("\n\n"):
        if block.strip():
            draft.block(block.strip())
    sources = [s.get("shortname") or s.get("name") for s in fields.get("source", ()) if isinstance(s, Mapping)]
    said = fields.get("date")
    dates: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    return draft.report(
        where, path, title=_string(fields, "title"), url=_string(fields, "url") or _string(fields, "url_alias"), ident=f"reliefweb:{item.get('id')}",
        publisher=", ".join(str(s) for s in sources if s) or None, published=_day(dates.get("original") or dates.get("created")),
        updated=_day(dates.get("changed")),
    )  # fmt: skip


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return parse_date(str(value)) if value else None
    except ValueError:
        return None
