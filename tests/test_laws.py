"""What holds for every text, however odd: the span law, bounds, links, dates, and that nothing unexpected happens."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.types import ACTS, Figure, Reading

# Words that the reader acts on, and what it meets in real texts but no test would think of putting side by side.
PIECES = [
    "300", "9,000", "1,08,000", "9 300", "half a million", "tens of thousands", "between 2,000 and 4,000", "two", "dozens", "½", "٣", "0",
    "99999999999999999999", "people", "families", "houses", "Syrians", "refugees", "soldiers", "others", "fled", "were displaced", "killed",
    "crossed into", "have been evacuated", "destroyed", "more than", "up to", "at least", "not", "of whom", "including", "another", "and", "or",
    "from", "to", "in", "Homs", "Turkey", "Syrian", "Al-Hol camp", "Hatay Province", "the U.N. refugee agency", "said", "officials", "he",
    "according to", "on Friday", "overnight", "since March", "Nov 9", "31 February 2012", "9 November 2012", "in the past 24 hours", "year 9999",
    "early June", "ANKARA, Nov 9 (Reuters) -", ".", ",", ";", ":", "...", "“", "”", '"', "'s", "(", ")", "-", "–", "•", "|", "\n", "\n\n",
    "  ", "\t", "\r\n", "\x00", "\ud800", "é", "İ", "難民", "\u202e",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=60)
WORDS = sorted(Path(onrecord.__file__).parent.joinpath("reading", "words").glob("*.toml"))
DAYS = st.none() | st.sampled_from([date.min, date.max, date(2012, 2, 29), date(2012, 11, 9)])


@settings(max_examples=300)
@given(TEXTS, DAYS)
def test_any_text_is_read_and_every_figure_keeps_the_laws(text: str, published: date | None) -> None:
    reading = onrecord.read_text(text, published=published)
    assert {problem.stage for problem in reading.problems} <= {"reports", "language"}
    for index, figure in enumerate(reading.figures):
        assert figure.id == index
        keeps_the_laws(figure, reading)
    assert onrecord.from_json(onrecord.to_json(reading), text) == reading


def keeps_the_laws(figure: Figure, reading: Reading) -> None:
    text = reading.report.text
    number = text[figure.start : figure.end]
    assert 0 <= figure.start < figure.end <= len(text)
    assert number == number.strip()
    assert any(character.isalnum() for character in number)
    assert figure.low is None or figure.low <= figure.value
    assert figure.high is None or figure.value <= figure.high
    assert figure.low is not None or figure.high is not None
    first, last = figure.period.first, figure.period.last
    assert first is None or last is None or first <= last
    assert figure.act in ACTS
    assert 0 <= figure.confidence <= 1
    assert figure.same_as is None or 0 <= figure.same_as < figure.id
    assert figure.part_of is None or 0 <= figure.part_of < len(reading.figures)
    assert figure.part_of != figure.id
    earlier = reading.figures[figure.id - 1] if figure.id else None
    assert earlier is None or earlier.end <= figure.start


@given(st.lists(st.sampled_from(PIECES[:60]), max_size=30).map(" ".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert onrecord.read_text(text) == onrecord.read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "39 women and 23 children were among them, the mayor told reporters in Adre on Friday.",
        "The group, including 300 who fled to a school which can hold 500, was made up of 40 families.",
        "This figure stood at 900 (the homes of 40 families), down from between 2,000 and 4,000.",
        "According to Omar, whose agency reported 12 dead, 300 people a day had been kept from leaving Homs for Turkey.",
    ],
)
def test_a_text_may_break_off_behind_any_word(text: str) -> None:
    words = text.split(" ")
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            assert not [problem for problem in onrecord.read_text(" ".join(words[first:last])).problems if problem.stage == "reading"]


@pytest.mark.parametrize("path", [path for path in WORDS if path.stem != "dates"], ids=lambda path: path.stem)
def test_words_that_are_looked_up_in_lower_case_are_written_so(path: Path) -> None:
    assert not [phrase for phrase in _phrases(tomllib.loads(path.read_text(encoding="utf-8"))) if phrase != phrase.lower()]


def _phrases(entry: Any) -> Iterator[str]:
    """The words and phrases of a table, without its patterns, in which capitals may be meant."""
    if isinstance(entry, str) and "\\" not in entry:
        yield entry
    elif isinstance(entry, dict | list):
        for part in entry.values() if isinstance(entry, dict) else entry:
            yield from _phrases(part)
