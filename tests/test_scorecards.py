"""Scorecards: what each source's record is, in all and by act and country, and when claims are weighed by it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord.cli import main
from onrecord.picture import Observation, Picture, learn, scorecards
from onrecord.picture.records import ENOUGH, key_of, record_of
from onrecord.types import Place
from picturing import JORDAN, TURKEY, claim, figure, observations

LEBANON = Place("iso:LBN", "Lebanon", "LBN", "country")
HIGH = {TURKEY.id: 1.3, JORDAN.id: 1.1, LEBANON.id: 0.8}  # what the agency says of each 1.0
TRUTH = {TURKEY.id: 8_732, JORDAN.id: 2_118, LEBANON.id: 1_307}


def crisis(days: int) -> list[Observation]:
    """Three fair sources, and an agency that reads high in one country and low in another."""
    found = []
    for day in range(1, days + 1):
        for place in (TURKEY, JORDAN, LEBANON):
            truth = TRUTH[place.id] + 31 * day
            said = {"UNHCR": truth, "the ministry": truth + 7, "Relief": truth - 5, "the agency": round(truth * HIGH[place.id])}
            found += [
                claim(f"{place.country}{day:02}{source}", figure(value, place, day, source), date(2012, 11, day))
                for source, value in said.items()
            ]
    return found


def test_a_source_that_errs_otherwise_in_each_country_is_weighed_by_country() -> None:
    claims = crisis(20)
    records = learn(claims)
    high, low = (records[key_of("the agency", "crossing", country)].bias for country in ("TUR", "LBN"))
    assert 0.15 < high < 0.3 and -0.3 < low < -0.1
    assert not [key for key in records if key.startswith("UNHCR\t")]  # it errs alike everywhere: one record says it all
    picture = Picture(claims, records)
    (turkey,) = [one for one in picture.estimates if one.places[0].id == TURKEY.id and one.period.last == date(2012, 11, 9)]
    used = {one.claim: one.note for one in turkey.used}
    assert "down: its usual error" in used["TUR09the agency"] and "in TUR" in used["TUR09the agency"]
    cards = {(card.source, card.act, card.country): card for card in scorecards(picture)}
    assert cards["the agency", "crossing", "TUR"].error == pytest.approx(0.3, abs=0.04)
    assert cards["the agency", "crossing", "LBN"].error == pytest.approx(-0.2, abs=0.04)
    assert cards["the agency", "crossing", "TUR"].weighs and cards["the agency", None, None].weighs
    assert not cards["UNHCR", "crossing", "TUR"].weighs and cards["UNHCR", None, None].weighs
    assert cards["the agency", None, None].claims == 60 and cards["the agency", "crossing", "TUR"].claims == 20


def test_with_little_to_go_on_nothing_is_weighed_by_a_record() -> None:
    claims = crisis(2)
    records = learn(claims)
    assert not [card for card in scorecards(Picture(claims, records)) if card.weighs]
    assert all(record_of(one, records) is None for one in claims)
    (card,) = [one for one in scorecards(Picture(claims)) if one.source == "the agency" and one.act is None]
    assert card.settled == 6 < ENOUGH and card.error is not None


def test_a_source_that_nobody_else_speaks_beside_has_no_error() -> None:
    (card,) = scorecards(Picture([claim("a", figure(9000))]))
    assert (card.claims, card.settled, card.error, card.spread, card.weighs) == (1, 0, None, None, False)


@settings(max_examples=40)
@given(observations())
def test_scorecards_do_not_depend_on_order_and_count_every_claim_with_a_source(claims: list[Observation]) -> None:
    cards = scorecards(Picture(claims))
    assert cards == scorecards(Picture(claims[::-1]))
    assert sum(card.claims for card in cards if card.act is None) == sum(bool(one.source) for one in claims)
    assert all(card.settled <= card.claims and (card.error is None or card.error > -1) for card in cards)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    said = {
        "the U.N. refugee agency": "6,120 Syrian refugees crossed into Turkey on 8 November 2012",
        "Turkey's Foreign Ministry": "7,130 Syrian refugees crossed into Turkey on 8 November 2012",
    }
    for number, (source, words) in enumerate(said.items()):
        (tmp_path / f"{number}.txt").write_text(f"GENEVA, Nov 9 (Agency) - {words}, {source} said on Friday.\n")
        assert main(["add", str(tmp_path / f"{number}.txt"), "--published", "2012-11-09"]) == 0
    capsys.readouterr()


def shown(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    assert main(["sources", "--format", "json", *options]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_the_command_shows_them_as_table_json_and_csv(ledger: None, capsys: pytest.CaptureFixture[str]) -> None:
    whole = {row["source"]: row for row in shown(capsys)}
    assert whole["UNHCR"]["kind"] == "un" and whole["UNHCR"]["settled"] == 1 and whole["UNHCR"]["error"] <= 0
    assert len(whole) == 2 and not any(row["weighs"] for row in whole.values())
    detail = shown(capsys, "--source", "UN refugee agency", "--detail")
    assert [(row["act"], row["country"]) for row in detail] == [(None, None), ("crossing", "TUR")]
    assert shown(capsys, "--country", "JOR") == [] and len(shown(capsys, "--country", "tur", "--act", "crossing")) == 4
    assert main(["sources", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["source"] for row in rows} == set(whole)
    assert main(["sources", "--format", "table", "--detail"]) == 0
    told = capsys.readouterr().out
    assert "UNHCR" in told and "2 sources" in told and "crossing" in told
    assert main(["sources", "--act", "nonsense"]) == 2
