"""Leaps of stocks: breaks of definition told from surges, on made-up series and on the registers of 2012 to 2015."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.picture import Balance, Observation, Picture, with_balance
from onrecord.picture.breaks import Level, leaps
from onrecord.types import Period, Place, PlaceRef
from picturing import SYRIA, TURKEY, claim, figure

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


def arrivals(days: range, per_day: int = 700) -> list[Observation]:
    return [claim(f"f{day:02}", figure(per_day + day, TURKEY, day)) for day in days]


def registered(value: int, day: int) -> Observation:
    return claim(f"s{day:02}", figure(value, TURKEY, day, act="registered", measure="stock"))


def left(act: str, value: int, first: int, last: int, to: Place, who: str = "Syrian refugees") -> Observation:
    """So many Syrians left Turkey in these days of November."""
    places = (
        PlaceRef("Syria", "from", SYRIA, "SYR", 1.0),
        PlaceRef("Turkey", "from", TURKEY, "TUR", 1.0),
        PlaceRef(to.name, "to", to, to.country, 1.0),
    )
    period = Period(date(2012, 11, first), date(2012, 11, last))
    return claim(f"{act}{first}", figure(value, TURKEY, last, act=act, who=who, places=places, period=period), date(2012, 11, last))


GERMANY = Place("iso:DEU", "Germany", "DEU", "country")


def balance(claims: list[Observation]) -> list[str]:
    """The balances of the last stock; by the list of all estimates, and topic by topic."""
    picture = Picture(claims)
    made = [one for one in with_balance(picture.estimates) if one.measure == "stock"]
    by_topic = Balance(picture)
    again = [one for topic in picture.topics for one in by_topic.about(topic).estimates if one.measure == "stock"]
    assert made == again
    return [check.text for check in made[-1].checks if check.kind == "balance"]


def test_returns_and_moves_onward_leave_the_stock() -> None:
    flows = arrivals(range(6, 9))
    stocks = [registered(62_099, 5), registered(62_310, 8)]
    gone = [left("returned", 1_011, 6, 8, SYRIA), left("relocated", 512, 7, 7, GERMANY), left("expelled", 303, 8, 8, SYRIA)]
    subjects = {(one.subject.group, one.subject.origin, one.subject.places) for one in gone}
    assert subjects == {("return", "TUR", ("iso:SYR",)), ("onward", "SYR", ("iso:TUR",)), ("expulsion", "TUR", ("iso:SYR",))}
    (text,) = balance([*flows, *stocks, *gone])
    assert "+ 2,121 arrivals − 1,314 returns − 512 moves onward leaves -84 to the 62,310" in text
    (without,) = balance([*flows, *stocks])
    assert "− 0 returns − 0 moves onward leaves -1,910" in without


def test_the_delay_of_registration_enters_the_balance() -> None:
    """Those who arrive on one day register over the next ones: a stock right after a surge does not have them all."""
    flows = [claim(f"f{day:02}", figure(1_003 if day != 12 else 30_007, TURKEY, day)) for day in range(1, 29)]
    waiting, register, stocks = 1_000.0 * 4, 60_000.0, []
    for day in range(1, 29):
        waiting += 30_007 if day == 12 else 1_003
        register, waiting = register + waiting * 0.25, waiting * 0.75
        stocks.append(registered(round(register) // 10 * 10 + 1, day))
    picture = Picture(flows + stocks)
    checks = {one.period.last: check for one in with_balance(picture.estimates) for check in one.checks if check.kind == "balance"}
    after = checks[date(2012, 11, 13)]
    assert after.holds and "register some 4 days later" in after.text
    assert not [check for check in checks.values() if "definition break" in check.text]


def test_people_who_leave_a_refuge_are_told_from_those_whose_country_it_is() -> None:
    syrians = left("relocated", 500, 7, 7, GERMANY).subject
    turks = left("relocated", 500, 7, 7, GERMANY, who="Turkish citizens").subject
    people = left("relocated", 500, 7, 7, GERMANY, who="people").subject
    assert (syrians.group, syrians.origin, syrians.places) == ("onward", "SYR", ("iso:TUR",))
    assert (turks.group, turks.origin, turks.places) == ("onward", "TUR", ("iso:SYR",))
    assert (people.group, people.origin) == ("evacuation", "")  # nobody says who left which country
