"""What holds of every picture: order, irrelevance, as_of, reasons, numbers in order, additions."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.picture.book import rulings_of
from onrecord.picture.observe import Observation
from onrecord.picture.picture import Picture, learn
from picturing import JORDAN, claim, figure, observations


@given(observations(), st.randoms())
def test_order_does_not_matter(claims: list[Observation], chance: object) -> None:
    mixed = list(claims)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert Picture(mixed).estimates == Picture(claims).estimates
    assert Picture(mixed).set_aside == Picture(claims).set_aside


@given(observations(), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(["same", "different"])), max_size=3))
def test_one_by_one_is_the_same_as_at_once(claims: list[Observation], pairs: list[tuple[int, int, str]]) -> None:
    links = [(claims[a].claim, claims[b].claim, ruling) for a, b, ruling in pairs if a < len(claims) and b < len(claims) and a != b]
    rulings = rulings_of(links)
    grown = Picture(rulings=rulings)
    for one in claims:
        grown.add([one])
    whole = Picture(claims, rulings=rulings)
    assert grown.estimates == whole.estimates and grown.set_aside == whole.set_aside
    assert Picture(claims[::-1], rulings=rulings).estimates == whole.estimates


@given(observations())
def test_an_irrelevant_report_changes_nothing(claims: list[Observation]) -> None:
    other = claim("zz", figure(77, JORDAN, act="killed"))
    with_it = Picture([*claims, other])
    assert [e for e in with_it.estimates if e.act != "killed"] == Picture(claims).estimates


@given(observations(), st.integers(1, 12))
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(claims: list[Observation], day: int) -> None:
    known = [one for one in claims if one.said <= date(2012, 11, day).toordinal()]
    grown = Picture(known)
    before = grown.estimates
    grown.add([one for one in claims if one not in known])
    assert Picture(known).estimates == before
    assert grown.estimates == Picture(claims).estimates


@given(observations())
def test_every_claim_is_used_or_set_aside_with_a_reason(claims: list[Observation]) -> None:
    picture = Picture(claims)
    used = {one.claim for e in picture.estimates for one in e.used}
    aside = [one for e in picture.estimates for one in e.set_aside] + list(picture.set_aside)
    assert used | {one.claim for one in aside} == {one.claim for one in claims}
    assert all(one.relation and one.reason for one in aside)
    for estimate in picture.estimates:
        assert not {one.claim for one in estimate.used} & {one.claim for one in estimate.set_aside}


@given(observations())
def test_numbers_are_in_order_and_weights_are_shares(claims: list[Observation]) -> None:
    for estimate in Picture(claims).estimates:
        assert 0 <= estimate.low <= estimate.best and (estimate.high is None or estimate.best <= estimate.high)
        assert (estimate.used and abs(sum(one.weight for one in estimate.used) - 1) < 0.01) or estimate.best == 0


@settings(max_examples=30)
@given(observations())
def test_records_do_not_depend_on_order(claims: list[Observation]) -> None:
    assert learn(claims) == learn(claims[::-1])
