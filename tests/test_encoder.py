"""The encoder: pieces of words, windows, and opinions on numbers; and that it is asked only where the rankers are unsure."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import encoder_lessons
import gold as material
from onrecord.encoder.opinion import ACTS, opinion
from onrecord.encoder.window import LONGEST, Window, encode
from onrecord.encoder.wordpiece import pieces, vocabulary
from onrecord.reading import second
from onrecord.reading.second import Doubt, doubt
from onrecord.reading.slots import scene
from onrecord.text import sentences


def names_of(text: str) -> list[str]:
    called = {number: piece for piece, number in vocabulary().items()}
    return [f"{called[piece.id]}={text[piece.start : piece.end]}" for piece in pieces(text)]


def window(text: str, numbers: list[str], names: list[str]) -> Window:
    spans = [[(text.index(one), text.index(one) + len(one)) for one in row] for row in (numbers, names)]
    return Window(text, 0, tuple(spans[0]), tuple(spans[1]))


def best(told: Mapping[str, float] | None) -> str:
    assert told is not None
    return max(told, key=told.__getitem__)


def test_words_are_cut_into_the_longest_pieces_known() -> None:
    assert names_of("Réfugiés fled Goma: 12,500") == [
        "ref=Réf", "##ug=ug", "##ies=iés", "fled=fled", "go=Go", "##ma=ma", ":=:", "12=12", ",=,", "500=500",
    ]  # fmt: skip


def test_a_word_that_no_piece_begins_is_one_unknown_piece() -> None:
    assert names_of("難 x") == ["[UNK]=難", "x=x"]


@given(st.text(max_size=200))
def test_pieces_stand_in_order_and_cover_the_text(text: str) -> None:
    found = list(pieces(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    left = {c for at, c in enumerate(text) if not any(one.start <= at < one.end for one in found)}
    assert all(c.isspace() or unicodedata.category(c) == "Mn" for c in left)


@pytest.mark.parametrize(
    ("text", "number", "act"),
    [
        ("Some 3,000 people fled Ferris for the hills on Monday.", "3,000", "fled"),
        ("At least 14 people were killed when a bus fell into the river near Tamale, police said.", "14", "killed"),
        ("The floods swept away 220 houses in Kasese.", "220", "housing_destroyed"),
        ("The ministry bought 220 tractors for Kasese.", "220", "none"),
    ],
)
def test_what_a_plain_sentence_tells(text: str, number: str, act: str) -> None:
    (told,) = opinion(window(text, [number], [name for name in ("Ferris", "Tamale", "Kasese") if name in text]))
    assert best(told) == act
    assert told is not None and sum(told.values()) == pytest.approx(1, abs=1e-3)


def test_each_number_has_an_opinion_of_its_own() -> None:
    text = "In Ferris, 12 people died and 340 were evacuated to Aldan."
    assert [best(one) for one in opinion(window(text, ["12", "340"], ["Ferris", "Aldan"]))] == ["killed", "evacuated"]


def test_a_long_window_loses_its_beginning_and_says_so() -> None:
    text = "12 people fled. " + "They walked for days and days. " * 60 + "Later 340 people fled."
    lost, kept = opinion(window(text, ["12", "340"], []))
    assert lost is None and best(kept) == "fled"
    assert len(encode(window(text, ["12"], [])).ids) == LONGEST + 2


def test_a_window_without_numbers_gets_no_opinion() -> None:
    assert opinion(Window("Nobody fled.", 0, (), ())) == ()


def test_the_same_window_gets_the_same_opinion() -> None:
    asked = window("In Ferris, 12 people died and 340 were evacuated to Aldan.", ["12", "340"], ["Ferris", "Aldan"])
    assert opinion(asked) == opinion(asked)


def test_a_story_that_the_rankers_are_sure_of_does_not_load_it() -> None:
    """The main job starts as fast as before where nothing is in doubt."""
    text = "GOMA, 3 May 2024 (NEWS) - Some 3,000 people fled their homes in Sake on Tuesday, the UN refugee agency said."
    code = f"import sys, onrecord; print(len(onrecord.read_text({text!r}).figures), sys.modules.keys() & {{'onnxruntime', 'numpy'}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "set()"]


@pytest.mark.parametrize(
    ("chances", "figure", "which"),
    [
        ({None: 0.02, "fled": 0.98}, False, False),
        ({None: 0.95, "fled": 0.05}, False, False),
        ({None: 0.4, "fled": 0.6}, True, False),
        ({None: 0.05, "fled": 0.55, "arrived": 0.4}, False, True),
        ({None: 0.3, "fled": 0.4, "arrived": 0.3}, True, True),
        ({None: 0.05, "killed": 0.55, "missing": 0.4}, False, False),
        ({None: 1.0}, False, False),
    ],
)
def test_only_doubts_are_asked_about(chances: dict[str | None, float], figure: bool, which: bool) -> None:
    """Whether a number is a figure, and which act it tells, are doubted apart; words of harm are plain."""
    assert doubt(chances) == Doubt(figure, which)


@pytest.mark.parametrize(
    ("shares", "helped"),
    [
        ({"none": 0.98, "fled": 0.01, "arrived": 0.01}, None),
        ({"none": 0.01, "fled": 0.98, "arrived": 0.01}, "fled"),
        ({"none": 0.01, "fled": 0.01, "arrived": 0.98}, "arrived"),
    ],
)
def test_it_helps_what_it_is_sure_of(monkeypatch: pytest.MonkeyPatch, shares: dict[str, float], helped: str | None) -> None:
    monkeypatch.setattr("onrecord.encoder.opinion.opinion", lambda shown: [shares])
    acts = (None, "fled", "arrived")
    added = dict(zip(acts, asked("Some 30 left.", acts, Doubt(True, True)), strict=True))
    assert max(added, key=added.__getitem__) == helped and all(value <= 0 for value in added.values())


def test_it_is_heard_on_what_is_in_doubt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.encoder.opinion.opinion", lambda shown: [{"none": 0.01, "fled": 0.98, "arrived": 0.01}])
    none, fled, arrived = asked("Some 30 left.", (None, "fled", "arrived"), Doubt(True, False))
    assert fled == arrived > none
    none, fled, arrived = asked("Some 30 left.", (None, "fled", "arrived"), Doubt(False, True))
    assert none == 0 and fled > arrived


def test_it_is_not_heard_where_it_is_unsure_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.encoder.opinion.opinion", lambda shown: [{"none": 0.4, "fled": 0.6}])
    assert asked("Some 30 left.", (None, "fled"), Doubt(True, True)) == []


def asked(text: str, acts: Sequence[str | None], unsure: Doubt) -> list[float]:
    (part,) = sentences(text)
    here = scene(text, part, ())
    return second.Second(text, [part], ()).on(part, here.slots, here.slots[0], acts, unsure)


def test_a_text_of_doubts_is_shown_in_part_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is bounded: behind the last sentence that is shown the ranker decides alone."""
    monkeypatch.setattr(second, "MOST", 2)
    text = "Some 30 people fled. Some 40 people fled. Some 50 people fled."
    parts = sentences(text)
    told = second.Second(text, parts, ())
    scenes = [scene(text, part, ()) for part in parts]
    added = [told.on(here.sentence, here.slots, here.slots[0], (None, "fled"), Doubt(True, True)) for here in scenes]
    assert [bool(one) for one in added] == [True, True, False]


def test_lessons_tell_of_each_number_what_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = material.marked("Some [[40|fled|flow]] people left Ferris as 12 trucks burned.")
    monkeypatch.setattr(encoder_lessons, "OWN", {})
    monkeypatch.setattr(encoder_lessons, "passages", lambda: [marked])
    (lesson,) = encoder_lessons.own_lessons()
    assert [[ACTS[act] for act in right] for right in lesson.acts] == [["fled"], ["none"]]
    assert lesson.weights == (encoder_lessons.EMPHASIS["passage"],) * 2
