"""Single claims: chosen by filters, found by words, one with its decisions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi import Query as Parameter
from fastapi.responses import Response

from onrecord.asking import areas_named
from onrecord.entrycodec import standing_to_json
from onrecord.ledger import Ledger, Query, TookLong, page_values
from onrecord.types import Measure, Role, Status
from onrecord.web.api import models
from onrecord.web.api.common import AtDesk, as_bytes, decision_to_json, dumped
from onrecord.web.desk import Desk
from onrecord.web.evidence import named
from onrecord.web.trouble import Trouble
from onrecord.web.viewer import Looking, Viewer

router = APIRouter(tags=["claims"])
_AT_ONCE = 0.005  # seconds that a search may keep everyone waiting: most take less than it takes to hand them to a thread and back
Code = Annotated[str, Parameter(pattern="^[A-Z]{3}$")]


def query_of(
    country: Annotated[list[Code] | None, Parameter(description="ISO 3166 alpha-3; several mean any of them")] = None,
    place: Annotated[str | None, Parameter(max_length=200, description="name or id of a place, with everything inside it")] = None,
    role: Annotated[Role | None, Parameter(description="with place: only where people came from, or went to")] = None,
    act: Annotated[list[Annotated[str, Parameter(max_length=40)]] | None, Parameter()] = None,
    measure: Measure | None = None,
    cause: Annotated[list[Annotated[str, Parameter(max_length=40)]] | None, Parameter()] = None,
    source: Annotated[str | None, Parameter(max_length=200, description="who says it, under any of its names")] = None,
    since: date | None = None,
    until: date | None = None,
    text: Annotated[str | None, Parameter(max_length=300, description='all of these words; "a phrase", beginning*')] = None,
    min_confidence: Annotated[float, Parameter(ge=0, le=1)] = 0.0,
    status: Annotated[list[Status | Literal["changed"]] | None, Parameter()] = None,
    report: Annotated[str | None, Parameter(max_length=64)] = None,
    as_of: Annotated[datetime | None, Parameter(description="what stood then (UTC)")] = None,
) -> Query:
    """The query that these filters ask for."""
    areas = areas_named(place) if place else ()
    if not isinstance(areas, tuple):
        raise Trouble(422, areas)
    return Query(
        tuple(country or ()), areas, role, tuple(act or ()), (), measure, tuple(cause or ()), None, source, since, until, text, min_confidence,
        tuple(status or ()), report, (), as_of,
    )  # fmt: skip


Asked = Annotated[Query, Depends(query_of)]
Limit = Annotated[int, Parameter(ge=1, le=500)]
After = Annotated[int | None, Parameter(ge=0, le=2**62, description="next of the page before")]


@router.get("/claims", responses=models.answers(models.Claims))
def claims(desk: AtDesk, viewer: Looking, query: Asked, limit: Limit = 50, after: After = None) -> Response:
    """A page of claims as they stand, the newest first."""
    return as_bytes(dumped(desk.evidence.claim_values(viewer, query, limit, after)))


@router.get("/claims/{ident}", response_model=models.ClaimFile)
def claim(desk: AtDesk, viewer: Looking, ident: str) -> dict[str, Any]:
    """One claim as it stands, with every decision about it and the estimates that it is in."""
    return claim_to_json(desk, viewer, ident)


def claim_to_json(desk: Desk, viewer: Viewer, ident: str) -> dict[str, Any]:
    """A claim with its decisions and estimates as plain values."""
    found = desk.evidence.claim(viewer, ident)
    estimates = [{"id": one.id, "act": one.act, "measure": one.measure, "best": one.best} for one in desk.estimates_of(viewer, ident)]
    return standing_to_json(found.standing) | {"decisions": [decision_to_json(one) for one in found.decisions], "estimates": estimates}


@router.get("/search", responses=models.answers(models.Found))
async def search(
    desk: AtDesk, viewer: Looking, q: Annotated[str, Parameter(min_length=1, max_length=300)], limit: Limit = 20, after: After = None
) -> Response:
    """Claims in whose passage, title or names these words stand, and places of that name."""

    def found(ledger: Ledger) -> bytes:
        places = named(q) if after is None else ()
        return dumped(page_values(ledger, Query(text=q), limit, after) | {"places": [asdict(place) for place in places]})

    question = ("search", q, limit, after)
    try:
        return as_bytes(desk.evidence.kept(viewer, question, found, _AT_ONCE))
    except TookLong:
        return as_bytes(await desk.quickly(desk.evidence.kept, viewer, question, found))
