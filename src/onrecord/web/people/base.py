"""Where accounts are kept: a small SQLite file of the console's own, apart from the ledger. Secrets are in it as digests only."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.ledger import LedgerError, default_path
from onrecord.types import Problem

_APPLICATION, _FORMAT = 0x6F6E7270, 1  # "onrp"
_WAIT = 10_000  # milliseconds for another process to finish
_TABLES = (
    """CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
    confidential INTEGER NOT NULL, identity TEXT UNIQUE, subject TEXT UNIQUE, closed INTEGER NOT NULL DEFAULT 0, password TEXT)""",
    "CREATE TABLE sessions (mark BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, began REAL NOT NULL, seen REAL NOT NULL)",
    """CREATE TABLE tokens (id INTEGER PRIMARY KEY AUTOINCREMENT, mark BLOB NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES accounts,
    name TEXT NOT NULL, scopes TEXT NOT NULL, made REAL NOT NULL, until REAL NOT NULL, used REAL)""",
    "CREATE TABLE links (mark BLOB PRIMARY KEY, account INTEGER REFERENCES accounts, until REAL NOT NULL)",
    "CREATE TABLE tries (what TEXT PRIMARY KEY, failures INTEGER NOT NULL, last REAL NOT NULL)",
    "CREATE TABLE events (seq INTEGER PRIMARY KEY, at REAL NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL)",
    "CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


def people_path(ledger: str | None = None) -> str:
    """``ONRECORD_CONSOLE``, else ``NAME.people`` beside the ledger's file; of a PostgreSQL ledger, in the folder of a user's data."""
    given = os.environ.get("ONRECORD_CONSOLE", "").strip()
    where = ledger or default_path()
    if given:
        return given
    if not where.startswith(("postgresql://", "postgres://")):
        return f"{where}.people"
    from urllib.parse import urlsplit

    address = urlsplit(where)
    name = "-".join((address.hostname or "local", *f"{address.path}-{address.query}".split("/")))
    plain = "".join(c if c.isalnum() or c in ".-_" else "-" for c in name).strip("-")
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "onrecord"
    return str(folder / f"{plain[:100]}.people")


def new_secret() -> str:
    """256 bits that nobody can guess, fit for an address or a header."""
    return secrets.token_urlsafe(32)


def mark(secret: str) -> bytes:
    """What is kept of a secret of :func:`new_secret`. (It needs no salt and no slow hash: there is nothing to guess.)"""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


class Base:
    """The open file. One thread at a time; other processes may hold it open too. Raises :class:`LedgerError` where it cannot be used."""

    def __init__(self, path: str) -> None:
        self.where = path
        self._lock = threading.RLock()
        self._deep = 0
        with self._watched():
            file = Path(path).absolute()
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            self._base = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._base.execute(f"PRAGMA busy_timeout={_WAIT}")
            self._check_or_create()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement; it may also be one that changes something."""
        with self._lock, self._watched():
            return self._base.execute(sql, values).fetchall()

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, ``None`` where there is none."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer comes between. Kept whole or not at all."""
        with self._lock:
            if not self._deep:
                self.rows("BEGIN IMMEDIATE")
            self._deep += 1
            try:
                yield
            except BaseException:
                self._deep -= 1
                if not self._deep:
                    self._base.rollback()
                raise
            self._deep -= 1
            if not self._deep:
                self.rows("COMMIT")

    def known(self, name: str, make: str | None = None) -> str | None:
        """A value kept by name; ``make`` is put there first where there is none."""
        if make is not None:
            self.rows("INSERT INTO known VALUES (?, ?) ON CONFLICT DO NOTHING", [name, make])
        found: str | None = self.value("SELECT value FROM known WHERE name = ?", [name])
        return found

    def remember(self, name: str, value: str) -> None:
        """Keep a value by name, in place of the one before."""
        self.rows("INSERT INTO known VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", [name, value])

    def log(self, at: float, by: str, what: str, about: str) -> None:
        """Note who changed what about accounts."""
        self.rows("INSERT INTO events (at, by, what, about) VALUES (?, ?, ?, ?)", [at, by, what, about])

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._base.close()

    def _check_or_create(self) -> None:
        self._base.execute("PRAGMA trusted_schema=OFF")
        with self.writing():
            application, tables = self.value("PRAGMA application_id"), self.value("SELECT COUNT(*) FROM sqlite_master")
            if not application and not tables:
                for table in _TABLES:
                    self.rows(table)
                self.rows(f"PRAGMA application_id={_APPLICATION}")
                self.rows(f"PRAGMA user_version={_FORMAT}")
            elif application != _APPLICATION or self.value("PRAGMA user_version") > _FORMAT:
                raise self._trouble("this file holds no accounts that this version knows", "name another file with ONRECORD_CONSOLE")
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise self._trouble(f"the file of accounts cannot be used: {error}", "check the path, its permissions and the disk") from error

    def _trouble(self, message: str, next_step: str) -> LedgerError:
        return LedgerError(Problem(self.where, "people", message, next_step))
