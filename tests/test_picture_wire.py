"""The wire story of 9 November 2012 alone: what its nineteen figures add up to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import onrecord
from onrecord.picture.picture import Picture
from onrecord.types import Estimate
from picturing import of_reading

STORY = Path(__file__).parents[2] / "shared" / "gold" / "wire-2012-11-09.txt"
TURKEY, LEBANON, JORDAN, URFA, HATAY, REGION = "iso:TUR", "iso:LBN", "iso:JOR", "admin1:TR-63", "admin1:TR-31", "outside:SYR"


@pytest.fixture(scope="module")
def picture() -> Picture:
    if not STORY.exists():
        pytest.skip(f"the story is not here: {STORY}")
    return Picture(of_reading(onrecord.read(STORY)))


def one(picture: Picture, act: str, place: str, population: str = "people") -> Estimate:
    found = [e for e in picture.estimates if e.act == act and [a.id for a in e.places] == [place] and e.population == population]
    assert len(found) == 1, found
    return found[0]


def relations(estimate: Estimate) -> dict[str, str]:
    return {aside.claim: aside.relation for aside in estimate.set_aside}


def test_flight_into_turkey(picture: Picture) -> None:
    found = one(picture, "crossing", TURKEY)
    assert found.best == 9000 and found.low >= 8000 and found.high is not None and found.high <= 9500
    assert (found.period.first, found.period.last) == (date(2012, 11, 8), date(2012, 11, 9))
    assert relations(found) == {"c00": "repeat", "c05": "superseded", "c09": "part of", "c18": "part of"}
    ministry = next(aside for aside in found.set_aside if aside.claim == "c05")
    assert "earlier" in ministry.reason and "Foreign Ministry" in ministry.reason and "9,000" in ministry.reason


def test_parts_of_turkey(picture: Picture) -> None:
    assert one(picture, "crossing", URFA).best == 5000
    assert one(picture, "crossing", HATAY).best == 71
    part = next(check for check in one(picture, "crossing", TURKEY).checks if check.kind == "part")
    assert part.holds and "5,071" in part.text


def test_the_region_is_a_sum_of_disjoint_parts(picture: Picture) -> None:
    assert one(picture, "crossing", LEBANON).best == one(picture, "crossing", JORDAN).best == 1000
    region = one(picture, "crossing", REGION)
    assert region.best == 11_000 and region.basis == "sum"
    assert {used.claim for used in region.used} == {"c01", "c06", "c07"}


def test_officers_are_checked_against_their_ranks_and_held_inside_the_71(picture: Picture) -> None:
    found = one(picture, "defection", TURKEY, "officers")
    assert (found.low, found.best, found.high) == (26, 26, 26)
    checks = {check.kind: check for check in found.checks}
    assert checks["breakdown"].holds and "2 + 11 + 2 + 2 + 4 + 5 = 26" in checks["breakdown"].text
    assert checks["whole"].holds and "71" in checks["whole"].text
    assert one(picture, "crossing", HATAY).low == 71


def test_two_stocks_never_averaged_or_added(picture: Picture) -> None:
    camps, registered = one(picture, "sheltered", TURKEY), one(picture, "registered", REGION)
    assert (camps.low, camps.best) == (120_000, 120_000) and registered.best == 408_000
    assert relations(camps)["c08"] == relations(registered)["c03"] == "other definition"
    assert all(len(found.used) == 1 for found in (camps, registered))
    assert not [e for e in picture.estimates if e.measure == "stock" and e.basis == "sum"]


def test_every_claim_is_used_or_set_aside(picture: Picture) -> None:
    named = {used.claim for e in picture.estimates for used in e.used} | {aside.claim for e in picture.estimates for aside in e.set_aside}
    assert named | {aside.claim for aside in picture.set_aside} == {f"c{number:02}" for number in range(19)}
