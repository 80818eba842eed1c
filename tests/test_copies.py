"""Near copies: forty outlets printing one agency's story are one text."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from near_copies import WAYS, measure
from onrecord.reports.agencies import agency_of
from onrecord.reports.copies import CopyIndex, groups

ROOT = Path(__file__).parents[1]
STORY = (
    "HATAY, Turkey (Reuters) - Some 9,000 refugees fled into Turkey overnight, the agency said. They came from villages along the border where "
    "fighting went on for days. Officials said that more were on the way, and that camps in three provinces were full. "
    "Women carried children across the river in the dark while soldiers watched from the hills."
)
OTHER = (
    "MANILA - A typhoon flattened thousands of homes in the east of the country on Sunday, and at least 42 people were killed. Rescue teams "
    "reached the worst-hit islands by boat. Schools stayed closed and power was out in most towns of the province."
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_copy_is_known_whatever_was_done_to_it(way: object) -> None:
    index = CopyIndex()
    assert index.add("first", STORY) is None
    assert index.add("other", OTHER) is None
    copy = index.add("copy", way(STORY, random.Random(1)))  # type: ignore[operator]
    assert copy is not None
    assert (copy.key, copy.of) == ("copy", "first")


def test_copies_of_copies_have_one_first() -> None:
    found = groups([("a", STORY), ("b", "NEW TITLE " + STORY), ("c", "NEW TITLE " + STORY[:-60]), ("d", OTHER)])
    assert {key: [copy.key for copy in copies] for key, copies in found.items()} == {"a": ["b", "c"]}


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    found = groups(
        [
            ("a", "Some 300 people fled Homs."),
            ("b", "Some 400 people fled Homs."),
            ("c", "Some 300 people fled Homs!"),
            ("d", ""),
            ("e", ""),
        ]
    )
    assert {key: [copy.key for copy in copies] for key, copies in found.items()} == {"a": ["c"]}


@given(st.text(max_size=300))
def test_any_text_is_a_copy_of_itself_or_has_no_words(text: str) -> None:
    index = CopyIndex()
    index.add(1, text)
    copy = index.add(2, text)
    assert (copy is not None and copy.share == 1) or not any(c.isalnum() for c in text)


def test_recall_and_precision_on_pairs_made_from_the_gold_reports(gold: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((gold / "reports").glob("*.txt"))]
    assert len(texts) > 100
    found = measure(texts)
    print({name: round(value, 4) for name, value in found.items()})
    assert found["recall"] >= 0.97
    assert found["precision"] >= 0.99
    index = CopyIndex()  # the way that users go: candidates by MinHash bands, not every pair
    firsts = [index.add(number, text) for number, text in enumerate(texts)]
    chance = random.Random(11)
    hits = wrong = 0
    for way in WAYS:
        for number, text in enumerate(texts):
            copy = index.add((way.__name__, number), way(text, chance))
            hits += copy is not None and copy.of == number
            wrong += copy is not None and copy.of != number
    assert hits / (len(WAYS) * len(texts)) >= 0.97
    assert hits / (hits + wrong + sum(first is not None for first in firsts)) >= 0.99


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("HATAY, Turkey (Reuters) - Some 9,000 people fled.", "Reuters"),
        ("GENEVA — (AFP) — Some 9,000 people fled.", "AFP"),
        ("Some 9,000 people fled.\n\n(Xinhua)", "Xinhua"),
        ("Thousands flee\nBy Jane Doe, Associated Press\nSome 9,000 people fled.", "AP"),
        ("Source: Anadolu Agency\n\nSome 9,000 people fled.", "Anadolu"),
        ("Some 9,000 people fled, AFP reported on Friday.", None),
        ("Reuters could not verify the report.", None),
    ],
)
def test_agencies_by_their_credit_lines(text: str, agency: str | None) -> None:
    assert agency_of(text) == agency


def test_the_command(tmp_path: Path) -> None:
    for name, text in (("a.txt", STORY), ("b.txt", "Thousands flee\n\n" + STORY), ("c.txt", OTHER)):
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "copies", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    (line,) = done.stdout.splitlines()
    copy, of, share, agency = line.split("\t")
    assert (Path(copy).name, Path(of).name, agency) == ("b.txt", "a.txt", "Reuters")
    assert float(share) > 0.9
