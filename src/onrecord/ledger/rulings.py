"""What people rule: checked before it becomes an entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

from onrecord.checks import CORRECTABLE, wrong_field, wrong_figure
from onrecord.entrycodec import canonical, decision_draft, decision_from_body, figure_values
from onrecord.ledger.base import Ledger
from onrecord.ledger.folded import fold
from onrecord.types import Decision, Entry, Problem, Ruling, SourceKind

MOST_WHY = 10_000  # characters
_ABOUT_CLAIMS = ("accept", "reject", "correct", "same", "different")


def decide(
    ledger: Ledger, about: str, ruling: Ruling, value: Mapping[str, Any] | None = None, why: str | None = None, by: str | None = None
) -> Decision | Problem:
    """Put a ruling on record (see :class:`onrecord.types.Decision`); the problem where it makes no sense, and then nothing is kept."""
    decision = Decision("", about, ruling, by or ledger.by, datetime.now(UTC), value, why or None)
    wrong = _wrong(ledger, decision)
    if wrong:
        return Problem(about, "decision", *wrong)
    draft = decision_draft(decision)
    ledger.append([draft], decision.by)
    return replace(decision, id=draft.id)


def decisions(ledger: Ledger, about: str) -> list[Decision]:
    """All decisions about an entry or a source's name, in order, withdrawn ones too; none that names what may not be seen."""
    rows = ledger.store.rows("SELECT id FROM rulings WHERE about = ? OR other = ? ORDER BY seq", [about, about])
    found = [entry for row in rows if (entry := ledger.entry(row[0])) and entry.kind == "decision"]
    made = [decision_from_body(entry.id, json.loads(entry.body)) for entry in found]
    return [one for one in made if not (other := (one.value or {}).get("other")) or ledger.claim(other) is not None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two standing claims (their ids) that the decision with this id says are the ``same`` or ``different``."""

    one: str
    other: str
    ruling: Ruling
    decision: str


def links(ledger: Ledger, as_of: datetime | int | None = None) -> list[tuple[str, str, Ruling]]:
    """The pairs of standing claims (their ids) that people ruled the ``same`` or ``different``; the last ruling on a pair counts."""
    return [(pair.one, pair.other, pair.ruling) for pair in pairs(ledger, as_of)]


def pairs(ledger: Ledger, as_of: datetime | int | None = None) -> list[Pair]:
    """The pairs of standing claims that people ruled on; the last ruling on a pair counts.

    A pair survives re-reading: it holds for what stands now in the same words of the same reports."""
    last = ledger.moment(as_of)
    sql = """SELECT r.ruling, r.id, a.id, x.confidential, o.id, y.confidential
        FROM rulings r
        JOIN claims ca ON ca.report = r.report AND ca.start = r.start AND ca.stop = r.stop AND ca.nth = r.nth
        JOIN entries a ON a.seq = ca.claim JOIN reports x ON x.seq = ca.report
        JOIN entries other ON other.id = r.other JOIN claims cz ON cz.claim = other.seq
        JOIN claims co ON co.report = cz.report AND co.start = cz.start AND co.stop = cz.stop AND co.nth = cz.nth
        JOIN entries o ON o.seq = co.claim JOIN reports y ON y.seq = co.report
        WHERE r.ruling IN ('same', 'different') AND r.seq <= ? AND (r.withdrawn IS NULL OR r.withdrawn > ?)
        AND ca.since <= ? AND (ca.until IS NULL OR ca.until > ?) AND co.since <= ? AND (co.until IS NULL OR co.until > ?)
        ORDER BY r.seq"""
    found: dict[frozenset[str], Pair] = {}
    for ruling, decision, one, hidden, other, hidden_too in ledger.store.rows(sql, [last] * 6):
        if ledger.confidential or not (hidden or hidden_too):
            found.pop(frozenset((one, other)), None)
            found[frozenset((one, other))] = Pair(one, other, ruling, decision)
    return list(found.values())


def _wrong(ledger: Ledger, decision: Decision) -> tuple[str, str] | None:
    """What is wrong with a decision, and what to do."""
    if decision.ruling not in get_args(Ruling):
        return f"there is no ruling {str(decision.ruling)[:40]!r}", "use one of " + ", ".join(get_args(Ruling))
    if decision.why is not None and len(decision.why) > MOST_WHY:
        return f"the reason is longer than {MOST_WHY:,} characters", "shorten it"
    if decision.ruling == "alias":
        return _wrong_alias(decision)
    entry = ledger.entry(decision.about)
    if entry is None or entry.kind == "withheld":
        return "there is no such entry", "give the whole id of a claim, a report or a decision (see `onrecord claims --format jsonl`)"
    if decision.ruling in _ABOUT_CLAIMS and entry.kind != "claim":
        return f"{decision.ruling} is for claims, and this is a {entry.kind}", "give the id of a claim"
    if decision.ruling in ("confidential", "open") and entry.kind != "report":
        return f"{decision.ruling} is for reports, and this is a {entry.kind}", "give the id of a report"
    if decision.ruling == "note" and not decision.why:
        return "a note needs words", "give them as the reason"
    if decision.ruling == "withdraw":
        return _wrong_withdrawal(entry)
    if decision.ruling in ("same", "different"):
        return _wrong_pair(ledger, decision)
    return _wrong_correction(entry, decision) if decision.ruling == "correct" else None


def _wrong_alias(decision: Decision) -> tuple[str, str] | None:
    value = decision.value or {}
    alias, kind = value.get("alias"), value.get("kind", "other")
    if set(value) - {"alias", "kind"} or not isinstance(alias, str) or not fold(alias) or len(alias) > 200:
        return 'the value must hold the other name as "alias"', 'give {"alias": "U.N. refugee agency", "kind": "un"}'
    if kind not in get_args(SourceKind):
        return f"there is no kind of source {str(kind)[:40]!r}", "use one of " + ", ".join(get_args(SourceKind))
    if not decision.about.strip() or len(decision.about) > 200:
        return "the name of the source is missing or too long", "name the source that the alias stands for"
    return None


def _wrong_withdrawal(entry: Entry) -> tuple[str, str] | None:
    if entry.kind != "decision":
        return f"only a decision can be withdrawn, and this is a {entry.kind}", "give the id of a decision"
    if json.loads(entry.body)["ruling"] == "withdraw":
        return "a withdrawal cannot be withdrawn", "make the ruling again"
    return None


def _wrong_pair(ledger: Ledger, decision: Decision) -> tuple[str, str] | None:
    other = (decision.value or {}).get("other")
    entry = ledger.entry(other) if isinstance(other, str) and other != decision.about else None
    if entry is None or entry.kind != "claim" or set(decision.value or {}) != {"other"}:
        return "the value must name another claim", 'give {"other": "the id of that claim"}'
    return None


def _wrong_correction(entry: Entry, decision: Decision) -> tuple[str, str] | None:
    value = dict(decision.value or {})
    if not value:
        return "a correction must say what is right", 'give the fields, such as {"value": 9000}'
    fixed = [name for name in value if name not in CORRECTABLE]
    if fixed:
        return f'the field "{str(fixed[0])[:40]}" cannot be corrected', "correct one of " + ", ".join(CORRECTABLE)
    wrong = wrong_field(value) or wrong_figure(figure_values(json.loads(entry.body), value))
    if wrong:
        return wrong, "correct the value and decide again"
    if len(canonical(value)) > MOST_WHY:
        return "the correction is too long", "shorten it"
    return None
