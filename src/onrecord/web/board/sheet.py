"""The numbers of a board in columns, held in memory: what a view comes to is one pass over those of its country and act."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.web.board.lines import NUMBERS
from onrecord.web.board.tails import Tails

Column = NDArray[Any]
Columns = dict[str, Column]
At = slice | Column  # where in columns: a stretch, or single places
Group = tuple[str, str]  # country ("": none or several) and act
Wanted = dict[str, tuple[str, Callable[[Sequence[Any]], Column]]]  # a column's name: its SQL, and what makes it of the values

_PORTION = 1_000  # rows that are turned into columns together
_PAGE = 32  # bits of a place of a text that tell where on its page it begins
_LARGE = 1 << 50  # people: of larger numbers a timeline knows no order
_CHANGED = "(SELECT series FROM changed WHERE version > ?)"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A board at one version, never changed. ``seq``: the ledger's entry that it follows up to. ``touched``: the last version that touched
    a country. ``series``: one row a series, those of one group together (``most`` and ``reach``: no days of it come to a larger number, and none
    lie later); ``numbers``: one row an estimate, those of one series together, the latest last; ``starts``: where those of each series begin, and the end. ``pages``: the series' headlines, one after the other: as texts of
    their own they would take twice the memory, and never give it back."""

    version: int
    seq: int
    touched: Mapping[str, int]
    series: Columns
    numbers: Columns
    starts: Column
    groups: Mapping[Group, slice]
    tails: Tails
    pages: list[bytes]
    ids: Column  # of the series, in order
    by_id: Column  # where the series with each of these stands

    def rows(self, at: At) -> tuple[At, Column]:
        """Where the estimates of some series stand, and where in that those of each series begin."""
        starts, ends = self.starts[:-1][at], self.starts[1:][at]
        if isinstance(at, slice):
            first = int(starts[0]) if len(starts) else 0
            return slice(first, int(ends[-1]) if len(ends) else first), starts - first
        counts = ends - starts
        return _stretches(starts, counts), np.cumsum(counts) - counts

    def texts(self, at: Column) -> list[bytes]:
        """The headlines of some series, all days together, as the API gives them."""
        return self._beginnings(at, "size")

    def abouts(self, at: Column) -> list[bytes]:
        """What these headlines are about: their texts before the numbers."""
        return self._beginnings(at, "about")

    def _beginnings(self, at: Column, size: str) -> list[bytes]:
        places, pages = self.series["text"][at], self.pages
        begins = places & (1 << _PAGE) - 1
        spans = zip((places >> _PAGE).tolist(), begins.tolist(), (begins + self.series[size][at]).tolist(), strict=True)
        return [pages[page][begin:end] for page, begin, end in spans]

    def where(self, idents: Sequence[int]) -> Column:
        """Where the series with these ids stand, in their order here."""
        wanted = np.array(idents, np.int64)
        at = np.searchsorted(self.ids, wanted)
        there = at < len(self.ids)
        there[there] = self.ids[at[there]] == wanted[there]
        return np.sort(self.by_id[at[there]])


def read(base: sqlite3.Connection, old: Sheet | None = None) -> Sheet:
    """The sheet of a board as its file stands now; where there is an older one, only what has changed since is read."""
    base.execute("BEGIN")  # all as of one moment
    try:
        meta = dict(base.execute("SELECT name, value FROM meta"))
        version, seq = int(meta["version"]), int(meta["seq"])
        if old and old.version == version:
            return old if old.seq == seq else replace(old, seq=seq)
        touched = dict(base.execute("SELECT country, version FROM touched"))
        fresh, gone = _read(base, old)
    finally:
        base.execute("COMMIT")
    return _arranged(fresh if old is None else _merged(old, fresh, gone), version, seq, touched)


@dataclass(frozen=True, slots=True)
class _Part:
    """Series in any order; the estimates of each stand together from ``starts`` on, ``counts`` of them."""

    series: Columns
    numbers: Columns
    starts: Column
    counts: Column
    names: list[Group]
    pages: list[bytes]


def _read(base: sqlite3.Connection, old: Sheet | None) -> tuple[_Part, Column]:
    """All series of a file, or those that have changed; and the ids of these."""
    since = [old.version] if old else []
    changed = np.array([row[0] for row in base.execute(_CHANGED.strip("()"), since)] if old else [], np.int64)
    names: dict[str, int] = {" ".join(name): nth for nth, name in enumerate(old.groups)} if old else {}
    pages = list(old.pages) if old else []

    def numbered(said: Sequence[str]) -> Column:
        return np.array([names.setdefault(one, len(names)) for one in said], np.int32)

    def kept(said: Sequence[str]) -> Column:
        if not said:
            return np.empty(0, np.int64)
        lines = [text.encode() for text in said]
        pages.append(b"".join(lines))
        return len(pages) - 1 << _PAGE | np.cumsum([0, *map(len, lines)], dtype=np.int64)[:-1]

    of_series: Wanted = {
        "id": ("id", _wide), "group": ("COALESCE(country, '') || ' ' || act", numbered), "text": ("text", kept),
        "size": ("LENGTH(CAST(text AS BLOB))", _short), "about": (f"INSTR(CAST(text AS BLOB), X'{NUMBERS.hex()}') - 1", _short), "stock": ("measure = 'stock'", _truth),
        "lead": ("lead", _truth), "order": (f"(rank * {_LARGE}) - MIN(best, {_LARGE} - 1)", _wide), **_SHARED, "estimate": ("estimate", _ident),
    }  # fmt: skip
    series = _columns(base, of_series, f"series {f'WHERE id IN {_CHANGED}' if old else ''}", since)
    of_estimates: Wanted = {
        "series": ("series", _wide), **_SHARED, "kinds": ("kinds", _short), "chain": ("chain", _truth), "marks": ("marks", _short), "estimate": ("id", _ident),
    }  # fmt: skip
    numbers = _columns(base, of_estimates, f"estimates {f'WHERE series IN {_CHANGED}' if old else ''}", since)
    order = np.lexsort((numbers["estimate"], numbers["best"], numbers["last"], numbers["series"]))
    numbers = {name: column[order] for name, column in numbers.items()}
    starts = np.searchsorted(numbers["series"], series["id"])
    counts = np.searchsorted(numbers["series"], series["id"], "right") - starts
    del numbers["series"]
    return _Part(series, numbers, starts, counts, [_group(name) for name in names], pages), changed


