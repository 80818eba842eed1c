"""Which figure is a part of a total (GUIDE case 8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

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
_OUT_OF = re.compile(r"^[^.;]{0,40}\b(?:out of|(?<!one )of)\b (?:an? |the |some |about |around |estimated |total )*$", re.I)
_OF_THE = re.compile(
    r"(?:^|[.;,\n\"“]\s*)of (?:the|these|those|an?|its|their)\b(?: (?:more than|about|around|some|nearly|almost|over|estimated|total|total of))*\s*$",
    re.I,
)
# "Of these, 400 ...", "Among the displaced, 400 ...", "The number includes 400": a sentence about parts of what was told before.
_OF_THESE = re.compile(
    r"[\s\"“'(•*-]*(?:(?:out )?of|among)(?: (?:all )?(?:these|those|them|whom|which|this|that)\b|,? (?:the|this|that) (?:said |total |same )*"
    r"(?:number|total|toll|figure|displaced|evacuees|idps|returnees|refugees|dead|victims|injured|missing|killed)\b)"
    r"|[\s\"“]*(?:the|this|that) (?:number|total|toll|figure|count) includ(?:es|ed)\b",
    re.I,
)
_WHOM = re.compile(r"\bof (?:whom|which|these|those|them)\b[^.;]*$", re.I)
_STARTS = 60  # characters of a sentence in which its opening words stand
_SLACK = 1.1  # parts may come to so much of a rounded total
_LIST = 12  # members of a list that are added up
_COMPARED = re.compile(r"\b(?:compared\s+(?:with|to)|(?:up|down)\s+from|against)\s+(?:some\s+|about\s+|only\s+)?$", re.I)
_CUE = 24  # characters before a number in which it is told to be given to compare
_BESIDE = re.compile(r"\s+of\s+(?:them|whom|these|those)\b[^,;]*(?:,|\band\b)\s*(?:another\s+)?")
_RIVALS = 20  # earlier figures that are looked through for a total
_PRESENT = 60  # days that the event goes back at most for which a report gives no first day
_BACK = 3  # sentences between a total and the list that breaks it down


@dataclass(frozen=True, slots=True)
class Drafted:
    """A figure with the position of its sentence and paragraph and its slot, for linking."""

    figure: Figure
    sentence: int
    paragraph: int
    slot: Slot
    opening: int = 0  # where its sentence begins
    bare: bool = False  # whether its sentence names no place and no nation


def parts(text: str, drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """Each part with its whole."""
    listed = dict(_lists(drafted)) | dict(_brackets(text, drafted))
    for position, draft in enumerate(drafted):
        if draft.figure.id in listed:
            yield draft.figure.id, listed[draft.figure.id]
            continue
        start, end = _window(drafted, position)
        near = drafted[start:end]
        whole = _sum(draft, near)
        if whole is not None:
            yield draft.figure.id, whole
            total = next((d for d in near if d.figure.start > draft.figure.start and _comes_to(draft, d, text)), None)
            if total:
                yield whole, total.figure.id  # "two generals and three colonels ..., making a total of 71 people"
            continue
        for rule in (_named_part, _partitive, _of_these, _into_total):
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
    if _COMPARED.search(text[max(0, figure.start - _CUE) : figure.start]):
        return None  # "43 civilians, 5 of them children, compared with 19 in 2022"

    def holds(other: Drafted) -> bool:
        whole = other.figure
        if other.sentence != draft.sentence or whole.unit != figure.unit or whole.value < figure.value:
            return False
        if _OF_THE.search(text[max(0, whole.start - 40) : whole.start]):
            return True  # "of the 12,400 displaced, 9,100 are children"
        between = text[whole.end : figure.start]
        if _BESIDE.fullmatch(between):
            return False  # "5,822 took shelter, 2,021 of them in Kolasib and 1,868 in Aizawl"
        return bool(_WHOM.search(between)) or (whole.act == figure.act and bool(_PARTS.search(between)))

    found = _behind(draft, near, holds)
    return found.figure.id if found else None


def _partitive(draft: Drafted, near: Sequence[Drafted], text: str) -> int | None:
    """ "16,000 of whom", "43 of the deaths"."""
    if draft.slot.counted.kind != "partitive" or draft.slot.counted.head in ("others", "other", "more"):
        return None
    found = _behind(draft, near, lambda d: d.paragraph == draft.paragraph and d.figure.value > draft.figure.value)
    if found is None and draft.slot.counted.head == "of":
        found = _behind(draft, near, lambda d: d.figure.value > draft.figure.value)
    return found.figure.id if found else None


def _of_these(draft: Drafted, near: Sequence[Drafted], text: str) -> int | None:
    """ "141,000 are displaced. Of these, 38,000 live in camps and 103,000 do not." """
    opening = text[draft.opening : min(draft.opening + _STARTS, draft.figure.start)]
    if not _OF_THESE.match(opening):
        return None
    figure = draft.figure
    found = _behind(draft, near, lambda d: d.sentence < draft.sentence and d.figure.value >= figure.value and d.figure.unit == figure.unit)
    return found.figure.id if found else None


def _lists(drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """The figures behind a total that add up to it: "61 families ... 12 families went to a chapel. Another 49 ..."."""
    for position, draft in enumerate(drafted):
        total = draft.figure
        members: list[Figure] = []
        left = total.value
        for other in drafted[position + 1 : position + 1 + _LIST]:
            if other.sentence - draft.sentence > _BACK or left <= 0:
                break
            if (other.figure.act, other.figure.unit) == (total.act, total.unit) and other.figure.value != total.value:
                members.append(other.figure)
                left -= other.figure.value
        if left == 0 and len(members) > 1:
            yield from ((member.id, total.id) for member in members)


def _brackets(text: str, drafted: Sequence[Drafted]) -> Iterator[tuple[int, int]]:
    """ "170,000 have fled to Niger (105,300), Cameroon (64,900) and Chad (6,200)"."""
    whole: Drafted | None = None
    row: list[Figure] = []
    for draft in (*drafted, None):
        bracketed = draft is not None and text[draft.figure.start - 1 : draft.figure.start] == "("
        alike = whole is not None and draft is not None and draft.sentence == whole.sentence
        if draft and bracketed and alike and whole and _is_smaller(draft.figure, whole.figure):
            row.append(draft.figure)
            continue
        if whole and len(row) > 1 and sum(member.value for member in row) <= whole.figure.value * _SLACK:
            yield from ((member.id, whole.figure.id) for member in row)
        whole, row = None if bracketed else draft, []


def _is_smaller(part: Figure, whole: Figure) -> bool:
    return (part.act, part.unit) == (whole.act, whole.unit) and part.value < whole.value


def _by_place(draft: Drafted, before: Sequence[Drafted]) -> int | None:
    """The nearest earlier total of the same act in a place that holds this figure's: "44 have died ... 43 of them in Chongqing"."""
    figure = draft.figure
    for other in reversed(before):
        whole = other.figure
        same = (whole.unit, whole.act, whole.measure, whole.modality) == (figure.unit, figure.act, figure.measure, figure.modality)
        rivals = whole.source and figure.source and whole.source.name != figure.source.name
        apart = apart_in_time(whole, figure) or _is_of_earlier_days(figure, whole)
        if same and not rivals and whole.value > figure.value and holds_place(whole, figure) and not apart:
            return whole.id
    return None


