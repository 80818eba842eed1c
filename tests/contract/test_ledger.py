"""What a ledger promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from made import CEYLANPINAR, STORY, drafts, figures, report, unreadable

from onrecord.entrycodec import claim_from_body, decision_draft, draft, feed_draft, reading_drafts
from onrecord.ledger import Ledger, LedgerError, Query, claims, count, decide, open_ledger, page
from onrecord.ledger.rulings import decisions, links
from onrecord.ledger.transfer import backup, export, import_lines
from onrecord.ledger.verify import check_tables, rebuild, verify
from onrecord.types import Cell, Decision, Figure, Grid, PlaceRef, Problem, Reading, Source, Spot, Standing
from strategies import readings

Opener = Callable[..., Ledger]


def stand(ledger: Ledger, **query: object) -> list[Standing]:
    """What stands, oldest first."""
    return list(claims(ledger, Query(order="oldest", **query)))  # type: ignore[arg-type]


def values(ledger: Ledger, **query: object) -> list[int]:
    return sorted(standing.claim.figure.value for standing in stand(ledger, **query))


def ruled(ledger: Ledger, about: str, ruling: str, value: dict[str, object] | None = None, why: str | None = None) -> Decision:
    made = decide(ledger, about, ruling, value, why)  # type: ignore[arg-type]
    assert isinstance(made, Decision), made
    return made


def sound(ledger: Ledger) -> None:
    """The chain holds, and the derived tables say what the entries say."""
    assert verify(ledger).problem is None
    assert check_tables(ledger) is None


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


class TestReadingAgain:
    def test_a_better_reader_supersedes(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        before = ledger.head().seq
        ledger.append(drafts(reader="onrecord 1.1", act="arrived"))
        assert {one.claim.figure.act for one in stand(ledger)} == {"arrived"}
        assert {one.claim.figure.act for one in stand(ledger, as_of=before)} == {"fled"}
        assert sum(entry.kind == "claim" for entry in ledger.entries()) == 4
        sound(ledger)

    def test_what_is_no_longer_found_stands_no_longer(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        ledger.append(unreadable(reader="onrecord 1.1", keep=1))
        assert values(ledger) == [9000]
        ledger.append(unreadable(reader="onrecord 1.2"))
        assert values(ledger) == []
        ledger.append(drafts(reader="onrecord 1.3"))
        assert values(ledger) == [400, 9000]
        sound(ledger)

    def test_an_older_version_changes_nothing(self, ledger: Ledger) -> None:
        ledger.append(drafts(reader="onrecord 1.10", act="arrived"))
        ledger.append(drafts(reader="onrecord 1.9"))
        assert {one.claim.figure.act for one in stand(ledger)} == {"arrived"}
        sound(ledger)

    def test_another_reader_supersedes_and_the_first_may_come_back(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        ledger.append(drafts(reader="other 7", act="arrived"))
        assert {one.claim.made_by for one in stand(ledger)} == {"other 7"}
        ledger.append(drafts(reader="onrecord 1.0", cause="flood"))
        assert {one.claim.made_by for one in stand(ledger)} == {"onrecord 1.0"}
        sound(ledger)

    @pytest.mark.parametrize("ruling", ["accept", "reject", "correct"])
    def test_rulings_survive(self, ledger: Ledger, ruling: str) -> None:
        ledger.append(drafts())
        first = stand(ledger)[0].claim
        ruled(ledger, first.id, ruling, {"who": "Syrians"} if ruling == "correct" else None)
        ledger.append(drafts(reader="onrecord 1.1", confidence=0.99))
        status = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}[ruling]
        (one,) = stand(ledger, status=(status,))
        assert (one.claim.figure.value, one.changed) == (9000, False)
        ledger.append(drafts(reader="onrecord 1.2", act="arrived"))
        (one,) = stand(ledger, status=(status,))
        assert one.changed
        if ruling != "reject":
            assert one.claim.figure.act == "fled"  # what a person vouched for stands
        assert [standing.seq for standing in stand(ledger, status=("changed",))] == [one.seq]
        ledger.append(unreadable(reader="onrecord 1.3"))
        assert values(ledger) == ([] if ruling == "reject" else [9000])
        ledger.append(drafts(reader="onrecord 1.4"))
        assert [standing.status for standing in stand(ledger) if standing.claim.figure.value == 9000] == [status]
        sound(ledger)


class TestRulings:
    def test_correct_then_accept_then_withdraw(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        claim = stand(ledger)[0].claim
        first = ruled(ledger, claim.id, "correct", {"value": 8000, "low": 8000, "high": 8000, "act": "arrived"}, "the ministry's figure")
        ruled(ledger, claim.id, "correct", {"country": "SYR"})
        now = next(one for one in stand(ledger) if one.status == "corrected")
        assert (now.claim.figure.value, now.claim.figure.act, now.claim.figure.country) == (8000, "arrived", "SYR")
        assert values(ledger, countries=("SYR",), acts=("arrived",)) == [8000]
        ruled(ledger, first.id, "withdraw")
        now = next(one for one in stand(ledger) if one.status == "corrected")
        assert (now.claim.figure.value, now.claim.figure.country) == (9000, "SYR")
        original = ledger.claim(claim.id)
        assert original is not None and original.figure == claim.figure  # the entry never changes
        sound(ledger)

    def test_accept_reject_and_back(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        claim = stand(ledger)[0].claim.id
        last = [ruled(ledger, claim, ruling) for ruling in ("accept", "reject", "accept", "reject")][-1]
        assert [one.status for one in stand(ledger) if one.claim.id == claim] == ["rejected"]
        ruled(ledger, last.id, "withdraw", why="a slip")
        assert [one.status for one in stand(ledger) if one.claim.id == claim] == ["accepted"]
        assert [d.ruling for d in decisions(ledger, claim)] == ["accept", "reject", "accept", "reject"]
        assert [d.by for d in decisions(ledger, claim)] == ["tester"] * 4
        sound(ledger)

    def test_every_ruling_withdrawn_is_unreviewed(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        made = ruled(ledger, stand(ledger)[0].claim.id, "reject")
        ruled(ledger, made.id, "withdraw")
        assert {one.status for one in stand(ledger)} == {"unreviewed"}
        sound(ledger)

    def test_same_and_different_follow_the_words(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        one, other = (standing.claim.id for standing in stand(ledger))
        ruled(ledger, one, "same", {"other": other})
        assert links(ledger) == [(one, other, "same")]
        ledger.append(drafts(reader="onrecord 1.1", act="arrived"))
        one, other = (standing.claim.id for standing in stand(ledger))
        assert links(ledger) == [(one, other, "same")]
        ruled(ledger, other, "different", {"other": one})
        assert links(ledger) == [(other, one, "different")]

    def test_as_of_knows_what_was_ruled_then(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        claim = stand(ledger)[0].claim.id
        before = ledger.head()
        assert before.recorded_at is not None
        ruled(ledger, claim, "reject")
        assert len(stand(ledger, status=("rejected",))) == 1
        assert stand(ledger, status=("rejected",), as_of=before.seq) == []
        assert stand(ledger, status=("rejected",), as_of=before.recorded_at) == []
        assert stand(ledger, as_of=before.recorded_at - timedelta(days=1)) == []
        assert len(stand(ledger, status=("rejected",), as_of=datetime.now(UTC) + timedelta(days=1))) == 1

    @pytest.mark.parametrize(
        ("ruling", "value", "why", "message"),
        [
            ("bless", None, None, "no ruling"),
            ("correct", None, None, "must say what is right"),
            ("correct", {"value": "many"}, None, '"value" must be a whole number'),
            ("correct", {"value": 5}, None, '"value" must lie between'),
            ("correct", {"start": 0}, None, "cannot be corrected"),
            ("correct", {"act": "flew"}, None, '"act" must be one of'),
            ("correct", {"date_start": "2013-01-01"}, None, "must not be before"),
            ("same", {"other": "feed"}, None, "must name another claim"),
            ("note", None, None, "a note needs words"),
            ("confidential", None, None, "is for reports"),
            ("withdraw", None, None, "only a decision"),
            ("alias", {"alias": "  "}, None, "other name"),
            ("accept", None, "x" * 20_000, "longer than"),
        ],
    )
    def test_nonsense_is_a_problem(
        self, ledger: Ledger, ruling: str, value: dict[str, object] | None, why: str | None, message: str
    ) -> None:
        ledger.append(drafts())
        head = ledger.head()
        made = decide(ledger, stand(ledger)[0].claim.id, ruling, value, why)  # type: ignore[arg-type]
        assert isinstance(made, Problem)
        assert message in made.message
        assert made.next_step
        assert ledger.head() == head

    def test_about_nothing_is_a_problem(self, ledger: Ledger) -> None:
        assert isinstance(decide(ledger, "ab" * 16, "accept"), Problem)


class TestAsking:
    @pytest.fixture(autouse=True)
    def _fill(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        near = (PlaceRef("Ceylanpinar", "to", CEYLANPINAR, "TUR", 0.9),)
        ledger.append(drafts("Over 5,000 crossed at Ceylanpınar, gendarmes said.", "r2", act="arrived", places=near, source=None))
        old = replace(drafts_figure().period, first=date(2011, 3, 1), last=date(2011, 3, 31))
        ledger.append(drafts("In March 2011 some had gone.", "r3", country="JOR", period=old, places=()))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, [400, 2011, 5000, 9000]),
            ({"countries": ("TUR",)}, [400, 5000, 9000]),
            ({"countries": ("TUR",), "acts": ("fled",)}, [400, 9000]),
            ({"countries": ("TUR", "JOR"), "acts": ("fled", "arrived")}, [400, 2011, 5000, 9000]),
            ({"since": date(2012, 11, 1)}, [400, 5000, 9000]),
            ({"until": date(2012, 11, 1)}, [2011]),
            ({"since": date(2011, 3, 15), "until": date(2011, 3, 20)}, [2011]),
            ({"since": date(2013, 1, 1)}, []),
            ({"areas": ("iso:TUR",)}, [400, 5000, 9000]),
            ({"areas": ("iso:TUR",), "role": "from"}, []),
            ({"areas": ("admin1:TR-63",), "role": "to"}, [400, 5000, 9000]),
            ({"areas": ("geonames:318667",)}, [5000]),
            ({"areas": ("geonames:318667", "iso:SYR")}, [400, 5000, 9000]),
            ({"areas": ("geonames:1",)}, []),
            ({"source": "UNHCR"}, [400, 2011, 9000]),
            ({"source": "The UN refugee agency"}, [400, 2011, 9000]),
            ({"source": "nobody"}, []),
            ({"text": "gendarmes"}, [5000]),
            ({"text": "GENDARM* ceylanpinar"}, [5000]),
            ({"text": '"some had"'}, [2011]),
            ({"text": '"had some"'}, []),
            ({"text": "9000"}, [400, 9000]),
            ({"text": "flight", "areas": ("iso:TUR",), "acts": ("arrived",)}, [5000]),
            ({"text": "'; DROP TABLE claims"}, []),
            ({"text": "\" ' * ( ) : &"}, []),
            ({"min_confidence": 0.85}, [2011, 5000, 9000]),
            ({"measure": "stock"}, []),
            ({"units": ("person",), "causes": ("conflict",), "modality": "asserted"}, [400, 2011, 5000, 9000]),
            ({"status": ("unreviewed",)}, [400, 2011, 5000, 9000]),
            ({"status": ("accepted", "changed")}, []),
            ({"report": "00" * 16}, []),
        ],
    )
    def test_filters(self, ledger: Ledger, query: dict[str, object], expected: list[int]) -> None:
        assert values(ledger, **query) == expected
        assert count(ledger, Query(**query)) == len(expected)  # type: ignore[arg-type]

    @pytest.mark.parametrize("order", ["newest", "oldest", "urgent"])
    def test_pages_hold_each_claim_once(self, ledger: Ledger, order: str) -> None:
        query = Query(order=order, as_of=ledger.moment(None))  # type: ignore[arg-type]
        seen: list[str] = []
        after: int | None = None
        while True:
            part = page(ledger, query, 1, after)
            seen += [one.claim.id for one in part.claims]
            ledger.append(drafts(f"{len(seen)} more", f"later{order}{len(seen)}"))  # what comes meanwhile does not disturb
            if part.next is None:
                break
            after = part.next
        assert len(seen) == len(set(seen)) == 4

    def test_the_urgent_come_first(self, ledger: Ledger) -> None:
        found = [one.claim.figure for one in claims(ledger, Query(order="urgent", countries=("TUR",)))]
        assert found[0].confidence <= found[-1].confidence

    def test_aliases_are_decided(self, ledger: Ledger) -> None:
        ledger.append(drafts("77 came, the refugee people said.", "r4", source=Source("the refugee people", "un")))
        assert values(ledger, source="UNHCR") == [400, 2011, 9000]
        made = ruled(ledger, "UNHCR", "alias", {"alias": "refugee people", "kind": "un"})
        assert values(ledger, source="UNHCR") == [77, 400, 2011, 9000]
        sound(ledger)
        ruled(ledger, made.id, "withdraw")
        assert values(ledger, source="UNHCR") == [400, 2011, 9000]
        sound(ledger)

    def test_ids_are_found_by_their_beginning(self, ledger: Ledger) -> None:
        claim = stand(ledger)[0].claim.id
        assert ledger.find(claim[:12]) == [claim]
        assert ledger.find("") == ledger.find("zz") == ledger.find("' OR 1=1") == []


class TestConfidential:
    SECRET = "A witness named Karim said 7,777 people fled Homs."

    @pytest.fixture
    def claim(self, ledger: Ledger) -> str:
        ledger.append(drafts())
        first, *rest = drafts(self.SECRET, "secret")
        ledger.append([first, decision_draft(Decision("", first.id, "confidential", "tester", datetime.now(UTC))), *rest])
        ruled(ledger_with_right(ledger), rest[1].id, "note", why="Karim must be protected")
        return rest[1].id

    def test_nothing_of_it_is_shown(self, ledger: Ledger, claim: str) -> None:
        assert values(ledger) == [400, 9000]
        assert values(ledger, text="karim") == []
        assert count(ledger, Query(text="homs fled")) == 0
        assert ledger.claim(claim) is None
        assert isinstance(decide(ledger, claim, "accept"), Problem)
        told = "".join(export(ledger)) + "".join(map(str, ledger.entries()))
        assert "Karim" not in told and '"value":7777' not in told and "7,777" not in told and claim not in told
        assert [entry.kind for entry in ledger.entries()][4:] == ["withheld"] * 5

    def test_with_the_right_all_is_shown(self, ledger: Ledger, claim: str) -> None:
        trusted = ledger_with_right(ledger)
        assert values(trusted) == [400, 7777, 9000]
        assert next(one.confidential for one in stand(trusted) if one.claim.id == claim)
        assert "Karim" in "".join(export(trusted))
        sound(trusted)

    def test_it_can_be_opened_later_and_closed(self, ledger: Ledger, claim: str) -> None:
        trusted = ledger_with_right(ledger)
        secret = next(one.claim.report for one in stand(trusted) if one.claim.id == claim)
        ruled(trusted, secret, "open")
        assert values(ledger) == [400, 7777, 9000]
        public = next(one.claim.report for one in stand(ledger) if one.claim.id != claim)
        ruled(ledger, public, "confidential")
        assert values(ledger) == [7777]
        assert "Flight" not in "".join(str(entry) for entry in ledger.entries() if entry.seq < 5)
        sound(ledger)

    def test_what_is_withheld_still_proves_the_chain(self, ledger: Ledger, claim: str, other: str) -> None:
        lines = "".join(export(ledger))
        with open_ledger(other, by="x") as second:
            assert import_lines(second, io.BytesIO(lines.encode()), "export") == ledger.head().seq
            verdict = verify(second, (ledger.head().seq, ledger.head().hash))
            assert (verdict.problem, verdict.withheld) == (None, 5)
            assert "".join(export(second)) == lines
            assert values(second) == [400, 9000]
            sound(second)


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


def drafts_figure() -> Figure:
    import json

    one = drafts()[2]
    return claim_from_body(one.id, json.loads(one.body)).figure


def ledger_with_right(ledger: Ledger) -> Ledger:
    return Ledger(ledger.store, ledger.by, confidential=True)


def unguard(ledger: Ledger) -> None:
    """What somebody with full rights over the database can do."""
    if ledger.store.main == "main.":
        for name in ("entries_kept", "entries_not_deleted", "entries_appended"):
            ledger.store.run(f"DROP TRIGGER {name}")
    else:
        ledger.store.run("ALTER TABLE entries DISABLE TRIGGER entries_kept")
