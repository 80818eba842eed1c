"""Who may use the console: accounts, roles, sessions, one-time links, API tokens. Knows nothing of the web, nor of reports."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from datetime import UTC, datetime

from onrecord.web.people import passwords
from onrecord.web.people.accounts import Accounts
from onrecord.web.people.base import Base, new_secret, people_path
from onrecord.web.people.roles import RIGHTS, ROLES, SCOPES, Account, Pass, Right, Role, rights
from onrecord.web.people.sessions import Invitation, Sessions
from onrecord.web.people.tokens import Token, Tokens

__all__ = ["RIGHTS", "ROLES", "SCOPES", "Account", "Invitation", "Pass", "People", "Right", "Role", "Token", "people_path", "rights"]


class People:
    """The accounts in one file. ``clock`` gives seconds since 1970; ``cost`` is scrypt's (2**cost rounds)."""

    def __init__(self, path: str, clock: Callable[[], float] = time.time, cost: int = passwords.COST) -> None:
        self.base = Base(path)
        self.accounts = Accounts(self.base, clock)
        self.sessions = Sessions(self.base, self.accounts, clock, cost)
        self.tokens = Tokens(self.base, clock)
        self._key = (self.base.known("key", new_secret()) or "").encode()

    def seal(self, purpose: str, value: str) -> str:
        """What only this console can make of a value: proof that it gave it out for this purpose."""
        return hmac.new(self._key, f"{purpose}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def events(self, most: int = 200) -> list[tuple[datetime, str, str, str]]:
        """What was changed about accounts, the latest first: when, by whom, what, about whom."""
        found = self.base.rows("SELECT at, by, what, about FROM events ORDER BY seq DESC LIMIT ?", [most])
        return [(datetime.fromtimestamp(at, UTC), by, what, about) for at, by, what, about in found]

    def close(self) -> None:
        """Let go of the file."""
        self.base.close()
