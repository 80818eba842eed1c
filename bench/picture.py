"""Speed and memory of the picture on many claims: ``python bench/picture.py [claims]``."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from onrecord.entrycodec import statement_of
from onrecord.picture import Observation, Picture, observe, uncollected
from onrecord.types import Claim, Figure, Period, Place, PlaceRef, Quote, Report, Source
from world import HOME, area_id, province

SOURCES = [Source(f"source {number}", kind) for number in range(60) for kind in ("un", "government", "ngo", "media", "witness")]


def made(number: int, chance: Random) -> Observation:
    """One claim of an archive of ten years, 40 countries, 12 provinces each."""
    country = f"C{chance.randrange(40):02}"
    place = province(country, chance.randrange(12)) if chance.random() < 0.6 else Place(f"iso:{country}", country, country, "country")
    assert area_id(place)
    when = date(2012, 1, 1) + timedelta(chance.randrange(3650))
    value = int(float(f"{chance.lognormvariate(7, 1.2):.2g}"))
    refs = (PlaceRef(place.name, "to", place, place.country, 1.0), PlaceRef(HOME.name, "from", HOME, HOME.country, 1.0))
    act = chance.choice(("fled", "fled", "arrived", "returned", "sheltered", "displaced"))
    first = when - timedelta(chance.choice((0, 0, 0, 1, 6)))
    figure = Figure(
        0, 0, 1, value, value, value, "about", "person", act, "stock" if act == "sheltered" else "flow", None, (HOME.name,), (place.name,), country,
        Period(first, when), chance.choice(SOURCES), "conflict", "asserted", None, None, 0.9, refs,
    )  # fmt: skip
    claim = Claim(f"{number:032x}", f"r{number // 4:031x}", figure, Quote(str(value)), "bench", figure.source)
    found = observe(statement_of(claim, Report("", "", published=when + timedelta(1))))
    assert not isinstance(found, str)
    return found


def main(many: int) -> None:
    chance = Random(1)
    picture, laps = Picture(), [time.perf_counter()]
    with uncollected():  # as the command does
        picture.add(made(number, chance) for number in range(many))
        laps.append(time.perf_counter())
        picture.learn()
        laps.append(time.perf_counter())
        estimates = sum(len(picture.about(topic).estimates) for topic in picture.topics)
        laps.append(time.perf_counter())
    filed, learned, drawn = (later - earlier for earlier, later in pairwise(laps))
    print(
        f"{many:,} claims made and filed in {filed:.1f} s, records learned in {learned:.1f} s, {estimates:,} estimates drawn in {drawn:.1f} s"
    )
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    waits = []
    for number in range(many, many + 40):
        one = made(number, chance)
        begin = time.perf_counter()
        picture.draw(picture.add([one]))
        waits.append(time.perf_counter() - begin)
    waits.sort()
    print(f"one more report: median {waits[20] * 1e3:.1f} ms, slowest of 40 {waits[-1] * 1e3:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
