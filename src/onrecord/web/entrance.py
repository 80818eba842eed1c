"""What pages and providers share about coming in: the cookie of a session, and where to go on to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from starlette.responses import Response

from onrecord.web.door import cookie_name
from onrecord.web.people import People
from onrecord.web.people.sessions import LONGEST
from onrecord.web.trouble import trouble

_knocking = threading.BoundedSemaphore(8)  # passwords in the works; a flood of them must leave threads for all others


def people_of(request: Request) -> People:
    """The accounts. Raises a 404 on a console that asks for no log-in."""
    found: People | None = request.app.state.people
    if found is None:
        raise trouble(404, request.scope["path"], "this console asks for no log-in", "start it with --login to have accounts")
    return found


@contextmanager
def in_turn() -> Iterator[None]:
    """Around what hashes passwords, which takes long on purpose. Raises a 503 where too many are at it."""
    if not _knocking.acquire(blocking=False):
        raise trouble(503, "log-in", "many people are logging in at this moment", "try again in a few seconds", "log-in")
    try:
        yield
    finally:
        _knocking.release()


def keep_session(request: Request, answer: Response, secret: str) -> None:
    """Have the browser keep a session. No script can read it, and other sites' forms do not send it along."""
    answer.set_cookie(
        cookie_name(request),
        secret,
        max_age=int(LONGEST),
        path="/",
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="lax",
    )


def drop_session(request: Request, answer: Response) -> None:
    """Have the browser forget its session."""
    answer.delete_cookie(cookie_name(request), path="/", secure=request.scope["scheme"] == "https", httponly=True, samesite="lax")


def own_page(address: str) -> str:
    """The address, if it is one of this console's own pages; else the first page. (``//host`` and ``/\\host`` lead elsewhere.)"""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and len(address) < 2_000
    return address if fine else "/"
