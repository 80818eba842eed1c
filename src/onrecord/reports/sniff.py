"""What a file is, by its first bytes and not by its name. Nothing heavy is imported here: plain text passes through as fast as before."""

from __future__ import annotations

import csv
import re

HEAD = 65_536  # bytes looked at
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article|div|table|p|h1|span)\b", re.I | re.S
)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?>\s*)*<(?:rss|feed|rdf:RDF)\b", re.I | re.S
)
_XML = re.compile(r"\s*<\?xml\b", re.I)
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_MAIL = re.compile(r"^(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To|DKIM-Signature|X-Mailer):", re.I | re.M)
_RELIEFWEB = re.compile(r'\s*\{.*?"(?:href"\s*:\s*"https?://(?:api\.)?reliefweb\.int|data"\s*:\s*\[\s*\{.{0,400}?"fields"\s*:\s*\{)', re.S)
_IDU = re.compile(r'\s*\[\s*\{[^{}]{0,4000}?"(?:displacement_type|displacement_date|figure)"\s*:', re.S)
_TABLE_NAMES = (".csv", ".tsv")


def kind_of_bytes(head: bytes, name: str) -> str | None:
    """``pdf``, ``zip``, ``gzip``, ``zstd``, ``parquet``, ``html``, ``feed``, ``xml``, ``email``, ``reliefweb``, ``table``,
    ``json_table``; ``None`` for what the readers of text and JSON Lines take."""
    if b"%PDF-" in head[:1024] and not head.lstrip()[:1].isalnum():
        return "pdf"
    for mark, kind in (
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PAR1", "parquet"),
    ):
        if head.startswith(mark):
            return kind
    text = _as_text(head)
    if text is None:
        return None
    return _kind_of_markup(text) or _kind_of_lines(text, name.lower(), len(head) >= HEAD)


def _as_text(head: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    for encoding, lane in (("utf-16-le", head[1:400:2]), ("utf-16-be", head[0:400:2])):
        if len(lane) > 20 and lane.count(0) > 0.7 * len(lane):
            return head.decode(encoding, "replace")
    return None if b"\0" in head else head.decode("latin-1").removeprefix("ï»¿")


def _kind_of_markup(text: str) -> str | None:
    start = text[:8192].lstrip()
    if start.startswith("<"):
        if _FEED.match(start):
            return "feed"
        if _HTML.match(start):
            return "html"
        if _XML.match(start):
            return "html" if re.search(r"<html\b", start, re.I) else "xml"
        return "html" if len(re.findall(r"</?(?:p|div|br|a|td|li|span|h[1-6])\b", start, re.I)) >= 3 else None
    if start.startswith("{") and _RELIEFWEB.match(text):
        return "reliefweb"
    if start.startswith("[") and _IDU.match(text) and '"text"' not in start:
        return "json_table"
    lines = text[:16384].lstrip().splitlines()
    if lines and (_HEADER.match(lines[0]) or lines[0].startswith("From ")):
        block = text.lstrip()[:16384].replace("\r", "").partition("\n\n")[0]
        if _MAIL.search(block) and re.search(r"^(?:From|Date|Subject|To):", block, re.I | re.M):
            return "email"
    return None


def _kind_of_lines(text: str, name: str, cut: bool) -> str | None:
    lines = [line for line in text.splitlines()[: 40 if not cut else -1][:40] if line.strip()]
    if name.endswith(_TABLE_NAMES):
        return "table" if lines else None
    tagged = any(re.match(r"\s*\"?#[a-z]+[+\w]*\"?[,;\t|]\s*\"?#", line) for line in lines[:10])  # a row of HXL tags
    return "table" if len(lines) >= 3 and delimiter_of(lines, 0.0 if tagged else 0.75) else None


def delimiter_of(lines: list[str], numeric: float = 0.0) -> str | None:
    """The character that splits ``lines`` into the same number of cells, two at least; ``numeric``: the share of rows below the
    first that must hold a number in a cell of its own, which prose with commas does not."""
    for mark in ("\t", ";", "|", ","):
        try:
            rows = list(csv.reader(lines, delimiter=mark))
        except csv.Error:
            continue
        width = len(rows[0])
        if width < 2 or any(len(row) != width for row in rows[:-1]) or len(rows[-1]) > width:
            continue
        if sum(any(_is_number(cell) for cell in row) for row in rows[1:]) >= numeric * max(1, len(rows) - 1):
            return mark
    return None


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*\d[\d,. ]*\s*", cell))
