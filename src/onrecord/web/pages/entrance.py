"""Logging in and out, and the one-time links by which a password is chosen."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.types import Problem
from onrecord.web.door import client_address, is_near
from onrecord.web.entrance import drop_session, in_turn, keep_session, own_page, people_of
from onrecord.web.pages import page
from onrecord.web.settings import Settings
from onrecord.web.trouble import trouble
from onrecord.web.viewer import Viewer

router = APIRouter()
Words = Annotated[str, Form(max_length=1_000)]


@router.get("/login")
def ask(request: Request, next: str = "/") -> Response:
    """The page that asks who it is."""
    viewer: Viewer | None = request.state.viewer
    if viewer is not None or request.app.state.people is None:
        return RedirectResponse(own_page(next), 303)
    return _login_page(request, next, None)


@router.post("/login")
def log_in(request: Request, name: Words = "", password: Words = "", next: Words = "/") -> Response:
    """Begin a session, always a new one."""
    people = people_of(request)
    _must_be_encrypted(request)
    with in_turn():
        session = people.sessions.log_in(name, password, client_address(request))
    if isinstance(session, Problem):
        return _login_page(request, next, session)
    answer = RedirectResponse(own_page(next), 303)
    keep_session(request, answer, session)
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    """End the session."""
    people = people_of(request)
    if request.state.session:
        people.sessions.end(request.state.session)
    answer = RedirectResponse("/login", 303, {"clear-site-data": '"cache", "storage"'})
    drop_session(request, answer)
    return answer


@router.get("/welcome/{secret}")
def welcome(request: Request, secret: str) -> Response:
    """Where a one-time link leads. To look at it does not use it up: mail programs do."""
    return _welcome_page(request, secret, None)


@router.post("/welcome/{secret}")
def choose(request: Request, secret: str, name: Words = "", password: Words = "", again: Words = "") -> Response:
    """Use the link up: keep the password and begin a session."""
    people = people_of(request)
    _must_be_encrypted(request)
    if password != again:
        return _welcome_page(request, secret, Problem("password", "people", "the two passwords differ", "write the same one twice"))
    with in_turn():
        account = people.sessions.accept(secret, name, password)
    if isinstance(account, Problem):
        return _welcome_page(request, secret, account)
    answer = RedirectResponse("/", 303)
    keep_session(request, answer, people.sessions.begin(account.id))
    return answer


def _login_page(request: Request, following: str, problem: Problem | None) -> Response:
    settings: Settings = request.app.state.settings
    return page(request, None, "login.html", 401 if problem else 200, next=own_page(following), problem=problem, provider=settings.provider)


def _welcome_page(request: Request, secret: str, problem: Problem | None) -> Response:
    invited = people_of(request).sessions.invitation(secret)
    if invited is None:
        raise trouble(404, "link", "this link was used, or is too old", "ask an admin of this console for a new one")
    return page(request, None, "welcome.html", 422 if problem else 200, account=invited.account, problem=problem)


def _must_be_encrypted(request: Request) -> None:
    settings: Settings = request.app.state.settings
    if request.scope["scheme"] == "https" or is_near(request) or settings.plain_http:
        return
    next_step = "open it by https, or have it served with --certificate and --key (see `onrecord serve --help`)"
    raise trouble(403, "log-in", "passwords are not taken over an unencrypted connection", next_step)
