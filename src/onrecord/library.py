"""What ``import onrecord`` offers: read a file, a text or many files, and put the figures into a data frame."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord import settings
from onrecord.pipeline import read_paths, read_report
from onrecord.reports import parse_date, report_of
from onrecord.types import Problem, Reading

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.tables.maps import ColumnMap

PathLike = str | os.PathLike[str]


class Unreadable(OSError):
    """A file that gave no report at all; ``problem`` says where, why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.where}: {problem.message}; {problem.next_step}")
        self.problem = problem


def read(path: PathLike, published: str | date | None = None, columns: PathLike | None = None) -> Reading:
    """The reading of a file or address that holds one report: text, JSON, or any kind of document.

    ``published`` is the publication date where neither the file nor its text tells one; ``columns`` a TOML file that says what the
    columns of a register mean (``ValueError`` where it is wrong). Raises :class:`Unreadable` where there
    is nothing to read and ``ValueError`` where there is more than one report. Lesser trouble is in ``reading.problems``."""
    first: Reading | None = None
    for reading, received in read_paths([os.fspath(path)], settings.load(), published=_day(published), columns=_columns(columns)):
        if first is not None:
            raise ValueError(f"{os.fspath(path)} holds more than one report; use onrecord.read_many")
        if received.report is None:
            raise Unreadable(received.problems[0])
        first = reading
    if first is None:
        raise Unreadable(Problem(os.fspath(path), "reports", "there is no report in it", "check the file"))
    return first


def read_text(text: str, published: str | date | None = None, title: str | None = None) -> Reading:
    """The reading of a text. ``published`` is its publication date; left out, the text's own date line tells it."""
    options = settings.load()
    if len(text) > options.max_chars:
        raise ValueError(f"the text is longer than {options.max_chars:,} characters; split it, or raise ONRECORD_MAX_CHARS")
    report, problems = report_of(text, "text")
    reading = read_report(replace(report, title=title, published=_day(published)), None, "text", options.debug)
    return replace(reading, problems=problems + reading.problems)


def read_many(
    paths: Iterable[PathLike] | PathLike, published: str | date | None = None, columns: PathLike | None = None
) -> Iterator[Reading]:
    """A reading for each report in files, folders, archives and addresses, one at a time. Nothing is raised for a bad report:
    its reading has no figures, and ``problems`` says why."""
    names = [os.fspath(paths)] if isinstance(paths, str | os.PathLike) else [os.fspath(path) for path in paths]
    for reading, _ in read_paths(names, settings.load(), published=_day(published), columns=_columns(columns)):
        yield reading


def to_frame(readings: Reading | Iterable[Reading]) -> pd.DataFrame:
    """A pandas data frame with a row for each figure (columns: see :mod:`onrecord.render.rows`). Needs ``onrecord[frames]``."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("to_frame needs pandas; install it with: pip install 'onrecord[frames]'") from error
    from onrecord.render.rows import COLUMNS, rows_of

    many = [readings] if isinstance(readings, Reading) else readings
    frame = pd.DataFrame([row for reading in many for row in rows_of(reading)], columns=list(COLUMNS))
    for name in ("published", "date_start", "date_end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype(dict.fromkeys(("id", "start", "end", "value", "low", "high", "same_as", "part_of"), "Int64"))


def _columns(path: PathLike | None) -> ColumnMap | None:
    if path is None:
        return None
    from onrecord.tables.maps import parse

    with open(path, encoding="utf-8") as file:
        return parse(file.read(), os.fspath(path))


def _day(value: str | date | None) -> date | None:
    return parse_date(value) if isinstance(value, str) else value
