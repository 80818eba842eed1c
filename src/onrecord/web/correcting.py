"""Figures as people fill them in: a form with their fields, and what it says or what was changed in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from onrecord.checks import CHECKS, CORRECTABLE, precision_of
from onrecord.codec import figure_to_json
from onrecord.types import ACTS, CAUSES, Figure, Measure, Modality, Precision, Problem, Qualifier, SourceKind, Standing, Unit

FIELDS = tuple(name for name in CORRECTABLE if name != "places")  # the places follow from the names
CHOICES: dict[str, tuple[str, ...]] = {
    "qualifier": get_args(Qualifier), "unit": get_args(Unit), "act": ACTS, "measure": get_args(Measure), "cause": CAUSES,
    "modality": get_args(Modality), "date_precision": get_args(Precision), "source_kind": get_args(SourceKind),
}  # fmt: skip
MAY_LACK = frozenset(("cause", "source_kind"))
NUMBERS = frozenset(("value", "low", "high", "same_as", "part_of"))
LISTS = frozenset(("from", "to"))
_BETWEEN = ";"  # names of places: a name may hold a comma
_NUMBER = re.compile(r"\d+|\d{1,3}(?:[,.'’_\s\u066c]\d{3})+")  # in groups of three or not, as people of any language write it
_LONGEST = 20


def filled(standing: Standing) -> dict[str, str]:
    """The fields of a claim's figure as a form shows them."""
    values = _values(standing.claim.figure)
    return {name: _shown(values[name]) for name in FIELDS}


def changed(standing: Standing, form: Mapping[str, str]) -> dict[str, Any] | Problem:
    """The fields that a form has otherwise than the claim's figure; the problem where one cannot be understood."""
    before, found = filled(standing), dict[str, Any]()
    for name in FIELDS:
        if name not in form or form[name].strip() == before[name]:
            continue
        value = _meant(name, form[name].strip())
        if isinstance(value, Problem):
            return value
        if value != _values(standing.claim.figure)[name]:
            found[name] = value
    if not found:
        return Problem("correction", "review", "nothing was changed", "change a field, or accept the figure as it is")
    if {"date_start", "date_end"} & found.keys() and "date_precision" not in found:
        found["date_precision"] = _precision(found, before)
    return found


def given(form: Mapping[str, str]) -> dict[str, Any] | Problem:
    """The fields of a figure that a form fills in; the problem where one cannot be understood."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        if form.get(name, "").strip():
            found[name] = _meant(name, form[name].strip())
            if isinstance(found[name], Problem):
                return found[name]  # type: ignore[no-any-return]
    return found


def _values(figure: Figure) -> dict[str, Any]:
    return figure_to_json(figure, "")


def _shown(value: Any) -> str:
    return f"{_BETWEEN} ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _meant(name: str, text: str) -> Any:
    if name in LISTS:
        return [item.strip() for item in text.split(_BETWEEN) if item.strip()]
    if not text:
        return None
    if name not in NUMBERS:
        return text
    if not _NUMBER.fullmatch(text) or len(text) > _LONGEST:
        return Problem(name, "review", f"{text[:40]!r} is no whole number", "write it in digits, such as 9000")
    return int("".join(mark for mark in text if mark.isdecimal()))


def _precision(found: Mapping[str, Any], before: Mapping[str, str]) -> str:
    """How exact the dates are, where only the dates were changed."""
    first, last = (found.get(name, before[name] or None) for name in ("date_start", "date_end"))
    wrong = CHECKS["date_start"](first) or CHECKS["date_end"](last)
    return "open" if wrong else precision_of(first, last)
