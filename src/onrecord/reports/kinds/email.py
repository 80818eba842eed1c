"""E-mail messages (.eml): the body's words; documents attached are read for themselves."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft
from onrecord.reports.limits import Limits
from onrecord.reports.sniff import HEAD, kind_of_bytes

_ATTACHED = {"pdf", "html", "table", "feed"}  # kinds read of what is attached; archives in mails are left alone
_PARTS = 200


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The message, then each document attached to it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    draft = Draft()
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        _fill(draft, body)  # type: ignore[arg-type]
    sender = email.utils.parseaddr(str(message.get("From", "")))
    yield draft.report(
        where, path, title=_clean(message.get("Subject")), author=sender[0] or sender[1] or None,
        publisher=sender[1].rpartition("@")[2] or None, published=_day(message.get("Date")),
    )  # fmt: skip
    for number, part in enumerate(message.iter_attachments(), 1):
        if number > _PARTS:
            return
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield from _attached(content, f"{where}: {part.get_filename() or f'attachment {number}'}", path, limits)


def _fill(draft: Draft, body: EmailMessage) -> None:
    content = body.get_content()
    if body.get_content_subtype() == "html":
        from onrecord.reports.kinds.html import plain

        content = plain(content)
    for number, block in enumerate(re.split(r"\n[ \t\r]*\n\s*", content.replace("\r\n", "\n").strip()), 1):
        if block.strip() and not all(line.startswith(">") for line in block.splitlines()):
            draft.block(block, element=f"paragraph {number}")


def _attached(content: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    from importlib import import_module

    kind = kind_of_bytes(content[:HEAD], where)
    if content.startswith(b"PK") and b"word/document.xml" in content:
        kind = "docx"
    elif content.startswith(b"PK") and b"xl/workbook.xml" in content:
        kind = "xlsx"
    if kind in _ATTACHED or kind in ("docx", "xlsx"):
        yield from import_module(f"onrecord.reports.kinds.{kind}").read(content, where, path, limits)


def _clean(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _day(value: object) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(str(value)).date() if value else None
    except (ValueError, TypeError):
        return None
