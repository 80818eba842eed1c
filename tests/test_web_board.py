"""The board: what it holds after many small steps is what drawing everything gives; its answers agree with the picture itself."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boarding import add, report_of
from onrecord.entrycodec import decision_draft, reading_drafts
from onrecord.ledger import Query, TookLong, claims, decide, open_ledger, query, standings
from onrecord.types import Decision, Estimate
from onrecord.web.board.answers import Answers
from onrecord.web.board.keeping import Keeper
from onrecord.web.desk import Desk
from onrecord.web.settings import Settings
from onrecord.web.viewer import Viewer
from onrecord.web.views import View
from onrecord.web.vintage import headlines_of, tracks_of

ANA, BEN = Viewer("ana", "admin", confidential=True), Viewer("ben", "viewer")


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a board says, in an order of its own."""
    with sqlite3.connect(path) as base:
        questions = {
            "estimates": """SELECT id, series, country, act, measure, first, last, low, best, high, kinds, chain, marks, body
                FROM estimates NATURAL JOIN bodies""",
            "series": "SELECT * FROM series",
            "within": "SELECT a.name, w.series FROM within w JOIN areas a ON a.id = w.area",
            "uses": "SELECT u.claim, e.id, u.effect FROM uses u JOIN estimates e ON e.row = u.row",
            "scorecards": "SELECT source, act, country, claims, settled, error, spread FROM scorecards",
        }
        return {name: sorted(base.execute(sql).fetchall(), key=repr) for name, sql in questions.items()}


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


@pytest.fixture
def desk(where: str, tmp_path: Path) -> Iterator[Desk]:
    with open_ledger(where) as ledger:
        add(ledger, *range(60))
    made = Desk(Settings(where, cache=tmp_path / "cache"))
    yield made
    made.close()


@pytest.mark.parametrize("confidential", [False, True])
def test_small_steps_lead_where_drawing_everything_leads(where: str, tmp_path: Path, confidential: bool) -> None:
    with open_ledger(where, confidential=True) as ledger:
        add(ledger, *range(30))
        keeper = Keeper(where, confidential, tmp_path / "steps.sqlite")
        keeper.draw()
        keeper._picture.records = {}  # those of now would be learned from other claims than those of the end
        for number in range(30, 45):
            add(ledger, number)
            assert keeper.step()
        standing = list(claims(ledger, Query()))
        for nth, (ruling, value) in enumerate(
            [
                ("accept", None),
                ("reject", None),
                ("correct", {"value": 77, "low": 77, "high": 77}),
                ("correct", {"act": "killed"}),
                ("note", None),
            ]
        ):
            decide(ledger, standing[nth].claim.id, ruling, value, "because")  # type: ignore[arg-type]
            assert keeper.step()
        same = decide(ledger, standing[7].claim.id, "same", {"other": standing[9].claim.id})
        decide(ledger, standing[11].claim.id, "different", {"other": standing[12].claim.id})
        hidden = decide(ledger, standing[14].claim.report, "confidential")
        decide(ledger, standing[20].claim.report, "confidential")
        assert keeper.step()
        decide(ledger, hidden.id, "withdraw")  # type: ignore[union-attr]
        decide(ledger, same.id, "withdraw")  # type: ignore[union-attr]
        assert keeper.step()
        anew = Keeper(where, confidential, tmp_path / "anew.sqlite")
        anew._picture.learn = lambda: None  # type: ignore[method-assign]
        anew.draw()
    for name, rows in contents(tmp_path / "anew.sqlite").items():
        assert contents(tmp_path / "steps.sqlite")[name] == rows, name
        assert rows
    keeper.close()
    anew.close()


def test_the_map_and_the_timeline_agree_with_the_estimates_themselves(desk: Desk) -> None:
    for view in (View(), View(country="TUR"), View(act="crossing"), View(place="admin1:TR-63"), View(measure="stock")):
        everything = list(desk.export(ANA, view))
        assert len(everything) == desk.estimates(ANA, view).total
        said = [(one.estimate, one.members) for one in desk.headlines(ANA, view)]
        worked_out = [(one.estimate, one.members) for one in headlines_of(everything, 400)]
        plain: Callable[[Any], Any] = lambda pair: (pair[0].id, pair[0].low, pair[0].best, pair[0].high, pair[0].period, pair[1])  # noqa: E731
        assert sorted(map(plain, said)) == sorted(map(plain, worked_out)) and said
        assert [one.points for one in desk.tracks(ANA, view)] == [one.points for one in tracks_of(everything, 8, 400)]


