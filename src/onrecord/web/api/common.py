"""What the routes of the API share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from onrecord.entrycodec import stamp
from onrecord.types import Decision
from onrecord.web.desk import Desk


def desk_of(request: Request) -> Desk:
    """The desk of the app."""
    found: Desk = request.app.state.desk
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]


def decision_to_json(one: Decision) -> dict[str, Any]:
    """A decision as plain values, with the fields of :class:`Decision`."""
    return {
        "id": one.id,
        "about": one.about,
        "ruling": one.ruling,
        "value": dict(one.value) if one.value is not None else None,
        "by": one.by,
        "made_at": stamp(one.made_at),
        "why": one.why,
    }
