"""The claims of a picture in their places: by subject, by time, by report. Adding claims says which subjects changed."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.picture.counted import Subject
from onrecord.picture.observe import Observation, Span
from onrecord.picture.relations import same_time

Clusters = Mapping[Span, tuple[Observation, ...]]
APART = " (ruled apart)"
LONG = 10  # days from which periods that nearly agree are one
_REMEMBERED = 20_000  # subjects of which several long periods are kept as one
_NOTHING: Clusters = {}


class Rulings(NamedTuple):
    """What people ruled about pairs of claims. Other rulings are in the claims already: rejected, accepted, corrected."""

    same: Mapping[str, str] = {}  # claim -> the smallest id among the claims that are the same
    different: frozenset[frozenset[str]] = frozenset()


def rulings_of(links: Iterable[tuple[str, str, str]]) -> Rulings:
    """From pairs of claims with ``same`` or ``different``."""
    root: dict[str, str] = {}
    apart = set()

    def find(claim: str) -> str:
        while root.get(claim, claim) != claim:
            claim = root[claim]
        return claim

    for one, other, ruling in links:
        if ruling == "same":
            first, second = sorted((find(one), find(other)))
            root[second] = first
            root.setdefault(first, first)
        else:
            apart.add(frozenset((one, other)))
    return Rulings({claim: find(claim) for claim in root}, frozenset(apart))


class Book:
    """Observations filed so that what touches is found at once. Everything is a function of the set of observations, not of its order."""

    def __init__(self, rulings: Rulings) -> None:
        self.rulings = rulings
        self._ruled = set(rulings.same) | {claim for pair in rulings.different for claim in pair}
        self._there: dict[str, Observation] = {}  # claims with rulings, as they came
        self._filed: dict[str, Observation] = {}
        self._subjects: dict[Subject, dict[Span, tuple[Observation, ...]]] = {}
        self._long: dict[Subject, list[Span]] = {}  # the long periods of a subject, in order
        self._joined: dict[Subject, Clusters] = {}  # where several of these are one
        self._reports: dict[str, list[Observation]] = {}
        self._totals: dict[str, set[int]] = {}  # by report: the figures that others are part of
        self._guests: dict[str, dict[str, Observation]] = {}  # by report: claims of another book that are linked with some of this one

    def add(self, observations: Iterable[Observation], gone: Iterable[str] = ()) -> dict[Subject, Clusters]:
        """File observations, each in the place of what is here of its claim; take out the claims that are ``gone``. The subjects that this
        changes, with their clusters before."""
        before: dict[Subject, Clusters] = {}
        ruled = False
        for claim in gone:
            ruled |= self._there.pop(claim, None) is not None
            if claim in self._filed:
                self._take_out(self._filed[claim], before)
        for one in observations:
            if one.claim in self._ruled:
                self._there[one.claim] = one
                ruled = True
            else:
                self._file(one, before)
        if ruled:
            self._refile(before)
        return before

    def rule(self, rulings: Rulings) -> dict[Subject, Clusters]:
        """Follow other rulings about pairs of claims. The subjects that this changes, with their clusters before."""
        ruled = set(rulings.same) | {claim for pair in rulings.different for claim in pair}
        again = [self._there.get(claim) or self._filed[claim] for claim in self._ruled | ruled if claim in self._filed]
        self.rulings, self._ruled, self._there = rulings, ruled, {}
        return self.add(again)

    def __len__(self) -> int:
        return len(self._filed)

    @property
    def subjects(self) -> Iterable[Subject]:
        """All subjects, in no order."""
        return self._subjects.keys()

    def often(self) -> Iterable[Subject]:
        """The subjects of more than one claim, in no order."""
        return (subject for subject, there in self._subjects.items() if len(there) > 1 or len(next(iter(there.values()))) > 1)

    def filed(self, claim: str) -> Observation | None:
        """A claim as it is filed here."""
        return self._filed.get(claim)

    def of_report(self, report: str) -> list[Observation]:
        """The claims of a report."""
        return list(self._reports.get(report, ()))

    def clusters(self, subject: Subject) -> Clusters:
        """The claims about a subject by time; long periods that nearly agree are one."""
        there, long = self._subjects.get(subject, _NOTHING), self._long.get(subject, ())
        if len(long) < 2:
            return there
        found = self._joined.get(subject)
        if found is None:
            if len(self._joined) >= _REMEMBERED:
                self._joined.clear()
            found = self._joined[subject] = _joined(there, long)
        return found

    def span(self, one: Observation) -> Span:
        """The time under which an observation is filed."""
        if one.span.days < LONG:
            return one.span
        return next(span for span, claims in self.clusters(one.subject).items() if one in claims)

    @property
    def has_links(self) -> bool:
        """Whether any figure is part of another of its report."""
        return bool(self._totals)

    def mates(self, one: Observation) -> list[Observation]:
        """The figures of the same report that it is linked with as part and whole."""
        total = one.number in self._totals.get(one.report, ())
        if not total and one.part_of is None:
            return []
        report = [*self._reports[one.report], *self._guests.get(one.report, {}).values()]
        return [
            mate for mate in report if (total and mate.part_of == one.number) or (one.part_of is not None and mate.number == one.part_of)
        ]

    @property
    def parts(self) -> list[Observation]:
        """The claims that their reports make part of another figure."""
        return [one for report in self._totals for one in self._reports.get(report, ()) if one.part_of is not None]

    def wholes(self, parts: Iterable[Observation]) -> list[tuple[Observation, Observation]]:
        """Of claims of another book: those that are part of a claim here and count in the same way, each with that claim."""
        found = ((part, whole) for part in parts for whole in self._reports.get(part.report, ()) if whole.number == part.part_of)
        return [(part, whole) for part, whole in found if part.subject[1:3] == whole.subject[1:3]]

    def welcome(self, guests: Iterable[Observation]) -> None:
        """Take note of claims of another book that are part or whole of claims here. They are filed and counted there."""
        for one in guests:
            self._guests.setdefault(one.report, {})[one.claim] = one
            if one.part_of is not None:
                self._totals.setdefault(one.report, set()).add(one.part_of)

    def _file(self, one: Observation, before: dict[Subject, Clusters]) -> None:
        old = self._filed.get(one.claim)
        if old is not None:
            self._take_out(old, before)
        self._touch(one.subject, before)
        self._filed[one.claim] = one
        there = self._subjects.setdefault(one.subject, {})
        if one.span in there:
            there[one.span] += (one,)
        else:
            there[one.span] = (one,)
            if one.span.days >= LONG:
                insort(self._long.setdefault(one.subject, []), one.span)
        self._reports.setdefault(one.report, []).append(one)
        if one.part_of is not None:
            self._totals.setdefault(one.report, set()).add(one.part_of)

    def _take_out(self, one: Observation, before: dict[Subject, Clusters]) -> None:
        self._touch(one.subject, before)
        del self._filed[one.claim]
        self._reports[one.report] = [other for other in self._reports[one.report] if other.claim != one.claim]
        there = self._subjects[one.subject]
        there[one.span] = tuple(other for other in there[one.span] if other.claim != one.claim)
        if not there[one.span]:
            del there[one.span]
            if one.span.days >= LONG:
                self._long[one.subject].remove(one.span)
        if not there:
            del self._subjects[one.subject]

    def _touch(self, subject: Subject, before: dict[Subject, Clusters]) -> None:
        """Note how a subject was before it changes."""
        if subject not in before:
            before[subject] = dict(self.clusters(subject)) if subject in self._subjects else _NOTHING
        self._joined.pop(subject, None)

    def _refile(self, before: dict[Subject, Clusters]) -> None:
        """File the claims that people ruled on: the same to one place, the different ones apart."""
        groups: dict[str, list[Observation]] = {}
        for one in self._there.values():
            groups.setdefault(self.rulings.same.get(one.claim, one.claim), []).append(one)
        for root, group in sorted(groups.items()):
            target = min(((one.subject, one.span, one.areas) for one in group), key=repr)
            for one in group:
                subject = target[0]
                if any(self._later(one, pair) for pair in self.rulings.different):
                    subject = subject._replace(population=subject.population + APART)
                filed = one._replace(subject=subject, span=target[1], areas=target[2], ruled=root if len(group) > 1 else "")
                self._file(filed, before)

    def _later(self, one: Observation, pair: frozenset[str]) -> bool:
        """Whether this is the one of two different claims that makes way: the later said."""
        others = [self._there[claim] for claim in pair if claim != one.claim and claim in self._there]
        return one.claim in pair and any(
            (other.said, other.claim) < (one.said, one.claim) and other.subject == one.subject for other in others
        )


def _joined(there: Clusters, long: Sequence[Span]) -> Clusters:
    """The same claims by time, where long periods that nearly agree are one."""
    found, targets = dict(there), list[Span]()
    for span in long:
        near = next((other for other in reversed(targets[-8:]) if same_time(span, other)), span)
        targets.append(near)
        if span != near:
            found[near] += found.pop(span)
    return found
