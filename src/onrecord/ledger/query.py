"""Questions to the ledger: which claims stood at a moment, by place, period, act, source, words, confidence and status."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from onrecord.entrycodec import claim_from_body, figure_values, standing_values, unstamp
from onrecord.ledger.base import Ledger
from onrecord.ledger.folded import terms
from onrecord.ledger.store import CHUNK, Row
from onrecord.types import Report, Role, Source, SourceKind, Standing, Statement, Status

Order = Literal["newest", "oldest", "urgent"]
_BITS = {"from": (1, 3), "to": (2, 3)}
_MOST = 1_000  # claims on one page
_SELECT = """c.row, c.since, c.status, c.ruling, c.changed, c.correction, e.seq, e.id, e.body, e.recorded_at, e.recorded_by,
    r.name, r.title, r.url, r.publisher, r.published, r.language, r.path, r.confidential, s.name, s.kind"""
_BODY = 8  # the place of the body in that
_STATED = "c.row, e.id, r.published, c.status, s.name, s.kind, c.correction, e.body"


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims; what is left out does not matter, and several values of one field mean any of them.

    ``areas``: ids of places, ``iso:TUR``, ``admin1:TR-63`` or ``name:`` and folded words; everything inside counts too. ``country`` is
    the country that a figure is mainly about. ``since`` and ``until``: the days that a figure covers (where its text leaves them open:
    the day of publication) reach into that period. ``text``: words, "phrases", beginnings*. ``status`` "changed": to be looked at again.
    ``claims``: of these ids only (ask for many in portions: :func:`standings`). ``rows``: after the first of these rows up to the second
    (of all that :func:`extent` says)."""

    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    role: Role | None = None
    acts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    measure: str | None = None
    causes: tuple[str, ...] = ()
    modality: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    min_confidence: float = 0.0
    status: tuple[Status | Literal["changed"], ...] = ()
    report: str | None = None
    claims: tuple[str, ...] = ()
    as_of: datetime | int | None = None
    order: Order = "newest"
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some claims, and the query's cursor for the next ones: ``None`` at the end. ``as_of`` keeps later pages at the same moment."""

    claims: tuple[Standing, ...]
    next: int | None
    as_of: int


def page(ledger: Ledger, query: Query, limit: int = 50, after: int | None = None) -> Page:
    """The first claims, or those ``after`` the last page (its ``next``)."""
    moment = ledger.moment(query.as_of)
    rows, following = _found(ledger, replace(query, as_of=moment), _SELECT, limit, after)
    return Page(tuple(map(_standing, rows, _bodies([row[_BODY] for row in rows]))), following, moment)


def page_values(ledger: Ledger, query: Query, limit: int = 50, after: int | None = None) -> dict[str, Any]:
    """The same page for programs, in a third of the time: ``claims`` as :func:`onrecord.entrycodec.standing_to_json` gives them, ``next``."""
    rows, following = _found(ledger, query, _SELECT, limit, after)
    return {"claims": list(map(_values, rows, _bodies([row[_BODY] for row in rows]))), "next": following}


def _found(ledger: Ledger, query: Query, select: str, limit: int, after: int | None) -> tuple[list[Row], int | None]:
    """What is selected of the first claims, or of those ``after`` a cursor, and the next cursor."""
    where = _conditions(ledger, query, ledger.moment(query.as_of))
    if where is None:
        return [], None
    size = max(1, min(limit, _MOST))
    skip = after or 0 if query.order == "urgent" else 0
    if after is not None and query.order != "urgent":
        where.add(f"{where.row} {'<' if query.order == 'newest' else '>'} ?", after)
    inner, outer = {
        "newest": (f"{where.row} DESC", "p.row DESC"),
        "oldest": (where.row, "p.row"),
        "urgent": ("c.urgency DESC, c.row DESC", "p.urgency DESC, p.row DESC"),
    }[query.order]
    rows = ledger.store.rows(
        f"""SELECT {select} FROM (SELECT c.row, c.urgency FROM {where.tables} WHERE {where.sql}
            ORDER BY {inner} LIMIT {size + 1} OFFSET {skip}) p
        JOIN claims c ON c.row = p.row JOIN entries e ON e.seq = c.claim JOIN reports r ON r.seq = c.report
        LEFT JOIN stated s ON s.id = c.source ORDER BY {outer}""",
        where.values,
    )
    found = rows[:size]
    following = skip + size if query.order == "urgent" else found[-1][0] if found else None
    return found, following if len(rows) > size else None


