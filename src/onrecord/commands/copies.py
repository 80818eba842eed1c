"""``onrecord copies``: which of many reports print one and the same text."""

from __future__ import annotations

import argparse
from typing import Any

_ABOUT = "Find reports that are copies of one text: the same agency's story, cut, reordered, retitled or lightly changed."
_EXAMPLES = """\
One line a copy: the copy, the report that it copies (the first of its kind), how much of the shorter text the longer one holds, and the
agency that the text credits, if any. Separated by tabs.

examples:
  onrecord copies reports/
  onrecord copies archive.jsonl.gz | cut -f2 | sort | uniq -c    how often each story was printed again
"""


def add_parser(commands: Any) -> None:
    """Hook the command in."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser(
        "copies", help="find reports that are copies of one text", description=_ABOUT, epilog=_EXAMPLES, formatter_class=raw
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders and addresses, as for onrecord read")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST", help="ask this host though its address is private; may be repeated"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    import sys

    from onrecord.commands.common import OK, PROBLEMS, USAGE, say_problem
    from onrecord.commands.common import settings as load_settings
    from onrecord.render.terminal import clean
    from onrecord.reports import receive
    from onrecord.reports.agencies import agency_of
    from onrecord.reports.copies import CopyIndex
    from onrecord.reports.limits import Limits

    settings = load_settings()
    if settings is None:
        return USAGE
    index, status = CopyIndex(), OK
    limits = Limits(seconds=settings.max_seconds, megabytes=settings.max_megabytes, hosts=tuple(options.allow_host))
    for received in receive(options.paths, settings.max_chars, sys.stdin.buffer if sys.stdin else None, limits):
        for problem in received.problems:
            say_problem(problem)
            status = PROBLEMS
        if received.report is not None and (copy := index.add(received.where, received.report.text)):
            agency = received.report.agency or agency_of(received.report.text) or "-"
            print("\t".join(clean(part) for part in (str(copy.key), str(copy.of), f"{copy.share:.2f}", agency)))
    return status
