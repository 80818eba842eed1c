"""The number in a cell: its span, value and bounds. A cell holds one number, perhaps hedged, with a unit, a share or a note behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.types import Qualifier

_HEDGE = (
    r"(?P<hedge>~|≈|±|>=|≥|>|\+|<=|≤|<|ca?\.|approx(?:\.|imately)?|about|around|some|nearly|almost|an? estimated|est\.?|over|more than|at least|"
    r"up to|fewer than|less than|under)?"
)
_DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f ’']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:\s*(?P<scale>million|mln|m|thousand|k|bn|billion)\b\.?)?"
_ONE = re.compile(
    rf"^\(?\s*{_HEDGE}\s*(?P<number>(?P<first>{_DIGITS})(?:\s*(?:-|–|to)\s*(?P<second>{_DIGITS}))?{_SCALE})(?P<rest>.*)$", re.I | re.S
)
_SCALES = {"million": 10**6, "mln": 10**6, "m": 10**6, "thousand": 1000, "k": 1000, "billion": 10**9, "bn": 10**9}
_REST = re.compile(
    r"^\s*(?:[*†‡§¹²³⁴⁵+)]|\[\w{1,3}\]|\(\d{0,3}(?:[.,]\d+)?\s*%?\)|\(\w{1,2}\))*\s*(?P<words>[^\d%]{0,40})?(?:\(.{0,40}\))?\s*$", re.S
)
_MOST = 9_000_000_000


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number; ``start`` and ``end`` count from the start of the cell. ``words``: what stands behind it in the cell."""

    start: int
    end: int
    value: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    words: str


def number_in(text: str) -> CellNumber | None:
    """The count that a cell states; ``None`` for words, shares, dates, decimals and codes."""
    found = _ONE.match(text)
    if not found or (text.lstrip().startswith("0") and len(text.strip()) > 1 and text.strip()[1:2].isdigit()):
        return None
    rest = _REST.match(found["rest"])
    if not rest or found["rest"].lstrip().startswith("%"):
        return None
    scale = _SCALES.get((found["scale"] or "").lower(), 1)
    first, second = _value(found["first"], scale), _value(found["second"], scale) if found["second"] else None
    if first is None or (found["second"] and (second is None or second < first)):
        return None
    start, end = found.span("number")
    low, high, qualifier = _bounds(first, second, (found["hedge"] or "").lower(), found["rest"][:1] == "+")
    value = second if second is not None else first
    return CellNumber(start, end, value, low, high, qualifier, (rest["words"] or "").strip()) if value <= _MOST else None


def _value(digits: str, scale: int) -> int | None:
    whole, mark, part = re.sub(r"[\s’']", "", digits), "", ""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:\.\d+)?", whole):
        groups = re.split(r"[.,]", whole)
        if whole.count(".") == 1 and whole.count(",") == 0 and scale > 1:
            return round(float(whole) * scale)
        if "," in whole and "." in whole and len(groups[-1]) != 3:
            whole, mark, part = whole.rpartition(".")
        whole = re.sub(r"[.,]", "", whole)
    elif "." in whole:
        whole, mark, part = whole.partition(".")
    value = int(whole) * scale
    if mark and part.strip("0"):
        return round(float(f"{whole}.{part}") * scale) if scale > 1 else None
    return value


def _bounds(first: int, second: int | None, hedge: str, plus: bool) -> tuple[int | None, int | None, Qualifier]:
    if second is not None:
        return first, second, "between"
    if hedge in (">", ">=", "≥", "over", "more than", "at least") or plus:
        return first, None, "more_than"
    if hedge in ("<", "<=", "≤", "up to", "fewer than", "less than", "under"):
        return None, first, "up_to"
    return first, first, "about" if hedge and hedge != "+" else "exact"
