"""The command ``onrecord``. Everything heavy is imported where it is used: ``--help`` must answer at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from onrecord import __version__
from onrecord.commands import common
from onrecord.commands.common import OK, PROBLEMS, USAGE

if TYPE_CHECKING:
    from datetime import date

    from onrecord.tables.maps import ColumnMap
    from onrecord.types import Reading

_INTERRUPTED, _BROKEN_PIPE = 130, 141  # 128 + the number of the signal, as shells have it

_EXAMPLES = """\
examples:
  onrecord read story.txt                           a table of every figure in the story
  onrecord read story.txt --quotes                  with the sentence that each figure stands in
  onrecord read reports/ --format csv > all.csv     all reports of a folder, for a spreadsheet
  onrecord read sitrep.pdf https://example.org/a    documents and pages: text, tables and where each number stands
  curl -s URL | onrecord read - | jq .              from a pipe: JSON Lines, one line a report
"""
_READ_EXAMPLES = """\
PATH is a file, a folder, or an address (http, https). What a file is, its content decides: text; HTML, PDF, DOCX, e-mail (.eml),
RSS and Atom; tables of official figures (CSV, XLSX, JSON; with HXL tags, or by --map); ReliefWeb API answers; Parquet; ZIP, .gz and
.zst of these; or JSON Lines: one report a line, {"id", "url", "title", "publisher", "published", "text"}, of which only text is
required. All but text and JSON need: pip install 'onrecord[documents]'.

In a terminal the figures come as a table, in a pipe as JSON Lines.

exit status:
  0  all reports were read
  1  some reports gave problems (named on standard error; the others were read)
  2  the command was not understood

examples:
  onrecord read story.txt
  onrecord read story.txt --quotes
  onrecord read notes.txt --published 2012-11-09
  onrecord read reports.jsonl --min-confidence 0.8 --format csv > figures.csv
  onrecord read sitrep.pdf archive.zip https://example.org/story
  onrecord read register.csv --map register.toml
  cat story.txt | onrecord read - | jq '.figures[] | {value, act, who}'

settings (environment variables):
  ONRECORD_MAX_CHARS      the longest report that is read, in characters (1000000)
  ONRECORD_MAX_SECONDS    how long a document may take (60)
  ONRECORD_MAX_MEGABYTES  how much memory a document may take (2048)
  ONRECORD_MAX_ORIGINAL   megabytes of a document that `onrecord add` keeps as it came in (20; 0: none)
  ONRECORD_DEBUG          1: show unexpected errors whole
  NO_COLOR                no emphasis in tables
"""


class Writer(Protocol):
    """Where readings go."""

    def write(self, reading: Reading) -> None: ...

    def close(self) -> None: ...


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options; the documentation is checked against this."""
    from onrecord.commands import add, claims, copies, follow, ledger, people, picture, review, serve, sources, why

    raw = argparse.RawDescriptionHelpFormatter
    about = "Every number about people forced from their homes, on the record: who said it, about whom, from where to where, when."
    parser = argparse.ArgumentParser(prog="onrecord", description=about, epilog=_EXAMPLES, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    about = "Read reports and put every figure in them on the record."
    read = commands.add_parser(
        "read", help="read reports and show their figures", description=about, epilog=_READ_EXAMPLES, formatter_class=raw
    )
    read.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or address to read; - is standard input")
    read.add_argument("--format", choices=("table", "jsonl", "json", "csv"), help="how to show the figures (terminal: table, pipe: jsonl)")
    read.add_argument("--quotes", action="store_true", help="table: show the sentence of each figure, with the number marked")
    read.add_argument("--published", type=_date, metavar="DATE", help="publication date (YYYY-MM-DD) of texts that tell none")
    read.add_argument(
        "--min-confidence", type=common.share, default=0.0, metavar="X", help="leave out figures below this confidence (0 to 1)"
    )
    read.add_argument("--map", metavar="FILE", help="TOML file that says what the columns of a table of official figures mean")
    read.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST", help="ask this host though its address is private; may be repeated"
    )
    read.set_defaults(run=_read)

    about = "Print the JSON Schema of the readings that --format jsonl and json give."
    schema = commands.add_parser("schema", help="print the JSON Schema of a reading", description=about)
    schema.set_defaults(run=_schema)
    copies.add_parser(commands)
    follow.add_parser(commands)
    for module in (add, claims, review, ledger, picture, why, sources, serve, people):
        module.add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status. Usage errors leave by ``SystemExit`` with status 2, as argparse does."""
    options = build_parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def run() -> None:
    """The console script: :func:`main`, with the manners of a Unix command."""
    for stream in (sys.stdout, sys.stderr):
        # Half of a surrogate pair cannot be UTF-8; as \\udXXX it is still sound JSON, and no traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = main()
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except BrokenPipeError:
        status = _BROKEN_PIPE
    except OSError as error:
        common.say(f"the output cannot be written: {error.strerror or error}")
        status = PROBLEMS
    if status != OK:
        _drop_unwritten_output()
    sys.exit(status)


def _read(options: argparse.Namespace) -> int:
    from onrecord import pipeline
    from onrecord.render.progress import Progress
    from onrecord.reports import input_size

    settings = common.settings()
    columns = _columns(options.map) if settings else None
    if settings is None or (options.map and columns is None):
        return USAGE
    terminal = common.is_terminal(sys.stderr)
    progress = Progress(sys.stderr, input_size(options.paths) if terminal else None, terminal)
    writer = writer_of(options)
    stdin = sys.stdin.buffer if sys.stdin else None
    status = OK
    try:
        for reading, received in pipeline.read_paths(options.paths, settings, stdin, options.published, columns, tuple(options.allow_host)):
            progress.hide()
            if received.report is not None or not _for_eyes(options):  # a table has nothing to show of what could not be read
                writer.write(pipeline.keep_confident(reading, options.min_confidence))
            for problem in reading.problems:
                common.say_problem(problem)
                status = PROBLEMS
            progress.advance(received.size, len(reading.problems))
    finally:
        progress.hide()
    writer.close()
    if not _for_eyes(options) and (summary := progress.summary()):  # a table sums up itself
        common.say(summary)
    return status


def _schema(options: argparse.Namespace) -> int:
    from onrecord.codec import schema

    sys.stdout.write(schema())
    return OK


def _columns(name: str | None) -> ColumnMap | None:
    if name is None:
        return None
    from onrecord.tables.maps import parse

    try:
        with open(name, encoding="utf-8") as file:
            return parse(file.read(1 << 20), name)
    except OSError as error:
        common.say(f"{name}: {error.strerror or error}; name a TOML file (docs/documents.md shows one)")
    except ValueError as error:
        common.say(str(error))
    return None


def _for_eyes(options: argparse.Namespace) -> bool:
    return bool((options.format or ("table" if common.is_terminal(sys.stdout) else "jsonl")) == "table")


def writer_of(options: argparse.Namespace) -> Writer:
    """The writer that the options ask for."""
    out = sys.stdout
    if _for_eyes(options):
        import shutil

        from onrecord.render.table import Table

        color = common.is_terminal(out) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return Table(out, shutil.get_terminal_size((100, 24)).columns, color, options.quotes)
    from onrecord.render.machine import Csv, JsonArray, JsonLines

    kinds: dict[str | None, type[Csv | JsonArray | JsonLines]] = {"csv": Csv, "json": JsonArray}
    return kinds.get(options.format, JsonLines)(out)


def _drop_unwritten_output() -> None:
    """Send what a closed pipe did not take to nowhere: Python would complain about it on exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _date(value: str) -> date:
    from onrecord.reports import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
