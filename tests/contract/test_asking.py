"""What a ledger answers, and what it keeps to itself, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from made import CEYLANPINAR, drafts
from standing import drafts_figure, ledger_with_right, ruled, sound, stand, values

from onrecord.entrycodec import decision_draft
from onrecord.ledger import Ledger, Query, TookLong, claims, count, decide, open_ledger, page
from onrecord.ledger.transfer import export, import_lines
from onrecord.ledger.verify import verify
from onrecord.types import Decision, PlaceRef, Problem, Source


class TestAsking:
    @pytest.fixture(autouse=True)
    def _fill(self, ledger: Ledger) -> None:
        ledger.append(drafts())
        near = (PlaceRef("Ceylanpinar", "to", CEYLANPINAR, "TUR", 0.9),)
        ledger.append(drafts("Over 5,000 crossed at Ceylanpınar, gendarmes said.", "r2", act="arrived", places=near, source=None))
        old = replace(drafts_figure().period, first=date(2011, 3, 1), last=date(2011, 3, 31))
        ledger.append(drafts("In March 2011 some had gone.", "r3", country="JOR", period=old, places=()))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, [400, 2011, 5000, 9000]),
            ({"countries": ("TUR",)}, [400, 5000, 9000]),
            ({"countries": ("TUR",), "acts": ("fled",)}, [400, 9000]),
            ({"countries": ("TUR", "JOR"), "acts": ("fled", "arrived")}, [400, 2011, 5000, 9000]),
            ({"since": date(2012, 11, 1)}, [400, 5000, 9000]),
            ({"until": date(2012, 11, 1)}, [2011]),
            ({"since": date(2011, 3, 15), "until": date(2011, 3, 20)}, [2011]),
            ({"since": date(2013, 1, 1)}, []),
            ({"areas": ("iso:TUR",)}, [400, 5000, 9000]),
            ({"areas": ("iso:TUR",), "role": "from"}, []),
            ({"areas": ("admin1:TR-63",), "role": "to"}, [400, 5000, 9000]),
            ({"areas": ("geonames:318667",)}, [5000]),
            ({"areas": ("geonames:318667", "iso:SYR")}, [400, 5000, 9000]),
            ({"areas": ("geonames:1",)}, []),
            ({"source": "UNHCR"}, [400, 2011, 9000]),
            ({"source": "The UN refugee agency"}, [400, 2011, 9000]),
            ({"source": "nobody"}, []),
            ({"text": "gendarmes"}, [5000]),
            ({"text": "GENDARM* ceylanpinar"}, [5000]),
            ({"text": '"some had"'}, [2011]),
            ({"text": '"had some"'}, []),
            ({"text": "9000"}, [400, 9000]),
            ({"text": "flight", "areas": ("iso:TUR",), "acts": ("arrived",)}, [5000]),
            ({"text": "'; DROP TABLE claims"}, []),
            ({"text": "\" ' * ( ) : &"}, []),
            ({"min_confidence": 0.85}, [2011, 5000, 9000]),
            ({"measure": "stock"}, []),
            ({"units": ("person",), "causes": ("conflict",), "modality": "asserted"}, [400, 2011, 5000, 9000]),
            ({"status": ("unreviewed",)}, [400, 2011, 5000, 9000]),
            ({"status": ("accepted", "changed")}, []),
            ({"report": "00" * 16}, []),
        ],
    )
    def test_filters(self, ledger: Ledger, query: dict[str, object], expected: list[int]) -> None:
        assert values(ledger, **query) == expected
        assert count(ledger, Query(**query)) == len(expected)  # type: ignore[arg-type]

    @pytest.mark.parametrize("order", ["newest", "oldest", "urgent"])
    def test_pages_hold_each_claim_once(self, ledger: Ledger, order: str) -> None:
        query = Query(order=order, as_of=ledger.moment(None))  # type: ignore[arg-type]
        seen: list[str] = []
        after: int | None = None
        while True:
            part = page(ledger, query, 1, after)
            seen += [one.claim.id for one in part.claims]
            ledger.append(drafts(f"{len(seen)} more", f"later{order}{len(seen)}"))  # what comes meanwhile does not disturb
            if part.next is None:
                break
            after = part.next
        assert len(seen) == len(set(seen)) == 4

    def test_the_urgent_come_first(self, ledger: Ledger) -> None:
        found = [one.claim.figure for one in claims(ledger, Query(order="urgent", countries=("TUR",)))]
        assert found[0].confidence <= found[-1].confidence

    def test_aliases_are_decided(self, ledger: Ledger) -> None:
        ledger.append(drafts("77 came, the refugee people said.", "r4", source=Source("the refugee people", "un")))
        assert values(ledger, source="UNHCR") == [400, 2011, 9000]
        made = ruled(ledger, "UNHCR", "alias", {"alias": "refugee people", "kind": "un"})
        assert values(ledger, source="UNHCR") == [77, 400, 2011, 9000]
        sound(ledger)
        ruled(ledger, made.id, "withdraw")
        assert values(ledger, source="UNHCR") == [400, 2011, 9000]
        sound(ledger)

    def test_ids_are_found_by_their_beginning(self, ledger: Ledger) -> None:
        claim = stand(ledger)[0].claim.id
        assert ledger.find(claim[:12]) == [claim]
        assert ledger.find("") == ledger.find("zz") == ledger.find("' OR 1=1") == []


class TestConfidential:
    SECRET = "A witness named Karim said 7,777 people fled Homs."

    @pytest.fixture
    def claim(self, ledger: Ledger) -> str:
        ledger.append(drafts())
        first, *rest = drafts(self.SECRET, "secret")
        ledger.append([first, decision_draft(Decision("", first.id, "confidential", "tester", datetime.now(UTC))), *rest])
        ruled(ledger_with_right(ledger), rest[1].id, "note", why="Karim must be protected")
        return rest[1].id

    def test_nothing_of_it_is_shown(self, ledger: Ledger, claim: str) -> None:
        assert values(ledger) == [400, 9000]
        assert values(ledger, text="karim") == []
        assert count(ledger, Query(text="homs fled")) == 0
        assert ledger.claim(claim) is None
        assert isinstance(decide(ledger, claim, "accept"), Problem)
        told = "".join(export(ledger)) + "".join(map(str, ledger.entries()))
        assert "Karim" not in told and '"value":7777' not in told and "7,777" not in told and claim not in told
        assert [entry.kind for entry in ledger.entries()][4:] == ["withheld"] * 5

    def test_with_the_right_all_is_shown(self, ledger: Ledger, claim: str) -> None:
        trusted = ledger_with_right(ledger)
        assert values(trusted) == [400, 7777, 9000]
        assert next(one.confidential for one in stand(trusted) if one.claim.id == claim)
        assert "Karim" in "".join(export(trusted))
        sound(trusted)

    def test_it_can_be_opened_later_and_closed(self, ledger: Ledger, claim: str) -> None:
        trusted = ledger_with_right(ledger)
        secret = next(one.claim.report for one in stand(trusted) if one.claim.id == claim)
        ruled(trusted, secret, "open")
        assert values(ledger) == [400, 7777, 9000]
        public = next(one.claim.report for one in stand(ledger) if one.claim.id != claim)
        ruled(ledger, public, "confidential")
        assert values(ledger) == [7777]
        assert "Flight" not in "".join(str(entry) for entry in ledger.entries() if entry.seq < 5)
        sound(ledger)

    def test_what_is_withheld_still_proves_the_chain(self, ledger: Ledger, claim: str, other: str) -> None:
        lines = "".join(export(ledger))
        with open_ledger(other, by="x") as second:
            assert import_lines(second, io.BytesIO(lines.encode()), "export") == ledger.head().seq
            verdict = verify(second, (ledger.head().seq, ledger.head().hash))
            assert (verdict.problem, verdict.withheld) == (None, 5)
            assert "".join(export(second)) == lines
            assert values(second) == [400, 9000]
            sound(second)


def test_what_is_asked_with_a_limit_comes_in_time_or_not_at_all(ledger: Ledger, where: str) -> None:
    ledger.append(drafts())
    all_of_them = count(ledger, Query())
    with ledger.store.limited(None):
        assert count(ledger, Query()) == all_of_them
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT MAX(i) FROM n"
    with pytest.raises(TookLong), ledger.store.limited(0.01):
        ledger.store.rows(long)
    if not where.startswith("postgresql"):  # in this process, so a short question is answered in time
        with ledger.store.limited(60):
            assert count(ledger, Query()) == all_of_them
    assert count(ledger, Query()) == all_of_them  # afterwards there is no limit
