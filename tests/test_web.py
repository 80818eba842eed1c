"""The console: pages and API over a ledger with the wire story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import pipeline
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import open_ledger
from onrecord.settings import Settings as ReadingSettings
from onrecord.web.app import create_app
from onrecord.web.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A ledger with the example story."""
    place = str(tmp_path / "ledger.sqlite")
    with open_ledger(place, by="ana") as ledger:
        for reading, received in pipeline.read_paths([str(ROOT / "examples" / "border.txt")], ReadingSettings()):
            assert received.report is not None
            ledger.append(reading_drafts(reading, received.report, "onrecord test"))
    return place


@pytest.fixture
def client(where: str, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(where, cache=tmp_path / "cache"))) as made:
        yield made


def test_the_estimates_of_a_view(client: TestClient) -> None:
    everything = client.get("/api/v1/estimates").json()
    turkey = client.get("/api/v1/estimates", params={"country": "TCD"}).json()
    assert 0 < turkey["total"] < everything["total"]
    assert all("TCD" in (place["country"], place["id"][-3:]) for one in turkey["estimates"] for place in one["places"])


def test_an_estimate_comes_with_the_words_behind_it(client: TestClient) -> None:
    one = client.get("/api/v1/estimates").json()["estimates"][0]
    found = client.get(f"/api/v1/estimates/{one['id']}").json()
    assert found["estimate"] == one
    assert set(found["claims"]) == {claim["claim"] for claim in (*one["used"], *one["set_aside"])}
    assert all(claim["figure"]["quote"]["exact"] for claim in found["claims"].values())


def test_trouble_is_told_as_a_problem_and_as_a_page(client: TestClient) -> None:
    answer = client.get("/api/v1/estimates/none")
    assert (answer.status_code, sorted(answer.json())) == (404, ["message", "next", "stage", "where"])
    assert client.get("/api/v1/estimates", params={"since": "yesterday"}).status_code == 422
    page = client.get("/nowhere")
    assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")


def test_the_page_of_the_picture_shows_estimates(client: TestClient) -> None:
    page = client.get("/", params={"country": "TCD", "act": ""})
    assert page.status_code == 200
    assert "Chad" in page.text
    assert 0 < page.text.count('<td class="wide">') < client.get("/").text.count('<td class="wide">')
