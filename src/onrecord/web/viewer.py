"""Who looks: made for each request by one dependency, asked by everything that shows or changes something."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from onrecord.web.trouble import trouble

RoleName = Literal["viewer", "analyst", "reviewer", "admin"]
ROLES: tuple[RoleName, ...] = ("viewer", "analyst", "reviewer", "admin")  # each may do what those before it may


@dataclass(frozen=True, slots=True)
class Viewer:
    """``confidential``: the right to see confidential reports. ``scopes``: what an API token was made for; empty: all that the role may."""

    name: str
    role: RoleName
    confidential: bool = False
    scopes: frozenset[str] = frozenset()

    def may(self, role: RoleName, scope: str = "") -> bool:
        """Whether this viewer may do what ``role`` may, by a token of this scope."""
        return ROLES.index(self.role) >= ROLES.index(role) and (not self.scopes or not scope or scope in self.scopes)

    def must(self, role: RoleName, scope: str = "") -> None:
        """Raise a 403 where it may not."""
        if not self.may(role, scope):
            raise trouble(
                403, self.name, f"this needs the role {role}" + (f" and the scope {scope}" if scope else ""), "ask an administrator"
            )


def local_admin() -> Viewer:
    """The viewer on a laptop: whoever runs the console there."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "local"
    return Viewer(name, "admin", confidential=True)


def viewer_of(request: Request) -> Viewer:
    """Who sent a request. Raises a 401 where nobody may look unnamed."""
    found: Viewer = request.app.state.desk.viewer_of(request)
    return found


Looking = Annotated[Viewer, Depends(viewer_of)]
