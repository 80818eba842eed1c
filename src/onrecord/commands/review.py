"""``onrecord review``: one claim at a time in its passage, ruled on with single keys."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.commands import common

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, Query
    from onrecord.types import Decision, Problem, Standing

_KEYS = """\
  a  accept     the claim says what the text says
  r  reject     it does not, or is no figure
  c  correct    give what is right: act=fled; value=9000; from=Homs, Aleppo
  =  same       it and another claim count the same thing      !  different   they do not
  n  note       put a remark on record
  w  why        give the reason for the next ruling
  u  undo       withdraw the last ruling of this session
  s  skip       (or space) to the next claim
  q  quit
"""
_EPILOG = f"""\
Claims come least certain and most consequential first, and before them those that were read otherwise after a ruling.
Every ruling is an entry of the ledger: what was read stays on record, and a later ruling can take it back.

keys:
{_KEYS}
examples:
  onrecord review
  onrecord review --country TUR --since 2012-11-01 --by ana
"""
_NUMBERS = frozenset(("value", "low", "high", "same_as", "part_of"))
_LISTS = frozenset(("from", "to"))


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``review`` to the command line."""
    about = "Show one claim at a time in its passage, and rule on it with single keys."
    parser = commands.add_parser(
        "review", help="rule on claims one at a time", description=about, epilog=_EPILOG, formatter_class=common.RAW
    )
    common.filter_options(parser)
    common.ledger_options(parser, by=True)
    parser.set_defaults(run=common.guarded(_run))


def _run(options: argparse.Namespace) -> int:
    from onrecord.types import Problem

    with common.opened(options, write=True) as ledger:
        query = common.query_of(options, ledger)
        if isinstance(query, Problem):
            common.say_problem(query)
            return common.PROBLEMS
        if not query.status:
            query = replace(query, status=("unreviewed", "changed"))
        session = Session(ledger, sys.stdin, sys.stdout)
        with suppress(EOFError, KeyboardInterrupt):
            session.run(replace(query, order="urgent"))
        sys.stdout.write(f"\n{session.ruled:,} ruled on, {session.shown:,} shown\n")
    return common.OK


