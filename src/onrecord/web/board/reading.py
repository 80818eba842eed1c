"""Reading a board: its numbers from the columns in memory, the estimates in full and the sources' records from its file."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.render.picture import estimate_from_json
from onrecord.types import Estimate, Scorecard
from onrecord.web.board import sums, tables
from onrecord.web.board.lines import Headline, Track
from onrecord.web.board.sheet import At, Sheet, read
from onrecord.web.views import View

_ALWAYS = 10  # idle connections that are kept
_SPARE = 5.0  # times as long as reading what is new took: how long it is left then


class Reader:
    """A board's file, for many threads. ``sheet``: its numbers, as of the last :meth:`refresh`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock, self._refreshing = threading.Lock(), threading.Lock()
        self._sheet: Sheet | None = None
        self._fresh_until = 0.0

    @property
    def sheet(self) -> Sheet:
        """The numbers of the board; read when they are asked for first, which takes seconds for a million estimates."""
        return self._sheet or self.refresh()

    def refresh(self) -> Sheet:
        """Bring the numbers in line with the file."""
        with self._refreshing, self._connection() as base:
            began = time.monotonic()
            self._sheet = read(base, self._sheet)
            self._fresh_until = time.monotonic() + _SPARE * (time.monotonic() - began)
            return self._sheet

    def follow(self) -> None:
        """Refresh, but for a small part of the time only: where much comes in, a second or two may pass."""
        if time.monotonic() >= self._fresh_until:
            self.refresh()

    def meta(self) -> dict[str, str]:
        """The facts about the board."""
        return dict(self._rows("SELECT name, value FROM meta"))

    def version(self) -> int:
        """Which version of the picture is shown."""
        return self.sheet.version

    def touched(self, country: str) -> int:
        """The last version that touched a country."""
        return self.sheet.touched.get(country, 0)

    def bodies(self, view: View, limit: int, after: int) -> list[str]:
        """The JSON of the estimates of a view, the newest first."""
        where = _Where(view)
        sql = f"SELECT e.row FROM {where.tables} WHERE {where.sql} ORDER BY e.last DESC, e.row DESC LIMIT ? OFFSET ?"
        sql = f"SELECT b.body FROM ({sql}) p CROSS JOIN bodies b ON b.row = p.row"
        return [row[0] for row in self._rows(sql, [*where.values, limit, after])]

    def total(self, view: View) -> int:
        """How many estimates a view has."""
        sheet, at = self._chosen(view)
        return sums.total(sheet, view, at)

    def body(self, ident: str) -> str | None:
        """The JSON of an estimate."""
        rows = self._rows("SELECT b.body FROM estimates e JOIN bodies b ON b.row = e.row WHERE e.id = ? ORDER BY e.row LIMIT 1", [ident])
        return rows[0][0] if rows else None

    def of_claim(self, claim: str) -> list[str]:
        """The JSON of the estimates that a claim is in, used or set aside."""
        sql = "SELECT b.body FROM uses u JOIN bodies b ON b.row = u.row WHERE u.claim = ? ORDER BY u.effect DESC, b.row LIMIT 50"
        return [row[0] for row in self._rows(sql, [bytes.fromhex(claim)])]

    def urgent(self, country: str | None, limit: int) -> list[str]:
        """The claims whose rulings could do most to the picture."""
        if country:
            sql = "SELECT u.claim FROM uses u JOIN estimates e ON e.row = u.row WHERE u.effect > 0 AND e.country = ? ORDER BY u.effect DESC LIMIT ?"
            return [row[0].hex() for row in self._rows(sql, [country, limit])]
        return [row[0].hex() for row in self._rows("SELECT claim FROM uses WHERE effect > 0 ORDER BY effect DESC LIMIT ?", [limit])]

    def headlines(self, view: View, limit: int) -> list[Headline]:
        """The largest headlines of a view."""
        sheet, at = self._chosen(view)
        return sums.headlines(sheet, view, at, limit)

    def tracks(self, view: View, limit: int, points: int) -> list[Track]:
        """The largest things over time: displacement before harm, several estimates before one, the widest places of the view first."""
        sheet, at = self._chosen(view)
        return sums.tracks(sheet, view, at, limit, points, self._said)

    def scorecards(self, source: str | None = None) -> list[Scorecard]:
        """The sources' scorecards as a whole, or all those of one source."""
        which, values = ("source = ?", [source]) if source else ("act IS NULL", [])
        sql = f"SELECT source, kind, act, country, claims, settled, error, spread, weighs FROM scorecards WHERE {which} ORDER BY nth LIMIT 5000"
        return [Scorecard(*(*row[:-1], bool(row[-1]))) for row in self._rows(sql, values)]

    def stream(self, view: View) -> Iterator[str]:
        """The JSON of all estimates of a view, the newest first, as of one moment."""
        where = _Where(view)
        with self._connection() as base:
            sql = (
                f"SELECT b.body FROM {where.tables} CROSS JOIN bodies b ON b.row = e.row WHERE {where.sql} ORDER BY e.last DESC, e.row DESC"
            )
            rows = base.execute(sql, where.values)
            try:
                for row in rows:
                    yield row[0]
            finally:
                rows.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    def _chosen(self, view: View) -> tuple[Sheet, At]:
        """The series of a view."""
        inside = None
        if view.place:
            inside = [
                row[0] for row in self._rows("SELECT w.series FROM areas a JOIN within w ON w.area = a.id WHERE a.name = ?", [view.place])
            ]
        sheet = self.sheet
        return sheet, sums.chosen(sheet, view, inside)

    def _said(self, idents: Sequence[str]) -> Mapping[str, str]:
        """The words of the leaps that estimates tell of."""
        sql = "SELECT e.id, e.marks, b.body FROM json_each(?) j CROSS JOIN estimates e ON e.id = j.value JOIN bodies b ON b.row = e.row"
        found = {}
        for ident, marks, body in self._rows(sql, [json.dumps(idents)]):
            told = [check["text"] for check in json.loads(body)["checks"] if check["text"].startswith(tables.leap_of(marks))]
            found[ident] = told[0] if told else ""
        return found

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._connection() as base:
            return base.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            base = self._idle.pop() if self._idle else None
        if base is None:
            base = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None)
            base.execute("PRAGMA busy_timeout=5000")
        try:
            yield base
        except BaseException:
            base.close()
            raise
        with self._lock:
            if len(self._idle) < _ALWAYS:
                self._idle.append(base)
                return
        base.close()


class _Where:
    """The conditions of a view on estimates ``e``."""

    def __init__(self, view: View) -> None:
        self.values: list[Any] = []
        self._sql: list[str] = []
        self.tables = "estimates e"
        if view.place:
            self.tables = f"areas a CROSS JOIN within w ON w.area = a.id CROSS JOIN {self.tables}"
            self._add("a.name = ? AND w.series = e.series", view.place)
        for column, value in (("country", view.country), ("act", view.act), ("measure", view.measure)):
            if value:
                self._add(f"e.{column} = ?", value)
        if view.since:
            self._add("e.last >= ?", view.since.toordinal())
        if view.until:
            self._add("COALESCE(e.first, e.last) <= ?", view.until.toordinal())
        if view.source_kind:
            self._add("e.kinds & ? <> 0", tables.kinds_of([view.source_kind]))

    @property
    def sql(self) -> str:
        return " AND ".join(self._sql) or "1"

    def _add(self, sql: str, value: Any) -> None:
        self._sql.append(sql)
        self.values.append(value)


def estimate(body: str) -> Estimate:
    """The estimate in a body."""
    return estimate_from_json(json.loads(body))
