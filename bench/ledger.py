#!/usr/bin/env python3
"""A ledger of a million claims: how fast it grows, how fast it answers, how large it is, how much memory it takes.

python bench/ledger.py                                 1,000,000 claims in a new SQLite file, removed afterwards
python bench/ledger.py --claims 100000 --where postgresql:///bench
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from onrecord.entrycodec import Draft, reading_drafts  # noqa: E402
from onrecord.ledger import Ledger, Query, open_ledger, page  # noqa: E402
from onrecord.ledger.transfer import export  # noqa: E402
from onrecord.ledger.verify import verify  # noqa: E402
from onrecord.types import ACTS, Figure, Period, Place, PlaceRef, Reading, Report, Source  # noqa: E402

PER_REPORT, PER_BATCH = 10, 1_000  # claims
APPEND, FIRST_PAGE = 3_000, 100.0  # targets: claims a second, milliseconds
_COUNTRIES = [
    "TUR",
    "SYR",
    "JOR",
    "LBN",
    "IRQ",
    "SDN",
    "SSD",
    "COD",
    "PHL",
    "IDN",
    "BGD",
    "UKR",
    "COL",
    "ETH",
    "SOM",
    "AFG",
    "MMR",
    "YEM",
    "NGA",
    "HTI",
]
_SOURCES = [
    "UNHCR",
    "U.N. refugee agency",
    "Turkish Foreign Ministry",
    "OCHA",
    "local officials",
    "police",
    "IOM",
    "Red Cross",
    "residents",
    "Reuters",
]
_WORDS = """families people fled the fighting after shelling of villages near river border town camps tents school shelter water food aid workers
said officials crossed night morning week heavy rain flood storm destroyed homes bridges road district province governor army rebels convoy clinic
gendarmes registered arrived returned evacuated thousands hundreds women children elderly winter cold hills valley coast""".split()


def main() -> None:
    """Fill a ledger, ask it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--where", help="a new file, or the URL of an empty PostgreSQL database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.where or f"{folder}/ledger.sqlite"
        with open_ledger(where, by="bench") as ledger:
            _fill(ledger, options.claims)
            _ask(ledger)
            _pass(ledger)
            print(f"{'peak memory of the process, MiB':46s} {_memory():10,.0f}")
            if not where.startswith("postgres"):
                size = sum(os.path.getsize(where + end) for end in ("", "-wal") if os.path.exists(where + end))
                print(f"{'file, GB':46s} {size / 1e9:10.2f}   {size / options.claims:,.0f} bytes a claim")


