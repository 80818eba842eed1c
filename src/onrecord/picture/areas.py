"""Where: the areas that a figure's places are and lie in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from onrecord.types import Area

OUTSIDE = "outside:"
_POINTS = ("settlement", "camp")


def outside(origin: str) -> Area:
    """Wherever the people of a country (ISO alpha-3) went beyond its borders."""
    return Area(f"{OUTSIDE}{origin}", f"outside {origin}", None, (), "outside")


def areas_of(places: Iterable[Mapping[str, Any]]) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """The areas that a figure's places (in JSON form) say people came from, and went to, each in a fixed order."""
    sides: dict[str, dict[str, Area]] = {"from": {}, "to": {}}
    for place in places:
        area = _area(place)
        sides[place["role"]][area.id] = area
    return _narrowest(sides["from"]), _narrowest(sides["to"])


def _narrowest(found: Mapping[str, Area]) -> tuple[Area, ...]:
    """These areas without what another of them lies in: by "Turkey's Hatay" the narrower place is meant."""
    if len(found) < 2:
        return tuple(found.values())
    wider = {outer for area in found.values() for outer in area.within}
    return tuple([found[name] for name in sorted(found) if name not in wider])


def country_area(country: str) -> Area:
    """A country by its code alone."""
    return Area(f"iso:{country}", country, country, (), "country")


def lies_in(inner: tuple[Area, ...], outer: tuple[Area, ...]) -> bool:
    """Whether every one of these areas is, or lies in, one of those."""
    ids = {area.id for area in outer}
    return all(area.id in ids or not ids.isdisjoint(area.within) for area in inner)


def apart(one: tuple[Area, ...], other: tuple[Area, ...]) -> bool:
    """Whether no area of one is, contains or lies in an area of the other."""
    return not any(a.id == b.id or a.id in b.within or b.id in a.within for a in one for b in other)


def surely_apart(one: tuple[Area, ...], other: tuple[Area, ...]) -> bool:
    """Whether no person can be in both: only then may two counts be added. In doubt (a place that no list knows, a district and a town
    of one province) they may overlap."""
    return all(_surely_apart(a, b) for a in one for b in other)


def _surely_apart(a: Area, b: Area) -> bool:
    if a.id == b.id or a.id in b.within or b.id in a.within or "outside" in (a.kind, b.kind):
        return False
    if a.country != b.country:
        return bool(a.country and b.country)
    one, other = _division(a), _division(b)
    if not one or not other:
        return False
    return one != other or (a.kind in _POINTS and b.kind in _POINTS)


def _division(area: Area) -> str:
    if area.kind == "admin1":
        return area.id
    return next((name for name in area.within if name.startswith("admin1:")), "")


def beyond(areas: tuple[Area, ...], origin: str) -> tuple[Area, ...]:
    """The same areas, as parts of everything outside the country of origin."""
    return tuple([_beyond(area, origin) for area in areas])


@lru_cache(maxsize=50_000)
def _beyond(area: Area, origin: str) -> Area:
    return Area(area.id, area.name, area.country, (*area.within, f"{OUTSIDE}{origin}"), area.kind, area.division)


def _area(place: Mapping[str, Any]) -> Area:
    get = place.get
    if get("id") is None:
        return _unlisted(place["name"], get("country"))
    return _listed(place["id"], place["listed_as"], get("country"), place["kind"], get("admin1"), get("admin1_code"))


@lru_cache(maxsize=50_000)  # one object for all claims about a place
def _unlisted(name: str, country: str | None) -> Area:
    return Area(f"name:{' '.join(name.lower().split())}", name, country, (f"iso:{country}",) if country else ())


@lru_cache(maxsize=50_000)
def _listed(ident: str, name: str, country: str | None, kind: str, admin1: str | None, code: str | None) -> Area:
    if kind == "country":
        return Area(ident, name, country, (), kind)
    national = (f"iso:{country}",) if country else ()
    if kind == "admin1" and code:
        return Area(f"admin1:{code}", name, country, national, kind, admin1 or "")
    division = (f"admin1:{code}",) if code else ()
    return Area(ident, name, country, division + national, kind, admin1 or "")