def claims(ledger: Ledger, query: Query) -> Iterator[Standing]:
    """All claims that a query asks for, in flat memory, as of one moment."""
    query = replace(query, as_of=ledger.moment(query.as_of))
    after: int | None = None
    while True:
        part = page(ledger, query, _MOST, after)
        yield from part.claims
        if part.next is None:
            return
        after = part.next


def statements(ledger: Ledger, query: Query) -> Iterator[Statement]:
    """What all claims that a query asks for say, in flat memory, as of one moment: quicker than :func:`claims`."""
    query = replace(query, as_of=ledger.moment(query.as_of))
    after: int | None = None
    while True:
        rows, after = _found(ledger, query, _STATED, _MOST, after)
        yield from map(_statement, rows, _bodies([row[-1] for row in rows]))
        if after is None:
            return


def standings(ledger: Ledger, idents: Iterable[str], as_of: datetime | int | None = None) -> dict[str, Standing]:
    """These claims as they stand, by id; without those that are not there or may not be seen."""
    wanted, moment = list(dict.fromkeys(idents)), ledger.moment(as_of)
    found: dict[str, Standing] = {}
    for at in range(0, len(wanted), CHUNK):
        some = claims(ledger, Query(claims=tuple(wanted[at : at + CHUNK]), as_of=moment))
        found |= {one.claim.id: one for one in some}
    return found


def count(ledger: Ledger, query: Query) -> int:
    """How many claims a query asks for."""
    where = _conditions(ledger, query, ledger.moment(query.as_of))
    return 0 if where is None else int(ledger.store.value(f"SELECT COUNT(*) FROM {where.tables} WHERE {where.sql}", where.values))


def extent(ledger: Ledger, as_of: datetime | int | None = None) -> int:
    """The last row of claims at a moment: no fewer than the claims that stood then. Known at once, however many there are."""
    return _last_row(ledger, ledger.moment(as_of))


def sketches(ledger: Ledger, reports: Iterable[str] | None = None) -> dict[str, bytes]:
    """The sketch of the text of each report (or of these ones), by which copies are known (:func:`onrecord.likeness.alike`)."""
    hidden = "" if ledger.confidential else " AND confidential = 0"
    if reports is None:
        rows = ledger.store.rows(f"SELECT id, sketch FROM reports WHERE sketch <> ?{hidden}", [b""])
    else:
        rows = ledger.store.rows_in(f"SELECT id, sketch FROM reports WHERE id IN (*){hidden}", reports)
    return {ident: bytes(told) for ident, told in rows if len(told)}


class _Where:
    """Conditions joined by AND. The table that leads comes first, and CROSS JOIN keeps SQLite from turning that around."""

    def __init__(self) -> None:
        self.tables = "claims c"
        self.row = "c.row"  # of the leading table, which has it in order
        self._sql: list[str] = []
        self.values: list[Any] = []

    @property
    def sql(self) -> str:
        return " AND ".join(self._sql)

    def add(self, sql: str, *values: Any) -> None:
        self._sql.append(sql)
        self.values += values

    def among(self, column: str, values: Sequence[Any]) -> None:
        if values:
            self.add(f"{column} IN ({','.join('?' * len(values))})" if len(values) > 1 else f"{column} = ?", *values)


def _conditions(ledger: Ledger, query: Query, moment: int) -> _Where | None:
    """The conditions of a query; ``None`` where nothing can fit (an area or source that no claim has)."""
    where = _Where()
    if not (_add_text(ledger, query, where) and _add_areas(ledger, query, where) and _add_names(ledger, query, where)):
        return None
    where.among("c.country", query.countries)
    where.among("c.act", query.acts)
    where.among("c.unit", query.units)
    where.among("c.cause", query.causes)
    where.among("c.measure", [query.measure] if query.measure else [])
    where.among("c.modality", [query.modality] if query.modality else [])
    where.add(f"{where.row} <= ? AND (c.until IS NULL OR c.until > ?)", _last_row(ledger, moment), moment)
    if query.rows:
        where.add(f"{where.row} > ? AND {where.row} <= ?", *query.rows)
    if query.since:
        where.add("c.last >= ?", query.since.isoformat())
    if query.until:
        where.add("(c.first <= ? OR (c.first IS NULL AND c.last IS NOT NULL))", query.until.isoformat())
    if query.min_confidence > 0:
        where.add("c.confidence >= ?", query.min_confidence)
    _add_status(query, where)
    if not ledger.confidential:
        where.add("c.report NOT IN (SELECT seq FROM reports WHERE confidential = 1)")
    return where


