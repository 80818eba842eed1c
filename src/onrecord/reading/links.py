"""Which figure repeats an earlier one, and which is a part of a total (GUIDE case 8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.reading.acts import Slot
from onrecord.types import Figure, Period, Place

# "including five children", "16,000 of whom": the part follows the whole.
_PARTS = re.compile(
    r"\b(?:including|includes?|included|among (?:them|those|whom)|of (?:them|whom|which|these|those)|comprising|consisting of"
    r"|composed of|made up of|out of)\b[^.;]*$",
    re.I,
)
# "... bringing the total to 408,000": the whole follows the part.
_INTO_TOTAL = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|swell(?:s|ing)?|swelled|rais(?:es|ing|ed)|tak(?:es|ing)|push(?:es|ing|ed)|mak(?:es|ing))\b"
    r"[^.;]*\b(?:total|toll|number|tally|count|figure|overall|dead|death)\b",
    re.I,
)
_OUT_OF = re.compile(r"^[^.;]{0,40}\b(?:out of|of)\b (?:an? |the |some |about |around |estimated |total )*$", re.I)
_OF_THE = re.compile(
    r"(?:^|[.;,\n\"“]\s*)of (?:the|these|those|an?|its|their)\b(?: (?:more than|about|around|some|nearly|almost|over|estimated|total|total of))*\s*$",
    re.I,
)
_FRESH = re.compile(r"\b(?:another|a further|additional|others?|more)\s*(?:\w+\s+)?$", re.I)
_ANYONE = frozenset(["", "people", "person", "persons", "others", "individuals"])
_RIVALS = 20  # earlier figures of one value that are compared
_BACK = 3  # sentences between a total and the list that breaks it down
_ROUND = 2  # noughts of a number that may be a rounding
_SMALL = 100  # numbers below this often meet by chance


@dataclass(frozen=True, slots=True)
class Drafted:
    """A figure with the position of its sentence and paragraph and its slot, for linking."""

    figure: Figure
    sentence: int
    paragraph: int
    slot: Slot


def link(text: str, drafted: Sequence[Drafted]) -> tuple[Figure, ...]:
    """The figures with ``same_as`` and ``part_of`` filled in."""
    same = dict(_repeats(text, drafted))
    part = dict(_parts(text, drafted))
    for repeat, first in same.items():  # what is told of one mention holds of the quantity
        if repeat in part:
            part.setdefault(first, part[repeat])
    linked = []
    for draft in drafted:
        figure = draft.figure
        whole = part.get(figure.id, part.get(same.get(figure.id, -1)))
        linked.append(replace(figure, same_as=same.get(figure.id), part_of=whole if whole != figure.id else None))
    return tuple(linked)


def _repeats(text: str, drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """Each repeat with the first figure that states the same quantity."""
    alike: dict[tuple[str, str, str], list[Drafted]] = {}
    first: dict[int, int] = {}
    for draft in drafted:
        figure = draft.figure
        rivals = alike.setdefault((_rounded(figure.value), figure.unit, figure.act), [])
        found = next((other for other in rivals[:_RIVALS] if _one_number(figure, other.figure) and _repeats_it(draft, other, text)), None)
        if found:
            first[figure.id] = first.get(found.figure.id, found.figure.id)
            yield figure.id, first[figure.id]
        rivals.append(draft)


def _rounded(value: int) -> str:
    """The first digit and the length: numbers that round to one another share it, but for rare carries."""
    return f"{str(value)[0]}{len(str(value))}"


def _one_number(one: Figure, two: Figure) -> bool:
    """Whether two numbers are equal, or one is the other rounded ("19,000" and "19,126")."""
    if one.value == two.value:
        return True
    rough, fine = sorted((one.value, two.value), key=lambda v: len(str(v).rstrip("0")))
    digits = len(str(rough)) - len(str(rough).rstrip("0"))
    exact = "between" not in (one.qualifier, two.qualifier) and "vague" not in (one.qualifier, two.qualifier)
    return exact and digits >= _ROUND and round(fine, -digits) == rough


def _repeats_it(draft: Drafted, other: Drafted, text: str) -> bool:
    """Whether no name, place or day speaks against two equal figures being one."""
    figure = draft.figure
    if draft.sentence == other.sentence or _FRESH.search(text[max(0, figure.start - 24) : figure.start]):
        return False
    if figure.value < _SMALL and len({draft.slot.counted.head, other.slot.counted.head} - _ANYONE) > 1:
        return False  # "two generals", "two majors"
    if figure.qualifier == "vague" and (figure.value < 20 or draft.paragraph == other.paragraph):
        return False
    return not _apart(figure, other.figure)


def _apart(one: Figure, two: Figure) -> bool:
    """Whether places or days tell two figures apart."""
    here, there = set(one.origins + one.destinations), set(two.origins + two.destinations)
    if here and there and not here & there and (one.country != two.country or one.value < 20):
        return True
    return _apart_in_time(one, two)


def _apart_in_time(one: Figure, two: Figure) -> bool:
    return _ends_before(one.period, two.period) or _ends_before(two.period, one.period)


def _ends_before(one: Period, two: Period) -> bool:
    return one.last is not None and two.first is not None and one.last < two.first


def _parts(text: str, drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """Each part with its whole."""
    for position, draft in enumerate(drafted):
        start, end = _window(drafted, position)
        near = drafted[start:end]
        whole = _sum(draft, near)
        if whole is not None:
            yield draft.figure.id, whole
            total = next((d for d in near if d.figure.start > draft.figure.start and _comes_to(draft, d, text)), None)
            if total:
                yield whole, total.figure.id  # "two generals and three colonels ..., making a total of 71 people"
            continue
        for rule in (_named_part, _partitive, _into_total):
            whole = rule(draft, near, text)
            if whole is not None:
                yield draft.figure.id, whole
                break
        else:
            whole = _by_place(draft, drafted[max(0, position - _RIVALS) : position])
            if whole is not None:
                yield draft.figure.id, whole


def _window(drafted: Sequence[Drafted], position: int) -> tuple[int, int]:
    here = drafted[position].sentence
    start = end = position
    while start and here - drafted[start - 1].sentence <= _BACK:
        start -= 1
    while end < len(drafted) and drafted[end].sentence == here:
        end += 1
    return start, end


def _behind(draft: Drafted, near: Sequence[Drafted], fits: Callable[[Drafted], bool]) -> Drafted | None:
    """The nearest earlier figure that fits."""
    return next((d for d in reversed(near) if d.figure.start < draft.figure.start and fits(d)), None)


def _named_part(draft: Drafted, near: Sequence[Drafted], text: str) -> int | None:
    """ "... including 40 children"."""
    figure = draft.figure

    def holds(other: Drafted) -> bool:
        whole = other.figure
        if other.sentence != draft.sentence or whole.unit != figure.unit or whole.value < figure.value:
            return False
        if _OF_THE.search(text[max(0, whole.start - 40) : whole.start]):
            return True  # "of the 12,400 displaced, 9,100 are children"
        return whole.act == figure.act and bool(_PARTS.search(text[whole.end : figure.start]))

    found = _behind(draft, near, holds)
    return found.figure.id if found else None


def _partitive(draft: Drafted, near: Sequence[Drafted], text: str) -> int | None:
    """ "16,000 of whom", "43 of the deaths"."""
    if draft.slot.counted.kind != "partitive":
        return None
    found = _behind(draft, near, lambda d: d.paragraph == draft.paragraph and d.figure.value > draft.figure.value)
    if found is None and draft.slot.counted.head == "of":
        found = _behind(draft, near, lambda d: d.figure.value > draft.figure.value)
    return found.figure.id if found else None


def _by_place(draft: Drafted, before: Sequence[Drafted]) -> int | None:
    """The nearest earlier total of the same act in a place that holds this figure's: "44 have died ... 43 of them in Chongqing"."""
    figure = draft.figure
    for other in reversed(before):
        whole = other.figure
        same = (whole.unit, whole.act, whole.measure, whole.modality) == (figure.unit, figure.act, figure.measure, figure.modality)
        rivals = whole.source and figure.source and whole.source.name != figure.source.name
        if same and not rivals and whole.value > figure.value and _holds_place(whole, figure) and not _apart_in_time(whole, figure):
            return whole.id
    return None


