"""What the tests of the ledger say in few words: what stands, what was ruled, that all is sound."""

from __future__ import annotations

from collections.abc import Callable

from made import drafts

from onrecord.entrycodec import claim_from_body, standing_to_json
from onrecord.ledger import Ledger, Query, claims, decide, page, page_values
from onrecord.ledger.verify import check_tables, verify
from onrecord.types import Decision, Figure, Standing

Opener = Callable[..., Ledger]


def stand(ledger: Ledger, **query: object) -> list[Standing]:
    """What stands, oldest first."""
    return list(claims(ledger, Query(order="oldest", **query)))  # type: ignore[arg-type]


def values(ledger: Ledger, **query: object) -> list[int]:
    return sorted(standing.claim.figure.value for standing in stand(ledger, **query))


def ruled(ledger: Ledger, about: str, ruling: str, value: dict[str, object] | None = None, why: str | None = None) -> Decision:
    made = decide(ledger, about, ruling, value, why)  # type: ignore[arg-type]
    assert isinstance(made, Decision), made
    return made


def sound(ledger: Ledger) -> None:
    """The chain holds, the derived tables say what the entries say, and programs are told what people are."""
    assert verify(ledger).problem is None
    assert check_tables(ledger) is None
    told, shown = page_values(ledger, Query()), page(ledger, Query())
    assert told == {"claims": [standing_to_json(one) for one in shown.claims], "next": shown.next}


def drafts_figure() -> Figure:
    import json

    one = drafts()[2]
    return claim_from_body(one.id, json.loads(one.body)).figure


def ledger_with_right(ledger: Ledger) -> Ledger:
    return Ledger(ledger.store, ledger.by, confidential=True)


def unguard(ledger: Ledger) -> None:
    """What somebody with full rights over the database can do."""
    if ledger.store.main == "main.":
        for name in ("entries_kept", "entries_not_deleted", "entries_appended"):
            ledger.store.run(f"DROP TRIGGER {name}")
    else:
        ledger.store.run("ALTER TABLE entries DISABLE TRIGGER entries_kept")
