"""Many at once, and some of them killed: nothing acknowledged is lost, nothing is there twice, followers miss nothing.

``ONRECORD_KILLS=200`` makes as many runs of killing as the project promises; by default there are a few.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made import drafts

from onrecord.ledger import open_ledger
from onrecord.ledger.verify import check_tables, verify

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{HERE.parents[1] / 'src'}:{HERE}"}
KILLS = int(os.environ.get("ONRECORD_KILLS", "4"))


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "worker.py"), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)


def test_killed_at_random_nothing_acknowledged_is_lost(where: str) -> None:
    chance = random.Random(20121109)
    open_ledger(where, by="first").close()
    acknowledged: set[str] = set()
    for run in range(KILLS):
        writers = [start("write", where, f"w{run}-{number}", "100000") for number in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        for writer in writers:
            writer.kill()
            out, errors = writer.communicate()
            assert not errors
            # A line that was cut off by the kill was acknowledged all the same; only whole names can be looked for.
            acknowledged |= {name for line in out.splitlines(keepends=True) if line.endswith("\n") for name in line.split()} - {"ready"}
    with open_ledger(where, by="checker") as ledger:
        names = [row[0] for row in ledger.store.rows("SELECT name FROM reports")]
        assert acknowledged <= set(names)
        assert len(names) == len(set(names))
        assert len(acknowledged) > KILLS
        entries = list(ledger.entries())
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert len({entry.id for entry in entries}) == len(entries)
        assert sum(entry.kind == "claim" for entry in entries) == 2 * len(names)  # whole reports or nothing
        assert verify(ledger).problem is None
        assert check_tables(ledger) is None


def test_eight_writers_and_two_followers(where: str) -> None:
    open_ledger(where, by="first").close()
    followers = [start("follow", where, "80") for _ in range(2)]
    writers = [start("write", where, f"w{number}", "10") for number in range(8)]
    for writer in writers:
        _, errors = writer.communicate(timeout=100)
        assert (writer.returncode, errors) == (0, "")
    for follower in followers:
        out, errors = follower.communicate(timeout=100)
        assert (follower.returncode, errors) == (0, "")
        assert [int(line) for line in out.split()] == list(range(1, 80 * 4 + 1))
    with open_ledger(where, by="checker") as ledger:
        assert verify(ledger).problem is None
        assert check_tables(ledger) is None


def test_the_same_from_everybody_is_there_once(where: str) -> None:
    open_ledger(where, by="first").close()
    writers = [start("write", where, "w", "10") for _ in range(4)]
    for writer in writers:
        _, errors = writer.communicate(timeout=100)
        assert (writer.returncode, errors) == (0, "")
    with open_ledger(where, by="checker") as ledger:
        assert ledger.head().seq == 10 * 4
        assert verify(ledger).problem is None


@pytest.mark.parametrize("close", [True, False])
def test_a_reader_is_not_in_the_way_of_a_writer(where: str, close: bool) -> None:
    with open_ledger(where, by="writer") as writer, open_ledger(where, by="reader") as reader:
        writer.append(drafts())
        walk = reader.entries()
        assert next(walk).seq == 1
        writer.append(drafts("5 more fled.", "r2"))
        assert [entry.seq for entry in walk] == [2, 3, 4]  # as of when the walk began
        if close:
            assert [entry.seq for entry in reader.entries(after=4)] == [5, 6, 7]
