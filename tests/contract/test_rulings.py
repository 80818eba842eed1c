"""What people rule and readers read again, and what stands then, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from made import drafts, unreadable
from standing import ruled, sound, stand, values

from onrecord.ledger import Ledger, decide
from onrecord.ledger.rulings import decisions, links
from onrecord.types import Problem


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
