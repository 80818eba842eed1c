"""Estimates, why they are what they are, what changed, and all of them in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from onrecord.entrycodec import standing_to_json
from onrecord.render.picture import csv_lines, estimate_to_json, json_lines
from onrecord.web.api import models
from onrecord.web.api.common import AtDesk, as_json
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed
from onrecord.web.wording import named

router = APIRouter(tags=["picture"])
_CHANGES = 1_000  # that are told at once
_MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@router.get("/estimates", responses=models.answers(models.Estimates))
async def estimates(
    desk: AtDesk,
    viewer: Looking,
    view: Viewed,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    after: Annotated[int, Query(ge=0, le=10_000_000, description="next of the page before")] = 0,
) -> Response:
    """The estimates of a view, the newest first."""

    def listed() -> bytes:
        found = desk.estimates(viewer, view, limit, after)
        following = "null" if found.next is None else str(found.next)
        return f'{{"estimates":[{",".join(found.bodies)}],"total":{found.total},"next":{following}}}'.encode("utf-8", "replace")

    return await as_json(desk, viewer, ("estimates", view, limit, after), view, listed)


@router.get("/estimates/{ident}", response_model=models.Reasons)
def estimate(desk: AtDesk, viewer: Looking, view: Viewed, ident: str) -> dict[str, Any]:
    """An estimate with the claims behind it. Give the ``as_of`` and ``by`` that it was found with."""
    found = desk.reasons(viewer, ident, view)
    claims = {claim: standing_to_json(standing) for claim, standing in found.standings.items()}
    people = desk.people(viewer, found.estimate, view)
    return {
        "estimate": estimate_to_json(found.estimate, named),
        "claims": claims,
        "people": estimate_to_json(people, named) if people else None,
    }


@router.get("/changes", response_model=models.Changes)
def changes(
    desk: AtDesk, viewer: Looking, view: Viewed, start: Annotated[date, Query(description="the day to compare with (its end, UTC)")]
) -> dict[str, Any]:
    """What is new, gone or different in a view since the end of a day, and because of which claims."""
    found = desk.changes(viewer, replace(view, as_of=start, published_by=None), view)
    listed = [
        {
            "kind": one.kind,
            "before": estimate_to_json(one.before, named) if one.before else None,
            "after": estimate_to_json(one.after, named) if one.after else None,
            "because": list(one.because),
        }
        for one in found[:_CHANGES]
    ]
    return {"changes": listed, "total": len(found)}


@router.get("/export", response_class=StreamingResponse, responses={200: {"content": {"text/csv": {}, "application/json": {}}}})
def export(desk: AtDesk, viewer: Looking, view: Viewed, format: Literal["csv", "json"] = "csv") -> StreamingResponse:
    """All estimates of a view in one file: the columns of ``onrecord picture --format csv``, or a JSON array."""
    lines = csv_lines if format == "csv" else json_lines
    parts = _in_portions(lines(desk.export(viewer, view), named))
    named_file = f'attachment; filename="onrecord.{format}"'
    return StreamingResponse(parts, media_type=_MEDIA[format], headers={"Content-Disposition": named_file})


def _in_portions(lines: Iterator[str]) -> Iterator[bytes]:
    while some := "".join(islice(lines, 200)):
        yield some.encode("utf-8", "replace")
