"""Which figure repeats an earlier one (GUIDE case 8); which is a part of a total says ``parts``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.reading.parts import Drafted, apart_in_time, holds_place, parts
from onrecord.types import Figure

_FRESH = re.compile(r"\b(?:another|a further|additional|others?|more(?!\s+than\b))\s*(?:\w+\s+)?$", re.I)
_ANYONE = frozenset(["", "people", "person", "persons", "others", "individuals"])
# What headline and text may call the same movement: "5,000 displaced ... 5,000 people fled".
_MOVED = frozenset(("displaced", "fled", "evacuated", "arrived", "homeless", "sheltered"))
_HEADLINE = 1  # last sentence that may be a headline or its repeat
_STORY = 3  # sentences behind a headline in which its vague number is told in full
_RIVALS = 20  # earlier figures of one value that are compared
_ABOVE, _NEAR = (
    1.2,
    1.05,
)  # how far a number may be above the one of which it tells "more than", and above a round one, to be told again by it
_ROUND = 2  # noughts of a number that may be a rounding
_SMALL = 100  # numbers below this often meet by chance


def link(text: str, drafted: Sequence[Drafted]) -> tuple[Figure, ...]:
    """The figures with ``same_as`` and ``part_of`` filled in."""
    same = dict(_repeats(text, drafted))
    part = dict(parts(text, drafted))
    for repeat, first in same.items():  # what is told of one mention holds of the quantity
        if repeat in part:
            part.setdefault(first, part[repeat])
    lent = _lent(drafted, same)
    linked = []
    for draft in drafted:
        figure = lent.get(draft.figure.id, draft.figure)
        whole = part.get(figure.id, part.get(same.get(figure.id, -1)))
        linked.append(replace(figure, same_as=same.get(figure.id), part_of=whole if whole != figure.id else None))
    return tuple(linked)


def _lent(drafted: Sequence[Drafted], same: Mapping[int, int]) -> dict[int, Figure]:
    """The headlines that name no place, with those of the sentence that tells their number again."""
    by_id = {draft.figure.id: draft for draft in drafted}
    lent: dict[int, Figure] = {}
    for repeat, first in same.items():
        head, told = by_id[first], by_id[repeat]
        if first in lent or not _is_bare_headline(head) or told.bare:
            continue
        there = told.figure
        lent[first] = replace(
            head.figure, origins=there.origins, destinations=there.destinations, country=there.country, places=there.places
        )
    return lent


def _is_bare_headline(draft: Drafted) -> bool:
    return draft.sentence <= _HEADLINE and draft.bare


def _repeats(text: str, drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """Each repeat with the first figure that states the same quantity."""
    alike: dict[tuple[str, str, str], list[Drafted]] = {}
    first: dict[int, int] = {}
    for draft in drafted:
        figure = draft.figure
        rivals = alike.setdefault((_rounded(figure.value), figure.unit, "moved" if figure.act in _MOVED else figure.act), [])
        found = next((other for other in rivals[:_RIVALS] if _one_number(figure, other.figure) and _repeats_it(draft, other, text)), None)
        found = found or _headline(draft, drafted, first)
        if found:
            first[figure.id] = first.get(found.figure.id, found.figure.id)
            yield figure.id, first[figure.id]
        rivals.append(draft)


def _headline(draft: Drafted, drafted: Sequence[Drafted], first: dict[int, int]) -> Drafted | None:
    """The headline whose vague number this one tells in full: "Thousands flee", then "more than 3,400 people have fled"."""
    figure = draft.figure
    if figure.qualifier in ("vague", "between"):
        return None
    for other in drafted[:_STORY]:
        told = other.figure
        if other.sentence > _HEADLINE or told.start >= figure.start or draft.sentence > other.sentence + _STORY:
            return None
        vague = told.qualifier == "vague" and told.low is not None and told.low <= figure.value <= (told.high or figure.value)
        if (
            vague
            and (told.act, told.unit) == (figure.act, figure.unit)
            and draft.sentence != other.sentence
            and told.id not in first.values()
        ):
            return None if _apart(figure, told) else other
    return None


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
    if exact and digits and fine // 10**digits * 10**digits == rough:  # "more than 90", then "93"
        hedged = any(f.value == rough and f.qualifier == "more_than" for f in (one, two))
        return fine <= rough * (_ABOVE if hedged else _NEAR) and (hedged or digits >= _ROUND)
    return exact and digits >= _ROUND and round(fine, -digits) == rough


def _repeats_it(draft: Drafted, other: Drafted, text: str) -> bool:
    """Whether no name, place or day speaks against two equal figures being one."""
    figure = draft.figure
    if draft.sentence == other.sentence or _FRESH.search(text[max(0, figure.start - 24) : figure.start]):
        return False
    if figure.act != other.figure.act and (figure.value < _SMALL or figure.qualifier == "vague"):
        return False
    if figure.value < _SMALL and len({draft.slot.counted.head, other.slot.counted.head} - _ANYONE) > 1:
        return False  # "two generals", "two majors"
    if figure.qualifier == "vague" and (figure.value < 20 or draft.paragraph == other.paragraph):
        return False
    return _is_bare_headline(other) or not _apart(figure, other.figure)


def _apart(one: Figure, two: Figure) -> bool:
    """Whether places or days tell two figures apart."""
    here, there = set(one.origins + one.destinations), set(two.origins + two.destinations)
    nested = holds_place(one, two) or holds_place(two, one)  # "in Uganda", then "in Kotido"
    if here and there and not here & there and not nested and (one.country != two.country or one.value < 20):
        return True
    return apart_in_time(one, two)
