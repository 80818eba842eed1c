"""The independent witnesses among the claims about one thing: repeats, copies and superseded statements give way, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onrecord.picture.intervals import usual_top
from onrecord.picture.observe import Observation
from onrecord.picture.relations import PRIMARY, Relation, called_earlier, copy_of, digits, in_one_voice, superseded
from onrecord.types import SetAside


class Witnesses(NamedTuple):
    """Claims that have a vote, in a fixed order, and those that have none."""

    heard: tuple[Observation, ...]
    aside: tuple[SetAside, ...]


def witnesses(claims: Sequence[Observation]) -> Witnesses:
    """Who is heard about one thing at one time. The order of the claims does not matter."""
    aside: list[SetAside] = []
    left = [claim for claim in (sorted(claims, key=_order) if len(claims) > 1 else claims) if not _no_count(claim, aside)]
    if len(left) < 2:
        return Witnesses(tuple(left), tuple(aside))
    for rule in (_ruled_same, _repeats, _called_earlier, _one_voice, _superseded, _copies):
        left = rule(left, aside)
    return Witnesses(tuple(left), tuple(sorted(aside, key=lambda one: one.claim)))


def _order(claim: Observation) -> tuple[int, str, int, str]:
    return claim.said, claim.report, claim.number, claim.claim


def _no_count(claim: Observation, aside: list[SetAside]) -> bool:
    if claim.status == "rejected":
        aside.append(SetAside(claim.claim, "rejected", "a person rejected it"))
    elif claim.no_count:
        aside.append(SetAside(claim.claim, "no count", claim.no_count))
    else:
        return False
    return True


def _ruled_same(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """Of the claims that a person ruled to be one number, the best attributed speaks."""
    groups: dict[str, list[Observation]] = {}
    for claim in claims:
        groups.setdefault(claim.ruled or claim.claim, []).append(claim)
    kept = []
    for group in groups.values():
        speaks = min(group, key=lambda claim: (not claim.source, *_order(claim)))
        kept.append(speaks)
        aside += [SetAside(claim.claim, "same", "a person ruled it the same number as another") for claim in group if claim is not speaks]
    return sorted(kept, key=_order)


def _repeats(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """Of the mentions of one number in one report, the best attributed and most precise speaks."""
    by_place = {(claim.report, claim.number): claim for claim in claims}
    groups: dict[tuple[str, int], list[Observation]] = {}
    for claim in claims:
        root, hops = claim, 0
        while root.same_as is not None and (root.report, root.same_as) in by_place and root.same_as < root.number and hops < 50:
            root, hops = by_place[root.report, root.same_as], hops + 1
        groups.setdefault((root.report, root.number), []).append(claim)
    kept = []
    for group in groups.values():
        speaks = min(group, key=lambda claim: (not claim.source, -digits(claim.value), claim.number))
        kept.append(speaks)
        reason = f"the report says {speaks.value:,} twice: one witness"
        aside += [SetAside(claim.claim, "repeat", reason) for claim in group if claim is not speaks]
    return sorted(kept, key=_order)


def _called_earlier(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """A number that its own report calls an earlier one yields to the newest other of that report."""
    return _yielding(claims, aside, lambda claim: (called_earlier(claim, other) for other in reversed(claims) if other is not claim))


def _yielding(
    claims: list[Observation], aside: list[SetAside], to: Callable[[Observation], Iterable[Relation | None]]
) -> list[Observation]:
    """The claims that yield to none; the others are set aside by the first relation that says so."""
    kept = []
    for claim in claims:
        found = next((one for one in to(claim) if one), None)
        if found is None:
            kept.append(claim)
        else:
            aside.append(SetAside(claim.claim, found.kind, found.reason))
    return kept


def _one_voice(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """Of several numbers that one report gives in one voice, the most precise of those that agree speaks, and then the largest."""
    if len({claim.report for claim in claims}) == len(claims):
        return claims
    for gives_way, first in (("repeat", _plainest), ("part of", _largest)):
        kept: dict[str, list[Observation]] = {}
        for claim in sorted(claims, key=first):
            found = (in_one_voice(claim, other) for other in kept.get(claim.report, ()))
            relation = next((one for one in found if one and one.kind == gives_way), None)
            if relation is None:
                kept.setdefault(claim.report, []).append(claim)
            else:
                aside.append(SetAside(claim.claim, relation.kind, relation.reason))
        claims = [claim for report in kept.values() for claim in report]
    return sorted(claims, key=_order)


def _plainest(claim: Observation) -> tuple[float, bool, int]:
    """First what leaves least open, then what is attributed."""
    top = usual_top(claim.low, claim.high)
    return (top - claim.low) / max(top, 1.0), not claim.source, claim.number


def _largest(claim: Observation) -> tuple[float, bool, int]:
    return -claim.middle, not claim.source, claim.number


def _superseded(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """The newest statement of each source speaks for it."""
    newest = {claim.source: claim for claim in claims if claim.source}  # claims come in the order in which they were said
    return _yielding(claims, aside, lambda claim: (superseded(claim, newest[claim.source]),) if claim.source else ())


def _copies(claims: list[Observation], aside: list[SetAside]) -> list[Observation]:
    """Copies collapse to their origin: the first primary source, else the first who printed it."""
    origins = sorted(claims, key=lambda claim: (not claim.source, claim.kind not in PRIMARY, *_order(claim)))
    kept: list[Observation] = []
    by_value: dict[tuple[int, float, float], list[Observation]] = {}
    by_words: dict[int, Observation] = {}
    for claim in origins:
        same = by_value.setdefault((claim.value, claim.low, claim.high), [])
        nearby: Sequence[Observation] = ([by_words[claim.words]] if claim.words in by_words else []) + same[:20]
        found = next(((other, why) for other in nearby if (why := copy_of(claim, other))), None)
        if found:
            aside.append(SetAside(claim.claim, "copy", found[1]))
            continue
        kept.append(claim)
        same.append(claim)
        if claim.words:
            by_words[claim.words] = claim
    return sorted(kept, key=_order)
