"""Figures from people and other programs: every field is checked, and what is wrong is named with what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from onrecord.types import ACTS, CAUSES, Measure, Modality, Precision, Qualifier, SourceKind, Unit

MOST_PEOPLE = 10**11  # more than ever lived: a number above is a slip, or meant to do harm
_FARTHEST = 10**9  # characters
_LONGEST = 1_000  # of one string
_MOST_PLACES = 200
_COUNTRY = re.compile(r"[A-Z]{3}")
REQUIRED = ("start", "end", "value", "low", "high", "qualifier", "unit", "act", "measure", "from", "to", "modality")
Check = Callable[[Any], str | None]  # what would be right, or None where all is well


def _whole(least: int, most: int, null: bool = False) -> Check:
    def check(value: Any) -> str | None:
        fits = (null and value is None) or (isinstance(value, int) and not isinstance(value, bool) and least <= value <= most)
        return None if fits else f"a whole number from {least:,} to {most:,}" + (" or null" if null else "")

    return check


def _one_of(choices: tuple[str, ...], null: bool = False) -> Check:
    def check(value: Any) -> str | None:
        fits = (null and value is None) or (isinstance(value, str) and value in choices)
        return None if fits else "one of " + ", ".join(choices) + (" or null" if null else "")

    return check


def _text(value: Any) -> str | None:
    return None if value is None or (isinstance(value, str) and len(value) <= _LONGEST) else f"at most {_LONGEST:,} characters, or null"


def _names(value: Any) -> str | None:
    fits = (
        isinstance(value, list)
        and len(value) <= _MOST_PLACES
        and all(isinstance(item, str) and 0 < len(item) <= _LONGEST for item in value)
    )
    return None if fits else f"a list of at most {_MOST_PLACES} names"


def _country(value: Any) -> str | None:
    return (
        None
        if value is None or (isinstance(value, str) and _COUNTRY.fullmatch(value))
        else "an ISO 3166-1 alpha-3 code such as TUR, or null"
    )


def _date(value: Any) -> str | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            date.fromisoformat(value)
            return None
    except ValueError:
        pass
    return "a date such as 2012-11-09, or null"


def _share(value: Any) -> str | None:
    return None if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 else "a number from 0 to 1"


def _quote(value: Any) -> str | None:
    fits = isinstance(value, dict) and isinstance(value.get("exact"), str) and set(value) <= {"exact", "prefix", "suffix"}
    fits = fits and all(isinstance(part, str) and len(part) <= _LONGEST for part in value.values())
    return None if fits else 'an object with "exact", "prefix" and "suffix"'


def _spot(value: Any) -> str | None:
    if value is None:
        return None
    fits = (
        isinstance(value, dict) and set(value) <= {"page", "box", "element", "cell"} and not _whole(1, 10**6, null=True)(value.get("page"))
    )
    box = value.get("box") if fits else None
    fits = fits and not (_text(value.get("element")) or _text(value.get("cell")))
    fits = fits and (
        box is None or (isinstance(box, list) and len(box) == 4 and all(_is_number(part, 10**6) and part is not None for part in box))
    )
    return None if fits else 'an object with "page", "box", "element" and "cell", or null'


def _places(value: Any) -> str | None:
    fits = isinstance(value, list) and len(value) <= _MOST_PLACES and all(_is_place(item) for item in value)
    return None if fits else "a list of places as `onrecord read --format jsonl` gives them"


def _is_place(item: Any) -> bool:
    if not (isinstance(item, dict) and isinstance(item.get("name"), str) and item.get("role") in ("from", "to")):
        return False
    words = ("name", "id", "listed_as", "kind", "country", "admin1", "admin1_code")
    numbers = {"latitude": 90, "longitude": 180, "population": MOST_PEOPLE, "confidence": 1}
    if set(item) - {*words, *numbers, "role"} or any(_text(item.get(name)) for name in words):
        return False
    kinds = ("country", "region", "admin1", "admin2", "settlement", "camp", "water")
    if item.get("id") is not None and not (item.get("listed_as") and item.get("kind") in kinds):
        return False
    return all(_is_number(item.get(name), most) for name, most in numbers.items()) and "confidence" in item


def _is_number(value: Any, most: int) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most)


CHECKS: dict[str, Check] = {
    "id": _whole(0, 10**6),
    "start": _whole(0, _FARTHEST),
    "end": _whole(1, _FARTHEST),
    "value": _whole(0, MOST_PEOPLE),
    "low": _whole(0, MOST_PEOPLE, null=True),
    "high": _whole(0, MOST_PEOPLE, null=True),
    "qualifier": _one_of(get_args(Qualifier)),
    "unit": _one_of(get_args(Unit)),
    "act": _one_of(ACTS),
    "measure": _one_of(get_args(Measure)),
    "who": _text,
    "from": _names,
    "to": _names,
    "country": _country,
    "date_start": _date,
    "date_end": _date,
    "date_precision": _one_of(get_args(Precision)),
    "source": _text,
    "source_kind": _one_of(get_args(SourceKind), null=True),
    "cause": _one_of(CAUSES, null=True),
    "modality": _one_of(get_args(Modality)),
    "same_as": _whole(0, 10**6, null=True),
    "part_of": _whole(0, 10**6, null=True),
    "confidence": _share,
    "quote": _quote,
    "places": _places,
    "spot": _spot,
}
CORRECTABLE = tuple(name for name in CHECKS if name not in ("id", "start", "end", "confidence", "quote", "spot"))


def wrong_field(values: Mapping[str, Any]) -> str | None:
    """The first thing wrong with these fields of a figure, in words; ``None`` where all is well. Unknown fields are wrong too."""
    for name, value in values.items():
        if name not in CHECKS:
            return f'there is no field "{name[:40]}"'
        right = CHECKS[name](value)
        if right is not None:
            return f'the field "{name}" must be {right}'
    return None


def wrong_figure(values: Mapping[str, Any]) -> str | None:
    """What is wrong with a whole figure: a field, one that is missing, or two that contradict each other."""
    missing = [name for name in REQUIRED if name not in values]
    if missing:
        return f'the field "{missing[0]}" is missing'
    wrong = wrong_field(values)
    if wrong:
        return wrong
    if values["start"] >= values["end"]:
        return 'the field "end" must be greater than "start"'
    low, high, value = values["low"], values["high"], values["value"]
    if (low is not None and low > value) or (high is not None and high < value):
        return '"value" must lie between "low" and "high"'
    first, last = values.get("date_start"), values.get("date_end")
    if first and last and first > last:
        return '"date_end" must not be before "date_start"'
    if values.get("id") is not None and values["id"] in (values.get("same_as"), values.get("part_of")):
        return 'a figure cannot be "same_as" or "part_of" itself'
    return None


def wrong_words(figure: Mapping[str, Any], text: str) -> str | None:
    """Whether a figure points at other words than it quotes, or outside of the text."""
    if figure["end"] > len(text):
        return 'the field "end" lies behind the end of the text'
    quote = figure.get("quote")
    if quote and quote["exact"] and text[figure["start"] : figure["end"]] != quote["exact"]:
        return 'the text does not hold the words of "quote" from "start" to "end"'
    return None


def precision_of(first: str | None, last: str | None) -> str:
    """How exact two checked dates are, where nobody says."""
    if not (first and last):
        return "open"
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return "day"
    if (end - start).days == 6:
        return "week"
    after = date.fromordinal(end.toordinal() + 1) if end < date.max else end
    if start.day == 1 and after.day == 1:
        months = (after.year - start.year) * 12 + after.month - start.month
        return "month" if months == 1 else "year" if months == 12 else "span"
    return "span"
