"""Wholes and the sums of their parts correct each other, where the one has been seen to follow the other."""

from __future__ import annotations

from random import Random

import pytest

from onrecord.picture import Picture
from onrecord.picture.observe import Observation
from onrecord.types import Estimate, Place
from picturing import HATAY, TURKEY, URFA, claim, figure

DAYS = range(5, 29)
SAID = {URFA: ("Relief", "Aid"), HATAY: ("Relief", "Aid"), TURKEY: ("UNHCR", "the ministry")}


def crisis(share: float = 1.0, days: range = DAYS, wrong: tuple[int, float] = (0, 1.0)) -> list[Observation]:
    """Two provinces that together are this share of Turkey; on one day all say a factor too much of Turkey."""
    chance = Random(1)
    found = []
    for day in days:
        truth = {URFA: 4000 * chance.lognormvariate(0, 0.1), HATAY: 2000 * chance.lognormvariate(0, 0.1)}
        truth[TURKEY] = sum(truth.values()) / share * (wrong[1] if day == wrong[0] else 1.0)
        for place, number in truth.items():
            for source in SAID[place]:
                ident = f"{place.name}{day:02}{source}"
                found.append(claim(ident, figure(int(number * chance.lognormvariate(0, 0.03)), place, day, source)))
    return found


def turkey(picture: Picture, day: int, place: Place = TURKEY) -> Estimate:
    area = "iso:TUR" if place is TURKEY else f"admin1:{place.admin1_code}"
    (found,) = [one for one in picture.estimates if one.places[0].id == area and one.period.last and one.period.last.day == day]
    return found


def drawn(claims: list[Observation]) -> Picture:
    picture = Picture(claims)
    picture.learn()
    return picture


def test_parts_that_are_all_of_a_whole_correct_it_and_say_so() -> None:
    plain, wrong = turkey(drawn(crisis()), 15), turkey(drawn(crisis(wrong=(15, 1.3))), 15)
    assert plain.best * 1.02 < wrong.best < plain.best * 1.28  # all sources of that day say 1.3 times as much
    (note,) = [note for note in wrong.notes if "parts of" in note]
    assert "the 2 parts of Turkey are all of it (seen 24 times)" in note and "move it by -" in note


def test_a_whole_corrects_its_parts() -> None:
    plain, wrong = turkey(drawn(crisis()), 15, URFA), turkey(drawn(crisis(wrong=(15, 1.3))), 15, URFA)
    assert wrong.best > plain.best * 1.02
    assert any("which moves this one by +" in note for note in wrong.notes)


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_parts_of_which_some_are_missing_follow_by_their_usual_share(share: float) -> None:
    found = turkey(drawn(crisis(share)), 15)
    (note,) = [note for note in found.notes if "parts of" in note]
    assert (
        f"usually come to {share:.0%} of it" in note
        or f"usually come to {share + 0.01:.0%} of it" in note
        or f"{share - 0.01:.0%} of it" in note
    )
    assert abs(found.best / (6000 / share) - 1) < 0.25


def test_a_few_days_say_nothing_about_shares() -> None:
    found = turkey(drawn(crisis(days=range(5, 12))), 8)
    assert not any("parts of" in note for note in found.notes)
