"""The claims of a picture in their places: by subject, by time, by report. Adding claims says which clusters changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from onrecord.picture.counted import Subject
from onrecord.picture.observe import Observation, Span
from onrecord.picture.relations import same_time

Key = tuple[Subject, Span]
APART = " (ruled apart)"


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
        self.by_subject: dict[Subject, dict[str, Observation]] = {}
        self.by_report: dict[str, dict[str, Observation]] = {}
        self.home: dict[str, Key] = {}  # of claims with rulings only
        self.ruled = set(rulings.same) | {claim for pair in rulings.different for claim in pair}
        self._clusters: dict[Subject, dict[Span, list[Observation]]] = {}
        self._there: dict[str, Observation] = {}  # claims with rulings

    def add(self, observations: Iterable[Observation]) -> set[Subject]:
        """File observations; the subjects that this changes."""
        changed: set[Subject] = set()
        moved = False
        for one in observations:
            if one.claim in self.ruled:
                self._there[one.claim] = one
                moved = True
            else:
                self._file(one, changed)
            self.by_report.setdefault(one.report, {})[one.claim] = one
        if moved:
            self._refile(changed)
        return changed

    def clusters(self, subject: Subject) -> dict[Span, list[Observation]]:
        """The claims about a subject by time; long periods that nearly agree are one."""
        found = self._clusters.get(subject)
        if found is None:
            found = self._clusters[subject] = self._clustered(subject)
        return found

    def _clustered(self, subject: Subject) -> dict[Span, list[Observation]]:
        by_span: dict[Span, list[Observation]] = {}
        for one in self.by_subject.get(subject, {}).values():
            by_span.setdefault(one.span, []).append(one)
        long = sorted(span for span in by_span if span.days >= 10)
        merged: dict[Span, Span] = {}
        for span in long:
            near = next((other for other in reversed(list(merged.values())[-8:]) if same_time(span, other)), None)
            merged[span] = near or span
        for span, target in merged.items():
            if span != target:
                by_span[target] += by_span.pop(span)
        return by_span

    def _file(self, one: Observation, changed: set[Subject]) -> None:
        self.by_subject.setdefault(one.subject, {})[one.claim] = one
        changed.add(one.subject)
        self._clusters.pop(one.subject, None)

    def _refile(self, changed: set[Subject]) -> None:
        """File the claims that people ruled on: the same to one place, the different ones apart."""
        for claim, (subject, _) in self.home.items():
            self.by_subject[subject].pop(claim, None)
            changed.add(subject)
            self._clusters.pop(subject, None)
        self.home.clear()
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
                self._file(filed, changed)
                self.home[one.claim] = (subject, target[1])
                self.by_report[one.report][one.claim] = filed

    def _later(self, one: Observation, pair: frozenset[str]) -> bool:
        """Whether this is the one of two different claims that makes way: the later said."""
        others = [self._there[claim] for claim in pair if claim != one.claim and claim in self._there]
        return one.claim in pair and any(
            (other.said, other.claim) < (one.said, one.claim) and other.subject == one.subject for other in others
        )
