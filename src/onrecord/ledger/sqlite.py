"""A ledger in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.ledger.store import Row, Store, storable
from onrecord.ledger.tables import DERIVED_INDEXES, DERIVED_TABLES, ENTRIES, FORMAT, META
from onrecord.ledger.trouble import LedgerError, TookLong, newer_format, trouble

_APPLICATION = 0x6F6E7263  # "onrc": tells our files from other SQLite files
# KiB at most. A writer keeps the pages that a large ledger's indexes touch; a reader leaves that to the system, since a console has many.
_WRITER_CACHE, _READER_CACHE = 262_144, 4_096
_WAIT = 120_000  # milliseconds for another writer to finish
_LOOK = 5_000  # steps of SQLite's between two looks at the clock, well below a millisecond
# REPLACE would delete without a word; an insert must therefore be a next one.
_GUARDS = (
    "CREATE TRIGGER entries_kept BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END",
    "CREATE TRIGGER entries_not_deleted BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END",
    """CREATE TRIGGER entries_appended BEFORE INSERT ON entries
    WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries) OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END""",
)


class SqliteStore(Store):
    """See :class:`Store`. ``write=False`` opens the file read-only and never makes one."""

    def __init__(self, path: str, write: bool = True) -> None:
        self.where = path
        self.main = "main."
        self.lock = threading.RLock()
        self._in_transaction = False
        with self._watched():
            self._base = self._open(path, write)
            try:
                self._check_or_create(write)
            except BaseException:
                self._base.close()
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with self.lock, self._watched():
            return self._base.execute(sql, storable(values)).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        with self.lock, self._watched():
            self._base.execute(sql, storable(values))

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        with self.lock, self._watched():
            self._base.executemany(sql, map(storable, values))

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def limited(self, seconds: float | None) -> Iterator[None]:
        if seconds is None:
            yield
            return
        end = time.perf_counter() + seconds
        with self.lock:
            self._base.set_progress_handler(lambda: time.perf_counter() > end, _LOOK)
            try:
                yield
            except LedgerError as error:
                if getattr(error.__cause__, "sqlite_errorname", None) == "SQLITE_INTERRUPT":
                    raise TookLong from None
                raise
            finally:
                self._base.set_progress_handler(None, 0)

    def make(self, statement: str) -> None:
        self.run(statement)

    def has(self, table: str) -> bool:
        return bool(self.value("SELECT COUNT(*) FROM main.sqlite_master WHERE type = 'table' AND name = ?", [table]))

    def create_derived(self, schema: str) -> None:
        for statement in DERIVED_TABLES.values():
            self.run(statement.format(s=schema))
        for statement in DERIVED_INDEXES:
            self.run(statement.format(s=schema, t=""))
        self.run(f"CREATE VIRTUAL TABLE {schema}words USING fts5(said, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')")

    def drop_derived(self, schema: str) -> None:
        for name in (*DERIVED_TABLES, "words"):
            self.run(f"DROP TABLE IF EXISTS {schema or 'main.'}{name}")

    @contextmanager
    def shadow(self) -> Iterator[str]:
        with self.lock:
            self.run("ATTACH '' AS shadow")  # a temporary file of SQLite's own
            try:
                yield "shadow."
            finally:
                self.run("DETACH shadow")

    def differing_words(self, schema: str) -> bool:
        self.run("CREATE VIRTUAL TABLE temp.vocab_main USING fts5vocab(main, words, row)")
        self.run(f"CREATE VIRTUAL TABLE temp.vocab_other USING fts5vocab({schema.rstrip('.')}, words, row)")
        try:
            pair = ("SELECT term, doc, cnt FROM temp.vocab_main", "SELECT term, doc, cnt FROM temp.vocab_other")
            return any(self.rows(f"SELECT * FROM ({one} EXCEPT {other}) LIMIT 1") for one, other in (pair, pair[::-1]))
        finally:
            self.run("DROP TABLE temp.vocab_main")
            self.run("DROP TABLE temp.vocab_other")

    def is_guarded(self) -> bool:
        return bool(self.value("SELECT COUNT(*) FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'") == len(_GUARDS))

    def add_words(self, schema: str, rows: list[tuple[int, str]]) -> None:
        self.many(f"INSERT INTO {schema}words (rowid, said) VALUES (?, ?)", rows)

    def words_condition(self, terms: Sequence[tuple[str, bool]]) -> tuple[str, list[Any]]:
        match = " ".join(f'"{phrase}"' + ("*" if beginning else "") for phrase, beginning in terms)
        return "SELECT rowid AS row FROM words WHERE words MATCH ?", [match]

    def backup(self, target: str) -> None:
        """Copy the whole file as it is at one moment, while others go on writing. ``target`` must not exist."""
        part = f"{target}.part"
        with self._watched():
            try:
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
            except OSError as error:
                raise trouble(
                    target, f"the backup cannot be written: {error.strerror}", "name a new file in a folder you can write to"
                ) from None
            try:
                copy = sqlite3.connect(part)
                with self.lock:
                    self._base.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
                copy.close()
                os.replace(part, target)
            except BaseException:
                for left in (part, target):
                    Path(left).unlink(missing_ok=True)
                raise

    def close(self) -> None:
        with self.lock:
            self._base.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self.lock:
            if self._in_transaction:
                yield
                return
            with self._watched():
                self._base.execute(begin)
            self._in_transaction = True
            try:
                yield
                with self._watched():
                    self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise
            finally:
                self._in_transaction = False

    def _open(self, path: str, write: bool) -> sqlite3.Connection:
        file = Path(path).absolute()
        if write and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # may hold confidential reports
        elif not file.exists():
            raise trouble(path, "there is no ledger here yet", "add a report with `onrecord add`, or name another ledger with --ledger")
        base = self._connect(file, "rw" if write else "ro")
        base.execute(f"PRAGMA busy_timeout={_WAIT}")
        if not write:
            try:
                base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:  # a folder where SQLite may put no companion file
                base = self._connect(file, "ro&immutable=1")
        return base

    @staticmethod
    def _connect(file: Path, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False)

    def _check_or_create(self, write: bool) -> None:
        base = self._base
        base.execute("PRAGMA trusted_schema=OFF")
        base.execute(f"PRAGMA cache_size={-_WRITER_CACHE if write else -_READER_CACHE}")
        application = base.execute("PRAGMA application_id").fetchone()[0]
        if write and not application:
            with self.writing():
                if not base.execute("PRAGMA application_id").fetchone()[0]:
                    if base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                        raise self._no_ledger()
                    self._create()
        elif application != _APPLICATION:
            raise self._no_ledger()
        found = base.execute("PRAGMA user_version").fetchone()[0]
        if found > FORMAT:
            raise newer_format(self.where, found, FORMAT)
        if write:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA wal_autocheckpoint=25000")  # pages: many appends for one sorting into the file
            base.execute("PRAGMA synchronous=FULL")  # what was acknowledged outlives a power cut

    def _create(self) -> None:
        for statement in (ENTRIES, META, *_GUARDS):
            self._base.execute(statement)
        self.create_derived("")
        self._base.execute(f"PRAGMA application_id={_APPLICATION}")
        self._base.execute(f"PRAGMA user_version={FORMAT}")

    def _no_ledger(self) -> LedgerError:
        return trouble(self.where, "this file is no ledger of onrecord", "name another file with --ledger or ONRECORD_LEDGER")

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._problem(error) from error
        except OSError as error:
            raise trouble(self.where, f"it cannot be opened: {error.strerror or error}", "check the path and its permissions") from error

    def _problem(self, error: sqlite3.Error) -> LedgerError:
        name = getattr(error, "sqlite_errorname", "") or ""
        for start, message, next_step in _ADVICE:
            if name.startswith(start):
                return trouble(self.where, message, next_step)
        return trouble(self.where, f"SQLite says: {error}", "see `onrecord ledger verify`; nothing of this step was kept")


_ADVICE = (
    (
        "SQLITE_FULL",
        "the disk is full; nothing of this step was kept",
        "make room and run the same command again: what is there is not added twice",
    ),
    ("SQLITE_IOERR", "the disk cannot be written or read; nothing of this step was kept", "check the disk and run the same command again"),
    ("SQLITE_READONLY", "the file may only be read", "check its permissions and those of its folder, or name another ledger with --ledger"),
    ("SQLITE_BUSY", "another program has held the ledger for two minutes", "wait for it to finish and run the same command again"),
    ("SQLITE_CANTOPEN", "it cannot be opened", "check the path and its permissions"),
    ("SQLITE_NOTADB", "this file is no ledger of onrecord", "name another file with --ledger or ONRECORD_LEDGER"),
    ("SQLITE_CORRUPT", "the file is damaged", "restore a backup made with `onrecord ledger backup`"),
    ("SQLITE_PERM", "it may not be opened", "check its permissions"),
)
