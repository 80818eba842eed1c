"""Accounts: who there is, in which role, with which rights."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from onrecord.types import Problem
from onrecord.web.people.base import Base
from onrecord.web.people.roles import ROLES, Account, Role

STAGE = "people"
COLUMNS = "a.id, a.name, a.role, a.confidential, a.identity, a.closed, a.password IS NOT NULL"
_LONGEST_NAME, _LONGEST_IDENTITY = 64, 254


class Accounts:
    """All accounts of the file."""

    def __init__(self, base: Base, clock: Callable[[], float]) -> None:
        self._base, self._clock = base, clock

    def all(self) -> list[Account]:
        """Every account, by name."""
        return [account_of(row) for row in self._base.rows(f"SELECT {COLUMNS} FROM accounts a ORDER BY a.folded")]

    def is_empty(self) -> bool:
        """Whether nobody can come in as an admin yet: none has ever chosen a password or come by the provider."""
        ready = "SELECT 1 FROM accounts WHERE role = 'admin' AND closed = 0 AND (password IS NOT NULL OR subject IS NOT NULL) LIMIT 1"
        return not self._base.rows(ready)

    def named(self, name: str) -> Account | None:
        """The account of this name, however it is capitalised."""
        return self._one("a.folded = ?", folded(name))

    def with_id(self, ident: int) -> Account | None:
        """The account of this number."""
        return self._one("a.id = ?", ident)

    def add(self, name: str, role: str, confidential: bool, by: str, identity: str | None = None) -> Account | Problem:
        """Make an account that nobody can use before its one-time link was followed, or its ``identity`` came by the provider."""
        plain = unicodedata.normalize("NFKC", name).strip()
        wrong = _wrong_name(plain) or _wrong_role(role) or (_wrong_identity(identity) if identity else None)
        if wrong:
            return Problem(name[:_LONGEST_NAME], STAGE, *wrong)
        address = folded(identity) if identity else None
        with self._base.writing():
            if self.named(plain):
                return Problem(
                    plain, STAGE, "there is an account of this name", "choose another name: names sign rulings and are never reused"
                )
            if address and self._one("a.identity = ?", address):
                return Problem(plain, STAGE, f"{address} belongs to another account", "give each account its own e-mail address")
            self._base.rows(
                "INSERT INTO accounts (name, folded, role, confidential, identity) VALUES (?, ?, ?, ?, ?)",
                [plain, folded(plain), role, int(confidential), address],
            )
            made = self.named(plain)
            assert made is not None
            self._base.log(self._clock(), by, f"added as {described(made)}", made.name)
            return made

    def change(
        self, account: Account, by: str, *, role: str | None = None, confidential: bool | None = None, closed: bool | None = None
    ) -> Account | Problem:
        """Change what an account may do, from its next request on. A closed one loses its sessions, tokens and links."""
        wrong = _wrong_role(role) if role is not None else None
        if wrong:
            return Problem(account.name, STAGE, *wrong)
        with self._base.writing():
            now = self.with_id(account.id)
            if now is None:
                return Problem(account.name, STAGE, "there is no such account", "see `onrecord people list`")
            new = replace(
                now,
                role=now.role if role is None else _as_role(role),
                confidential=now.confidential if confidential is None else confidential,
                closed=now.closed if closed is None else closed,
            )
            if self._is_last_admin(now) and (new.role != "admin" or new.closed):
                return Problem(now.name, STAGE, "this is the last admin who can come in", "make another account an admin first")
            self._base.rows(
                "UPDATE accounts SET role = ?, confidential = ?, closed = ? WHERE id = ?", [new.role, new.confidential, new.closed, new.id]
            )
            if new.closed:
                for table in ("sessions", "tokens", "links"):
                    self._base.rows(f"DELETE FROM {table} WHERE account = ?", [new.id])
            self._base.log(self._clock(), by, "closed" if new.closed else f"is now {described(new)}", new.name)
            return new

    def of_provider(self, subject: str, identity: str | None, role: str | None) -> Account | Problem:
        """The account of somebody whom the OIDC provider vouches for: by ``subject`` (its lasting name for them); the first time by
        their ``identity``, a verified e-mail address. With ``role`` unknown people get an account, else they are turned away."""
        with self._base.writing():
            found = self._one("a.subject = ?", subject)
            if found is None and identity:
                found = self._one("a.identity = ? AND a.subject IS NULL", folded(identity))
                if found is None and role and not self._one("a.identity = ?", folded(identity)):
                    made = self.add(identity[:_LONGEST_NAME], role, False, "the log-in provider", identity)
                    if isinstance(made, Problem):
                        return made
                    found = made
                if found is not None:
                    self._base.rows("UPDATE accounts SET subject = ? WHERE id = ?", [subject, found.id])
        if found is None or found.closed:
            return Problem(identity or subject, STAGE, "there is no open account for you here", "ask an admin of this console to add you")
        return found

    def _is_last_admin(self, account: Account) -> bool:
        others = """SELECT 1 FROM accounts WHERE id <> ? AND role = 'admin' AND closed = 0
            AND (password IS NOT NULL OR subject IS NOT NULL) LIMIT 1"""
        return account.role == "admin" and not account.closed and not self._base.rows(others, [account.id])

    def _one(self, condition: str, value: Any) -> Account | None:
        found = self._base.rows(f"SELECT {COLUMNS} FROM accounts a WHERE {condition}", [value])
        return account_of(found[0]) if found else None


def account_of(row: tuple[Any, ...]) -> Account:
    """The account in a row of :data:`COLUMNS`."""
    ident, name, role, confidential, identity, closed, ready = row
    return Account(ident, name, role, bool(confidential), identity, bool(closed), bool(ready))


def folded(name: str) -> str:
    """A name for comparing."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def described(account: Account) -> str:
    """The role, and the right to see confidential reports."""
    return f"{account.role}{', may see confidential reports' if account.confidential else ''}"


def _as_role(role: str) -> Role:
    return ROLES[ROLES.index(role)]


def _wrong_name(name: str) -> tuple[str, str] | None:
    if not 2 <= len(name) <= _LONGEST_NAME:
        return f"the name must have 2 to {_LONGEST_NAME} characters", "choose the name that is to sign this person's rulings"
    if not name.isprintable():  # no controls, no direction marks: the name is shown beside rulings
        return "the name holds characters that cannot be seen", "write it with letters, digits, spaces and signs"
    return None


def _wrong_role(role: str) -> tuple[str, str] | None:
    return None if role in ROLES else (f"there is no role {role[:40]!r}", "use one of " + ", ".join(ROLES))


def _wrong_identity(identity: str) -> tuple[str, str] | None:
    name, at, host = identity.strip().rpartition("@")
    fine = (
        at
        and name
        and "." in host
        and len(identity) <= _LONGEST_IDENTITY
        and identity.isprintable()
        and not any(map(str.isspace, identity))
    )
    return None if fine else (f"{identity[:60]!r} is no e-mail address", "give the address that the provider has for them")
