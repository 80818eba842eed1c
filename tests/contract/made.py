"""Reports and readings made up for the tests of the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.entrycodec import Draft, reading_drafts
from onrecord.types import Figure, Period, Place, PlaceRef, Reading, Report, Source

TURKEY = Place("iso:TUR", "Turkey", "TUR", "country", None, None, 38.8, 34.4, 82_000_000)
SANLIURFA = Place("geonames:298333", "Şanlıurfa", "TUR", "settlement", "Şanlıurfa", "TR-63", 37.2, 38.8, 449_549)
CEYLANPINAR = Place("geonames:318667", "Ceylanpınar", "TUR", "settlement", "Şanlıurfa", "TR-63", 36.8, 40.0, 44_258)
SYRIA = Place("iso:SYR", "Syria", "SYR", "country", None, None, 34.8, 38.9, 17_000_000)
STORY = "Some 9,000 people fled Syria for Turkey overnight, the U.N. refugee agency said. About 400 families arrived in Sanliurfa."
READER = "onrecord 1.0"


def report(text: str = STORY, name: str = "r1", published: date | None = date(2012, 11, 9)) -> Report:
    """A report as received."""
    return Report(name, text, "Flight from Syria", "https://example.org/r1", "Example Wire", published)


def figures(text: str) -> tuple[Figure, ...]:
    """Every number is so many people who fled Syria for Sanliurfa, UNHCR says."""
    found = []
    for number, match in enumerate(re.finditer(r"\d[\d,]*", text)):
        value = int(match.group().replace(",", ""))
        places = (PlaceRef("Syria", "from", SYRIA, "SYR", 0.9), PlaceRef("Sanliurfa", "to", SANLIURFA, "TUR", 0.8))
        period = Period(date(2012, 11, 8), date(2012, 11, 9), "span")
        figure = Figure(
            number, match.start(), match.end(), value, value, value, "about", "person", "fled", "flow", "people", ("Syria",), ("Sanliurfa",),
            "TUR", period, Source("U.N. refugee agency", "un"), "conflict", "asserted", None, None, 0.9 - number / 10, places,
        )  # fmt: skip
        found.append(figure)
    return tuple(found)


def drafts(text: str = STORY, name: str = "r1", reader: str = READER, **changes: object) -> tuple[Draft, ...]:
    """The entries of a report and its reading; ``changes`` are made to every figure."""
    received = report(text, name)
    found = tuple(replace(figure, **changes) for figure in figures(text))  # type: ignore[arg-type]
    return reading_drafts(Reading(replace(received, language="en"), found), received, reader)


def unreadable(text: str = STORY, name: str = "r1", reader: str = READER, keep: int = 0) -> tuple[Draft, ...]:
    """The entries of a reading that found only the first few figures."""
    received = report(text, name)
    return reading_drafts(Reading(received, figures(text)[:keep]), received, reader)
