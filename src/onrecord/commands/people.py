"""``onrecord people``: who may log in to the console."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from onrecord.commands import common
from onrecord.types import Problem

if TYPE_CHECKING:
    from onrecord.web.people import Account, People

_EPILOG = """\
A viewer sees the picture and the reports, an analyst adds reports too, a reviewer also rules on claims, and an admin looks after people.
Passwords are never given here: each person chooses one by a one-time link, which works once, within a day.

examples:
  onrecord people add "Ana Moreau" --role reviewer
  onrecord people reset "Ana Moreau"                     a new link for a forgotten password
  onrecord people change "Ana Moreau" --role admin --confidential
  onrecord people close "Ana Moreau"                     ends all sessions and tokens
  onrecord people list
"""
_ROLES = ("viewer", "analyst", "reviewer", "admin")


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``people`` to the command line."""
    about = "Look after the accounts of the console."
    parser = commands.add_parser(
        "people", help="who may log in to the console", description=about, epilog=_EPILOG, formatter_class=common.RAW
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    add = _action(actions, "add", "make an account and print the one-time link for its password", _add)
    add.add_argument("--role", choices=_ROLES, default="viewer", help="what they may do (default: viewer)")
    add.add_argument("--confidential", action="store_true", help="they may see confidential reports")
    add.add_argument("--identity", metavar="MAIL", help="the e-mail address by which the OpenID Connect provider knows them")

    change = _action(actions, "change", "change the role or the rights of an account", _change)
    change.add_argument("--role", choices=_ROLES, help="what they may do")
    change.add_argument("--confidential", action=argparse.BooleanOptionalAction, help="whether they may see confidential reports")

    _action(actions, "reset", "print a one-time link for a new password", _reset)
    _action(actions, "close", "close an account; it keeps its name, which signs rulings", _close)
    _action(actions, "open", "open a closed account again", _open)
    _action(actions, "list", "show all accounts", _list, named=False)


def _action(actions: argparse._SubParsersAction[Any], name: str, about: str, run: Any, named: bool = True) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    if named:
        parser.add_argument("name", metavar="NAME", help="the name that signs their rulings")
    common.ledger_options(parser)
    parser.set_defaults(run=common.guarded(run))
    return parser


def _add(options: argparse.Namespace) -> int:
    with _people(options) as people:
        return _linked(people, people.accounts.add(options.name, options.role, options.confidential, _operator(), options.identity))


def _reset(options: argparse.Namespace) -> int:
    with _people(options) as people:
        account = _named(people, options.name)
        if not isinstance(account, Problem) and account.closed:
            account = Problem(account.name, "people", "this account is closed", "open it first: onrecord people open NAME")
        return _linked(people, account)


def _change(options: argparse.Namespace) -> int:
    return _changed(options, role=options.role, confidential=options.confidential)


def _close(options: argparse.Namespace) -> int:
    return _changed(options, closed=True)


def _open(options: argparse.Namespace) -> int:
    return _changed(options, closed=False)


def _list(options: argparse.Namespace) -> int:
    with _people(options) as people:
        for account in people.accounts.all():
            state = "closed" if account.closed else "open" if account.ready else "no password yet"
            seen = "confidential" if account.confidential else ""
            sys.stdout.write("\t".join((account.name, account.role, seen, state, account.identity or "")).rstrip() + "\n")
    return common.OK


def _changed(options: argparse.Namespace, **what: Any) -> int:
    from onrecord.web.people.accounts import described

    with _people(options) as people:
        account = _named(people, options.name)
        changed = account if isinstance(account, Problem) else people.accounts.change(account, _operator(), **what)
        if isinstance(changed, Problem):
            common.say_problem(changed)
            return common.PROBLEMS
        sys.stdout.write(f"{changed.name}: {'closed' if changed.closed else described(changed)}\n")
    return common.OK


def _linked(people: People, account: Account | Problem) -> int:
    """Print the one-time link of an account."""
    if isinstance(account, Problem):
        common.say_problem(account)
        return common.PROBLEMS
    secret = people.sessions.invite(account, _operator())
    address = people.base.known("address") or "http://127.0.0.1:8899"
    sys.stdout.write(f"{address}/welcome/{secret}\n")
    common.say(f"give this link to {account.name} by a way that only they read; it works once, within a day")
    return common.OK


def _named(people: People, name: str) -> Account | Problem:
    return people.accounts.named(name) or Problem(name, "people", "there is no account of this name", "see `onrecord people list`")


@contextmanager
def _people(options: argparse.Namespace) -> Iterator[People]:
    from onrecord.web.people import People, people_path

    people = People(people_path(options.ledger))
    try:
        yield people
    finally:
        people.close()


def _operator() -> str:
    """Who gives the command: whoever may read the file may do all this."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "the command line"
