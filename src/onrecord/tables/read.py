"""From tables in documents to figures: act, unit, place and date of each number come from its heads, its labels and the table's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from onrecord.tables.dates import date_in_cell, date_in_words
from onrecord.tables.matrix import Matrix, is_count, matrix
from onrecord.tables.meaning import Meaning, cause_in, meaning, source_kind
from onrecord.tables.numbers import CellNumber, number_in
from onrecord.tables.where import Locator, ref, tidy
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Figure, Grid, Measure, Period, Place, PlaceRef, Report, Role, Source, Unit

_FLOWS = (
    "displaced",
    "registered",
    "hosted",
    "sheltered",
    "in_need",
    "homeless",
    "stranded",
)  # a stock unless the words speak of a movement
_ARRIVING = ("arrived", "hosted", "sheltered", "registered", "returned", "relocated")
_WEAK, _STRONG = ("displaced", "hosted"), ("sheltered", "registered", "returned", "evacuated")  # "IDPs" under "IDPs in camps" are sheltered
_EXPLICIT, _BY_TITLE = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a whole table."""

    grid: Grid
    table: Matrix
    title: str
    says: Meaning
    year: int | None
    period: Period | None
    as_of: bool
    cause: str | None
    source: Source | None
    places: dict[int, dict[str, Place | None]]  # label column -> its labels' places
    heads: dict[str, Place | None] | None  # heads that are places
    locator: Locator
    published: date | None
    roles: dict[int, str | None] = field(default_factory=dict)
    own_act: bool = False  # some column or row says an act itself


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of all its numbers."""

    labels: tuple[str, ...]
    says: tuple[Meaning, ...]
    places: tuple[PlaceRef, ...]
    period: Period | None
    source: Source | None
    cause: str | None
    total: bool
    section: str
    skip: bool


def figures_in(report: Report, grid: Grid, locator: Locator) -> list[Figure]:
    """The figures of one table of a document, in text order, numbered from 0. ``part_of`` links to the table's totals."""
    table = matrix(report.text, grid)
    frame = _frame(report, grid, table, locator)
    drafts: list[tuple[Figure, int, Row, Meaning]] = []
    carried: dict[int, str] = {}
    section = ""
    for row in table.rows:
        if row in table.sections:
            section = table.words(row, table.sections[row].column)
            carried.clear()
        elif row not in table.heads:
            line = _row(frame, row, section, carried)
            if not line.skip:
                drafts += [(figure, column, line, says) for column, figure, says in _numbers(frame, row, line)]
    drafts.sort(key=lambda draft: draft[0].start)
    return _linked([(replace(d[0], id=index), *d[1:]) for index, d in enumerate(drafts)])


def _frame(report: Report, grid: Grid, table: Matrix, locator: Locator) -> Frame:
    title = grid.title or (grid.name.rpartition(".")[0] or grid.name if grid.register else "")
    title = title.replace("_", " ")
    says = meaning(title)
    if says.act is None and report.title:
        told = meaning(report.title)
        if told.act not in HARM_ACTS:  # "12 dead" in a headline says nothing of a table of families
            says = replace(says, act=told.act, measure=says.measure or told.measure)
    period = date_in_words(title)
    days = [p for p in (period, date_in_words(report.title or "")) if p and p.last]
    year = days[0].last.year if days and days[0].last else report.published.year if report.published else None
    places: dict[int, dict[str, Place | None]] = {}
    for column in table.labels:
        path = table.path(column)
        head = meaning(" ".join(path))
        labels = [w for row in table.body() if (w := table.words(row, column)) and not _is_total(w)]
        named = head.place and not head.date
        sure = not any(meaning(label).act for label in labels) and locator.are_places(labels)
        if labels and not head.source and not head.cause_column and (named or sure) and not all(date_in_cell(w, year) for w in labels):
            kind = head.kind if head.kind != "camp" else None
            places[column] = locator.axis(labels, kind)
    columns = [c for c in table.columns if c not in table.labels]
    bottoms = [path[-1] for c in columns if (path := table.path(c)) and not _is_total(path[-1])]
    plain = [w for w in bottoms if not (meaning(w).counts or meaning(w).skip or meaning(w).generic or date_in_cell(w, year))]
    heads = locator.axis(plain) if plain and len(plain) >= 0.6 * len(bottoms) and locator.are_places(plain) else None
    source = _source_below(report.text, grid)
    own = any(meaning(" ".join(table.path(c))).act for c in columns) or any(
        meaning(table.words(r, c)).act for c in table.labels for r in table.body()
    )
    return Frame(
        grid, table, title, says, year, period, "as of" in title.lower() or "until" in title.lower(), cause_in(title) or cause_in(report.title or ""), source,
        places, heads, locator, report.published, {c: meaning(" ".join(table.path(c))).role for c in table.labels}, own,
    )  # fmt: skip


