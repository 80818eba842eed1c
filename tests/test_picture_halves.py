"""A picture made by two processes is the picture that one makes, to the last byte; and trouble of the second is said."""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.commands import halves
from onrecord.commands.picture import Aside, estimates_of, observed, picture_options
from onrecord.entrycodec import Draft, reading_drafts
from onrecord.ledger import Ledger, Query, decide, open_ledger
from onrecord.picture import Topic, load_sizes
from onrecord.types import Figure, Period, Place, PlaceRef, Reading, Report, Source
from picturing import AKCAKALE, HATAY, JORDAN, SYRIA, TURKEY, URFA, figure

FIRST = date(2012, 9, 1)
SOURCES = {"UNHCR": "un", "the ministry": "government", "a paper": "media", "Red Cross": "ngo"}


def refs(origin: Place, goal: Place) -> tuple[PlaceRef, ...]:
    return PlaceRef(goal.name, "to", goal, goal.country, 1.0), PlaceRef(origin.name, "from", origin, origin.country, 1.0)


def report(day: int, source: str, country: Place, chance: random.Random) -> tuple[Report, list[Figure]]:
    """What a source says of a day: flight, of that provinces, officers (another topic, linked by the report) and camps; returns; deaths;
    households; a forecast; and a number of nowhere."""
    when = FIRST + timedelta(day)
    bias = {"UNHCR": 1.0, "the ministry": 0.8, "a paper": 1.1, "Red Cross": 1.05}[source]
    north, south = (round(base * bias * chance.lognormvariate(0, 0.05)) for base in (700 + 5 * day, 300 + 2 * day))
    said = Source(source, SOURCES[source])  # type: ignore[arg-type]
    parts = ((HATAY, north), (URFA, south)) if country is TURKEY else ((country, north),)
    flight = [figure(north + south, country), *(figure(many, place, part_of=0) for place, many in parts)]
    made = [
        *flight,
        figure(chance.randrange(2, 9), country, act="defected", who="officers", part_of=0),
        figure(20_000 + 900 * day + chance.randrange(500), country, act="registered", measure="stock"),
        figure(50 + chance.randrange(20), places=refs(country, SYRIA), origins=(country.name,), destinations=("Syria",), act="returned"),
        figure(chance.randrange(5, 60), SYRIA, act="killed", places=refs(SYRIA, SYRIA)[1:], part_of=0),
        figure(chance.randrange(10, 90), AKCAKALE, unit="household", act="displaced", places=refs(SYRIA, AKCAKALE)[:1]),
        figure(5_000, country, modality="expected"),
        figure(77, country, act="injured", places=(), country=None),
    ]
    days = Period(when, when)
    placed = tuple(replace(one, id=at, source=said, period=days) for at, one in enumerate(made))
    text = " ".join(str(one.value) for one in placed)
    name = f"{source} on {country.name}, {when}"
    return Report(name, text, name, published=when + timedelta(chance.choice((0, 0, 1, 9)))), within(placed, text)


def within(figures: tuple[Figure, ...], text: str) -> list[Figure]:
    """The figures with their places in a text that is their numbers."""
    found, at = [], 0
    for one in figures:
        found.append(replace(one, start=at, end=at + len(str(one.value))))
        at += len(str(one.value)) + 1
    return found


def fill(ledger: Ledger, days: int) -> Ledger:
    """Some eighty claims a day; two of different topics ruled to be the same, and a report that is confidential."""
    chance, drafts = random.Random(3), list[Draft]()
    for day in range(days):
        for source in SOURCES:
            for country in (TURKEY, JORDAN):
                received, figures = report(day, source, country, chance)
                drafts += reading_drafts(Reading(received, tuple(figures)), received, "test 1")
    ledger.append(drafts)
    claims = [one.id for one in drafts if one.kind == "claim"]
    decide(ledger, claims[0], "same", {"other": claims[5]})
    decide(ledger, claims[40], "different", {"other": claims[60]})
    decide(ledger, claims[50], "reject")
    decide(ledger, next(one.id for one in drafts[100:] if one.kind == "report"), "confidential")
    return ledger


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ledger]:
    """Some days in a SQLite ledger."""
    with open_ledger(str(tmp_path / "small.sqlite"), by="tester") as ledger:
        yield fill(ledger, 4)


