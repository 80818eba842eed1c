"""Track records of sources, learned from what their claims settled on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import Any, NamedTuple, TypeVar

from onrecord.picture.book import Book
from onrecord.picture.counted import Subject
from onrecord.picture.days import Day, learn_steps
from onrecord.picture.nests import Nest, corrected, shares
from onrecord.picture.observe import Observation, Span
from onrecord.picture.records import DAYS, ENOUGH, KIND_BIAS, Miss, Record, Records, key_of, score
from onrecord.picture.settle import COMMON, SHARED, Level, Settled, agreed, misses, settle
from onrecord.picture.slots import estimate_id
from onrecord.picture.witness import Witnesses, witnesses

_ROUNDS = 12  # estimates, records, estimates …: records change what is settled
_MOST = 10_000  # settled counts to learn from
_MOST_DAYS = 400  # of one series
_MOST_NESTS = 5_000
_SURE = 2 * ENOUGH  # times that parts were seen beside their whole, from which on their sources share one level
_PARTIAL = ("government", "armed_group")  # kinds whose sources in one country err together
_TAIL = 4.0  # degrees of freedom of the heavy tails
Key = tuple[Subject, Span]
Series = tuple[str, str, tuple[tuple[Span, Sequence[Observation]], ...]]  # a count day by day: its id, the kind of place, claims
Several = TypeVar("Several", bound=tuple[Any, ...])


class Lessons(NamedTuple):
    """What there is to learn from, in a fixed order: the claims of a book, or of several that share no subject."""

    rivals: tuple[tuple[str, Key], ...]  # several claims about one thing, by the id of their estimate
    nests: tuple[tuple[bytes, tuple[Nest, ...]], ...]  # the same whole and parts on several days, by a digest
    heard: Mapping[Key, Witnesses]  # of all these
    series: tuple[Series, ...]

    def with_those(self, other: Lessons) -> Lessons:
        """The same as from one book with the claims of both."""
        return Lessons(
            tuple(sorted((*self.rivals, *other.rivals))[:_MOST]),
            _enough(sorted((*self.nests, *other.nests)), _MOST_NESTS),
            {**self.heard, **other.heard},
            _enough(sorted((*self.series, *other.series)), _MOST),
        )


def lessons(book: Book, nests: Iterable[Nest]) -> Lessons:
    """What there is to learn from in a book and its nests."""
    rivals, chosen = _rivals(book), _some(nests)
    keys = dict.fromkeys([*(key for _, key in rivals), *(key for _, found in chosen for nest in found for key in _keys(nest))])
    return Lessons(rivals, chosen, {key: witnesses(book.clusters(key[0])[key[1]]) for key in keys}, _series(book))


def learned(found: Lessons) -> dict[str, Record]:
    """The sources' track records by what their claims settle on; what share of their wholes parts come to; and how much counts move from
    day to day."""
    chosen = [nest for _, nests in found.nests for nest in nests]
    keys = dict.fromkeys([*(key for _, key in found.rivals), *(key for nest in chosen for key in _keys(nest))])
    heard = {key: found.heard[key] for key in keys}
    records: dict[str, Record] = {}
    for _ in range(_ROUNDS):
        settled = {key: one for key, told in heard.items() if isinstance(one := agreed(told, records), Settled)}
        usual = _shares(chosen, settled) if records else {}
        centres = _corrected(chosen, settled, usual)
        missed = [miss for key, made in settled.items() for miss in misses(made, centres.get(key))]
        together = [_heard(made) for made in settled.values()] + [
            _heard_in(nest, settled) for nest in chosen if nest.key in usual and usual[nest.key].counts >= _SURE
        ]
        records = _anchored(score(missed, records), missed, together) | usual
    records = {name: record for name, record in records.items() if record.counts >= ENOUGH}
    steps = learn_steps(_daily(found.series, records)) if records else {}
    return records | {key_of(DAYS, name): step for name, step in steps.items()}


def _some(nests: Iterable[Nest]) -> tuple[tuple[bytes, tuple[Nest, ...]], ...]:
    """Nests that come up often enough to learn from, and of too many some."""
    by_key: dict[str, list[Nest]] = {}
    for nest in nests:
        by_key.setdefault(nest.key, []).append(nest)
    often = sorted((blake2b(key.encode(), digest_size=8).digest(), found) for key, found in by_key.items() if len(found) >= ENOUGH)
    return _enough(((digest, tuple(sorted(found, key=_day)[:_MOST_DAYS])) for digest, found in often), _MOST_NESTS)


def _day(nest: Nest) -> Span:
    return nest.whole.span


def _enough(found: Iterable[Several], most: int) -> tuple[Several, ...]:
    """The first of these, until their last fields hold so many things together."""
    chosen: list[Several] = []
    for one in found:
        if most <= 0:
            break
        chosen.append(one)
        most -= len(one[-1])
    return tuple(chosen)


def _keys(nest: Nest) -> list[tuple[Subject, Span]]:
    return [(one.subject, one.span) for one in (nest.whole, *nest.parts)]


def _shares(chosen: Iterable[Nest], settled: Mapping[Key, Settled]) -> dict[str, Record]:
    return shares((nest, _levels(nest, settled)) for nest in chosen if all(key in settled for key in _keys(nest)))


def _levels(nest: Nest, settled: Mapping[Key, Settled]) -> dict[Subject, Level]:
    return {key[0]: settled[key].level for key in _keys(nest)}


def _corrected(chosen: Iterable[Nest], settled: Mapping[Key, Settled], found: Mapping[str, Record]) -> dict[Key, Level]:
    """What settled counts become when wholes and parts have corrected each other."""
    centres: dict[Key, Level] = {}
    for nest in chosen:
        share = found.get(nest.key)
        if share and all(key in settled for key in _keys(nest)):
            for subject, one in corrected(nest, _levels(nest, settled), share).items():
                centres[subject, nest.whole.span] = one
    return centres


def _heard(settled: Settled) -> set[str]:
    return {vote.claim.source for vote in settled.votes if vote.claim.source}


def _heard_in(nest: Nest, settled: Mapping[Key, Settled]) -> set[str]:
    return {source for key in _keys(nest) if key in settled for source in _heard(settled[key])}


def _anchored(records: Mapping[str, Record], missed: Iterable[Miss], together: Iterable[set[str]]) -> dict[str, Record]:
    """The same records on their most likely level. Sources that are compared only with each other could all say too much by the same
    factor, and no comparison would show it: it is the factor that their kinds make most likely. Authorities of one country, who have the
    same to gain, count as one."""
    missed = list(missed)
    root = {miss.source: miss.source for miss in missed}

    def find(source: str) -> str:
        while root[source] != source:
            root[source] = source = root[root[source]]
        return source

    for group in together:
        known = sorted(find(source) for source in group if source in root)
        for other in known[1:]:
            root[find(other)] = find(known[0])
    camps: dict[tuple[str, str, str], set[str]] = {}
    for miss in missed:
        camp = miss.place if miss.kind in _PARTIAL else miss.source
        camps.setdefault((find(miss.source), miss.kind, camp), set()).add(miss.source)
    biases: dict[str, list[tuple[float, float]]] = {}
    for (island, kind, _), sources in sorted(camps.items()):
        usual = sum(records[source].bias for source in sorted(sources)) / len(sources)
        biases.setdefault(island, []).append((usual, KIND_BIAS.get(kind, 0.3)))
    level = {island: likeliest(found) for island, found in biases.items()}
    anchored = {key: one._replace(bias=round(one.bias - level[find(one.source)][0], 6)) for key, one in records.items()}
    return anchored | {
        key_of(SHARED, one.source): Record(SHARED, 0.0, round(max(level[find(one.source)][1], COMMON), 6), one.counts)
        for one in records.values()
    }


def likeliest(biases: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of numbers with their spreads, by Student's distribution (one that is far off counts little), and how sure it is."""
    centre, weights = 0.0, [1.0]
    for _ in range(30):
        weights = [(_TAIL + 1) / (_TAIL + ((bias - centre) / spread) ** 2) / spread**2 for bias, spread in biases]
        centre = sum(weight * bias for weight, (bias, _) in zip(weights, biases, strict=True)) / sum(weights)
    return centre, math.sqrt((_TAIL + 1) / _TAIL / sum(weights))


