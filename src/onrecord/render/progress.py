"""A progress line on standard error, shown from the second report on, and only in a terminal."""

from __future__ import annotations

import time
from typing import TextIO

from onrecord.render.wording import plural

_EVERY = 0.1  # seconds between two pictures
_BAR = 24


class Progress:
    """Counts bytes where the whole is known, and reports in any case."""

    def __init__(self, out: TextIO, total: int | None, on: bool) -> None:
        self._out, self._total, self._on = out, total, on
        self._done = self._reports = self._problems = 0
        self._shown = False
        self._last = 0.0

    def advance(self, size: int, problems: int) -> None:
        """One more report is done."""
        self._done += size
        self._reports += 1
        self._problems += problems
        now = time.monotonic()
        if self._on and self._reports > 1 and now - self._last >= _EVERY:
            self._out.write(f"\r\x1b[K{self._line()}")
            self._out.flush()
            self._last, self._shown = now, True

    def hide(self) -> None:
        """Clear the line, so that other output can have it."""
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()
            self._shown = False

    def summary(self) -> str | None:
        """What was read in all; ``None`` for a single report, or where nobody looks."""
        return self._counts() if self._on and self._reports > 1 else None

    def _counts(self) -> str:
        return plural(self._reports, "report") + (f", {plural(self._problems, 'problem')}" if self._problems else "")

    def _line(self) -> str:
        counts = self._counts()
        if not self._total:
            return counts
        share = min(1.0, self._done / self._total)
        full = round(share * _BAR)
        return f"{'━' * full}{'╌' * (_BAR - full)} {share:4.0%}  {counts}"
