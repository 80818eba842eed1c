"""Files as they came in, on SQLite and on PostgreSQL: kept once, given back exactly, withheld with their report."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from made import figures, report
from standing import sound, unguard

from onrecord.entrycodec import Draft, reading_drafts
from onrecord.ledger import Ledger, LedgerError, decide, open_ledger
from onrecord.ledger.originals import original
from onrecord.ledger.transfer import export, import_lines
from onrecord.ledger.verify import rebuild, verify
from onrecord.types import Decision, Original, Reading

DATA = b"%PDF-1.7\x00\xff a report"
ABOUT = Original(sha256(DATA).hexdigest(), len(DATA), "situation report 5.pdf", "pdf")


def drafts(about: Original | None = ABOUT, name: str = "r1") -> tuple[Draft, ...]:
    received = replace(report(name=name), original=about)
    return reading_drafts(Reading(received, figures(received.text)), received, "onrecord 1.0")


def add(ledger: Ledger, about: Original | None = ABOUT, data: bytes = DATA, name: str = "r1") -> str:
    some = drafts(about, name)
    ledger.append(some, originals={sha256(data).hexdigest(): data})
    return some[0].id


def test_it_comes_back_as_it_was(ledger: Ledger) -> None:
    ident = add(ledger)
    assert original(ledger, ident) == (ABOUT, DATA)
    found = ledger.report(ident)
    assert found is not None and found.original == ABOUT
    rebuild(ledger)
    assert original(ledger, ident) == (ABOUT, DATA)
    sound(ledger)


def test_once_for_several_reports_and_only_what_a_report_names(ledger: Ledger) -> None:
    first, second = add(ledger), add(ledger, name="r2")
    assert original(ledger, first) == original(ledger, second) == (ABOUT, DATA)
    add(ledger, data=b"not what the report names", name="r3")
    assert ledger.store.value("SELECT COUNT(*) FROM originals") == 1


def test_the_same_report_in_another_file_is_the_same_report(ledger: Ledger) -> None:
    without = drafts(None)
    ledger.append(without)
    assert drafts()[0].id == without[0].id
    add(ledger)  # known already: its entry names no file, and entries are never changed
    assert original(ledger, without[0].id) is None


def test_added_again_after_an_import_it_is_back(ledger: Ledger, other: str) -> None:
    ident = add(ledger)
    with open_ledger(other, by="x") as copy:
        import_lines(copy, io.BytesIO("".join(export(ledger)).encode()), "export")
        assert original(copy, ident) is None and verify(copy).problem is None  # an export leaves files behind
        add(copy)
        assert original(copy, ident) == (ABOUT, DATA)


def test_it_is_withheld_with_its_report(ledger: Ledger) -> None:
    ident = add(ledger)
    assert isinstance(decide(ledger, ident, "confidential"), Decision)
    assert original(ledger, ident) is None
    ledger.confidential = True
    assert original(ledger, ident) == (ABOUT, DATA)


def test_a_changed_file_is_found_and_never_given_out(ledger: Ledger) -> None:
    ident = add(ledger)
    unguard(ledger)
    ledger.store.run("UPDATE originals SET body = ?", [b"something else"])
    with pytest.raises(LedgerError, match="was changed"):
        original(ledger, ident)


def test_verify_names_a_changed_file(ledger: Ledger) -> None:
    add(ledger)
    ledger.store.run("UPDATE originals SET body = ?", [b"something else"])
    problem = verify(ledger).problem
    assert problem is not None and ABOUT.sha256 in problem.message


def test_a_backup_of_a_file_holds_it(ledger: Ledger, where: str, tmp_path: Path) -> None:
    from onrecord.ledger.transfer import backup

    ident = add(ledger)
    target = tmp_path / "backup"
    backup(ledger, str(target))
    if not where.startswith("postgresql"):
        with open_ledger(str(target), write=False) as copy:
            assert original(copy, ident) == (ABOUT, DATA)
