"""Numbers that people add because readers missed them, on SQLite and on PostgreSQL: checked against the words, kept through every re-reading."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from made import STORY, drafts, unreadable
from standing import ruled, sound, stand, values

from onrecord.ledger import Ledger, Query, add_claim, claims, decide, open_ledger
from onrecord.ledger.rulings import decisions
from onrecord.ledger.transfer import export, import_lines
from onrecord.ledger.verify import check_tables, rebuild
from onrecord.types import Decision, Problem

START = STORY.index("400")
FAMILIES: dict[str, Any] = {
    "start": START, "end": START + 3, "quote": {"exact": "400"}, "value": 400, "low": 400, "high": 400, "qualifier": "about", "unit": "household",
    "act": "arrived", "measure": "flow", "from": [], "to": ["Sanliurfa"], "modality": "asserted",
}  # fmt: skip


@pytest.fixture
def report(ledger: Ledger) -> str:
    """A report of which a reader found the first number alone."""
    ledger.append(unreadable(keep=1))
    (one,) = stand(ledger)
    return one.claim.report


def added(ledger: Ledger, report: str, **changes: Any) -> Decision:
    made = add_claim(ledger, report, FAMILIES | changes, "it is in the last line", by="ana")
    assert isinstance(made, Decision), made
    return made


def test_it_stands_with_its_author_and_its_words(ledger: Ledger, report: str) -> None:
    made = added(ledger, report)
    one = stand(ledger)[-1]
    assert (one.claim.id, one.claim.made_by, one.recorded_by, one.status, one.claim.figure.confidence) == (
        made.about,
        "by hand",
        "ana",
        "accepted",
        1.0,
    )
    assert (one.claim.quote.exact, one.claim.quote.prefix[-6:], one.claim.figure.act) == ("400", "About ", "arrived")
    (ruling,) = decisions(ledger, made.about)
    assert (ruling.by, ruling.ruling, ruling.why) == ("ana", "accept", "it is in the last line")
    assert one.claim.figure.id not in {other.claim.figure.id for other in stand(ledger)[:-1]}
    sound(ledger)


def test_taken_back_and_added_again(ledger: Ledger, report: str) -> None:
    before = ledger.head().seq
    first = added(ledger, report)
    ruled(ledger, first.id, "withdraw")
    assert values(ledger) == [9000]
    again = added(ledger, report)
    assert again.about == first.about and values(ledger) == [400, 9000]
    assert values(ledger, as_of=before) == [9000] and values(ledger, as_of=before + 2) == [400, 9000]
    sound(ledger)


def test_no_later_reader_sweeps_it_away_or_doubles_it(ledger: Ledger, report: str) -> None:
    made = added(ledger, report)
    ledger.append(unreadable(reader="onrecord 1.1"))
    assert values(ledger) == [400]
    ledger.append(drafts(reader="onrecord 1.2"))  # finds both, and reads the 400 otherwise
    families, people = sorted(stand(ledger), key=lambda one: one.claim.figure.value)
    assert (families.claim.id, families.claim.figure.act, families.changed, people.claim.figure.value) == (
        made.about,
        "arrived",
        True,
        9000,
    )
    ruled(ledger, made.id, "withdraw")
    families, _ = sorted(stand(ledger), key=lambda one: one.claim.figure.value)
    assert (families.claim.made_by, families.status) == ("onrecord 1.2", "unreviewed")
    sound(ledger)


def test_the_same_words_may_count_two_things_but_not_one_twice(ledger: Ledger, report: str) -> None:
    added(ledger, report)
    again = add_claim(ledger, report, FAMILIES | {"value": 401, "high": 401})
    assert isinstance(again, Problem) and "already" in again.message
    added(ledger, report, act="registered", measure="stock")
    assert [one.claim.nth for one in stand(ledger)] == [0, 0, 1]
    assert len({one.claim.figure.id for one in stand(ledger)}) == 3
    sound(ledger)


def test_an_old_correction_of_these_words_is_not_put_on_it(ledger: Ledger, report: str) -> None:
    first = added(ledger, report, act="registered")
    ruled(ledger, first.about, "correct", {"value": 500, "high": 500})
    ruled(ledger, first.about, "reject")
    second = added(ledger, report)
    one = next(one for one in stand(ledger) if one.claim.id == second.about)
    assert (one.claim.figure.value, one.claim.nth, one.status) == (400, 1, "accepted")
    sound(ledger)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": START - 1}, "does not hold the words"),
        ({"start": len(STORY), "end": len(STORY) + 3}, "behind the end"),
        ({"quote": {"exact": ""}}, "must hold the words"),
        ({"quote": None}, "must hold the words"),
        ({"start": START - 1, "end": START + 3, "quote": {"exact": " 400"}}, "must hold the words"),
        ({"value": 399}, "must lie between"),
        ({"unit": "tent"}, '"unit" must be'),
        ({"id": 0}, '"id" is not to be given'),
        ({"confidence": 0.5}, '"confidence" is not to be given'),
        ({"part_of": 7}, "not in this report"),
        ({"names": ["x"]}, 'no field "names"'),
        ({"who": "x" * 1_001}, '"who" must be'),
    ],
)
def test_nonsense_is_a_problem_and_nothing_is_kept(ledger: Ledger, report: str, changes: dict[str, Any], said: str) -> None:
    before = ledger.head()
    made = add_claim(ledger, report, {name: value for name, value in (FAMILIES | changes).items() if value is not None})
    assert isinstance(made, Problem) and said in made.message and made.next_step
    assert ledger.head() == before


def test_only_to_reports_that_are_there_and_may_be_seen(ledger: Ledger, report: str) -> None:
    assert isinstance(add_claim(ledger, "0" * 32, FAMILIES), Problem)
    assert isinstance(decide(ledger, report, "confidential"), Decision)
    hidden = add_claim(ledger, report, FAMILIES)
    assert isinstance(hidden, Problem) and hidden.message == "there is no such report"


def test_rebuilt_and_moved_it_is_the_same(ledger: Ledger, report: str, other: str, tmp_path: Path) -> None:
    made = added(ledger, report)
    ledger.append(drafts(reader="onrecord 1.1"))
    added(ledger, report, act="registered")
    ruled(ledger, made.about, "correct", {"value": 450, "high": 450})
    before = stand(ledger)
    rebuild(ledger)
    assert stand(ledger) == before
    with open_ledger(other, by="x") as copy:
        import_lines(copy, io.BytesIO("".join(export(ledger)).encode()), "export")
        assert list(claims(copy, Query(order="oldest"))) == before
        assert check_tables(copy) is None