def _rivals(book: Book) -> tuple[tuple[str, Key], ...]:
    """Claims about one thing at one time, wherever there are several. Of too many any fixed choice will do, as long as it does not depend
    on the order of arrival."""
    found = ((subject, span) for subject in book.often() for span, claims in book.clusters(subject).items() if len(claims) > 1)
    return tuple(nsmallest(_MOST, ((estimate_id(*key), key) for key in found)))


def _series(book: Book) -> tuple[Series, ...]:
    """Each count that claims follow day by day."""

    def series() -> Iterator[Series]:
        for ident, subject in sorted((estimate_id(one, Span(0, 0)), one) for one in book.often() if one.measure == "flow"):
            days = sorted((span, claims) for span, claims in book.clusters(subject).items() if span.days == 1 and span.dated)
            if days:
                yield ident, days[0][1][0].areas[0].kind, tuple(days[:_MOST_DAYS])

    return _enough(series(), _MOST)


def _daily(series: Iterable[Series], records: Records) -> dict[str, list[list[Day]]]:
    """The levels of each series, by kind of place."""
    found: dict[str, list[list[Day]]] = {}
    for _, kind, days in series:
        settled = [(span, settle(claims, records)) for span, claims in days]
        levels = [Day(span.last, math.log(max(one.best, 0.5)), one.spread) for span, one in settled if isinstance(one, Settled)]
        found.setdefault(kind, []).append(levels)
    return found
