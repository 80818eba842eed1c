"""The JSON API under ``/api/v1``."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api import charts, claims, estimates, events, reports, review, sources, tokens

PREFIX = "/api/v1"


def router() -> APIRouter:
    """All routes of the API."""
    made = APIRouter(prefix=PREFIX)
    for module in (estimates, charts, claims, sources, reports, review, events, tokens):
        made.include_router(module.router)
    return made
