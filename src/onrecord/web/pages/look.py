"""Light or dark: kept in a cookie, for browsers without scripts."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse

from onrecord.web.entrance import own_page

router = APIRouter()


@router.get("/look")
def look(theme: Literal["light", "dark"], back: Annotated[str, Query(max_length=2000)] = "/") -> RedirectResponse:
    """Keep the choice and go back to the page it was made on. Only pages of this console: no address of another host."""
    answer = RedirectResponse(own_page(back), status_code=303)
    answer.set_cookie("theme", theme, max_age=31_536_000, samesite="lax")
    return answer
