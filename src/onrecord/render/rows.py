"""A figure as one flat row: what a spreadsheet or a data frame holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.codec import to_json
from onrecord.types import Reading

_OF_REPORT = {
    "id": "report",
    "path": "path",
    "url": "url",
    "title": "title",
    "publisher": "publisher",
    "published": "published",
    "language": "language",
}
_OF_FIGURE = (
    "id", "start", "end", "value", "low", "high", "qualifier", "unit", "act", "measure", "who", "from", "to", "country",
    "date_start", "date_end", "date_precision", "source", "source_kind", "cause", "modality", "same_as", "part_of", "confidence",
)  # fmt: skip
COLUMNS = (*_OF_REPORT.values(), *_OF_FIGURE, "quote_exact", "quote_prefix", "quote_suffix", "places")


def rows_of(reading: Reading) -> Iterator[dict[str, Any]]:
    """One row a figure, with the report's own columns repeated. Lists are joined with ``"; "``; ``places`` holds
    ``name (role, gazetteer id, country)``."""
    values = to_json(reading)
    report = {column: values[name] for name, column in _OF_REPORT.items()}
    for figure in values["figures"]:
        row = report | {name: figure[name] for name in _OF_FIGURE}
        row |= {name: "; ".join(figure[name]) or None for name in ("from", "to")}
        row |= {f"quote_{name}": figure["quote"][name] for name in ("exact", "prefix", "suffix")}
        row["places"] = "; ".join(_place(place) for place in figure["places"]) or None
        yield row


def _place(place: dict[str, Any]) -> str:
    return f"{place['name']} (" + ", ".join(filter(None, (place["role"], place["id"], place["country"]))) + ")"
