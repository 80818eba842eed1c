"""The numbers of a board in columns: those that follow are those that are read anew, and any window adds up as its estimates do."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from boarding import add
from onrecord.ledger import Query, claims, decide, open_ledger
from onrecord.web.board.keeping import Keeper
from onrecord.web.board.reading import Reader
from onrecord.web.board.sheet import Sheet
from onrecord.web.desk import Desk
from onrecord.web.settings import Settings
from onrecord.web.viewer import Viewer
from onrecord.web.views import View

ANA = Viewer("ana", "admin", confidential=True)


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


def columns_of(sheet: Sheet) -> dict[str, list[Any]]:
    """What a sheet says, by the ids of its series."""
    names = {at.start + nth: name for name, at in sheet.groups.items() for nth in range(at.stop - at.start)}
    rows, _ = sheet.rows(sheet.by_id)
    found = {name: column[sheet.by_id].tolist() for name, column in sheet.series.items() if name not in ("group", "text")}
    found |= {f"{name} of each": column[rows].tolist() for name, column in sheet.numbers.items()}
    counts = (sheet.starts[1:] - sheet.starts[:-1])[sheet.by_id].tolist()
    return found | {"texts": sheet.texts(sheet.by_id), "groups": [names[nth] for nth in sheet.by_id.tolist()], "counts": counts}


def test_columns_that_follow_a_board_are_those_that_are_read_anew(where: str, tmp_path: Path) -> None:
    with open_ledger(where, confidential=True) as ledger:
        add(ledger, *range(20))
        keeper = Keeper(where, False, tmp_path / "board.sqlite")
        keeper.draw()
        reader = Reader(tmp_path / "board.sqlite")
        first = columns_of(reader.sheet)
        for number in range(20, 30):
            add(ledger, number)
            assert keeper.step() and reader.refresh().seq == ledger.moment(None)
        standing = list(claims(ledger, Query()))
        for one in standing[:12]:
            decide(ledger, one.claim.id, "reject", None, "because")
        decide(ledger, standing[-1].claim.id, "correct", {"act": "killed"}, "because")
        decide(ledger, standing[14].claim.report, "confidential")
        assert keeper.step() and reader.refresh().version == 11
        anew = Reader(tmp_path / "board.sqlite")
        assert columns_of(reader.sheet) == columns_of(anew.sheet) != first
        reader._fresh_until = time.monotonic() + 60
        add(ledger, 40)
        assert keeper.step()
        reader.follow()
        assert reader.version() == 11 and anew.refresh().version == 12
        reader._fresh_until = 0.0
        reader.follow()
        assert reader.version() == 12
        for some in (keeper, reader, anew):
            some.close()


def test_any_window_of_any_view_adds_up_as_the_estimates_in_it_do(desk: Desk) -> None:
    """Against the plainest way: the estimates that are added up over all days, those of them that lie in the window."""
    base = sqlite3.connect(desk.board._reader(True).path)
    seen = 0
    for number in range(60):
        chance = Random(number)
        since = chance.choice([None, date(2012, 11, chance.randrange(1, 28))])
        until = chance.choice([None, date(2012, 11, 8) + timedelta(chance.randrange(20))])
        country, place = chance.choice([None, "TUR"]), chance.choice([None, "admin1:TR-63"])
        view = View(
            country, place, chance.choice([None, "crossing"]), chance.choice([None, "stock"]), since, until, chance.choice([None, "un"])
        )
        inside = {one.id for one in desk.export(ANA, view)}
        assert len(inside) == desk.board._reader(True).total(view)
        rows = base.execute(
            "SELECT s.id, s.measure, e.id, e.last, e.best, e.chain FROM estimates e JOIN series s ON s.id = e.series WHERE s.lead"
        )
        series: dict[int, list[tuple[Any, ...]]] = {}
        for ident, *row in rows:
            if row[1] in inside:
                series.setdefault(ident, []).append(tuple(row))
        if since or until or view.source_kind:
            sums = [_sum_of(some) for some in series.values()]
            said = [(one.estimate.best, one.members) for one in desk.headlines(ANA, view)]
            assert said == sorted((pair for pair in sums if pair[0]), key=lambda pair: -pair[0]) or sorted(said) == sorted(
                pair for pair in sums if pair[0]
            )
            seen += len(said)
        for limit in (1, 4):
            assert desk.headlines(ANA, view, limit) == desk.headlines(ANA, view)[:limit]
    assert seen > 50
    base.close()


def _sum_of(some: list[tuple[Any, ...]]) -> tuple[int, int]:
    """The best number of a series in a window, and how many estimates it has there."""
    if some[0][0] == "stock":
        return max((last, best) for _, _, last, best, _ in some)[1], len(some)
    return sum(best for _, _, _, best, chain in some if chain), len(some)
