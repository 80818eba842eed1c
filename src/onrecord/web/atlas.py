"""Where areas lie: longitude and latitude by their ids, from the basemap and the gazetteer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from functools import cache

from onrecord.places.gazetteer import PATH, country_name
from onrecord.types import Area, Place
from onrecord.web.draw.basemap import countries
from onrecord.web.draw.svg import Point

_CHUNK = 400  # ids in one question
_MOST = 100_000  # places remembered


class Atlas:
    """Remembers the places it was asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Point | None] = {}
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None

    def locate(self, areas: Iterable[Area]) -> Mapping[str, Point]:
        """The middle of each country and division, the point of each town and camp, by id; without those that no list knows."""
        wanted = {area.id: area for area in areas}
        with self._lock:
            if len(self._known) > _MOST:
                self._known.clear()
            missing = [area for ident, area in wanted.items() if ident not in self._known]
            if missing:
                self._look_up(missing)
            return {ident: point for ident in wanted if (point := self._known.get(ident))}

    def _look_up(self, areas: list[Area]) -> None:
        keys: dict[int | str, str] = {}
        for area in areas:
            kind, _, code = area.id.partition(":")
            self._known[area.id] = None
            if kind == "iso":
                self._known[area.id] = country(code)
            elif kind == "admin1" and (home := countries().get(area.country or "")) and code in home.divisions:
                self._known[area.id] = home.divisions[code]
            elif kind == "admin1":
                keys[code] = area.id
            elif kind not in ("outside", "name"):
                keys[int(code) if kind == "geonames" and code.isdigit() else area.id] = area.id
        if keys and self._base is None:
            self._base = _points()
        ordered = list(keys)
        for at in range(0, len(ordered), _CHUNK):
            part = ordered[at : at + _CHUNK]
            assert self._base
            query = f"SELECT key, lon, lat FROM points WHERE key IN ({','.join('?' * len(part))})"
            for key, longitude, latitude in self._base.execute(query, part):
                self._known[keys[key]] = (float(longitude), float(latitude))


def _points() -> sqlite3.Connection:
    """The points of the gazetteer by key, of divisions also by code: a table in memory (some 10 MB, made in half a second), since the
    gazetteer has no index by key and reading through it for the places of each map would cost more than drawing it."""
    base = sqlite3.connect(f"{PATH.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    base.execute("PRAGMA temp_store=MEMORY")
    base.execute("CREATE TEMP TABLE points (key PRIMARY KEY, lon, lat) WITHOUT ROWID")
    base.execute("INSERT OR IGNORE INTO points SELECT key, lon, lat FROM entries WHERE lat IS NOT NULL ORDER BY key")
    base.execute("INSERT OR IGNORE INTO points SELECT code, lon, lat FROM entries WHERE lat IS NOT NULL AND kind = 'admin1' AND code <> ''")
    return base


def country(code: str) -> Point | None:
    """A point well inside a country (ISO alpha-3)."""
    found = countries().get(code)
    return found.centre if found else None


def area_of(place: Place) -> str:
    """The id of the area that claims about a place are filed under."""
    return f"admin1:{place.admin1_code}" if place.kind == "admin1" and place.admin1_code else place.id


@cache
def country_names() -> dict[str, str]:
    """English names of the countries of the map, by their codes, in the order of the names."""
    named = {code: country_name(code) for code in countries()}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))
