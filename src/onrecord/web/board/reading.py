"""Reading a board: estimates of a view, what they add up to by place and over time, the sources' records."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import Any

from onrecord.render.picture import estimate_from_json
from onrecord.types import Area, Estimate, Period, Scorecard
from onrecord.web.board import tables
from onrecord.web.views import View

_ALWAYS = 10  # idle connections that are kept
_TRIED = 5  # times as many things as are asked for are looked at for some with points in a view
_SHORT = 0.02  # of all days: of fewer, all estimates are added up
_PORTION = 500  # series that are added up together at first; then twice as many, and so on
_BEST = 4  # where the best number stands in a sum
_BY_SERIES = "json_each(?) j CROSS JOIN estimates e INDEXED BY {index} ON e.series = j.value"
_HEAD = "s.act, s.measure, s.population, s.unit, s.origin, s.places"

# Each on its own: SQLite finds one of them at the end of an index, but reads all of it for both.
_EDGES = "SELECT (SELECT MIN(last) FROM estimates WHERE last > 0), (SELECT MAX(last) FROM estimates WHERE last > 0)"
_Sum = tuple[Any, ...]  # of a series: its id, first and last day, low, best, high, members, and the estimate that says it


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said of one thing at one place, all days of a view together: flows added up where they do not overlap, of stocks the latest.
    ``members``: how many estimates it comes from; the estimate's id is that of the largest or latest of them."""

    estimate: Estimate
    members: int


