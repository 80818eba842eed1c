"""Figures in words for people: "more than 120,000", "8–9 Nov 2012", "Syria → Turkey"."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.render.terminal import clean
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Figure, Period, Reading

_BEFORE = {"about": "about ", "more_than": "more than ", "up_to": "up to "}
_UNITS = {"household": "families", "dwelling": "homes"}
_UNIT_WORDS = {
    "household": ("famil", "household"),
    "dwelling": ("home", "house", "dwelling", "building", "tent", "shelter", "structure", "apartment", "propert", "hut", "unit", "flat"),
}  # fmt: skip
_STICK = "\xa0"  # keeps together what belongs together when a cell is wrapped
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(figure: Figure, text: str) -> str:
    """The number as the text writes it, after its qualifier, with its unit where that is not persons."""
    written = clean(text[figure.start : figure.end])
    who = (figure.who or "").lower()
    unit = _UNITS.get(figure.unit, "")
    if any(word in who for word in _UNIT_WORDS.get(figure.unit, ())):
        unit = ""
    before = "between " if figure.qualifier == "between" and " and " in written else _BEFORE.get(figure.qualifier, "")
    return f"{before}{written} {unit}".strip()


def act(figure: Figure) -> str:
    """What happened: "fled", "homes destroyed", "evacuated (ordered)"."""
    name = figure.act.replace("housing_", "").replace("_", " ")
    return name if figure.modality == "asserted" else f"{name} ({figure.modality})"


def route(figure: Figure) -> str:
    """Where from and where to; only one of them where the other is not known."""
    origins, destinations = clean(", ".join(figure.origins)), clean(", ".join(figure.destinations))
    return f"{origins} → {destinations}".strip() if destinations else origins


def when(period: Period) -> str:
    """The days in short: "9 Nov 2012", "8–9 Nov 2012", "Mar 2012", "since 15 Mar 2011", "until 9 Nov 2012"."""
    first, last = period.first, period.last
    if first is None or last is None:
        return f"since {day(first)}" if first else f"until {day(last)}" if last else ""
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1 and last < date.max
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]}{_STICK}{first.year}"
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day}{_STICK}{_MONTHS[first.month - 1]}{_STICK}– {day(last)}"
    return f"{day(first)}{_STICK}– {day(last)}"


def day(value: date) -> str:
    """A date as people write it, "9 Nov 2012", with no-break spaces."""
    return f"{value.day}{_STICK}{_MONTHS[value.month - 1]}{_STICK}{value.year}"


def link(figure: Figure) -> str:
    """How the figure hangs together with another one of the report: "[= #3]" repeats it, "[of #3]" is part of it."""
    links = [f"[={_STICK}#{figure.same_as}]"] if figure.same_as is not None else []
    return " ".join(links + ([f"[of{_STICK}#{figure.part_of}]"] if figure.part_of is not None else []))


def sureness(figure: Figure) -> str:
    """A mark for how sure the reading is."""
    return "●" if figure.confidence >= 0.9 else "◐" if figure.confidence >= 0.6 else "○"


SURENESS = "● sure (0.9 or more)  ◐ fairly sure (0.6 or more)  ○ unsure"


def summary(reading: Reading) -> str:
    """ "19 figures: 17 on movement and shelter, 2 on dwellings; 3 repeat an earlier one"."""
    figures = reading.figures
    if not figures:
        return "no figures"
    counts = {
        "on dwellings": sum(figure.act in DWELLING_ACTS for figure in figures),
        "on other harm": sum(figure.act in HARM_ACTS for figure in figures),
    }
    counts = {"on movement and shelter": len(figures) - sum(counts.values())} | counts
    said = [f"{count} {name}" for name, count in counts.items() if count]
    line = plural(len(figures), "figure") + (f": {', '.join(said)}" if len(said) > 1 else f" {said[0].split(' ', 1)[1]}")
    repeats = sum(figure.same_as is not None for figure in figures)
    return line + (f"; {repeats} {'repeat' if repeats > 1 else 'repeats'} an earlier one" if repeats else "")


def plural(count: int, noun: str) -> str:
    """ "1 report", "2,000 reports"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
