"""What changed between two pictures, and because of which claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.types import Estimate


class Change(NamedTuple):
    """One estimate that is new, gone or different; ``because``: the claims that came or went with it."""

    kind: Literal["new", "gone", "changed"]
    before: Estimate | None
    after: Estimate | None
    because: tuple[str, ...]


def changes(before: Iterable[Estimate], after: Iterable[Estimate]) -> list[Change]:
    """From one picture to another, in the order of the later one; estimates whose numbers are the same are left out."""
    old, found = {one.id: one for one in before}, []
    new = {one.id: one for one in after}
    for ident, one in new.items():
        was = old.get(ident)
        if was is None or (was.low, was.best, was.high) != (one.low, one.best, one.high):
            gone_or_come = _claims(one) ^ (_claims(was) if was else set())
            moved = {u.claim for u in one.used} ^ ({u.claim for u in was.used} if was else set())
            found.append(Change("changed" if was else "new", was, one, tuple(sorted(gone_or_come or moved))))
    found += [Change("gone", was, None, tuple(sorted(_claims(was)))) for ident, was in old.items() if ident not in new]
    return found


def _claims(one: Estimate) -> set[str]:
    return {used.claim for used in one.used} | {aside.claim for aside in one.set_aside}
