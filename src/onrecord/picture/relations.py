"""How two claims stand to each other, by stated rules, with the reason in plain words."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, Protocol

from onrecord.likeness import alike
from onrecord.picture.areas import apart, lies_in, surely_apart
from onrecord.picture.counted import GROUPS, PRESENCE, Subject, part_of_population
from onrecord.picture.intervals import usual_top
from onrecord.picture.observe import Observation, Span
from onrecord.types import Area

Kind = Literal[
    "repeat", "copy", "same quantity", "superseded", "part of", "whole of", "breakdown", "later stock", "earlier stock", "other definition", "unrelated"
]  # fmt: skip
PRIMARY = ("un", "government", "ngo", "armed_group", "witness", "other")
_PRECISE = 3  # significant digits from which an equal number is no chance
_NEAR = 3  # days between a number and its copy
LATE = 3  # days after a story within which it is printed again
_WHOLE = 0.9  # share of the shorter text that a story printed again has: bulletins that differ in their numbers only share less


class Relation(NamedTuple):
    """How the first of two claims stands to the second."""

    kind: Kind
    reason: str


def relate(one: Observation, other: Observation) -> Relation:
    """How ``one`` stands to ``other``: the first rule that fits."""
    if one.report == other.report:
        linked = _linked(one, other)
        if linked:
            return linked
    a, b = one.subject, other.subject
    if a.unit != b.unit:
        return Relation("unrelated", f"{a.unit}s are not {b.unit}s")
    if a.group != b.group or a.measure != b.measure:
        return _other_group(one, other)
    if a.origin != b.origin:
        return Relation("unrelated", "they count people from different countries, or one does not say from where")
    if a == b:
        return _same_subject(one, other)
    return _nested(one, other)


def _linked(one: Observation, other: Observation) -> Relation | None:
    """What the report itself says about two of its figures."""
    if one.same_as == other.number or other.same_as == one.number:
        return Relation("repeat", "the report says the same number twice")
    if surely_apart(one.areas, other.areas):
        return None  # "seven in Hunan, five in Jiangxi": however they were linked, they share nobody
    if one.part_of == other.number and one.subject.measure == other.subject.measure:
        return Relation("breakdown", f"the report breaks {other.value:,} down into groups, of which this is one")
    if other.part_of == one.number and one.subject.measure == other.subject.measure:
        return Relation("whole of", f"the report says that {other.value:,} of them belong to this total")
    return None


def _other_group(one: Observation, other: Observation) -> Relation:
    a, b = one.subject, other.subject
    if other_definition(a, b):
        return Relation(
            "other definition", f"one counts {GROUPS[a.group]}, the other {GROUPS[b.group]}: two stocks, never averaged or added"
        )
    if a.measure != b.measure:
        return Relation("unrelated", "one counts movements during a period, the other how many there are at a moment")
    return Relation("unrelated", f"one counts {GROUPS.get(a.group, a.group)}, the other {GROUPS.get(b.group, b.group)}")


def _same_subject(one: Observation, other: Observation) -> Relation:
    when = same_time(one.span, other.span)
    if when:
        return _same_quantity(one, other)
    if reprinted(one, other):
        return Relation("copy", told_again(other))
    if one.subject.measure == "stock" or not (one.span.first and other.span.first):
        if one.span.last == other.span.last:
            return Relation("unrelated", "they end on the same day, but do not both say from when they count")
        later = one.span.last > other.span.last
        return Relation("later stock" if later else "earlier stock", f"it is the count of another day, {shown(one.span)}")
    if within(one.span, other.span):
        return Relation("part of", f"{shown(one.span)} is part of {shown(other.span)}: a lower bound, not a vote")
    if within(other.span, one.span):
        return Relation("whole of", f"{shown(one.span)} includes {shown(other.span)}: an upper bound, not a vote")
    return Relation("unrelated", f"they count different days: {shown(one.span)}, and {shown(other.span)}")


def _same_quantity(one: Observation, other: Observation) -> Relation:
    found = called_earlier(one, other)
    if found:
        return found
    if called_earlier(other, one):
        return Relation("same quantity", f"the report calls {other.value:,} an earlier count")
    found = in_one_voice(one, other) or superseded(one, other)
    if found:
        return found
    newer = superseded(other, one)
    if newer:
        return Relation("repeat" if newer.kind == "repeat" else "same quantity", f"it is the newer statement of {one.source}")
    copied = copy_of(one, other)
    if copied:
        return Relation("copy", copied)
    return Relation(
        "same quantity", "the same people, place and days, by another source" if one.source != other.source else "the same source"
    )


def _nested(one: Observation, other: Observation) -> Relation:
    a, b = one.subject, other.subject
    if not same_time(one.span, other.span) and not within(one.span, other.span) and not within(other.span, one.span):
        return Relation("unrelated", "they count other places or people, on other days")
    names = ", ".join(area.name for area in one.areas)
    if lies_inside(one, other) and within(one.span, other.span):
        what = a.population if a.population != b.population else names
        return Relation("part of", f"{what} is part of what is counted here: a lower bound for the whole, not a vote")
    if lies_inside(other, one) and within(other.span, one.span):
        return Relation("whole of", "it counts the whole that this is part of: an upper bound, not a vote")
    if apart(one.areas, other.areas):
        return Relation("unrelated", "they count different places")
    return Relation("unrelated", "they count different people, or places that overlap in part")


# The rules below are those of the estimates, too (witness.py, bounds.py, slots.py): what is set aside there is what `relate` says.


class Counted(Protocol):
    """What is counted, and where: a claim, or what claims settle on."""

    @property
    def subject(self) -> Subject: ...

    @property
    def areas(self) -> tuple[Area, ...]: ...


def lies_inside(inner: Counted, outer: Counted) -> bool:
    """Whether one counts a part, in place or population, of what the other counts."""
    a, b = inner.subject, outer.subject
    if a.places == b.places and a.population == b.population:
        return False
    return part_of_population(a.population, b.population) and lies_in(inner.areas, outer.areas)


def other_definition(one: Subject, other: Subject) -> bool:
    """Whether both are stocks of people present, by different definitions."""
    return one.measure == other.measure == "stock" and one.group in PRESENCE and other.group in PRESENCE and one.group != other.group


def called_earlier(one: Observation, other: Observation) -> Relation | None:
    """A number that its own report calls an earlier one yields to another number of that report."""
    if one.report != other.report or not one.earlier or other.earlier:
        return None
    by, who = f" by {one.source}" if one.source else "", f"{other.source} says" if other.source else "it now says"
    return Relation("superseded", f"the report itself calls it an earlier count{by}; {who} {other.value:,}")


def superseded(one: Observation, other: Observation) -> Relation | None:
    """A source's statement yields to its later one."""
    if not one.source or one.source != other.source or one.said >= other.said:
        return None
    when = date.fromordinal(other.said)
    if (one.value, one.low, one.high) == (other.value, other.low, other.high):
        return Relation("repeat", f"{one.source} said the same again on {when}: one witness")
    return Relation("superseded", f"{one.source} has said {other.value:,} since, on {when}")