def _source_below(text: str, grid: Grid) -> Source | None:
    """The source that the line under a table names: "Source: UNHCR"."""
    below = text[grid.end : grid.end + 160].lstrip().split("\n", 1)[0]
    if below.lower().startswith(("source:", "sources:")):
        name = below.partition(":")[2].split(",")[0].split(";")[0].strip(" .")
        return Source(name, source_kind(name)) if 1 < len(name) < 80 else None
    return None


def _is_total(words: str) -> bool:
    return meaning(tidy(words)).total


def _row(frame: Frame, row: int, section: str, carried: dict[int, str]) -> Row:
    table = frame.table
    labels, says, refs = [], [], []
    period = source = cause = None
    total = skip = False
    for number, column in enumerate(table.labels):
        words = table.words(row, column)
        if not words and number == 0 and len(table.labels) > 1 and column in frame.places:
            words = carried.get(column, "")
        if not words:
            continue
        carried[column] = words
        head = meaning(" ".join(table.path(column)))
        day = date_in_cell(words, frame.year) if head.date or not frame.places.get(column) else None
        if day:
            period = day
        elif head.source:
            source = Source(words, source_kind(words))
        elif head.cause_column:
            cause = cause_in(words)
        elif _is_total(words):
            total = True
        elif column in frame.places:
            refs.append(ref(words, _role(frame.roles.get(column)), frame.places[column].get(words), _home(frame)))
        elif not (head.skip and not head.generic) and column not in table.serials:
            labels.append(words)
            says.append(meaning(words))
    if not refs and section and not total:
        refs += _section_place(frame, section)
    if not refs and not total and not frame.places and frame.heads is None and frame.locator.named is not None:
        refs.append(frame.locator.named)
    skip = bool(says) and says[-1].skip and not says[-1].act
    return Row(tuple(labels), tuple(says), tuple(refs), period, source, cause, total, section, skip)


def _section_place(frame: Frame, section: str) -> list[PlaceRef]:
    if meaning(section).act or not frame.locator.are_places([section]):
        return []
    return [ref(section, "from", frame.locator.axis([section])[section], _home(frame))]


def _role(role: str | None) -> Role:
    return "to" if role == "to" else "from"


def _home(frame: Frame) -> str | None:
    return frame.locator.context[0] if frame.locator.context else None


def _numbers(frame: Frame, row: int, line: Row) -> Iterator[tuple[int, Figure, Meaning]]:
    table = frame.table
    for column in table.columns:
        cell = table.at(row, column)
        if column in table.labels or cell is None or cell.row != row or cell.column != column or column in table.serials:
            continue
        raw = table.text[cell.start : cell.end]
        words = table.words(row, column)
        path = table.path(column)
        number = (
            number_in(raw) if is_count(words) or (number_in(words) and not date_in_cell(words)) or _year_as_count(words, path) else None
        )
        if number is None or number.value == 0:
            continue
        says = _merged(frame, path, line, number)
        if says is not None:
            yield column, _figure(frame, column, cell.start, number, path, line, says), says


def _year_as_count(words: str, path: Sequence[str]) -> bool:
    """Whether "2012" in a column of persons is a count like its neighbours."""
    return number_in(words) is not None and meaning(" ".join(path)).counts


def _merged(frame: Frame, path: Sequence[str], line: Row, number: CellNumber) -> Meaning | None:
    """The meaning of one number: its cell's words, its heads from below, its labels, its section, the title. ``None``: it counts other things."""
    joined = " ".join(path)
    column = meaning(joined)
    bottom = meaning(path[-1]) if path else Meaning()
    if (bottom.skip and not bottom.act) or (column.skip and not column.counts):
        return None
    day = any(date_in_cell(part, frame.year) for part in path)
    placed = frame.heads is not None and bool(path) and (path[-1] in frame.heads or _is_total(path[-1]))
    inner = meaning(number.words) if number.words else Meaning()
    around = [
        inner,
        bottom,
        column,
        *(meaning(label if column.total or column.generic else f"{label} {joined}") for label in line.labels),
        *reversed(line.says),
        meaning(line.section),
    ]
    if column.baseline and not column.act and (frame.own_act or frame.says.act is None) and not any(s.act for s in line.says):
        return None
    known = column.counts or column.generic or column.total or day or placed or not path or any(s.counts for s in (inner, *line.says))
    act = next((s.act for s in around if s.act), None)
    named = next((s.who for s in around if s.act), None)
    act = frame.says.act if act is None or (named and act in _WEAK and frame.says.act in _STRONG) else act
    if not known or act is None or inner.skip:
        return None
    units = [s.unit for s in (*around, frame.says) if s.unit]
    unit: Unit = units[0] if units else "person"
    if act in DWELLING_ACTS:
        unit = "dwelling"
    spoken = next((s for s in around if s.act), frame.says)
    return replace(
        spoken, act=act, unit=unit, measure=_measure(act, [*around, frame.says], spoken), part=bottom.part, total=line.total,
        who=next((s.who for s in [*around, frame.says] if s.who), None), expected=any(s.expected for s in [*around, frame.says]),
        generic=any(s.act for s in around),
    )  # fmt: skip


