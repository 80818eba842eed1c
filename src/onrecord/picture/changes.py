"""What changed between two pictures, and because of which claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.types import Estimate


class Change(NamedTuple):
    """One estimate that is new, gone or different; ``because``: the claims that came, went, or are heard otherwise than before. Empty where
    only the weight of claims moved, since sources have other track records now."""

    kind: Literal["new", "gone", "changed"]
    before: Estimate | None
    after: Estimate | None
    because: tuple[str, ...]

    @property
    def one(self) -> Estimate:
        """The estimate as it is, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(before: Iterable[Estimate], after: Iterable[Estimate]) -> list[Change]:
    """From one picture to another, in the order of the later one; estimates whose numbers are the same are left out."""
    old, found = {one.id: one for one in before}, []
    new = {one.id: one for one in after}
    for ident, one in new.items():
        was = old.get(ident)
        if was is None or (was.low, was.best, was.high) != (one.low, one.best, one.high):
            found.append(Change("changed" if was else "new", was, one, _because(was, one)))
    found += [Change("gone", was, None, _because(was, None)) for ident, was in old.items() if ident not in new]
    return found


def role(claim: str, one: Estimate | None) -> str:
    """What a claim is to an estimate, in words: "counts 57%", "superseded: the ministry has said 9,000 since"; empty where it is nothing."""
    for used in one.used if one else ():
        if used.claim == claim:
            return f"counts {used.weight:.0%}{f' ({used.note})' if used.note else ''}"
    return next((f"{aside.relation}: {aside.reason}" for aside in (one.set_aside if one else ()) if aside.claim == claim), "")


def _because(was: Estimate | None, now: Estimate | None) -> tuple[str, ...]:
    """The claims with another part in an estimate than before: those that it rests on now first, then those that it rested on."""
    before, after = _parts(was), _parts(now)
    moved = {claim for claim in before.keys() | after.keys() if before.get(claim) != after.get(claim)}
    rank = {"": 1}  # an empty relation: it is used
    return tuple(sorted(moved, key=lambda claim: (-rank.get(after.get(claim, "-"), 0), -rank.get(before.get(claim, "-"), 0), claim)))


def _parts(one: Estimate | None) -> dict[str, str]:
    """Each claim of an estimate with its relation; empty for those that it rests on."""
    if one is None:
        return {}
    return {aside.claim: aside.relation for aside in one.set_aside} | {used.claim: "" for used in one.used}
