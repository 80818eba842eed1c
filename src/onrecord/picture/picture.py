"""The picture: every estimate that a set of claims gives. A pure function of the set; adding claims recomputes only what they touch."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.picture.book import Book, Key, Rulings
from onrecord.picture.bounds import Cluster
from onrecord.picture.counted import PRESENCE, Subject
from onrecord.picture.days import REACH, Day, learn_step
from onrecord.picture.observe import Observation, Span
from onrecord.picture.records import DAYS, ENOUGH, Record, Records, score
from onrecord.picture.settle import Settled, misses, settle
from onrecord.picture.slots import Links, estimate_id, estimates_of
from onrecord.types import Estimate, SetAside

_ROUNDS = 12  # of learning track records: estimates, records, estimates …
_MOST = 10_000  # settled counts to learn from


class Slot(NamedTuple):
    """Clusters that can be parts and wholes of each other: one act group, one time, any place and population."""

    group: str
    measure: str
    unit: str
    origin: str
    span: Span


class Picture:
    """What claims add up to. ``records``: the sources' track records, as learned by :func:`learn`; without them, sources count by kind."""

    def __init__(self, observations: Iterable[Observation] = (), records: Records | None = None, rulings: Rulings | None = None) -> None:
        self.records: Records = records or {}
        self.book = Book(rulings or Rulings())
        self._slots: dict[Slot, dict[Subject, Cluster]] = {}
        self._silent: dict[Key, tuple[SetAside, ...]] = {}
        self._spans: dict[Subject, dict[Span, Cluster | None]] = {}
        self._where: dict[str, Key] = {}
        self._in_order: dict[Subject, list[Span]] = {}
        self._done: dict[Slot, tuple[Estimate, ...]] = {}
        self.recomputed = 0  # slots that the last addition made anew
        self.add(observations)

    def add(self, observations: Iterable[Observation]) -> None:
        """Take further claims; what they do not touch stays as it is."""
        dirty: set[Slot] = set()
        touched: list[Key] = []
        first = not self._where
        news = list(observations)
        fresh = {(one.subject, one.span) for one in news if one.claim not in self.book.ruled}
        ruled = any(one.claim in self.book.ruled for one in news)
        for subject in self.book.add(news):
            touched += self._settle_subject(subject, None if ruled else fresh)
        self._in_order.clear()
        for key in touched:
            dirty |= {_slot(key)} if first else self._touched(key)  # at first everything is computed anyway
        for slot in dirty:
            self._compute(slot)
        self.recomputed = len(dirty)

    @property
    def estimates(self) -> list[Estimate]:
        """All estimates, in a fixed order."""
        return sorted((one for made in self._done.values() for one in made), key=_order)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Claims that could be part of no estimate: forecasts, rejected ones and the like, alone on their subject."""
        return tuple(sorted((one for aside in self._silent.values() for one in aside), key=lambda one: one.claim))

    def clusters(self) -> Iterable[Cluster]:
        """What the claims about each thing and time settle on by themselves."""
        for clusters in self._slots.values():
            yield from clusters.values()

    def observations(self, key: Key) -> list[Observation]:
        """The claims of one cluster."""
        return self.book.clusters(key[0]).get(key[1], [])

    def _settle_subject(self, subject: Subject, fresh: set[Key] | None) -> list[Key]:
        """Settle the clusters of a subject that changed; their keys, with those that are gone."""
        now = self.book.clusters(subject)
        before = self._spans.setdefault(subject, {})
        changed = [span for span in before if span not in now]
        for span in changed:
            self._forget((subject, span))
        for span, claims in now.items():
            if span not in before or fresh is None or span.days >= 10 or (subject, span) in fresh:
                self._forget((subject, span))
                self._settle_one((subject, span), claims)
                changed.append(span)
        return [(subject, span) for span in changed]

    def _settle_one(self, key: Key, claims: list[Observation]) -> None:
        subject, span = key
        for one in claims:
            self._where[one.claim] = key
        found = settle(claims, self.records)
        if isinstance(found, Settled):
            areas = min((one.areas for one in claims), key=repr)
            days = [one.stated.first.toordinal() for one in claims if one.stated.first]
            cluster = Cluster(subject, areas, span, found, min([span.first, *days]) if span.first else 0)
            self._slots.setdefault(_slot(key), {})[subject] = cluster
            self._spans[subject][span] = cluster
        else:
            self._silent[key] = found
            self._spans[subject][span] = None

    def _forget(self, key: Key) -> None:
        slot = self._slots.get(_slot(key))
        if slot:
            slot.pop(key[0], None)
        self._silent.pop(key, None)
        self._spans[key[0]].pop(key[1], None)

    def _touched(self, key: Key) -> set[Slot]:
        """The slots whose estimates look at a cluster."""
        subject, span = key
        found = {_slot(key)}
        if subject.measure == "flow" and span.first and span.dated:
            spans, reach = self._spans[subject], REACH if DAYS in self.records else 0
            found |= {
                _slot((subject, one)) for one in spans if one.first and one.first <= span.last + reach and span.first - reach <= one.last
            }
        if subject.group in PRESENCE and subject.measure == "stock":
            found |= {_slot(key)._replace(group=group) for group in PRESENCE}
        for one in self.book.clusters(subject).get(span, ()):
            for mate in self._mates(one):
                if mate.claim in self._where:
                    found.add(_slot(self._where[mate.claim]))
        return found

    def _mates(self, one: Observation) -> list[Observation]:
        """The figures of the same report that it is linked with as part and whole."""
        report = self.book.by_report[one.report]
        if len(report) == 1:
            return []
        return [mate for mate in report.values() if mate.part_of == one.number or (one.part_of is not None and mate.number == one.part_of)]

    def _compute(self, slot: Slot) -> None:
        clusters = self._slots.get(slot)
        if not clusters:
            self._slots.pop(slot, None)
            self._done.pop(slot, None)
            return
        self._done[slot] = tuple(estimates_of(list(clusters.values()), self._links()))

    def _links(self) -> Links:
        step = self.records.get(DAYS)
        return Links(self._windows, self._linked, self._others, self._around, step.spread if step else 0.0)

    def _around(self, cluster: Cluster) -> list[Cluster]:
        """The same count on the days around."""
        if not _daily(cluster):
            return []
        spans, last = self._spans[cluster.subject], cluster.span.last
        near = (spans.get(Span(day, day)) for day in range(last - REACH, last + REACH + 1) if day != last)
        return [one for one in near if one]

    def _windows(self, cluster: Cluster) -> list[Cluster]:
        """Shorter periods of the same subject inside this one, none of which overlap."""
        span = cluster.span
        if cluster.subject.measure == "stock" or span.days < 2 or not span.dated:
            return []
        inside = [
            other for one in self._ending(cluster.subject, span.first, span.last)
            if span.first <= one.first and one.dated and (other := self._spans[cluster.subject][one]) and other is not cluster
        ]  # fmt: skip
        chosen: list[Cluster] = []
        for other in sorted(inside, key=lambda one: (one.span.last, -one.span.first)):
            if not chosen or other.span.first > chosen[-1].span.last:
                chosen.append(other)
        return chosen

    def _ending(self, subject: Subject, first: int, last: int) -> list[Span]:
        """The periods of a subject that end between two days."""
        spans = self._in_order.get(subject)
        if spans is None:
            spans = self._in_order[subject] = sorted(self._spans[subject], key=lambda span: (span.last, span))
        return spans[bisect_left(spans, first, key=lambda span: span.last) : bisect_right(spans, last, key=lambda span: span.last)]

    def _linked(self, cluster: Cluster) -> list[tuple[Observation, Observation, Cluster | None]]:
        """Figures that a report links with those of this cluster: (of this cluster, the other, the other's cluster)."""
        found = []
        for one in self.observations((cluster.subject, cluster.span)):
            for mate in self._mates(one):
                key = self._where.get(mate.claim)
                found.append((one, mate, self._spans[key[0]].get(key[1]) if key else None))
        return sorted(found, key=lambda pair: (pair[0].report, pair[0].number, pair[1].number))

    def _others(self, cluster: Cluster) -> list[Cluster]:
        """Stocks of another definition at the same time."""
        if cluster.subject.group not in PRESENCE or cluster.subject.measure != "stock":
            return []
        slot = _slot((cluster.subject, cluster.span))
        return [one for group in PRESENCE if group != slot.group for one in self._slots.get(slot._replace(group=group), {}).values()]


def learn(observations: Iterable[Observation], rulings: Rulings | None = None, rounds: int = _ROUNDS) -> dict[str, Record]:
    """The sources' track records by what their claims settled on; several rounds, since records change what is settled."""
    book = Book(rulings or Rulings())
    groups = [
        (subject, span, claims) for subject in book.add(observations) for span, claims in book.clusters(subject).items() if len(claims) > 1
    ]
    if len(groups) > _MOST:  # any fixed choice will do, as long as it does not depend on the order of arrival
        groups = sorted(groups, key=lambda group: estimate_id(group[0], group[1]))[:_MOST]
    groups.sort(key=lambda group: group[:2])
    heard = [claims for _, _, claims in groups]
    records: dict[str, Record] = {}
    for _ in range(rounds):
        found = []
        for claims in heard:
            settled = settle(claims, records)
            if isinstance(settled, Settled):
                found += misses(settled)
        records = score(found, records)
    records = {name: record for name, record in records.items() if record.counts >= ENOUGH}
    step = learn_step(_daily_series(book, records), DAYS) if records else None
    return records | ({DAYS: step} if step else {})


def _daily_series(book: Book, records: Records) -> Iterable[list[Day]]:
    """Each count that claims follow day by day."""
    left = _MOST
    for subject in sorted(book.by_subject, key=lambda one: estimate_id(one, Span(0, 0))):
        if subject.measure == "flow" and left > 0:
            daily = [
                (span, claims)
                for span, claims in sorted(book.clusters(subject).items(), key=lambda pair: pair[0])
                if span.days == 1 and span.dated
            ]
            found = [(span, settle(claims, records)) for span, claims in daily[:400]]
            left -= len(found)
            yield [Day(span.last, math.log(max(one.best, 0.5)), one.spread) for span, one in found if isinstance(one, Settled)]


def _daily(cluster: Cluster) -> bool:
    return cluster.subject.measure == "flow" and cluster.span.days == 1 and cluster.span.dated


def _slot(key: Key) -> Slot:
    subject, span = key
    return Slot(subject.group, subject.measure, subject.unit, subject.origin, span)


def _order(one: Estimate) -> tuple[object, ...]:
    period = one.period
    return (
        one.act, one.origin or "", tuple(area.id for area in one.places), one.population, one.measure, one.unit,
        period.last.toordinal() if period.last else 0, period.first.toordinal() if period.first else 0, one.id,
    )  # fmt: skip
