"""Who may use the console: for admins all accounts, for everybody their own tokens and password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.types import Problem
from onrecord.web.door import client_address
from onrecord.web.entrance import in_turn, keep_session, people_of
from onrecord.web.pages import page
from onrecord.web.people import ROLES, SCOPES, Account, People
from onrecord.web.people.tokens import MOST_DAYS, USUAL_DAYS
from onrecord.web.trouble import missing, trouble
from onrecord.web.viewer import Looking, Viewer

router = APIRouter()
Words = Annotated[str, Form(max_length=1_000)]
Ticked = Annotated[bool, Form()]


@router.get("/people")
def everybody(request: Request, viewer: Looking) -> Response:
    """All accounts, and what was changed about them."""
    return _people_page(request, viewer)


@router.post("/people")
def add(
    request: Request, viewer: Looking, name: Words = "", role: Words = "viewer", confidential: Ticked = False, identity: Words = ""
) -> Response:
    """A new account; its one-time link is shown once."""
    people = _managed(request, viewer)
    made = people.accounts.add(name, role, confidential, viewer.name, identity.strip() or None)
    if isinstance(made, Problem):
        return _people_page(request, viewer, made)
    return _people_page(request, viewer, link=(made.name, people.sessions.invite(made, viewer.name)))


@router.post("/people/{ident}")
def change(
    request: Request, viewer: Looking, ident: int, role: Words = "viewer", confidential: Ticked = False, closed: Ticked = False
) -> Response:
    """Another role, another right, or the end of an account."""
    people = _managed(request, viewer)
    changed = people.accounts.change(_account(people, ident), viewer.name, role=role, confidential=confidential, closed=closed)
    return _people_page(request, viewer, changed) if isinstance(changed, Problem) else RedirectResponse("/people", 303)


@router.post("/people/{ident}/link")
def reset(request: Request, viewer: Looking, ident: int) -> Response:
    """A new one-time link for somebody who has forgotten the password."""
    people = _managed(request, viewer)
    account = _account(people, ident)
    if account.closed:
        return _people_page(request, viewer, Problem(account.name, "people", "this account is closed", "open it first"))
    return _people_page(request, viewer, link=(account.name, people.sessions.invite(account, viewer.name)))


@router.get("/account")
def own(request: Request, viewer: Looking) -> Response:
    """One's own account."""
    return _account_page(request, viewer)


@router.post("/account/tokens")
def make_token(
    request: Request,
    viewer: Looking,
    name: Words = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form()] = USUAL_DAYS,
) -> Response:
    """A new token, shown once."""
    made = people_of(request).tokens.make(own_account(viewer), name, scopes or [], days)
    if isinstance(made, Problem):
        return _account_page(request, viewer, made)
    return _account_page(request, viewer, secret=made[0])


@router.post("/account/tokens/{ident}/end")
def end_token(request: Request, viewer: Looking, ident: int) -> Response:
    """Take a token of one's own back."""
    if not people_of(request).tokens.take_back(own_account(viewer), ident):
        raise missing("token", str(ident))
    return RedirectResponse("/account", 303)


@router.post("/account/password")
def change_password(request: Request, viewer: Looking, old: Words = "", password: Words = "", again: Words = "") -> Response:
    """Another password; all other sessions end."""
    people, account = people_of(request), own_account(viewer)
    if password != again:
        return _account_page(request, viewer, Problem("password", "people", "the two passwords differ", "write the same one twice"))
    with in_turn():
        session = people.sessions.change_password(account, old, password, client_address(request))
    if isinstance(session, Problem):
        return _account_page(request, viewer, session)
    answer = RedirectResponse("/account", 303)
    keep_session(request, answer, session)
    return answer


def own_account(viewer: Viewer) -> Account:
    """The account of somebody who is logged in. Raises a 403 for tokens: they may not make others."""
    if viewer.account is None or viewer.scopes is not None:
        raise trouble(403, viewer.name, "this needs somebody who is logged in", "log in and do it on the page of your account")
    return viewer.account


def _managed(request: Request, viewer: Viewer) -> People:
    people = people_of(request)
    viewer.must("people")
    return people


def _account(people: People, ident: int) -> Account:
    found = people.accounts.with_id(ident)
    if found is None:
        raise missing("account", str(ident))
    return found


def _people_page(request: Request, viewer: Viewer, problem: Problem | None = None, link: tuple[str, str] | None = None) -> Response:
    people = _managed(request, viewer)
    shown = (link[0], f"{_address(request)}/welcome/{link[1]}") if link else None
    return page(
        request, viewer, "people.html", 422 if problem else 200, accounts=people.accounts.all(), events=people.events(50), roles=ROLES,
        problem=problem, link=shown,
    )  # fmt: skip


def _account_page(request: Request, viewer: Viewer, problem: Problem | None = None, secret: str | None = None) -> Response:
    people, account = people_of(request), own_account(viewer)
    return page(
        request, viewer, "account.html", 422 if problem else 200, account=account, tokens=people.tokens.of(account), scopes=SCOPES,
        days=USUAL_DAYS, most_days=MOST_DAYS, problem=problem, secret=secret,
    )  # fmt: skip


def _address(request: Request) -> str:
    return str(request.app.state.settings.address or request.base_url).rstrip("/")
