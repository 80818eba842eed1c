"""What the routes of the API share."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from onrecord.entrycodec import stamp
from onrecord.types import Decision
from onrecord.web.desk import Desk
from onrecord.web.viewer import Viewer
from onrecord.web.views import View


async def desk_of(request: Request) -> Desk:
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


async def as_json(
    desk: Desk, viewer: Viewer, question: tuple[Hashable, ...], view: View, make: Callable[[], bytes], in_memory: bool = False
) -> Response:
    """The answer to a question about a view as JSON text, kept for as long as the picture stays the same. ``in_memory``: making it reads
    no file."""
    found = desk.board.known(viewer.confidential, question, view)
    if found is None:
        if view.earlier or view.by or view.place:  # may take long
            found = await run_in_threadpool(desk.board.kept, viewer.confidential, question, view, make)
        elif in_memory:  # takes a millisecond or two (20 of a million estimates): in a thread it would wait its turn among all the others
            found = desk.board.kept(viewer.confidential, question, view, make)
        else:
            found = await desk.quickly(desk.board.kept, viewer.confidential, question, view, make)
    return as_bytes(found)


def as_bytes(text: bytes) -> Response:
    """JSON text as an answer."""
    return Response(text, media_type="application/json")


def dumped(values: dict[str, Any]) -> bytes:
    """Compact JSON text. What is no character (half of one, as broken files have it) becomes a question mark."""
    try:
        return orjson.dumps(values)
    except TypeError:
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
