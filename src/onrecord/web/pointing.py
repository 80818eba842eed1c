"""A number that a reader points out in a report because it is missing: the words that are meant, and the form to add it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.byhand import Pointed, mentions, pointed
from onrecord.types import Problem, Report, Standing
from onrecord.web.correcting import FIELDS, given
from onrecord.web.evidence import ReportFile
from onrecord.web.marked import plain
from onrecord.web.trouble import Trouble, trouble

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_CONTEXT = 60  # characters on either side of a number that might be meant
_USUAL = {"unit": "person", "measure": "flow", "modality": "asserted"}
_MOST_NAMES = 50  # that are offered


@dataclass(frozen=True, slots=True)
class Spotted:
    """A number that might be meant, with the words around it, and whether it is on record already."""

    number: Pointed
    before: str
    words: str
    after: str
    known: Standing | None

    @property
    def at(self) -> str:
        """As an address has it."""
        return f"{self.number.start}-{self.number.end}"


@dataclass(frozen=True, slots=True)
class Pointing:
    """What somebody points out: the one number that is meant with the fields of a form, or several that might be, or none."""

    asked: str
    one: Spotted | None
    choices: tuple[Spotted, ...]
    fields: dict[str, str]
    places: tuple[str, ...]
    sources: tuple[str, ...]


def pointing(found: ReportFile, at: str, words: str) -> Pointing:
    """What is meant by ``at`` ("120-125": characters of the text) or by ``words``."""
    report = found.report
    span = _AT.fullmatch(at)
    if at and not span:
        raise trouble(422, "at", f"{at[:40]!r} is no place in the text", "give two numbers of characters, such as 120-125")
    if span:
        one = pointed(report.text, int(span[1]), int(span[2]))
        numbers = [one] if one else []
    else:
        numbers = mentions(report.text, words)
    spotted = tuple(_spotted(report, number, found.standings) for number in numbers)
    one_meant = spotted[0] if len(spotted) == 1 else None
    named = dict.fromkeys(name for each in found.standings for name in (*each.claim.figure.origins, *each.claim.figure.destinations))
    said = dict.fromkeys(source.name for each in found.standings if (source := each.claim.figure.source))
    fields = _filled(one_meant.number) if one_meant else {}
    return Pointing(words, one_meant, spotted, fields, tuple(named)[:_MOST_NAMES], tuple(said)[:_MOST_NAMES])


def figure_of(form: Mapping[str, str]) -> dict[str, Any]:
    """The figure that the form describes. Raises a :class:`Trouble` where a field makes no sense."""
    span = _AT.fullmatch(form.get("at", ""))
    if not span:
        raise trouble(422, "at", "the form does not say which words are meant", "choose the number in the text again", "adding")
    fields = given(form)
    if isinstance(fields, Problem):
        raise Trouble(422, fields)
    # A form brings line ends as it likes; the text has its own.
    return {
        "from": [],
        "to": [],
        **fields,
        "start": int(span[1]),
        "end": int(span[2]),
        "quote": {"exact": form.get("words", "").replace("\r\n", "\n")},
    }


def _spotted(report: Report, number: Pointed, standings: tuple[Standing, ...]) -> Spotted:
    start, end = number.start, number.end
    known = next((one for one in standings if one.claim.figure.start < end and start < one.claim.figure.end), None)
    before, after = report.text[max(0, start - _CONTEXT) : start], report.text[end : end + _CONTEXT]
    return Spotted(number, plain(before), report.text[start:end], plain(after), known)


def _filled(number: Pointed) -> dict[str, str]:
    """The fields of a form, as far as the number itself tells them."""
    told = {"value": number.value, "qualifier": number.qualifier}
    if not number.low == number.value == number.high:
        told |= {"low": number.low, "high": number.high}
    return dict.fromkeys(FIELDS, "") | _USUAL | {name: str(value) for name, value in told.items() if value is not None}
