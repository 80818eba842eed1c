"""What drove people out. The passages are our own words; the number asked about stands in double brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmarked
from onrecord.reading.causes import Causes, cause_for
from onrecord.reading.lexicon import load
from onrecord.text import sentences
from onrecord.types import CAUSES


def cause(marked: str, act: str = "displaced", title: str | None = None) -> str | None:
    text, start = unmarked(marked)
    return cause_for(start, act, sentences(text), text, title)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Heavy rain flooded the valley and drove [[900]] families away.", "flood"),
        ("Typhoon Kestrel flattened houses and left [[900]] families homeless.", "storm"),
        ("The quake levelled [[900]] houses near the epicentre.", "earthquake"),
        ("A mudslide buried [[12]] miners.", "landslide"),
        ("A forest fire forced [[900]] people out as the blaze neared.", "wildfire"),
        ("Mount Amber erupted and [[900]] villagers fled the lava.", "volcano"),
        ("The failed rains and the famine drove [[900]] herders to the town.", "drought"),
        ("Shelling by the rebels made [[900]] people flee.", "conflict"),
        ("An explosion at the plant led to the evacuation of [[900]] people.", "other"),
        ("Some [[40]] people drowned in the Mediterranean.", "other"),
        ("The fire department helped [[900]] people during the cold snap.", "cold"),
        ("The meeting was told that [[900]] families draw relief.", None),
    ],
)
def test_the_words_nearby(passage: str, expected: str | None) -> None:
    assert cause(passage) == expected


def test_no_phrase_stands_twice() -> None:
    """Of two places the later one would hold, and nobody would see it."""
    phrases = [phrase for name, table in load("causes").items() if name != "weights" for row in table.values() for phrase in row]
    assert sorted(set(phrases)) == sorted(phrases)


def test_what_the_report_is_about_decides_where_the_words_nearby_do_not() -> None:
    start = "An earthquake of magnitude 6 struck Amber on Monday, followed by aftershocks.\n\n"
    assert cause(start + "The governor came on Tuesday.\n\nSome [[900]] people are in tents.") == "earthquake"


def test_the_title_counts() -> None:
    assert cause("Some [[900]] people are in tents.", title="Floods in Amber") == "flood"


def test_two_causes_in_a_report_are_told_apart() -> None:
    text = "KESTRIA\n\nFloods drove [[900]] people away.\n\nThe flood fell later.\n\nAMBRIA\n\nA bombing and shelling killed {} people in the war.\n"
    assert cause(text.format("80")) == "flood"
    assert cause(text.replace("[[900]]", "900").format("[[80]]")) == "conflict"


def test_a_named_storm_owns_its_floods() -> None:
    text = (
        "Typhoon Kestrel hit the coast. Kestrel moved inland and [[900]] people left because of mudslides and flooding. Kestrel weakened."
    )
    assert cause(text) == "storm"


def test_the_act_can_tell() -> None:
    assert cause("In all [[900]] houses.", act="housing_flooded") == "flood"


@given(st.text(alphabet="floodwar stquake.[]\n9", max_size=120))
def test_any_text_gives_a_known_cause_or_none(text: str) -> None:
    assert Causes(text, sentences(text)).at(0, "displaced") in (*CAUSES, None)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("A fire that began at a kitchen stove burnt [[90]] shacks.", "other"),
        ("Flames from a gas bottle went through the apartment block and left [[90]] homeless.", "other"),
        ("The fire jumped the road into the forest and [[90]] people left as 400 hectares burned.", "wildfire"),
        ("The fires came out of the woods; the hotel gave [[90]] evacuees a floor to sleep on.", "wildfire"),
        ("Masked men set fire to the huts and fought the militia; [[90]] people fled.", "conflict"),
    ],
)
def test_what_a_fire_burns_tells_what_fire_it_is(passage: str, expected: str) -> None:
    assert cause(passage) == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Floods and landslides have killed [[12]] people.", "flood"),
        ("Landslides and flash flooding have killed [[12]] people.", "flood"),
        ("Heavy snow and avalanches cut off [[12]] villagers.", "cold"),
        ("The river flooded the market. Later [[12]] people died under a landslide that buried their farm.", "landslide"),
        ("A quick-clay slide took the road, and [[12]] people are missing.", "landslide"),
        ("The slopes gave way above the school and [[12]] pupils were dug out.", "landslide"),
    ],
)
def test_slides_that_came_with_the_water_are_the_floods(passage: str, expected: str) -> None:
    assert cause(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "The council pulled down [[90]] dwellings in its clearance drive.",
        "A boiler burst at the mill and killed [[3]] men.",
        "Fumes from the dye works drove [[90]] villagers out.",
        "Erosion of the bank has left [[90]] families without land.",
        "The boat sank off the cape and [[9]] passengers drowned.",
        "The hydropower project has moved [[90]] families.",
    ],
)
def test_what_is_neither_war_nor_weather(passage: str) -> None:
    assert cause(passage) == "other"


def test_a_mount_is_no_volcano_and_an_army_at_the_dyke_no_war() -> None:
    assert cause("The ground gave way on Mount Amber, and landslides took [[9]] houses.") == "landslide"
    assert cause("The army took [[900]] people from the flooded villages, and soldiers mended the dyke.") == "flood"


def test_a_report_of_wildfires_may_tell_of_a_hospital() -> None:
    fires = "Wildfires raged near the port for a third day. Wildfire crews came from abroad. In the town, {} were moved from a hospital building as the blaze neared."
    assert cause(fires.format("[[40]] patients")) == "wildfire"
    kitchen = "A fire in the kitchen of an apartment building moved [[40]] tenants out; the blaze was put out by noon."
    assert cause(kitchen) == "other"


def test_what_a_cyclone_brought_is_its_doing() -> None:
    brought = "{} reached the coast on Monday. The {} left [[40]] people dead, some of them carried off by swollen rivers and flooding."
    assert cause(brought.format("The cyclone", "cyclone"), "killed") == "storm"
    assert cause(brought.format("The relief ship", "night"), "killed") == "flood"


def test_a_bomb_of_an_old_war_drives_nobody_out_of_a_war() -> None:
    assert cause("Some [[4,000]] people had to leave while a bomb of 1943 was defused.", "evacuated") == "other"
