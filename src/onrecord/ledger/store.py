"""Where a ledger is kept, as far as SQLite and PostgreSQL differ. SQL is written once, with ``?`` for values."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from onrecord.ledger.trouble import TookLong

Row = tuple[Any, ...]
CHUNK = 400  # values in one IN (…)
KEY_CHARS = 300  # of names that have an index: PostgreSQL takes no long ones


def storable(values: Sequence[Any]) -> Sequence[Any]:
    """The values with what a database takes in no text, NUL and half surrogate pairs, replaced. (Bodies of entries hold neither.)"""
    if all(value.__class__ is not str or (value.isascii() and "\0" not in value) for value in values):
        return values
    return [storable_text(value) if isinstance(value, str) else value for value in values]


def storable_text(text: str) -> str:
    """The text as a database can hold it."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Store(ABC):
    """One connection to a database. Methods raise :class:`onrecord.ledger.trouble.LedgerError` and nothing else."""

    where: str  # as a person would name it, without passwords
    main: str  # the schema of the ledger, with its dot
    lock: threading.RLock  # one thread at a time; a transaction holds it

    @abstractmethod
    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""

    @abstractmethod
    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run one statement."""

    @abstractmethod
    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """A transaction of the only writer: others wait, so entries become visible in order. Kept whole or not at all."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """A transaction that sees one moment."""

    @abstractmethod
    def make(self, statement: str) -> None:
        """Run a CREATE TABLE of ours, in the types of this database."""

    @abstractmethod
    def has(self, table: str) -> bool:
        """Whether the ledger has this table (one of ours)."""

    @abstractmethod
    def create_derived(self, schema: str) -> None:
        """Make the derived tables, empty, in ``schema`` ("" or :attr:`shadow`)."""

    @abstractmethod
    def drop_derived(self, schema: str) -> None:
        """Drop the derived tables of ``schema``, if they are there."""

    @abstractmethod
    def shadow(self) -> AbstractContextManager[str]:
        """A schema for a second set of derived tables, to compare with the first; gone afterwards."""

    @abstractmethod
    def differing_words(self, schema: str) -> bool:
        """Whether the words of ``schema`` and those of the ledger differ."""

    @abstractmethod
    def is_guarded(self) -> bool:
        """Whether the database itself refuses to change or delete entries."""

    @abstractmethod
    def add_words(self, schema: str, rows: list[tuple[int, str]]) -> None:
        """Put words (folded, one space between) under the rows of claims."""

    @abstractmethod
    def words_condition(self, terms: Sequence[tuple[str, bool]]) -> tuple[str, list[Any]]:
        """SQL that gives the rows whose words hold all terms, each a phrase of folded words and whether its last is a beginning only."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @contextmanager
    def limited(self, seconds: float | None) -> Iterator[None]:
        """Within it, a query that would take longer (``None``: no limit) raises :class:`TookLong`; here at once, for a server is waited for."""
        if seconds is not None:
            raise TookLong
        yield

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, ``None`` where there is none."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def rows_in(self, sql: str, values: Iterable[Any]) -> list[Row]:
        """The rows of a query with ``IN (*)``, asked for many values in portions."""
        wanted = list(values)
        found: list[Row] = []
        for at in range(0, len(wanted), CHUNK):
            part = wanted[at : at + CHUNK]
            found += self.rows(sql.replace("(*)", "(" + ",".join("?" * len(part)) + ")"), part)
        return found
