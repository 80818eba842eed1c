"""What pages call things: acts and their families, days, countries. The server's words are English; numbers and days carry their value,
so that the browser can write them as the reader's locale does."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Literal, get_args

from jinja2 import Environment

from onrecord.picture import GROUPS
from onrecord.places.gazetteer import country_name
from onrecord.render import wording
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Area, Estimate, Figure, Period, Report, SourceKind
from onrecord.web.views import View

Family = Literal["move", "stay", "homes", "harm"]
FAMILIES: dict[Family, str] = {"move": "on the move", "stay": "staying", "homes": "homes", "harm": "other harm"}
SOURCE_KINDS: dict[str, str] = {
    kind: {"un": "United Nations", "ngo": "NGO"}.get(kind, kind.replace("_", " ")) for kind in get_args(SourceKind)
}
_STAYING = ("sheltered", "registered", "hosted", "homeless", "stranded")


def family(act: str) -> Family:
    """The family of an act group, or of a figure's act: it has one colour and one shape on every page."""
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


def country(code: str) -> str:
    """A country by its ISO alpha-3 code."""
    return country_name(code)


def spread(low: int, high: int | None) -> str:
    """A range in words."""
    if high is None:
        return f"at least {low:,}"
    return "exactly" if low == high else f"{low:,} to {high:,}"


def report_name(one: Report) -> str:
    """What a report is called: its title, else who published it, else the name of its file."""
    return one.title or one.publisher or PurePath(one.path or "").name or f"Report {one.id[:10]}"


def of_range(one: Estimate) -> str:
    """What the range of an estimate is."""
    if one.basis == "sum":
        return "The range is the sum of the ranges of its parts."
    if one.calibrated:
        return "The range is a 90 % range by the track records of the sources."
    return "The range is what the words and the rounding of these claims leave open: there is no track record to go by yet."


def figure_words(figure: Figure) -> str:
    """A figure without its number: "refugees fled, Syria → Turkey, 8–9 Nov 2012"."""
    route = wording.routes([figure], with_country=False)[0]
    said = " ".join(filter(None, (wording.who(figure), wording.act(figure))))
    return ", ".join(filter(None, (said, route, wording.when(figure.period))))


def named(area: Area) -> str:
    """An area by its name in the gazetteer, where claims gave only a code."""
    kind, _, code = area.id.partition(":")
    if kind == "outside":
        return f"outside {country_name(code)}"
    return country_name(code) if kind == "iso" and area.name == code else area.name


def places(one: Estimate) -> str:
    """Where."""
    return " and ".join(named(area) for area in one.places)


def chosen(view: View) -> list[tuple[str, str]]:
    """The filters of a view in words, each with the address without it."""
    said = {
        "country": country_name(view.country) if view.country else "", "place": view.place or "", "act": act(view.act) if view.act else "",
        "measure": {"flow": "flows only", "stock": "stocks only"}.get(view.measure or "", ""),
        "since": f"since {day(view.since)}" if view.since else "", "until": f"until {day(view.until)}" if view.until else "",
        "source_kind": f"by {SOURCE_KINDS[view.source_kind]}" if view.source_kind else "",
        "as_of": f"ledger of {day(view.as_of)}" if view.as_of else "",
        "published_by": f"published by {day(view.published_by)}" if view.published_by else "", "by": f"by {view.by}" if view.by else "",
    }  # fmt: skip
    return [(words, f"/{view.address(**{name: None})}") for name, words in said.items() if words]


def add_filters(environment: Environment) -> None:
    """Let templates use these words as filters."""
    environment.filters |= {
        "family": family, "act": act, "who": who, "days": days, "places": places, "named": named, "country": country, "day": day,
        "figure_words": figure_words, "report_name": report_name, "source_kind": lambda kind: SOURCE_KINDS.get(kind, kind),
    }  # fmt: skip


def day(value: date) -> str:
    """A date as people write it."""
    return wording.day(value)
