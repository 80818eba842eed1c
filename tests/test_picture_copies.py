"""Near copies of a report in the picture: one story is one witness, whoever its copies name and whenever they come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from near_copies import measure
from onrecord.cli import main
from onrecord.ledger import open_ledger, sketches
from onrecord.likeness import alike, sketch
from onrecord.picture import Picture, relate
from onrecord.picture.observe import Observation
from picturing import claim, figure, observations

STORY = (
    "HATAY, Turkey, Nov 9 - Some 9,000 Syrian refugees fled into Turkey on 8 November 2012, {who} said. They came from villages along the "
    "border where fighting went on for days. More were on the way, and the camps in three provinces were full. Women carried children "
    "across the river in the dark while soldiers watched from the hills, and buses waited on the road to take them on to the camps."
)
OTHER = (
    "MANILA - A typhoon flattened thousands of homes in the east of the country on Sunday. Rescue teams reached the islands by boat. " * 2
)


def story(ident: str, source: str, text: str, published: int = 9) -> Observation:
    return claim(ident, figure(9000, source=source), date(2012, 11, published))._replace(sketch=sketch(text))


def test_a_near_copy_that_names_another_source_is_no_second_witness() -> None:
    origin = story("a", "UNHCR", STORY.format(who="the U.N. refugee agency"))
    copy = story("b", "the ministry", "Thousands flee\n\n" + STORY.format(who="the ministry"), 12)
    own = story("c", "the ministry", OTHER)
    assert relate(copy, origin).kind == "copy" and "prints the text of another" in relate(copy, origin).reason
    assert relate(own, origin).kind == "same quantity"
    (one,) = Picture([origin, copy]).estimates
    assert [used.claim for used in one.used] == ["a"] and [aside.relation for aside in one.set_aside] == ["copy"]
    assert Picture([copy, origin]).estimates == [one]


def test_two_sources_in_one_report_stay_two_witnesses() -> None:
    text = STORY.format(who="the U.N. refugee agency and, separately, the ministry")
    first = story("a", "UNHCR", text)
    second = story("b", "the ministry", text)._replace(report=first.report, number=1)
    (one,) = Picture([first, second]).estimates
    assert len(one.used) == 2


@settings(max_examples=40)
@given(observations(), st.data())
def test_with_copies_too_the_order_does_not_matter(claims: list[Observation], data: st.DataObject) -> None:
    texts = [b"", sketch(STORY), sketch("Thousands flee. " + STORY), sketch(OTHER)]
    copied = [one._replace(sketch=data.draw(st.sampled_from(texts))) for one in claims]
    grown = Picture()
    for one in data.draw(st.permutations(copied)):
        grown.add([one])
    assert grown.estimates == Picture(copied).estimates


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_by_sketch_is_the_same_both_ways(one: str, other: str) -> None:
    assert alike(sketch(one), sketch(other)) == alike(sketch(other), sketch(one))
    assert alike(sketch(one), sketch(one)) == (1.0 if sketch(one) else None)


def test_sketches_know_the_copies_made_from_the_gold_reports(gold: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((gold / "reports").glob("*.txt"))]
    found = measure(texts, make=sketch, compare=alike)
    print({name: round(value, 4) for name, value in found.items()})
    assert found["recall"] >= 0.97 and found["precision"] >= 0.99


def test_copies_are_known_from_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    for name, text in (
        ("one", STORY.format(who="the U.N. refugee agency")),
        ("two", "Thousands flee\n\n" + STORY.format(who="Turkey's government")),
    ):
        (tmp_path / f"{name}.txt").write_text(text)
        assert main(["add", str(tmp_path / f"{name}.txt"), "--published", "2012-11-09"]) == 0
    with open_ledger(write=False) as ledger:
        kept = sketches(ledger)
        assert len(kept) == 2 and alike(*kept.values()) is not None
        assert sketches(ledger, list(kept)[:1]) == {ident: kept[ident] for ident in list(kept)[:1]}
    capsys.readouterr()
    assert main(["picture", "--act", "crossing", "--country", "TUR", "--format", "csv"]) == 0
    estimate = capsys.readouterr().out.splitlines()[1].split(",")[0]
    assert main(["why", estimate]) == 0
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "Copy: its report prints the text of another" in told and "Weight 100%" in told


def told(ident: str, text: str, day: int, value: int = 9_000, source: str = "") -> Observation:
    """So many "in the past 24 hours", in a report of that day."""
    return claim(ident, figure(value, day=day, source=source), date(2012, 11, day))._replace(sketch=sketch(text))


def test_a_story_printed_again_a_day_later_is_no_count_of_another_day() -> None:
    text = STORY.format(who="the agency")
    first, again = told("a", text, 9), told("b", "Thousands flee\n\n" + text, 10)
    picture = Picture([first, again])
    (one,) = picture.estimates
    assert one.period.last == date(2012, 11, 9) and [used.claim for used in one.used] == ["a"]
    assert [(aside.claim, aside.relation) for aside in picture.set_aside] == [("b", "copy")]
    assert relate(again, first) == ("copy", picture.set_aside[0].reason) and "2012-11-09" in picture.set_aside[0].reason
    other = told("c", OTHER, 10)
    assert len(Picture([first, other]).estimates) == 2  # the same number in a story of its own
    bulletin = told(
        "d", text.replace("three provinces", "nine provinces").replace("buses waited", "nobody waited").replace("days", "weeks"), 10
    )
    assert len(Picture([first, bulletin]).estimates) == 2  # a bulletin that is written anew each day
    late = told("e", text, 10)._replace(said=first.said + 3)
    assert len(Picture([first, late]).estimates) == 2  # it says the day: printing it later does not move it


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from([0, 1, 2]), st.sampled_from([7_000, 9_000])), min_size=1, max_size=9), st.data()
)
def test_reprints_too_are_the_same_in_any_order(made: list[tuple[int, int, int]], data: st.DataObject) -> None:
    texts = [STORY.format(who="the agency"), "Thousands flee\n\n" + STORY.format(who="the agency"), OTHER]
    claims = [told(f"k{number}", texts[text], day, value) for number, (day, text, value) in enumerate(made)]
    whole = Picture(claims)
    grown = Picture()
    for one in data.draw(st.permutations(claims)):
        grown.add([one])
    assert grown.estimates == whole.estimates and grown.set_aside == whole.set_aside
    grown.add([], gone=[claims[0].claim])
    assert grown.estimates == Picture(claims[1:]).estimates
