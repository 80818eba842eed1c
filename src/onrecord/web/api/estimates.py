"""Estimates, and why they are what they are."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from onrecord.entrycodec import standing_to_json
from onrecord.render.picture import estimate_to_json
from onrecord.web.api.common import AtDesk
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed
from onrecord.web.wording import named

router = APIRouter(tags=["picture"])


@router.get("/estimates")
def estimates(
    desk: AtDesk,
    viewer: Looking,
    view: Viewed,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    after: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """The estimates of a view."""
    found = desk.estimates(viewer, view, limit, after)
    return {"estimates": [estimate_to_json(one, named) for one in found.estimates], "total": found.total, "next": found.next}


@router.get("/estimates/{ident}")
def estimate(desk: AtDesk, viewer: Looking, view: Viewed, ident: str) -> dict[str, Any]:
    """An estimate with the claims behind it."""
    found = desk.reasons(viewer, ident, view)
    claims = {claim: standing_to_json(standing) for claim, standing in found.standings.items()}
    return {"estimate": estimate_to_json(found.estimate, named), "claims": claims}
