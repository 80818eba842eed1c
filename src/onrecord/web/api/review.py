"""Rulings, and the queue of what waits for one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as Parameter
from pydantic import BaseModel, ConfigDict, Field

from onrecord.entrycodec import standing_to_json
from onrecord.types import Ruling
from onrecord.web.api import models
from onrecord.web.api.claims import Asked
from onrecord.web.api.common import AtDesk, decision_to_json
from onrecord.web.viewer import Looking

router = APIRouter(tags=["review"])


class NewDecision(BaseModel):
    """A ruling to be made (see the ledger's page of the documentation)."""

    model_config = ConfigDict(extra="forbid")
    about: str = Field(max_length=200, description="id of a claim, a report or a decision, or the name of a source (alias)")
    ruling: Ruling
    value: dict[str, Any] | None = Field(
        None, description='the corrected fields, {"other": id of a claim} or {"alias": words, "kind": kind}'
    )
    why: str | None = Field(None, max_length=10_000)


@router.post("/decisions", status_code=201, response_model=models.Decision)
def decide(desk: AtDesk, viewer: Looking, made: NewDecision) -> dict[str, Any]:
    """Put a ruling on record, in your name. A later one takes it back (``withdraw``)."""
    return decision_to_json(desk.reviewing.decide(viewer, made.about, made.ruling, made.value, made.why))


@router.get("/review/next", response_model=models.Waiting)
def following(
    desk: AtDesk,
    viewer: Looking,
    query: Asked,
    skip: Annotated[list[Annotated[str, Parameter(max_length=64)]] | None, Parameter(max_length=200)] = None,
) -> dict[str, Any]:
    """The claim whose ruling matters most now, kept for you for five minutes: nobody else gets it meanwhile."""
    found = desk.reviewing.next(viewer, query, frozenset(skip or ()))
    claim = standing_to_json(found.standing) if found else None
    return {"claim": claim, "seconds": found.seconds if found else 0, "waiting": found.waiting if found else 0}


@router.delete("/review/{claim}/lease", status_code=204)
def release(desk: AtDesk, viewer: Looking, claim: str) -> None:
    """Give a claim back without a ruling."""
    viewer.must("rule")
    desk.reviewing.leases.release(claim, viewer.name)
