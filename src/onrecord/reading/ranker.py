"""A log-linear ranker: one weight a feature, the exponential of their sum, shares of the total.

The weights (``weights/*.json``) belong to the package; ``training/train.py`` makes them anew from the annotated reports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

Weights = Mapping[str, float]


override: Mapping[str, Weights] = {}  # weights under trial, for cross-validation


@cache
def weights(task: str) -> Weights:
    """The trained weights of a task ("acts", ...)."""
    if task in override:
        return override[task]
    loaded: dict[str, float] = json.loads(files("onrecord.reading").joinpath("weights", f"{task}.json").read_text(encoding="utf-8"))
    return loaded


def shares(options: Sequence[Mapping[str, float]], learned: Weights, more: Sequence[float] = ()) -> list[float]:
    """The probability of each option; they sum to 1. ``more`` is added to the scores, one number an option."""
    weight = learned.get
    scores = [
        sum([weight(name, 0.0) * value for name, value in option.items()]) for option in options
    ]  # a list: it is summed thousands of times
    scores = [score + extra for score, extra in zip(scores, more, strict=True)] if more else scores
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]