def test_a_period_counts_only_what_lies_in_it(desk: Desk) -> None:
    view = View(since=date(2012, 11, 10), until=date(2012, 11, 14), act="crossing")
    days = [one.period for one in desk.export(ANA, view)]
    assert days and all((day.last or date.min) >= date(2012, 11, 10) and (day.first or date.max) <= date(2012, 11, 14) for day in days)
    chosen = {one.estimate.id: one.estimate.best for one in desk.headlines(ANA, view)}
    largest = max(desk.export(ANA, view), key=lambda one: one.best if one.population == "people" else 0)
    assert max(chosen.values()) >= largest.best


def test_claims_are_found_by_their_ids_in_portions(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "CHUNK", 4)
    with open_ledger(where, confidential=True) as ledger:
        hidden, *_ = add(ledger, *range(10))
        decide(ledger, hidden, "confidential")
        everything = {one.claim.id: one for one in claims(ledger, Query())}
        assert standings(ledger, [*everything, *everything, "0" * 32]) == everything and len(everything) > 8
        assert standings(ledger, []) == {}
    with open_ledger(where) as ledger:
        seen = standings(ledger, everything)
    assert seen == {ident: one for ident, one in everything.items() if one.claim.report != hidden} and len(seen) < len(everything)


def test_the_kind_of_source_is_that_of_the_claims_used(desk: Desk) -> None:
    found = list(desk.export(ANA, View(source_kind="government")))
    assert 0 < len(found) < desk.estimates(ANA, View()).total
    for one in found:
        standings = desk.reasons(ANA, one.id, View()).standings
        assert "government" in {source.kind for used in one.used if (source := standings[used.claim].claim.source)}


def test_what_was_known_on_a_day_and_what_changed_since(desk: Desk, where: str) -> None:
    today = date.today()  # noqa: DTZ011  the ledger's clock is UTC; near midnight both days have everything
    assert desk.estimates(ANA, View(as_of=today - timedelta(3))).total == 0
    then = desk.estimates(ANA, View(as_of=today + timedelta(1), country="TUR"))
    now = desk.estimates(ANA, View(country="TUR"))
    assert sorted(one.id for one in then.estimates) == sorted(one.id for one in now.estimates)
    found = desk.changes(ANA, View(country="TUR", as_of=today - timedelta(3)), View(country="TUR"))
    assert {one.kind for one in found} == {"new"} and len(found) == now.total
    assert desk.changes(ANA, View(country="TUR", as_of=today + timedelta(1)), View(country="TUR")) == []


def test_estimates_are_rolled_up_when_asked(desk: Desk) -> None:
    weeks = desk.estimates(ANA, View(by="week", act="crossing")).estimates
    assert all(one.period.first and one.period.first.weekday() == 0 for one in weeks if one.period.last)
    assert desk.reasons(ANA, weeks[0].id, View(by="week", act="crossing")).estimate == weeks[0]


def claims_in(estimates: Iterable[Estimate]) -> set[str]:
    return {claim for one in estimates for claim in (*(used.claim for used in one.used), *(aside.claim for aside in one.set_aside))}


def test_what_is_confidential_leaves_no_trace_in_any_answer(desk: Desk, where: str) -> None:
    view = View(country="TUR")
    with open_ledger(where, confidential=True) as ledger:
        hidden = add(ledger, 1_000)[0]
        before = desk.estimates(BEN, view).total, desk.headlines(BEN, view), desk.tracks(BEN, view)
        decide(ledger, hidden, "confidential")
        secret = {one.claim.id for one in claims(ledger, Query(report=hidden))}
    assert secret
    assert desk.estimates(ANA, view).total == before[0]
    seen = claims_in(desk.export(BEN, View()))
    assert not seen & secret and seen
    assert secret <= claims_in(desk.export(ANA, View()))
    for claim in secret:
        assert desk.estimates_of(ANA, claim) and desk.estimates_of(BEN, claim) == []
    assert not claims_in(desk.vintages.estimates(False, View())) & secret


def test_the_queue_begins_with_what_moves_the_picture_most(desk: Desk) -> None:
    reviewer = Viewer("ana", "reviewer", confidential=True)
    first = desk.reviewing.next(reviewer, Query())
    assert first is not None
    effects = {claim: nth for nth, claim in enumerate(desk.board.urgent(True, None, 10_000))}
    assert effects[first.standing.claim.id] == 0
    estimates = desk.estimates_of(reviewer, first.standing.claim.id)
    assert estimates and first.standing.claim.id in {used.claim for used in estimates[0].used}