def _fill(ledger: Ledger, claims: int) -> None:
    spent = 0.0
    tenth: list[tuple[float, float]] = []
    batches = max(1, claims // PER_BATCH)
    for number in range(batches):
        drafts = list(_batch(number))
        started = time.perf_counter()
        ledger.append(drafts)
        spent += time.perf_counter() - started
        if (number + 1) % max(1, batches // 10) == 0:
            tenth.append((spent, _memory()))
            print(
                f"  {(number + 1) * PER_BATCH:>9,} claims  {(number + 1) * PER_BATCH / spent:8,.0f} a second  {tenth[-1][1]:6,.0f} MiB",
                flush=True,
            )
    _report("claims appended a second", batches * PER_BATCH / spent, APPEND, least=True)
    if len(tenth) > 1:
        _report("… in the last tenth", batches * PER_BATCH / 10 / (tenth[-1][0] - tenth[-2][0]), APPEND, least=True)
        print(f"{'peak memory after a tenth, and at the end, MiB':46s} {tenth[0][1]:10,.0f} {tenth[-1][1]:10,.0f}")


def _ask(ledger: Ledger) -> None:
    """The first page of 50, the best and the worst of a few runs, in a warm process."""
    questions = {
        "no filter": Query(),
        "country": Query(countries=("TUR",)),
        "country and act": Query(countries=("TUR",), acts=("fled",)),
        "country, act and since": Query(countries=("TUR",), acts=("fled",), since=date(2012, 11, 1)),
        "country, act, one month long ago": Query(countries=("TUR",), acts=("fled",), since=date(2012, 11, 1), until=date(2012, 11, 30)),
        "place (a province)": Query(areas=("admin1:TUR-7",)),
        "place, act and confidence": Query(areas=("iso:TUR",), acts=("arrived",), min_confidence=0.9),
        "source under an alias": Query(source="the UN refugee agency"),
        "text, common words": Query(text="families shelter"),
        "text, a rare word": Query(text="place777"),
        "text, and country and act": Query(text="camps", countries=("SSD",), acts=("hosted",)),
        "to review, most urgent first": Query(status=("unreviewed",), order="urgent"),
        "as of halfway": Query(countries=("TUR",), as_of=ledger.head().seq // 2),
    }
    for name, query in questions.items():
        times = []
        for _ in range(5):
            started = time.perf_counter()
            found = len(page(ledger, query).claims)
            times.append(1000 * (time.perf_counter() - started))
        _report(f"first page, ms: {name} ({found})", max(times), FIRST_PAGE, least=False)


def _pass(ledger: Ledger) -> None:
    for name, work in {"verify": lambda: verify(ledger), "export": lambda: sum(len(line) for line in export(ledger))}.items():
        started = time.perf_counter()
        _run(work)
        print(f"{name + ', entries a second':46s} {ledger.head().seq / (time.perf_counter() - started):10,.0f}")


def _run(work: Callable[[], object]) -> None:
    work()


def _batch(number: int) -> Iterator[Draft]:
    for index in range(PER_BATCH // PER_REPORT):
        yield from _report_drafts(number * (PER_BATCH // PER_REPORT) + index)


def _report_drafts(number: int) -> tuple[Draft, ...]:
    chance = random.Random(number)
    day = date(2012, 1, 1) + timedelta(days=chance.randrange(4000))
    text, figures = "", []
    for index in range(PER_REPORT):
        words = " ".join(chance.choices(_WORDS, k=16))
        value = chance.randrange(20, 500_000)
        start = len(text) + len(words) + 1
        text += f"{words} {value:,} people near place{chance.randrange(2000)} {' '.join(chance.choices(_WORDS, k=8))}. "
        figures.append(_figure(index, start, start + len(f"{value:,}"), value, day, chance))
    report = Report(f"bench-{number}", text, f"Report {number}", f"https://example.org/{number}", "Bench", day, "en")
    return reading_drafts(Reading(report, tuple(figures)), report, "bench 1")


def _figure(index: int, start: int, end: int, value: int, day: date, chance: random.Random) -> Figure:
    country, origin = chance.choice(_COUNTRIES), chance.choice(_COUNTRIES)
    town, province = chance.randrange(400), chance.randrange(40)
    place = Place(
        f"geonames:{country}{town}",
        f"Town {town}",
        country,
        "settlement",
        f"Province {province}",
        f"{country}-{province}",
        36.5,
        38.25,
        9000,
    )
    whole = Place(f"iso:{origin}", origin, origin, "country", None, None, 35.0, 38.0, 20_000_000)
    refs = (PlaceRef(origin, "from", whole, origin, 0.9), PlaceRef(f"Town {town}", "to", place, country, 0.8))
    period = Period(day - timedelta(days=chance.randrange(9)), day, "span")
    source = Source(chance.choice(_SOURCES), "other") if chance.random() < 0.7 else None
    act, sure = chance.choice(ACTS), round(chance.uniform(0.3, 0.99), 3)
    names = ((origin,), (f"Town {town}",))
    return Figure(index, start, end, value, value, value, "about", "person", act, "flow", "people", *names, country, period, source,
                  "conflict", "asserted", None, None, sure, refs)  # fmt: skip


def _report(name: str, value: float, target: float, least: bool) -> None:
    kept = value >= target if least else value <= target
    print(f"{name:46s} {value:10,.1f} {target:10,.0f} {'ok' if kept else 'MISSED'}", flush=True)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
