"""Numbers that every reader missed, added by people: each a claim of its own, which stands because its author accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from onrecord.checks import precision_of, wrong_figure, wrong_words
from onrecord.codec import figure_from_json
from onrecord.entrycodec import canonical, claim_draft, decision_draft, figure_values
from onrecord.ledger.base import Ledger
from onrecord.ledger.query import Query, claims
from onrecord.ledger.rulings import MOST_WHY
from onrecord.types import BY_HAND, Decision, Problem, Report, Standing

_FIRST = 500_000  # the id of a report's first added figure: above those of readers, so that links between figures mean one
_MOST_WORDS = 200  # characters that a number has
_NULLS: dict[str, Any] = dict.fromkeys(("who", "country", "date_start", "date_end", "source", "source_kind", "cause", "same_as", "part_of"))
_OURS = frozenset(("id", "confidence", "spot"))  # told by us


def add_claim(ledger: Ledger, report: str, values: Mapping[str, Any], why: str | None = None, by: str | None = None) -> Decision | Problem:
    """Put a figure on record that the text of a report states from ``start`` to ``end`` and that no reader found there.

    ``values``: its fields as in JSON, with ``quote`` (its ``exact`` words must be those of the text), without ``id`` and ``confidence``. It stands by the
    decision that is returned, whatever later readers make of the text, until that is withdrawn. The problem where it cannot be, and then nothing is kept."""
    received = ledger.report(report)
    if received is None:
        return Problem(report, "adding", "there is no such report", "give the whole id of a report (see `onrecord claims --format jsonl`)")
    standing = list(claims(ledger, Query(report=report)))
    ids = {one.claim.figure.id for one in standing}
    figure = {**_NULLS, "from": [], "to": [], "places": [], "modality": "asserted", **values}
    figure |= {"id": max(_FIRST - 1, *ids, 0) + 1, "confidence": 1.0}
    wrong = _wrong_fields(values, figure, why) or _wrong_place(figure, received, ids) or _known(standing, figure)
    if wrong is None and ledger.store.value("SELECT reading FROM reports WHERE id = ?", [report]) is None:
        wrong = "this report was not read yet", "read it first: onrecord add"
    if wrong:
        return Problem(report, "adding", *wrong)
    figure.setdefault("date_precision", precision_of(figure["date_start"], figure["date_end"]))
    nth = _free(ledger, report, standing, figure["start"], figure["end"])
    claim = claim_draft(figure_from_json(figure_values({"figure": figure})), received, report, BY_HAND, nth)
    decision = Decision("", claim.id, "accept", by or ledger.by, datetime.now(UTC), None, why or None)
    ruling = decision_draft(decision)
    ledger.append([claim, ruling], decision.by)
    return replace(decision, id=ruling.id)


def _wrong_fields(values: Mapping[str, Any], figure: Mapping[str, Any], why: str | None) -> tuple[str, str] | None:
    """What is wrong with the fields, and what to do."""
    ours = sorted(_OURS & values.keys())
    if ours:
        return f'the field "{ours[0]}" is not to be given', "leave it out"
    wrong = wrong_figure(figure)
    if wrong:
        return wrong, "correct the field and send it again"
    if len(why or "") > MOST_WHY or len(canonical(dict(values))) > MOST_WHY:
        return f"it is longer than {MOST_WHY:,} characters", "shorten it"
    return None


def _wrong_place(figure: Mapping[str, Any], received: Report, ids: set[int]) -> tuple[str, str] | None:
    """What is wrong with where the figure stands and what it is linked to."""
    if not received.text:
        return "this report has no text that a number could stand in", "add its text first"
    words = (figure.get("quote") or {}).get("exact", "")
    if not words.strip() or words != words.strip() or len(words) > _MOST_WORDS:
        return f'"quote" must hold the words of the number as "exact", at most {_MOST_WORDS} characters', "choose the number itself"
    wrong = wrong_words(figure, received.text)
    if wrong:
        return wrong, "choose the words in the text again"
    lost = [name for name in ("same_as", "part_of") if figure[name] is not None and figure[name] not in ids]
    return (f'"{lost[0]}" names a figure that is not in this report', "take the id of a figure of this report") if lost else None


def _known(standing: list[Standing], figure: Mapping[str, Any]) -> tuple[str, str] | None:
    """Whether the same is on record at these words already."""
    for one in standing:
        known = one.claim.figure
        same = (known.act, known.measure, known.unit) == (figure["act"], figure["measure"], figure["unit"])
        if same and known.start < figure["end"] and figure["start"] < known.end and one.status != "rejected":
            return f"this number is on record already: {known.value:,} {known.act} (claim {one.claim.id})", "correct that claim"
    return None


def _free(ledger: Ledger, report: str, standing: list[Standing], start: int, end: int) -> int:
    """Which figure of these words this is: none that stands there or was ruled on."""
    taken = {one.claim.nth for one in standing if (one.claim.figure.start, one.claim.figure.end) == (start, end)}
    sql = """SELECT u.nth FROM rulings u JOIN reports r ON r.seq = u.report
        WHERE r.id = ? AND u.start = ? AND u.stop = ? AND u.withdrawn IS NULL"""
    taken |= {row[0] for row in ledger.store.rows(sql, [report, start, end])}
    return next(nth for nth in range(len(taken) + 1) if nth not in taken)
