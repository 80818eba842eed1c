"""Where: the areas that a figure's places are and lie in."""

from __future__ import annotations

from functools import lru_cache

from onrecord.types import Area, Figure, PlaceRef

OUTSIDE = "outside:"
_POINTS = ("settlement", "camp")


def outside(origin: str) -> Area:
    """Wherever the people of a country (ISO alpha-3) went beyond its borders."""
    return Area(f"{OUTSIDE}{origin}", f"outside {origin}", None, (), "outside")


def areas_of(figure: Figure, role: str) -> tuple[Area, ...]:
    """The areas of a figure's places in this role, without what another of them contains, in a fixed order."""
    found = {area.id: area for ref in figure.places if ref.role == role and (area := _area(ref)) is not None}
    if len(found) > 1:
        wider = {outer for area in found.values() for outer in area.within}
        # "Turkey's Hatay": the narrower place is meant.
        found = {name: area for name, area in found.items() if name not in wider}
    return tuple(found[name] for name in sorted(found))


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
    return tuple(_beyond(area, origin) for area in areas)


@lru_cache(maxsize=50_000)
def _beyond(area: Area, origin: str) -> Area:
    return Area(area.id, area.name, area.country, (*area.within, f"{OUTSIDE}{origin}"), area.kind, area.division)


def _area(ref: PlaceRef) -> Area | None:
    place = ref.place
    if place is None:
        within = (f"iso:{ref.country}",) if ref.country else ()
        return _made(f"name:{' '.join(ref.name.lower().split())}", ref.name, ref.country, within, "")
    if place.kind == "country":
        return _made(place.id, place.name, place.country, (), place.kind)
    national = (f"iso:{place.country}",) if place.country else ()
    if place.kind == "admin1" and place.admin1_code:
        return _made(f"admin1:{place.admin1_code}", place.name, place.country, national, place.kind, place.admin1 or "")
    division = (f"admin1:{place.admin1_code}",) if place.admin1_code else ()
    return _made(place.id, place.name, place.country, division + national, place.kind, place.admin1 or "")


@lru_cache(maxsize=50_000)
def _made(ident: str, name: str, country: str | None, within: tuple[str, ...], kind: str, division: str = "") -> Area:
    return Area(ident, name, country, within, kind, division)
