"""Disks that are full, files that may only be read, servers that go away, ledgers of the future: said clearly, and nothing half written."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from made import drafts

from onrecord.ledger import LedgerError, default_path, open_ledger
from onrecord.ledger.transfer import export, import_lines
from onrecord.ledger.verify import check_tables, verify

ROOT = Path(__file__).parents[2]


def many(count: int) -> list[object]:
    return [draft for number in range(count) for draft in drafts(f"{number} people fled.", f"r{number}")]


def test_a_full_disk(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "l.sqlite"), by="me") as ledger:
        ledger.append(drafts())
        pages = ledger.store.value("PRAGMA page_count")
        ledger.store.run(f"PRAGMA max_page_count={pages + 3}")
        with pytest.raises(LedgerError, match="the disk is full; nothing of this step was kept"):
            ledger.append(many(300))  # type: ignore[arg-type]
        assert ledger.head().seq == 4
        assert verify(ledger).problem is None
        ledger.store.run("PRAGMA max_page_count=1000000")
        assert check_tables(ledger) is None
        ledger.append(many(300))  # type: ignore[arg-type]
        assert check_tables(ledger) is None


def test_an_import_onto_a_full_disk(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "a.sqlite"), by="me") as ledger, open_ledger(str(tmp_path / "b.sqlite"), by="me") as other:
        ledger.append(many(300))  # type: ignore[arg-type]
        other.store.run(f"PRAGMA max_page_count={other.store.value('PRAGMA page_count') + 20}")
        with pytest.raises(LedgerError, match="the disk is full"):
            import_lines(other, io.BytesIO("".join(export(ledger)).encode()), "export")
        assert other.head().seq == 0


READ_ONLY = """
import os, sys
import onrecord.ledger.sqlite, encodings.idna
from made import drafts
from onrecord.ledger import LedgerError, Query, claims, open_ledger
if os.getuid() == 0:  # whom no permission binds
    os.setgid(65534); os.setuid(65534)
try:
    with open_ledger(sys.argv[1], by="me") as ledger:
        ledger.append(drafts("5 more", "r5"))
except LedgerError as error:
    print(error)
with open_ledger(sys.argv[1], by="me", write=False) as ledger:
    print(len(list(claims(ledger, Query()))), ledger.head().seq)
"""


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    with open_ledger(str(folder / "l.sqlite"), by="me") as ledger:
        ledger.append(drafts())
    for path in (tmp_path, *tmp_path.parents[:2]):  # pytest's own folders, closed to others
        path.chmod(0o755)
    (folder / "l.sqlite").chmod(0o444)
    folder.chmod(0o555)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{Path(__file__).parent}"}
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(folder / "l.sqlite")], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""
    said, found = done.stdout.splitlines()
    assert "may only be read" in said or "cannot be opened" in said
    assert found == "2 4"


def test_a_ledger_of_the_future(tmp_path: Path) -> None:
    path = str(tmp_path / "l.sqlite")
    open_ledger(path, by="me").close()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version=7")
    for write in (True, False):
        with pytest.raises(LedgerError, match=r"format 7, made by a newer onrecord.*pip install --upgrade"):
            open_ledger(path, by="me", write=write)


def test_a_ledger_of_the_future_on_a_server(server: str, tmp_path: Path) -> None:
    from ledgers import schema

    with schema(server) as url:
        with open_ledger(url, by="me") as ledger:
            ledger.store.run("UPDATE meta SET value = '7' WHERE name = 'format'")
        with pytest.raises(LedgerError, match="format 7, made by a newer onrecord"):
            open_ledger(url, by="me")


def test_tables_of_another_version_are_made_anew(where: str) -> None:
    from onrecord.ledger.verify import rebuild

    with open_ledger(where, by="me") as ledger:
        ledger.append(drafts())
        ledger.store.run("UPDATE meta SET value = '0' WHERE name = 'derived'")
        with pytest.raises(LedgerError, match="onrecord ledger rebuild"):
            ledger.append(drafts("5 more", "r5"))
        rebuild(ledger)
        ledger.append(drafts("5 more", "r5"))
        assert check_tables(ledger) is None


@pytest.mark.parametrize("content", [b"Some 9,000 people fled.\n" * 99, b"", b"SQLite format 3\0 but cut off"])
def test_another_file_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    if content:
        with pytest.raises(LedgerError, match=r"no ledger of onrecord|damaged"):
            open_ledger(str(path), by="me")
        assert path.read_bytes() == content
    else:
        open_ledger(str(path), by="me").close()


def test_another_database_is_no_ledger(tmp_path: Path) -> None:
    path = str(tmp_path / "other.sqlite")
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE mine (a)")
    with pytest.raises(LedgerError, match="no ledger of onrecord"):
        open_ledger(path, by="me")


def test_no_ledger_yet(where: str) -> None:
    with pytest.raises(LedgerError, match="there is no ledger here yet"):
        open_ledger(where, write=False)


def test_no_server() -> None:
    with pytest.raises(LedgerError, match="cannot be reached") as error:
        open_ledger("postgresql://me:secret@localhost:1/x", by="me")
    assert "secret" not in str(error.value)


def test_a_lost_server(server: str) -> None:
    import psycopg
    from ledgers import schema

    with schema(server) as url, open_ledger(url, by="me") as ledger:
        ledger.append(drafts())

        def lose() -> None:
            mine = ledger.store.value("SELECT pg_backend_pid()")
            with psycopg.connect(server, autocommit=True) as base:
                base.execute("SELECT pg_terminate_backend(%s)", [mine])

        lose()
        with pytest.raises(LedgerError, match="was lost"):
            ledger.append(drafts("5 more", "r5"))
        ledger.append(drafts("5 more", "r5"))  # a new connection
        assert ledger.head().seq == 7
        with pytest.raises(LedgerError, match="was lost"), ledger.store.writing():  # noqa: PT012
            lose()
            ledger.store.run("SELECT 1")
        assert ledger.head().seq == 7
        assert check_tables(ledger) is None


@pytest.mark.parametrize("url", ["postgresql://localhost/x?schema=Robert'); DROP", "postgresql://localhost/x?schema=1"])
def test_odd_schema_names_are_refused(url: str) -> None:
    with pytest.raises(LedgerError, match="no name for a schema"):
        open_ledger(url)


def test_the_place_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LEDGER", "here.sqlite")
    assert default_path() == "here.sqlite"
    monkeypatch.delenv("ONRECORD_LEDGER")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    if sys.platform == "linux":
        assert default_path() == "/data/onrecord/ledger.sqlite"


def test_a_new_ledger_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    open_ledger(str(path), by="me").close()
    assert path.stat().st_mode & 0o077 == 0
