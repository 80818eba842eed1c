"""Who one is to the API, and one's own tokens."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, Field

from onrecord.entrycodec import stamp
from onrecord.types import Problem
from onrecord.web.entrance import people_of
from onrecord.web.pages.people import own_account
from onrecord.web.people import RIGHTS, Token
from onrecord.web.people.tokens import MOST_DAYS, USUAL_DAYS
from onrecord.web.trouble import Trouble, missing
from onrecord.web.viewer import Looking

router = APIRouter(tags=["people"])


class Wanted(BaseModel):
    """A token to be made."""

    name: str = Field(min_length=1, max_length=64, description="the program that will use it")
    scopes: list[str] = Field(min_length=1, max_length=4, description="read, add, rule, confidential")
    days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS, description="how long it is good for")


@router.get("/me")
def me(viewer: Looking) -> dict[str, Any]:
    """Who the API takes you for, and what you may do."""
    rights = [right for right in RIGHTS if viewer.may(right)]
    return {"name": viewer.name, "role": viewer.role, "rights": rights, "confidential": viewer.confidential}


@router.get("/tokens")
def tokens(request: Request, viewer: Looking) -> dict[str, Any]:
    """Your tokens, the latest first; without their secrets, which nobody knows any more."""
    return {"tokens": [_told(one) for one in people_of(request).tokens.of(own_account(viewer))]}


@router.post("/tokens", status_code=201)
def make(request: Request, viewer: Looking, wanted: Annotated[Wanted, Body()]) -> dict[str, Any]:
    """A new token. Its ``secret`` is told this once."""
    made = people_of(request).tokens.make(own_account(viewer), wanted.name, wanted.scopes, wanted.days)
    if isinstance(made, Problem):
        raise Trouble(422, made)
    return {"secret": made[0]} | _told(made[1])


@router.delete("/tokens/{ident}", status_code=204)
def take_back(request: Request, viewer: Looking, ident: int) -> Response:
    """Take a token of yours back."""
    if not people_of(request).tokens.take_back(own_account(viewer), ident):
        raise missing("token", str(ident))
    return Response(status_code=204)


def _told(token: Token) -> dict[str, Any]:
    used = stamp(token.used) if token.used else None
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "made": stamp(token.made),
        "until": stamp(token.until),
        "used": used,
    }
