"""Which figure repeats an earlier one, and which is a part of a total (GUIDE case 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.reading.acts import Slot
from onrecord.types import Figure

_PARTS = re.compile(
    r"\b(?:including|includes|included|among (?:them|those|whom)|of (?:them|whom|which|these|those)|comprising|consisting of|composed of|made up of|mostly|out of)\b[^.;]*$", re.I
)
_INTO_TOTAL = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|swell(?:s|ing)?|swelled|rais(?:es|ing|ed)|tak(?:es|ing)|push(?:es|ing|ed)|mak(?:es|ing))\b[^.;]*\b(?:total|toll|number|tally|count|figure|overall|dead|death)\b", re.I
)
_OUT_OF = re.compile(r"^[^.;]{0,40}\b(?:out of|of)\b (?:an? |the |some |about |around |estimated |total )*$", re.I)
_RIVALS = 20  # earlier figures of one value that are compared
_ANYONE = frozenset(["", "people", "person", "persons", "others", "individuals"])
_FRESH = re.compile(r"\b(?:another|a further|additional|others?|more)\s*(?:\w+\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A figure with the position of its sentence and paragraph and its slot, for linking."""

    figure: Figure
    sentence: int
    paragraph: int
    slot: Slot


def link(text: str, drafted: Sequence[Drafted]) -> tuple[Figure, ...]:
    """The figures with ``same_as`` and ``part_of`` filled in."""
    figures: list[Figure] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    for position, draft in enumerate(drafted):
        key = (draft.figure.value, draft.figure.unit, draft.figure.act)
        same = _repeat(draft, [(drafted[i], figures[i]) for i in alike.get(key, ())[:_RIVALS]], text)
        alike.setdefault(key, []).append(position)
        part = None if same is not None and figures[same].part_of is None else _whole(position, drafted, text)
        if part is None and same is not None:
            part = figures[same].part_of
        figures.append(replace(draft.figure, same_as=same, part_of=part))
    return tuple(figures)


def _repeat(draft: Drafted, alike: Sequence[tuple[Drafted, Figure]], text: str) -> int | None:
    """The first of the earlier figures with the same value, unit and act that no place, day or name speaks against."""
    figure = draft.figure
    if _FRESH.search(text[max(0, figure.start - 24) : figure.start]):
        return None
    for before, known in alike:
        other = before.figure
        if draft.sentence == before.sentence:
            continue
        if figure.value < 100 and _counts_others(draft.slot, before.slot):
            continue
        if _clash(figure, other) or (figure.value < 20 and figure.qualifier == "vague"):
            continue
        if other.qualifier == "vague" and draft.paragraph == before.paragraph:
            continue
        return known.id if known.same_as is None else known.same_as
    return None


def _counts_others(one: Slot, two: Slot) -> bool:
    """Whether two small numbers count people of different names ("two generals", "two majors")."""
    heads = {one.counted.head, two.counted.head} - _ANYONE
    return len(heads) > 1


def _clash(one: Figure, two: Figure) -> bool:
    a, b = set(one.origins + one.destinations), set(two.origins + two.destinations)
    places = bool(a and b and not a & b and one.country != two.country) or bool(a and b and not a & b and one.value < 20)
    days = one.period.first and two.period.first and one.period.last and two.period.last and (one.period.last < two.period.first or two.period.last < one.period.first)
    return places or bool(days)


def _whole(position: int, drafted: Sequence[Drafted], text: str) -> int | None:
    """The total that the text makes this figure a part of."""
    draft = drafted[position]
    figure = draft.figure
    near = [d for d in drafted if d is not draft and d.sentence == draft.sentence]
    ahead = [d for d in near if d.figure.start > figure.start]
    behind = [d for d in near if d.figure.start < figure.start]
    for other in reversed(behind):
        between = text[other.figure.end : figure.start]
        if other.figure.unit == figure.unit and other.figure.value >= figure.value and other.figure.act == figure.act and _PARTS.search(between):
            return other.figure.id
    if draft.slot.counted.kind == "partitive":
        wholes = [d for d in behind if d.figure.value > figure.value] or [d for d in drafted[:position] if d.paragraph == draft.paragraph and d.figure.value > figure.value]
        if wholes:
            return wholes[-1].figure.id
        if draft.slot.counted.head == "of" and position and drafted[position - 1].figure.value > figure.value:
            return drafted[position - 1].figure.id
    for other in reversed(ahead):
        between = text[figure.end : other.figure.start]
        if other.figure.value >= figure.value and _INTO_TOTAL.search(between):
            return other.figure.id
        if other.figure.value > figure.value and other.figure.act == figure.act and _OUT_OF.search(between):
            return other.figure.id
    return _listed(position, drafted, text)


def _listed(position: int, drafted: Sequence[Drafted], text: str) -> int | None:
    """A member of a list of groups that adds up to a total stated just before: "26 officers ... two generals, 11 colonels"."""
    draft = drafted[position]
    row = [d for d in drafted if d.sentence == draft.sentence and d.figure.act == draft.figure.act and d.figure.unit == draft.figure.unit]
    for total in (d for d in drafted if d.sentence < draft.sentence and draft.sentence - d.sentence <= 3 and d.figure.act == draft.figure.act):
        members = [d for d in row if d.figure.value < total.figure.value]
        if len(members) >= 2 and sum(d.figure.value for d in members) == total.figure.value and draft in members:
            return total.figure.id
    return None
