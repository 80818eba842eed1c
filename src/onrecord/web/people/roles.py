"""Roles, the rights that each brings, and who an account is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["viewer", "analyst", "reviewer", "admin"]
Right = Literal["read", "add", "rule", "people"]

ROLES: tuple[Role, ...] = get_args(Role)  # each has the rights of those before it
RIGHTS: tuple[Right, ...] = get_args(Right)  # one more with each role: see, add reports, rule on claims, look after people
SCOPES = ("read", "add", "rule", "confidential")  # what an API token may be good for; none looks after people


def rights(role: Role) -> frozenset[Right]:
    """What people of this role may do."""
    return frozenset(RIGHTS[: ROLES.index(role) + 1])


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may use the console. ``name`` signs their rulings, so it is never given to another: accounts are closed, not deleted.

    ``confidential``: the right to see confidential reports. ``identity``: the e-mail address by which the OIDC provider knows them.
    ``ready``: they have chosen a password."""

    id: int
    name: str
    role: Role
    confidential: bool
    identity: str | None = None
    closed: bool = False
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """An account as it comes in: by its session (``scopes`` is ``None``: all that its role brings), or by a token."""

    account: Account
    scopes: frozenset[str] | None = None

    @property
    def rights(self) -> frozenset[Right]:
        """What may be done with it."""
        return frozenset(right for right in rights(self.account.role) if self.scopes is None or right in self.scopes)

    @property
    def confidential(self) -> bool:
        """Whether it shows confidential reports."""
        return self.account.confidential and (self.scopes is None or "confidential" in self.scopes)
