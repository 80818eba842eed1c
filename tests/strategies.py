"""Readings made up by Hypothesis: any text, any figure that the types allow."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from onrecord.types import (
    ACTS,
    CAUSES,
    Figure,
    Measure,
    Modality,
    Period,
    Place,
    PlaceRef,
    Precision,
    Problem,
    Qualifier,
    Reading,
    Report,
    Source,
    SourceKind,
    Unit,
)

words = st.text(min_size=1, max_size=12)
texts = st.text(min_size=1, max_size=80)
countries = st.sampled_from(["SYR", "TUR", "TCD"])
shares = st.floats(0, 1, allow_nan=False).map(lambda value: round(value, 3))
counts = st.integers(0, 10**12)


@st.composite
def place_refs(draw: st.DrawFn) -> PlaceRef:
    country = draw(st.none() | countries)
    place = None
    if draw(st.booleans()):
        place = Place(
            id=draw(words),
            name=draw(words),
            country=country,
            kind=draw(st.sampled_from(["country", "region", "admin1", "admin2", "settlement", "camp", "water"])),
            admin1=draw(st.none() | words),
            admin1_code=draw(st.none() | words),
            latitude=draw(st.none() | st.floats(-90, 90)),
            longitude=draw(st.none() | st.floats(-180, 180)),
            population=draw(counts),
        )
    return PlaceRef(draw(words), draw(st.sampled_from(["from", "to"])), place, country, draw(shares))


@st.composite
def figures(draw: st.DrawFn, text: str, number: int = 0) -> Figure:
    start = draw(st.integers(0, len(text) - 1))
    low, value, high = sorted(draw(st.tuples(counts, counts, counts)))

    def one(kind: Any) -> Any:
        return draw(st.sampled_from(get_args(kind)))

    period: dict[str, Any] = {"first": draw(st.none() | st.dates()), "last": draw(st.none() | st.dates()), "precision": one(Precision)}
    return Figure(
        id=number,
        start=start,
        end=draw(st.integers(start + 1, len(text))),
        value=value,
        low=draw(st.sampled_from([None, low])),
        high=draw(st.sampled_from([None, high])),
        qualifier=one(Qualifier),
        unit=one(Unit),
        act=draw(st.sampled_from(ACTS)),
        measure=one(Measure),
        who=draw(st.none() | words),
        origins=tuple(draw(st.lists(words, max_size=2))),
        destinations=tuple(draw(st.lists(words, max_size=2))),
        country=draw(st.none() | countries),
        period=Period(**period),
        source=draw(st.none() | st.builds(Source, words, st.sampled_from(get_args(SourceKind)))),
        cause=draw(st.none() | st.sampled_from(CAUSES)),
        modality=one(Modality),
        same_as=draw(st.none() | st.integers(0, 5)),
        part_of=draw(st.none() | st.integers(0, 5)),
        confidence=draw(shares),
        places=tuple(draw(st.lists(place_refs(), max_size=2))),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(texts)
    maybe = st.none() | words
    report = Report(
        id=draw(words),
        text=text,
        title=draw(maybe),
        url=draw(maybe),
        publisher=draw(maybe),
        published=draw(st.none() | st.dates()),
        language=draw(st.sampled_from([None, "en", "fr"])),
        path=draw(maybe),
    )
    found = tuple(draw(figures(text, number)) for number in range(draw(st.integers(0, 3))))
    return Reading(report, found, tuple(draw(st.lists(st.builds(Problem, words, words, words, words), max_size=2))))
