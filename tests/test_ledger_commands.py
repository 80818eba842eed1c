"""The commands around the ledger, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main

ROOT = Path(__file__).parents[1]
STORY = """Syrian refugees pour into Turkey

ANKARA, Nov 9 2012 - Some 9,000 people fled Syria for Turkey in the past 24 hours, the U.N. refugee agency said on Friday. \
About 400 families arrived in Sanliurfa, the Turkish Foreign Ministry said. More than 120,000 registered refugees are sheltering \
in camps in Turkey, UNHCR said.
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of its own for each test, and a story beside it."""
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    monkeypatch.setenv("ONRECORD_BY", "ana")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    said = capsys.readouterr()
    return status, said.out, said.err


def claims(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    status, out, err = run(capsys, "claims", *arguments, "--format", "jsonl")
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def numbers(found: list[dict[str, Any]]) -> list[int]:
    return sorted(one["figure"]["value"] for one in found)


class TestAdd:
    def test_once_and_twice(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "add", "story.txt")
        assert (status, err) == (0, "")
        assert "1 report, 1 reading, 3 claims" in out
        status, out, _ = run(capsys, "add", "story.txt")
        assert status == 0
        assert out.startswith("nothing to add") and "5 entries were there already" in out
        (first, *_) = claims(capsys, "--act", "fled")
        assert (first["figure"]["value"], first["recorded_by"], first["about_report"]["published"]) == (9000, "ana", "2012-11-09")
        assert first["made_by"].startswith("onrecord ")

    def test_trouble_is_said_and_the_rest_is_added(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "add", "story.txt", "missing.txt")
        assert status == 1
        assert "3 claims" in out
        assert "missing.txt: there is no such file" in err

    def test_what_read_printed(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, lines, _ = run(capsys, "read", "story.txt", "--format", "jsonl")
        (home / "figures.jsonl").write_text(lines, encoding="utf-8")
        status, out, err = run(capsys, "add", "--figures", "figures.jsonl", "--reader", "other 1.0")
        assert (status, err) == (0, "")
        assert "1 report, 1 reading, 3 claims" in out
        (one,) = claims(capsys, "--act", "fled")
        (reading,) = map(json.loads, lines.splitlines())
        assert one["figure"] == reading["figures"][0]  # nothing is lost, not even the words
        assert one["made_by"] == "other 1.0"

    def test_figures_find_the_report_that_is_there(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, lines, _ = run(capsys, "read", "story.txt", "--format", "jsonl")
        (home / "figures.jsonl").write_text(lines, encoding="utf-8")
        run(capsys, "add", "story.txt")
        _, out, _ = run(capsys, "add", "--figures", "figures.jsonl", "--reader", "other 1.0")
        assert "1 reading, 3 claims; 1 entry were there already".replace("entry were", "entry was") in out
        assert {one["made_by"] for one in claims(capsys)} == {"other 1.0"}
        _, out, _ = run(capsys, "add", "--figures", "figures.jsonl", "--reader", "other 1.0")
        assert out.startswith("nothing to add")

    def test_the_fields_of_the_guide_are_enough(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        figure = {
            "id": 0, "start": 0, "end": 5, "value": 5000, "low": 5000, "high": None, "qualifier": "more_than", "unit": "person", "act": "arrived",
            "measure": "flow", "who": "Syrians", "from": ["Syria"], "to": ["Sanliurfa"], "country": "TUR", "date_start": "2012-11-08",
            "date_end": "2012-11-08", "source": "U.N. refugee agency", "cause": "conflict", "modality": "asserted", "same_as": None, "part_of": None,
        }  # fmt: skip
        (home / "gold.jsonl").write_text(
            json.dumps({"id": "d4d-1", "published": "2012-11-09", "figures": [figure]}) + "\n", encoding="utf-8"
        )
        assert run(capsys, "add", "--figures", "gold.jsonl")[0] == 0
        (one,) = claims(capsys, "--place", "Turkey", "--source", "UNHCR")
        assert (one["source_known_as"], one["source_known_kind"], one["figure"]["source_kind"]) == ("UNHCR", "un", "un")
        assert [place["country"] for place in one["figure"]["places"]] == ["SYR", "TUR"]
        assert one["figure"]["date_precision"] == "day"
        assert claims(capsys, "--place", "Sanliurfa", "--role", "to")
        assert claims(capsys, "--place", "Sanliurfa", "--role", "from") == []

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"value": -1}, '"value" must be a whole number'),
            ({"value": 10**15}, '"value" must be a whole number'),
            ({"value": True}, '"value" must be a whole number'),
            ({"value": 3}, '"value" must lie between "low" and "high"'),
            ({"act": "flew"}, '"act" must be one of'),
            ({"start": 99}, '"end" must be greater'),
            ({"date_end": "yesterday"}, '"date_end" must be a date'),
            ({"country": "Turkey"}, '"country" must be an ISO'),
            ({"from": "Homs"}, '"from" must be a list'),
            ({"same_as": 7}, "names a figure that is not there"),
            ({"same_as": 0}, "cannot be"),
            ({"<script>": 1}, "there is no field"),
            ({"places": [{"name": "x", "role": "from", "latitude": 500, "confidence": 1}]}, '"places" must be a list'),
            ({"confidence": float("nan")}, '"confidence" must be a number'),
            ({"quote": {"exact": "other words"}}, "does not hold the words"),
        ],
    )
    def test_a_bad_figure_is_named(self, home: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], message: str) -> None:
        figure = {
            "id": 0, "start": 0, "end": 3, "value": 300, "low": 300, "high": 300, "qualifier": "exact", "unit": "person", "act": "fled",
            "measure": "flow", "from": [], "to": [], "modality": "asserted",
        }  # fmt: skip
        good = {"id": "good", "text": "300 people fled.", "figures": [figure]}
        bad = {"id": "bad", "text": "300 people fled.", "figures": [figure | change]}
        (home / "f.jsonl").write_text(f"{json.dumps(bad)}\nnot JSON\n{json.dumps(good)}\n", encoding="utf-8")
        status, out, err = run(capsys, "add", "--figures", "f.jsonl")
        assert status == 1
        assert "f.jsonl:1" in err and message in err
        assert "f.jsonl:2: broken JSON" in err
        assert "1 claim" in out

    def test_confidential(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "story.txt", "--confidential")
        assert claims(capsys) == []
        assert numbers(claims(capsys, "--confidential")) == [400, 9000, 120000]
        _, out, _ = run(capsys, "ledger", "export")
        assert "Sanliurfa" not in out and "9000" not in out
        _, out, _ = run(capsys, "ledger", "export", "--confidential")
        assert "Sanliurfa" in out
        _, out, _ = run(capsys, "add", "story.txt", "--confidential")
        assert out.startswith("nothing to add")
        run(capsys, "add", "story.txt")
        assert claims(capsys) == []  # adding again does not open it


class TestClaims:
    @pytest.fixture(autouse=True)
    def _add(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "story.txt")

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["--country", "tur", "--act", "fled", "--since", "2012-11-01"], [9000]),
            (["--act", "fled", "--act", "arrived"], [400, 9000]),
            (["--place", "Turkey"], [400, 9000, 120000]),
            (["--place", "Sanliurfa"], [400]),
            (["--place", "iso:SYR", "--role", "from", "--act", "fled"], [9000]),
            (["--place", "Nowhereville"], []),
            (["--source", "the UN refugee agency"], [9000, 120000]),
            (["--text", "camps shelter*"], [400, 120000]),
            (["--text", '"registered refugees"', "--measure", "stock"], [120000]),
            (["--until", "2012-01-01"], []),
            (["--as-of", "2012-11-09"], []),
            (["--as-of", "3"], [9000]),
            (["--status", "accepted"], []),
            (["--limit", "2"], [400, 120000]),
        ],
    )
    def test_filters(self, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: list[int]) -> None:
        assert numbers(claims(capsys, *arguments)) == expected

    def test_csv_is_harmless(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        record = {"id": "=1+1", "title": "=cmd|' /C calc'!A0", "text": "Some 700 people fled Homs."}
        (home / "bad.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        run(capsys, "add", "bad.jsonl")
        _, out, _ = run(capsys, "claims", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert len(rows) == 4
        row = next(row for row in rows if row["value"] == "700")
        assert row["report_title"].startswith("'=") and row["report_id"] == "'=1+1"

    def test_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "claims", "--format", "table", "--limit", "1")
        assert "120,000" in out and "sheltered" in out and "UNHCR" in out
        assert out.endswith("1 claim; 2 more (--limit 0 shows all)\n")

    def test_one_claim_with_its_history(self, capsys: pytest.CaptureFixture[str]) -> None:
        ident = claims(capsys, "--act", "fled")[0]["claim"]
        status, out, _ = run(capsys, "claims", "--id", ident[:9], "--format", "jsonl")
        told = json.loads(out)
        assert status == 0
        assert told["standing"]["claim"] == ident
        assert [event["kind"] for event in told["history"]] == ["report", "reading", "claim"]
        _, out, _ = run(capsys, "claims", "--id", ident[:9], "--format", "table")
        assert "«9,000»" in out and "fled, flow" in out

    @pytest.mark.parametrize("ident", ["ffffffffffffffffff", "zz", "; DROP"])
    def test_no_such_claim(self, capsys: pytest.CaptureFixture[str], ident: str) -> None:
        status, out, err = run(capsys, "claims", "--id", ident)
        assert (status, out) == (1, "")
        assert "no entry has this id" in err

    @pytest.mark.parametrize(
        "arguments", [["--country", "Turkey"], ["--since", "soon"], ["--as-of", "soon"], ["--act", "flew"], ["--limit", "-1"]]
    )
    def test_nonsense_is_refused(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stop:
            main(["claims", *arguments])
        assert stop.value.code == 2


class TestReview:
    @pytest.fixture(autouse=True)
    def _add(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "story.txt")

    def review(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, keys: str, *arguments: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(keys))
        status, out, err = run(capsys, "review", *arguments)
        assert (status, err) == (0, "")
        return out

    def test_accept_reject_correct(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        out = self.review(capsys, monkeypatch, "a\nr\nc\nact=arrived; value=8,000; to=Homs\n")
        assert "3 ruled on, 3 shown" in out
        assert out.index("confidence 0.9") < out.index("3 ruled on")
        found = {one["status"]: one["figure"] for one in claims(capsys)}
        assert set(found) == {"accepted", "rejected", "corrected"}
        assert (found["corrected"]["act"], found["corrected"]["value"], found["corrected"]["to"]) == ("arrived", 8000, ["Homs"])
        assert "SYR" in [place["country"] for place in found["corrected"]["places"] if place["name"] == "Homs"]
        assert claims(capsys, "--place", "Homs", "--role", "to", "--act", "arrived")
        assert "there is nothing to review" in self.review(capsys, monkeypatch, "")

    def test_undo_note_skip_and_nonsense(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        keys = "w\nseen the table\na\nu\nn\ncall Ankara\nx\nc\nact=flew\nc\nnonsense\ns\n=\nzzzz\ns\ns\nq\n"
        out = self.review(capsys, monkeypatch, keys)
        assert "the ruling accept is withdrawn" in out
        assert '"act" must be one of' in out
        assert "there is no = in" in out
        assert "no entry has this id" in out
        assert {one["status"] for one in claims(capsys)} == {"unreviewed"}
        from onrecord.ledger import open_ledger

        with open_ledger() as ledger:
            made = [json.loads(entry.body) for entry in ledger.entries(kind="decision")]
        assert [(one["ruling"], one.get("why")) for one in made] == [
            ("accept", "seen the table"), ("withdraw", "undone in review"), ("note", "call Ankara"),
        ]  # fmt: skip
        assert {one["by"] for one in made} == {"ana"}

    def test_in_a_terminal_single_keys_do(self, home: Path) -> None:
        mine, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "90"}
        command = [sys.executable, "-m", "onrecord", "review", "--act", "fled"]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        shown = b""
        try:
            for prompt, key in [
                (b"uit [?] ", b"r"),
                (b"[u]ndo [q]uit ", b"u"),
                (b"uit [?] ", b"a"),
                (b"[u]ndo [q]uit ", b"q"),
                (b" shown", b""),
            ]:
                part = b""
                while prompt not in part:
                    assert select.select([mine], [], [], 20)[0], shown + part
                    part += os.read(mine, 4096)
                shown += part
                os.write(mine, key)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
            os.close(mine)
            os.close(theirs)
        assert b"1 ruled on, 2 shown" in shown
        assert b"\x1b[" in shown


class TestLedger:
    def test_verify_export_import_backup_rebuild(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "story.txt")
        status, out, _ = run(capsys, "ledger", "verify", "--tables")
        assert status == 0 and "5 entries: the chain holds; the derived tables agree" in out
        head = out.split("head ")[1].strip()
        assert run(capsys, "ledger", "verify", "--head", head)[0] == 0
        _, lines, _ = run(capsys, "ledger", "export")
        (home / "out.jsonl").write_text(lines, encoding="utf-8")
        status, out, _ = run(capsys, "ledger", "import", "out.jsonl", "--ledger", "second.sqlite")
        assert status == 0 and "5 entries imported into second.sqlite" in out
        assert run(capsys, "ledger", "export", "--ledger", "second.sqlite")[1] == lines
        assert run(capsys, "ledger", "backup", "copy.sqlite")[0] == 0
        assert run(capsys, "ledger", "export", "--ledger", "copy.sqlite")[1] == lines
        assert run(capsys, "ledger", "backup", "copy.sqlite")[0] == 1
        assert "made anew from 5 entries" in run(capsys, "ledger", "rebuild")[1]
        assert run(capsys, "ledger", "verify", "--head", head.replace(":", ":0")[:-1])[0] == 1

    def test_trouble_is_said(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for command in (["claims"], ["ledger", "verify"], ["ledger", "export"], ["ledger", "backup", "x"]):
            status, out, err = run(capsys, *command)
            assert (status, out) == (1, "")
            assert "there is no ledger here yet" in err
        status, _, err = run(capsys, "ledger", "import", "missing.jsonl")
        assert status == 1 and "missing.jsonl: it cannot be read" in err
        status, _, err = run(capsys, "claims", "--ledger", "story.txt")
        assert status == 1 and "no ledger of onrecord" in err
        with pytest.raises(SystemExit):
            main(["ledger", "verify", "--head", "5:abc"])
