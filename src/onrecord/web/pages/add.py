"""The page that takes reports: files dropped or chosen, a text, an address; and how far they are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from onrecord.web.desk import Desk
from onrecord.web.pages import page
from onrecord.web.taking import taken
from onrecord.web.viewer import Looking

router = APIRouter()
_SHOWN = 50  # jobs


@router.get("/add")
def ask(request: Request, viewer: Looking) -> Response:
    """The form, and one's own jobs, the latest first."""
    viewer.must("add")
    desk: Desk = request.app.state.desk
    return page(request, viewer, "add.html", jobs=desk.jobs.jobs(viewer)[:_SHOWN], most=desk.settings.max_upload >> 20)


@router.post("/add")
def add(
    request: Request,
    viewer: Looking,
    files: Annotated[list[UploadFile] | None, File()] = None,
    text: Annotated[str, Form()] = "",
    url: Annotated[str, Form(max_length=2000)] = "",
    title: Annotated[str, Form(max_length=300)] = "",
    published: Annotated[date | Literal[""] | None, Form()] = None,
    confidential: Annotated[bool, Form()] = False,
) -> Response:
    """Begin to read what was sent."""
    lines = text.replace("\r\n", "\n")  # browsers send the lines of a form so, whatever they were
    taken(request.app.state.desk, viewer, files or (), lines, url, title, published or None, confidential)
    return RedirectResponse("/add#jobs", 303)
