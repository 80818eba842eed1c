"""Who looks: made for each request at the door, asked by everything that shows or changes something."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from onrecord.web.people.roles import ROLES, Account, Pass, Right, Role, rights
from onrecord.web.trouble import trouble

__all__ = ["ROLES", "Looking", "Right", "Role", "Viewer", "local_admin", "viewer_from", "viewer_of"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """``name`` signs what they add and rule. ``confidential``: the right to see confidential reports. ``scopes``: what an API token was
    made for; ``None``: all that the role may. ``account``: ``None`` for whoever runs the console on their own machine."""

    name: str
    role: Role
    confidential: bool = False
    scopes: frozenset[str] | None = None
    account: Account | None = None

    def may(self, right: Right) -> bool:
        """Whether this viewer may ``read``, ``add`` reports, ``rule`` on claims, look after ``people``."""
        return right in rights(self.role) and (self.scopes is None or right in self.scopes)

    def must(self, right: Right) -> None:
        """Raise a 403 where it may not."""
        if right not in rights(self.role):
            raise trouble(403, self.name, f"this is for {_who(right)}", "ask an admin of this console")
        if not self.may(right):
            raise trouble(403, self.name, f'this token has no scope "{right}"', f'make a token with the scope "{right}"')


def local_admin() -> Viewer:
    """The viewer on a laptop: whoever runs the console there."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "local"
    return Viewer(name, "admin", confidential=True)


def viewer_from(found: Pass) -> Viewer:
    """The viewer who came in with this pass."""
    return Viewer(found.account.name, found.account.role, found.confidential, found.scopes, found.account)


async def viewer_of(request: Request) -> Viewer:
    """Who sent a request, as the door found out. Raises a 401 where nobody may look unnamed."""
    found: Viewer | None = request.state.viewer
    if found is None:
        raise trouble(401, request.scope["path"], "nobody is logged in", "log in")
    return found


def _who(right: Right) -> str:
    named: list[str] = [role for role in ROLES if right in rights(role)]
    return " and ".join(filter(None, (", ".join(f"{role}s" for role in named[:-1]), f"{named[-1]}s")))


Looking = Annotated[Viewer, Depends(viewer_of)]
