"""The JSON API under ``/api/v1``."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api import claims, estimates, events, reports, review, tokens

PREFIX = "/api/v1"


def router() -> APIRouter:
    """All routes of the API."""
    made = APIRouter(prefix=PREFIX)
    for module in (estimates, claims, reports, review, events, tokens):
        made.include_router(module.router)
    return made