def all_of(where: str, *given: str) -> tuple[list[str], Aside]:
    """Every estimate in full, and what takes no part."""
    parser = argparse.ArgumentParser()
    picture_options(parser)
    options = parser.parse_args(["--ledger", where, *given])
    with open_ledger(where, confidential=options.confidential, write=False) as ledger:
        aside, estimates = estimates_of(ledger, options, load_sizes())
    return [repr(one) for one in estimates], aside


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two processes from the first claim on, on any machine; the second ones that were started."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(halves, "pay", lambda ledger, as_of: True)
    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield started
    assert all(one.poll() is not None for one in started), "a second process is left behind"


def test_two_processes_make_the_picture_that_one_makes(ledger: Ledger, where: str, request: pytest.FixtureRequest) -> None:
    fill(ledger, 24)
    asked = ((), ("--by", "week", "--published-by", "2012-09-20"), ("--confidential", "--as-of", "1200"))
    alone = [all_of(where, *options) for options in asked]
    started = request.getfixturevalue("two")
    assert [all_of(where, *options) for options in asked] == alone
    assert len(started) == len(asked)
    found, aside = alone[0]
    assert len(found) > 300 and aside.many > 100
    told = "\n".join(found)
    for word in (
        "are all of it",
        "the days around have",
        r"− [1-9]\d* returns",
        "the breakdown names",
        "basis='derived'",
        "ruled it the same",
    ):
        assert re.search(word, told), word  # nothing that crosses the halves is missing from what was compared


def test_what_is_linked_and_balanced_is_in_both_halves(small: Ledger) -> None:
    """Else the test above would compare less than it seems to."""
    from onrecord.picture.halves import owners, topic_of

    many = Counter(topic_of(one) for one in observed(small, Query(), None, Aside()))
    half = owners(many)
    flight = half[Topic("crossing", "SYR")]
    assert half[Topic("registered", "SYR")] == flight
    assert flight != half[Topic("defection", "SYR")]  # a report makes those officers part of those who fled
    assert flight != half[Topic("return", "TUR")]  # enters the balance of the register
    assert owners(many, [[Topic("crossing", "SYR"), Topic("defection", "SYR")]])[Topic("defection", "SYR")] == flight


def test_the_second_process_ends_when_nobody_wants_more(
    small: Ledger, two: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(halves, "_START", halves._START + "; import time; time.sleep(60)")
    parser = argparse.ArgumentParser()
    picture_options(parser)
    _, estimates = estimates_of(small, parser.parse_args(["--ledger", small.where]), load_sizes())
    next(estimates)
    assert two[0].poll() is None
    del estimates
    assert two[0].wait(10) is not None


def test_trouble_of_the_second_process_is_said(
    small: Ledger, two: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    usual, folder = halves._START, Path(small.where).parent
    monkeypatch.chdir(folder)
    for start, said in (
        ("import sys; sys.exit(3)", "the second process that makes the picture ended (status 3)"),
        (
            usual.replace("from onrecord", "import onrecord.picture as p; p.rulings_of = lambda links: 1 / 0; from onrecord"),
            "division by zero",
        ),
        (usual.replace("from onrecord", "import os; os.chdir('/'); from onrecord"), "small.sqlite: there is no ledger"),
    ):
        monkeypatch.setattr(halves, "_START", start)
        assert main(["picture", "--ledger", "small.sqlite"]) == 1
        told = capfd.readouterr().err
        assert said in told and "Traceback" not in told, told


_HELD = """
import sys, time, argparse, signal, subprocess
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin without it
from onrecord.commands import halves, picture
from onrecord.ledger import open_ledger
halves.pay = lambda ledger, as_of: True
parser = argparse.ArgumentParser(); picture.picture_options(parser)
start = subprocess.Popen
def noted(*args, **options):
    process = start(*args, **options); print(process.pid, flush=True); return process
subprocess.Popen = noted
with open_ledger(sys.argv[1], write=False) as ledger:
    aside, estimates = picture.estimates_of(ledger, parser.parse_args(["--ledger", sys.argv[1]]), {})
print("drawing", flush=True)
for one in estimates:
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_first_process_is_stopped(small: Ledger, blow: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", _HELD, small.where], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as first:
        assert first.stdout
        second = int(first.stdout.readline())
        assert first.stdout.readline() == b"drawing\n"
        first.send_signal(blow)
        try:
            first.wait(20)
        finally:
            first.kill()
    for _ in range(100):
        if not _runs(second):
            return
        time.sleep(0.1)
    raise AssertionError("the second process goes on")


def _runs(pid: int) -> bool:
    """Whether a process is there that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
