"""What holds of every picture: order, irrelevance, as_of, reasons, numbers in order, additions."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.picture.book import rulings_of
from onrecord.picture.observe import Observation
from onrecord.picture.picture import Picture, Slot, learn
from onrecord.picture.records import DAYS, Record
from onrecord.picture.rollup import roll_up
from onrecord.types import Estimate, Period
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


def claims_of(estimates: list[Estimate]) -> set[str]:
    return {used.claim for one in estimates for used in one.used} | {aside.claim for one in estimates for aside in one.set_aside}


@given(observations(), st.sampled_from(["day", "week", "month", "total"]))
def test_rolling_up_loses_no_claim_and_keeps_numbers_in_order(claims: list[Observation], by: str) -> None:
    made = Picture(claims).estimates
    rolled = roll_up(made, by)  # type: ignore[arg-type]
    assert claims_of(rolled) == claims_of(made)
    for each in rolled:
        assert each.low <= each.best and (each.high is None or each.best <= each.high)


def test_days_of_a_week_are_added_and_missing_days_are_said() -> None:
    days = [claim(f"d{day}", figure(1000 * day, day=day)) for day in (5, 6, 7)]
    (week,) = [one for one in roll_up(Picture(days).estimates, "week") if one.places[0].id == "iso:TUR"]
    assert week.best == 18_000 and week.high is None and "3 of 7 days" in week.notes[0]


def test_counts_of_other_days_than_a_bucket_stay_as_they_are() -> None:
    window = claim("w", figure(6000, period=Period(date(2012, 11, 3), date(2012, 11, 6)), qualifier="more_than", high=None))
    so_far = claim("s", figure(4000, period=Period(None, date(2012, 11, 6)), qualifier="vague", low=2000, high=9999))
    by_day = {one.best: one for one in roll_up(Picture([window, so_far]).estimates, "day")}
    assert (by_day[6000].period, by_day[4000].period) == (Period(date(2012, 11, 3), date(2012, 11, 6)), Period(None, date(2012, 11, 6)))
    assert by_day[4000].high == 9999 and not by_day[4000].notes
    (total,) = roll_up(Picture([so_far]).estimates, "total")
    assert (total.best, total.high, total.notes) == (4000, 9999, ())


def test_a_vague_amount_may_be_open_above() -> None:
    (made,) = Picture([claim("v", figure(2000, qualifier="vague", low=2000, high=None))]).estimates
    assert (made.low, made.best, made.high) == (2000, 2000, None)


def test_officers_beside_soldiers_are_no_part_of_them() -> None:
    soldiers, officers = claim("s", figure(14, who="soldiers")), claim("o", figure(2, who="officers"))
    assert not [aside for one in Picture([soldiers, officers]).estimates for aside in one.set_aside]


@given(observations())
def test_one_by_one_is_the_same_as_at_once_with_records_too(claims: list[Observation]) -> None:
    records = {
        "UNHCR": Record("UNHCR", 0.02, 0.1, 30),
        "the ministry": Record("the ministry", 0.2, 0.2, 30),
        DAYS: Record(DAYS, 0.0, 0.2, 100),
    }
    grown = Picture(records=records)
    for one in claims:
        grown.add([one])
    assert grown.estimates == Picture(claims, records).estimates
    for estimate in grown.estimates:
        assert estimate.low <= estimate.best and (estimate.high is None or estimate.best <= estimate.high)


def test_two_camps_are_shown_and_a_wild_claim_is_set_aside() -> None:
    said = {"UNHCR": 10_000, "Relief": 10_500, "the ministry": 22_000, "the army": 21_000}
    camps = [claim(f"k{n}", figure(value, source=source)) for n, (source, value) in enumerate(said.items())]
    (shown,) = Picture(camps).estimates
    assert (
        shown.notes and shown.notes[0].startswith("two camps") and shown.low <= 10_000 and shown.high is not None and shown.high >= 22_000
    )
    wild = [claim(f"w{n}", figure(value, source=f"source {n}")) for n, value in enumerate((9_000, 9_200, 8_800, 9_100, 90_000))]
    (steady,) = Picture(wild).estimates
    assert 8_800 <= steady.best <= 9_200 and [one.relation for one in steady.set_aside] == ["wild"]


def by_slot(picture: Picture) -> dict[Slot, object]:
    return {slot: picture.draw([slot]) for topic in picture.topics for slot in picture.slots(topic)}


@given(observations(), observations(most=3), st.booleans())
def test_an_addition_names_all_that_it_changes(claims: list[Observation], more: list[Observation], recorded: bool) -> None:
    news = [one._replace(claim=f"m{at}") for at, one in enumerate(more)]
    records = {"UNHCR": Record("UNHCR", 0.02, 0.1, 30), DAYS: Record(DAYS, 0.0, 0.2, 100)} if recorded else {}
    grown = Picture(claims, records)
    before = by_slot(grown)
    changed = grown.add(news)
    after = by_slot(grown)
    assert {slot for slot in before.keys() | after.keys() if before.get(slot) != after.get(slot)} <= changed


@given(observations(), st.integers(0, 13), st.sampled_from(["accepted", "rejected", "gone", "place"]))
def test_a_claim_may_change_or_go(claims: list[Observation], which: int, how: str) -> None:
    at = which % len(claims)
    other = claims[at]._replace(status=how) if how != "place" else claims[-1]._replace(claim=claims[at].claim)  # type: ignore[arg-type]
    kept = [one for one in claims if one is not claims[at]]
    grown = Picture(claims)
    before = by_slot(grown)
    changed = grown.add([], [claims[at].claim]) if how == "gone" else grown.add([other])
    whole = Picture(kept if how == "gone" else [*kept, other])
    assert grown.estimates == whole.estimates and grown.set_aside == whole.set_aside
    after = by_slot(grown)
    assert {slot for slot in before.keys() | after.keys() if before.get(slot) != after.get(slot)} <= changed


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(20, 30)), min_size=2, max_size=8), st.integers(0, 7))
def test_long_periods_that_nearly_agree_are_one_whatever_comes_and_goes(periods: list[tuple[int, int]], which: int) -> None:
    spans = [Period(date(2012, 11, first), date(2012, 11, last)) for first, last in periods]
    claims = [claim(f"l{at}", figure(1000 + at, period=span, source=f"source {at}")) for at, span in enumerate(spans)]
    gone = claims[which % len(claims)]
    grown = Picture()
    for one in claims:
        grown.add([one])
    assert grown.estimates == Picture(claims).estimates
    grown.add([], [gone.claim])
    assert grown.estimates == Picture([one for one in claims if one is not gone]).estimates
    grown.add([gone])
    assert grown.estimates == Picture(claims[::-1]).estimates


@given(observations(), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(["same", "different"])), max_size=3))
def test_rulings_may_come_later(claims: list[Observation], pairs: list[tuple[int, int, str]]) -> None:
    links = [(claims[a].claim, claims[b].claim, ruling) for a, b, ruling in pairs if a < len(claims) and b < len(claims) and a != b]
    grown = Picture(claims, rulings=rulings_of(links[:1]))
    grown.rule(rulings_of(links))
    assert grown.estimates == Picture(claims, rulings=rulings_of(links)).estimates
    grown.rule(rulings_of([]))
    assert grown.estimates == Picture(claims).estimates
