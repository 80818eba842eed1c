"""Track records of sources, learned from what their claims settled on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from heapq import nsmallest

from onrecord.picture.book import Book
from onrecord.picture.days import Day, learn_step
from onrecord.picture.observe import Observation, Span
from onrecord.picture.records import DAYS, ENOUGH, Record, Records, score
from onrecord.picture.settle import Settled, misses, settle
from onrecord.picture.slots import estimate_id

_ROUNDS = 12  # estimates, records, estimates …: records change what is settled
_MOST = 10_000  # settled counts to learn from
_MOST_DAYS = 400  # of one series


def learned(book: Book) -> dict[str, Record]:
    """The sources' track records by what the claims of a book settle on, and how much counts move from day to day."""
    heard = _rivals(book)
    records: dict[str, Record] = {}
    for _ in range(_ROUNDS):
        found = []
        for claims in heard:
            settled = settle(claims, records)
            if isinstance(settled, Settled):
                found += misses(settled)
        records = score(found, records)
    records = {name: record for name, record in records.items() if record.counts >= ENOUGH}
    step = learn_step(_daily_series(book, records), DAYS) if records else None
    return records | ({DAYS: step} if step else {})


def _rivals(book: Book) -> list[list[Observation]]:
    """Claims about one thing at one time, wherever there are several. Of too many any fixed choice will do, as long as it does not depend
    on the order of arrival."""
    found = (
        (estimate_id(subject, span), claims)
        for subject in book.often()
        for span, claims in book.clusters(subject).items()
        if len(claims) > 1
    )
    return [claims for _, claims in nsmallest(_MOST, found, key=lambda pair: pair[0])]


def _daily_series(book: Book, records: Records) -> Iterable[list[Day]]:
    """Each count that claims follow day by day."""
    left = _MOST
    for subject in sorted((one for one in book.often() if one.measure == "flow"), key=lambda one: estimate_id(one, Span(0, 0))):
        if left <= 0:
            return
        daily = sorted((span, claims) for span, claims in book.clusters(subject).items() if span.days == 1 and span.dated)[:_MOST_DAYS]
        found = [(span, settle(claims, records)) for span, claims in daily]
        left -= len(found)
        yield [Day(span.last, math.log(max(one.best, 0.5)), one.spread) for span, one in found if isinstance(one, Settled)]
