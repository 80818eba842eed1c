"""From registers of official figures to figures: one for each number of each record, by a map of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from onrecord.tables.dates import date_in_cell
from onrecord.tables.maps import ColumnMap, FigureColumn, fold
from onrecord.tables.meaning import cause_in, source_kind
from onrecord.tables.numbers import CellNumber, number_in
from onrecord.tables.where import Locator, ref
from onrecord.types import (
    ACTS,
    CAUSES,
    DWELLING_ACTS,
    Cell,
    Figure,
    Grid,
    Measure,
    Modality,
    Period,
    Place,
    PlaceRef,
    Qualifier,
    Report,
    Role,
    Source,
    Unit,
)

_STOCKS = ("registered", "hosted", "sheltered", "in_need", "homeless", "stranded", "missing", "detained", "displaced")
_ARRIVING = ("arrived", "hosted", "sheltered", "registered", "returned", "relocated")
_QUALIFIERS: dict[str, Qualifier] = {
    "total": "exact", "exact": "exact", "approximately": "about", "about": "about", "average": "about", "more than": "more_than", "more_than": "more_than",
    "at least": "more_than", "up to": "up_to", "less than": "up_to",
}  # fmt: skip
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells by column, and a look at them by role."""

    text: str
    cells: Mapping[int, Cell]
    chosen: ColumnMap
    index: Mapping[str, int]

    def words(self, column: str) -> str:
        """What a column holds; nothing where it has no cell."""
        cell = self.cells.get(self.index.get(column, -1))
        return self.text[cell.start : cell.end].strip() if cell else ""

    def get(self, role: str) -> str:
        """The last filled column of a role, else the constant."""
        filled = [words for column in self.chosen.columns.get(role, ()) if (words := self.words(column))]
        words = filled[-1] if filled else self.chosen.constants.get(role, "")
        return self.chosen.values.get(role, {}).get(words.lower(), words)