def _columns(base: sqlite3.Connection, wanted: Wanted, source: str, values: Sequence[int]) -> Columns:
    """Columns of a table, filled in portions: a million rows as tuples would take ten times the memory."""
    size = base.execute(f"SELECT COUNT(*) FROM {source}", values).fetchone()[0]
    found = {name: np.empty(size, make(()).dtype) for name, (_, make) in wanted.items()}
    rows, at = base.execute(f"SELECT {', '.join(sql for sql, _ in wanted.values())} FROM {source}", values), 0
    while portion := rows.fetchmany(_PORTION):
        for (name, (_, make)), column in zip(wanted.items(), zip(*portion, strict=True), strict=True):
            found[name][at : at + len(portion)] = make(column)
        at += len(portion)
    return found


def _wide(values: Sequence[int]) -> Column:
    return np.array(values, np.int64)


def _short(values: Sequence[int]) -> Column:
    return np.array(values, np.int32)


def _truth(values: Sequence[int]) -> Column:
    return np.array(values, np.bool_)


def _ident(values: Sequence[str]) -> Column:
    return np.array([int(value, 16) for value in values], np.int64)


def _group(name: str) -> Group:
    country, _, act = name.partition(" ")
    return country, act


# What both tables have. high: -1 where nothing bounds it; first: 0 where there is none.
_SHARED: Wanted = {
    "first": ("COALESCE(first, 0)", _short), "last": ("last", _short), "low": ("low", _wide), "best": ("best", _wide),
    "high": ("COALESCE(high, -1)", _wide),
}  # fmt: skip


def _merged(old: Sheet, fresh: _Part, gone: Column) -> _Part:
    """What an older sheet has, with the series that have changed in the place of theirs."""
    kept = ~np.isin(old.series["id"], gone)
    starts, counts = old.starts[:-1][kept], np.diff(old.starts)[kept]
    return _Part(
        {name: np.concatenate((old.series[name][kept], column)) for name, column in fresh.series.items()},
        {name: np.concatenate((old.numbers[name], column)) for name, column in fresh.numbers.items()},
        np.concatenate((starts, fresh.starts + len(old.numbers["best"]))),
        np.concatenate((counts, fresh.counts)),
        fresh.names, fresh.pages,
    )  # fmt: skip


def _arranged(part: _Part, version: int, seq: int, touched: Mapping[str, int]) -> Sheet:
    """Series by their groups, and estimates by their series."""
    names = sorted(part.names)
    place = np.empty(len(names), np.int32)
    place[[part.names.index(name) for name in names]] = np.arange(len(names))
    group = place[part.series["group"]] if names else part.series["group"]
    order = np.argsort(group, kind="stable")
    series = {name: column[order] for name, column in (part.series | {"group": group}).items()}
    counts = part.counts[order]
    rows = _stretches(part.starts[order], counts)
    by_id = np.argsort(series["id"])
    starts, numbers = np.concatenate(([0], np.cumsum(counts))), {name: column[rows] for name, column in part.numbers.items()}
    series |= bounds(series["stock"], numbers, starts)
    edges = np.searchsorted(series["group"], np.arange(len(names) + 1)).tolist()
    groups = dict(zip(names, (slice(*edge) for edge in pairwise(edges)), strict=True))
    tails = Tails.of(series["stock"], numbers, starts)
    return Sheet(version, seq, touched, series, numbers, starts, groups, tails, part.pages, series["id"][by_id], by_id)


def bounds(stock: Column, numbers: Columns, starts: Column) -> Columns:
    """What the number of each series can be at most in any days, and the last day that it has."""
    if not len(stock):
        return {"most": np.empty(0, np.int64), "reach": np.empty(0, np.int32)}
    added = np.add.reduceat(np.where(numbers["chain"], numbers["best"], 0), starts[:-1])
    return {"most": np.where(stock, np.maximum.reduceat(numbers["best"], starts[:-1]), added), "reach": numbers["last"][starts[1:] - 1]}


def _stretches(starts: Column, counts: Column) -> Column:
    """The places ``start, start + 1, …``, as many as counted, of each of these one after the other."""
    ends = np.cumsum(counts)
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)
