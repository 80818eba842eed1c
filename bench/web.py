#!/usr/bin/env python3
"""The console under load: 50 clients that ask without a pause (wrk), and then with one (--pause), beside an empty endpoint of the same framework.

Needs wrk (`apt-get install wrk`): clients written in Python take as much of two cores as the console does.

python bench/web.py LEDGER                      start `onrecord serve` on it, wait for its picture, and measure
python bench/web.py LEDGER --soak 600           mixed questions for so many seconds, with rulings and reports in between: memory and errors;
                                                each client waits --pause seconds between two questions
python bench/web.py --fill LEDGER --claims 1000000   make a ledger of that many claims first (bench/ledger.py's)
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "bench"))

CLIENTS, SECONDS, TARGET = 50, 10.0, 150.0  # clients at once, seconds an address, milliseconds (95 of 100)
_EMPTY = """
import asyncio, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/empty")
async def empty():
    return {}
uvicorn.run(app, port=%d, log_level="warning", access_log=False)
"""
_COUNTRIES = "TUR SYR JOR LBN IRQ SDN SSD COD PHL IDN BGD UKR COL ETH SOM AFG MMR YEM NGA HTI".split()
_ACTS = ["crossing", "displacement", "evacuation", "return", "sheltered", "registered", "hosted", "killed", ""]
_WORDS = "families camps shelter river border officials flood storm gendarmes heavy rain convoy army rebels coast hills".split()


class Run(NamedTuple):
    """What a load gave: how many answers in how many seconds, how many of them no success, and milliseconds of 50, 95 and 99 of 100."""

    answers: int
    seconds: float
    errors: int
    p50: float
    p95: float
    p99: float


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--soak", type=float, default=0)
    parser.add_argument("--pause", type=float, default=2.0)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--port", type=int, default=8960)
    parser.add_argument("--cache", default="/tmp/onrecord-bench-cache")
    options = parser.parse_args()
    if options.fill:
        _fill(options.ledger, options.claims)
    with _empty(options.port + 1) as empty, _console(options) as process:
        if options.soak:
            _soak(options, process)
        else:
            _measure(options, process.pid, empty.pid)


def _measure(options: argparse.Namespace, console: int, empty: int) -> None:
    """A table: each question asked by all clients as fast as they get answers, then with a pause, as people read what they get."""
    print(
        f"{'':40s} {'a second':>9s} {'p50 ms':>7s} {'p95 ms':>7s} {'p99 ms':>7s} {'/ empty':>8s} {'CPU ms':>7s} {'/ empty':>8s}"
        f" {'thinking: p95':>14s} {'load':>5s}"
    )
    base = _asked_twice(options, "an empty endpoint of FastAPI", options.port + 1, lambda chance: "/empty", empty, None)
    for name, address in QUESTIONS.items():
        _asked_twice(options, name, options.port, address, console, base)
    print(f"memory of the server and what it started, MiB: {_memory(console)}")


def _asked_twice(
    options: argparse.Namespace,
    name: str,
    port: int,
    address: Callable[[random.Random], str],
    server: int,
    base: tuple[float, float] | None,
) -> tuple[float, float]:
    """One row; the time within which 95 of 100 answers came, and processor time of the server for each, in milliseconds."""
    before = _processor(server)
    run = _hurried(port, address, options.seconds)
    spent = 1000 * (_processor(server) - before) / max(1, run.answers)
    slowly = asyncio.run(load(port, address, options.seconds, options.pause))
    empty, idle = base or (run.p95, spent)
    errors = run.errors + slowly.errors
    print(
        f"{name:40s} {run.answers / run.seconds:9,.0f} {run.p50:7.1f} {run.p95:7.1f} {run.p99:7.1f} {run.p95 / empty:8.1f} {spent:7.2f}"
        f" {spent / idle:8.1f} {slowly.p95:14.1f} {os.getloadavg()[0]:5.1f}"
        f" {'ok' if run.p95 <= TARGET and not errors else 'MISSED'} {errors or ''}",
        flush=True,
    )
    return run.p95, spent


def _hurried(port: int, address: Callable[[random.Random], str], seconds: float) -> Run:
    """What wrk says of clients that ask again as soon as they have their answer, 5,000 questions around and around."""
    chance = random.Random(7)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as asks:
        asks.writelines(f"{address(chance)}\n" for _ in range(5_000))
        asks.flush()
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", "--timeout", "30s", "-s", str(ROOT / "bench" / "web.lua")]
        try:
            said = subprocess.run(
                [*command, f"http://127.0.0.1:{port}"],
                env=os.environ | {"ONRECORD_ASKS": asks.name},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
        except FileNotFoundError:
            raise SystemExit("wrk is not installed: apt-get install wrk") from None
    return Run(**json.loads(said.splitlines()[-1]))


def _soak(options: argparse.Namespace, process: subprocess.Popen[bytes]) -> None:
    """Mixed questions for minutes, a ruling every ten seconds and a report every half minute; one line a minute."""
    print(f"{options.soak:.0f} s, {CLIENTS} clients, {options.pause} s between two questions of one; server {process.pid}", flush=True)
    print(
        f"{'time':>8s} {'answers':>8s} {'errors':>6s} {'p50 ms':>7s} {'p95 ms':>7s} {'CPU s':>6s} {'load':>5s} {'writes':>6s}  MiB: server, others"
    )
    end, answers, errors = time.monotonic() + options.soak, 0, 0
    while (left := end - time.monotonic()) > 5:
        before = _processor(process.pid)
        run, writes = asyncio.run(_minute(options, min(60.0, left)))
        answers, errors = answers + run.answers, errors + run.errors
        print(
            f"{time.strftime('%H:%M:%S')} {run.answers:8,d} {run.errors:6,d} {run.p50:7.1f} {run.p95:7.1f}"
            f" {_processor(process.pid) - before:6.1f} {os.getloadavg()[0]:5.1f} {writes:6d}  {_memory(process.pid)}",
            flush=True,
        )
    print(f"{answers:,d} answers, {errors:,d} errors")


async def _minute(options: argparse.Namespace, seconds: float) -> tuple[Run, int]:
    asks = list(QUESTIONS.values())
    asking = load(options.port, lambda chance: chance.choice(asks)(chance), seconds, options.pause)
    return await asyncio.gather(asking, _writes(options.port, time.monotonic() + seconds))


async def _writes(port: int, end: float) -> int:
    """Rulings and reports until ``end``; how many."""
    made = 0
    while time.monotonic() < end - 10:
        await asyncio.to_thread(_report if made % 4 == 3 else _rule, port)
        made += 1
        await asyncio.sleep(10)
    return made


def _view(chance: random.Random) -> str:
    parts = []
    if chance.random() < 0.8:
        parts.append(f"country={chance.choice(_COUNTRIES)}")
    if act := chance.choice(_ACTS):
        parts.append(f"act={act}")
    if chance.random() < 0.5:
        parts.append(f"since={chance.randrange(2012, 2022)}-{chance.randrange(1, 13):02}-01")
    return "&".join(parts)


_PICTURE: dict[str, Callable[[random.Random], str]] = {
    "map, everything": lambda chance: "/api/v1/map",
    "map, some 2,000 views at random": lambda chance: f"/api/v1/map?{_view(chance)}",
    "timeline, everything": lambda chance: "/api/v1/timeline",
    "timeline, some 2,000 views at random": lambda chance: f"/api/v1/timeline?{_view(chance)}",
    "search, one or two words of sixteen": lambda chance: f"/api/v1/search?q={'+'.join(chance.sample(_WORDS, chance.randrange(1, 3)))}",
    "search, 2,000 rare words": lambda chance: f"/api/v1/search?q=place{chance.randrange(2000)}",
}
QUESTIONS = _PICTURE | {
    "all these in turn, by chance": lambda chance: chance.choice(list(_PICTURE.values()))(chance),
    "estimates, some 2,000 views at random": lambda chance: f"/api/v1/estimates?limit=50&{_view(chance)}",
    "claims of a country, the newest": lambda chance: f"/api/v1/claims?limit=20&country={chance.choice(_COUNTRIES)}",
    "the page of the picture, 180 views": lambda chance: f"/?country={chance.choice(_COUNTRIES)}&act={chance.choice(_ACTS)}",
}


async def load(port: int, address: Callable[[random.Random], str], seconds: float = SECONDS, pause: float = 0.0) -> Run:
    """Clients that ask one question after the other, ``pause`` seconds apart."""
    times: list[float] = []
    errors = [0]
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, address, random.Random(nth), began + seconds, pause, times, errors) for nth in range(CLIENTS)))
    times.sort()
    marks = [times[min(len(times) - 1, int(share * len(times)))] if times else float("inf") for share in (0.5, 0.95, 0.99)]
    return Run(len(times), time.perf_counter() - began, errors[0], *marks)


async def _client(
    port: int,
    address: Callable[[random.Random], str],
    chance: random.Random,
    end: float,
    pause: float,
    times: list[float],
    errors: list[int],
) -> None:
    line = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(chance.random() * pause)
    while time.perf_counter() < end:
        asked, began = address(chance), time.perf_counter()
        try:
            status = await _answer(*line, port, asked)
        except (OSError, asyncio.IncompleteReadError):  # a line that was idle for long may be closed; a browser opens another one
            line = await asyncio.open_connection("127.0.0.1", port)
            status = await _answer(*line, port, asked)
        times.append(1000 * (time.perf_counter() - began))
        if status != b"200":
            errors[0] += 1
            print(asked, status, file=sys.stderr, flush=True)
        if pause:
            await asyncio.sleep(pause)
    line[1].close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, asked: str) -> bytes:
    """Ask, read all of the answer, and give its status."""
    writer.write(f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if length := re.search(rb"content-length: (\d+)", head, re.I):
        await reader.readexactly(int(length[1]))
    else:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return head.split(b" ", 2)[1]


def _rule(port: int) -> None:
    """Reject a claim, as a person would: the picture changes."""
    claim = json.loads(_asked(port, f"/api/v1/claims?limit=1&status=unreviewed&country={random.choice(_COUNTRIES)}"))["claims"][0]["claim"]
    _asked(port, "/api/v1/decisions", json.dumps({"about": claim, "ruling": "reject"}).encode())


def _report(port: int) -> None:
    """Add a short report, as a person would who pastes it."""
    number, country = random.randrange(100, 20_000), random.choice(("Turkey", "Jordan", "Sudan", "Colombia", "Ukraine"))
    today = datetime.now(UTC).date()
    text = f"{number} people were displaced by floods in {country} on {today:%d %B %Y}, officials said."
    form = {"text": text, "title": f"Floods, {number}", "published": today.isoformat()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/reports", urllib.parse.urlencode(form).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


@contextmanager
def _console(options: argparse.Namespace) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"ONRECORD_CACHE": options.cache, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", options.ledger, "--port", str(options.port)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=sys.stderr if options.soak else subprocess.DEVNULL)
    try:
        _wait(options.port, "/", 60)
        print(f"first page after {time.perf_counter() - began:.1f} s", flush=True)
        _wait(options.port, "/api/v1/map", 900)
        print(f"first map after {time.perf_counter() - began:.1f} s", flush=True)
        while not options.soak and json.loads(_asked(options.port, "/api/v1/state"))["behind"]:
            time.sleep(0.5)
        print(f"ready after {time.perf_counter() - began:.1f} s; memory, MiB: {_memory(process.pid)}", flush=True)
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _empty(port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", _EMPTY % port])
    try:
        _wait(port, "/empty", 30)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, address: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            _asked(port, address)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit(f"{address} gave no answer within {seconds} s")


def _asked(port: int, address: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{address}", body, {"content-type": "application/json"} if body else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: bytes = answer.read()
        return found


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> str:
    """Resident memory in MiB of a process and of each that it started."""
    parts = [_resident(pid)]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if stat.read_text().rpartition(")")[2].split()[1] == str(pid):
                parts.append(_resident(int(stat.parent.name)))
        except (OSError, IndexError):
            continue
    return ", ".join(f"{part:,.0f}" for part in parts if part > 1)


def _resident(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _fill(where: str, claims: int) -> None:
    import ledger as made
    from onrecord.ledger import open_ledger

    with open_ledger(where, by="bench") as ledger:
        for number in range(max(1, claims // made.PER_BATCH)):
            ledger.append(list(made._batch(number)))


if __name__ == "__main__":
    main()
