"""What people ask for, as the parts want it: places by name, entries by the beginning of their id, corrections by what they touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onrecord.types import Figure, Problem, Role

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

_ROLES: tuple[Role, Role] = ("from", "to")
_MOST = 200  # names of places; more are refused when the correction is checked


def areas_named(name: str) -> tuple[str, ...] | Problem:
    """The areas of a place by its name or id: the best known one of that name, and a division or town that shares it."""
    from onrecord.ledger.folded import fold
    from onrecord.places import search

    if ":" in name:
        return (name,)
    name, _, country = name.partition(",")
    found = search(name.strip(), country.strip().upper() or None)
    if not found:
        return (f"name:{fold(name)}",)  # a place that reports name and the gazetteer does not
    first = found[0]
    same = [p for p in found if p.country == first.country and p.admin1_code == first.admin1_code] if first.kind != "country" else [first]
    return tuple(f"admin1:{p.admin1_code}" if p.kind == "admin1" and p.admin1_code else p.id for p in same)


def whole_id(ledger: Ledger, beginning: str) -> str | Problem:
    """The one id that begins so."""
    found = ledger.find(beginning)
    if len(found) == 1:
        return found[0]
    message = "no entry has this id" if not found else f"{len(found)} entries or more have an id that begins so"
    return Problem(beginning, "ledger", message, "give more of the id" if found else "take it from `onrecord claims --format jsonl`")


def completed(fields: Mapping[str, Any], figure: Figure) -> dict[str, Any]:
    """The corrected fields of a figure with what follows from them: a value bounds itself, as far as its qualifier leaves nothing open,
    and named places are looked up anew."""
    whole = dict(fields)
    if {"value", "qualifier"} & whole.keys() and not {"low", "high"} & whole.keys():
        whole |= bounds(whole.get("value", figure.value), whole.get("qualifier", figure.qualifier), "value" in whole)
    if {"from", "to"} & whole.keys() and "places" not in whole:
        names = {"from": whole.get("from", list(figure.origins)), "to": whole.get("to", list(figure.destinations))}
        whole["places"] = _places(names, whole.get("country", figure.country))
    return whole


def bounds(value: Any, qualifier: Any, given: bool) -> dict[str, Any]:
    """The bounds of a value; none where its wording leaves them to be told, unless it is ``given`` anew."""
    if qualifier in ("more_than", "up_to"):
        return {"low": value, "high": None} if qualifier == "more_than" else {"low": None, "high": value}
    return {"low": value, "high": value} if given or qualifier in ("exact", "about") else {}


def _places(names: Mapping[str, Any], country: Any) -> list[dict[str, Any]]:
    from onrecord.entrycodec import place_values
    from onrecord.given import place_named

    known = country if isinstance(country, str) else None
    listed = [(name, role) for role in _ROLES if isinstance(names[role], list) for name in names[role][:_MOST] if isinstance(name, str)]
    return [place_values(place_named(name, role, known)) for name, role in listed]