def _measure(act: str, says: Sequence[Meaning], spoken: Meaning) -> Measure:
    if act in _FLOWS:
        return "flow" if any(s.measure == "flow" and (s.act in (None, act)) for s in says) else "stock"
    return "flow" if act not in ("missing", "detained") else spoken.measure or "stock"


def _figure(frame: Frame, column: int, start: int, number: CellNumber, path: Sequence[str], line: Row, says: Meaning) -> Figure:
    act, measure = says.act or "", says.measure or "flow"
    refs = _places(frame, path, line, act)
    country = next((r.country for r in reversed(refs) if r.country), _home(frame))
    targets = [r for r in refs if r.role == "to" and r.country]
    country = targets[-1].country if targets else country
    unsure = 0.1 if refs and refs[-1].place is None else 0.0
    return Figure(
        id=0, start=start + number.start, end=start + number.end, value=number.value, low=number.low, high=number.high, qualifier=number.qualifier,
        unit=says.unit or "person", act=act, measure=measure, who=says.who,
        origins=tuple(r.name for r in refs if r.role == "from"), destinations=tuple(r.name for r in refs if r.role == "to"), country=country,
        period=_period(frame, path, line, act, measure), source=line.source or frame.source, cause=line.cause or frame.cause,
        modality="expected" if says.expected else "asserted", same_as=None, part_of=None,
        confidence=round((_EXPLICIT if says.generic else _BY_TITLE) - unsure, 3), places=tuple(refs),
    )  # fmt: skip


def _places(frame: Frame, path: Sequence[str], line: Row, act: str) -> list[PlaceRef]:
    """The finest place of the row, or one for each role; with the head's place where heads are places."""
    usual: Role = "to" if act in _ARRIVING else "from"
    stated = {role for role in frame.roles.values() if role}
    found: dict[Role, PlaceRef] = {}
    for place in line.places:
        role = place.role if len(stated) == 2 or (frame.heads is not None and line.places) else usual
        found[role] = replace(place, role=role)
    head = path[-1] if path and frame.heads and path[-1] in frame.heads else None
    if head is not None and frame.heads is not None:
        role = "to" if line.places and not _is_total(head) else usual
        found[role] = ref(head, role, frame.heads[head], _home(frame))
    return [found[role] for role in ("from", "to") if role in found]


def _period(frame: Frame, path: Sequence[str], line: Row, act: str, measure: Measure) -> Period:
    head = next((day for part in reversed(path) if (day := date_in_cell(part, frame.year))), None)
    head = head or next((day for part in reversed(path) if (day := date_in_words(part))), None)
    if head and head.precision == "year" and line.period and line.period.precision == "month" and head.first and line.period.first:
        return replace(
            line.period, first=line.period.first.replace(year=head.first.year), last=_same_day(line.period.last, head.first.year)
        )
    found = head or line.period or date_in_words(line.section, years=False) or frame.period
    if found is None:
        return Period(frame.published, frame.published, "day") if measure == "stock" and frame.published else Period()
    if measure == "flow" and found is frame.period and frame.as_of:
        return Period(None, found.last, "open")
    if measure == "stock" and found.precision == "span":
        return Period(found.last, found.last, "day")
    return found


def _same_day(day: date | None, year: int) -> date | None:
    try:
        return day.replace(year=year) if day else None
    except ValueError:
        return day.replace(year=year, day=28) if day else None


def _linked(drafts: list[tuple[Figure, int, Row, Meaning]]) -> list[Figure]:
    """Rows become parts of their column's total, and groups of people parts of their row's sum."""
    totals = {(column, figure.act): figure.id for figure, column, line, _ in drafts if line.total}
    sums: dict[int, list[Figure]] = {}
    for figure, _, line, says in drafts:
        if not says.part:
            sums.setdefault(id(line), []).append(figure)
    found = []
    for figure, column, line, says in drafts:
        whole = None if line.total else totals.get((column, figure.act))
        if says.part:
            wholes = [f.id for f in sums.get(id(line), ()) if f.act == figure.act and f.unit == figure.unit and f.value >= figure.value]
            whole = wholes[0] if wholes else whole
        found.append(replace(figure, part_of=whole if whole != figure.id else None))
    return found
