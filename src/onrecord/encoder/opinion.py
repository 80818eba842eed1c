"""What the encoder makes of a window: which act each of its numbers tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.window import Encoded, Span, Window, encode
from onrecord.types import ACTS as TYPED

ACTS = ("none", *TYPED)  # in the order of the encoder's output; "none": the number is no figure
_ERRORS_ONLY = 3  # onnxruntime's level of what it logs

override: Path | None = None  # a network under trial, for cross-validation


def opinion(window: Window) -> tuple[dict[str, float] | None, ...]:
    """For each number of a window the shares of :data:`ACTS`, which sum to 1; ``None`` where a long window lost it."""
    found = encode(window)
    numbers = [span for span in found.numbers if span]
    rows = iter(np.exp(_run(found, numbers)) if numbers else ())
    return tuple(dict(zip(ACTS, map(float, next(rows)), strict=True)) if span else None for span in found.numbers)


def _run(found: Encoded, numbers: Sequence[Span]) -> NDArray[np.float32]:
    means = np.zeros((len(numbers), len(found.ids)), dtype=np.float32)
    for row, (first, last) in zip(means, numbers, strict=True):
        row[first:last] = 1 / (last - first)
    acts: NDArray[np.float32] = _session(override).run(
        ["acts"],
        {"ids": np.array([found.ids], dtype=np.int64), "kinds": np.array([found.kinds], dtype=np.int64), "numbers": means},
    )[0]
    return acts


@cache
def _session(other: Path | None) -> Any:
    import onnxruntime  # here, for it takes a tenth of a second that only texts with doubtful figures need to spend

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # windows are small: a second thread only waits
    options.log_severity_level = _ERRORS_ONLY
    model = other or files("onrecord.encoder").joinpath("data", "encoder.onnx")
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
