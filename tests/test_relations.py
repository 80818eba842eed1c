"""How two claims stand to each other: each rule on a plain case, and that both ways of asking agree."""

from __future__ import annotations

import pytest
from hypothesis import given

from onrecord.picture import relate
from onrecord.picture.observe import Observation
from picturing import HATAY, JORDAN, URFA, claim, figure, observations

WHOLE = claim("a", figure(9000))
CONVERSE = {
    "part of": {"whole of"},
    "whole of": {"part of", "breakdown"},
    "later stock": {"earlier stock"},
    "earlier stock": {"later stock"},
    "repeat": {"repeat"},
    "other definition": {"other definition"},
    "unrelated": {"unrelated"},
}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (claim("b", figure(8000, source="the ministry")), "same quantity"),
        (claim("b", figure(9000, source="a paper")), "copy"),
        (claim("b", figure(5000, HATAY)), "part of"),
        (claim("b", figure(9000, JORDAN)), "unrelated"),
        (claim("b", figure(9000, day=4)), "unrelated"),
        (claim("b", figure(9000, act="killed")), "unrelated"),
        (claim("b", figure(9000, unit="household")), "unrelated"),
        (claim("b", figure(9000, measure="stock")), "unrelated"),
    ],
)
def test_how_a_claim_stands_to_9000_who_crossed_into_turkey(one: Observation, expected: str) -> None:
    found = relate(one, WHOLE)
    assert found.kind == expected
    assert found.reason


def test_two_provinces_are_apart_and_a_province_is_in_its_country() -> None:
    hatay, urfa = claim("b", figure(5000, HATAY)), claim("c", figure(3000, URFA))
    assert relate(hatay, urfa).kind == "unrelated"
    assert relate(WHOLE, hatay).kind == "whole of"


def test_stocks_of_two_days_follow_each_other() -> None:
    monday, friday = claim("b", figure(9000, day=5, measure="stock")), claim("c", figure(9800, day=9, measure="stock"))
    assert (relate(friday, monday).kind, relate(monday, friday).kind) == ("later stock", "earlier stock")


def test_the_newer_statement_of_a_source_supersedes() -> None:
    newer = claim("c", figure(9000))
    older = claim("b", figure(8000))._replace(said=newer.said - 1)
    assert (relate(older, newer).kind, relate(newer, older).kind) == ("superseded", "same quantity")


@given(observations())
def test_both_ways_of_asking_agree(claims: list[Observation]) -> None:
    for one in claims:
        for other in claims:
            back = CONVERSE.get(relate(one, other).kind)
            if one is not other and back is not None:
                assert relate(other, one).kind in back, (one, other)
