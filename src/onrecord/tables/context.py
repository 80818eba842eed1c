"""All tables of a report: registers by their maps, the others by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.tables.maps import ColumnMap, match, of_hxl, ready
from onrecord.tables.read import figures_in
from onrecord.tables.registers import figures_of
from onrecord.tables.where import Find, Locator
from onrecord.types import Figure, Grid, Mention, PlaceRef, Report


def tables_of(report: Report, mentions: Sequence[Mention], find: Find, own: ColumnMap | None = None) -> list[Figure]:
    """The figures of every table of ``report``, in text order, numbered from 0.

    ``mentions``: the places that its running text names; ``find``: every place of a name; ``own``: the user's map of columns."""
    found: list[Figure] = []
    for grid in report.grids:
        near = _in_title(report, grid, mentions)
        locator = Locator(find, _countries(grid, near, mentions), _named(near))
        figures = _of_grid(report, grid, locator, own)
        shift = len(found)
        found += [replace(f, id=f.id + shift, part_of=None if f.part_of is None else f.part_of + shift) for f in figures]
    return found


def _of_grid(report: Report, grid: Grid, locator: Locator, own: ColumnMap | None) -> list[Figure]:
    rows: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        if cell.row in rows or len(rows) < 12:
            rows.setdefault(cell.row, {})[cell.column] = report.text[cell.start : cell.end]
    top = [[row.get(column, "") for column in range(max(row) + 1)] for _, row in sorted(rows.items())]
    for number, row in enumerate(top[:10]):
        if sum(cell.startswith("#") for cell in row) >= max(1, 0.5 * sum(bool(cell) for cell in row)):
            chosen = own or of_hxl(row)
            if chosen:
                return figures_of(report, grid, chosen, number + 1, top[number - 1] if number else row, locator)
    chosen = own if own and (own.heads or grid.register) else match(top[0] if top else [], report.path or grid.name, ready())
    if chosen:
        chosen = _named_by_file(chosen, report.path or grid.name)
        return figures_of(report, grid, chosen, int(chosen.heads), top[0] if chosen.heads else [], locator)
    return figures_in(report, grid, locator)


def _named_by_file(chosen: ColumnMap, file: str) -> ColumnMap:
    """The map with what the file's name says: a group of its pattern named ``to`` is the place, and so on."""
    found = chosen.file.search(file) if chosen.file else None
    said = {key: value.replace("-", " ").title() for key, value in found.groupdict().items() if value} if found else {}
    return replace(chosen, constants={**chosen.constants, **said}) if said else chosen


def _in_title(report: Report, grid: Grid, mentions: Sequence[Mention]) -> list[Mention]:
    """The places that the title of a table names."""
    title = grid.title or ""
    at = report.text.rfind(title, 0, grid.start + len(title) + 1) if title else -1
    return [m for m in mentions if at >= 0 and at <= m.start < at + len(title)]


def _countries(grid: Grid, near: Sequence[Mention], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The countries that the report names, those of the table's title first."""
    counts = Counter(m.country for m in mentions if m.country and not (grid.start <= m.start < grid.end))
    return tuple(dict.fromkeys([*(m.country for m in near if m.country), *(code for code, _ in counts.most_common(3))]))


def _named(near: Sequence[Mention]) -> PlaceRef | None:
    """The one place below a country that a title names."""
    found = {
        m.name: m for m in near if m.form == "name" and m.place is not None and m.place.kind in ("admin1", "admin2", "settlement", "camp")
    }
    if len(found) != 1:
        return None
    (mention,) = found.values()
    return PlaceRef(mention.name, "from", mention.place, mention.country, mention.confidence)


def joined(prose: Sequence[Figure], tables: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of running text and of tables as one list in text order, with new ids and the links kept."""
    marked = sorted([("prose", f) for f in prose] + [("tables", f) for f in tables], key=lambda pair: (pair[1].start, pair[1].end))
    ids = {(kind, figure.id): number for number, (kind, figure) in enumerate(marked)}
    return tuple(
        replace(f, id=ids[kind, f.id], same_as=ids.get((kind, f.same_as)), part_of=ids.get((kind, f.part_of)))  # type: ignore[arg-type]
        for kind, f in marked
    )
