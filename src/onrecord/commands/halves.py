"""The estimates of very many claims, made by two processes: each reads half of the claims and draws half of the topics, so that it takes
little more than half the time, and together little more memory than one picture.

Both run the same steps (:func:`_gathered`) and swap what the other needs; :mod:`onrecord.picture.halves` says what that is."""

from __future__ import annotations

import argparse
import os
import pickle
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from queue import Queue
from threading import Thread
from typing import Any, NamedTuple, Protocol

from onrecord.commands.picture import Aside, drawn, observed
from onrecord.ledger import Ledger, LedgerError, Query, default_path, extent, open_ledger
from onrecord.ledger.rulings import links
from onrecord.picture import Balance, Observation, Picture, Rulings, Topic, rulings_of, uncollected
from onrecord.picture.balance import together
from onrecord.picture.book import Book
from onrecord.picture.halves import claims_of, owners, packed, plain, topic_of
from onrecord.picture.households import Sizes
from onrecord.picture.learning import Lessons, learned
from onrecord.picture.records import Records
from onrecord.picture.rollup import By
from onrecord.types import Estimate, Problem

LEAST = 100_000  # rows of claims from which a second process is worth its start
_CLAIMS, _ESTIMATES = 2_000, 1_000  # that are sent at once
_REMEMBERED = 10_000  # counts that each half keeps settled: what is drawn in order looks at few others
_AHEAD = 32  # messages that the second process has ready before the first takes them: less than 50 MB
_START = "import sys; sys.path[:] = {path!r}; from onrecord.commands.halves import main; main()"
_LENGTH = struct.Struct(">Q")
_STAGE = "picture"


@dataclass(frozen=True, slots=True)
class Asked:
    """What both processes must know. ``rows``: of claims in the ledger at the moment."""

    where: str
    confidential: bool
    moment: int
    rows: int
    published_by: date | None
    by: By | None
    act: str | None
    sizes: Sizes


class Half(NamedTuple):
    """The picture of the topics that one process has, and which half has which."""

    balance: Balance
    owner: dict[Topic, int]


def pay(ledger: Ledger, as_of: datetime | int | None) -> bool:
    """Whether two processes are quicker than one: there are very many claims, and a core for each."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1 and extent(ledger, as_of) >= LEAST


def asked(ledger: Ledger, options: argparse.Namespace, sizes: Sizes, act: str | None, published_by: date | None) -> Asked:
    """What the options of the command ask for, at this moment."""
    moment = ledger.moment(options.as_of)
    limit = published_by or options.published_by
    where = options.ledger or default_path()
    return Asked(where, ledger.confidential, moment, extent(ledger, moment), limit, options.by, act, sizes)


def estimates_of(ledger: Ledger, wanted: Asked) -> tuple[Aside, Iterator[Estimate]]:
    """The same as :func:`onrecord.commands.picture.estimates_of` from one process, estimate by estimate. When this returns the ledger has
    been read; the second process ends with the last estimate, or when nobody wants more of them. Raises :class:`LedgerError`."""
    aside = Aside()
    portions = _first(ledger, wanted, aside)
    next(portions)
    return aside, chain.from_iterable(portions)


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...

    def flush(self) -> object: ...


class Link:
    """The other process, at the other end of two pipes. ``half``: which of the two this is, 0 or 1. Both ask for the same steps in the same
    order; half 0 speaks first. Where the other sends a :class:`Problem`, it ended with that: a :class:`LedgerError`."""

    def __init__(self, source: Any, sink: _Sink, half: int) -> None:
        self._source, self._sink = source, sink
        self.half = half

    def send(self, value: object) -> None:
        data = packed(value)
        self._sink.write(_LENGTH.pack(len(data)) + data)
        self._sink.flush()

    def receive(self) -> Any:
        """What the other sent next; ``EOFError`` where it is gone."""
        head = self._source.read(_LENGTH.size)
        size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 1
        data = self._source.read(size)
        if len(data) < size:
            raise EOFError
        value = pickle.loads(data)
        if isinstance(value, Problem):
            raise LedgerError(value)
        return value

    def swap(self, value: Any) -> Any:
        """What the other gives for this."""
        if self.half:
            received = self.receive()
            self.send(value)
            return received
        self.send(value)
        return self.receive()

    def swap_all(self, values: Iterable[Any]) -> Iterator[Any]:
        """The same with several, none of them None, one for one until neither has any more."""
        ours, given, received = iter(values), object(), object()
        while given is not None or received is not None:
            given = next(ours, None)
            received = self.swap(given)
            if received is not None:
                yield received


def _gathered(ledger: Ledger, wanted: Asked, link: Link, aside: Aside) -> Half:
    """Read half of the claims, and come to the picture of half of the topics."""
    middle = wanted.rows // 2
    rows = (middle, wanted.rows) if link.half else (0, middle)
    rulings = rulings_of(links(ledger, wanted.moment))
    claims = list(observed(ledger, Query(as_of=wanted.moment, rows=rows), wanted.published_by, aside))
    aside.also(link.swap(aside))
    owner = _shared_out(claims, rulings, link)
    picture = Picture(rulings=rulings, remembered=_REMEMBERED)
    picture.add(_own(claims, owner, link))
    guests = _introduced(picture.book, link)
    picture.follow(_taught(picture.lessons(), link))
    picture.take_counts(link.swap(picture.counts(guests)))
    back = Balance(picture).back()
    return Half(Balance(picture, together(back, link.swap(back))), owner)


def _shared_out(claims: Iterable[Observation], rulings: Rulings, link: Link) -> dict[Topic, int]:
    """Which half has which topic. Claims that were ruled to be the same stay together, whatever they are about."""
    many: Counter[Topic] = Counter()
    same: set[tuple[str, Topic]] = set()
    for one in claims:
        topic = topic_of(one)
        many[topic] += 1
        if one.claim in rulings.same:
            same.add((rulings.same[one.claim], topic))
    more, others = link.swap((many, same))
    tied: dict[str, list[Topic]] = {}
    for root, topic in sorted(same | others):
        tied.setdefault(root, []).append(topic)
    return owners(many + more, [tied[root] for root in sorted(tied)])


def _own(claims: list[Observation], owner: dict[Topic, int], link: Link) -> Iterator[Observation]:
    """The claims of this half's topics: of those read here, which are emptied out, and of those that the other read."""
    away = [one for one in claims if owner[topic_of(one)] != link.half]
    claims[:] = [one for one in claims if owner[topic_of(one)] == link.half]
    yield from claims
    claims.clear()

    def portions() -> Iterator[list[tuple[Any, ...]]]:
        while away:
            yield plain(away[-_CLAIMS:])
            del away[-_CLAIMS:]

    for rows in link.swap_all(portions()):
        yield from claims_of(rows)


