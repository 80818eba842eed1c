"""The picture: every estimate that a set of claims gives. A pure function of the set, drawn where and when somebody looks.

Claims are filed; what they settle on and the estimates are made when asked for, topic by topic, so that a million claims fit in memory and
a new report costs next to nothing."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.picture.book import Book, Clusters, Rulings
from onrecord.picture.bounds import Cluster
from onrecord.picture.counted import PRESENCE, Subject
from onrecord.picture.days import REACH
from onrecord.picture.learning import Lessons, learned, lessons
from onrecord.picture.nests import Nest, nests, reconciled
from onrecord.picture.observe import Observation, Span
from onrecord.picture.records import DAYS, Record, Records, key_of
from onrecord.picture.reprints import later, without_reprints
from onrecord.picture.settle import UNSETTLED, Settled, settle
from onrecord.picture.slots import Links, estimates_of
from onrecord.types import Area, Estimate, SetAside

REMEMBERED = 50_000  # clusters that are kept settled
_MANY = 20  # times of one subject, of which some are found quicker if they are in order
Key = tuple[Subject, Span]


class Topic(NamedTuple):
    """An act group and a country of origin: what is put in order together."""

    group: str
    origin: str


class Slot(NamedTuple):
    """Clusters that can be parts and wholes of each other: one act group, one time, any place and population."""

    group: str
    measure: str
    unit: str
    origin: str
    span: Span

    @property
    def topic(self) -> Topic:
        """The topic that it belongs to."""
        return Topic(self.group, self.origin)


class Drawn(NamedTuple):
    """Estimates, and the claims that could be part of none: forecasts, rejected ones and the like, alone on their subject."""

    estimates: list[Estimate]
    aside: list[SetAside]


class Picture:
    """What claims add up to. ``records``: the sources' track records, as learned by :func:`learn`; without them, sources count by kind.
    ``remembered``: how many counts it keeps settled, for as long as they are looked at again and again."""

    def __init__(
        self,
        observations: Iterable[Observation] = (),
        records: Records | None = None,
        rulings: Rulings | None = None,
        remembered: int = REMEMBERED,
    ) -> None:
        self.records: Records = records or {}
        self._remembered = remembered
        self.book = Book(rulings or Rulings())
        self._slots: dict[Topic, dict[Slot, tuple[Subject, ...]]] = {}
        self._settled: dict[Key, Cluster | tuple[SetAside, ...]] = {}
        self._heard: dict[Slot, dict[Subject, Cluster]] = {}
        self._in_order: dict[Subject, list[Span]] = {}  # the times of a subject
        self._abroad: dict[str, Cluster | None] = {}  # by claims of another picture that are linked with some of this one
        self.add(observations)

    def add(self, observations: Iterable[Observation], gone: Iterable[str] = ()) -> set[Slot]:
        """Take further claims, or new forms of those it has, and leave out those that are ``gone`` (ids). The slots whose estimates this
        may change; those of all others stay as they are."""
        return self._changed(self.book.add(observations, gone))

    def rule(self, rulings: Rulings) -> set[Slot]:
        """Follow other rulings about pairs of claims. The slots whose estimates this may change."""
        return self._changed(self.book.rule(rulings))

    def learn(self) -> None:
        """Learn the sources' track records from the claims that are here, and use them from now on."""
        self.follow(learned(self.lessons()))

    def lessons(self) -> Lessons:
        """What can be learned from the claims that are here."""
        return lessons(self.book, self._nests())

    def follow(self, records: Records) -> None:
        """Use these track records from now on."""
        self.records = records
        self._settled.clear()
        self._heard.clear()

    def counts(self, claims: Iterable[str]) -> dict[str, Cluster | None]:
        """What each of these claims settles on with those about the same; claims that settle on one count have one and the same here."""
        filed = [one for one in map(self.book.filed, claims) if one]
        found = {(one.subject, self.book.span(one)): self._alone(one) for one in filed}
        return {one.claim: found[one.subject, self.book.span(one)] for one in filed}

    def take_counts(self, abroad: Mapping[str, Cluster | None]) -> None:
        """Take note of what claims in another picture settle on: those that :meth:`Book.welcome` was told of."""
        self._abroad.update(abroad)

    @property
    def topics(self) -> list[Topic]:
        """What there are claims about, in order."""
        return sorted(self._slots)

    def slots(self, topic: Topic) -> Iterable[Slot]:
        """The slots of a topic, in no order."""
        return self._slots.get(topic, {}).keys()

    def draw(self, slots: Iterable[Slot]) -> Drawn:
        """What the claims of these slots add up to, in a fixed order."""
        estimates: list[Estimate] = []
        aside: list[SetAside] = []
        links = Links(self._windows, self._linked, self._others, self._around, self._step)
        for slot in slots:
            subjects = self._subjects(slot)
            clusters = self._together(slot, subjects)
            if clusters:
                estimates += estimates_of(list(clusters.values()), links)
            for subject in subjects if len(clusters) < len(subjects) else ():
                found = self._cluster(subject, slot.span)
                aside += () if isinstance(found, Cluster) else found
        return Drawn(sorted(estimates, key=_order), sorted(aside, key=lambda one: one.claim))

    def about(self, topic: Topic, wanted: Callable[[Slot], bool] = lambda _: True) -> Drawn:
        """What the claims about a topic add up to, or those of its slots that are ``wanted``."""
        return self.draw(sorted((slot for slot in self.slots(topic) if wanted(slot)), key=lambda slot: (slot.span.last, slot)))

    @property
    def estimates(self) -> list[Estimate]:
        """All estimates, in a fixed order."""
        return [one for topic in self.topics for one in self.about(topic).estimates]

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Claims that could be part of no estimate."""
        return tuple(sorted((one for topic in self.topics for one in self.about(topic).aside), key=lambda one: one.claim))

    def _changed(self, subjects: Mapping[Subject, Clusters]) -> set[Slot]:
        """Take note of subjects that are no longer as they were."""
        first = not self._slots
        touched: dict[Key, tuple[Observation, ...]] = {}
        for subject, before in subjects.items():
            now = self.book.clusters(subject)
            for span in before.keys() | now.keys():
                was, has = before.get(span, ()), now.get(span, ())
                if was != has:
                    self._file(subject, span, bool(was), bool(has))
                    if not first:
                        touched[subject, span] = was + has
                        touched |= {(subject, one): now[one] for one in later(span) if one in now and (subject, one) not in touched}
        if first:
            return {slot for slots in self._slots.values() for slot in slots}
        for key in touched:
            self._settled.pop(key, None)
            self._heard.pop(_slot(key), None)
        return {slot for key, claims in touched.items() for slot in self._touched(key, claims)}

    def _file(self, subject: Subject, span: Span, was: bool, now: bool) -> None:
        """Note that there are claims about a subject at a time, or that there are none any more."""
        slot, times = _slot((subject, span)), self._in_order.get(subject)
        slots = self._slots.setdefault(slot.topic, {})
        if now and not was:
            slots[slot] = (*slots.get(slot, ()), subject)
            if times is not None:
                insort(times, span)
        elif was and not now:
            if times is not None:
                times.remove(span)
            left = tuple(one for one in slots[slot] if one != subject)
            if left:
                slots[slot] = left
            else:
                del slots[slot]

    def _cluster(self, subject: Subject, span: Span) -> Cluster | tuple[SetAside, ...]:
        """What the claims about a subject at a time settle on by themselves; only claims set aside where none of them is a count."""
        key = subject, span
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= self._remembered:
                self._settled.clear()
            there = self.book.clusters(subject)
            claims, reprints = without_reprints(subject, span, there.get(span, ()), there)
            found = _settle(subject, span, claims, self.records)
            if reprints:
                found = found.with_aside(reprints) if isinstance(found, Cluster) else found + reprints
            self._settled[key] = found
        return found

    def _subjects(self, slot: Slot) -> tuple[Subject, ...]:
        return self._slots.get(slot.topic, {}).get(slot, ())

    def _together(self, slot: Slot, subjects: tuple[Subject, ...]) -> dict[Subject, Cluster]:
        """What the claims of a slot, which are about these subjects, settle on when parts and wholes have corrected each other."""
        if len(subjects) < 3:  # no whole with several parts
            return {one.subject: one for one in self._counts(slot.span, subjects)}
        found = self._heard.get(slot)
        if found is None:
            if len(self._heard) >= self._remembered:
                self._heard.clear()
            found = self._heard[slot] = {one.subject: one for one in reconciled(self._counts(slot.span, subjects), self.records)}
        return found

    def _nests(self) -> Iterator[Nest]:
        """Wholes and their parts, wherever claims speak of both."""
        for slots in self._slots.values():
            for slot, subjects in slots.items():
                if len(subjects) > 2 and slot.span.closed:
                    yield from nests(
                        [Cluster(one, _areas(self.book.clusters(one)[slot.span]), slot.span, UNSETTLED, 0) for one in subjects]
                    )

    def _counts(self, span: Span, subjects: Iterable[Subject]) -> list[Cluster]:
        """What the claims about these subjects at a time settle on by themselves, where any is a count."""
        return [one for one in [self._cluster(subject, span) for subject in subjects] if isinstance(one, Cluster)]

    def _touched(self, key: Key, claims: Iterable[Observation]) -> Iterator[Slot]:
        """The slots whose estimates look at a cluster, which has or had these claims."""
        subject, span = key
        yield _slot(key)
        reach = REACH if DAYS in self.records else 0
        if subject.measure == "flow" and span.first and span.dated:
            for one in self.book.clusters(subject):
                if one.first and one.first <= span.last + reach and span.first - reach <= one.last:
                    yield _slot((subject, one))
        if reach and span.days == 1:  # it may correct its wholes and parts, and these what is drawn towards them
            there = self._slots[_slot(key).topic]
            around = (_slot((subject, Span(day, day))) for day in range(span.first - reach, span.first + reach + 1))
            yield from (slot for slot in around if slot in there)
        if subject.group in PRESENCE and subject.measure == "stock":
            yield from (_slot(key)._replace(group=group) for group in PRESENCE)
        for claim in claims:
            for mate in self.book.mates(claim):
                yield _slot((mate.subject, self.book.span(mate)))

    def _step(self, cluster: Cluster) -> float:
        """How much a daily count moves from one day to the next in such a place."""
        return (self.records.get(key_of(DAYS, cluster.areas[0].kind)) or self.records[DAYS]).spread

    def _around(self, cluster: Cluster) -> list[Cluster]:
        """The same count on the days around."""
        subject, span = cluster.subject, cluster.span
        if subject.measure != "flow" or span.days != 1 or not span.dated or DAYS not in self.records:
            return []
        if len(self.book.clusters(subject)) < 2:
            return []
        near = self._beginning(subject, span.first - REACH, span.first + REACH)
        slots = [_slot((subject, one)) for one in near if one.first == one.last and one.dated and one != span]
        around = (self._together(slot, self._subjects(slot)).get(subject) for slot in slots)
        return [one for one in around if one]

    def _windows(self, cluster: Cluster) -> list[Cluster]:
        """Shorter periods of the same subject inside this one, none of which overlap."""
        subject, span = cluster.subject, cluster.span
        if subject.measure == "stock" or span.days < 2 or not span.dated or len(self.book.clusters(subject)) < 2:
            return []
        inside = [one for one in self._beginning(subject, span.first, span.last) if one.last <= span.last and one.dated and one != span]
        chosen: list[Cluster] = []
        for shorter in sorted(inside, key=lambda one: (one.last, -one.first)):
            if not chosen or shorter.first > chosen[-1].span.last:
                chosen += self._counts(shorter, (subject,))
        return chosen

    def _beginning(self, subject: Subject, first: int, last: int) -> list[Span]:
        """The times of a subject that begin between two days, in no order."""
        there, times = self.book.clusters(subject), self._in_order.get(subject)
        if len(there) < _MANY:
            return [one for one in there if first <= one.first <= last]
        if times is None:
            if len(self._in_order) >= self._remembered:
                self._in_order.clear()
            times = self._in_order[subject] = sorted(there)
        return times[bisect_left(times, (first,)) : bisect_left(times, (last + 1,))]

    def _linked(self, cluster: Cluster) -> list[tuple[Observation, Observation, Cluster | None]]:
        """Figures that a report links with those of this cluster: (of this cluster, the other, the other's cluster)."""
        found: list[tuple[Observation, Observation, Cluster | None]] = []
        if not self.book.has_links:
            return found
        for one in self.book.clusters(cluster.subject)[cluster.span]:
            found += [(one, mate, self._mate(mate)) for mate in self.book.mates(one)]
        return sorted(found, key=lambda pair: (pair[0].report, pair[0].number, pair[1].number))

    def _alone(self, one: Observation) -> Cluster | None:
        """What a claim settles on with those about the same, if that is a count."""
        found = self._cluster(one.subject, self.book.span(one))
        return found if isinstance(found, Cluster) else None

    def _mate(self, one: Observation) -> Cluster | None:
        """The same of a claim that is here or abroad."""
        return self._abroad[one.claim] if one.claim in self._abroad else self._alone(one)

    def _others(self, cluster: Cluster) -> list[Cluster]:
        """Stocks of another definition at the same time."""
        if cluster.subject.group not in PRESENCE or cluster.subject.measure != "stock":
            return []
        slot = _slot((cluster.subject, cluster.span))
        others = (slot._replace(group=group) for group in PRESENCE if group != slot.group)
        return [one for other in others for one in self._counts(other.span, self._subjects(other))]


def learn(observations: Iterable[Observation], rulings: Rulings | None = None) -> dict[str, Record]:
    """The sources' track records by what their claims settled on."""
    picture = Picture(observations, rulings=rulings)
    picture.learn()
    return dict(picture.records)


def _settle(subject: Subject, span: Span, claims: Sequence[Observation], records: Records) -> Cluster | tuple[SetAside, ...]:
    found = settle(claims, records)
    if not isinstance(found, Settled):
        return found
    begins = min([span.first, *[one.begins for one in claims if one.begins]]) if span.first else 0
    return Cluster(subject, _areas(claims), span, found, begins)


def _areas(claims: Sequence[Observation]) -> tuple[Area, ...]:
    """The areas of claims about one thing; of several forms of their names always the same."""
    return claims[0].areas if len(claims) == 1 else min((one.areas for one in claims), key=repr)


def _slot(key: Key) -> Slot:
    subject, span = key
    return Slot(subject.group, subject.measure, subject.unit, subject.origin, span)


def _order(one: Estimate) -> tuple[object, ...]:
    period = one.period
    return (
        one.act, one.origin or "", [area.id for area in one.places], one.population, one.measure, one.unit,
        period.last or date.min, period.first or date.min, one.id,
    )  # fmt: skip
