"""API tokens: for programs that act for an account, with some of its rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord.types import Problem
from onrecord.web.people.accounts import COLUMNS, STAGE, account_of
from onrecord.web.people.base import Base, mark, new_secret
from onrecord.web.people.roles import SCOPES, Account, Pass, rights

PREFIX = "onr_"  # lets scanners for leaked secrets know one when they see it
USUAL_DAYS, MOST_DAYS = 90, 366
_MOST = 50  # tokens of one account
_NOTED_EVERY = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Token:
    """A token as far as it is known after it was made. ``used``: when it last came in."""

    id: int
    name: str
    scopes: tuple[str, ...]
    made: datetime
    until: datetime
    used: datetime | None = None


class Tokens:
    """The tokens of all accounts. Each method that takes an account touches only that account's own."""

    def __init__(self, base: Base, clock: Callable[[], float]) -> None:
        self._base, self._clock = base, clock

    def make(self, account: Account, name: str, scopes: Iterable[str], days: int = USUAL_DAYS) -> tuple[str, Token] | Problem:
        """A new token: its secret, which is shown this once, and what is kept of it."""
        wanted = tuple(scope for scope in SCOPES if scope in set(scopes))
        wrong = self._wrong(account, name.strip(), set(scopes), days)
        if wrong:
            return Problem(name[:64], STAGE, *wrong)
        secret, now = PREFIX + new_secret(), self._clock()
        with self._base.writing():
            if self._base.value("SELECT COUNT(*) FROM tokens WHERE account = ? AND until >= ?", [account.id, now]) >= _MOST:
                return Problem(name[:64], STAGE, f"you have {_MOST} tokens", "take back those that are not used")
            values = [mark(secret), account.id, name.strip(), " ".join(wanted), now, now + days * 86400.0]
            ident = self._base.value(
                "INSERT INTO tokens (mark, account, name, scopes, made, until) VALUES (?, ?, ?, ?, ?, ?) RETURNING id", values
            )
            self._base.log(now, account.name, f"made a token for {', '.join(wanted)}", name.strip())
        return secret, Token(ident, name.strip(), wanted, _time(now), _time(now + days * 86400.0))

    def of(self, account: Account) -> list[Token]:
        """The account's tokens, the latest first."""
        found = self._base.rows("SELECT id, name, scopes, made, until, used FROM tokens WHERE account = ? ORDER BY id DESC", [account.id])
        return [Token(i, name, tuple(s.split()), _time(m), _time(u), _time(at) if at else None) for i, name, s, m, u, at in found]

    def take_back(self, account: Account, ident: int) -> bool:
        """Make a token of the account void; whether it had one of this number."""
        with self._base.writing():
            gone = self._base.rows("DELETE FROM tokens WHERE id = ? AND account = ? RETURNING name", [ident, account.id])
            if gone:
                self._base.log(self._clock(), account.name, "took back a token", gone[0][0])
        return bool(gone)

    def find(self, secret: str) -> Pass | None:
        """Who comes with this token now: the rights of its account, as far as its scopes go."""
        now = self._clock()
        found = self._base.rows(
            f"""SELECT t.scopes, t.used, {COLUMNS} FROM tokens t JOIN accounts a ON a.id = t.account
            WHERE t.mark = ? AND t.until >= ? AND a.closed = 0""",
            [mark(secret), now],
        )
        if not found:
            return None
        scopes, used = set(found[0][0].split()), found[0][1]
        if not used or used < now - _NOTED_EVERY:
            self._base.rows("UPDATE tokens SET used = ? WHERE mark = ?", [now, mark(secret)])
        return Pass(account_of(found[0][2:]), frozenset(scopes))

    def _wrong(self, account: Account, name: str, scopes: set[str], days: int) -> tuple[str, str] | None:
        if not 1 <= len(name) <= 64 or not name.isprintable():
            return "the name must have 1 to 64 characters that can be seen", "name the program that will use the token"
        if not scopes or scopes - set(SCOPES):
            return "the scopes make no sense", "choose from " + ", ".join(SCOPES)
        if (scopes - {"confidential"}) - rights(account.role) or ("confidential" in scopes and not account.confidential):
            return "a token cannot do more than you may", "choose fewer scopes"
        if not 1 <= days <= MOST_DAYS:
            return f"a token lasts 1 to {MOST_DAYS} days", f"say how many, such as {USUAL_DAYS}"
        return None


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