def _introduced(book: Book, link: Link) -> list[str]:
    """Make claims that reports link across the halves known to each other; those here that are guests there."""
    pairs = book.wholes(link.swap(book.parts))
    wholes = {whole.claim: whole for _, whole in pairs}
    guests = [*(part for part, _ in pairs), *link.swap(list(wholes.values()))]
    book.welcome(guests)
    here: list[str] = link.swap(sorted({one.claim for one in guests}))
    return here


def _taught(lessons: Lessons, link: Link) -> Records:
    """The records that both halves follow, learned by the first from what both have."""
    if link.half:
        link.send(lessons)
        told: Records = link.receive()
        return told
    records = learned(lessons.with_those(link.receive()))
    link.send(records)
    return records


def _first(ledger: Ledger, wanted: Asked, aside: Aside) -> Iterator[list[Estimate]]:
    """All estimates in the order that the picture has, topic by topic or less; at first none, when all is gathered."""
    with _beside(wanted) as link, uncollected():
        balance, owner = _gathered(ledger, wanted, link, aside)
        yield []
        for topic in _topics(owner, wanted):
            if owner[topic] == link.half:
                yield drawn(balance, topic, wanted.by, wanted.sizes, aside)
                continue
            yield from iter(link.receive, None)
            aside.also(link.receive())


def _second(wanted: Asked, link: Link) -> None:
    """Give the estimates of the other half."""
    with uncollected():
        with open_ledger(wanted.where, confidential=wanted.confidential, write=False) as ledger:
            balance, owner = _gathered(ledger, wanted, link, Aside())
        for topic in _topics(owner, wanted):
            if owner[topic] == link.half:
                aside = Aside()
                made = drawn(balance, topic, wanted.by, wanted.sizes, aside)
                for at in range(0, len(made), _ESTIMATES):
                    link.send(made[at : at + _ESTIMATES])
                link.send(None)
                link.send(aside)


def _topics(owner: Iterable[Topic], wanted: Asked) -> list[Topic]:
    return [topic for topic in sorted(owner) if wanted.act in (None, topic.group)]


@contextmanager
def _beside(wanted: Asked) -> Iterator[Link]:
    """A second process that makes the other half. It ends with this, whatever happens, and by itself where this one is gone; Ctrl-C is for
    the first."""
    command = [sys.executable, "-c", _START.format(path=sys.path)]
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # of Windows; elsewhere a session of its own does the same
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, creationflags=flags)
    assert process.stdin and process.stdout
    link = Link(process.stdout, process.stdin, 0)
    try:
        link.send(wanted)
        yield link
    except (EOFError, BrokenPipeError):
        with suppress(EOFError):
            while True:  # what it may have said before it ended
                link.receive()
        message = f"the second process that makes the picture ended (status {process.wait()})"
        raise LedgerError(Problem(_STAGE, _STAGE, message, "see whether memory ran out, and try again")) from None
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()
        process.wait()


class _Ahead:
    """A pipe that is written to by a thread, so that the second process can be some messages ahead of the first."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._queue: Queue[bytes] = Queue(_AHEAD)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        self._queue.put(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Wait until everything is written."""
        self._queue.put(b"")
        self._thread.join()

    def _run(self) -> None:
        try:
            while data := self._queue.get():
                self._pipe.write(data)
                self._pipe.flush()
        except OSError:
            os._exit(1)  # nobody is there to hear the rest


def main() -> None:
    """The second process: what it is asked for comes in by standard input, what it makes goes out by standard output."""
    out = _Ahead(sys.stdout.buffer)
    sys.stdout = sys.stderr
    link = Link(sys.stdin.buffer, out, 1)
    try:
        _second(link.receive(), link)
    except EOFError:
        return
    except LedgerError as error:
        link.send(error.problem)
    except Exception as error:
        message = f"the second process that makes the picture failed: {type(error).__name__}: {error}"
        link.send(Problem(_STAGE, _STAGE, message, "this is a mistake in onrecord: please report it"))
    out.close()
