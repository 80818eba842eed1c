"""A picture in two halves, made side by side: what never meets is told apart, what does is exchanged.

Estimates of one topic look at each other, and so do stocks and arrivals of people from one country: these stay together. Returns that enter
the balance of stocks, figures that a report links, and what there is to learn from are exchanged. Two halves then give the same
estimates, to the last byte, as one picture of all claims."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copyreg import dispatch_table
from functools import lru_cache
from io import BytesIO
from operator import attrgetter
from sys import intern
from typing import Any

from onrecord.picture.counted import PRESENCE, counted
from onrecord.picture.observe import Observation, Span
from onrecord.picture.picture import Topic
from onrecord.types import Area, Check, Estimate, Period, SetAside, Used

_ONE_ACCOUNT = frozenset((*PRESENCE, "crossing", "onward"))  # stocks, and what a balance adds to them and takes off


def topic_of(one: Observation) -> Topic:
    """The topic of a claim."""
    return Topic(one.subject.group, one.subject.origin)


def owners(claims: Mapping[Topic, int], tied: Iterable[Iterable[Topic]] = ()) -> dict[Topic, int]:
    """Which half, 0 or 1, has which topic, so that both have about as many claims. ``tied``: topics that must stay together."""
    root: dict[Topic, Topic] = {}

    def find(topic: Topic) -> Topic:
        while root.get(topic, topic) != topic:
            topic = root[topic]
        return topic

    accounts: dict[str, list[Topic]] = {}
    for topic in sorted(claims):
        if topic.group in _ONE_ACCOUNT:
            accounts.setdefault(topic.origin, []).append(topic)
    for together in (*accounts.values(), *tied):
        first, *others = map(find, together)
        root |= {other: first for other in map(find, others) if other != first}
    size: Counter[Topic] = Counter()
    for topic, many in claims.items():
        size[find(topic)] += many
    half, load = dict[Topic, int](), [0, 0]
    # The large ones first; those of about one size in order, so that the halves take turns when all is put in order again.
    for topic in sorted(size, key=lambda topic: (-size[topic].bit_length(), topic)):
        half[topic] = 0 if load[0] <= load[1] else 1
        load[half[topic]] += size[topic]
    return {topic: half[find(topic)] for topic in claims}


def _built(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    fields = attrgetter(*kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return lambda one: (kind, fields(one))


class _Pickler(pickle.Pickler):
    """Values by the fields that they are built from: several times quicker than what dataclasses do by themselves."""

    dispatch_table = dispatch_table | {kind: _built(kind) for kind in (Area, Check, Estimate, Period, SetAside, Used)}


def packed(value: object) -> bytes:
    """Anything that a picture is made of, as bytes for the other half (:func:`pickle.loads` reads them)."""
    out = BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def plain(claims: Iterable[Observation]) -> list[tuple[Any, ...]]:
    """Claims as plain values, for :func:`claims_of`."""
    return [(*one[:3], tuple(one.subject), one.areas, tuple(one.span), *one[6:]) for one in claims]


def claims_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Observation]:
    """The claims again; parts of them that are equal are one object, as in claims that were read here."""
    for claim, report, number, about, areas, days, *rest in rows:
        subject, areas = counted(*about[:5], _same(areas))
        same: list[Any] = [intern(value) if value.__class__ is str else value for value in rest]
        yield Observation(claim, intern(report), number, subject, areas, _span(*days), *same)


@lru_cache(maxsize=50_000)
def _same(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """The first that came of areas like these."""
    return areas


_span = lru_cache(maxsize=50_000)(Span)