def _last_row(ledger: Ledger, moment: int) -> int:
    """The last row opened up to a moment: rows are numbered in the order of the entries, without gaps, so halving finds it."""
    newest = ledger.store.rows("SELECT row, since FROM claims ORDER BY row DESC LIMIT 1")
    if not newest or newest[0][1] <= moment:
        return int(newest[0][0]) if newest else 0
    low, high = 0, int(newest[0][0]) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if ledger.store.value("SELECT since FROM claims WHERE row = ?", [middle]) <= moment:
            low = middle
        else:
            high = middle - 1
    return low


def _add_text(ledger: Ledger, query: Query, where: _Where) -> bool:
    if query.text is None:
        return True
    wanted = terms(query.text)
    if not wanted:
        return False
    sql, values = ledger.store.words_condition(wanted)
    where.tables, where.row = f"({sql}) w CROSS JOIN claims c", "w.row"
    where.values += values
    where.add("c.row = w.row")
    return True


def _add_areas(ledger: Ledger, query: Query, where: _Where) -> bool:
    if not query.areas:
        return True
    numbers = [row[0] for row in ledger.store.rows_in("SELECT id FROM areas WHERE name IN (*)", query.areas)]
    if not numbers:
        return False
    roles = f" AND a.roles IN {_BITS[query.role]}" if query.role else ""
    if len(numbers) == 1 and query.text is None:
        where.tables, where.row = "claim_areas a CROSS JOIN claims c", "a.row"
        where.add(f"a.area = ?{roles} AND c.row = a.row", numbers[0])
    else:
        marks = ",".join("?" * len(numbers))
        where.add(f"c.row IN (SELECT a.row FROM claim_areas a WHERE a.area IN ({marks}){roles})", *numbers)
    return True


def _add_names(ledger: Ledger, query: Query, where: _Where) -> bool:
    if query.source is not None:
        name = ledger.sources().resolve(query.source).name
        numbers = [row[0] for row in ledger.store.rows("SELECT id FROM stated WHERE name = ? OR LOWER(name) = LOWER(?)", [name, name])]
        if not numbers:
            return False
        where.among("c.source", numbers)
    if query.report is not None:
        number = ledger.store.value("SELECT seq FROM reports WHERE id = ?", [query.report])
        if number is None:
            return False
        where.add("c.report = ?", number)
    if query.claims:
        numbers = [row[0] for row in ledger.store.rows_in("SELECT seq FROM entries WHERE id IN (*)", query.claims)]
        if not numbers:
            return False
        where.among("c.claim", numbers)
    return True


def _add_status(query: Query, where: _Where) -> None:
    plain = [status for status in query.status if status != "changed"]
    choices = [f"c.status IN ({','.join('?' * len(plain))})"] if plain else []
    choices += ["c.changed IS NOT NULL"] if "changed" in query.status else []
    if choices:
        where.add("(" + " OR ".join(choices) + ")", *plain)


def _bodies(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The bodies of entries. All at once is much quicker than one by one."""
    found: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return found


def _standing(row: Row, body: dict[str, Any]) -> Standing:
    number, _, status, ruling, changed, correction, seq, ident, _, at, by, *about, confidential, source, kind = row
    claim = claim_from_body(ident, body, json.loads(correction) if correction else None, _source(source, kind))
    return Standing(claim, _report(*about), seq, unstamp(at), by, status, ruling, changed is not None, bool(confidential), number)


def _values(row: Row, body: dict[str, Any]) -> dict[str, Any]:
    _, _, status, _, changed, correction, seq, ident, _, at, by, *about, confidential, source, kind = row
    figure, record = figure_values(body, json.loads(correction) if correction else None), (seq, at, by, bool(confidential))
    return standing_values(ident, body, figure, _source(source, kind), _report(*about), status, changed is not None, *record)


def _statement(row: Row, body: dict[str, Any]) -> Statement:
    number, ident, published, status, source, kind, correction, _ = row
    figure = body["figure"]
    if correction:
        figure |= json.loads(correction)
    return Statement(number, ident, body["report"], published, status, _source(source, kind), figure)


@lru_cache(maxsize=10_000)
def _source(name: str | None, kind: SourceKind) -> Source | None:
    return Source(name, kind) if name is not None else None


@lru_cache(maxsize=64)  # claims of one report follow each other
def _report(
    name: str, title: str | None, url: str | None, publisher: str | None, published: str | None, language: str | None, path: str | None
) -> Report:
    return Report(name, "", title, url, publisher, date.fromisoformat(published) if published else None, language, path)
