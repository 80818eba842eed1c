"""Scorecards of sources for people and programs: a table, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from onrecord.render.machine import harmless
from onrecord.render.table import fitted
from onrecord.render.terminal import Paint, clean
from onrecord.types import Scorecard

COLUMNS = ("source", "kind", "act", "country", "claims", "settled", "error", "spread", "weighs")
_HEADS = ("Claims", "Settled", "Error", "Spread", "Source", "Kind", "Act", "Country", "Weighs")
_NUMBERS = 3  # the last of the columns that are never shortened


def scorecard_to_json(card: Scorecard) -> dict[str, Any]:
    """A scorecard as plain values, keys in the documented order."""
    values = asdict(card)
    return {name: values[name] for name in COLUMNS}


def write_json(cards: Iterable[Scorecard], out: TextIO) -> None:
    """One JSON array."""
    out.write("[" + ",\n ".join(json.dumps(scorecard_to_json(card), ensure_ascii=False) for card in cards) + "]\n")


def write_csv(cards: Iterable[Scorecard], out: TextIO) -> None:
    """A row a scorecard; no cell can be taken for a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in cards:
        writer.writerow([harmless(value) for value in scorecard_to_json(card).values()])
    out.write(lines.getvalue().replace("\r\n", "\n"))


def write_table(cards: Sequence[Scorecard], out: TextIO, columns: int, color: bool) -> None:
    """A row a scorecard, fitted to the terminal."""
    paint, rows = Paint(color), [_cells(card) for card in cards]
    lines = fitted(_HEADS, rows, columns, paint, _NUMBERS)
    sources = len({card.source for card in cards})
    lines.append(paint.dim(f"{sources:,} source{'' if sources == 1 else 's'}; settled: counts that a source and somebody else spoke of"))
    out.write("".join(line + "\n" for line in lines))


def _cells(card: Scorecard) -> tuple[str, ...]:
    error = "" if card.error is None else f"{card.error:+.0%}"
    spread = "" if card.spread is None else f"{card.spread:.0%}"
    name = clean(card.source) if card.act is None else ""
    act = (card.act or "").replace("_", " ")
    return (
        f"{card.claims:,}", f"{card.settled:,}", error, spread, name, card.kind if name else "", act, card.country or "",
        "yes" if card.weighs else "",
    )  # fmt: skip
