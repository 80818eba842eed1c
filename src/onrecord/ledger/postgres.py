"""A ledger in a PostgreSQL database (13 or newer), for teams. Needs ``onrecord[postgres]``."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from onrecord.ledger.store import Row, Store, storable
from onrecord.ledger.tables import DERIVED_INDEXES, DERIVED_TABLES, ENTRIES, FORMAT, META
from onrecord.ledger.trouble import LedgerError, newer_format, trouble

if TYPE_CHECKING:
    import psycopg

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_OLDEST = 130_000
_GUARDS = (
    """CREATE FUNCTION entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'entries are never changed or deleted'; END $$""",
    "CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION entries_kept()",
    "ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_kept",  # in a session of a replica too
)


class PostgresStore(Store):
    """See :class:`Store`. The tables live in a schema of their own: ``onrecord``, or ``?schema=NAME`` in the URL."""

    def __init__(self, url: str, write: bool = True) -> None:
        self._url, self._schema = _split(url)
        self.where = _without_password(self._url)
        self.main = f"{self._schema}."
        self.lock = threading.RLock()
        # One lock for each ledger in a database; any number of ledgers may share one.
        self._key = int.from_bytes(hashlib.sha256(f"onrecord {self._schema}".encode()).digest()[:8], "big", signed=True)
        self._in_transaction = False
        self._base: psycopg.Connection[Row] | None = None
        self._write = write
        with self.lock:
            try:
                self._connection()
                self._check_or_create(write)
            except BaseException:
                self.close()
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with self.lock, self._watched():
            return self._connection().execute(_dialect(sql), storable(values)).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        with self.lock, self._watched():
            self._connection().execute(_dialect(sql), storable(values))

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        with self.lock, self._watched(), self._connection().cursor() as cursor:
            cursor.executemany(_dialect(sql), map(storable, values))

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            # Sequence numbers become visible in order only if one writer at a time takes them; the lock ends with the transaction.
            self.run("SELECT pg_advisory_xact_lock(?)", [self._key])
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ"):
            yield

    def make(self, statement: str) -> None:
        self.run(_ddl(statement))

    def has(self, table: str) -> bool:
        return self.value("SELECT to_regclass(?)", [f"{self._schema}.{table}"]) is not None

    def create_derived(self, schema: str) -> None:
        for statement in DERIVED_TABLES.values():
            self.run(_ddl(statement.format(s=schema)))
        self.run(f"CREATE TABLE {schema}words (row BIGINT PRIMARY KEY, words tsvector NOT NULL)")
        for statement in (*DERIVED_INDEXES, "CREATE INDEX {s}words_words ON {t}words USING gin (words)"):
            self.run(statement.format(s="", t=schema))

    def drop_derived(self, schema: str) -> None:
        for name in (*DERIVED_TABLES, "words"):
            self.run(f"DROP TABLE IF EXISTS {schema}{name}")

    @contextmanager
    def shadow(self) -> Iterator[str]:
        with self.lock:
            try:
                yield "pg_temp."  # tables of this connection only
            finally:
                self.drop_derived("pg_temp.")

    def differing_words(self, schema: str) -> bool:
        return False  # compared as a table like the others

    def is_guarded(self) -> bool:
        sql = "SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = to_regclass(?) AND tgname = 'entries_kept' AND tgenabled = 'A'"
        return bool(self.value(sql, [f"{self._schema}.entries"]))

    def add_words(self, schema: str, rows: list[tuple[int, str]]) -> None:
        self.many(f"INSERT INTO {schema}words (row, words) VALUES (?, to_tsvector('simple', ?))", rows)

    def words_condition(self, terms: Sequence[tuple[str, bool]]) -> tuple[str, list[Any]]:
        phrases = []
        for phrase, beginning in terms:
            words = [f"'{word}'" for word in phrase.split()]
            words[-1] += ":*" if beginning else ""
            phrases.append("(" + " <-> ".join(words) + ")")
        return "SELECT row FROM words WHERE words @@ to_tsquery('simple', ?)", [" & ".join(phrases)]

    def close(self) -> None:
        with self.lock:
            if self._base is not None:
                self._base.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self.lock:
            if self._in_transaction:
                yield
                return
            self.run(begin)
            self._in_transaction = True
            try:
                yield
                with self._watched():
                    self._connection().execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._in_transaction = False

    def _roll_back(self) -> None:
        import psycopg

        try:
            if self._base is not None and not self._base.closed:
                self._base.execute("ROLLBACK")
        except psycopg.Error:
            self._base = None

    def _connection(self) -> psycopg.Connection[Row]:
        """The connection; a new one where the old one was lost, but never in the middle of a transaction."""
        if self._base is None or (self._base.closed and not self._in_transaction):
            try:
                import psycopg
            except ImportError:
                raise trouble(self.where, "PostgreSQL needs psycopg", "install it with: pip install 'onrecord[postgres]'") from None
            options = {"connect_timeout": 10, "keepalives_idle": 30, "client_encoding": "UTF8", "application_name": "onrecord"}
            with self._watched():
                base = psycopg.connect(self._url, autocommit=True, **options)  # type: ignore[arg-type]
                base.execute(f"SET search_path TO {self._schema}".encode())
                base.execute(b"SET client_min_messages TO warning")
            self._base = base
        return self._base

    def _check_or_create(self, write: bool) -> None:
        base = self._connection()
        if base.info.server_version < _OLDEST:
            raise trouble(self.where, "the server is older than PostgreSQL 13", "use PostgreSQL 13 or newer")
        if self.value("SHOW server_encoding") != "UTF8":
            raise trouble(self.where, "the database is not in UTF-8", "make one with: createdb --encoding=UTF8 --template=template0 NAME")
        if not self._exists() and write:
            with self.writing():
                if not self._exists():
                    self._create()
        elif not self._exists():
            raise trouble(
                self.where, "there is no ledger here yet", "add a report with `onrecord add`, or name another ledger with --ledger"
            )
        found = int(self.value("SELECT value FROM meta WHERE name = 'format'") or 0)
        if found > FORMAT:
            raise newer_format(self.where, found, FORMAT)

    def _exists(self) -> bool:
        return self.value("SELECT to_regclass(?)", [f"{self._schema}.entries"]) is not None

    def _create(self) -> None:
        self.run(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
        for statement in (_ddl(ENTRIES), META, *_GUARDS):
            self.run(statement)
        self.create_derived("")
        self.run("INSERT INTO meta VALUES ('format', ?)", [str(FORMAT)])

    @contextmanager
    def _watched(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.errors.ReadOnlySqlTransaction as error:
            raise trouble(self.where, "the server only reads (a replica?)", "name the server that is written to") from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise trouble(self.where, f"not permitted: {_line(error)}", "ask for the right on this database") from error
        except psycopg.errors.DiskFull as error:
            raise trouble(
                self.where, "the server's disk is full; nothing of this step was kept", "make room and run the same command again"
            ) from error
        except psycopg.OperationalError as error:
            self._base = None if not self._in_transaction else self._base
            message = f"the server cannot be reached, or was lost: {_line(error)}"
            raise trouble(self.where, message, "run the same command again when it is back: what is there is not added twice") from error
        except psycopg.Error as error:
            raise trouble(self.where, f"PostgreSQL says: {_line(error)}", "nothing of this step was kept") from error


def _dialect(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _ddl(statement: str) -> str:
    for ours, theirs in (("INTEGER", "BIGINT"), ("REAL", "DOUBLE PRECISION"), ("BLOB", "BYTEA"), (" WITHOUT ROWID", "")):
        statement = statement.replace(ours, theirs)
    return statement


def _split(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    schema = next((value for name, value in query if name == "schema"), "onrecord")
    if not _SCHEMA.fullmatch(schema):
        raise trouble(_without_password(url), f"{schema!r} is no name for a schema", "use small letters, digits and _")
    rest = urlencode([(name, value) for name, value in query if name != "schema"])
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{rest}" if rest else ""), schema


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://" + (f"{parts.username}@{host}" if parts.username else host) + parts.path


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


__all__ = ["LedgerError", "PostgresStore"]
