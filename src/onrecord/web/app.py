"""The app: routes, the desk behind them, and what happens to trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from onrecord import __version__
from onrecord.ledger import LedgerError
from onrecord.types import Problem
from onrecord.web import api, pages
from onrecord.web.desk import Desk
from onrecord.web.door import Door, genuine
from onrecord.web.headers import SafeHeaders
from onrecord.web.limits import FORM
from onrecord.web.people import People
from onrecord.web.settings import Settings
from onrecord.web.trouble import Trouble, problem_to_json

_AT_ONCE = 16  # pages that are made together: more would only keep each other waiting (eight may be held up by log-ins)
_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings) -> FastAPI:
    """The console over a ledger. Raises :class:`onrecord.ledger.LedgerError` where there is none and none can be made."""
    desk = Desk(settings)
    people = People(str(settings.console_path)) if settings.asks_login else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        yield
        desk.close()
        if people:
            people.close()

    app = FastAPI(
        title="onrecord", version=__version__, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None, lifespan=lifespan,
        dependencies=[Depends(genuine)], form_limits={"max_part_size": FORM},
    )  # fmt: skip
    app.state.desk, app.state.people, app.state.settings = desk, people, settings
    app.add_middleware(Door, settings=settings, people=people, tell=_told)
    app.add_middleware(SafeHeaders)  # the outermost: the door's own answers have them too
    if people and settings.provider:
        from onrecord.web.oidc import oidc_app

        app.mount("/oidc", oidc_app(settings.provider, people, settings.address, _told))
    app.include_router(api.router())
    api.describe(app)
    app.include_router(pages.router())
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_exception_handler(Trouble, _on_trouble)
    app.add_exception_handler(LedgerError, _on_ledger)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    return app


async def _on_trouble(request: Request, error: Exception) -> Response:
    assert isinstance(error, Trouble)
    return _told(request, error.status, error.problem, error.headers)


async def _on_ledger(request: Request, error: Exception) -> Response:
    assert isinstance(error, LedgerError)
    return _told(request, 503, error.problem)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _told(request, 422, Problem(where[:200], "request", str(first["msg"])[:300], "correct this field and send it again"))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(request.scope["path"][:200], "request", str(error.detail), "check the address and the method")
    return _told(request, error.status_code, problem, dict(error.headers or {}))


def _told(request: Request, status: int, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """JSON for programs, a page for people."""
    if request.scope["path"].startswith(api.PREFIX):
        return JSONResponse(problem_to_json(problem), status, headers)
    response = pages.page(request, getattr(request.state, "viewer", None), "trouble.html", status, problem=problem)
    response.headers.update(headers or {})
    return response
