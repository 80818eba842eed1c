"""The pages, made on the server from templates; they work without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onrecord import __version__
from onrecord.web.figuring import FILTERS
from onrecord.web.viewer import Right, Viewer
from onrecord.web.wording import add_filters

NAV: tuple[tuple[str, str, Right], ...] = (  # address, name, and the right that one needs to be shown the way there
    ("/", "Picture", "read"),
    ("/review", "Review", "rule"),
    ("/sources", "Sources", "read"),
    ("/search", "Search", "read"),
    ("/add", "Add", "add"),
)
THEMES = ("light", "dark")
_FOLDER = Path(__file__).parents[1] / "templates"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    add_filters(made)
    made.filters |= FILTERS
    made.globals["parts"] = made.get_template("parts.html").module
    return made


_templates = Jinja2Templates(env=_environment())


def page(request: Request, viewer: Viewer | None, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template. Every template knows ``viewer`` (``None``: nobody yet), ``request``, ``version``, ``theme`` (as chosen by the
    reader, else empty: the system's), ``nav``, ``path``, ``back`` (the address of this page) and ``csrf`` (what each
    form that changes something must bring), and the macros of ``parts.html``."""
    url, theme = request.url, request.cookies.get("theme", "")
    known = {
        "viewer": viewer, "version": __version__, "status": status, "nav": NAV, "path": url.path,
        "theme": theme if theme in THEMES else "", "back": f"{url.path}?{url.query}" if url.query else url.path,
        "csrf": getattr(request.state, "csrf", ""),
    } | values  # fmt: skip
    return _templates.TemplateResponse(request, name, known, status_code=status)


def router() -> APIRouter:
    """All pages."""
    from onrecord.web.pages import add, entrance, look, people, picture, report, review, search, sources, why

    made = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    for module in (entrance, look, people, picture, why, report, review, sources, search, add):
        made.include_router(module.router)
    return made
