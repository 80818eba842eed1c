"""The one place that knows how a reading looks in JSON: ``from`` and ``to`` there, ``origins`` and ``destinations`` here.

The JSON holds no text, only quotes of it, so :func:`from_json` wants the text back. The form is described by the JSON Schema
that ships with the package (:func:`schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from onrecord.text import spot_at
from onrecord.types import Figure, Period, Place, PlaceRef, Problem, Reading, Report, Role, Source

CONTEXT = 40  # characters of prefix and suffix in a quote: enough to find it again when the text has moved


def to_json(reading: Reading) -> dict[str, Any]:
    """A reading as plain values, keys in the documented order."""
    report = reading.report
    return {
        "id": report.id,
        "path": report.path,
        "url": report.url,
        "title": report.title,
        "publisher": report.publisher,
        "published": _day(report.published),
        "language": report.language,
        "author": report.author,
        "updated": _day(report.updated),
        "agency": report.agency,
        "figures": [figure_to_json(figure, report.text) | {"spot": _spot(report, figure)} for figure in reading.figures],
        "problems": [asdict(problem) for problem in reading.problems],
    }


def figure_to_json(figure: Figure, text: str) -> dict[str, Any]:
    """A figure with the fields of the guide, and the words of ``text`` that made it."""
    return {
        "id": figure.id,
        "start": figure.start,
        "end": figure.end,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "act": figure.act,
        "measure": figure.measure,
        "who": figure.who,
        "from": list(figure.origins),
        "to": list(figure.destinations),
        "country": figure.country,
        "date_start": _day(figure.period.first),
        "date_end": _day(figure.period.last),
        "date_precision": figure.period.precision,
        "source": figure.source.name if figure.source else None,
        "source_kind": figure.source.kind if figure.source else None,
        "cause": figure.cause,
        "modality": figure.modality,
        "same_as": figure.same_as,
        "part_of": figure.part_of,
        "confidence": figure.confidence,
        "quote": {
            "exact": text[figure.start : figure.end],
            "prefix": text[max(0, figure.start - CONTEXT) : figure.start],
            "suffix": text[figure.end : figure.end + CONTEXT],
        },
        "places": [_place_to_json(ref) for ref in figure.places],
    }


def from_json(values: Mapping[str, Any], text: str) -> Reading:
    """The reading that :func:`to_json` wrote of a report with ``text``. ``KeyError`` where a field is missing."""
    report = Report(
        id=values["id"],
        text=text,
        title=values["title"],
        url=values["url"],
        publisher=values["publisher"],
        published=_date(values["published"]),
        language=values["language"],
        path=values["path"],
        author=values["author"],
        updated=_date(values["updated"]),
        agency=values["agency"],
    )
    figures = tuple(figure_from_json(item) for item in values["figures"])
    return Reading(report, figures, tuple(Problem(**item) for item in values["problems"]))


def figure_from_json(values: Mapping[str, Any]) -> Figure:
    """The figure that :func:`figure_to_json` wrote."""
    one = values.__getitem__
    return Figure(
        one("id"), one("start"), one("end"), one("value"), one("low"), one("high"), one("qualifier"), one("unit"), one("act"), one("measure"),
        one("who"), tuple(one("from")), tuple(one("to")), one("country"),
        Period(_date(one("date_start")), _date(one("date_end")), one("date_precision")),
        Source(one("source"), one("source_kind")) if one("source") is not None else None,
        one("cause"), one("modality"), one("same_as"), one("part_of"), one("confidence"),
        tuple([_place_ref(*_PLACE(item)) for item in one("places")]),
    )  # fmt: skip


def schema() -> str:
    """The JSON Schema of a reading, as text."""
    from importlib.resources import files

    return files("onrecord").joinpath("data/reading.schema.json").read_text(encoding="utf-8")


def _spot(report: Report, figure: Figure) -> dict[str, Any] | None:
    spot = spot_at(report, figure.start)
    if spot is None:
        return None
    return {"page": spot.page, "box": list(spot.box) if spot.box else None, "element": spot.element, "cell": spot.cell}


def _place_to_json(ref: PlaceRef) -> dict[str, Any]:
    place = ref.place
    return {
        "name": ref.name,
        "role": ref.role,
        "id": place.id if place else None,
        "listed_as": place.name if place else None,
        "kind": place.kind if place else None,
        "country": ref.country,
        "admin1": place.admin1 if place else None,
        "admin1_code": place.admin1_code if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "population": place.population if place else None,
        "confidence": ref.confidence,
    }


_PLACE = itemgetter(
    "name", "role", "country", "confidence", "id", "listed_as", "kind", "admin1", "admin1_code", "latitude", "longitude", "population"
)


@lru_cache(maxsize=20_000, typed=True)  # the same places come again and again: one object each keeps archives small
def _place_ref(name: str, role: Role, country: str | None, confidence: float, ident: str | None, *listed: Any) -> PlaceRef:
    place = None
    if ident is not None:
        listed_as, *rest = listed
        place = Place(ident, listed_as, country, *rest)
    return PlaceRef(name, role, place, country, confidence)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
