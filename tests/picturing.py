"""Observations made up for tests: a place, a day, a number and who says it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from onrecord.entrycodec import statement_of
from onrecord.picture.observe import Observation, observe
from onrecord.types import Claim, Figure, Period, Place, PlaceRef, Quote, Reading, Report, Source

SYRIA = Place("iso:SYR", "Syria", "SYR", "country")
TURKEY = Place("iso:TUR", "Turkey", "TUR", "country")
JORDAN = Place("iso:JOR", "Jordan", "JOR", "country")
HATAY = Place("geonames:312394", "Hatay", "TUR", "admin1", "Hatay", "TR-31")
URFA = Place("geonames:298332", "Şanlıurfa", "TUR", "admin1", "Şanlıurfa", "TR-63")
AKCAKALE = Place("geonames:325330", "Akçakale", "TUR", "settlement", "Şanlıurfa", "TR-63")
PLACES = (TURKEY, JORDAN, HATAY, URFA, AKCAKALE)
KINDS = {"UNHCR": "un", "the ministry": "government", "a paper": "media", "the rebels": "armed_group", "": "other"}


def figure(value: int, place: Place = TURKEY, day: int = 9, source: str = "UNHCR", **fields: Any) -> Figure:
    """So many fled from Syria to a place on a day of November 2012."""
    when = date(2012, 11, day)
    refs = (PlaceRef(place.name, "to", place, place.country, 1.0), PlaceRef("Syria", "from", SYRIA, "SYR", 1.0))
    said = Source(source, KINDS.get(source, "other")) if source else None  # type: ignore[arg-type]
    plain: dict[str, Any] = {
        "id": 0, "start": 0, "end": 1, "value": value, "low": value, "high": value, "qualifier": "exact", "unit": "person", "act": "fled",
        "measure": "flow", "who": None, "origins": ("Syria",), "destinations": (place.name,), "country": place.country, "period": Period(when, when),
        "source": said, "cause": "conflict", "modality": "asserted", "same_as": None, "part_of": None, "confidence": 1.0, "places": refs,
    }  # fmt: skip
    return Figure(**(plain | fields))


def claim(ident: str, made: Figure, published: date | None = None, words: str = "", status: Any = "unreviewed") -> Observation:
    """The observation of a figure in a report of its own."""
    report = Report(f"r-{ident}", "", published=published or made.period.last)
    said = Claim(ident, report.id, made, Quote(str(made.value), words, ""), "test", made.source)
    found = observe(statement_of(said, report, status))
    assert not isinstance(found, str), found
    return found


def of_reading(reading: Reading) -> list[Observation]:
    """The observations of a report as read; claims are named c00, c01 … by figure."""
    text = reading.report.text
    found: list[Observation] = []
    for one in reading.figures:
        quote = Quote(text[one.start : one.end], text[max(0, one.start - 40) : one.start], text[one.end : one.end + 40])
        made = observe(statement_of(Claim(f"c{one.id:02}", reading.report.id, one, quote, "test", one.source), reading.report))
        assert not isinstance(made, str), made
        found.append(made)
    return found


@st.composite
def observations(draw: st.DrawFn, most: int = 14) -> list[Observation]:
    """Claims about flight into a few places in a few days: rivals, copies, parts, repeats within reports, forecasts and rejected ones."""
    found: list[Observation] = []
    for number in range(draw(st.integers(1, most))):
        first = draw(st.integers(1, 6))
        last = draw(st.integers(first, 8))
        measure = draw(st.sampled_from(["flow", "flow", "stock"]))
        value = draw(st.integers(0, 30) | st.integers(1, 12).map(lambda n: n * 1000))
        qualifier = draw(st.sampled_from(["exact", "about", "more_than", "up_to", "vague"]))
        bounds = {"more_than": (value, None), "up_to": (None, value), "vague": (value, value * 5 + 4)}.get(qualifier, (value, value))
        begin = draw(st.sampled_from([date(2012, 11, first), None]))
        made = figure(
            value, draw(st.sampled_from(PLACES)), source=draw(st.sampled_from(sorted(KINDS))), act=draw(st.sampled_from(["fled", "arrived", "sheltered"])),
            measure=measure, qualifier=qualifier, low=bounds[0], high=bounds[1], period=Period(begin, date(2012, 11, last)),
            who=draw(st.sampled_from([None, "refugees", "officers", "generals"])), modality=draw(st.sampled_from(["asserted"] * 6 + ["expected"])),
        )  # fmt: skip
        status = draw(st.sampled_from(["unreviewed"] * 6 + ["rejected", "accepted"]))
        one = claim(f"k{number:02}", made, date(2012, 11, draw(st.integers(last, 12))), draw(st.sampled_from(["", "earlier "])), status)
        if draw(st.booleans()) and found:
            one = one._replace(report=found[-1].report, number=found[-1].number + 1, said=found[-1].said)
            one = one._replace(same_as=found[-1].number) if draw(st.booleans()) else one._replace(part_of=found[-1].number)
        found.append(one)
    return found
