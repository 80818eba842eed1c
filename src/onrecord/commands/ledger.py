"""``onrecord ledger``: prove, copy, move and rebuild the ledger."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from onrecord.commands import common

_EPILOG = """\
examples:
  onrecord ledger verify
  onrecord ledger verify --head 5120:9b2c…          is what was noted then still there, unchanged?
  onrecord ledger export > ledger.jsonl             confidential reports stay behind
  onrecord ledger export --confidential | onrecord ledger import - --ledger postgresql:///displacement
  onrecord ledger backup ledger-2026-11.sqlite
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``ledger`` to the command line."""
    about = "Prove that nothing in the ledger was changed; copy, move and rebuild it."
    parser = commands.add_parser(
        "ledger", help="verify, export, import, back up the ledger", description=about, epilog=_EPILOG, formatter_class=common.RAW
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    verify = _action(actions, "verify", "prove that no entry was changed, or name the first broken one", _verify)
    verify.add_argument("--head", type=_head, metavar="N:HASH", help="a head that was printed earlier: it must still be there")
    verify.add_argument("--tables", action="store_true", help="also make the derived tables a second time, and compare")

    export = _action(actions, "export", "write all entries to standard output, as JSON Lines", _export)
    export.add_argument("--confidential", action="store_true", help="with confidential reports, for those who have the right to see them")

    take = _action(actions, "import", "take in an export, exactly, into a new ledger", _import)
    take.add_argument("file", metavar="FILE", help="what export wrote; - is standard input")

    backup = _action(actions, "backup", "copy the whole ledger while it is in use (of PostgreSQL: an export of all)", _backup)
    backup.add_argument("file", metavar="FILE", help="new file; it holds confidential reports too")

    _action(actions, "rebuild", "make the derived tables anew from the entries", _rebuild)


def _action(actions: argparse._SubParsersAction[Any], name: str, about: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    common.ledger_options(parser)
    parser.set_defaults(run=common.guarded(run))
    return parser


def _verify(options: argparse.Namespace) -> int:
    from onrecord.ledger.verify import check_tables, verify

    with common.opened(options, write=False) as ledger:
        verdict = verify(ledger, options.head)
        problem = verdict.problem or (check_tables(ledger) if options.tables else None)
    if problem:
        common.say_problem(problem)
        return common.PROBLEMS
    withheld = f", {verdict.withheld:,} of them withheld" if verdict.withheld else ""
    tables = "; the derived tables agree" if options.tables else ""
    sys.stdout.write(f"{verdict.head.seq:,} entries{withheld}: the chain holds{tables}\nhead {verdict.head.seq}:{verdict.head.hash}\n")
    return common.OK


def _export(options: argparse.Namespace) -> int:
    from onrecord.ledger.transfer import export

    with common.opened(options, write=False) as ledger:
        for line in export(ledger):
            sys.stdout.write(line)
    return common.OK


def _import(options: argparse.Namespace) -> int:
    from onrecord.ledger.transfer import import_lines
    from onrecord.ledger.trouble import trouble

    with common.opened(options, write=True) as ledger:
        if options.file == "-":
            added = import_lines(ledger, sys.stdin.buffer, "standard input")
        else:
            try:
                with open(options.file, "rb") as lines:
                    added = import_lines(ledger, lines, options.file)
            except OSError as error:
                raise trouble(options.file, f"it cannot be read: {error.strerror or error}", "check the path") from None
        sys.stdout.write(f"{added:,} entries imported into {ledger.where}\n")
    return common.OK


def _backup(options: argparse.Namespace) -> int:
    from onrecord.ledger.transfer import backup

    with common.opened(options, write=False) as ledger:
        backup(ledger, options.file)
        sys.stdout.write(f"{ledger.where} copied to {options.file}\n")
    return common.OK


def _rebuild(options: argparse.Namespace) -> int:
    from onrecord.ledger.verify import rebuild

    with common.opened(options, write=True) as ledger:
        sys.stdout.write(f"the derived tables were made anew from {rebuild(ledger):,} entries\n")
    return common.OK


def _head(value: str) -> tuple[int, str]:
    number, _, mark = value.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 16 and len(mark) == 64):
        raise argparse.ArgumentTypeError(f"{value!r} is no head; give what `onrecord ledger verify` printed after the word head")
    return int(number), mark.lower()
