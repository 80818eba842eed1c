"""What a figure counts: act group, population, where, from where. Two claims compete only if they count the same thing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.picture.areas import areas_of, beyond, country_area, outside
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Area, Measure, Unit

EVERYONE = "people"
GROUPS = {
    "crossing": "flight and arrivals across a border",
    "displacement": "displacement inside a country",
    "arrival": "arrivals inside a country",
    "evacuation": "evacuation",
    "return": "return",
    "onward": "moves onward to a third country",
    "expulsion": "expulsion",
    "sheltered": "presence in camps and shelters",
    "registered": "presence under registration",
    "hosted": "presence",
    "homeless": "people without a home",
    "stranded": "people trapped or cut off",
    "defection": "defection",
    "housing_destroyed": "homes destroyed",
    "housing_damaged": "homes damaged",
    "housing_flooded": "homes flooded",
} | {act: act.replace("_", " ") for act in HARM_ACTS}
PRESENCE = ("sheltered", "registered", "hosted")
_PLAIN = {"evacuated": "evacuation", "relocated": "evacuation", "returned": "return", "expelled": "expulsion", "defected": "defection"}
_MOVERS = ("fled", "arrived", "displaced")
_LEAVING = ("relocated", "expelled", "returned")  # maybe a country where they had found refuge
_STEM = 4  # letters by which the name of a nation is known in that of its country: Syria, Syrians
_INSIDE = re.compile(r"\b(displaced|IDPs?|uprooted)\b", re.I)
_REFUGEES = re.compile(r"\b(refugees?|asylum)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


Figure = Mapping[str, Any]  # in JSON form; what is null or empty may be missing


class Subject(NamedTuple):
    """What is counted, less the period. ``origin``: ISO alpha-3 of the country people came from, empty where it is the same or unsaid."""

    group: str
    measure: Measure
    unit: Unit
    population: str
    origin: str
    places: tuple[str, ...]  # ids of areas

    @property
    def family(self) -> tuple[str, str, str, str, str]:
        """The same, anywhere."""
        return self[:5]


def subject_of(figure: Figure) -> tuple[Subject, tuple[Area, ...]] | str:
    """What a figure counts, with its areas; a reason in plain words where that cannot be said."""
    origins, destinations = areas_of(figure.get("places", ()))
    if not origins and not destinations and figure.get("country"):
        origins = (country_area(figure["country"]),)
    if not origins and not destinations:
        return "it names no place that is known"
    group, places, home = _where(figure, origins, destinations)
    if home:
        places = beyond(places, home) if places[0].id != f"outside:{home}" else places
    unit: Unit = "dwelling" if figure["act"] in DWELLING_ACTS else figure["unit"]
    return counted(group, figure["measure"], unit, population(figure.get("who")), home, places)


@lru_cache(maxsize=50_000)  # one object for all claims about the same
def counted(
    group: str, measure: Measure, unit: Unit, population: str, home: str, places: tuple[Area, ...]
) -> tuple[Subject, tuple[Area, ...]]:
    """The subject of these parts and areas, with the areas."""
    return Subject(group, measure, unit, population, home, tuple([area.id for area in places])), places


def _where(figure: Figure, origins: tuple[Area, ...], destinations: tuple[Area, ...]) -> tuple[str, tuple[Area, ...], str]:
    """Act group, areas and country of origin."""
    refuge, origins = _told_apart(figure, origins, destinations)
    home = _one_country(origins)
    goal = _one_country(destinations)
    if refuge and figure["act"] not in _MOVERS:
        return _leaving(figure["act"], refuge, home, destinations)
    abroad = bool(home and destinations and all(area.country != home for area in destinations))
    act: str = figure["act"]
    if act in _MOVERS:
        return _movement(figure, origins, destinations, home, abroad)
    if act in PRESENCE:
        if destinations:
            return act, destinations, home if abroad else ""
        if home and origins[0].id == f"iso:{home}" and act != "sheltered" and not _INSIDE.search(figure.get("who") or ""):
            return act, (outside(home),), home
        return act, origins, ""
    if act == "relocated" and abroad:
        return "onward", origins, ""
    if act in ("returned", "expelled", "defected") and home and goal:
        return _PLAIN[act], destinations, home if abroad else ""
    return _PLAIN.get(act, act), _narrower(origins, destinations), ""


def _told_apart(figure: Figure, origins: tuple[Area, ...], destinations: tuple[Area, ...]) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """Where people left who had fled there before, and the country that they are from: "1,600 Syrians were deported from Lebanon" names two
    origins, and its people are called by one. Nowhere, and all origins, where the text does not tell them apart."""
    moves = figure["act"] in _LEAVING or (figure["act"] in ("fled", "arrived") and destinations)
    if not moves or len({area.country for area in origins}) < 2:
        return (), origins
    words = [word.lower()[:_STEM] for word in _WORD.findall(figure.get("who") or "")]
    nations = tuple(area for area in origins if area.id == f"iso:{area.country}" and area.name.lower()[:_STEM] in words)
    if len(nations) != 1:
        return (), origins
    return tuple(area for area in origins if area.country != nations[0].country), nations


def _leaving(act: str, refuge: tuple[Area, ...], home: str, destinations: tuple[Area, ...]) -> tuple[str, tuple[Area, ...], str]:
    """Those who had fled from ``home`` leave a country of refuge: back, or onward."""
    goal = _one_country(destinations)
    if act == "relocated" or (act == "expelled" and destinations and goal != home):
        return "onward", refuge, home
    return _PLAIN[act], destinations if goal == home else (country_area(home),), _one_country(refuge)


def _movement(
    figure: Figure, origins: tuple[Area, ...], destinations: tuple[Area, ...], home: str, abroad: bool
) -> tuple[str, tuple[Area, ...], str]:
    standing = figure["measure"] == "stock"
    if abroad:
        return ("hosted" if standing else "crossing"), destinations, home
    if not origins:
        return ("hosted" if standing else "crossing" if figure["act"] == "arrived" else "displacement"), destinations, ""
    if (
        not destinations
        and home
        and origins[0].id == f"iso:{home}"
        and figure["act"] != "displaced"
        and _REFUGEES.search(figure.get("who") or "")
    ):
        return ("hosted" if standing else "crossing"), (outside(home),), home
    if figure["act"] == "arrived" and destinations:
        return "arrival", destinations, ""
    return "displacement", _narrower(origins, destinations), ""


def _narrower(origins: tuple[Area, ...], destinations: tuple[Area, ...]) -> tuple[Area, ...]:
    """Where it happened: the origins, unless they only name the country that the destinations lie in."""
    if not origins or (destinations and all(area.within and origins[0].id in area.within for area in destinations)):
        return destinations
    return origins


def _one_country(areas: tuple[Area, ...]) -> str:
    if len(areas) == 1:
        return areas[0].country or ""
    countries = {area.country for area in areas}
    return (countries.pop() or "") if len(countries) == 1 else ""


@lru_cache(maxsize=20_000)
def population(who: str | None) -> str:
    """The part of the people that these words name: the last class word among them, else everyone."""
    found = EVERYONE
    for word in _WORD.findall((who or "").lower()):
        found = _classes()[0].get(word, found)
    return found


def part_of_population(inner: str, outer: str) -> bool:
    """Whether one class lies in the other (or is it)."""
    while inner != outer:
        if inner == EVERYONE:
            return False
        inner = _classes()[1].get(inner, "") or EVERYONE
    return True


def nobody_in_both(one: str, other: str) -> bool:
    """Whether two classes share nobody: two ranks do, women and Kurds may not."""
    kinds = _classes()[2]
    return one != other and bool(kinds.get(one)) and kinds.get(one) == kinds.get(other)


@cache
def _classes() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    table = tomllib.loads(files("onrecord.picture").joinpath("words/populations.toml").read_text(encoding="utf-8"))
    words = {word: name for name, row in table.items() for word in row["words"]}
    return words, {name: row["of"] for name, row in table.items()}, {name: row.get("kind", "") for name, row in table.items()}