def figures_of(report: Report, grid: Grid, chosen: ColumnMap, heads: int, names: Sequence[str], locator: Locator) -> list[Figure]:
    """The figures of a register, in text order. ``heads``: how many rows of heads it has; ``names``: the columns' names."""
    index = _index(chosen, names)
    rows: dict[int, dict[int, Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    records = [Record(report.text, rows[number], chosen, index) for number in sorted(rows)[heads:]]
    places = _Places(records, chosen, locator)
    found = [figure for record in records for figure in _of_record(record, chosen, places)]
    found.sort(key=lambda figure: figure.start)
    return [replace(figure, id=number) for number, figure in enumerate(found)]


def _index(chosen: ColumnMap, names: Sequence[str]) -> dict[str, int]:
    known = {fold(name): index for index, name in reversed(list(enumerate(names)))}
    wanted = {c.column for c in chosen.figures} | {column for columns in chosen.columns.values() for column in columns}
    numbered = {column: int(column.removeprefix("@")) - 1 for column in wanted if column.removeprefix("@").isdigit()}
    return {column: known[fold(column)] for column in wanted if fold(column) in known} | numbered


class _Places:
    """The places of a register's labels, resolved a column at a time."""

    def __init__(self, records: Sequence[Record], chosen: ColumnMap, locator: Locator) -> None:
        self._found: dict[tuple[str, str | None], Place | None] = {}
        self._locator = locator
        for role in ("from", "to"):
            for column in (*chosen.columns.get(role, ()), role):
                by_country: dict[str | None, set[str]] = {}
                for record in records:
                    words = chosen.constants.get(role, "") if column == role else record.words(column)
                    if words:
                        by_country.setdefault(_country(record), set()).add(words)
                for country, labels in by_country.items():
                    for label, place in locator.axis(sorted(labels), None, country).items():
                        self._found[label, country] = place

    def ref(self, record: Record, role: Role) -> PlaceRef | None:
        """The finest place of a role, with the record's own coordinates where the gazetteer knows none."""
        columns = [words for column in record.chosen.columns.get(role, ()) if (words := record.words(column))]
        words = columns[-1] if columns else record.chosen.constants.get(role, "")
        if not words:
            return None
        country = _country(record)
        return ref(words, role, self._found.get((words, country)), country)


def _country(record: Record) -> str | None:
    code = record.get("country").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def _of_record(record: Record, chosen: ColumnMap, places: _Places) -> Iterator[Figure]:
    for column in chosen.figures:
        cell = record.cells.get(record.index.get(column.column, -1))
        number = number_in(_plain(record.text[cell.start : cell.end])) if cell else None
        if cell is not None and number is not None and (figure := _figure(record, column, cell, number, places)):
            yield figure


def _plain(words: str) -> str:
    """A count that a program wrote as a decimal: "1500.0"."""
    head, mark, tail = words.strip().partition(".")
    return head if mark and head.isdigit() and tail and not tail.strip("0") else words


def _figure(record: Record, column: FigureColumn, cell: Cell, number: CellNumber, places: _Places) -> Figure | None:
    act = column.says.get("act") or record.get("act")
    if act not in ACTS:
        return None
    measure = cast(Measure, column.says.get("measure") or record.get("measure") or ("stock" if act in _STOCKS else "flow"))
    unit = cast(Unit, column.says.get("unit") or _unit(record.get("unit")) or ("dwelling" if act in DWELLING_ACTS else "person"))
    refs = [r for role in ("from", "to") if (r := places.ref(record, role))]
    if (
        len(refs) == 1
        and not record.chosen.columns.get("to")
        and "to" not in record.chosen.constants
        and refs[0].role == "from"
        and act in _ARRIVING
    ):
        refs = [PlaceRef(refs[0].name, "to", refs[0].place, refs[0].country, refs[0].confidence)]
    qualifier = number.qualifier if number.qualifier != "exact" else _QUALIFIERS.get(record.get("qualifier").lower(), "exact")
    source = record.get("source")
    cause = record.get("cause")
    return Figure(
        id=0, start=cell.start + number.start, end=cell.start + number.end, value=number.value,
        low=None if qualifier == "up_to" else number.low, high=None if qualifier == "more_than" else number.high, qualifier=qualifier,
        unit=unit, act=act, measure=measure, who=column.says.get("who") or record.get("who") or None,
        origins=tuple(r.name for r in refs if r.role == "from"), destinations=tuple(r.name for r in refs if r.role == "to"),
        country=_country(record) or next((r.country for r in reversed(refs) if r.country), None), period=_period(record, measure, column),
        source=Source(source[:200], source_kind(source)) if source else None, cause=cause if cause in CAUSES else cause_in(cause),
        modality=cast(Modality, record.get("modality") or "asserted"), same_as=None, part_of=None, confidence=_SURE, places=tuple(refs),
    )  # fmt: skip


def _unit(words: str) -> str:
    return words if words in ("person", "household", "dwelling") else ""


def _period(record: Record, measure: Measure, column: FigureColumn) -> Period:
    day_first = record.chosen.day_first
    first, last = (date_in_cell(record.get(role), None, day_first) for role in ("start", "end"))
    if "start" in column.says:  # a column that sums up since a day: the day comes with the map
        first = date_in_cell(column.says["start"])
    day = date_in_cell(record.get("date"), None, day_first) or date_in_cell(record.get("year"))
    if first and last and first.first and last.last and first.first <= last.last and measure == "flow":
        return Period(first.first, last.last, "day" if first.first == last.last else "span")
    if first and day and measure == "flow" and "start" in column.says:
        return Period(first.first, day.last, "span")
    if day:
        return Period(day.last, day.last, "day") if measure == "stock" and day.precision == "year" else day
    known: date | None = last.last if last else first.last if first else None
    return Period(known, known, "day") if known else Period()