@dataclass(frozen=True, slots=True)
class Point:
    """One estimate of a track. ``broken``: a check does not hold; ``leap``: "definition break" or "surge", with its words in ``said``.
    ``summed``: nobody says it; it is a sum of parts, and those of another day may be others."""

    id: str
    first: date | None
    last: date | None
    low: int
    best: int
    high: int | None
    broken: bool = False
    leap: str = ""
    said: str = ""
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One thing over time, in order. ``left_off``: points beyond the most that are shown."""

    about: Estimate
    points: tuple[Point, ...]
    left_off: int = 0


class Reader:
    """A board's file, for many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def meta(self) -> dict[str, str]:
        """The facts about the board."""
        return dict(self._rows("SELECT name, value FROM meta"))

    def version(self) -> int:
        """Which version of the picture is shown."""
        return int(self._rows("SELECT value FROM meta WHERE name = 'version'")[0][0])

    def touched(self, country: str) -> int:
        """The last version that touched a country."""
        rows = self._rows("SELECT version FROM touched WHERE country = ?", [country])
        return rows[0][0] if rows else 0

    def bodies(self, view: View, limit: int, after: int) -> list[str]:
        """The JSON of the estimates of a view, the newest first."""
        where = _Where(view)
        sql = f"SELECT e.body FROM {where.tables} WHERE {where.sql} ORDER BY e.last DESC, e.row DESC LIMIT ? OFFSET ?"
        return [row[0] for row in self._rows(sql, [*where.values, limit, after])]

    def total(self, view: View) -> int:
        """How many estimates a view has."""
        where = _Where(view)
        return int(self._rows(f"SELECT COUNT(*) FROM {where.tables} WHERE {where.sql}", where.values)[0][0])

    def body(self, ident: str) -> str | None:
        """The JSON of an estimate."""
        rows = self._rows("SELECT body FROM estimates WHERE id = ? ORDER BY row LIMIT 1", [ident])
        return rows[0][0] if rows else None

    def of_claim(self, claim: str) -> list[str]:
        """The JSON of the estimates that a claim is in, used or set aside."""
        sql = "SELECT e.body FROM uses u JOIN estimates e ON e.row = u.row WHERE u.claim = ? ORDER BY u.effect DESC, e.row LIMIT 50"
        return [row[0] for row in self._rows(sql, [bytes.fromhex(claim)])]

    def urgent(self, country: str | None, limit: int) -> list[str]:
        """The claims whose rulings could do most to the picture."""
        if country:
            sql = "SELECT u.claim FROM uses u JOIN estimates e ON e.row = u.row WHERE u.effect > 0 AND e.country = ? ORDER BY u.effect DESC LIMIT ?"
            return [row[0].hex() for row in self._rows(sql, [country, limit])]
        return [row[0].hex() for row in self._rows("SELECT claim FROM uses WHERE effect > 0 ORDER BY effect DESC LIMIT ?", [limit])]

    def headlines(self, view: View, limit: int) -> list[Headline]:
        """The largest headlines of a view."""
        if view.since or view.until or view.source_kind:
            return self._summed(view, limit) if self._is_short(view) else self._most_first(view, limit)
        where = _Where(view, of_series=True)
        sql = f"""SELECT {_HEAD}, s.first, s.last, s.low, s.best, s.high, s.members, s.estimate FROM {where.tables}
            WHERE s.lead = 1 AND s.best > 0 AND {where.sql} ORDER BY s.best DESC, s.id LIMIT ?"""
        return [_headline(row) for row in self._rows(sql, [*where.values, limit])]

    def tracks(self, view: View, limit: int, points: int) -> list[Track]:
        """The largest things over time: displacement before harm, several estimates before one, the widest places of the view first."""
        where = _Where(replace(view, since=None, until=None), of_series=True)
        sql = f"""SELECT {_HEAD}, s.first, s.last, s.low, s.best, s.high, s.members, s.estimate, s.id FROM {where.tables}
            WHERE s.lead = 1 AND +s.best > 0 AND +s.last > 0 AND {where.sql} ORDER BY s.rank, s.best DESC, s.id LIMIT ?"""
        found: list[Track] = []
        for *row, series in self._rows(sql, [*where.values, _TRIED * limit]):
            track = self._track(_headline(tuple(row)).estimate, series, view, points)
            if track.points:
                found.append(track)
            if len(found) == limit:
                break
        return found

    def scorecards(self, source: str | None = None) -> list[Scorecard]:
        """The sources' scorecards as a whole, or all those of one source."""
        which, values = ("source = ?", [source]) if source else ("act IS NULL", [])
        sql = f"SELECT source, kind, act, country, claims, settled, error, spread, weighs FROM scorecards WHERE {which} ORDER BY nth LIMIT 5000"
        return [Scorecard(*(*row[:-1], bool(row[-1]))) for row in self._rows(sql, values)]

    def stream(self, view: View) -> Iterator[str]:
        """The JSON of all estimates of a view, the newest first, as of one moment."""
        where = _Where(view)
        with self._connection() as base:
            sql = f"SELECT e.body FROM {where.tables} WHERE {where.sql} ORDER BY e.last DESC, e.row DESC"
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

    def _is_short(self, view: View) -> bool:
        """Whether the days of a view are so few that all their estimates can be added up here and now."""
        if not (view.since or view.until):
            return False
        first, last = self._rows(_EDGES)[0]
        if first is None:
            return True
        begin, end = view.since.toordinal() if view.since else first, view.until.toordinal() if view.until else last
        return bool(min(end, last) - max(begin, first) < _SHORT * (last - first))

    def _summed(self, view: View, limit: int) -> list[Headline]:
        """Headlines of some days, or of some kind of source only: those of all series that have an estimate there."""
        where = _Where(view)
        lead = "SELECT g.* FROM ({}) g JOIN series s ON s.id = g.series WHERE s.lead = 1"
        return self._headed(_largest(self._added(where.tables, where, lead), limit))

    def _most_first(self, view: View, limit: int) -> list[Headline]:
        """The same, from the series that could give most onwards, until the rest cannot give more than what is found."""
        of_series, of_days = _Where(replace(view, until=None), of_series=True), _Where(_days(view))
        found: list[_Sum] = []
        after, portion = 0, _PORTION
        sql = (
            f"SELECT s.id, s.most FROM {of_series.tables} WHERE s.lead = 1 AND {of_series.sql} ORDER BY s.most DESC, s.id LIMIT ? OFFSET ?"
        )
        while True:
            some = self._rows(sql, [*of_series.values, portion, after])
            ids = json.dumps([row[0] for row in some])
            found = _largest(found + self._added(_BY_SERIES, of_days, "{}", ids), limit)
            if len(some) < portion or (len(found) == limit and found[-1][_BEST] >= some[-1][1]):
                return self._headed(found)
            after, portion = after + portion, 2 * portion

    def _added(self, tables: str, where: _Where, around: str, *before: Any) -> list[_Sum]:
        """What each series with estimates in ``tables`` comes to: flows added up, of stocks the latest. ``around``: what is asked of
        the sums, {}."""
        flows = f"""SELECT e.series, MIN(e.first), MAX(e.last), SUM(e.low), SUM(e.best),
            CASE WHEN COUNT(e.high) = COUNT(*) THEN SUM(e.high) END, COUNT(*), e.id
            FROM {tables.format(index="estimates_chain")} WHERE {where.sql} AND e.chain = 1 GROUP BY e.series"""
        latest = f"""SELECT e.series, e.first, MAX(e.last), e.low, e.best, e.high, COUNT(*), e.id
            FROM {tables.format(index="estimates_stock")} WHERE {where.sql} AND e.measure = 'stock' GROUP BY e.series"""
        return [row for part in (flows, latest) for row in self._rows(around.format(part), [*before, *where.values])]

    def _headed(self, sums: Sequence[_Sum]) -> list[Headline]:
        """Sums with what they are about."""
        sql = f"SELECT s.id, {_HEAD} FROM json_each(?) j CROSS JOIN series s ON s.id = j.value"
        heads = {row[0]: row[1:] for row in self._rows(sql, [json.dumps([one[0] for one in sums])])}
        return [_headline((*heads[one[0]], *one[1:])) for one in sums if one[0] in heads]

    def _track(self, about: Estimate, series: int, view: View, most: int) -> Track:
        where = _Where(_days(view))
        sql = f"""SELECT e.id, e.first, e.last, e.low, e.best, e.high, e.marks, CASE WHEN e.marks & 6 THEN e.body END FROM estimates e
            WHERE e.series = ? AND e.last > 0 AND {where.sql} ORDER BY e.last DESC, e.row DESC LIMIT ?"""
        rows = self._rows(sql, [series, *where.values, most + 1])
        if len(rows) <= most:
            return Track(about, tuple(_point(row) for row in reversed(rows)))
        sql = f"SELECT COUNT(*) FROM estimates e WHERE e.series = ? AND e.last > 0 AND {where.sql}"
        left = self._rows(sql, [series, *where.values])[0][0]
        return Track(about, tuple(_point(row) for row in reversed(rows[:most])), max(0, left - most))

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
    """The conditions of a view on estimates ``e``, or on series ``s``."""

    def __init__(self, view: View, of_series: bool = False) -> None:
        self.values: list[Any] = []
        self._sql: list[str] = []
        one = "s" if of_series else "e"
        self.tables = "series s" if of_series else "estimates e"
        if view.place:
            self.tables = f"areas a CROSS JOIN within w ON w.area = a.id CROSS JOIN {self.tables}"
            self._add(f"a.name = ? AND w.series = {'s.id' if of_series else 'e.series'}", view.place)
        for column, value in (("country", view.country), ("act", view.act), ("measure", view.measure)):
            if value:
                self._add(f"{one}.{column} = ?", value)
        if view.since:
            self._add(f"{one}.last >= ?", view.since.toordinal())
        if view.until:
            self._add(f"COALESCE({one}.first, {one}.last) <= ?", view.until.toordinal())
        if view.source_kind and not of_series:
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


