"""How two claims stand to each other: each rule on a plain case, and that both ways of asking agree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from onrecord.picture import Picture, relate
from onrecord.picture.observe import Observation
from onrecord.types import Period
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


def test_nobody_outvotes_himself() -> None:
    """Numbers that one report gives in one voice for the same people, place and days are parts or repeats, whatever links were read."""

    def said(ident: str, value: int, number: int, source: str = "", **fields: Any) -> Observation:
        made = figure(value, source=source, **fields)
        return claim(ident, made)._replace(report="r", number=number)

    displaced, children = said("a", 6_100_000, 2, "UNHCR"), said("b", 2_800_000, 3, "UNHCR")._replace(part_of=2)
    assert relate(children, displaced).kind in ("part of", "breakdown")
    (one,) = Picture([displaced, children]).estimates
    assert one.best == 6_100_000 and [used.claim for used in one.used] == ["a"] and one.set_aside[0].relation == "part of"
    vague = said("c", 2_000, 0, low=2_000, high=9_999, qualifier="vague")
    precise = said("d", 2_082, 1, "the ministry")
    (one,) = Picture([vague, precise]).estimates
    assert (one.low, one.best, one.high) == (2_082, 2_082, 2_082) and one.set_aside[0].relation == "repeat"
    assert relate(vague, precise).kind == relate(precise, vague).kind == "repeat"
    many, few = said("e", 20_000, 4), said("f", 200, 5)
    (one,) = Picture([few, many]).estimates
    assert one.best == 20_000 and "taken for a part" in one.set_aside[0].reason
    assert (relate(few, many).kind, relate(many, few).kind) == ("part of", "whole of")


def test_two_sources_in_one_report_are_rivals_still() -> None:
    first, second = claim("a", figure(9000)), claim("b", figure(8000, source="the ministry"))
    assert relate(first._replace(report="r"), second._replace(report="r", number=1)).kind == "same quantity"
    assert len(Picture([first._replace(report="r"), second._replace(report="r", number=1)]).estimates[0].used) == 2


def test_what_is_surely_elsewhere_is_no_part_however_it_was_linked() -> None:
    whole = claim("a", figure(7, HATAY))
    part = claim("b", figure(5, URFA))._replace(report=whole.report, number=1, part_of=0)
    hatay = next(one for one in Picture([whole, part]).estimates if one.places[0].id == "admin1:TR-31")
    assert (hatay.best, hatay.set_aside, hatay.checks) == (7, (), ())
    assert relate(part, whole).kind == "unrelated"


def test_parts_without_days_are_not_added_up_against_their_whole() -> None:
    undated = Period()
    whole = claim("a", figure(41, period=undated, qualifier="more_than", high=None), date(2013, 12, 30))
    parts = [
        claim("b", figure(27, HATAY, period=undated), date(2013, 12, 30))._replace(report=whole.report, number=1),
        claim("c", figure(16, URFA, period=undated), date(2013, 12, 30))._replace(report=whole.report, number=2),
    ]
    turkey = next(one for one in Picture([whole, *parts]).estimates if one.places[0].id == "iso:TUR")
    assert turkey.best == 41


def test_a_later_statement_with_the_same_number_is_a_repeat_both_ways() -> None:
    newer = claim("c", figure(9000))
    older = claim("b", figure(9000))._replace(said=newer.said - 1)
    assert (relate(older, newer).kind, relate(newer, older).kind) == ("repeat", "repeat")


SAID_OF_TWO = {"copy", "repeat", "superseded", "part of", "other definition"}
# A report may link two counts otherwise than their places, days and groups do: "of the 400 refugees 100 live in camps".
LINKED = {"breakdown", "whole of", "repeat"}


@given(observations())
def test_what_an_estimate_sets_aside_is_what_relate_says(claims: list[Observation]) -> None:
    by_id = {one.claim: one for one in claims}
    for estimate in Picture(claims).estimates:
        if estimate.basis != "claims":
            continue
        there = [by_id[name] for name in [one.claim for one in estimate.used] + [one.claim for one in estimate.set_aside]]
        for aside in estimate.set_aside:
            # A part that a report links may be settled by other claims of its own place and days: it is these that are named.
            if aside.relation in SAID_OF_TWO and "the report makes it a part of this total" not in aside.reason:
                said = {relate(by_id[aside.claim], other).kind for other in there if other.claim != aside.claim}
                fits = {aside.relation} | (LINKED if aside.relation in ("part of", "other definition") else set())
                assert said & fits, (aside, said)
