"""Golden passages: how each is read, in a notation that a person can check. ``make golden`` prints (or accepts) today's reading."""

from __future__ import annotations

from pathlib import Path

import pytest

import notation
import onrecord

CASES = sorted((Path(__file__).parent / "golden").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_passage_is_read_as_a_person_reads_it(path: Path) -> None:
    case = notation.load(path)
    reading = onrecord.read_text(case.passage, published=case.published)
    assert not reading.problems
    found = notation.notate(reading)
    if found == case.lines:
        assert not case.wrong, f"{path.name} is right now: remove its line 'wrong:'"
    elif case.wrong:
        pytest.xfail(case.wrong)
    else:
        pytest.fail(notation.difference(case, found), pytrace=False)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_written_back_as_it_was(path: Path) -> None:
    case = notation.load(path)
    assert notation.dump(case, case.lines) == path.read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 3


def test_a_failure_shows_the_passage_and_what_was_gained_and_lost() -> None:
    case = notation.Case(Path("x.txt"), (), "Some 300 fled.", None, ("300 | about person fled flow | lost", "kept"))
    shown = notation.difference(case, ("300 | about person fled flow | gained", "kept"))
    assert "Some 300 fled." in shown
    assert "- 300 | about person fled flow | lost" in shown
    assert "+ 300 | about person fled flow | gained" in shown
    assert "  kept" in shown
