"""A view of the picture: the filters that addresses hold, the same for pages and for the API."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import Depends, Query

from onrecord.types import SourceKind

By = Literal["day", "week", "month", "total"]
Flow = Literal["flow", "stock"]


@dataclass(frozen=True, slots=True)
class View:
    """Which estimates. ``place``: id of an area, with everything inside it. ``as_of``: as the ledger stood then.
    ``published_by``: from reports published by that day only, which is what could be known then. ``by``: rolled up."""

    country: str | None = None
    place: str | None = None
    act: str | None = None
    measure: Flow | None = None
    since: date | None = None
    until: date | None = None
    source_kind: SourceKind | None = None
    as_of: date | None = None
    published_by: date | None = None
    by: By | None = None

    def address(self, **changed: object) -> str:
        """The query string of this view, with some filters changed; "" where there is none."""
        from urllib.parse import urlencode

        values = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        text = urlencode({name: str(value) for name, value in values.items() if value is not None})
        return f"?{text}" if text else ""

    @property
    def earlier(self) -> bool:
        """Whether it is of another day than today."""
        return bool(self.as_of or self.published_by)

    @property
    def moment(self) -> datetime | None:
        """The last moment of the day of ``as_of``."""
        return datetime(self.as_of.year, self.as_of.month, self.as_of.day, 23, 59, 59, 999_999, UTC) if self.as_of else None


async def view_of(
    country: Annotated[str | None, Query(pattern="^([A-Za-z]{3})?$", description="ISO 3166 alpha-3")] = None,
    place: Annotated[str | None, Query(max_length=200, description="id of an area (iso:TUR, admin1:TR-63, geonames:298333)")] = None,
    act: Annotated[str | None, Query(max_length=40, description="act group")] = None,
    measure: Annotated[Flow | Literal[""] | None, Query()] = None,
    since: Annotated[date | Literal[""] | None, Query(description="periods that reach this day or a later one")] = None,
    until: Annotated[date | Literal[""] | None, Query(description="periods that reach this day or an earlier one")] = None,
    source_kind: Annotated[SourceKind | Literal[""] | None, Query(description="at least one claim used is by such a source")] = None,
    as_of: Annotated[date | Literal[""] | None, Query(description="as the ledger stood at the end of that day (UTC)")] = None,
    published_by: Annotated[
        date | Literal[""] | None, Query(description="only from reports published by that day: what could be known then")
    ] = None,
    by: Annotated[By | Literal[""] | None, Query(description="one estimate for each of these")] = None,
) -> View:
    """The view that a query string asks for. Empty fields of a form count as left out."""
    return View(
        (country or "").upper() or None, place or None, act or None, measure or None, since or None, until or None, source_kind or None,
        as_of or None, published_by or None, by or None,
    )  # fmt: skip


Viewed = Annotated[View, Depends(view_of)]
