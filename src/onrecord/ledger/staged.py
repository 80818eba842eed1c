"""The derived tables while a portion of entries is taken in: what is known is read once, what changes is written once at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from onrecord.ledger import columns
from onrecord.ledger.sources import Sources
from onrecord.ledger.store import KEY_CHARS, Store, storable_text
from onrecord.likeness import sketch
from onrecord.types import SourceKind

Anchor = tuple[int, int, int]  # start, end, nth: where a figure stands in its report
_MOST_KNOWN = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """A claim's entry; ``values`` is its figure in full JSON form."""

    seq: int
    id: str
    body: Mapping[str, Any]
    values: Mapping[str, Any]

    @property
    def anchor(self) -> Anchor:
        return self.values["start"], self.values["end"], self.body.get("nth", 0)


@dataclass(slots=True)
class Version:
    """A row of ``claims``."""

    row: int
    claim: int
    claim_id: str
    report: int
    anchor: Anchor
    since: int
    status: str
    ruling: int | None
    changed: int | None
    correction: str | None
    until: int | None = None
    columns: tuple[Any, ...] = ()
    said: str | None = None  # the source's words, of which ``stated`` gives the number


@dataclass(slots=True)
class Ruled:
    """A row of ``rulings``."""

    seq: int
    id: str
    about: str
    ruling: str
    other: str | None
    report: int | None
    anchor: Anchor | None
    withdrawn: int | None


@dataclass(slots=True)
class ReportState:
    """A row of ``reports``, with what stands of it. ``None`` in the last fields: not read yet."""

    seq: int
    id: str
    name: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    language: str | None
    path: str | None
    reading: int | None
    made_by: str | None
    confidential: int
    sketch: bytes  # of the text, to know copies by
    new: bool = False
    dirty: bool = False
    text: str | None = None
    listed: dict[str, None] | None = None
    standing: dict[Anchor, Version] | None = None
    rulings: list[Ruled] | None = None


_REPORT = "seq, id, name, title, url, publisher, published, language, path, reading, made_by, confidential, sketch"
_RULING = "seq, id, about, ruling, other, report, start, stop, nth, withdrawn"


