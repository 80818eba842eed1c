"""The JSON API under ``/api/v1``."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api import estimates

PREFIX = "/api/v1"


def router() -> APIRouter:
    """All routes of the API."""
    made = APIRouter(prefix=PREFIX)
    made.include_router(estimates.router)
    return made
