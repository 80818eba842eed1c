"""The notation of golden cases: a passage, then one line a figure, that a person can check against the passage.

    # why this case is here
    published: 2012-11-09

    Around 9,000 Syrian refugees fled into Turkey in the past 24 hours, the U.N. refugee agency said.
    ---
    9,000 | about person fled flow | Syrian refugees | Syria -> Turkey | TUR | 2012-11-08..2012-11-09 | U.N. refugee agency | conflict

The parts of a line: the number as written (with ``= value`` where it is not plain digits, ``= low..high`` for ranges and vague amounts);
qualifier, unit, act, measure, and the modality unless asserted; who; origins -> destinations; country; days; source; cause; and, where
there are any, the figures it repeats (``= #0``) or belongs to (``of #8``), counted from 0. A dash stands for nothing.

The lines are what is right, not what we happen to read. Where we do not get there yet, a line ``wrong: why`` above the passage says so:
such a case is expected to fail, and fails the checks when it no longer does.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onrecord.types import Figure, Period, Reading

RULE = "---"


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case: ``notes`` are the lines above the passage, kept when the case is written again."""

    path: Path
    notes: tuple[str, ...]
    passage: str
    published: date | None
    lines: tuple[str, ...]
    wrong: str | None = None


def load(path: Path) -> Case:
    """The case of a file. ``ValueError`` where it has no rule between passage and figures."""
    head, rule, tail = path.read_text(encoding="utf-8").partition(f"\n{RULE}\n")
    if not rule:
        raise ValueError(f"{path}: there is no line {RULE!r} after the passage")
    lines = head.split("\n")
    count = next((index for index, line in enumerate(lines) if not line.startswith(("#", "published:", "wrong:"))), len(lines))
    notes = lines[:count]
    head_values = dict(line.split(": ", 1) for line in notes if not line.startswith("#"))
    published = date.fromisoformat(head_values["published"]) if "published" in head_values else None
    passage = "\n".join(lines[count:]).strip("\n")
    return Case(path, tuple(notes), passage, published, tuple(filter(None, tail.split("\n"))), head_values.get("wrong"))


def dump(case: Case, lines: tuple[str, ...]) -> str:
    """The case as it stands in its file, with these lines."""
    return "\n".join([*case.notes, *([""] if case.notes else []), case.passage, RULE, *lines]) + "\n"


def notate(reading: Reading) -> tuple[str, ...]:
    """A line for each figure."""
    return tuple(line_of(figure, reading.report.text) for figure in reading.figures)


def line_of(figure: Figure, text: str) -> str:
    """One figure in the notation."""
    kind = [figure.qualifier, figure.unit, figure.act, figure.measure] + ([figure.modality] if figure.modality != "asserted" else [])
    origins, destinations = ", ".join(figure.origins), ", ".join(figure.destinations)
    parts = [
        _number(figure, text),
        " ".join(kind),
        figure.who,
        f"{origins or '-'} -> {destinations or '-'}" if origins or destinations else None,
        figure.country,
        _days(figure.period),
        figure.source.name if figure.source else None,
        figure.cause,
    ]
    links = [f"= #{figure.same_as}"] if figure.same_as is not None else []
    links += [f"of #{figure.part_of}"] if figure.part_of is not None else []
    return " | ".join([part or "-" for part in parts] + ([" ".join(links)] if links else []))


def difference(case: Case, found: tuple[str, ...]) -> str:
    """The passage, then what was lost (-) and gained (+), among the lines that agree."""
    changes = [line for line in difflib.ndiff(case.lines, found) if not line.startswith("?")]
    return f"{case.path.name}\n\n{case.passage}\n\n" + "\n".join(line.rstrip("\n") for line in changes)


def _number(figure: Figure, text: str) -> str:
    written = " ".join(text[figure.start : figure.end].split())
    if figure.qualifier in ("between", "vague"):
        return f"{written} = {figure.low}..{figure.high}"
    plain = "".join(c for c in written if c.isdigit()) == str(figure.value) and not any(c.isalpha() for c in written)
    return written if plain else f"{written} = {figure.value}"


def _days(period: Period) -> str | None:
    if period.first is None and period.last is None:
        return None
    if period.first == period.last:
        return str(period.first)
    return f"{period.first or ''}..{period.last or ''}"
