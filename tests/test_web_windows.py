"""What series come to in some days: from a day on, by sums that are at hand, is what it is by a look at each estimate; and the largest are found
without a look at all."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.board import windows
from onrecord.web.board.sheet import Sheet, bounds
from onrecord.web.board.tails import Tails
from onrecord.web.views import View

FIRST_DAY = date(2020, 1, 1).toordinal()
Estimates = list[tuple[int, int, bool, bool]]  # day, best, in the chain, with an upper bound
DAYS, NUMBERS = st.integers(0, 30), st.integers(0, 9)
SERIES = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.lists(st.tuples(DAYS, NUMBERS, st.booleans(), st.booleans()), min_size=1, max_size=6)),
    max_size=40,
)  # whether it is a stock, whether it leads, and its estimates


def sheet_of(said: list[tuple[bool, bool, Estimates]]) -> Sheet:
    """A sheet of one group, its estimates in order of their days."""
    rows = [sorted(estimates) for _, _, estimates in said]
    flat = [
        (day, best, chain and not stock, bound) for (stock, _, _), some in zip(said, rows, strict=True) for day, best, chain, bound in some
    ]
    day, best, chain, bound = (np.array([row[n] for row in flat], np.int64) for n in range(4))
    last = np.where(day > 0, FIRST_DAY + day, 0).astype(np.int32)  # some have no day
    numbers = {
        "first": np.maximum(last - 1, 0), "last": last, "low": best // 2, "best": best, "high": np.where(bound, best + 3, -1),
        "kinds": np.ones(len(flat), np.int32), "chain": chain.astype(np.bool_), "estimate": np.arange(len(flat)),
    }  # fmt: skip
    starts = np.array([0, *accumulate(map(len, rows))])
    series = {"stock": np.array([s for s, _, _ in said], np.bool_), "lead": np.array([lead for _, lead, _ in said], np.bool_)}
    series |= bounds(series["stock"], numbers, starts)
    ids = np.arange(len(said))
    return Sheet(
        1,
        1,
        {},
        series,
        numbers,
        starts,
        {("TUR", "crossing"): slice(0, len(said))},
        Tails.of(series["stock"], numbers, starts),
        [],
        ids,
        ids,
    )


@given(SERIES, DAYS)
def test_from_a_day_on_sums_at_hand_say_what_a_look_at_each_estimate_says(said: list[tuple[bool, bool, Estimates]], day: int) -> None:
    sheet = sheet_of(said)
    quick = View(since=date.fromordinal(FIRST_DAY + day))
    slow = View(since=quick.since, until=date.max)
    at = windows.largest(sheet, slow, slice(0, len(said)), 1_000)
    assert windows.largest(sheet, quick, slice(0, len(said)), 1_000).tolist() == at.tolist()
    for got, wanted in zip(windows.totals(sheet, quick, at), windows.totals(sheet, slow, at), strict=True):
        assert got.tolist() == wanted.tolist()
    everything = np.arange(len(said))
    assert windows.dated(sheet, quick, everything).tolist() == windows.dated(sheet, slow, everything).tolist()


@given(SERIES, DAYS, st.sampled_from([None, date.fromordinal(FIRST_DAY + 12)]), st.integers(1, 4))
def test_the_largest_are_those_that_are_largest_of_all(
    said: list[tuple[bool, bool, Estimates]], day: int, until: date | None, limit: int
) -> None:
    sheet, view = sheet_of(said), View(since=date.fromordinal(FIRST_DAY + day), until=until)
    every = windows.largest(sheet, view, np.arange(len(said)), 1_000)
    best = dict(zip(every.tolist(), windows.totals(sheet, view, every).best.tolist(), strict=True))
    least = sorted(best.values(), reverse=True)[min(limit, len(best)) - 1] if best else 0
    assert windows.largest(sheet, view, slice(0, len(said)), limit).tolist() == [nth for nth, number in best.items() if number >= least]


def test_the_largest_of_the_rest_says_it_and_of_equals_the_later_one() -> None:
    sheet = sheet_of([(False, True, [(1, 9, True, True), (2, 5, True, True), (3, 5, True, True), (4, 4, True, True)])])
    said = windows.totals(sheet, View(since=date.fromordinal(FIRST_DAY + 2)), np.array([0]))
    assert (said.best.item(), said.members.item(), said.says.item()) == (14, 3, 2)