def test_of_many_who_ask_the_same_one_works_it_out() -> None:
    answers, asked, gate = Answers(2), [], threading.Event()

    def make() -> str:
        asked.append(1)
        gate.wait(5)
        return "made"

    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(answers.get("q", 1, make))) for _ in range(8)]
    for one in threads:
        one.start()
    time.sleep(0.05)
    gate.set()
    for one in threads:
        one.join()
    assert (got, len(asked)) == (["made"] * 8, 1)
    assert answers.get("q", 2, lambda: "anew") == "anew" and answers.known("q", 2) == "anew" and answers.known("q", 1) is None
    with pytest.raises(ZeroDivisionError):
        answers.get("bad", 1, lambda: 1 // 0)
    assert answers.get("bad", 1, lambda: "mended") == "mended"


def test_what_one_cannot_wait_for_is_worked_out_by_those_who_can() -> None:
    answers, begun, gate = Answers(), threading.Event(), threading.Event()

    def late() -> str:
        begun.set()
        gate.wait(5)
        raise TookLong

    def hurried() -> None:
        with suppress(TookLong):
            got.append(answers.get("q", 1, late, wait=False))

    got: list[str] = []
    first = threading.Thread(target=hurried)
    first.start()
    begun.wait(5)
    with pytest.raises(TookLong):
        answers.get("q", 1, lambda: "never made", wait=False)
    patient = threading.Thread(target=lambda: got.append(answers.get("q", 1, lambda: "made")))
    patient.start()
    gate.set()
    first.join()
    patient.join()
    assert got == ["made"] and answers.get("q", 1, lambda: "anew", wait=False) == "made"


def test_a_process_keeps_the_board_and_a_new_console_shows_it_at_once(where: str, tmp_path: Path) -> None:
    with open_ledger(where, confidential=True) as ledger:
        add(ledger, *range(5))
        settings = Settings(where, cache=tmp_path / "cache", apart=True)
        desk = Desk(settings)
        try:
            waited(lambda: desk.state(BEN).ready)
            total = desk.estimates(BEN, View()).total
            assert total and desk.state(ANA) == desk.state(BEN)
            before = desk.state(BEN).version
            add(ledger, 6, 7)
            waited(lambda: desk.state(BEN).version != before)
            assert desk.estimates(BEN, View()).total > total
            decide(ledger, add(ledger, 8)[0], "confidential")
            waited(lambda: desk.state(BEN).ready and desk.state(ANA).ready and desk.state(ANA).version != desk.state(BEN).version)
            assert desk.estimates(ANA, View()).total > desk.estimates(BEN, View()).total
        finally:
            desk.close()
        again = Desk(settings)
        try:
            assert again.state(BEN).ready and again.state(BEN).behind
            assert again.estimates(BEN, View()).total > total
        finally:
            again.close()


def test_who_asks_a_board_while_it_is_replaced_gets_an_answer(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(where) as ledger:
        add(ledger, *range(5))
    desk = Desk(Settings(where, cache=tmp_path / "cache", apart=True))
    try:
        waited(lambda: desk.state(BEN).ready)
        apart_ = desk.board._apart
        assert apart_
        before = apart_.reader(False)
        assert before
        apart_._sides[False].kept.value = -1.0  # what a keeper says that wants everything drawn anew
        waited(lambda: apart_.reader(False) is not before)
        before.close()  # so that it must open its file again
        assert len(before.bodies(View(), 500, 0)) == before.total(View()) == desk.estimates(BEN, View()).total
        assert before.path.exists()
        monkeypatch.setattr(apart_, "_left_behind", [(0.0, before)])
        apart_.look()
        assert not before.path.exists() and desk.headlines(BEN, View())
    finally:
        desk.close()


def test_a_board_that_still_shows_what_became_confidential_is_not_shown(where: str, tmp_path: Path) -> None:
    settings = Settings(where, cache=tmp_path / "cache", apart=True)
    with open_ledger(where, confidential=True) as ledger:
        hidden, *_ = add(ledger, *range(5))
        desk = Desk(settings)
        try:
            waited(lambda: desk.state(BEN).ready)
        finally:
            desk.close()
        decide(ledger, hidden, "confidential")  # while no console runs
        secret = {one.claim.id for one in claims(ledger, Query(report=hidden))}
        again = Desk(settings)
        try:
            assert not again.state(BEN).ready  # though a board was left
            waited(lambda: again.state(BEN).ready)
            assert not claims_in(again.export(BEN, View())) & secret
        finally:
            again.close()


def test_what_comes_in_as_confidential_does_not_even_show_that_something_came(desk: Desk, where: str) -> None:
    before = [desk.state(viewer).version for viewer in (ANA, BEN)]
    with open_ledger(where, confidential=True) as ledger:
        made = report_of(2_000)
        report, *rest = reading_drafts(made, made.report, "onrecord test")
        flag = decision_draft(Decision("", report.id, "confidential", "ana", datetime.now(UTC)))
        ledger.append([report, flag, *rest])
        assert desk.state(ANA).version != before[0] and desk.state(BEN).version == before[1]
        add(ledger, 2_001)
    assert desk.state(BEN).version != before[1]


def waited(check: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.05)
