"""Both kinds of ledger. Without a PostgreSQL server those tests are skipped, loudly; ``.ci/run`` starts one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.ledger import Ledger, open_ledger

SERVER = os.environ.get("ONRECORD_TEST_POSTGRES", "postgresql://onrecord:onrecord@localhost/onrecord_test")
Opener = Callable[..., Ledger]


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of a PostgreSQL database that tests may fill."""
    try:
        import psycopg

        psycopg.connect(SERVER, connect_timeout=3).close()
    except Exception as error:
        pytest.skip(f"no PostgreSQL at {SERVER.rpartition('@')[2]} (ONRECORD_TEST_POSTGRES names another; .ci/run starts one): {error}")
    return SERVER


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a new ledger."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite")
        return
    with schema(request.getfixturevalue("server")) as url:
        yield url


@pytest.fixture
def other(request: pytest.FixtureRequest, where: str, tmp_path: Path) -> Iterator[str]:
    """A place for a second ledger, of the other kind where there is one."""
    if where.startswith("postgresql"):
        yield str(tmp_path / "other.sqlite")
        return
    with schema(request.getfixturevalue("server")) as url:
        yield url


class schema:
    """A schema of its own for one test."""

    def __init__(self, server: str) -> None:
        self.server, self.name = server, f"t_{uuid.uuid4().hex[:16]}"

    def __enter__(self) -> str:
        return f"{self.server}?schema={self.name}"

    def __exit__(self, *_: object) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as base:
            base.execute(f"DROP SCHEMA IF EXISTS {self.name} CASCADE".encode())


@pytest.fixture
def opener(where: str) -> Iterator[Opener]:
    """Open the ledger, as often as wanted."""
    opened: list[Ledger] = []

    def call(**options: object) -> Ledger:
        opened.append(open_ledger(where, **{"by": "tester", **options}))  # type: ignore[arg-type]
        return opened[-1]

    yield call
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(opener: Opener) -> Ledger:
    """A new ledger, open."""
    return opener()
