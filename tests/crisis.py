"""An invented crisis as a ledger: registers of arrivals and camps over ten weeks by three sources, a definition break, and stories.

None of it happened. It gives tests and the screenshots of the docs a picture with flows, stocks, ranges, breaks and rival sources."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from onrecord import pipeline
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import open_ledger
from onrecord.settings import Settings
from onrecord.tables.maps import parse

EXAMPLES = Path(__file__).parents[1] / "examples"
START, DAYS = date(2023, 4, 20), 70
_ARRIVALS = """\
[columns]
figure = "people"
date = "day"
to = ["division"]
source = "source"

[constants]
act = "arrived"
unit = "person"
measure = "flow"
who = "Sudanese refugees"
from = "Sudan"
country = "TCD"
"""
_CAMPS = """\
[columns]
figure = "people"
date = "day"
to = ["place"]
source = "source"

[constants]
act = "registered"
unit = "person"
measure = "stock"
who = "Sudanese refugees"
from = "Sudan"
country = "TCD"
"""
# What each source makes of the truth: usual factor, scatter, rounding, days between its counts.
_SOURCES = {"UNHCR": (0.97, 0.04, 10, 1), "Chad's government": (0.84, 0.1, 100, 2), "Red Cross": (1.05, 0.08, 50, 3)}
_SHARES = {"Ouaddaï": 0.62, "Sila": 0.22, "Wadi Fira": 0.16}
_BREAK = START + timedelta(48)


def make_crisis(folder: Path) -> str:
    """The ledger's file, in ``folder``."""
    where = str(folder / "crisis.sqlite")
    chance = random.Random(7)
    with open_ledger(where, by="ana") as ledger:
        for name, head, table in (("arrivals", _ARRIVALS, _arrivals(chance)), ("camps", _CAMPS, _camps())):
            (folder / f"{name}.csv").write_text("".join(table), encoding="utf-8")
            for reading, received in pipeline.read_paths([str(folder / f"{name}.csv")], Settings(), columns=parse(head, name)):
                assert received.report is not None and not reading.problems, reading.problems
                ledger.append(reading_drafts(reading, received.report, "onrecord test"))
        for story in ("border.txt", "flood-sitrep.txt"):
            for reading, received in pipeline.read_paths([str(EXAMPLES / story)], Settings()):
                assert received.report is not None
                ledger.append(reading_drafts(reading, received.report, "onrecord test"))
    return where


def truth(day: int) -> float:
    """How many crossed that day: a first wave, a lull, and a second wave."""
    return 300 + 3_200 * math.exp(-(((day - 12) / 6) ** 2)) + 5_200 * math.exp(-(((day - 52) / 5) ** 2))


def _arrivals(chance: random.Random) -> Iterator[str]:
    yield "day,division,source,people\n"
    for number in range(DAYS):
        for division, share in _SHARES.items():
            for source, (factor, scatter, rounding, every) in _SOURCES.items():
                if number % every == 0:
                    said = truth(number) * share * factor * math.exp(chance.gauss(0, scatter))
                    yield f"{START + timedelta(number)},{division},{source},{max(round(said / rounding), 1) * rounding}\n"


def _camps() -> Iterator[str]:
    yield "day,place,source,people\n"
    there = 8_000.0
    for number in range(DAYS):
        there += truth(max(number - 3, 0)) * 0.8
        day = START + timedelta(number)
        if number % 4 == 0:
            yield f"{day},Chad,UNHCR,{round(there + (26_000 if day >= _BREAK else 0))}\n"
