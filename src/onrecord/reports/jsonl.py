"""Reports as JSON: one object a line (JSON Lines), one object in all, or an array of objects."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from onrecord.reports.records import STAGE, report_of_record, too_long
from onrecord.reports.stream import Stream
from onrecord.types import Problem, Report

_PEEK = 1 << 20
_SKIP_CHUNK = 1 << 20
_SKIP_AT_MOST = 256 << 20  # bytes of an over-long line that are passed over in search of the next one
_OBJECT_START = re.compile(rb'\s*\{\s*(?:"|\})')
_SHAPE = 'each line must hold one object with a field "text"'


class Kind(Enum):
    """How a stream is laid out."""

    TEXT = "text"
    LINES = "lines"
    DOCUMENT = "document"  # perhaps one JSON document over many lines


def kind_of(stream: Stream, path: str) -> Kind:
    """What the first line tells. A prose text that begins with a brace or bracket is ``DOCUMENT`` until parsing says otherwise."""
    first = stream.peek_line(_PEEK).removeprefix(codecs.BOM_UTF8).strip()
    if path.lower().endswith((".jsonl", ".ndjson")):
        return Kind.LINES if first else Kind.TEXT
    if first.startswith(b"["):
        return Kind.DOCUMENT
    if not first.startswith(b"{"):
        return Kind.TEXT
    if _is_object(first) or (_OBJECT_START.match(first) and (first.endswith(b"}") or len(first) >= _PEEK - 1)):
        return Kind.LINES
    return Kind.DOCUMENT


def read_lines(stream: Stream, where: str, path: str, max_chars: int) -> Iterator[tuple[str, Report | None, tuple[Problem, ...], int]]:
    """Each line's place, report, problems and size in bytes."""
    most = 6 * max_chars + 65_536  # \\uXXXX takes 6 bytes; the other fields get the rest
    number = 0
    while line := stream.readline(most):
        number += 1
        place = f"{where}:{number}"
        if len(line) >= most and not line.endswith(b"\n"):
            more = _skip_line(stream)
            yield place, None, (too_long(place, max_chars, rest_unread=not more),), stream.used()
            if not more:
                return
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            report, problems = _read_line(line, place, path, max_chars)
            yield place, report, problems, stream.used()


def read_document(stream: Stream, where: str, path: str, max_chars: int) -> list[tuple[str, Report | None, tuple[Problem, ...]]] | None:
    """The reports of one JSON document; ``None`` (and nothing used up) where the stream holds none after all."""
    most = 6 * max_chars + 65_536
    data = stream.read(most)
    try:
        value = json.loads(data.removeprefix(codecs.BOM_UTF8)) if len(data) < most else None
    except json.JSONDecodeError as error:
        if path.lower().endswith(".json"):
            problem = Problem(
                f"{where}:{error.lineno}", STAGE, f"broken JSON: {error.msg} (column {error.colno})", "correct the file at that line"
            )
            return [(problem.where, None, (problem,))]
        value = None
    except (ValueError, RecursionError):
        value = None
    records = value if isinstance(value, list) else [value]
    if not any(isinstance(record, dict) and "text" in record for record in records):
        stream.push_back(data)
        return None
    places = [where] if records is not value else [f"{where}[{index}]" for index in range(len(records))]
    return [(place, *_read_record(record, place, path, max_chars)) for place, record in zip(places, records, strict=True)]


def _read_line(line: bytes, where: str, path: str, max_chars: int) -> tuple[Report | None, tuple[Problem, ...]]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, (Problem(where, STAGE, f"the line is not UTF-8 (byte {error.start + 1})", "save the file as UTF-8"),)
    except json.JSONDecodeError as error:
        return None, (
            Problem(where, STAGE, f"broken JSON: {error.msg} (column {error.colno})", f"correct the line or remove it; {_SHAPE}"),
        )
    except (ValueError, RecursionError):  # a number of thousands of digits; lists in lists in lists
        return None, (Problem(where, STAGE, "broken JSON: too deeply nested, or a number too long", f"correct the line; {_SHAPE}"),)
    return _read_record(value, where, path, max_chars)


def _read_record(value: Any, where: str, path: str, max_chars: int) -> tuple[Report | None, tuple[Problem, ...]]:
    if not isinstance(value, dict):
        return None, (Problem(where, STAGE, "it is no JSON object", f"correct or remove it; {_SHAPE}"),)
    report, problems = report_of_record(value, where, path)
    if report is not None and len(report.text) > max_chars:
        return None, (too_long(where, max_chars),)
    return report, problems


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _skip_line(stream: Stream) -> bool:
    """Pass over the rest of a line; whether its end was found in reasonable time."""
    for _ in range(_SKIP_AT_MOST // _SKIP_CHUNK):
        part = stream.readline(_SKIP_CHUNK)
        if not part or part.endswith(b"\n"):
            return True
    return False