def _is_of_earlier_days(figure: Figure, whole: Figure) -> bool:
    """Whether a figure ended long before one that has no first day: what happened years ago is no part of the present event."""
    if whole.period.first and figure.period.first and figure.period.first < whole.period.first:
        return True  # "Earlier this year, six died": they are none of the eleven of this week
    if whole.period.first or not whole.period.last or not figure.period.last:
        return False
    return (whole.period.last - figure.period.last).days > _PRESENT


def holds_place(whole: Figure, part: Figure) -> bool:
    """Whether each place of the part lies inside one of the whole: a town or province in its country, a town in its province."""
    outer = [ref.place for ref in whole.places if ref.place]
    inner = [ref.place for ref in part.places if ref.place]
    several = len({place.id for place in outer}) > len({place.id for place in inner})  # "in Greece, Bulgaria and Turkey ... in Bulgaria"
    return bool(outer and inner) and all(any(_inside(a, b) or (several and a.id == b.id) for b in outer) for a in inner)


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
    row = [d.figure for d in near if d.sentence == draft.sentence and (d.figure.act, d.figure.unit) == (figure.act, figure.unit)]
    if len(row) < 2:
        return None
    for total in (d.figure for d in near if d.figure.start < figure.start and d.figure.act == figure.act and d.figure.value > figure.value):
        members = [m.value for m in row if m.value < total.value and m.start > total.start]
        if len(members) >= 2 and sum(members) == total.value:
            return total.id
    return None


def apart_in_time(one: Figure, two: Figure) -> bool:
    return _ends_before(one.period, two.period) or _ends_before(two.period, one.period)


def _ends_before(one: Period, two: Period) -> bool:
    return one.last is not None and two.first is not None and one.last < two.first
