"""Figures that other readers give: lines as ``onrecord read --format jsonl`` prints them, or with the fields of the guide only.

Every field is checked. Places and the kind of source are resolved here where the line does not bring them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, BinaryIO, cast

from onrecord.checks import precision_of, wrong_figure, wrong_words
from onrecord.codec import figure_from_json
from onrecord.entrycodec import spot_from
from onrecord.reports import report_of_record
from onrecord.types import Figure, Mention, Place, PlaceRef, Problem, Quote, Reading, Report, Role, SourceKind, Spot

STAGE = "figures"
_MOST_FIGURES = 100_000
_FOUND_BY_NAME = 0.5  # confidence of a place found by its name alone, without the text around it
_NAME_OF_A_COUNTRY = 0.9
_UNSAID_CONFIDENCE = 0.5
_NULLS = ("who", "country", "date_start", "date_end", "source", "cause", "same_as", "part_of")
_PLACE_FIELDS = ("id", "listed_as", "kind", "country", "admin1", "admin1_code", "latitude", "longitude", "population")
_EXAMPLE = "see `onrecord schema` and the guide: each line holds one report's id and its figures"


@dataclass(frozen=True, slots=True)
class Given:
    """One line: a report (its text may be unknown, then it is empty), its figures as checked JSON, and who made them if said."""

    where: str
    report: Report
    figures: tuple[dict[str, Any], ...]
    made_by: str | None
    names: tuple[str, ...]  # under which the report may be known already


def read_given(lines: BinaryIO, where: str, max_chars: int) -> Iterator[Given | Problem]:
    """Each line of a file; a bad line is a problem that names it, and the others are read."""
    most = 12 * max_chars + 65_536  # a text with every character escaped, and as much again of figures
    number = 0
    while line := lines.readline(most):
        number += 1
        place = f"{where}:{number}"
        if not line.endswith(b"\n") and len(line) >= most:
            yield Problem(place, STAGE, "the line is too long; the rest of the file was not read", "split it, or raise ONRECORD_MAX_CHARS")
            return
        if line.strip():
            yield _given(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, place)


def _given(line: bytes, where: str) -> Given | Problem:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(where, STAGE, f"broken JSON: {error}"[:200], "correct the line or remove it")
    if not isinstance(values, dict) or not isinstance(values.get("figures"), list):
        return Problem(where, STAGE, 'there is no list "figures"', _EXAMPLE)
    known = isinstance(values.get("text"), str)
    report, problems = report_of_record(values if known else values | {"text": "-"}, where, None)
    if report is None or [problem for problem in problems if "text" not in problem.message]:
        return problems[0]
    if not known and not values.get("id"):
        return Problem(where, STAGE, 'there is neither "id" nor "text"', "say which report the figures are of")
    text = report.text if known else ""
    if len(values["figures"]) > _MOST_FIGURES:
        return Problem(where, STAGE, f"there are more than {_MOST_FIGURES:,} figures", "split the report")
    figures = []
    for index, figure in enumerate(values["figures"]):
        wrong = _wrong(figure, index, text)
        if wrong:
            return Problem(f"{where} figure {index}", STAGE, wrong, "correct the line; it was left out whole")
        figures.append(_filled(figure, index, text))
    wrong = _wrong_links(figures)
    if wrong:
        return Problem(where, STAGE, wrong, "correct the line; it was left out whole")
    made_by, digest = values.get("made_by"), values.get("sha256")
    names = tuple(dict.fromkeys([report.id, *([digest[:16]] if isinstance(digest, str) else [])]))
    return Given(
        where, replace(report, text=text), tuple(figures), made_by if isinstance(made_by, str) and made_by.strip() else None, names
    )


def _wrong(figure: Any, index: int, text: str) -> str | None:
    if not isinstance(figure, dict):
        return "it is no object"
    wrong = wrong_figure(dict.fromkeys(_NULLS) | {"id": index} | figure)
    return wrong or (wrong_words(figure, text) if text else None)


def _filled(figure: Mapping[str, Any], index: int, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {**dict.fromkeys(_NULLS), "id": index, "confidence": _UNSAID_CONFIDENCE, "source_kind": None, **figure}
    values.setdefault("date_precision", precision_of(values["date_start"], values["date_end"]))
    return values


def _wrong_links(figures: Iterable[Mapping[str, Any]]) -> str | None:
    ids = [figure["id"] for figure in figures]
    if len(set(ids)) < len(ids):
        return "two figures have the same id"
    for figure in figures:
        for name in ("same_as", "part_of"):
            if figure[name] is not None and figure[name] not in ids:
                return f'"{name}" of figure {figure["id"]} names a figure that is not there'
    return None


def resolved(given: Given, report: Report) -> tuple[Reading, dict[int, tuple[Quote, Spot | None]]]:
    """The reading of a line, with places and sources resolved; ``report`` is the line's, or the same one with its text.

    The quotes and spots are those of the line, for a report whose text is unknown."""
    mentions = _mentions(report) if any("places" not in figure for figure in given.figures) else ()
    figures, quotes = [], {}
    for values in given.figures:
        quote = values.get("quote") or {"exact": ""}
        quotes[values["id"]] = Quote(**quote), spot_from(values.get("spot"), values["start"], values["end"])
        refs = values.get("places")
        places = [dict.fromkeys(_PLACE_FIELDS) | ref for ref in refs] if refs is not None else []
        if values["source"] is not None and values["source_kind"] is None:
            values = values | {"source_kind": kind_of(values["source"])}
        figure = figure_from_json({**values, "places": places})
        figures.append(figure if refs is not None else replace(figure, places=tuple(_places(figure, mentions))))
    return Reading(report, tuple(figures)), {} if report.text else quotes


def _mentions(report: Report) -> tuple[Mention, ...]:
    from onrecord.places import find_mentions
    from onrecord.text import sentences

    return find_mentions(report.text, sentences(report.text), title=report.title) if report.text else ()


def _places(figure: Figure, mentions: tuple[Mention, ...]) -> Iterator[PlaceRef]:
    named = {"from": figure.origins, "to": figure.destinations}
    for role, names in named.items():
        for name in names:
            yield place_named(name, cast(Role, role), figure.country, mentions, figure.start)


def place_named(name: str, role: Role, country: str | None, mentions: Iterable[Mention] = (), at: int = 0) -> PlaceRef:
    """The place of this name: as the text around ``at`` means it, else the best known one, rather in ``country``."""
    meant = [m for m in mentions if m.name == name and m.place is not None]
    if meant:
        nearest = min(meant, key=lambda m: abs(m.start - at))
        return PlaceRef(name, role, nearest.place, nearest.country, nearest.confidence)
    best = _search(name, None)  # a country's name is the country, wherever the figure is about
    place = best if best is not None and best.kind == "country" else _search(name, country) or best
    if place is None:
        return PlaceRef(name, role, None, None, 0.0)
    return PlaceRef(name, role, place, place.country, _NAME_OF_A_COUNTRY if place.kind == "country" else _FOUND_BY_NAME)


@cache
def _search(name: str, country: str | None) -> Place | None:
    from onrecord.places import search

    if country is not None:
        return next(iter(search(name, country)), None)
    found = search(name)
    return next((place for place in found if place.kind == "country"), found[0] if found else None)


def kind_of(source: str) -> SourceKind:
    """The kind of a source, by its name."""
    from onrecord.reading import speakers

    return speakers.kind_of(tuple(source.lower().replace("’", "'").split())) or "other"
