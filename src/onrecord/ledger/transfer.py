"""A ledger as JSON Lines, out and in again exactly: between files, between databases. What is confidential stays behind a leaf of the chain."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.entrycodec import canonical, unstamp
from onrecord.ledger import chain
from onrecord.ledger.base import Ledger
from onrecord.ledger.derive import Deriver
from onrecord.ledger.shape import misshapen
from onrecord.ledger.sqlite import SqliteStore
from onrecord.ledger.tables import FORMAT
from onrecord.ledger.trouble import LedgerError, newer_format, trouble
from onrecord.ledger.verify import STORED, broken

_PAGE = 500
_LONGEST = 64 << 20  # bytes of one line
_KINDS = frozenset(("report", "reading", "claim", "decision", "feed", "withheld"))
_AGAIN = "export the ledger again and import that; nothing was imported"


def export(ledger: Ledger) -> Iterator[str]:
    """The lines of an export (each with its line end): a head, then the entries of one moment. Without the right to see them,
    confidential entries are reduced to their leaf, so that the chain can still be verified."""
    head = ledger.head()
    yield canonical({"onrecord": "ledger", "format": FORMAT, "entries": head.seq, "head": head.hash}) + "\n"
    names = ", ".join(f"e.{name}" for name in STORED.split(", "))
    # Numbers have no gaps. Both ends are told of both tables: a server that has not counted its rows yet would go through all of them.
    sql = f"""SELECT {names}, r.confidential FROM entries e LEFT JOIN belongs b ON b.seq = e.seq AND b.seq > ? AND b.seq <= ?
        LEFT JOIN reports r ON r.seq = b.report WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq"""
    last = 0
    while last < head.seq:
        for *row, confidential in ledger.store.rows(sql, [last, min(last + _PAGE, head.seq)] * 2):
            yield _line(tuple(row), bool(confidential) and not ledger.confidential)
            last = row[0]


def import_lines(ledger: Ledger, lines: BinaryIO, where: str) -> int:
    """Take in an export, exactly: into a new ledger, or one that holds the beginning of it. How many entries were added; all or none."""
    total, head = _header(lines, where)
    added = 0
    with ledger.store.writing():
        ledger.check_derived()
        mine = ledger.head()
        deriver, portion = Deriver(ledger.store), []
        last, before, at = 0, chain.START, ""
        for row in _rows(lines, where, total):
            row = row if row[4] else (*row[:4], at, *row[5:])
            wrong = broken(row, last, before, at)
            if wrong:
                raise trouble(f"{where}:{last + 2}", f"entry {row[0]}: {wrong}", _AGAIN)
            last, before, at = row[0], row[7], row[4]
            if last == mine.seq and before.hex() != mine.hash:
                raise _other(ledger)
            if last > mine.seq:
                portion.append(row)
            if len(portion) >= _PAGE:
                added += _add(ledger, deriver, portion)
                portion = []
        if before.hex() != head:
            raise trouble(where, "its last entry is not the one that its first line names", _AGAIN)
        if last < mine.seq:
            raise _other(ledger)
        added += _add(ledger, deriver, portion)
    return added


def backup(ledger: Ledger, target: str) -> None:
    """Copy the whole ledger, confidential entries included, as it is at one moment, while others write: of SQLite a SQLite file,
    of PostgreSQL an export. ``target`` must not exist."""
    if isinstance(ledger.store, SqliteStore):
        ledger.store.backup(target)
        return
    part = Path(f"{target}.part")
    try:
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"):
            pass
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.writelines(export(Ledger(ledger.store, ledger.by, confidential=True)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise trouble(target, f"the backup cannot be written: {error.strerror}", "name a new file in a folder you can write to") from None


def _line(row: tuple[Any, ...], hidden: bool) -> str:
    seq, ident, kind, body, at, by, salt, mark = row
    if kind == "withheld" or hidden:
        leaf = json.loads(body)["leaf"] if kind == "withheld" else chain.leaf(bytes(salt), seq, kind, at, by, body).hex()
        return canonical({"seq": seq, "kind": "withheld", "leaf": leaf, "hash": bytes(mark).hex()}) + "\n"
    about = canonical({"seq": seq, "kind": kind, "id": ident, "at": at, "by": by, "salt": bytes(salt).hex(), "hash": bytes(mark).hex()})
    return f'{about[:-1]},"body":{body}}}\n'


def _header(lines: BinaryIO, where: str) -> tuple[int, str]:
    line = lines.readline(10_000)
    try:
        values = json.loads(line)
        if values["onrecord"] != "ledger" or not isinstance(values["format"], int):
            raise ValueError
        if values["format"] > FORMAT:
            raise newer_format(where, values["format"], FORMAT)
        return int(values["entries"]), str(values["head"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise trouble(where, "this is no export of a ledger", "give a file that `onrecord ledger export` wrote") from None


def _rows(lines: BinaryIO, where: str, total: int) -> Iterator[tuple[Any, ...]]:
    number = 0
    while line := lines.readline(_LONGEST):
        number += 1
        if number > total:
            raise trouble(f"{where}:{number + 1}", f"there are more than the {total:,} entries that its first line names", _AGAIN)
        if not line.endswith(b"\n"):
            raise trouble(f"{where}:{number + 1}", "the line is cut off", _AGAIN)
        row = _row(line)
        if row is None:
            raise trouble(f"{where}:{number + 1}", "this is no entry of a ledger", _AGAIN)
        yield row
    if number < total:
        raise trouble(where, f"it ends after {number:,} of {total:,} entries", _AGAIN)


def _row(line: bytes) -> tuple[Any, ...] | None:
    """The entry of a line as the database keeps it; ``None`` where it is none."""
    try:
        values = json.loads(line)
        seq, kind, mark = values["seq"], values["kind"], bytes.fromhex(values["hash"])
        if kind not in _KINDS or not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq < 2**62:
            return None
        if kind == "withheld":
            leaf = bytes.fromhex(values["leaf"]).hex()
            return seq, leaf[:32], kind, canonical({"leaf": leaf}), "", "", b"", mark
        texts = [values["id"], values["at"], values["by"]]
        if not all(isinstance(text, str) and text.isprintable() and len(text) <= 200 for text in texts) or misshapen(kind, values["body"]):
            return None
        unstamp(texts[1])
        return seq, texts[0], kind, canonical(values["body"]), texts[1], texts[2], bytes.fromhex(values["salt"]), mark
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _add(ledger: Ledger, deriver: Deriver, portion: list[tuple[Any, ...]]) -> int:
    if portion:
        ledger.store.many("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", portion)
        deriver.apply((row[0], row[1], row[2], json.loads(row[3])) for row in portion)
    return len(portion)


def _other(ledger: Ledger) -> LedgerError:
    return trouble(ledger.where, "this ledger holds other entries than the export", "import into a new ledger: --ledger NEW.sqlite")
