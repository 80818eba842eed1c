"""What pages call things: acts and their families, days, countries. The server's words are English; numbers and days carry their value,
so that the browser can write them as the reader's locale does."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from jinja2 import Environment

from onrecord.picture import GROUPS
from onrecord.places.gazetteer import country_name
from onrecord.render import wording
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Area, Estimate, Period, SourceKind

Family = Literal["move", "stay", "homes", "harm"]
FAMILIES: dict[Family, str] = {"move": "on the move", "stay": "staying", "homes": "homes", "harm": "other harm"}
SOURCE_KINDS: dict[str, str] = {
    kind: {"un": "United Nations", "ngo": "NGO"}.get(kind, kind.replace("_", " ")) for kind in get_args(SourceKind)
}
_STAYING = ("sheltered", "registered", "hosted", "homeless", "stranded")


def family(act: str) -> Family:
    """The family of an act group: it has one colour and one shape on every page."""
    if act in DWELLING_ACTS:
        return "homes"
    if act in HARM_ACTS:
        return "harm"
    return "stay" if act in _STAYING else "move"


def act(group: str) -> str:
    """An act group in words."""
    return GROUPS.get(group, group.replace("_", " "))


def who(one: Estimate) -> str:
    """Who or what an estimate counts."""
    return one.population if one.unit == "person" else f"{one.unit}s"


def days(period: Period) -> str:
    """The days of a period in short."""
    return wording.when(period)


def named(area: Area) -> str:
    """An area by its name in the gazetteer, where claims gave only a code."""
    kind, _, code = area.id.partition(":")
    if kind == "outside":
        return f"outside {country_name(code)}"
    return country_name(code) if kind == "iso" and area.name == code else area.name


def places(one: Estimate) -> str:
    """Where."""
    return " and ".join(named(area) for area in one.places)


def add_filters(environment: Environment) -> None:
    """Let templates use these words as filters."""
    environment.filters |= {
        "family": family, "act": act, "who": who, "days": days, "places": places, "named": named, "country": country_name, "day": day,
        "source_kind": lambda kind: SOURCE_KINDS.get(kind, kind),
    }  # fmt: skip


def day(value: date) -> str:
    """A date as people write it."""
    return wording.day(value)
