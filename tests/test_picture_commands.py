"""``onrecord picture`` and ``onrecord why`` on a ledger."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli import main

STORY = """GENEVA, Nov 9 (Agency) - Around 6,000 Syrian refugees crossed into Turkey on 8 November 2012, the U.N. refugee agency said on Friday.

The Jordanian government said 1,200 Syrians fled to Jordan on 8 November 2012.
"""
LATER = """GENEVA, Nov 12 (Agency) - About 7,000 Syrian refugees crossed into Turkey on 8 November 2012, the U.N. refugee agency said on Monday.
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    place = tmp_path / "ledger.sqlite"
    monkeypatch.setenv("ONRECORD_LEDGER", str(place))
    for name, text, day in (("one", STORY, "2012-11-09"), ("two", LATER, "2012-11-12")):
        (tmp_path / f"{name}.txt").write_text(text)
        assert main(["add", str(tmp_path / f"{name}.txt"), "--published", day]) == 0
    capsys.readouterr()
    return place


def picture(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    assert main(["picture", "--format", "json", *options]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_the_newer_statement_of_a_source_supersedes(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (turkey,) = [one for one in picture(capsys, "--country", "TUR") if one["act"] == "crossing"]
    assert turkey["best"] == 7000
    assert [one["relation"] for one in turkey["set_aside"]] == ["superseded"]  # type: ignore[attr-defined]
    (before,) = [one for one in picture(capsys, "--country", "TUR", "--published-by", "2012-11-10") if one["act"] == "crossing"]
    assert before["best"] == 6000 and before["id"] == turkey["id"]


def test_why_quotes_the_claims(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (turkey,) = [one for one in picture(capsys, "--country", "TUR") if one["act"] == "crossing"]
    assert main(["why", str(turkey["id"])]) == 0
    told = capsys.readouterr().out
    assert "7,000 people" in told and "UNHCR" in told and "Superseded" in told and "Weight 100%" in told
    assert main(["why", str(turkey["id"])[:8], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["used"][0]["quote"]["exact"] == "7,000"
    assert main(["why", "zz"]) == 1
    assert "no estimate has this id" in capsys.readouterr().err


def test_changes_as_json_and_csv(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["picture", "--changes-since", "2012-11-10", "--country", "TUR"]) == 0
    (change,) = json.loads(capsys.readouterr().out)
    assert (change["kind"], change["before"]["best"], change["after"]["best"]) == ("changed", 6000, 7000)
    came, went = change["because"]
    assert (came["before"], came["after"], came["exact"], came["source"]) == (None, "counts 100%", "7,000", "UNHCR")
    assert went["before"] == "counts 100%" and went["after"].startswith("superseded: ") and went["published"] == "2012-11-09"
    assert main(["picture", "--changes-since", "2012-11-10", "--country", "TUR", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["best_before"], row["best"], row["place_name"]) == ("6000", "7000", "Turkey")
    assert main(["picture", "--changes-since", "2012-11-01", "--country", "JOR", "--format", "table"]) == 0
    assert "Jordan, 2012-11-08: new, 1,200" in " ".join(capsys.readouterr().out.split())


def test_table_csv_and_changes(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["picture", "--format", "table", "--by", "month"]) == 0
    assert "7,000" in capsys.readouterr().out
    assert main(["picture", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"7000", "1200"} <= {row["best"] for row in rows}
    assert main(["picture", "--changes-since", "2012-11-10", "--format", "table"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "crossing, people, Turkey, 2012-11-08: 6,000 → 7,000" in told and told.endswith("2 changes")
    assert "+ UNHCR: “" in told and "New: counts 100%." in told
    assert "Before: counts 100%; now: set aside (superseded: UNHCR has said 7,000 since, on 2012-11-12)." in told
    assert main(["picture", "--act", "nonsense"]) == 2