def _days(view: View) -> View:
    """What a view asks of single estimates, not of whole series."""
    return View(since=view.since, until=view.until, source_kind=view.source_kind)


def _largest(sums: list[_Sum], limit: int) -> list[_Sum]:
    return nsmallest(limit, (one for one in sums if one[_BEST]), key=lambda one: (-one[_BEST], one[-1]))


def _headline(row: Sequence[Any]) -> Headline:
    act, measure, population, unit, origin, places, first, last, low, best, high, members, ident = row
    period = Period(_day(first), _day(last))
    return Headline(Estimate(ident, act, measure, population, unit, origin, _areas(places), period, low, best, high, (), ()), members)


@lru_cache(maxsize=20_000)
def _areas(places: str) -> tuple[Area, ...]:
    return tuple(Area(*place) for place in json.loads(places))


def _point(row: Sequence[Any]) -> Point:
    ident, first, last, low, best, high, marks, body = row
    leap = "definition break" if marks & tables.BREAK else "surge" if marks & tables.SURGE else ""
    said = next((check["text"] for check in json.loads(body)["checks"] if check["text"].startswith(leap)), "") if leap else ""
    return Point(ident, _day(first), _day(last), low, best, high, bool(marks & tables.BROKEN), leap, said, bool(marks & tables.SUM))


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
