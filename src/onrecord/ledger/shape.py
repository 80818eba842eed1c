"""Whether the body of an entry has the shape of its kind: an export may come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from onrecord.checks import CHECKS, wrong_field
from onrecord.entrycodec import figure_values, report_from_body, unstamp
from onrecord.types import Ruling, SourceKind

_FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # needed, and possible besides
    "report": (
        frozenset(("name",)),
        frozenset(("title", "url", "publisher", "published", "path", "text", "author", "updated", "agency", "spots", "grids", "original")),
    ),
    "reading": (frozenset(("report", "made_by", "claims")), frozenset(("title", "published", "language"))),
    "claim": (frozenset(("report", "made_by", "figure")), frozenset(("nth",))),
    "decision": (frozenset(("about", "ruling", "by", "made_at")), frozenset(("value", "why"))),
    "feed": (frozenset(("feed", "state", "at")), frozenset()),
}


def misshapen(kind: str, body: Any) -> bool:
    """Whether this is no body of such an entry."""
    needed, possible = _FIELDS[kind]
    if not isinstance(body, dict) or not needed <= body.keys() or body.keys() - needed - possible:
        return True
    texts = (
        "name",
        "title",
        "url",
        "publisher",
        "path",
        "text",
        "author",
        "agency",
        "report",
        "made_by",
        "language",
        "about",
        "by",
        "why",
        "feed",
    )
    if not all(isinstance(body[name], str) for name in texts if name in body):
        return True
    try:
        for name in ("published", "updated"):
            date.fromisoformat(body.get(name, "2012-11-09"))
        if kind == "report":
            report_from_body(body)
        return _OTHERS[kind](body)
    except (ValueError, TypeError, KeyError, AttributeError):
        return True


def _reading(body: Mapping[str, Any]) -> bool:
    return not (isinstance(body["claims"], list) and all(isinstance(ident, str) for ident in body["claims"]))


def _claim(body: Mapping[str, Any]) -> bool:
    values = figure_values(body)
    nth = body.get("nth", 0)
    # What our own reader made may be longer than what we take from others; the types must be right all the same.
    loose = {name: value for name, value in values.items() if name not in ("value", "low", "high", "who", "source", "from", "to", "places")}
    if set(values) != set(CHECKS) or not isinstance(nth, int) or nth < 0 or wrong_field(loose):
        return True
    numbers = [values["value"], *(value for value in (values["low"], values["high"]) if value is not None)]
    names = [*values["from"], *values["to"], *(values[name] for name in ("who", "source") if values[name] is not None)]
    fine = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers) and all(
        isinstance(name, str) for name in names
    )
    return not fine or any(_place(place) for place in values["places"])


def _place(place: Mapping[str, Any]) -> bool:
    texts = (place[name] for name in ("name", "id", "listed_as", "kind", "country", "admin1", "admin1_code"))
    numbers = (place[name] for name in ("latitude", "longitude", "population", "confidence"))
    fine = all(text is None or isinstance(text, str) for text in texts)
    fine = fine and all(number is None or (isinstance(number, int | float) and not isinstance(number, bool)) for number in numbers)
    return not fine or place["role"] not in ("from", "to") or not isinstance(place["name"], str)


def _decision(body: Mapping[str, Any]) -> bool:
    unstamp(body["made_at"])
    value = body.get("value", {})
    if body["ruling"] not in get_args(Ruling) or not isinstance(value, dict):
        return True
    if body["ruling"] == "alias":
        return not isinstance(value["alias"], str) or value.get("kind", "other") not in get_args(SourceKind)
    if body["ruling"] == "correct":
        return wrong_field(value) is not None
    return not isinstance(value.get("other", ""), str)


def _feed(body: Mapping[str, Any]) -> bool:
    unstamp(body["at"])
    return not isinstance(body["state"], dict)


_OTHERS = {"report": lambda body: False, "reading": _reading, "claim": _claim, "decision": _decision, "feed": _feed}
