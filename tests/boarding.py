"""Reports of an invented crisis, by their numbers: what the tests of boards put on record."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from onrecord.entrycodec import reading_drafts
from onrecord.ledger import Ledger
from onrecord.types import Place, PlaceRef, Reading, Report
from picturing import AKCAKALE, HATAY, JORDAN, SYRIA, TURKEY, URFA, figure

_PLACES = (TURKEY, JORDAN, HATAY, URFA, AKCAKALE)


def report_of(number: int) -> Reading:
    """A report with a few figures about Syrians in Turkey and Jordan, always the same of one number."""
    chance = Random(number)
    text, figures = "", []
    for nth in range(chance.randrange(1, 4)):
        value = chance.randrange(100, 20_000)
        text += "People: "
        start = len(text)
        text += f"{value}. "
        fields: dict[str, Any] = {"id": nth, "start": start, "end": start + len(str(value))}
        kind = chance.choice(("flow", "flow", "stock", "return"))
        if kind == "stock":
            fields |= {"measure": "stock", "act": "sheltered"}
        elif kind == "return":
            fields |= {"act": "returned", "places": _returned(chance.choice((TURKEY, JORDAN)))}
        made = figure(
            value, chance.choice(_PLACES), chance.randrange(1, 28), chance.choice(("UNHCR", "the ministry", "a paper", "")), **fields
        )
        figures.append(made)
    report = Report(f"r{number}", text, f"Report {number}", published=date(2012, 11, 1) + timedelta(chance.randrange(40)))
    return Reading(report, tuple(figures))


def _returned(place: Place) -> tuple[PlaceRef, ...]:
    return (PlaceRef("Syria", "to", SYRIA, "SYR", 1.0), PlaceRef(place.name, "from", place, place.country, 1.0))


def add(ledger: Ledger, *numbers: int) -> list[str]:
    """Put these reports on record; the ids of their entries."""
    drafts = [reading_drafts(report_of(number), report_of(number).report, "test 1") for number in numbers]
    ledger.append([draft for some in drafts for draft in some])
    return [some[0].id for some in drafts]
