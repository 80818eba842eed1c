"""Keeping a board: draw the picture of a ledger once, then follow the ledger and redraw what each new entry touches."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord import __version__
from onrecord.ledger import Ledger, Query, open_ledger, sketches, statements
from onrecord.ledger.rulings import links
from onrecord.picture import Balance, Observation, Picture, Slot, Topic, observe, rulings_of, scorecards, uncollected
from onrecord.types import Entry
from onrecord.web.board import tables
from onrecord.web.board.writing import Touched, Writer

_AT_ONCE = 200  # reports that are taken in together
_REBUILD = 0.2  # share of the claims that are new, from which drawing everything anew is quicker
_SPARE = 20.0  # times as long as drawing everything takes: how long records of sources may stay as they were learned
_FEW = 20_000  # claims
_LINKS = ("same", "different", "withdraw")


@dataclass(frozen=True, slots=True)
class News:
    """What new entries are about: reports, whether pairs were ruled on, and whether everything must be drawn anew."""

    reports: tuple[str, ...]
    pairs: bool
    everything: bool


class Keeper:
    """Keeps the board in ``path``. ``tell`` hears how far the first drawing is, 0 to 1."""

    def __init__(self, where: str, confidential: bool, path: Path, tell: Callable[[float], None] = lambda share: None) -> None:
        self.path = path
        self._tell = tell
        self._ledger = open_ledger(where, confidential=confidential, write=False)
        self._whole = open_ledger(where, confidential=True, write=False)  # what a ruling is about must be known, even if it is not shown
        self._picture = Picture()
        self._writer = Writer(path, self._picture.book.filed)
        self._version, self._seq = 0, 0
        self._took, self._drawn_at = 0.0, 0.0

    def draw(self) -> None:
        """Draw everything. The file is complete when this returns."""
        began = time.monotonic()
        with uncollected():
            self._draw()
        self._writer.finish()
        self._took, self._drawn_at = time.monotonic() - began, time.monotonic()
        with self._writer.transaction():
            self._writer.put_scorecards(scorecards(self._picture))
            self._note({"format": str(tables.FORMAT), "made_by": __version__, "ledger": fingerprint(self._whole), "ready": "1"})
        self._tell(1.0)

    def _draw(self) -> None:
        self._seq = self._ledger.moment(None)
        self._picture.rule(rulings_of(links(self._ledger, self._seq)))
        self._picture.add(self._observations(self._seq))
        self._picture.learn()
        self._writer.create()
        with self._writer.transaction():
            balance, topics = Balance(self._picture), self._picture.topics
            for done, topic in enumerate(topics):
                self._writer.put(balance.about(topic).estimates)
                self._tell(0.6 + 0.35 * done / len(topics))

    @property
    def due(self) -> bool:
        """Whether everything should be drawn anew when there is time: the records of sources are those of the last drawing."""
        return self._version > 0 and time.monotonic() - self._drawn_at > max(2.0, _SPARE * self._took)

    def step(self) -> bool:
        """Take in what is new in the ledger; whether that is possible without drawing everything anew."""
        last = self._whole.moment(None)
        if last == self._seq:
            return True
        news = news_of(self._whole, self._seq, last)
        if news.everything or len(news.reports) > max(_AT_ONCE, _REBUILD * len(self._picture.book)):
            return False
        touched = Touched(set(), set())
        with self._writer.transaction():
            for at in range(0, len(news.reports), _AT_ONCE):
                touched.add(self._take(news.reports[at : at + _AT_ONCE]))
            if news.pairs:
                touched.add(self._redraw(self._picture.rule(rulings_of(links(self._ledger, last)))))
            self._seq = last
            if len(self._picture.book) <= _FEW:  # of more, scorecards are those of the last drawing
                self._writer.put_scorecards(scorecards(self._picture))
            self._version += bool(touched.countries)  # what is not to be seen does not even show that there is something new
            self._note({}, touched)
        return True

    def close(self) -> None:
        """Let go of the ledger and the file."""
        self._writer.close()
        self._ledger.close()
        self._whole.close()

    def _observations(self, moment: int) -> Iterator[Observation]:
        rows = max(1, int(self._ledger.store.value("SELECT COALESCE(MAX(row), 0) FROM claims") or 0))
        texts = sketches(self._ledger)
        for said in statements(self._ledger, Query(as_of=moment, order="oldest")):
            one = observe(said, texts.get(said.report, b""))
            if said.row % 1000 == 0:
                self._tell(0.6 * said.row / rows)
            if not isinstance(one, str):
                yield one

    def _take(self, reports: Iterable[str]) -> Touched:
        """Bring the claims of these reports in line with the ledger."""
        book, come, gone = self._picture.book, [], []
        texts = sketches(self._ledger, reports)
        for report in reports:
            before = {one.claim: one for one in book.of_report(report)}
            found = (observe(said, texts.get(report, b"")) for said in statements(self._ledger, Query(report=report)))
            now = {one.claim: one for one in found if not isinstance(one, str)}
            come += [one for claim, one in now.items() if before.get(claim) != one]
            gone += [claim for claim in before if claim not in now]
        return self._redraw(self._picture.add(come, gone))

    def _redraw(self, slots: set[Slot]) -> Touched:
        lasts: dict[Topic, set[int]] = {}
        for slot in slots:
            lasts.setdefault(slot.topic, set()).add(slot.span.last)
        bundles, estimates = set(), []
        for topic, days in lasts.items():
            bundles |= {tables.bundle_of(topic.group, topic.origin, tables.last_of_span(day)) for day in days}
            estimates += self._picture.draw(slot for slot in self._picture.slots(topic) if slot.span.last in days).estimates
        return self._writer.replace(bundles, estimates)

    def _note(self, values: dict[str, str], touched: Touched | None = None) -> None:
        known = {"version": str(self._version), "seq": str(self._seq), "claims": str(len(self._picture.book))}
        self._writer.note(values | known, touched)


def fingerprint(ledger: Ledger) -> str:
    """What tells a ledger from others: its first entry."""
    return next((entry.id for entry in ledger.entries(0, 1)), "")


def news_of(whole: Ledger, after: int, last: int) -> News:
    """What the entries after ``after`` up to ``last`` are about."""
    reports: dict[str, None] = {}
    pairs = everything = False
    for entry in whole.entries(after, last):
        body = json.loads(entry.body) if entry.body else {}
        if entry.kind == "decision":
            pairs |= body["ruling"] in _LINKS
            everything |= body["ruling"] == "alias"
            about, again = _report_of(whole, entry)
            everything |= again
            if about:
                reports[about] = None
        elif entry.kind in ("claim", "reading"):
            reports[body["report"]] = None
    return News(tuple(reports), pairs, everything)


def _report_of(whole: Ledger, decision: Entry) -> tuple[str | None, bool]:
    """The report that a decision is about in the end, and whether it takes an alias back."""
    body = json.loads(decision.body)
    entry = whole.entry(body["about"]) if body["ruling"] != "alias" else None
    if entry is None:
        return None, False
    if entry.kind == "report":
        return entry.id, False
    inner = json.loads(entry.body) if entry.body else {}
    if entry.kind == "claim":
        return inner["report"], False
    if entry.kind == "decision" and inner["ruling"] != "withdraw":
        return (None, True) if inner["ruling"] == "alias" else _report_of(whole, entry)
    return None, False
