"""``onrecord add``: read reports, or take the figures of another reader, and append them to the ledger."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from onrecord.commands import common

if TYPE_CHECKING:
    from onrecord.entrycodec import Draft
    from onrecord.ledger import Ledger
    from onrecord.settings import Settings
    from onrecord.tables.maps import ColumnMap
    from onrecord.types import Original, Problem, Report

_MOST_DRAFTS, _MOST_CHARS, _MOST_SECONDS = 2_000, 8_000_000, 2.0  # what is appended at once
_EPILOG = """\
PATH is what `onrecord read` takes. With --figures it is what `onrecord read --format jsonl` printed, or lines of any other
reader with the fields of the annotation guide: {"id": report, "figures": [...]}, and "text" if the ledger does not have it yet.

What is there already is not added twice. A report read anew (by a newer version, or another reader) gets a new reading:
what was read before stays on record, and is superseded.

exit status:
  0  all was added, or was there
  1  some reports gave problems (named on standard error; the others were added), or the ledger did
  2  the command was not understood

examples:
  onrecord add reports/
  onrecord add interview-notes.txt --confidential --by ana
  onrecord read archive.jsonl --format jsonl > figures.jsonl && onrecord add --figures figures.jsonl
  onrecord add reports/ --ledger postgresql://ana@db.example.org/displacement
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``add`` to the command line."""
    about = "Read reports and keep them, with every figure in them, in the ledger."
    parser = commands.add_parser("add", help="read reports into the ledger", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder to read; - is standard input")
    parser.add_argument("--figures", action="store_true", help="PATH holds figures that were read before, as JSON Lines")
    parser.add_argument("--reader", metavar="NAME", help="with --figures: who made them, with a version (otherreader 1.2)")
    parser.add_argument("--published", type=common.day, metavar="DATE", help="publication date (YYYY-MM-DD) of texts that tell none")
    parser.add_argument(
        "--confidential", action="store_true", help="text, source and figures of these reports never leave without the right"
    )
    parser.add_argument("--map", metavar="FILE", help="TOML file that says what the columns of a table of official figures mean")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST", help="ask this host though its address is private; may be repeated"
    )
    common.ledger_options(parser, by=True)
    parser.set_defaults(run=common.guarded(_run))


@dataclass(slots=True)
class _Batch:
    """Drafts on their way, and what was added so far. Reports are appended whole."""

    ledger: Ledger
    confidential: bool
    drafts: list[Draft] = field(default_factory=list)
    originals: dict[str, bytes] = field(default_factory=dict)
    chars: int = 0
    begun: float = field(default_factory=time.monotonic)
    added: Counter[str] = field(default_factory=Counter)
    known: int = 0

    def put(self, drafts: tuple[Draft, ...], about: Original | None = None, original: bytes | None = None) -> None:
        report, *rest = drafts
        if about and original:
            self.originals[about.sha256] = original
            self.chars += len(original)
        self.drafts += [report, *self._flag(report), *rest]
        self.chars += sum(len(draft.body) for draft in drafts)
        if len(self.drafts) >= _MOST_DRAFTS or self.chars >= _MOST_CHARS or time.monotonic() - self.begun > _MOST_SECONDS:
            self.flush()

    def flush(self) -> None:
        if self.drafts:
            receipt = self.ledger.append(self.drafts, originals=self.originals)
            self.added.update(receipt.added)
            self.known += receipt.known
        self.drafts, self.originals, self.chars, self.begun = [], {}, 0, time.monotonic()

    def _flag(self, report: Draft) -> list[Draft]:
        """The decision that makes a report confidential, in the same append: nobody sees it before."""
        from datetime import UTC, datetime

        from onrecord.entrycodec import decision_draft
        from onrecord.types import Decision

        if not self.confidential or self.ledger.is_confidential(report.id):
            return []
        return [decision_draft(Decision("", report.id, "confidential", self.ledger.by, datetime.now(UTC)))]


def _run(options: argparse.Namespace) -> int:
    from onrecord.cli import _columns

    settings = common.settings()
    columns = _columns(options.map)
    if settings is None or (options.map and columns is None):
        return common.USAGE
    status = common.OK
    with common.opened(options, write=True) as ledger:
        batch = _Batch(ledger, options.confidential)
        source = _figures(options, settings, ledger, batch) if options.figures else _reports(options, settings, batch, columns)
        for problem in source:
            common.say_problem(problem)
            status = common.PROBLEMS
        batch.flush()
        sys.stdout.write(_summary(batch, ledger.where))
    return status


def _reports(options: argparse.Namespace, settings: Settings, batch: _Batch, columns: ColumnMap | None) -> Iterator[Problem]:
    from onrecord import __version__, pipeline
    from onrecord.entrycodec import reading_drafts
    from onrecord.render.progress import Progress
    from onrecord.reports import input_size

    terminal = common.is_terminal(sys.stderr)
    progress = Progress(sys.stderr, input_size(options.paths) if terminal else None, terminal)
    stdin, hosts = sys.stdin.buffer if sys.stdin else None, tuple(options.allow_host)
    try:
        for reading, received in pipeline.read_paths(options.paths, settings, stdin, options.published, columns, hosts, True):
            progress.hide()
            if received.report is not None and received.report.text.strip():
                drafts = reading_drafts(reading, received.report, f"onrecord {__version__}")
                batch.put(drafts, received.report.original, received.original)
            yield from reading.problems
            progress.advance(received.size, len(reading.problems))
    finally:
        progress.hide()


def _figures(options: argparse.Namespace, settings: Settings, ledger: Ledger, batch: _Batch) -> Iterator[Problem]:
    from onrecord.entrycodec import reading_drafts
    from onrecord.given import read_given, resolved
    from onrecord.types import Problem

    for path in options.paths:
        try:
            with sys.stdin.buffer if path == "-" else open(path, "rb") as lines:
                for given in read_given(lines, path, settings.max_chars):
                    if isinstance(given, Problem):
                        yield given
                        continue
                    # The report that these figures are of may have been added just now.
                    if batch.drafts and not given.report.text:
                        batch.flush()
                    known = given.report if given.report.text else _known(ledger, given.names, given.figures)
                    reading, quotes = resolved(given, _read_as(given.report, known))
                    made_by = options.reader or given.made_by or "unnamed"
                    batch.put(reading_drafts(reading, known or given.report, made_by, quotes))
        except OSError as error:
            yield Problem(path, "figures", f"it cannot be opened: {error.strerror or error}", "check the path")


def _known(ledger: Ledger, names: tuple[str, ...], figures: tuple[dict[str, Any], ...]) -> Report | None:
    """The report that a line without text is about, if the ledger has it with its text, and the words agree."""
    from onrecord.checks import wrong_words

    for name in names:
        for report in ledger.reports_named(name):
            if report.text and not any(wrong_words(figure, report.text) for figure in figures):
                return report
    return None


def _read_as(given: Report, known: Report | None) -> Report:
    """The report with its text, and title, date and publisher as the line has them."""
    if known is None:
        return given
    named = {name: getattr(given, name) or getattr(known, name) for name in ("title", "published", "url", "publisher")}
    return replace(known, **named)


def _summary(batch: _Batch, where: str) -> str:
    from onrecord.render.wording import plural

    known = "; 1 entry was there already" if batch.known == 1 else f"; {batch.known:,} entries were there already" if batch.known else ""
    if not batch.added:
        return f"nothing to add to {where}{known}\n" if batch.known else f"nothing was added to {where}\n"
    parts = [plural(batch.added[kind], kind) for kind in ("report", "reading", "claim") if batch.added[kind]]
    return f"added to {where}: {', '.join(parts)}{known}\n"
