"""``onrecord people``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord import cli
from onrecord.types import Problem
from onrecord.web.people import People, people_path

PASSWORD = "tent river ledger nine"


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("ONRECORD_CONSOLE", raising=False)
    return str(tmp_path / "ledger.sqlite")


def people(where: str, *arguments: str) -> int:
    return cli.main(["people", *arguments, "--ledger", where])


def test_somebody_is_added_and_chooses_a_password(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert people(where, "add", "Ana Moreau", "--role", "reviewer", "--confidential") == 0
    out, err = capsys.readouterr()
    link = re.fullmatch(r"http://127\.0\.0\.1:8899/welcome/([\w-]{43})\n", out)
    assert link and "Ana Moreau" in err
    kept = People(people_path(where), cost=4)
    account = kept.sessions.accept(link[1], "", PASSWORD)
    assert not isinstance(account, Problem) and (account.role, account.confidential) == ("reviewer", True)
    kept.base.remember("address", "https://console.example")
    assert people(where, "reset", "ana moreau") == 0
    assert capsys.readouterr().out.startswith("https://console.example/welcome/")
    assert isinstance(kept.sessions.log_in("Ana Moreau", PASSWORD, "10.0.0.1"), str)
    kept.close()


def test_accounts_are_listed_changed_closed_and_opened(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert people(where, "add", "Bo", "--identity", "bo@example.org") == 0
    assert people(where, "change", "Bo", "--role", "analyst", "--confidential") == 0
    assert people(where, "change", "Bo", "--no-confidential") == 0
    assert capsys.readouterr().out.endswith("Bo: analyst, may see confidential reports\nBo: analyst\n")
    assert people(where, "close", "bo") == 0
    capsys.readouterr()
    assert people(where, "list") == 0
    assert capsys.readouterr().out == "Bo\tanalyst\t\tclosed\tbo@example.org\n"
    assert people(where, "reset", "Bo") == 1
    assert people(where, "open", "Bo") == 0 and people(where, "reset", "Bo") == 0


def test_what_cannot_be_is_said(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert people(where, "reset", "Nobody") == 1
    assert "there is no account of this name; see `onrecord people list`" in capsys.readouterr().err
    assert people(where, "add", "x") == 1
    assert "2 to 64 characters" in capsys.readouterr().err
    Path(people_path(where)).unlink()
    Path(people_path(where)).write_text("no accounts " * 1000, encoding="utf-8")
    assert people(where, "list") == 1
    assert "cannot be used" in capsys.readouterr().err
