"""Numbers that people point out in a report's text: which words are meant, what they say, and what follows from the fields that people give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.asking import bounds
from onrecord.entrycodec import place_values
from onrecord.given import kind_of, place_named
from onrecord.types import Figure, PlaceRef, Qualifier, Role

MOST_WORDS = 200  # characters in which a number is pointed out
_AROUND = 400  # characters that tell how a number is meant
_MOST_PLACES = 200
_ROLES: tuple[Role, Role] = ("from", "to")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A number where a text states it, ``text[start:end]``. Without a ``value`` where the words are no number that the reader knows."""

    start: int
    end: int
    value: int | None = None
    low: int | None = None
    high: int | None = None
    qualifier: Qualifier = "exact"


def pointed(text: str, start: int, end: int) -> Pointed | None:
    """The number that somebody points out by ``text[start:end]``: the first one in it, else just these words; ``None`` where it holds none."""
    start, end = max(0, start), min(end, len(text), start + MOST_WORDS)
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        return None
    return next(_numbers(text, start, end), Pointed(start, end))


def mentions(text: str, words: str, most: int = 20) -> list[Pointed]:
    """The numbers in these words wherever a text has them, at most so many; capitals and spaces do not matter."""
    parts = [re.escape(part) for part in words[:MOST_WORDS].split()]
    found: dict[tuple[int, int], Pointed] = {}
    if parts:
        whole = r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"
        for match in re.finditer(whole, text, re.IGNORECASE):
            one = pointed(text, match.start(), match.end())
            if one is not None:
                found.setdefault((one.start, one.end), one)
            if len(found) == most:
                break
    return list(found.values())


def _numbers(text: str, start: int, end: int) -> Iterator[Pointed]:
    from onrecord.reading.numbers import numbers
    from onrecord.text import sentences

    first = max(0, start - _AROUND)
    near = text[first : end + _AROUND]
    for sentence in sentences(near):
        for one in numbers(near, sentence):
            if first + one.start < end and start < first + one.end:
                yield Pointed(first + one.start, first + one.end, one.value, one.low, one.high, one.qualifier)


def whole(fields: Mapping[str, Any], near: Sequence[Figure]) -> dict[str, Any]:
    """The fields of a figure with what follows from them: bounds, places by their names (rather those that figures ``near`` it name), the country
    and the kind of source."""
    found = dict(fields)
    if {"low", "high"} & found.keys():
        found = {"low": None, "high": None} | found
    else:
        found |= bounds(found.get("value"), found.get("qualifier"), True)
    if "places" not in found:
        refs = list(_places(found, near))
        found["places"] = [place_values(ref) for ref in refs]
        if not found.get("country"):
            known = [ref.country for role in ("to", "from") for ref in refs if ref.role == role and ref.country]
            found["country"] = known[0] if known else None
    if isinstance(found.get("source"), str) and not found.get("source_kind"):
        found["source_kind"] = kind_of(found["source"])
    return found


def _places(fields: Mapping[str, Any], near: Sequence[Figure]) -> Iterator[PlaceRef]:
    at = fields.get("start")
    ordered = sorted(near, key=lambda one: abs(one.start - at)) if isinstance(at, int) else near
    meant = {ref.name.casefold(): ref for one in reversed(ordered) for ref in one.places if ref.place is not None}
    country = fields.get("country") if isinstance(fields.get("country"), str) else None
    for role in _ROLES:
        names = fields.get(role)
        for name in names[:_MOST_PLACES] if isinstance(names, list) else ():
            if not isinstance(name, str):
                continue
            known = meant.get(name.casefold())
            if known:
                yield PlaceRef(name, role, known.place, known.country, known.confidence)
            else:
                yield place_named(name, role, country)
