"""The JSON API under ``/api/v1``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI

from onrecord.web.api import charts, claims, estimates, events, models, reports, review, sources, tokens

PREFIX = "/api/v1"
_TROUBLE = {
    400: "The request cannot be read.",
    401: "Nobody is logged in.",
    403: "You may not do this.",
    404: "There is no such thing, or you may not see it.",
    413: "Too much at a time.",
    422: "A field is wrong; `where` names it.",
    429: "Too many requests.",
    503: "Not now: the picture is being made, or the ledger is held.",
}


def describe(app: FastAPI) -> None:
    """Let the OpenAPI description of an app say what a figure is."""
    plain = app.openapi
    app.openapi = lambda: models.with_figures(plain())  # type: ignore[method-assign]


def router() -> APIRouter:
    """All routes of the API."""
    trouble: dict[int | str, dict[str, Any]] = {status: {"model": models.Trouble, "description": said} for status, said in _TROUBLE.items()}
    made = APIRouter(prefix=PREFIX, responses=trouble)
    for module in (estimates, charts, claims, sources, reports, review, events, tokens):
        made.include_router(module.router)
    return made