@dataclass(slots=True)
class Writer:
    """Reads and writes the derived tables of one schema."""

    store: Store
    schema: str
    feeds: dict[str, int] = field(default_factory=dict)
    belongs: list[tuple[int, int]] = field(default_factory=list)
    _reports: dict[str, ReportState] = field(default_factory=dict)
    _opened: list[Version] = field(default_factory=list)
    _closed: list[tuple[int, int]] = field(default_factory=list)
    _areas: list[tuple[str, int, int]] = field(default_factory=list)
    _words: list[tuple[int, str]] = field(default_factory=list)
    _rulings: list[Ruled] = field(default_factory=list)
    _withdrawn: list[tuple[int, int]] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _sources: Sources | None = None
    _next_row: int = 1

    def begin(self, reports: Iterable[str]) -> None:
        """Get ready for a portion that tells of these reports."""
        self._reports = {}
        self._next_row = int(self.store.value(f"SELECT COALESCE(MAX(row), 0) + 1 FROM {self.schema}claims"))
        for row in self.store.rows_in(f"SELECT {_REPORT} FROM {self.schema}reports WHERE id IN (*)", reports):
            self._reports[row[1]] = ReportState(*row)
        if len(self._numbers) > _MOST_KNOWN:
            self._numbers.clear()

    def add_report(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        """A report that was not there before."""
        title, url, publisher, published, path = (body.get(name) for name in ("title", "url", "publisher", "published", "path"))
        text = body.get("text") or ""
        report = ReportState(
            seq, ident, body["name"][:KEY_CHARS], title, url, publisher, published, None, path, None, None, 0, sketch(text)
        )
        report.new = report.dirty = True
        report.text, report.standing, report.rulings = text, {}, []
        self._reports[ident] = report
        self.belongs.append((seq, seq))

    def report(self, ident: str) -> ReportState | None:
        """The report with this id."""
        if ident not in self._reports:
            for row in self.store.rows(f"SELECT {_REPORT} FROM {self.schema}reports WHERE id = ?", [ident]):
                self._reports[ident] = ReportState(*row)
        return self._reports.get(ident)

    def report_at(self, seq: int) -> ReportState | None:
        """The report whose entry has this sequence number."""
        ident = self.store.value("SELECT id FROM entries WHERE seq = ?", [seq])
        return self.report(ident) if ident else None

    def standing(self, report: ReportState) -> dict[Anchor, Version]:
        """What stands of a report, by anchor."""
        if report.standing is None:
            names = "c.row, c.claim, e.id, c.report, c.start, c.stop, c.nth, c.since, c.status, c.ruling, c.changed, c.correction"
            sql = f"SELECT {names} FROM {self.schema}claims c JOIN entries e ON e.seq = c.claim WHERE c.report = ? AND c.until IS NULL"
            report.standing = {}
            for row, claim, ident, of, start, stop, nth, *rest in self.store.rows(sql, [report.seq]):
                report.standing[start, stop, nth] = Version(row, claim, ident, of, (start, stop, nth), *rest)
        return report.standing

    def rulings(self, report: ReportState) -> list[Ruled]:
        """All rulings about a report and its claims, in order."""
        if report.rulings is None:
            sql = f"SELECT {_RULING} FROM {self.schema}rulings WHERE report = ? ORDER BY seq"
            report.rulings = [_ruled(row) for row in self.store.rows(sql, [report.seq])]
        return report.rulings

    def ruling(self, ident: str) -> Ruled | None:
        """The ruling with this id."""
        staged = next((one for one in self._rulings if one.id == ident), None)
        found = self.store.rows(f"SELECT {_RULING} FROM {self.schema}rulings WHERE id = ?", [ident])
        return staged or (_ruled(found[0]) if found else None)

    def add_ruling(
        self, seq: int, ident: str, about: str, ruling: str, other: str | None, report: ReportState | None, anchor: Anchor | None
    ) -> None:
        """A ruling just made."""
        one = Ruled(seq, ident, about, ruling, other, report.seq if report else None, anchor, None)
        if report is not None:
            self.rulings(report).append(one)
        self._rulings.append(one)

    def withdraw(self, ruling: Ruled, report: ReportState | None, seq: int) -> None:
        """A ruling no longer counts."""
        for one in (ruling, *(self.rulings(report) if report else ())):
            if one.id == ruling.id:
                one.withdrawn = seq
        self._withdrawn.append((seq, ruling.seq))

    def alias_rulings(self) -> list[int]:
        """The rulings about aliases that count."""
        rows = self.store.rows(f"SELECT seq FROM {self.schema}rulings WHERE ruling = 'alias' AND withdrawn IS NULL")
        gone = {seq for _, seq in self._withdrawn}
        staged = [one.seq for one in self._rulings if one.ruling == "alias" and one.withdrawn is None]
        return sorted({row[0] for row in rows if row[0] not in gone} | set(staged))

    def open(
        self,
        report: ReportState,
        told: Told,
        at: int,
        status: str,
        ruling: int | None,
        changed: int | None,
        correction: Mapping[str, Any] | None,
    ) -> None:
        """From ``at`` on this is what stands at the claim's anchor; nothing is done where it stands already."""
        before = self.standing(report).get(told.anchor)
        kept = json.dumps(correction, sort_keys=True) if correction else None
        if before and (before.claim, before.status, before.ruling, before.changed, before.correction) == (
            told.seq, status, ruling, changed, kept,
        ):  # fmt: skip
            return
        self.close(report, told.anchor, at)
        row, self._next_row = self._next_row, self._next_row + 1
        version = Version(row, told.seq, told.id, report.seq, told.anchor, at, status, ruling, changed, kept)
        values = figure_values(told, correction)
        version.columns = columns.columns(values, report.published, changed is not None)
        if values["source"] is not None:
            version.said = storable_text(f"{values['source'][:KEY_CHARS]}\n{values['source_kind'] or 'other'}")
        self.standing(report)[told.anchor] = version
        self._opened.append(version)
        self._areas += [(name, row, roles) for name, roles in columns.areas(values).items()]
        self._words.append((row, columns.words(values, self._text(report), report.title)))

    def close(self, report: ReportState, anchor: Anchor, at: int) -> None:
        """From ``at`` on nothing stands at an anchor."""
        version = self.standing(report).pop(anchor, None)
        if version is not None:
            version.until = at
            self._closed.append((at, version.row))

    def restate(self, sources: Sources) -> None:
        """Resolve all stated sources anew."""
        self._sources = sources
        self._number_sources()
        changes = []
        for ident, words in self.store.rows(f"SELECT id, words FROM {self.schema}stated"):
            name, _, kind = words.rpartition("\n")
            source = sources.resolve(name, kind)
            changes.append((source.name, source.kind, ident))
        self.store.many(f"UPDATE {self.schema}stated SET name = ?, kind = ? WHERE id = ?", changes)

    def flush(self) -> None:
        """Write what the portion changed."""
        store, s = self.store, self.schema
        self._number_sources()
        self._number("areas", "name", (name for name, _, _ in self._areas), lambda name: ())
        dirty = [report for report in self._reports.values() if report.dirty]
        marks = ",".join("?" * 13)
        changes = ", ".join(
            f"{name} = excluded.{name}" for name in ("title", "published", "language", "reading", "made_by", "confidential")
        )
        upsert = f"INSERT INTO {s}reports ({_REPORT}) VALUES ({marks}) ON CONFLICT (seq) DO UPDATE SET {changes}"
        store.many(upsert, [tuple(getattr(report, name) for name in _REPORT.split(", ")) for report in dirty])
        store.many(f"INSERT INTO {s}belongs (seq, report) VALUES (?, ?)", self.belongs)
        store.many(f"INSERT INTO {s}claims VALUES ({','.join('?' * 24)})", [self._claim_row(version) for version in self._opened])
        store.many(f"UPDATE {s}claims SET until = ? WHERE row = ?", self._closed)
        store.many(
            f"INSERT INTO {s}claim_areas (area, row, roles) VALUES (?, ?, ?)",
            [(self._numbers["areas", name], *rest) for name, *rest in self._areas],
        )
        store.add_words(s, self._words)
        rulings = [(r.seq, r.id, r.about, r.ruling, r.other, r.report, *(r.anchor or (None,) * 3), r.withdrawn) for r in self._rulings]
        store.many(f"INSERT INTO {s}rulings ({_RULING}) VALUES ({','.join('?' * 10)})", rulings)
        store.many(f"UPDATE {s}rulings SET withdrawn = ? WHERE seq = ?", self._withdrawn)
        sql = f"INSERT INTO {s}feeds (feed, seq) VALUES (?, ?) ON CONFLICT (feed) DO UPDATE SET seq = excluded.seq"
        store.many(sql, list(self.feeds.items()))
        for staged in (self.belongs, self._opened, self._closed, self._areas, self._words, self._rulings, self._withdrawn):
            staged.clear()
        self.feeds.clear()

    def _text(self, report: ReportState) -> str:
        if report.text is None:
            report.text = json.loads(self.store.value("SELECT body FROM entries WHERE seq = ?", [report.seq])).get("text") or ""
        return report.text

    def _number_sources(self) -> None:
        """Number the sources of the claims opened so far."""
        if self._sources is None:
            from onrecord.ledger.derive import decided_aliases

            self._sources = Sources(decided_aliases(self.store, self.alias_rulings()))
        sources = self._sources

        def known_as(words: str) -> tuple[str, str]:
            name, _, kind = words.rpartition("\n")
            source = sources.resolve(name, cast(SourceKind, kind))
            return source.name[:KEY_CHARS], source.kind

        self._number("stated", "words, name, kind", (version.said for version in self._opened if version.said), known_as)

    def _number(self, table: str, names: str, keys: Iterable[str], more: Callable[[str], tuple[str, ...]]) -> None:
        """Give each key its number in a table of names: the one it has, or the next one, in the order of first appearance."""
        new = [key for key in dict.fromkeys(keys) if (table, key) not in self._numbers]
        column = names.partition(",")[0]
        for number, key in self.store.rows_in(f"SELECT id, {column} FROM {self.schema}{table} WHERE {column} IN (*)", new):
            self._numbers[table, key] = number
        new = [key for key in new if (table, key) not in self._numbers]
        if new:
            last = int(self.store.value(f"SELECT COALESCE(MAX(id), 0) FROM {self.schema}{table}"))
            numbers = {key: last + place for place, key in enumerate(new, 1)}
            rows = [(number, key, *more(key)) for key, number in numbers.items()]
            self.store.many(f"INSERT INTO {self.schema}{table} (id, {names}) VALUES ({','.join('?' * len(rows[0]))})", rows)
            self._numbers |= {(table, key): number for key, number in numbers.items()}

    def _claim_row(self, version: Version) -> tuple[Any, ...]:
        where = (version.row, version.claim, version.report, *version.anchor, version.since, version.until)
        *plain, confidence = version.columns
        said = self._numbers["stated", version.said] if version.said else None
        return (*where, version.status, version.ruling, version.changed, version.correction, *plain, said, confidence)


def figure_values(told: Told, correction: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The figure as it stands, corrected."""
    return columns.figure_values(told.body, correction) if correction else told.values


def _ruled(row: tuple[Any, ...]) -> Ruled:
    seq, ident, about, ruling, other, report, start, stop, nth, withdrawn = row
    return Ruled(seq, ident, about, ruling, other, report, None if start is None else (start, stop, nth), withdrawn)
