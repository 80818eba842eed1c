"""What the commands around the ledger share: opening it, saying trouble, and the options that choose claims."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from onrecord.types import ACTS, CAUSES

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, Query
    from onrecord.settings import Settings
    from onrecord.types import Problem

OK, PROBLEMS, USAGE = 0, 1, 2
STATUSES = ("unreviewed", "accepted", "rejected", "corrected", "changed")
RAW = argparse.RawDescriptionHelpFormatter


def guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with trouble of the ledger said instead of raised."""

    def wrapped(options: argparse.Namespace) -> int:
        from onrecord.ledger import LedgerError

        try:
            return run(options)
        except LedgerError as error:
            say_problem(error.problem)
            return PROBLEMS

    return wrapped


def ledger_options(parser: argparse.ArgumentParser, by: bool = False) -> None:
    """``--ledger``, and ``--by`` for what writes."""
    parser.add_argument(
        "--ledger", metavar="WHERE", help="file or postgresql:// URL of the ledger (ONRECORD_LEDGER, else a file of your own)"
    )
    if by:
        parser.add_argument("--by", metavar="NAME", help="who records this (ONRECORD_BY, else your login name)")


@contextmanager
def opened(options: argparse.Namespace, write: bool) -> Iterator[Ledger]:
    """The ledger that the options name."""
    from onrecord.ledger import open_ledger

    confidential = bool(getattr(options, "confidential", False))
    with open_ledger(options.ledger, by=getattr(options, "by", None), confidential=confidential, write=write) as ledger:
        yield ledger


def filter_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose claims."""
    add = parser.add_argument
    add("--country", action="append", default=[], type=_country, metavar="CCC", help="country the figure is mainly about (ISO alpha-3)")
    add(
        "--place",
        metavar="NAME",
        help="place, with everything inside it: a name, a name and its country (Homs,SYR) or an id (geonames:169577)",
    )
    add("--role", choices=("from", "to"), help="with --place: only where people came from, or went to")
    add("--act", action="append", default=[], choices=ACTS, metavar="ACT", help="what happened: fled, arrived, displaced … (see the guide)")
    add("--measure", choices=("flow", "stock"), help="movements during a period, or how many at a moment")
    add("--cause", action="append", default=[], choices=CAUSES, metavar="CAUSE", help="what drove them out: conflict, flood …")
    add("--source", metavar="NAME", help="who says it, under any of its names")
    add("--since", type=day, metavar="DATE", help="figures that cover this day or a later one (YYYY-MM-DD)")
    add("--until", type=day, metavar="DATE", help="figures that cover this day or an earlier one")
    add("--text", metavar="WORDS", help='words in the passage, title, names: all of them; "a phrase" in quotes, beginning*')
    add("--min-confidence", type=share, default=0.0, metavar="X", help="only figures of at least this confidence (0 to 1)")
    add("--status", action="append", default=[], choices=STATUSES, help="only these; changed: read otherwise since it was ruled on")
    add("--report", metavar="ID", help="only of this report (the beginning of its id will do)")
    add("--as-of", type=moment, metavar="WHEN", help="what stood then: a date or time (UTC), or the number of an entry")
    add("--confidential", action="store_true", help="with confidential reports, for those who have the right to see them")


def query_of(options: argparse.Namespace, ledger: Ledger) -> Query | Problem:
    """The query that the options ask for."""
    from onrecord.asking import areas_named, whole_id
    from onrecord.ledger import Query
    from onrecord.types import Problem

    areas = areas_named(options.place) if options.place else ()
    if isinstance(areas, Problem):
        return areas
    report = whole_id(ledger, options.report) if options.report else None
    if isinstance(report, Problem):
        return report
    return Query(
        countries=tuple(options.country),
        areas=areas,
        role=options.role,
        acts=tuple(options.act),
        measure=options.measure,
        causes=tuple(options.cause),
        source=options.source,
        since=options.since,
        until=options.until,
        text=options.text,
        min_confidence=options.min_confidence,
        status=tuple(options.status),
        report=report,
        as_of=options.as_of,
    )


def settings() -> Settings | None:
    """The settings, or ``None`` after saying what is wrong with them."""
    from onrecord import settings as module

    try:
        return module.load()
    except ValueError as error:
        say(str(error))
        return None


def say_problem(problem: Problem) -> None:
    """Name a problem on standard error."""
    say(f"{problem.where}: {problem.message}; {problem.next_step}")


def say(message: str) -> None:
    """One line on standard error."""
    from onrecord.render.terminal import clean

    if sys.stderr:
        sys.stdout.flush()
        sys.stderr.write(f"onrecord: {clean(message)}\n")


def is_terminal(stream: Any) -> bool:
    """Whether a person sees it."""
    return stream is not None and bool(stream.isatty())


def day(value: str) -> date:
    """A date on the command line."""
    from onrecord.reports import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def moment(value: str) -> datetime | int:
    """A moment on the command line: the end of a day, a time, or the number of an entry."""
    if value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no moment; write 2012-11-09, 2012-11-09T18:00 or the number of an entry") from None
    if len(value) <= 10:
        at = at.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _country(value: str) -> str:
    if len(value) != 3 or not value.isascii() or not value.isalpha():
        raise argparse.ArgumentTypeError(f"{value!r} is no ISO 3166-1 alpha-3 code, such as TUR")
    return value.upper()


def share(value: str) -> float:
    """A number from 0 to 1."""
    try:
        part = float(value)
    except ValueError:
        part = -1.0
    if not 0 <= part <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 0 to 1")
    return part
