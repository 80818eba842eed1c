"""What a ledger promises, on SQLite and on PostgreSQL: what is appended is kept, exactly, and provably so."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from made import STORY, drafts, figures, report
from standing import ruled, sound, stand, unguard, values

from onrecord.entrycodec import draft, feed_draft, reading_drafts
from onrecord.ledger import Ledger, LedgerError, open_ledger
from onrecord.ledger.transfer import backup, export, import_lines
from onrecord.ledger.verify import check_tables, rebuild, verify
from onrecord.types import Cell, Grid, Reading, Spot
from strategies import readings

Opener = Callable[..., Ledger]


class TestAppending:
    def test_what_is_appended_is_there(self, ledger: Ledger, opener: Opener) -> None:
        receipt = ledger.append(drafts())
        assert (dict(receipt.added), receipt.known, receipt.last) == ({"report": 1, "reading": 1, "claim": 2}, 0, 4)
        again = opener()
        assert [entry.kind for entry in again.entries()] == ["report", "reading", "claim", "claim"]
        assert {entry.by for entry in again.entries()} == {"tester"}
        (first, _) = stand(again)
        assert (first.claim.figure.value, first.claim.made_by, first.recorded_by, first.status) == (
            9000,
            "onrecord 1.0",
            "tester",
            "unreviewed",
        )
        assert (first.report.title, first.report.publisher, first.report.language) == ("Flight from Syria", "Example Wire", "en")
        assert first.claim.quote.exact == "9,000"
        text = again.report(first.claim.report)
        assert text is not None and text.text == STORY
        sound(again)

    def test_twice_is_once(self, ledger: Ledger, opener: Opener) -> None:
        ledger.append(drafts())
        head = ledger.head()
        receipt = opener(by="another").append(drafts())
        assert (dict(receipt.added), receipt.known) == ({}, 4)
        assert ledger.head() == head

    def test_the_same_report_from_another_folder_is_the_same(self, ledger: Ledger) -> None:
        for path in ("a/story.txt", "b/story.txt"):
            ledger.append(reading_drafts(Reading(report()), replace(report(), path=path), "onrecord 1.0"))
        assert ledger.head().seq == 2

    def test_the_way_back_into_a_document_is_kept(self, ledger: Ledger, other: str) -> None:
        start = STORY.index("9,000")
        cells = (Cell(start, start + 5, 1, 2), Cell(start + 6, start + 12, 1, 3, 2, 1))
        grid = Grid(start, start + 12, cells, "Table 2", "Arrivals", True)
        spot = Spot(start, start + 5, 3, (10.5, 20.0, 30.0, 40.25), "/html/body/p[2]", "Table 2!C2")
        received = replace(report(), spots=(spot,), grids=(grid,), author="A. Writer", updated=date(2012, 11, 10), agency="Reuters")
        reading = Reading(received, figures(STORY))
        ledger.append(reading_drafts(reading, received, "onrecord 1.0"))
        ledger.append(reading_drafts(reading, replace(received, spots=(), grids=(), path="elsewhere.pdf"), "onrecord 1.0"))
        first, second = stand(ledger)
        assert (first.claim.spot, second.claim.spot) == (None, None)  # the last reading had no way back
        assert ledger.report(first.claim.report) == received
        kept = [claim.spot for entry in ledger.entries(kind="claim") if (claim := ledger.claim(entry.id))]
        assert replace(spot, start=start, end=start + 5) in kept
        with open_ledger(other, by="x") as copy:
            import_lines(copy, io.BytesIO("".join(export(ledger)).encode()), "export")
            assert copy.report(first.claim.report) == received

    def test_claims_need_their_report(self, ledger: Ledger) -> None:
        with pytest.raises(LedgerError, match="there is no report"):
            ledger.append(drafts()[1:])
        assert ledger.head().seq == 0

    def test_times_never_run_back(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        class Yesterday(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return datetime(2020, 1, 1, tzinfo=UTC)

        ledger.append(drafts())
        monkeypatch.setattr("onrecord.ledger.base.datetime", Yesterday)
        ledger.append(drafts("300 people fled.", "r2"))
        times = [entry.recorded_at for entry in ledger.entries()]
        assert times == sorted(times)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(reading=readings())
    def test_any_reading_comes_back_whole(self, ledger: Ledger, reading: Reading) -> None:
        made = reading_drafts(reading, reading.report, f"reader of {uuid.uuid4()}")
        ledger.append(made)
        ledger.append(made)
        entry = ledger.entry(made[0].id)
        assert entry is not None and ledger.report(entry.id) is not None
        for one, figure in zip(made[2:], reading.figures, strict=True):
            claim = ledger.claim(one.id)
            assert claim is not None
            assert claim.figure == figure
        assert {one.claim.id for one in stand(ledger, report=made[0].id)} == {one.id for one in made[2:]}

    def test_hostile_names_are_kept(self, ledger: Ledger) -> None:
        received = replace(report(name="x" * 5000), title="\0 \ud800 '; DROP TABLE entries; --", publisher="ß" * 9000)
        ledger.append(reading_drafts(Reading(received), received, "onrecord 1.0"))
        assert ledger.reports_named("x" * 5000) == [received]
        sound(ledger)


class TestKeeping:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE entries SET body = '{}' WHERE seq = 1",
            "UPDATE entries SET recorded_by = 'me'",
            "DELETE FROM entries WHERE seq = 2",
            "DELETE FROM entries",
            "TRUNCATE entries CASCADE",
            "REPLACE INTO entries SELECT seq, id, kind, '{}', recorded_at, recorded_by, salt, hash FROM entries WHERE seq = 2",
            "INSERT OR REPLACE INTO entries SELECT 9, id, kind, '{}', recorded_at, recorded_by, salt, hash FROM entries WHERE seq = 2",
        ],
    )
    def test_the_database_refuses_changes(self, ledger: Ledger, statement: str) -> None:
        ledger.append(drafts())
        with pytest.raises(LedgerError):
            ledger.store.run(statement)
        sound(ledger)

    def test_a_change_is_found_and_named(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        unguard(ledger)
        ledger.store.run("UPDATE entries SET body = REPLACE(body, '9000', '9001') WHERE seq = 3")
        problem = verify(ledger).problem
        assert problem is not None
        assert "entry 3" in problem.where
        assert "does not match its hash" in problem.message

    def test_a_removed_entry_is_found(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        unguard(ledger)
        ledger.store.run("DELETE FROM entries WHERE seq = 2")
        problem = verify(ledger).problem
        assert problem is not None and "entry 2 is missing" in problem.message

    def test_a_cut_end_is_found_by_a_noted_head(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        noted = ledger.head()
        ledger.append(drafts("300 people fled.", "r2"))
        assert verify(ledger, (noted.seq, noted.hash)).problem is None
        unguard(ledger)
        ledger.store.run("DELETE FROM entries WHERE seq > 3")
        problem = verify(ledger, (noted.seq, noted.hash)).problem
        assert problem is not None and "before the noted 4" in problem.message

    def test_missing_guards_are_said(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        unguard(ledger)
        problem = verify(ledger).problem
        assert problem is not None and "no longer refuses" in problem.message

    def test_derived_tables_are_checked_and_rebuilt(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        ruled(ledger, stand(ledger)[0].claim.id, "correct", {"value": 8000, "low": 8000, "high": 8000})
        ledger.append(drafts(reader="onrecord 1.1", act="arrived"))
        sound(ledger)
        before = stand(ledger)
        ledger.store.run("UPDATE claims SET value = 1")
        problem = check_tables(ledger)
        assert problem is not None and "claims" in problem.message
        assert rebuild(ledger) == ledger.head().seq
        sound(ledger)
        assert stand(ledger) == before


class TestMoving:
    def test_there_and_back_exactly(self, ledger: Ledger, other: str, tmp_path: object) -> None:
        ledger.append(drafts())
        ledger.append(drafts("Flüchtlinge: 300 \u2028 \x00 \ud800 left.", "r2"))
        ruled(ledger, stand(ledger)[0].claim.id, "correct", {"from": ["Halab"], "act": "arrived"}, "a \n why")
        ledger.append([feed_draft("https://example.org/feed", {"etag": "1"}, datetime.now(UTC))])
        lines = list(export(ledger))
        with open_ledger(other, by="someone else") as second:
            half = import_lines(second, io.BytesIO("".join([lines[0].replace("", "", 0), *lines[1:]]).encode()), "export")
            assert half == ledger.head().seq
            assert list(export(second)) == lines
            assert stand(second) == stand(ledger)
            sound(second)
            second.append(drafts("One more: 12.", "r9"))
            longer = list(export(second))
        assert import_lines(ledger, io.BytesIO("".join(longer).encode()), "back") == 3
        assert list(export(ledger)) == longer
        sound(ledger)

    @pytest.mark.parametrize(
        ("spoil", "message"),
        [
            (lambda lines: lines[:-1], "it ends after"),
            (lambda lines: [*lines[:2], *lines[3:]], "is missing"),
            (lambda lines: [*lines[:3], lines[3].replace("9000", "9001"), *lines[4:]], "does not match its hash"),
            (lambda lines: [*lines[:-1], lines[-1][:-20]], "cut off"),
            (lambda lines: [lines[0], "[[[[\n", *lines[2:]], "no entry"),
            (lambda lines: ['{"text": "a story"}\n'], "no export"),
            (lambda lines: [lines[0].replace('"format":1', '"format":99'), *lines[1:]], "newer onrecord"),
            (lambda lines: [*lines, lines[-1]], "more than the"),
            (lambda lines: [lines[0], "[" * 100_000 + "\n"], "no entry"),
        ],
    )
    def test_a_spoilt_export_is_refused_whole(
        self, ledger: Ledger, other: str, spoil: Callable[[list[str]], list[str]], message: str
    ) -> None:
        ledger.append(drafts())
        with open_ledger(other, by="x") as second:
            with pytest.raises(LedgerError, match=message):
                import_lines(second, io.BytesIO("".join(spoil(list(export(ledger)))).encode()), "spoilt")
            assert second.head().seq == 0
            assert stand(second) == []

    def test_an_import_mixes_nothing(self, ledger: Ledger, other: str) -> None:
        ledger.append(drafts())
        lines = "".join(export(ledger)).encode()
        with open_ledger(other, by="x") as second:
            second.append(drafts("9 others fled.", "r7"))
            with pytest.raises(LedgerError, match="holds other entries"):
                import_lines(second, io.BytesIO(lines), "export")
            assert values(second) == [9]

    def test_a_backup_is_whole(self, ledger: Ledger, where: str, tmp_path: object) -> None:
        ledger.append(drafts())
        target = f"{tmp_path}/copy"
        backup(ledger, target)
        if where.startswith("postgresql"):
            with open(target, encoding="utf-8", newline="") as file:
                assert file.read() == "".join(export(ledger))
        else:
            with open_ledger(target, write=False) as copy:
                assert copy.head() == ledger.head()
                sound(copy)
        with pytest.raises(LedgerError, match="cannot be written"):
            backup(ledger, target)


class TestFeeds:
    def test_the_last_state_counts(self, ledger: Ledger) -> None:
        assert ledger.feed_state("f") is None
        for etag in ("1", "2", "1"):
            ledger.append([feed_draft("f", {"etag": etag}, datetime.now(UTC))])
        assert ledger.feed_state("f") == {"etag": "1"}
        assert ledger.head().seq == 3


def test_an_entry_that_the_tables_cannot_take_is_kept_out(ledger: Ledger) -> None:
    """Whatever fails on the way leaves nothing behind."""
    ledger.append(drafts())
    bad = draft("report", {"text": "without a name"})
    with pytest.raises(KeyError):
        ledger.append([bad])
    assert ledger.head().seq == 4
    ledger.append(drafts("5 more", "r5"))
    sound(ledger)
