"""The ledger: append, follow, look up, decide. One class for both databases; what differs is in the store."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from onrecord.entrycodec import ID_DIGITS, Draft, claim_from_body, report_from_body, stamp, unstamp
from onrecord.ledger import chain
from onrecord.ledger.derive import Deriver
from onrecord.ledger.originals import keep
from onrecord.ledger.sources import Sources
from onrecord.ledger.store import KEY_CHARS, Store
from onrecord.ledger.tables import DERIVED
from onrecord.ledger.trouble import trouble
from onrecord.types import Claim, Entry, EntryKind, Report

PAGE = 500
_ENTRY = "e.seq, e.id, e.kind, e.body, e.recorded_at, e.recorded_by"
_VISIBLE = "LEFT JOIN belongs b ON b.seq = e.seq LEFT JOIN reports r ON r.seq = b.report"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger. Noted elsewhere, it later proves that nothing up to there was changed or cut off."""

    seq: int
    hash: str  # 64 hex digits
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an append did: entries added by kind, and how many were there already."""

    added: Mapping[str, int] = field(default_factory=dict)
    known: int = 0
    last: int = 0  # seq of the last entry added


class Ledger:
    """An open ledger. ``by`` is who records; with ``confidential`` the holder has the right to see confidential reports.

    Every method may raise :class:`onrecord.ledger.LedgerError`, and then has kept nothing."""

    def __init__(self, store: Store, by: str, confidential: bool = False) -> None:
        self.store = store
        self.by = by
        self.confidential = confidential
        self.where = store.where

    def append(self, drafts: Sequence[Draft], by: str | None = None, originals: Mapping[str, bytes] | None = None) -> Receipt:
        """Append what is not there yet, all or nothing; when this returns, it is on disk. ``originals``: files by their digests, of which
        those are kept that reports name."""
        unique = {draft.id: draft for draft in drafts}
        who = _plain(by or self.by)
        with self.store.writing():
            self.check_derived()
            known = {row[0] for row in self.store.rows_in("SELECT id FROM entries WHERE id IN (*)", unique)}
            new = [draft for draft in unique.values() if draft.id not in known]
            bodies = [json.loads(draft.body) for draft in new]
            self._check_reports(new, bodies, set(unique))
            if not new:
                if originals:
                    keep(self.store, drafts, originals)
                return Receipt({}, len(drafts), 0)
            rows = self._rows(new, who)
            self.store.many("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            Deriver(self.store).apply((row[0], row[1], row[2], body) for row, body in zip(rows, bodies, strict=True))
            if originals:
                keep(self.store, drafts, originals)
        added: dict[str, int] = {}
        for draft in new:
            added[draft.kind] = added.get(draft.kind, 0) + 1
        return Receipt(added, len(drafts) - len(new), rows[-1][0])

    def head(self) -> Head:
        """Where the ledger ends now."""
        for seq, mark, at in self.store.rows("SELECT seq, hash, recorded_at FROM entries ORDER BY seq DESC LIMIT 1"):
            return Head(seq, bytes(mark).hex(), unstamp(at))
        return Head(0, chain.START.hex(), None)

    def moment(self, as_of: datetime | int | None) -> int:
        """The last sequence number at a moment: of a time (without a zone: UTC), or at most of a sequence number."""
        if isinstance(as_of, datetime):
            at = stamp(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))
            # recorded_at never falls, so the entries up to a time are those up to a number.
            return int(self.store.value("SELECT COALESCE(MAX(seq), 0) FROM entries WHERE recorded_at <= ?", [at]))
        last = int(self.store.value("SELECT COALESCE(MAX(seq), 0) FROM entries"))
        return last if as_of is None else max(0, min(as_of, last))

    def entries(self, after: int = 0, as_of: datetime | int | None = None, kind: EntryKind | None = None) -> Iterator[Entry]:
        """The entries in order, in flat memory. What may not be seen comes as an entry of kind ``withheld`` without a body."""
        last = self.moment(as_of)
        while after < last:
            limit, values = "", [after, last]
            if kind:
                limit, values = " AND e.kind = ?", [after, last, kind]  # type: ignore[list-item]
            sql = f"SELECT {_ENTRY}, r.confidential FROM entries e {_VISIBLE} WHERE e.seq > ? AND e.seq <= ?{limit} ORDER BY e.seq LIMIT {PAGE}"
            rows = self.store.rows(sql, values)
            for row in rows:
                yield self._entry(row)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def follow(self, after: int = 0, every: float = 0.2, until: Callable[[], bool] = lambda: False) -> Iterator[Entry]:
        """Every entry once, in order, as they come, until ``until()``; it is asked when there is nothing new. ``every``: seconds."""
        while True:
            stop = until()
            for entry in self.entries(after):
                yield entry
                after = entry.seq
            if stop:
                return
            time.sleep(every)

    def entry(self, ident: str) -> Entry | None:
        """The entry with this id."""
        rows = self.store.rows(f"SELECT {_ENTRY}, r.confidential FROM entries e {_VISIBLE} WHERE e.id = ?", [ident])
        return self._entry(rows[0]) if rows else None

    def find(self, beginning: str, most: int = 10) -> list[str]:
        """The ids (at most ``most``) that begin with these hex digits."""
        digits = beginning.strip().lower()
        if not digits or set(digits) - set("0123456789abcdef"):
            return []
        rows = self.store.rows(
            "SELECT id FROM entries WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", [digits, f"{digits[:ID_DIGITS]}g", most]
        )
        return [row[0] for row in rows]

    def claim(self, ident: str) -> Claim | None:
        """The claim with this id as it was read; ``None`` where there is none that may be seen."""
        entry = self.entry(ident)
        if entry is None or entry.kind != "claim":
            return None
        return claim_from_body(ident, json.loads(entry.body))

    def report(self, ident: str) -> Report | None:
        """The report whose entry has this id, with its text, and with title, date and language as last read."""
        entry = self.entry(ident)
        if entry is None or entry.kind != "report":
            return None
        about = self.store.rows("SELECT title, published, language FROM reports WHERE id = ?", [ident])
        body = json.loads(entry.body)
        if about:
            body |= {"title": about[0][0], "published": about[0][1]}
        report = report_from_body(body)
        return replace(report, language=about[0][2]) if about else report

    def reports_named(self, name: str) -> list[Report]:
        """The reports that brought this id along, as received, the latest first; confidential ones too: this is for adding."""
        sql = "SELECT e.body FROM reports r JOIN entries e ON e.seq = r.seq WHERE r.name = ? ORDER BY r.seq DESC LIMIT 20"
        return [report_from_body(json.loads(row[0])) for row in self.store.rows(sql, [name[:KEY_CHARS]])]

    def is_confidential(self, report: str) -> bool:
        """Whether the report with this id is confidential now."""
        return bool(self.store.value("SELECT confidential FROM reports WHERE id = ?", [report]))

    def history(self, report: str) -> list[Entry]:
        """All entries about a report: itself, readings, claims, decisions. Of a confidential one, nothing without the right."""
        sql = f"SELECT {_ENTRY}, r.confidential FROM entries e JOIN belongs b ON b.seq = e.seq JOIN reports r ON r.seq = b.report WHERE r.id = ? ORDER BY e.seq"
        return [entry for row in self.store.rows(sql, [report]) if (entry := self._entry(row)).kind != "withheld"]

    def feed_state(self, feed: str) -> dict[str, Any] | None:
        """The last state recorded of a feed."""
        text = self.store.value("SELECT e.body FROM feeds f JOIN entries e ON e.seq = f.seq WHERE f.feed = ?", [feed[:KEY_CHARS]])
        return cast(dict[str, Any], json.loads(text)["state"]) if text else None

    def sources(self) -> Sources:
        """Who is who among sources, with the aliases that were decided."""
        return Deriver(self.store).sources()

    def check_derived(self) -> None:
        """Raise where the derived tables are of another version of onrecord."""
        found = self.store.value("SELECT value FROM meta WHERE name = 'derived'")
        if found is None:
            self.store.run("INSERT INTO meta (name, value) VALUES ('derived', ?)", [str(DERIVED)])
        elif found != str(DERIVED):
            raise trouble(
                self.where, "its derived tables are of another version of onrecord", "make them anew with: onrecord ledger rebuild"
            )

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, drafts: Sequence[Draft], who: str) -> list[tuple[Any, ...]]:
        head = self.head()
        seq, before, last = head.seq, bytes.fromhex(head.hash), stamp(head.recorded_at) if head.recorded_at else ""
        at = max(stamp(datetime.now(UTC)), last)  # a clock that was set back must not turn the order around
        rows = []
        for draft in drafts:
            seq += 1
            salt = os.urandom(chain.SALT_BYTES)
            before = chain.link(before, chain.leaf(salt, seq, draft.kind, at, who, draft.body))
            rows.append((seq, draft.id, draft.kind, draft.body, at, who, salt, before))
        return rows

    def _check_reports(self, new: Sequence[Draft], bodies: Sequence[Mapping[str, Any]], given: set[str]) -> None:
        """Claims and readings must be about reports that are there."""
        named = {body["report"] for draft, body in zip(new, bodies, strict=True) if draft.kind in ("claim", "reading")} - given
        known = {row[0] for row in self.store.rows_in("SELECT id FROM reports WHERE id IN (*)", named)}
        if named - known:
            raise trouble(self.where, f"there is no report {min(named - known)}", "append the report first")

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        seq, ident, kind, body, at, by, confidential = row
        if kind == "withheld" or (confidential and not self.confidential):
            return Entry(seq, "", "withheld", "", unstamp(at), "")
        return Entry(seq, ident, kind, body, unstamp(at), by)


def _plain(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:200].strip() or "unknown"
