"""The pages, made on the server from templates; they work without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onrecord import __version__
from onrecord.web.viewer import Viewer

_FOLDER = Path(__file__).parents[1] / "templates"
_templates = Jinja2Templates(
    env=Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
)


def page(request: Request, viewer: Viewer | None, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template. Every template knows ``viewer`` (``None``: nobody yet), ``desk`` settings by ``request`` and ``version``."""
    known = {"viewer": viewer, "version": __version__, "status": status} | values
    return _templates.TemplateResponse(request, name, known, status_code=status)


def router() -> APIRouter:
    """All pages."""
    from onrecord.web.pages import picture

    made = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    made.include_router(picture.router)
    return made
