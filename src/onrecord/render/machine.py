"""Readings for other programs: JSON Lines, one JSON array, CSV. Each writes as the readings come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.codec import to_json
from onrecord.render.rows import COLUMNS, rows_of
from onrecord.types import Reading

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class JsonLines:
    """One line a report."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, reading: Reading) -> None:
        self._out.write(json.dumps(to_json(reading), ensure_ascii=False) + "\n")
        self._out.flush()

    def close(self) -> None:
        pass


class JsonArray:
    """One array of all reports, indented for the eye."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._count = 0

    def write(self, reading: Reading) -> None:
        body = json.dumps(to_json(reading), ensure_ascii=False, indent=2)
        self._out.write(("[\n" if not self._count else ",\n") + body)
        self._count += 1

    def close(self) -> None:
        self._out.write("\n]\n" if self._count else "[]\n")


class Csv:
    """One row a figure, with a header, ready for a spreadsheet: no cell can be taken for a formula."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._row = io.StringIO()
        self._csv = csv.writer(self._row, lineterminator="\r\n")  # so that it quotes cells that hold either of the two
        self._write(COLUMNS)

    def write(self, reading: Reading) -> None:
        for row in rows_of(reading):
            self._write([harmless(row[name]) for name in COLUMNS])

    def close(self) -> None:
        pass

    def _write(self, cells: Iterable[Any]) -> None:
        self._csv.writerow(cells)
        self._out.write(self._row.getvalue().removesuffix("\r\n") + "\n")
        self._row.seek(0)
        self._row.truncate()


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe in front where a spreadsheet would take its text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
