"""A report from a text or from one JSON object; what is wrong with a field becomes a problem and costs that field only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from onrecord.reports.kinds.piped import piped_tables
from onrecord.types import Problem, Report

STAGE = "reports"
DATE_FORM = "YYYY-MM-DD, such as 2012-11-09"
_DATE = re.compile(r"\s*\d{4}-\d\d-\d\d(?!\d)")  # not 20121109 or 2012-W45: those are more likely slips
_FIELDS = ("title", "url", "publisher")


def digest(text: str) -> str:
    """The id of a report that brings none: 16 hex digits of the SHA-256 of its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def parse_date(value: str) -> date:
    """A date from ``2012-11-09``, or from a date with a time after it. ``ValueError`` names the accepted form."""
    if _DATE.match(value):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise ValueError(f"{value!r} is no date; write {DATE_FORM}")


def report_of(text: str, where: str, path: str | None = None) -> tuple[Report, tuple[Problem, ...]]:
    """The report of a plain text."""
    report = Report(id=digest(text), text=text, path=path, grids=piped_tables(text))
    return report, () if text.strip() else (_empty(where),)


def report_of_record(record: Mapping[str, Any], where: str, path: str | None) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report of a JSON object with ``text`` and any of ``id``, ``url``, ``title``, ``publisher``, ``published``."""
    text = record.get("text")
    if not isinstance(text, str):
        what = 'there is no field "text"' if text is None else 'the field "text" holds no string'
        return None, (
            Problem(where, STAGE, what, 'give each report as {"text": "…"}, with id, url, title, publisher and published if known'),
        )
    problems = [] if text.strip() else [_empty(where)]
    values: dict[str, Any] = {}
    for name in _FIELDS:
        value = record.get(name)
        if value is None or isinstance(value, str):
            values[name] = value or None
        else:
            problems.append(_wrong_field(where, name, value, "give a string or leave it out; the report was read without it"))
    values["published"] = _published(record.get("published"), where, problems)
    given = record.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        problems.append(_wrong_field(where, "id", given, "give a string or leave it out; a digest of the text stands in"))
        given = None
    name = digest(text) if given in (None, "") else str(given)
    return Report(id=name, text=text, path=path, grids=piped_tables(text), **values), tuple(problems)


def _published(value: object, where: str, problems: list[Problem]) -> date | None:
    if value is None or value == "":
        return None
    try:
        return parse_date(value if isinstance(value, str) else json.dumps(value))
    except ValueError:
        problems.append(_wrong_field(where, "published", value, f"write {DATE_FORM}; the report was read without this date"))
        return None


def _wrong_field(where: str, name: str, value: object, next_step: str) -> Problem:
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return Problem(where, STAGE, f'the field "{name}" is {shown}', next_step)


def _empty(where: str) -> Problem:
    return Problem(where, STAGE, "there is no text in it", "give a file with the text of a report")


def too_long(where: str, max_chars: int, rest_unread: bool = False) -> Problem:
    """The problem of a text above the limit."""
    message = f"the text is longer than {max_chars:,} characters" + (", and the rest of the file was not read" if rest_unread else "")
    return Problem(where, STAGE, message, "split it into its reports (JSON Lines: one report a line), or raise ONRECORD_MAX_CHARS")
