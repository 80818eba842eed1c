"""Leaps of stocks: breaks of definition told from surges, on made-up series and on the registers of 2012 to 2015."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.picture import Picture, with_balance
from onrecord.picture.breaks import Level, leaps
from picturing import TURKEY, claim, figure

SERIES = Path(__file__).parents[2] / "shared" / "series"
NAMED = {
    "jordan": [("2012-11-10", "2012-11-14"), ("2013-02-20", "2013-02-24")],
    "turkey": [("2013-03-01", "2013-03-31"), ("2014-12-01", "2014-12-31")],
    "iraq": [("2013-10-15", "2013-11-15")],
    "egypt": [],
    "lebanon": [],
}


@pytest.mark.parametrize("country", NAMED)
def test_named_breaks_of_the_registers_are_found(country: str) -> None:
    path = SERIES / f"syria-registered-{country}.csv"
    if not path.exists():
        pytest.skip(f"the series is not here: {path}")
    rows = [line.split(";") for line in path.read_text().splitlines() if line]
    found = [
        leap
        for leap in leaps([Level(date.fromisoformat(day).toordinal(), float(value)) for day, value in rows])
        if leap.kind == "definition break"
    ]
    days = [date.fromordinal(leap.after.day).isoformat() for leap in found]
    for first, last in NAMED[country]:
        assert any(first <= day <= last for day in days), (country, first, days)
    false = [day for day in days if not any(first <= day <= last for first, last in NAMED[country])]
    assert all(sum(day[:4] == other[:4] for other in false) <= 1 for day in false), false


def test_a_surge_has_arrivals_to_match_and_a_break_has_not() -> None:
    levels = [Level(day, 60_000 + 500 * day + (20_000 if day >= 15 else 0)) for day in range(30)]
    usual = dict.fromkeys(range(30), 500.0)
    assert [leap.kind for leap in leaps(levels, usual)] == ["definition break"]
    assert [leap.kind for leap in leaps(levels, usual | {14: 12_000.0, 15: 9_000.0})] == ["surge"]
    assert "no claim of an inflow" in leaps(levels)[0].text
    assert not leaps([Level(day, 60_000 + 500 * day) for day in range(30)])


def test_the_balance_of_stocks_and_flows_shows_what_is_left_over() -> None:
    stocks = [claim(f"s{day}", figure(value, TURKEY, day, act="registered", measure="stock")) for day, value in ((5, 62_099), (7, 64_012))]
    flows = [claim(f"f{day}", figure(value, TURKEY, day)) for day, value in ((6, 1_101), (7, 702))]
    estimates = with_balance(Picture(stocks + flows).estimates)
    checks = [check for one in estimates for check in one.checks if check.kind == "balance"]
    assert len(checks) == 1 and checks[0].holds
    assert "62,099" in checks[0].text and "+110" in checks[0].text and "2 of 2 days" in checks[0].text
