"""The score gate: the scores on the gold may rise, never fall. ``make floors`` raises the floors after a better reading."""

from __future__ import annotations

from pathlib import Path

import pytest

import scores

LOWER_IS_BETTER = {"extra"}


@pytest.fixture(scope="module")
def measured(gold: Path) -> scores.Scores:
    result = scores.measure(gold)
    for name, values in result.items():
        print(f"\n{name:8s}" + "  ".join(f"{key} {value:.3f}" for key, value in values.items()))
    return result


def test_no_score_fell(measured: scores.Scores) -> None:
    fallen = []
    for name, values in scores.floors()["floors"].items():
        for key, floor in values.items():
            value = measured[name][key]
            if value > floor if key in LOWER_IS_BETTER else value < floor:
                fallen.append(f"{name} {key}: {value:.3f}, floor {floor:.3f}")
    assert not fallen


def test_the_gold_is_the_one_that_the_floors_were_measured_on(gold: Path) -> None:
    assert scores.digests(gold) == scores.floors()["gold"]
