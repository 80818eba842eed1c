"""Statements are what claims say as they stand: the picture sees the same in them as in the claims themselves."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from made import drafts

from onrecord.entrycodec import reading_drafts, statement_of
from onrecord.ledger import Ledger, Query, claims, decide, extent, statements
from onrecord.ledger.query import Order
from onrecord.picture import observe
from onrecord.types import Decision, Reading
from strategies import readings


def agree(ledger: Ledger, query: Query) -> int:
    """Check that the statements are those of the claims, in their order; how many."""
    said, standing = list(statements(ledger, query)), list(claims(ledger, query))
    assert [(one.row, one.claim, one.status) for one in said] == [(one.row, one.claim.id, one.status) for one in standing]
    expected = [observe(statement_of(one.claim, one.report, one.status)) for one in standing]
    assert [observe(one) for one in said] == expected
    return len(said)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_of_any_reading(ledger: Ledger, reading: Reading) -> None:
    made = reading_drafts(reading, reading.report, f"reader of {uuid.uuid4()}")
    ledger.append(made)
    assert agree(ledger, Query(report=made[0].id)) == len(reading.figures)


@pytest.mark.parametrize("order", ["newest", "oldest", "urgent"])
def test_of_what_people_ruled(ledger: Ledger, order: Order) -> None:
    first, second = drafts(), drafts("300 people fled, the refugee people said.", "r2")
    ledger.append([*first, *second])
    value: dict[str, object] = {"value": 8000, "low": 8000, "high": 8500, "date_end": None, "places": [], "country": "JOR"}
    for about, ruling, what in (
        (first[2].id, "correct", value),
        (first[3].id, "reject", None),
        (second[2].id, "accept", None),
        ("UNHCR", "alias", {"alias": "U.N. refugee agency", "kind": "other"}),
    ):
        assert isinstance(decide(ledger, about, ruling, what), Decision)  # type: ignore[arg-type]
    assert agree(ledger, Query(order=order)) == 3
    assert agree(ledger, Query(order=order, as_of=len(first) + len(second))) == 3
    corrected = next(one for one in statements(ledger, Query(claims=(first[2].id,))))
    assert (corrected.status, corrected.figure["value"], corrected.source and corrected.source.kind) == ("corrected", 8000, "other")


def test_more_than_one_page(ledger: Ledger) -> None:
    ledger.append(drafts(" and ".join(f"{number} people" for number in range(1, 1_205))))
    assert agree(ledger, Query(order="oldest")) == 1_204
    assert agree(ledger, Query(order="newest", acts=("arrived",))) == 0


def test_rows_can_be_shared_out(ledger: Ledger) -> None:
    ledger.append(drafts(" and ".join(f"{number} people" for number in range(1, 41))))
    before = ledger.moment(None)
    ledger.append(drafts("300 people fled, the refugee people said.", "r2"))
    rows = extent(ledger)
    assert rows >= 41 and extent(ledger, before) == rows - 1
    halves = [list(statements(ledger, Query(order="oldest", rows=part))) for part in ((0, 17), (17, rows))]
    assert [len(half) for half in halves] == [17, 24]
    assert halves[0] + halves[1] == list(statements(ledger, Query(order="oldest")))
