"""What the derived tables hold about a claim, from its entry alone. Pure functions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from onrecord.entrycodec import figure_values
from onrecord.ledger.folded import fold
from onrecord.ledger.store import KEY_CHARS, storable_text
from onrecord.types import HARM_ACTS

_MOST = 2**62  # what both databases hold
_AROUND = 200  # characters on either side of a number that a text search looks into
_LONGEST, _MOST_PARTS = 500, 60  # characters of one part that a text search looks into, and parts
_BITS = {"from": 1, "to": 2}
_CHANGES = 100.0  # urgency of a claim that was read otherwise after a ruling
# What a person ruled on: where a later reading agrees on these, nothing has changed.
_CORE = ("value", "low", "high", "unit", "act", "measure", "modality", "country", "from", "to", "date_start", "date_end", "source")


def core(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The statement without its details, to compare readings by."""
    return tuple(json.dumps(values.get(name)) for name in _CORE)


def columns(values: Mapping[str, Any], published: str | None, changed: bool) -> tuple[Any, ...]:
    """urgency, value, unit, act, measure, modality, cause, country, first, last, confidence: of a figure in full JSON form.

    ``first`` and ``last`` are the days it covers; where the text leaves both open, the day of publication."""
    start, end = values["date_start"], values["date_end"]
    first, last = start or end or published, end or start or published
    if start is None and end is not None:
        first = None  # "until then": open at the start
    plain = tuple(values[name] for name in ("unit", "act", "measure", "modality", "cause", "country"))
    return (urgency(values, changed), min(values["value"], _MOST), *plain, first, last, values["confidence"])


def urgency(values: Mapping[str, Any], changed: bool) -> float:
    """What a reviewer should see first: unsure readings of large numbers about movement. In tenths: new claims then go to few places
    of the index."""
    weight: float = math.log10(10 + values["value"] * (5 if values["unit"] != "person" else 1))
    weight *= (0.3 if values["act"] in HARM_ACTS else 1.0) * (0.5 if values["same_as"] is not None else 1.0)
    return float(round((1.02 - values["confidence"]) * weight, 1)) + (_CHANGES if changed else 0.0)


def areas(values: Mapping[str, Any]) -> dict[str, int]:
    """Every area that the figure's places are or lie in, with the roles (1: from, 2: to, 3: both)."""
    found: dict[str, int] = {}
    for place in values["places"]:
        bit = _BITS[place["role"]]
        for name in areas_of(place):
            found[name] = found.get(name, 0) | bit
    return found


def areas_of(place: Mapping[str, Any]) -> list[str]:
    """The names of the areas that a place is or lies in: its id, its first-level division, its country; of an unlisted one its words."""
    names = [place["id"] if place["id"] else f"name:{fold(place['name'])}"]
    if place["admin1_code"] and place["kind"] != "country":
        names.append(f"admin1:{place['admin1_code']}")
    if place["country"]:
        names.append(f"iso:{place['country']}")
    return list(dict.fromkeys(storable_text(name[:KEY_CHARS]) for name in names))


def words(values: Mapping[str, Any], text: str | None, title: str | None) -> str:
    """What a text search sees of a claim: the words around the number, who, where, who says it, the report's title."""
    quote = values["quote"]
    if text:
        start, end = max(0, values["start"] - _AROUND), values["end"] + _AROUND
        passage = text[start:end]
        if start > 0:
            passage = passage.partition(" ")[2] or passage  # no halves of words
        if end < len(text):
            passage = passage.rpartition(" ")[0] or passage
    else:
        passage = f"{quote.get('prefix', '')}{quote['exact']}{quote.get('suffix', '')}"
    places = [name for place in values["places"] for name in (place["name"], place["listed_as"], place["admin1"]) if name]
    parts = [passage, title, values["who"], values["source"], *values["from"], *values["to"], *places]
    seen = dict.fromkeys(part[:_LONGEST] for part in parts[:_MOST_PARTS] if part)
    return fold(" | ".join(seen))


__all__ = ["areas", "areas_of", "columns", "core", "figure_values", "urgency", "words"]