def in_one_voice(one: Observation, other: Observation) -> Relation | None:
    """How ``one`` stands to another number that the same report gives in the same voice (one source, or its own words) for the same people,
    place and days: nobody outvotes himself. ``None`` where they are two voices."""
    if one.report != other.report or (one.source and other.source and one.source != other.source):
        return None
    if one.part_of is not None and one.part_of == other.number:
        return Relation("part of", f"the report makes it a part of {other.value:,}")
    if other.part_of is not None and other.part_of == one.number:
        return Relation("whole of", f"the report makes {other.value:,} a part of it")
    if one.low <= usual_top(other.low, other.high) and other.low <= usual_top(one.low, one.high):
        return Relation("repeat", f"the report says it again as {other.value:,}: one witness")
    smaller, larger = (one, other) if one.middle < other.middle else (other, one)
    if smaller.source and not larger.source:
        return None
    if one is smaller:
        return Relation(
            "part of", f"the same voice in this report gives {other.value:,} for the same place and days: taken for a part of that"
        )
    return Relation("whole of", f"the same voice in this report gives {other.value:,} too: taken for a part of this")


def copy_of(one: Observation, other: Observation) -> str:
    """Why ``one`` is no witness of its own beside ``other``; empty where it is. Both count the same thing at the same time."""
    if one.words and one.words == other.words:
        return "it prints the same words: one story, one witness"
    if (one.value, one.low, one.high) != (other.value, other.low, other.high):
        return ""
    share = alike(one.sketch, other.sketch) if one.report != other.report else None
    if share is not None:
        return f"its report prints the text of another ({share:.0%} of the shorter one): one story, one witness"
    if abs(one.said - other.said) > _NEAR:
        return ""
    if one.source == other.source:
        return f"it is {one.source}'s number again: one witness" if one.source else "the same number again, and nobody named: one witness"
    if not one.source:
        return f"it gives {other.source}'s number without saying whose it is"
    if one.kind not in PRIMARY and other.kind in PRIMARY:
        return f"{one.source} passes on the number of {other.source}"
    if one.kind == other.kind == "media":
        return f"{one.source} prints the number that {other.source} printed"
    if other.source and digits(one.value) >= _PRECISE and (one.said, one.claim) > (other.said, other.claim):
        return f"nobody counts {one.value:,} a second time by chance: it is {other.source}'s number"
    return ""


def reprinted(one: Observation, other: Observation) -> bool:
    """Whether ``one`` prints the story of ``other`` again some days later, so that "in the past 24 hours" seems to be another day."""
    days = one.said - other.said
    if not 0 < days <= LATE or one.subject.measure == "stock" or not one.span.closed or one.report == other.report:
        return False
    moved = one.span.first - other.span.first == one.span.last - other.span.last == days
    same = (one.value, one.low, one.high) == (other.value, other.low, other.high)
    return moved and same and (alike(one.sketch, other.sketch) or 0.0) >= _WHOLE


def told_again(first: Observation) -> str:
    """Why a claim that was printed again is no count of its own."""
    return f"its report prints again what a report of {date.fromordinal(first.said)} told: the count of that time, not one of later days"


def digits(value: int) -> int:
    """Significant digits of a number: 9,000 has one, 8,732 has four."""
    return len(str(abs(value)).rstrip("0"))


def same_time(one: Span, other: Span) -> bool:
    """Whether two periods are one: equal, or both long and nearly equal (a tenth at either end)."""
    if one == other:
        return True
    if not (one.first and other.first) or one.dated != other.dated:
        return False
    slack = min(one.days, other.days) // 10
    return abs(one.first - other.first) <= slack and abs(one.last - other.last) <= slack


def within(inner: Span, outer: Span) -> bool:
    """Whether one period lies in the other. A count from an unsaid beginning holds nothing but what ends with it."""
    if not inner.dated or not outer.dated:
        return inner == outer
    if not inner.first or not outer.first:
        return inner == outer
    return outer.first <= inner.first and inner.last <= outer.last


def shown(span: Span) -> str:
    """A period in words."""
    last = date.fromordinal(span.last)
    if not span.dated:
        return f"no day said (published {last})"
    if not span.first:
        return f"until {last}"
    return f"{last}" if span.first == span.last else f"{date.fromordinal(span.first)} to {last}"
