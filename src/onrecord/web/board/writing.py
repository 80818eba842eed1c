"""Writing a board: estimates come and go by bundles; what they add up to follows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.picture import Observation, with_balance
from onrecord.picture.balance import MOVES
from onrecord.render.picture import estimate_from_json, estimate_to_json
from onrecord.types import Estimate, Scorecard
from onrecord.web.board import tables
from onrecord.web.board.lines import about_of, headline_text
from onrecord.web.board.series import Member, rolled
from onrecord.web.wording import named

_PRESENCE = ("sheltered", "registered", "hosted")
_INSERT = f"INSERT INTO estimates VALUES ({','.join('?' * 15)})"
_INSERT_BODY = "INSERT INTO bodies VALUES (?, ?)"
_INSERT_SERIES = f"INSERT OR REPLACE INTO series VALUES ({','.join('?' * 17)})"
Seen = Callable[[str], Observation | None]


class Touched(NamedTuple):
    """Series that an addition wrote or removed, and the countries they are about ("": no single one)."""

    series: set[int]
    countries: set[str]

    def add(self, other: Touched) -> None:
        """What both touched."""
        self.series.update(other.series)
        self.countries.update(other.countries)


class Writer:
    """The file of a board, open for writing. ``seen`` tells the observation of a claim."""

    def __init__(self, path: Path, seen: Seen) -> None:
        self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("synchronous=OFF", "cache_size=-131072", "temp_store=MEMORY"):
            self._base.execute(f"PRAGMA {pragma}")
        self._seen = seen
        self._areas: dict[str, int] = {}
        self._row = 0

    def create(self) -> None:
        """Make the tables; their indexes come with :meth:`finish`. Until then a failure leaves a file that is good for nothing."""
        self._base.execute("PRAGMA journal_mode=OFF")  # a journal of everything would take most of the time
        for statement in tables.TABLES:
            self._base.execute(statement)

    def finish(self) -> None:
        """Make the indexes; from now on others may read while this one writes."""
        for statement in tables.INDEXES:
            self._base.execute(statement)
        self._base.execute("ANALYZE")
        self._base.execute("PRAGMA journal_mode=WAL")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._base.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def put(self, estimates: Sequence[Estimate]) -> None:
        """Add the estimates of whole topics: all series of theirs are here."""
        by_series: dict[int, list[tuple[Estimate, int]]] = {}
        for one in estimates:
            self._row += 1
            by_series.setdefault(tables.series_of(one), []).append((one, self._row))
        leads = _leads([(ident, some[0][0], max(one.best for one, _ in some)) for ident, some in by_series.items()])
        for ident, some in by_series.items():
            members = [_member(one, row) for one, row in some]
            chain = self._put_series(ident, some[0][0], members, ident in leads)
            self._base.executemany(_INSERT, (self._values(one, row, ident, row in chain) for one, row in some))
            self._base.executemany(_INSERT_BODY, ((row, _body(one)) for one, row in some))
            self._base.executemany("INSERT INTO uses VALUES (?, ?, ?)", (use for one, row in some for use in self._uses(one, row)))

    def replace(self, bundles: Iterable[int], estimates: Sequence[Estimate]) -> Touched:
        """Put the estimates of these bundles in the place of what is there, and bring what they add up to in line."""
        touched = Touched(set(), set())
        for bundle in bundles:
            for row, series, country in self._base.execute(
                "SELECT row, series, country FROM estimates WHERE bundle = ?", [bundle]
            ).fetchall():
                self._base.execute("DELETE FROM uses WHERE row = ?", [row])
                self._base.execute("DELETE FROM estimates WHERE row = ?", [row])
                self._base.execute("DELETE FROM bodies WHERE row = ?", [row])
                touched.series.add(series)
                touched.countries.add(country or "")
        self._row = max(self._row, self._value("SELECT COALESCE(MAX(row), 0) FROM estimates"))
        models: dict[int, Estimate] = {}
        for one in estimates:
            self._row += 1
            ident = tables.series_of(one)
            models[ident] = one
            self._base.execute(_INSERT, self._values(one, self._row, ident, False))
            self._base.execute(_INSERT_BODY, (self._row, _body(one)))
            self._base.executemany("INSERT INTO uses VALUES (?, ?, ?)", self._uses(one, self._row))
            touched.countries.add(tables.country_of(one) or "")
        touched.series.update(models)
        strands: set[int] = set()
        for ident in tuple(touched.series):
            touched.series.update(self._resum(ident, models.get(ident), strands))
        for strand in strands:
            touched.series.update(self._rebalance(strand))
        return touched

    def note(self, values: Mapping[str, str], touched: Touched | None = None) -> None:
        """Note facts about the board, and what its newest version touches."""
        self._base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
        version = int(self._value("SELECT value FROM meta WHERE name = 'version'") or 0)
        for table, some in (("touched", touched.countries), ("changed", touched.series)) if touched else ():
            self._base.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", ((one, version) for one in some))

    def put_scorecards(self, cards: Iterable[Scorecard]) -> None:
        """The scorecards of the sources, in their order."""
        self._base.execute("DELETE FROM scorecards")
        self._base.executemany("INSERT INTO scorecards VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, cards))

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _values(self, one: Estimate, row: int, series: int, chain: bool) -> tuple[Any, ...]:
        kinds = tables.kinds_of(found.kind for used in one.used if (found := self._seen(used.claim)))
        last = tables.last_of(one)
        first = one.period.first.toordinal() if one.period.first else None
        return (
            row, one.id, tables.bundle_of(one.act, one.origin, last), series, tables.country_of(one), one.act, one.measure, first, last,
            one.low, one.best, one.high, kinds, int(chain), tables.marks_of(one),
        )  # fmt: skip

    def _uses(self, one: Estimate, row: int) -> Iterator[tuple[bytes, int, float]]:
        """The claims of an estimate, with what a ruling on each could do to it: its weight in people, times the doubt about it."""
        if one.basis == "sum":
            return
        for used in one.used:
            seen = self._seen(used.claim)
            doubt = 0.0 if seen is None or seen.status != "unreviewed" else max(1 - seen.confidence, 0.001)
            yield bytes.fromhex(used.claim), row, round(used.weight * one.best * doubt, 4)
        for aside in one.set_aside:
            yield bytes.fromhex(aside.claim), row, 0.0

    def _put_series(self, ident: int, model: Estimate, members: Sequence[Member], lead: bool) -> set[int]:
        """The row of a series; the rows of its members that may be added."""
        total = rolled(members, model.measure == "stock")
        numbers = total.first or 0, total.last, total.low, total.best, -1 if total.high is None else total.high, len(members)
        text = headline_text(about_of(model), numbers, int(total.estimate, 16)).decode()
        self._base.execute(
            _INSERT_SERIES,
            (
                ident, tables.thing_of(model), tables.strand_of(model), int(lead), tables.rank_of(model, len(members)), tables.country_of(model), model.act,
                model.measure, model.population, text, total.first, total.last, total.low, total.best, total.high,
                len(members), total.estimate,
            ),
        )  # fmt: skip
        inside = {name for area in model.places for name in (area.id, *area.within)}
        self._base.executemany("INSERT OR IGNORE INTO within VALUES (?, ?)", ((self._area(name), ident) for name in inside))
        return set(total.rows) if model.measure == "flow" and total.first else set()

    def _area(self, name: str) -> int:
        found = self._areas.get(name)
        if found is None:
            if len(self._areas) > 500_000:
                self._areas.clear()
            self._base.execute("INSERT OR IGNORE INTO areas (name) VALUES (?)", [name])
            found = self._areas[name] = int(self._value("SELECT id FROM areas WHERE name = ?", [name]))
        return found

    def _resum(self, ident: int, model: Estimate | None, strands: set[int]) -> list[int]:
        """Bring a series in line with its estimates; those that count the same thing, of which another may stand for it now."""
        rows = self._base.execute("SELECT row, id, first, last, low, best, high FROM estimates WHERE series = ?", [ident]).fetchall()
        known = self._base.execute("SELECT thing, strand FROM series WHERE id = ?", [ident]).fetchone()
        if known:
            strands.add(known[1])
        if not rows:
            self._base.execute("DELETE FROM series WHERE id = ?", [ident])
            self._base.execute("DELETE FROM within WHERE series = ?", [ident])
        else:
            model = model or estimate_from_json(json.loads(self._value("SELECT body FROM bodies WHERE row = ?", [rows[0][0]])))
            chain = self._put_series(ident, model, [Member(*row) for row in rows], False)
            marks = ((int(row[0] in chain), row[0], int(row[0] in chain)) for row in rows)
            self._base.executemany("UPDATE estimates SET chain = ? WHERE row = ? AND chain <> ?", marks)
            known = tables.thing_of(model), tables.strand_of(model)
            strands.add(known[1])
        if not known:
            return []
        lead = "SELECT id FROM series WHERE thing = ? ORDER BY population = 'people' DESC, best DESC, id LIMIT 1"
        self._base.execute(f"UPDATE series SET lead = (id = ({lead})) WHERE thing = ?", [known[0], known[0]])
        return [row[0] for row in self._base.execute("SELECT id FROM series WHERE thing = ?", [known[0]])]

    def _rebalance(self, strand: int) -> set[int]:
        """Check the stocks of a strand against its flows anew; the series whose checks are others now."""
        sql = """SELECT e.row, e.series, b.body FROM series s JOIN estimates e ON e.series = s.id JOIN bodies b ON b.row = e.row WHERE s.strand = ?
            AND ((s.measure = 'stock' AND s.act IN (?, ?, ?)) OR (s.measure = 'flow' AND s.act IN (?, ?, ?, ?)))"""
        rows = self._base.execute(sql, [strand, *_PRESENCE, *MOVES]).fetchall()
        before = [estimate_from_json(json.loads(body)) for _, _, body in rows]
        changed: set[int] = set()
        if not any(one.measure == "stock" for one in before):
            return changed
        bare = [replace(one, checks=tuple(check for check in one.checks if check.kind != "balance")) for one in before]
        for (row, series, _), was, now in zip(rows, before, with_balance(bare), strict=True):
            if was.checks != now.checks:
                self._base.execute("UPDATE bodies SET body = ? WHERE row = ?", [_body(now), row])
                self._base.execute("UPDATE estimates SET marks = ? WHERE row = ?", [tables.marks_of(now), row])
                changed.add(series)
        return changed

    def _value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        found = self._base.execute(sql, values).fetchone()
        return found[0] if found else None


def _body(one: Estimate) -> str:
    text = json.dumps(estimate_to_json(one, named), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


def _member(one: Estimate, row: int) -> Member:
    first = one.period.first.toordinal() if one.period.first else None
    return Member(row, one.id, first, tables.last_of(one), one.low, one.best, one.high)


def _leads(series: Iterable[tuple[int, Estimate, int]]) -> set[int]:
    """The series that stand for their things: those of everyone, else the largest."""
    best: dict[int, tuple[tuple[bool, int, int], int]] = {}
    for ident, model, most in series:
        key, rank = tables.thing_of(model), (model.population == "people", most, -ident)
        if key not in best or rank > best[key][0]:
            best[key] = rank, ident
    return {ident for _, ident in best.values()}
