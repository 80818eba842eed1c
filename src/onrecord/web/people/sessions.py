"""Coming in: passwords, sessions, and the one-time links by which a password is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.types import Problem
from onrecord.web.people import passwords
from onrecord.web.people.accounts import COLUMNS, STAGE, Accounts, account_of, folded
from onrecord.web.people.base import Base, mark, new_secret
from onrecord.web.people.roles import Account, Pass
from onrecord.web.people.tries import Tries

IDLE, LONGEST = 12 * 3600.0, 7 * 24 * 3600.0  # seconds that a session lasts unused, and at all
LINK_HOURS = 24.0
_NOTED_EVERY = 60.0  # seconds between two notes that a session is in use
_BETTER = "choose another; a few words that do not belong together are easy to keep in mind"
_REFUSED = "this name and password do not go together"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time link is good for: to choose the password of ``account``, or where it is ``None``, to make the first admin."""

    account: Account | None


class Sessions:
    """Log-ins and one-time links."""

    def __init__(self, base: Base, accounts: Accounts, clock: Callable[[], float], cost: int) -> None:
        self._base, self._accounts, self._clock, self.cost = base, accounts, clock, cost
        self.tries = Tries(base, clock)

    def log_in(self, name: str, password: str, address: str) -> str | Problem:
        """The secret of a new session; the problem says as much, and takes as long, for names that there are as for others."""
        who = folded(name)
        wait = self.tries.begin(who, address)
        if wait > 0:
            minutes = max(1, round(wait / 60))
            return Problem(
                name[:64], "log-in", "too many wrong passwords", f"wait {minutes} minute{'s' if minutes > 1 else ''} and try again"
            )
        found = self._base.rows("SELECT id, password FROM accounts WHERE folded = ? AND closed = 0", [who])
        ident, kept = found[0] if found else (None, None)
        if not passwords.matches(password, kept, self.cost):
            return Problem(name[:64], "log-in", _REFUSED, "try again, or ask an admin for a new one-time link")
        self.tries.succeeded(who, address)
        if passwords.is_outdated(kept, self.cost):
            self._base.rows("UPDATE accounts SET password = ? WHERE id = ?", [passwords.hashed(password, self.cost), ident])
        return self.begin(ident)

    def change_password(self, account: Account, old: str, new: str, address: str) -> str | Problem:
        """Choose another password, knowing the old one: all sessions end, and the secret of a new one comes back."""
        session = self.log_in(account.name, old, address)
        if isinstance(session, Problem):
            return session
        wrong = passwords.weakness(new, account.name)
        if wrong:
            self.end(session)
            return Problem("password", STAGE, wrong, _BETTER)
        kept = passwords.hashed(new, self.cost)
        with self._base.writing():
            self._base.rows("UPDATE accounts SET password = ? WHERE id = ?", [kept, account.id])
            self.end_all(account)
            self._base.log(self._clock(), account.name, "changed the password", account.name)
        return self.begin(account.id)

    def begin(self, account: int) -> str:
        """A new session of somebody who has shown who they are; its secret."""
        secret, now = new_secret(), self._clock()
        with self._base.writing():
            self._base.rows("DELETE FROM sessions WHERE seen < ? OR began < ?", [now - IDLE, now - LONGEST])
            self._base.rows("INSERT INTO sessions VALUES (?, ?, ?, ?)", [mark(secret), account, now, now])
        return secret

    def find(self, secret: str) -> Pass | None:
        """Who holds this session now, with the rights they have now; ``None`` where it has ended."""
        now = self._clock()
        found = self._base.rows(
            f"""SELECT s.seen, {COLUMNS} FROM sessions s JOIN accounts a ON a.id = s.account
            WHERE s.mark = ? AND s.seen >= ? AND s.began >= ? AND a.closed = 0""",
            [mark(secret), now - IDLE, now - LONGEST],
        )
        if not found:
            return None
        if found[0][0] < now - _NOTED_EVERY:
            self._base.rows("UPDATE sessions SET seen = ? WHERE mark = ?", [now, mark(secret)])
        return Pass(account_of(found[0][1:]))

    def end(self, secret: str) -> None:
        """Log out."""
        self._base.rows("DELETE FROM sessions WHERE mark = ?", [mark(secret)])

    def end_all(self, account: Account) -> None:
        """Log out everywhere."""
        self._base.rows("DELETE FROM sessions WHERE account = ?", [account.id])

    def invite(self, account: Account | None, by: str) -> str:
        """The secret of a new one-time link (see :class:`Invitation`). It takes the place of earlier ones; the password stays till it is used."""
        secret, now = new_secret(), self._clock()
        ident = account.id if account else None
        with self._base.writing():
            self._base.rows("DELETE FROM links WHERE account IS ? OR until < ?", [ident, now])
            self._base.rows("INSERT INTO links VALUES (?, ?, ?)", [mark(secret), ident, now + LINK_HOURS * 3600])
            self._base.log(now, by, "one-time link", account.name if account else "the first admin")
        return secret

    def invitation(self, secret: str) -> Invitation | None:
        """What a link is good for; looking does not use it up."""
        found = self._base.rows("SELECT account FROM links WHERE mark = ? AND until >= ?", [mark(secret), self._clock()])
        if not found:
            return None
        if found[0][0] is None:
            return Invitation(None) if self._accounts.is_empty() else None
        account = self._accounts.with_id(found[0][0])
        return Invitation(account) if account and not account.closed else None

    def accept(self, secret: str, name: str, password: str) -> Account | Problem:
        """Use up a link: keep the password; the first admin chooses a ``name`` too. Sessions from before end."""
        invited = self.invitation(secret)
        if invited is None:
            return Problem("link", STAGE, "this link was used, or is too old", "ask an admin for a new one (`onrecord people reset NAME`)")
        wrong = passwords.weakness(password, invited.account.name if invited.account else name)
        if wrong:
            return Problem("password", STAGE, wrong, _BETTER)
        kept = passwords.hashed(password, self.cost)
        with self._base.writing():
            if not self._base.rows("DELETE FROM links WHERE mark = ? RETURNING 1", [mark(secret)]):
                return Problem("link", STAGE, "this link was used a moment ago", "log in with the password that was chosen")
            account = invited.account or self._accounts.add(name, "admin", True, "the first start")
            if isinstance(account, Problem):  # the link stays good for another try
                self._base.rows("INSERT INTO links VALUES (?, NULL, ?)", [mark(secret), self._clock() + LINK_HOURS * 3600])
                return account
            self._base.rows("UPDATE accounts SET password = ? WHERE id = ?", [kept, account.id])
            self.end_all(account)
            self.tries.forget(folded(account.name))
            self._base.log(self._clock(), account.name, "chose a password", account.name)
        return self._accounts.with_id(account.id) or account
