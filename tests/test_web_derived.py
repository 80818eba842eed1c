"""People derived from households on the console: on the page of the reasons and in the API, marked, and only where nobody states them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from web_made import console, put_story

FAMILIES = "GENEVA, Nov 9, 2012 - Some 1,210 Syrian families fled to Turkey on 8 November 2012, the U.N. refugee agency said on Friday."
PEOPLE = "ANKARA, Nov 9, 2012 - Some 6,400 Syrians fled to Turkey on 8 November 2012, Turkey's foreign ministry said on Friday."


def put(where: str, folder: Path, *texts: str) -> None:
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        put_story(where, folder / f"{number}.txt")


def families(client: TestClient) -> dict[str, Any]:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        answer = client.get("/api/v1/estimates?act=crossing")
        found = [one for one in answer.json().get("estimates", []) if one["unit"] == "household"]
        if found:
            return dict(found[0])
        time.sleep(0.1)
    raise AssertionError("no picture")


def test_people_are_derived_where_nobody_states_them(ledger_file: str, tmp_path: Path) -> None:
    put(ledger_file, tmp_path, FAMILIES)
    with console(ledger_file, tmp_path) as client:
        ident = families(client)["id"]
        people = client.get(f"/api/v1/estimates/{ident}").json()["people"]
        assert (people["basis"], people["unit"], people["parts"]) == ("derived", "person", [ident])
        assert people["low"] < people["best"] < people["high"] and 5_000 < people["best"] < 7_500
        page = client.get(f"/why/{ident}").text
        assert '<span class="pill">derived</span>' in page and "people a household in SYR" in page
        assert all(one["basis"] != "derived" for one in client.get("/api/v1/estimates").json()["estimates"])


def test_stated_people_go_before(ledger_file: str, tmp_path: Path) -> None:
    put(ledger_file, tmp_path, FAMILIES, PEOPLE)
    with console(ledger_file, tmp_path) as client:
        ident = families(client)["id"]
        assert client.get(f"/api/v1/estimates/{ident}").json()["people"] is None
        assert 'id="derived"' not in client.get(f"/why/{ident}").text


def test_by_sizes_of_ones_own(ledger_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sizes.toml").write_text('[SYR]\nsize = 6\nsource = "our own survey, 2012"\n')
    monkeypatch.setenv("ONRECORD_HOUSEHOLD_SIZES", str(tmp_path / "sizes.toml"))
    put(ledger_file, tmp_path, FAMILIES)
    with console(ledger_file, tmp_path) as client:
        page = client.get(f"/why/{families(client)['id']}").text
        assert "7,300" in page and "our own survey, 2012" in page