def _holds_place(whole: Figure, part: Figure) -> bool:
    """Whether each place of the part lies inside one of the whole: a town or province in its country, a town in its province."""
    outer = [ref.place for ref in whole.places if ref.place]
    inner = [ref.place for ref in part.places if ref.place]
    return bool(outer and inner) and all(any(_inside(a, b) for b in outer) for a in inner)


def _inside(inner: Place, outer: Place) -> bool:
    if inner.country != outer.country or inner.id == outer.id:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    return outer.kind == "admin1" and inner.kind != "admin1" and inner.admin1 == (outer.admin1 or outer.name)


def _into_total(draft: Drafted, near: Sequence[Drafted], text: str) -> int | None:
    """ "1,000 ..., bringing the total to 408,000"; "119 out of an estimated 340"."""
    for other in reversed(near):
        if other.sentence != draft.sentence or other.figure.start <= draft.figure.start:
            continue
        if _comes_to(draft, other, text):
            return other.figure.id
        between = text[draft.figure.end : other.figure.start]
        if other.figure.value > draft.figure.value and other.figure.act == draft.figure.act and _OUT_OF.search(between):
            return other.figure.id
    return None


def _comes_to(draft: Drafted, total: Drafted, text: str) -> bool:
    between = text[draft.figure.end : total.figure.start]
    return total.sentence == draft.sentence and total.figure.value >= draft.figure.value and bool(_INTO_TOTAL.search(between))


def _sum(draft: Drafted, near: Sequence[Drafted]) -> int | None:
    """The total stated before that the list this figure stands in adds up to: "26 officers ... two generals, 11 colonels"."""
    figure = draft.figure
    row = [d for d in near if d.sentence == draft.sentence and (d.figure.act, d.figure.unit) == (figure.act, figure.unit)]
    for total in (d.figure for d in near if d.figure.start < figure.start and d.figure.act == figure.act):
        members = [d.figure for d in row if d.figure.value < total.value and d.figure.start > total.start]
        if len(members) >= 2 and figure in members and sum(m.value for m in members) == total.value:
            return total.id
    return None
