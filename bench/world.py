"""A simulated crisis with known truth, and the claims that six kinds of source make about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from onrecord.entrycodec import statement_of
from onrecord.picture import Observation, observe
from onrecord.types import Claim, Figure, Period, Place, PlaceRef, Quote, Report, Source

START = date(2012, 9, 1)
HOME = Place("iso:AAA", "Aland", "AAA", "country")
COUNTRIES = ("BBB", "CCC", "DDD")
PROVINCES = 3


@dataclass(frozen=True)
class Regime:
    """What kind of crisis. Coverages are chances that a source speaks about a place on a day."""

    name: str
    days: int = 60
    surge: float = 0.03  # chance a day that a surge begins
    un_cover: float = 0.7
    un_bias: float = 0.05  # spread of the log bias of the UN
    government_bias: float = 0.25
    rebel_burst: float = 0.1  # chance a day that armed groups exaggerate threefold
    copies: float = 1.0  # mean number of papers that print a number
    breaks: float = 0.01  # chance a day and country that a register changes its definition
    cover: float = 0.6
    local: float = 0.0  # spread of the further log bias that aid groups and armed groups have in each country


REGIMES = (
    Regime("calm", surge=0.0),
    Regime("surges", surge=0.08),
    Regime("propaganda", rebel_burst=0.5, copies=2.0),
    Regime("copies", copies=5.0),
    Regime("sparse", un_cover=0.3, cover=0.3),
    Regime("biased governments", government_bias=0.6),
)
UNEVEN = Regime("uneven sources", local=0.5, un_cover=0.4)  # for bench/records.py


@dataclass
class World:
    """The truth, and the claims. ``flow`` and ``stock`` by place and day; ``breaks``: (country, day) of changed definitions."""

    flow: dict[tuple[str, int], float] = field(default_factory=dict)
    stock: dict[tuple[str, int], float] = field(default_factory=dict)
    breaks: set[tuple[str, int]] = field(default_factory=set)
    surges: set[tuple[str, int]] = field(default_factory=set)
    claims: list[Observation] = field(default_factory=list)


def province(country: str, number: int) -> Place:
    return Place(
        f"geonames:{country}{number}", f"{country} province {number}", country, "admin1", f"{country} {number}", f"{country}-{number}"
    )


def country_place(country: str) -> Place:
    return Place(f"iso:{country}", country.title(), country, "country")


def area_id(place: Place) -> str:
    return f"admin1:{place.admin1_code}" if place.kind == "admin1" else place.id


def build(regime: Regime, seed: int) -> World:
    """A world of this kind."""
    world, chance = World(), Random(seed)
    for country in COUNTRIES:
        _truth(world, regime, country, chance)
    _Press(world, regime, chance).run()
    return world


def _truth(world: World, regime: Regime, country: str, chance: Random) -> None:
    """Daily arrivals by province, and the register of the country: it trails arrivals by days, loses returns, and may change what it counts."""
    total = [0.0] * regime.days
    for number in range(PROVINCES):
        base, level, surge = chance.lognormvariate(6.5, 0.7), 0.0, 0.0
        for day in range(regime.days):
            level = 0.8 * level + chance.gauss(0, 0.2)
            if chance.random() < regime.surge / PROVINCES:
                surge = chance.uniform(1.2, 2.2)
                world.surges.add((country, day))
            surge *= 0.65
            arrived = base * math.exp(level + surge)
            world.flow[f"admin1:{country}-{number}", day] = arrived
            total[day] += arrived
    waiting, register = 0.0, chance.uniform(20_000, 80_000)
    for day in range(regime.days):
        world.flow[f"iso:{country}", day] = total[day]
        waiting += total[day]
        registered = waiting * 0.25
        waiting -= registered
        register += registered - register * 0.001
        if 5 < day < regime.days - 5 and chance.random() < regime.breaks:
            register *= chance.uniform(1.1, 1.35)
            world.breaks.add((country, day))
        world.stock[f"iso:{country}", day] = register


class _Press:
    """Who says what."""

    def __init__(self, world: World, regime: Regime, chance: Random) -> None:
        self.world, self.regime, self.chance = world, regime, chance
        self.count = 0
        bias = chance.gauss
        self.un = bias(0, regime.un_bias)
        self.government = {country: bias(0.1, regime.government_bias) for country in COUNTRIES}
        self.ngo = {name: bias(0, 0.12) for name in ("Relief One", "Relief Two")}
        self.rebels = bias(0.5, 0.3)
        self.papers = [f"Paper {number}" for number in range(8)]
        self.local: dict[tuple[str, str], float] = {}

    def run(self) -> None:
        for day in range(self.regime.days):
            burst = self.chance.random() < self.regime.rebel_burst
            for country in COUNTRIES:
                self._country(country, day, burst)
                for number in range(PROVINCES):
                    self._province(country, number, day)

    def _country(self, country: str, day: int, burst: bool) -> None:
        truth, place, chance = self.world.flow[f"iso:{country}", day], country_place(country), self.chance
        if chance.random() < self.regime.un_cover:
            self._say(place, day, truth, "UNHCR", "un", self.un, 0.08, 2)
        if chance.random() < self.regime.cover:
            said = self._say(place, day, truth, f"{country} government", "government", self.government[country], 0.12, 2)
            if chance.random() < 0.3:  # a correction on the next day, nearer to the truth
                self._say(
                    place, day, (truth + said) / 2, f"{country} government", "government", self.government[country] / 2, 0.06, 3, late=2
                )
        if chance.random() < self.regime.cover / 2:
            self._say(place, day, truth, "the front", "armed_group", self.rebels + (1.1 if burst else 0), 0.3, 1)
        if chance.random() < 0.3:
            self._say(place, day, self.world.stock[f"iso:{country}", day], "UNHCR", "un", 0.0, 0.003, 4, measure="stock", act="registered")

    def _province(self, country: str, number: int, day: int) -> None:
        place, chance = province(country, number), self.chance
        truth = self.world.flow[area_id(place), day]
        for name, bias in self.ngo.items():
            if chance.random() < self.regime.cover / 2:
                self._say(place, day, truth, name, "ngo", bias, 0.15, 2)
        if chance.random() < self.regime.cover / 2:
            self._say(place, day, truth, f"governor of {country} {number}", "government", self.government[country], 0.2, 2)
        if chance.random() < 0.2:
            self._say(place, day, truth, "witnesses", "witness", 0.0, 0.4, 1, vague=chance.random() < 0.5)

    def _say(
        self, place: Place, day: int, truth: float, source: str, kind: Any, bias: float, spread: float, digits: int, *,
        late: int = 1, vague: bool = False, measure: Any = "flow", act: str = "fled",
    ) -> int:  # fmt: skip
        if self.regime.local and kind in ("ngo", "armed_group"):
            here = source, place.country or ""
            if here not in self.local:
                self.local[here] = self.chance.gauss(0, self.regime.local)
            bias += self.local[here]
        number = truth * math.exp(bias + self.chance.gauss(0, spread))
        value = max(1, int(float(f"{number:.{digits}g}")))
        low = high = value
        qualifier: Any = "about" if digits < 3 else "exact"
        if vague:
            low = 10 ** int(math.log10(max(value, 10))) * 2
            value, high, qualifier = low, low * 5 - 1, "vague"
        when = START + timedelta(day)
        refs = (PlaceRef(place.name, "to", place, place.country, 1.0), PlaceRef(HOME.name, "from", HOME, HOME.country, 1.0))
        figure = Figure(
            0, 0, 1, value, low, high, qualifier, "person", act, measure, None, (HOME.name,), (place.name,), place.country, Period(when, when),
            Source(source, kind), "conflict", "asserted", None, None, 0.9, refs,
        )  # fmt: skip
        self._print(figure, when + timedelta(late))
        for _ in range(_poisson(self.chance, self.regime.copies)):
            self._print(self._copied(figure), when + timedelta(late + self.chance.randrange(3)))
        return value

    def _copied(self, figure: Figure) -> Figure:
        """A paper prints the number: with the source, as its own, or of nobody."""
        how = self.chance.random()
        if how < 0.5:
            return figure
        return replace(figure, source=Source(self.chance.choice(self.papers), "media") if how < 0.75 else None)

    def _print(self, figure: Figure, published: date) -> None:
        self.count += 1
        ident = f"c{self.count:06}"
        claim = Claim(ident, f"r{ident}", figure, Quote(str(figure.value)), "world", figure.source)
        made = observe(statement_of(claim, Report(f"r{ident}", "", published=published)))
        assert not isinstance(made, str)
        self.world.claims.append(made)


def _poisson(chance: Random, mean: float) -> int:
    number, product, limit = 0, chance.random(), math.exp(-mean)
    while product > limit:
        number, product = number + 1, product * chance.random()
    return number
