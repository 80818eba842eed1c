"""The door: nothing is answered before it is known who asks, from where, and how much. What is not expressly open is closed."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

import anyio
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.types import Problem
from onrecord.web.limits import FORM, Rates, is_too_long, limited, most_bytes, too_long
from onrecord.web.people import People
from onrecord.web.people.tries import network
from onrecord.web.settings import Settings
from onrecord.web.trouble import trouble
from onrecord.web.viewer import Viewer, local_admin, viewer_from

API = "/api/"
_OPEN = ("/login", "/welcome/", "/oidc/", "/static/", "/look")
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_LOOK_AGAIN = 2.0  # seconds between two looks whether somebody on a long answer may still see it
_UNNAMED_RATE = (5.0, 60)  # requests a second and at once, of an address without a log-in

Tell = Callable[[Request, int, Problem, dict[str, str]], Response]


class Door:
    """ASGI middleware. It leaves ``viewer``, ``session`` (its secret) and ``csrf`` (what forms must bring) in ``request.state``.

    ``people`` is ``None`` on a console that asks for no log-in: then only this machine may ask, by its own name."""

    def __init__(self, app: ASGIApp, settings: Settings, people: People | None, tell: Tell) -> None:
        self.app, self._people, self._tell = app, people, tell
        self._upload = settings.max_upload
        self._rates = Rates(settings.rate, settings.rate * 6)
        self._unnamed = Rates(*_UNNAMED_RATE)
        self._local = local_admin()
        self._threads = anyio.CapacityLimiter(8)  # of its own: knowing who asks must not wait for slow answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or answer with what is wrong."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        viewer, refusal = await self._ask(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        most = most_bytes(request, viewer is not None, self._upload)
        if is_too_long(request, most):
            answer = self._tell(request, 413, Problem(request.scope["path"][:200], "request", too_long(most), "send less at a time"), {})
            await answer(scope, receive, send)
            return
        await self._answer(request, viewer, limited(receive, most), send)

    async def _ask(self, request: Request) -> tuple[Viewer | None, Response | None]:
        """Who it is, and what to answer where they may not come in."""
        state = request.state
        state.session, state.csrf, state.viewer = None, "", None
        wrong = self._wrong_machine(request) if self._people is None else None
        state.viewer = viewer = None if wrong else await self._who(request)
        if wrong is None and self._people is not None:
            wrong = self._too_fast(request, viewer)
        if wrong is None and request.method not in _SAFE and comes_from_elsewhere(request):
            wrong = 403, "this request comes from another site", "open the console itself and do it there", {}
        if wrong is None and viewer is None and not request.scope["path"].startswith(_OPEN):
            if not request.scope["path"].startswith(API) and request.method in ("GET", "HEAD"):
                return None, RedirectResponse(_login_address(request), 303)
            wrong = 401, "nobody is logged in", "log in, or send a token: Authorization: Bearer onr_…", {"www-authenticate": "Bearer"}
        if wrong is None:
            return viewer, None
        status, message, next_step, headers = wrong
        return viewer, self._tell(request, status, Problem(request.scope["path"][:200], "door", message, next_step), dict(headers))

    async def _who(self, request: Request) -> Viewer | None:
        people, state = self._people, request.state
        if people is None:
            return self._local
        token, secret = _token(request), request.cookies.get(cookie_name(request))
        if token:  # for programs: good for the API only
            found = await anyio.to_thread.run_sync(people.tokens.find, token, limiter=self._threads)
            return viewer_from(found) if found and request.scope["path"].startswith(API) else None
        if not secret:
            return None
        found = await anyio.to_thread.run_sync(people.sessions.find, secret, limiter=self._threads)
        if found is None:
            return None
        state.session, state.csrf = secret, people.seal("form", secret)
        return viewer_from(found)

    def _wrong_machine(self, request: Request) -> tuple[int, str, str, Mapping[str, str]] | None:
        """Without a log-in everything rests on this: only this machine asks, and no page of another site made its browser do so."""
        if not _is_loopback(_host(request)):
            return 403, "this console answers to its own machine's name only", "open it as http://localhost, or start it with --login", {}
        old = (
            request.scope["http_version"] == "1.0"
        )  # no browser speaks it any more; some proxies do, and tell nothing else about themselves
        if old or any(name in request.headers for name in _FORWARDED):
            return 403, "this console stands behind a proxy but asks for no log-in", "start it with --login", {}
        return None

    def _too_fast(self, request: Request, viewer: Viewer | None) -> tuple[int, str, str, Mapping[str, str]] | None:
        if viewer is not None and viewer.account is not None:
            wait = self._rates.wait(str(viewer.account.id))
        else:
            wait = self._unnamed.wait(network(client_address(request)))
        if wait <= 0:
            return None
        return 429, "too many requests", "wait a moment and ask again, more slowly", {"retry-after": str(int(wait) + 1)}

    async def _answer(self, request: Request, viewer: Viewer | None, receive: Receive, send: Send) -> None:
        """Answer; a long answer (live changes) ends when its viewer's session does, or their rights change."""
        ended, looked = False, time.monotonic()

        async def watched(message: Message) -> None:
            nonlocal ended, looked
            if self._people is not None and message.get("more_body") and time.monotonic() - looked > _LOOK_AGAIN:
                looked = time.monotonic()
                if await self._who(request) != viewer:
                    ended = True
                    raise OSError("the session has ended")  # what a broken connection would raise
            await send(message)

        try:
            await self.app(request.scope, receive, watched)
        except Exception:
            if not ended:
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def genuine(request: Request) -> None:
    """A dependency of every route: what changes something in a session must bring what only our pages know. Raises a 403."""
    state = request.state
    if request.method in _SAFE or state.session is None:
        return
    given: Any = request.headers.get("x-csrf-token")
    if given is None and request.headers.get("content-type", "").startswith(_FORMS):
        form: FormData = await request.form(max_part_size=FORM)
        given = form.get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), state.csrf.encode()):
        raise trouble(403, request.scope["path"], "this form is out of date", "open the page again and send it once more", "door")


def comes_from_elsewhere(request: Request) -> bool:
    """Whether a page of another site made a browser send this. All browsers say so since 2020; programs say nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def cookie_name(request: Request) -> str:
    """The name of the session's cookie; over https browsers keep what begins with __Host- from other hosts and paths."""
    return "__Host-onrecord" if request.scope["scheme"] == "https" else "onrecord"


def client_address(request: Request) -> str:
    """The address that a request came from."""
    return request.client.host if request.client else "unknown"


def is_near(request: Request) -> bool:
    """Whether a request came from this machine."""
    return _is_loopback(client_address(request))


def _login_address(request: Request) -> str:
    """Where to log in, and to come back from to what was asked for."""
    query = request.scope["query_string"].decode("latin-1")
    asked = request.scope["path"] + (f"?{query}" if query else "")
    return f"/login?next={quote(asked, safe='')}" if asked != "/" else "/login"


def _host(request: Request) -> str:
    """The name by which the browser knows this console, without its port."""
    host = request.headers.get("host", "")
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def _is_loopback(host: str) -> bool:
    if host.rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
