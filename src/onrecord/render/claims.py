"""Claims of the ledger as people and programs want them: a table, JSON Lines, CSV, and one claim in its passage."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any, TextIO

from onrecord.entrycodec import standing_to_json
from onrecord.render import wording
from onrecord.render.machine import harmless
from onrecord.render.table import fitted
from onrecord.render.terminal import Paint, clean, wrap
from onrecord.text import sentences
from onrecord.types import Claim, Figure, Standing

SHORT_ID = 10
_HEADS = ("Claim", "Number", "Who", "Act", "From → to", "When", "Said by", "Report", "")
_NUMBER = 1
_MARKS = {"unreviewed": "", "accepted": "✓", "rejected": "✗", "corrected": "✎"}
_PASSAGE = 600  # characters of a passage that are shown at most on either side of the number
_FIGURE = (
    "value", "low", "high", "qualifier", "unit", "act", "measure", "who", "from", "to", "country", "date_start", "date_end",
    "date_precision", "source", "source_kind", "cause", "modality", "confidence", "start", "end",
)  # fmt: skip
_CLAIM = ("claim", "report", "status", "changed", "source_known_as", "made_by", "seq", "recorded_at", "recorded_by", "confidential")
_REPORT = ("id", "title", "url", "publisher", "published")
COLUMNS = (*_CLAIM, *(f"report_{name}" for name in _REPORT), *_FIGURE, "quote_exact", "quote_prefix", "quote_suffix", "places")


class ClaimTable:
    """A row a claim, fitted to the terminal once all are there."""

    def __init__(self, out: TextIO, columns: int, color: bool = False) -> None:
        self._out, self._columns, self._paint = out, max(columns, 24), Paint(color)
        self._rows: list[tuple[str, ...]] = []

    def write(self, standing: Standing) -> None:
        self._rows.append(_cells(standing))

    def close(self) -> None:
        lines = fitted(_HEADS, self._rows, self._columns, self._paint, _NUMBER)
        self._out.write("".join(line + "\n" for line in lines))


class ClaimLines:
    """One JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, standing: Standing) -> None:
        self._out.write(json.dumps(standing_to_json(standing), ensure_ascii=False) + "\n")

    def close(self) -> None:
        pass


class ClaimCsv:
    """One row a claim, ready for a spreadsheet: no cell can be taken for a formula."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._put(COLUMNS)

    def write(self, standing: Standing) -> None:
        values = claim_row(standing)
        self._put([harmless(values[name]) for name in COLUMNS])

    def close(self) -> None:
        pass

    def _put(self, cells: Any) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        self._out.write(line.getvalue().removesuffix("\r\n") + "\n")


def claim_row(standing: Standing) -> dict[str, Any]:
    """A claim as one flat row. Lists are joined with ``"; "``."""
    values = standing_to_json(standing)
    figure, report = values["figure"], values["about_report"]
    flat = {name: values[name] for name in _CLAIM} | {f"report_{name}": report[name] for name in _REPORT}
    flat |= {name: figure[name] for name in _FIGURE} | {name: "; ".join(figure[name]) or None for name in ("from", "to")}
    flat |= {f"quote_{name}": figure["quote"][name] for name in ("exact", "prefix", "suffix")}
    places = (", ".join(filter(None, (place["role"], place["id"], place["country"]))) for place in figure["places"])
    return flat | {"places": "; ".join(places) or None}


def passage(claim: Claim, text: str, paint: Paint, columns: int) -> list[str]:
    """The sentences around a claim's number, which is marked; of a report without text the quote."""
    figure = claim.figure
    if text:
        parts = sentences(text[max(0, figure.start - 5_000) : figure.end + 5_000])
        base = max(0, figure.start - 5_000)
        at = next((s.index for s in parts if s.start + base <= figure.start < s.end + base), None)
        near = [s for s in parts if at is not None and abs(s.index - at) <= 1]
        first = max(near[0].start + base, figure.start - _PASSAGE) if near else max(0, figure.start - _PASSAGE)
        last = min(near[-1].end + base, figure.end + _PASSAGE) if near else figure.end + _PASSAGE
        before, exact, after = text[first : figure.start], text[figure.start : figure.end], text[figure.end : last]
    else:
        before, exact, after = claim.quote.prefix, claim.quote.exact, claim.quote.suffix
    gaps = (" " if before[-1:].isspace() else "", " " if after[:1].isspace() else "")
    marked = f"{clean(before)}{gaps[0]}«{clean(exact)}»{gaps[1]}{clean(after)}"
    return [paint.bold(line) if "«" in line else line for line in wrap(marked, min(columns, 100))]


def statement(standing: Standing) -> list[tuple[str, str]]:
    """What a claim says, as names and values for the eye."""
    figure, source = standing.claim.figure, standing.claim.source
    said_by = (
        clean(f"{figure.source.name}" + (f" = {source.name}" if source and source.name != figure.source.name else ""))
        if figure.source
        else "—"
    )
    places = ", ".join(
        f"{ref.name} → {ref.place.id} ({ref.country})" if ref.place else f"{ref.name} → not in the gazetteer" for ref in figure.places
    )
    published = wording.day(standing.report.published) if standing.report.published else "undated"
    pairs = [
        ("number", f"{figure.value:,} {figure.unit} ({figure.qualifier}; {figure.low or 'open'} to {figure.high or 'open'})"),
        ("who", figure.who or "—"),
        ("act", f"{wording.act(figure)}, {figure.measure}"),
        ("from → to", _route(figure) or "—"),
        ("country", figure.country or "—"),
        ("places", places or "—"),
        ("when", wording.when(figure.period) or "—"),
        ("said by", said_by),
        ("cause", figure.cause or "—"),
        ("report", " · ".join(filter(None, (standing.report.title, standing.report.publisher, published, standing.report.url)))),
        ("read by", f"{standing.claim.made_by}, confidence {figure.confidence:.2f}"),
        ("status", standing.status + (", but read otherwise since" if standing.changed else "")),
        ("claim", standing.claim.id),
    ]
    return [(name, clean(value).replace("\xa0", " ")) for name, value in pairs]


def _route(figure: Figure) -> str:
    origins, destinations = clean(", ".join(figure.origins)), clean(", ".join(figure.destinations))
    return f"{origins} → {destinations}".strip() if destinations else origins


def _cells(standing: Standing) -> tuple[str, ...]:
    claim, report = standing.claim, standing.report
    figure = claim.figure
    exact = claim.quote.exact if standing.status != "corrected" else ""
    exact = clean(exact) or f"{figure.value:,}"
    written = wording.number(replace(figure, start=0, end=len(exact)), exact)
    source = claim.source.name if claim.source else ""
    day = wording.day(report.published) if report.published else ""
    about = " ".join(filter(None, (clean(report.publisher or report.title or report.id)[:40], day)))
    mark = " ".join(
        filter(
            None, (_MARKS[standing.status], "≠" if standing.changed else "", "▮" if standing.confidential else "", wording.sureness(figure))
        )
    )
    route = _route(figure)
    return (
        claim.id[:SHORT_ID],
        written,
        clean(figure.who or ""),
        wording.act(figure),
        route,
        wording.when(figure.period),
        clean(source),
        about,
        mark,
    )