class Session:
    """A reviewer at work. Keys come one by one from a terminal, else a line each."""

    def __init__(self, ledger: Ledger, keys: TextIO, out: TextIO) -> None:
        self._ledger, self._keys, self._out = ledger, keys, out
        self._made: list[Decision] = []
        self._seen: set[str] = set()
        self._why: str | None = None
        self.ruled = self.shown = 0

    def run(self, query: Query) -> None:
        """Go through the claims until there are none left, or the reviewer quits."""
        while True:
            for standing in self._waiting(query):
                self.shown += 1
                self._show(standing)
                if not self._rule(standing):
                    return
            self._say("nothing is left to review" if self.shown else "there is nothing to review")
            if not self._made or self._key("[u]ndo [q]uit ") != "u":
                return
            self._undo()

    def _waiting(self, query: Query) -> Iterator[Standing]:
        """Each waiting claim once: what is ruled on meanwhile, by anyone, drops out; what is skipped does not come back."""
        from onrecord.ledger import page

        skip: int | None = None
        while True:
            part = page(self._ledger, query, 20, skip)
            fresh = next((one for one in part.claims if one.claim.id not in self._seen), None)
            if fresh is not None:
                self._seen.add(fresh.claim.id)
                skip = None
                yield fresh
            elif part.next is None:
                return
            else:
                skip = part.next

    def _show(self, standing: Standing) -> None:
        import shutil

        from onrecord.render.claims import passage, statement
        from onrecord.render.terminal import Paint

        paint = Paint(common.is_terminal(self._out) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
        columns = shutil.get_terminal_size((100, 24)).columns
        report = self._ledger.report(standing.claim.report)
        lines = ["", "─" * min(columns, 100), *passage(standing.claim, report.text if report else "", paint, columns), ""]
        lines += [f"{paint.dim(f'{name:>10}')}  {value}" for name, value in statement(standing)]
        self._say("\n".join(lines))

    def _rule(self, standing: Standing) -> bool:
        """Take keys until the claim is dealt with; whether to go on."""
        rulings = {"a": "accept", "r": "reject"}
        while True:
            key = self._key("[a]ccept [r]eject [c]orrect [=]same [!]different [n]ote [w]hy [u]ndo [s]kip [q]uit [?] ")
            if key == "q":
                return False
            if key in ("s", " "):
                return True
            if key in rulings and self._decide(standing, rulings[key], None):
                return True
            if key == "c" and self._decide(standing, "correct", self._correction(standing)):
                return True
            self._aside(key, standing)

    def _aside(self, key: str, standing: Standing) -> None:
        """What leaves the claim where it is."""
        if key in "=!":
            from onrecord.asking import whole_id

            other = whole_id(self._ledger, self._line("the other claim (the beginning of its id): "))
            self._decide(standing, "same" if key == "=" else "different", {"other": other} if isinstance(other, str) else other)
        elif key == "n":
            self._why = self._line("note: ")
            self._decide(standing, "note", None)
        elif key == "w":
            self._why = self._line("why: ") or None
        elif key == "u":
            self._undo()
        elif key not in "arc":
            self._say(_KEYS)

    def _decide(self, standing: Standing, ruling: Any, value: dict[str, Any] | Problem | None) -> bool:
        from onrecord.ledger import decide
        from onrecord.types import Decision

        made = decide(self._ledger, standing.claim.id, ruling, value, self._why) if value is None or isinstance(value, dict) else value
        if not isinstance(made, Decision):
            self._say(f"{made.message}; {made.next_step}")
            return False
        self._made.append(made)
        self._why = None
        self.ruled += 1
        self._say(f"{ruling}: on record")
        return True

    def _undo(self) -> None:
        from onrecord.ledger import decide

        if not self._made:
            self._say("nothing was ruled in this session")
            return
        last = self._made.pop()
        decide(self._ledger, last.id, "withdraw", why="undone in review")
        self._seen.discard(last.about)
        self.ruled -= 1
        self._say(f"the ruling {last.ruling} is withdrawn; its claim comes back")

    def _correction(self, standing: Standing) -> dict[str, Any] | Problem:
        fields = corrected_fields(self._line("field=value; field=value (empty: nothing): "))
        from onrecord.asking import completed

        return completed(fields, standing.claim.figure) if isinstance(fields, dict) else fields

    def _key(self, prompt: str) -> str:
        self._out.write(f"\n{prompt}")
        self._out.flush()
        if not common.is_terminal(self._keys):
            line = self._keys.readline()
            if not line:
                raise EOFError
            return line.rstrip("\n")[:1] or " "
        key = _one_key(self._keys)
        self._out.write(key if key.isprintable() else "")
        self._out.write("\n")
        if key in ("", "\x03", "\x04"):
            raise EOFError
        return key

    def _line(self, prompt: str) -> str:
        self._out.write(prompt)
        self._out.flush()
        line = self._keys.readline()
        if not line:
            raise EOFError
        return line.strip()

    def _say(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()


def corrected_fields(line: str) -> dict[str, Any] | Problem:
    """``act=fled; value=9,000; from=Homs, Aleppo; who=null`` as JSON fields; the problem where it cannot be understood."""
    from onrecord.types import Problem

    fields: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in line.split(";"))):
        name, mark, value = (piece.strip() for piece in part.partition("="))
        if not mark:
            return Problem(part, "review", f"there is no = in {part[:40]!r}", "write field=value, such as act=fled")
        fields[name] = _value(name, value)
    return fields


def _value(name: str, value: str) -> Any:
    if value in ("null", "none", "-", ""):
        return [] if name in _LISTS else None
    if name in _LISTS:
        return [item.strip() for item in value.split(",") if item.strip()]
    plain = value.replace(",", "").replace(" ", "").replace("_", "")
    return int(plain) if name in _NUMBERS and plain.isascii() and plain.isdigit() and len(plain) < 16 else value


def _one_key(keys: TextIO) -> str:
    """One key without waiting for Enter."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        from importlib import import_module

        return str(import_module("msvcrt").getwch())
    number = keys.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number, termios.TCSANOW)  # keeps keys that were pressed early
        return os.read(number, 1).decode("utf-8", "ignore")
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
