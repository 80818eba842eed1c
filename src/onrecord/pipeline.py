"""One report through all parts: receive, split, find places, read figures. Only this module (and the commands) knows them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from onrecord import text as texts
from onrecord.reports import Received, detect_language, receive
from onrecord.reports.limits import Limits
from onrecord.reports.records import digest
from onrecord.settings import Settings
from onrecord.types import Figure, Problem, Reading, Report

if TYPE_CHECKING:
    from onrecord.tables.maps import ColumnMap

LANGUAGES = ("en",)  # that the reader has rules for
_MAP_ADVICE = "say what its columns mean with --map FILE (docs/documents.md shows how)"
T = TypeVar("T")


class StageError(Exception):
    """Something that no part expected. ``problem`` says in which stage; the cause is chained."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_paths(
    paths: Iterable[str],
    settings: Settings,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    columns: ColumnMap | None = None,
    hosts: tuple[str, ...] = (),
    originals: bool = False,
) -> Iterator[tuple[Reading, Received]]:
    """A reading for each report of ``paths`` (see :func:`onrecord.reports.receive`), with what it was received as.

    What could not be received at all still gives a reading: one without text and figures, whose problems say why. ``columns`` says
    what the columns of registers mean; ``hosts`` may be asked though their addresses are private; with ``originals`` the bytes of
    documents are handed over too, for who keeps them."""
    original = settings.max_original << 20 if originals else 0
    limits = Limits(seconds=settings.max_seconds, megabytes=settings.max_megabytes, hosts=hosts, original=original)
    for received in receive(paths, settings.max_chars, stdin, limits):
        if received.report is None:
            report = Report(id=digest(received.where), text="", path=received.path)
            yield Reading(report, (), received.problems), received
        else:
            reading = read_report(received.report, published, received.where, settings.debug, columns)
            yield replace(reading, problems=received.problems + reading.problems), received


def read_report(
    report: Report, published: date | None = None, where: str | None = None, debug: bool = False, columns: ColumnMap | None = None
) -> Reading:
    """The figures of one report. ``published`` counts where neither the report nor its text has a date of its own.

    Trouble is returned as problems at ``where``; with ``debug`` an unexpected error is raised instead."""
    where = where or report.path or report.id
    register = any(grid.register for grid in report.grids)  # names and numbers: no language to speak of
    report = replace(report, language=report.language or (None if register else detect_language(report.text)))
    if not report.text.strip():
        return Reading(report)
    if report.language not in (None, *LANGUAGES):
        return Reading(report, (), (_unsupported(where, report.language),))
    try:
        if register:
            return _read_register(report, published, where, columns)
        return _read(report, published, where, columns)
    except StageError as error:
        if debug:
            raise
        return Reading(report, (), (error.problem,))


def keep_confident(reading: Reading, least: float) -> Reading:
    """The reading with only the figures of at least this confidence. Ids stay; a link to a figure that is gone is cut."""
    kept = {figure.id for figure in reading.figures if figure.confidence >= least}

    def relink(figure: Figure) -> Figure:
        same_as = figure.same_as if figure.same_as in kept else None
        part_of = figure.part_of if figure.part_of in kept else None
        return replace(figure, same_as=same_as, part_of=part_of)

    return replace(reading, figures=tuple(relink(figure) for figure in reading.figures if figure.id in kept))


def _read_register(report: Report, published: date | None, where: str, columns: ColumnMap | None) -> Reading:
    from onrecord.places import search
    from onrecord.tables import tables_of

    report = replace(report, published=report.published or published)
    figures = _stage("tables", where, lambda: tables_of(report, (), search, columns))
    problems = () if figures else (Problem(where, "tables", "no column of figures was recognised", _MAP_ADVICE),)
    return Reading(report, tuple(figures), problems)


def _read(report: Report, published: date | None, where: str, columns: ColumnMap | None = None) -> Reading:
    # Imported when first needed: the parts load their word lists.
    from onrecord.places import find_mentions
    from onrecord.reading.dateline import masthead
    from onrecord.reading.reader import read_figures

    if published and _stage("reading", where, lambda: masthead(report.text, report.title, report.published)).published is None:
        report = replace(report, published=published)
    sentences = _stage("sentences", where, lambda: _prose(report))
    mentions = _stage("places", where, lambda: find_mentions(report.text, sentences, title=report.title))
    report, figures = _stage("reading", where, lambda: read_figures(report, sentences, mentions))
    if report.grids:
        from onrecord.places import search
        from onrecord.tables import joined, tables_of

        found = _stage("tables", where, lambda: tables_of(report, mentions, search, columns))
        figures = joined(figures, found)
    return Reading(report, figures)


def _prose(report: Report) -> tuple[texts.Sentence, ...]:
    """The sentences of the running text: tables are read for themselves."""
    found = texts.sentences(report.text)
    if not report.grids:
        return found
    free = [s for s in found if not any(s.start < grid.end and grid.start < s.end for grid in report.grids)]
    return tuple(replace(sentence, index=index) for index, sentence in enumerate(free))


def _stage(name: str, where: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as error:  # the promise: one bad report never stops an archive
        kind = type(error).__name__
        message = f"unexpected {kind}: {error}" if str(error) else f"unexpected {kind}"
        next_step = "the other reports are read; please report this with the text (ONRECORD_DEBUG=1 shows the whole error)"
        raise StageError(Problem(where, name, message, next_step)) from error


def _unsupported(where: str, language: str | None) -> Problem:
    known = ", ".join(LANGUAGES)
    return Problem(where, "language", f"language {language} is not supported", f"translate it first; supported: {known}")
