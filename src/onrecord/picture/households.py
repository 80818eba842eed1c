"""Households and homes to people: by a stated household size, marked as derived, and never beside a count of people that somebody states.

The sizes are means of whole countries, from ``words/household_sizes.toml`` or a file of the user's own."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from onrecord.picture.rollup import window
from onrecord.types import Check, Estimate, SetAside, Used

SETTING = "ONRECORD_HOUSEHOLD_SIZES"
_LARGEST = 20.0  # people in the mean household of a country: more is a slip
_OFF = 0.2  # how far the mean of the families that are counted may be from the mean of their country (an assumption)
_SAME_DAYS = 7  # days between two stocks that may be one count of the same people
_NO_CONVERSION = frozenset(("killed", "injured", "missing", "detained", "defection"))  # "two families killed" tells nothing of their number
_MOST_BYTES = 1_000_000
Series = tuple[object, ...]


class Size(NamedTuple):
    """How many people live in a household of a country, and who says so."""

    people: float
    source: str


Sizes = Mapping[str, Size]  # by ISO alpha-3


def load_sizes(path: str | None = None) -> Sizes:
    """The household sizes that come with the package, with those of a file of the user's (``path``, else ``ONRECORD_HOUSEHOLD_SIZES``) in
    their place. ``ValueError`` names what is wrong with that file."""
    path = path or os.environ.get(SETTING, "").strip() or None
    if path is None:
        return _shipped()
    try:
        with open(path, "rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: the household sizes cannot be read: {error}; check the path") from None
    return {**_shipped(), **parse_sizes(text, path)}


def parse_sizes(text: str, where: str) -> Sizes:
    """Household sizes from TOML: ``[SYR]``, ``size = 5.6``, ``source = "who says so, and when"``; a size of 0: never convert."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{where}: it is no TOML: {error}") from None
    found = {}
    for country, row in rows.items():
        if not (len(country) == 3 and country.isascii() and country.isalpha() and country.isupper() and isinstance(row, dict)):
            raise ValueError(f"{where}: {country!r} is no table named by an ISO 3166 alpha-3 code; write [SYR]")
        size, source = row.get("size"), row.get("source")
        if isinstance(size, bool) or not isinstance(size, int | float) or not (size == 0 or 1 <= size <= _LARGEST):
            raise ValueError(f"{where}, {country}: size is {size!r}; give the people of a mean household, 1 to {_LARGEST:.0f}, or 0")
        if not isinstance(source, str) or not source.strip():
            raise ValueError(f"{where}, {country}: it has no source; say who gives this size, and the year")
        found[country] = Size(float(size), " ".join(source.split()))
    return found


def with_people(estimates: Iterable[Estimate], sizes: Sizes) -> list[Estimate]:
    """The same estimates (of an act group, or of many), with people derived from those of households and homes wherever nobody states the
    people; where somebody does, that estimate says how the households compare."""
    estimates = list(estimates)
    stated: dict[Series, list[int]] = {}
    for at, one in enumerate(estimates):
        if one.unit == "person":
            stated.setdefault(_series(one), []).append(at)
    added: dict[int, Estimate] = {}
    compared: dict[int, list[Estimate]] = {}
    for at, one in enumerate(estimates):
        derived = _derived(one, sizes) if one.unit != "person" else None
        if derived is None:
            continue
        rivals = [other for other in stated.get(_series(one), ()) if _same_time(one, estimates[other])]
        for other in rivals:
            compared.setdefault(other, []).append(derived)
        if not rivals:
            added[at] = derived
    found: list[Estimate] = []
    for at, one in enumerate(estimates):
        found.append(_compared(one, compared[at]) if at in compared else one)
        found += [added[at]] if at in added else []
    return found


def _derived(one: Estimate, sizes: Sizes) -> Estimate | None:
    """The people of an estimate in households or homes; ``None`` where no size is stated for their country."""
    country = one.origin or _country(one)
    size = sizes.get(country)
    if size is None or size.people == 0 or one.act in _NO_CONVERSION:
        return None
    what = "homes" if one.unit == "dwelling" else "households"
    note = (
        f"derived: {one.best:,} {what} (estimate {one.id}) times {size.people:g} people a household in {country} ({size.source}); "
        f"the range allows for families {_OFF:.0%} smaller or larger than that"
    )
    who = "people who lived in these homes; nobody says that they left, or how many they were" if one.unit == "dwelling" else ""
    return replace(
        one,
        id=blake2b(f"people of {one.id}".encode(), digest_size=6).hexdigest(),
        unit="person",
        low=_rough(one.low * size.people * (1 - _OFF)),
        best=_rough(one.best * size.people),
        high=None if one.high is None else _rough(one.high * size.people * (1 + _OFF)),
        used=tuple(Used(used.claim, used.weight, f"in {what}, times {size.people:g}") for used in one.used),
        set_aside=(),
        basis="derived",
        parts=(one.id,),
        checks=(),
        notes=(note, who) if who else (note,),
        calibrated=False,
    )


def _rough(number: float) -> int:
    """To two digits: a mean of a country tells no more."""
    return round(float(f"{number:.2g}"))


def _compared(one: Estimate, derived: list[Estimate]) -> Estimate:
    """A stated estimate of people, with how counts in households of the same people compare. They have no vote."""
    checks: list[Check] = []
    aside: dict[str, SetAside] = {}
    known = {used.claim for used in one.used} | {gone.claim for gone in one.set_aside}
    for other in derived:
        holds = other.low <= (one.high if one.high is not None else other.low) and (other.high is None or one.low <= other.high)
        agree = "agrees with" if holds else "does not agree with"
        high = "open" if other.high is None else f"{other.high:,}"
        claims = tuple(used.claim for used in other.used)
        said = other.notes[0].removeprefix("derived: ").partition(";")[0]
        text = f"{said} are {other.best:,} ({other.low:,} to {high}): that {agree} the {one.best:,} stated"
        checks.append(Check("households", holds, text, claims))
        reason = "it counts the same people in households or homes: a check, not a vote, and never added"
        aside |= {claim: SetAside(claim, "other unit", reason) for claim in claims if claim not in known}
    whole = sorted((*one.set_aside, *aside.values()), key=lambda gone: gone.claim)
    return replace(one, checks=(*one.checks, *checks), set_aside=tuple(whole))


def _series(one: Estimate) -> Series:
    return one.act, one.measure, one.population, one.origin, tuple(area.id for area in one.places)


def _same_time(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates may be about the same days: of stocks within a week, of flows with a day in common. In doubt they may."""
    if one.period.last is None or other.period.last is None:
        return True
    if one.measure == "stock":
        return abs((one.period.last - other.period.last).days) <= _SAME_DAYS
    (begin, end), (start, stop) = window(one), window(other)
    return begin <= stop and start <= end


def _country(one: Estimate) -> str:
    countries = {area.country for area in one.places}
    return (countries.pop() or "") if len(countries) == 1 else ""


@cache
def _shipped() -> Sizes:
    name = "household_sizes.toml"
    return parse_sizes(files("onrecord.picture").joinpath(f"words/{name}").read_text(encoding="utf-8"), name)
