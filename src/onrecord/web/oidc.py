"""Log in with an OpenID Connect provider (authorization code with PKCE; authlib does the protocol). Mounted at ``/oidc``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.types import Problem
from onrecord.web.entrance import keep_session, own_page
from onrecord.web.people import Account, People
from onrecord.web.people.provider import Provider

_MINUTES = 10  # to come back from the provider
_SECONDS = 15.0  # for an answer of the provider
_EXPECTED = (httpx2.HTTPError, AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError)  # what a provider can get wrong
Tell = Callable[[Request, int, Problem, dict[str, str]], Response]


def oidc_app(provider: Provider, people: People, address: str | None, tell: Tell) -> Starlette:
    """The routes ``/start`` and ``/return``. ``address``: how people reach the console, where the request would not tell."""
    desk = _Vouched(provider, people, address, tell)
    routes = [Route("/start", desk.start, methods=["GET"]), Route("/return", desk.come_back, methods=["GET"], name="return")]
    cookie = Middleware(  # holds state, nonce and verifier of one log-in, signed
        SessionMiddleware,
        secret_key=people.seal("oidc", provider.client_id),
        session_cookie="onrecord-oidc",
        path="/oidc",
        max_age=_MINUTES * 60,
        same_site="lax",
        https_only=bool(address and address.startswith("https:")),
    )
    return Starlette(routes=routes, middleware=[cookie])


class _Vouched:
    """People who come by the provider."""

    def __init__(self, provider: Provider, people: People, address: str | None, tell: Tell) -> None:
        self._provider, self._people, self._address, self._tell = provider, people, address, tell
        self._client = OAuth()
        self._client.register(
            "provider",
            server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": _SECONDS},
        )

    async def start(self, request: Request) -> Response:
        """Send the browser to the provider."""
        request.session["next"] = own_page(request.query_params.get("next", "/"))
        back = f"{self._address.rstrip('/')}/oidc/return" if self._address else str(request.url_for("return"))
        try:
            answer: Response = await self._client.provider.authorize_redirect(request, back)
        except _EXPECTED as error:
            return self._failed(request, error)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Begin the session of whom the provider names. (authlib has checked state, nonce, signature, issuer, audience and times.)"""
        try:
            told = await self._client.provider.authorize_access_token(request)
        except _EXPECTED as error:
            return self._failed(request, error)
        account = await run_in_threadpool(self._account, told.get("userinfo") or {})
        if isinstance(account, Problem):
            return self._tell(request, 403, account, {})
        answer = RedirectResponse(own_page(str(request.session.get("next", "/"))), 303)
        request.session.clear()
        keep_session(request, answer, await run_in_threadpool(self._people.sessions.begin, account.id))
        return answer

    def _account(self, claims: dict[str, Any]) -> Account | Problem:
        subject, mail = claims.get("sub"), claims.get("email")
        if not isinstance(subject, str) or not subject:
            return Problem("log-in", "log-in", f"{self._provider.name} names nobody", "tell the admins of this console")
        identity = mail if isinstance(mail, str) and claims.get("email_verified") is True else None
        return self._people.accounts.of_provider(f"{self._provider.issuer} {subject}", identity, self._provider.role)

    def _failed(self, request: Request, error: Exception) -> Response:
        message = f"{self._provider.name} did not confirm who you are ({type(error).__name__}: {str(error)[:200]})"
        return self._tell(
            request, 502, Problem("log-in", "log-in", message, "try again; if it goes on, tell the admins of this console"), {}
        )
