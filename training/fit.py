"""Fit a log-linear ranker: each sample is a list of options with features, and the set of options that are right.

Where several options are right (two act words for one act) the model is free to choose among them: the likelihood is of their sum.
Penalised by the squared weights; solved by L-BFGS. Needs numpy and scipy (extra ``train``); the package itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True)
class Sample:
    """Options with their features; ``right`` holds the positions of the right ones."""

    options: Sequence[Mapping[str, float]]
    right: frozenset[int]
    weight: float = 1.0
    group: str = ""


def fit(samples: Sequence[Sample], penalty: float, least: int = 2) -> dict[str, float]:
    """The weights that make the right options likely; features seen in fewer than ``least`` samples get none."""
    samples = [s for s in samples if s.right and len(s.right) < len(s.options)]
    seen = Counter(name for s in samples for name in {n for o in s.options for n in o})
    names = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= least))}
    rows, columns, values, starts, right, emphasis = [], [], [], [0], [], []
    row = 0
    for sample in samples:
        for position, option in enumerate(sample.options):
            for name, value in option.items():
                if name in names:
                    rows.append(row)
                    columns.append(names[name])
                    values.append(value)
            right.append(position in sample.right)
            row += 1
        starts.append(row)
        emphasis.append(sample.weight)
    matrix = csr_matrix((values, (rows, columns)), shape=(row, len(names)))
    chosen = np.array(right)
    at = np.array(starts[:-1])
    sizes = np.diff(starts)
    weight = np.array(emphasis)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ w
        top = np.maximum.reduceat(scores, at)
        raised = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(raised, at)
        good = np.add.reduceat(raised * chosen, at)
        share = raised / np.repeat(total, sizes)
        target = raised * chosen / np.repeat(good, sizes)
        value = -(weight * np.log(good / total)).sum() + 0.5 * penalty * (w @ w)
        gradient = matrix.T @ ((share - target) * np.repeat(weight, sizes)) + penalty * w
        return float(value), gradient

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {name: round(float(result.x[i]), 4) for name, i in names.items() if abs(result.x[i]) > 1e-3}
