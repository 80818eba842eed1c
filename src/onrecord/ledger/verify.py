"""Proof that nothing was changed, and that the derived tables say what the entries say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from onrecord.entrycodec import entry_id
from onrecord.ledger import chain
from onrecord.ledger.base import Head, Ledger
from onrecord.ledger.derive import Deriver
from onrecord.ledger.originals import spoilt
from onrecord.ledger.store import Store
from onrecord.ledger.tables import DERIVED, DERIVED_TABLES
from onrecord.types import Problem

PAGE = 1_000
STORED = "seq, id, kind, body, recorded_at, recorded_by, salt, hash"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What :func:`verify` found. ``head`` is the end of what was proved; ``withheld`` entries came without their content."""

    head: Head
    withheld: int
    problem: Problem | None


def verify(ledger: Ledger, expected: tuple[int, str] | None = None) -> Verdict:
    """Recompute the chain over all entries. ``expected`` is a head (number, hash) noted earlier: it must still be there."""
    before, last, at, withheld, noted = chain.START, 0, "", 0, None
    with ledger.store.reading():
        while True:
            rows = ledger.store.rows(f"SELECT {STORED} FROM entries WHERE seq > ? ORDER BY seq LIMIT {PAGE}", [last])
            for row in rows:
                wrong = broken(row, last, before, at)
                if wrong:
                    return Verdict(Head(last, before.hex(), None), withheld, _problem(ledger, row, wrong))
                last, at, before = row[0], row[4], bytes(row[7])
                withheld += row[2] == "withheld"
                if expected and last == expected[0]:
                    noted = before.hex()
            if len(rows) < PAGE:
                break
        guarded, changed = ledger.store.is_guarded(), spoilt(ledger.store)
    head = Head(last, before.hex(), None)
    if expected and noted != expected[1]:
        message = (
            f"entry {expected[0]} is not the one that was noted" if noted else f"it ends at entry {last}, before the noted {expected[0]}"
        )
        return Verdict(head, withheld, Problem(ledger.where, "ledger", message, "entries were replaced or cut off: compare with a backup"))
    if not guarded:
        step = "somebody removed the triggers: find out why, and import an export into a new ledger"
        return Verdict(head, withheld, Problem(ledger.where, "ledger", "the database no longer refuses changes of entries", step))
    if changed:
        message = f"the original file {changed} is not what came in"
        return Verdict(
            head, withheld, Problem(ledger.where, "ledger", message, "the entries are sound: add the file again, or restore a backup")
        )
    return Verdict(head, withheld, None)


def broken(row: tuple[Any, ...], last: int, before: bytes, at: str) -> str | None:
    """What is wrong with an entry that follows entry ``last`` with the hash ``before``, recorded ``at``; ``None`` where all is well."""
    seq, ident, kind, body, recorded_at, by, salt, mark = row
    if seq != last + 1:
        return f"entry {last + 1} is missing" + (f" (up to {seq - 1})" if seq > last + 2 else "")
    try:
        leaf = bytes.fromhex(json.loads(body)["leaf"]) if kind == "withheld" else chain.leaf(bytes(salt), seq, kind, recorded_at, by, body)
        right = entry_id(kind, body) if kind != "withheld" else leaf.hex()[:32]
    except (ValueError, KeyError, TypeError):
        return "its content is not JSON"
    if chain.link(before, leaf) != bytes(mark):
        return "its content does not match its hash"
    if right != ident:
        return "its id does not match its content"
    return "it was recorded before the entry before it" if recorded_at < at else None


def rebuild(ledger: Ledger) -> int:
    """Make the derived tables anew from the entries; how many entries there are. Others see the old tables until it is done."""
    with ledger.store.writing():
        ledger.store.drop_derived("")
        ledger.store.create_derived("")
        last = _replay(ledger.store, "")
        ledger.store.run("DELETE FROM meta WHERE name = 'derived'")
        ledger.store.run("INSERT INTO meta (name, value) VALUES ('derived', ?)", [str(DERIVED)])
    return last


def check_tables(ledger: Ledger) -> Problem | None:
    """Make the derived tables a second time, aside, and compare; the first table that differs is the problem."""
    store = ledger.store
    with store.shadow() as schema, store.reading():
        store.create_derived(schema)
        _replay(store, schema)
        names = [*DERIVED_TABLES, *(["words"] if schema == "pg_temp." else [])]
        for name in names:
            pair = (f"SELECT * FROM {store.main}{name}", f"SELECT * FROM {schema}{name}")
            for one, other in (pair, pair[::-1]):
                if store.rows(f"SELECT * FROM ({one} EXCEPT {other}) x LIMIT 1"):
                    return _differs(ledger, name)
        return _differs(ledger, "words") if store.differing_words(schema) else None


def _differs(ledger: Ledger, name: str) -> Problem:
    return Problem(
        ledger.where, "ledger", f"the derived table {name} differs from the entries", "make it anew with: onrecord ledger rebuild"
    )


def _replay(store: Store, schema: str) -> int:
    deriver = Deriver(store, schema)
    last = 0
    while True:
        rows = store.rows(f"SELECT seq, id, kind, body FROM entries WHERE seq > ? ORDER BY seq LIMIT {PAGE}", [last])
        if not rows:
            return last
        deriver.apply((row[0], row[1], row[2], json.loads(row[3])) for row in rows)
        last = rows[-1][0]


def _problem(ledger: Ledger, row: tuple[Any, ...], wrong: str) -> Problem:
    where = f"{ledger.where}, entry {row[0]} ({row[2]} {row[1]})"
    return Problem(where, "ledger", wrong, "the ledger was changed after the fact: compare with a backup or an export")
