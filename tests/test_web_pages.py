"""The pages of the picture, of reasons, sources and search, as a browser without scripts gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from crisis import make_crisis
from onrecord.web.app import create_app
from onrecord.web.board import BoardState
from onrecord.web.settings import Settings


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_crisis(tmp_path_factory.mktemp("crisis"))


@pytest.fixture(scope="module")
def client(crisis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(crisis, cache=tmp_path_factory.mktemp("cache"), rate=10_000)), base_url="http://127.0.0.1") as made:
        yield made


def marks(page: str) -> list[str]:
    """What the marks and charts of a page say."""
    return [unescape(said) for said in re.findall(r'aria-label="([^"]+)" data-card', page)]


def links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', page)]


def test_the_picture_has_map_timelines_and_table(client: TestClient) -> None:
    page = client.get("/", params={"country": "TCD"}).text
    assert any("Ouaddaï from Sudan" in said for said in marks(page))
    assert page.count('class="timeline"') == 2 and 'class="map"' in page
    assert page.count('<td class="wide">') == 50
    for href in links(page):
        assert href.startswith(("/", "#")), href


def test_filters_hold_together_in_every_address(client: TestClient) -> None:
    page = client.get("/", params={"country": "TCD", "act": "crossing", "since": "2023-06-01", "source_kind": "government"}).text
    assert '<option value="TCD" selected>' in page and '<option value="crossing" selected>' in page and 'value="2023-06-01"' in page
    further = [href for href in links(page) if "after=" in href or "box=" in href]
    assert further and all("country=TCD&act=crossing&since=2023-06-01&source_kind=government" in href for href in further)
    without = re.findall(r'class="chip" href="([^"]+)" aria-label="Without: ([^"]+)"', page)
    assert [words for _, words in without] == ["Chad", "flight and arrivals across a border", "since 1\xa0Jun\xa02023", "by government"]
    assert unescape(without[0][0]) == "/?act=crossing&since=2023-06-01&source_kind=government"


def test_what_was_known_on_a_day_is_less_and_what_changed_is_said(client: TestClient) -> None:
    now = client.get("/", params={"country": "TCD", "act": "crossing"}).text
    then = client.get("/", params={"country": "TCD", "act": "crossing", "published_by": "2023-05-10"}).text
    total = [int(re.findall(r'<p class="muted"><data value="(\d+)"', page)[0]) for page in (then, now)]
    assert 0 < total[0] < total[1]
    assert "as could be known on" in then and "June" not in "".join(marks(then))
    compared = client.get("/", params={"country": "TCD", "compare": "2023-05-10"}).text
    assert "Changed since" in compared and "nothing known" in compared
    address = next(href for href in links(then) if href.startswith("/why/"))
    assert "published_by=2023-05-10" in address and client.get(address).status_code == 200


def test_the_parts_of_the_page_can_be_had_alone_in_any_size(client: TestClient) -> None:
    narrow = client.get("/picture/map", params={"country": "TCD", "room": "360x700"}).text
    assert 'viewBox="0 0 360 ' in narrow and "<html" not in narrow
    closer = client.get("/picture/map", params={"country": "TCD", "box": "20,12,24,15"}).text
    assert "Ouaddaï" in closer and len(marks(closer)) <= len(marks(narrow))
    for nonsense in ("1,2,3", "9,9,1,1", "nan,0,1,1", "a", "-999,0,999,1"):
        assert client.get("/picture/map", params={"box": nonsense, "room": "9x99999999"}).status_code == 200
    assert 'class="timeline"' in client.get("/picture/timeline", params={"country": "TCD"}).text


def test_a_break_is_marked_on_the_timeline(client: TestClient) -> None:
    page = client.get("/picture/timeline", params={"country": "TCD", "measure": "stock"}).text
    assert 'class="leap break"' in page and "definition break: " in page


def test_without_estimates_the_page_says_what_to_do(client: TestClient, tmp_path: Path) -> None:
    assert "No claim on record fits these filters" in client.get("/", params={"country": "NZL"}).text
    with TestClient(create_app(Settings(str(tmp_path / "empty.sqlite"), cache=tmp_path)), base_url="http://127.0.0.1") as empty:
        page = empty.get("/").text
        assert "Nothing is on record yet" in page and "/add" in links(page)
        assert "No claim on record names who says it" in empty.get("/sources").text


def test_until_the_picture_is_there_the_page_says_how_far_it_is(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = client.app.state.desk  # type: ignore[attr-defined]
    monkeypatch.setattr(desk, "state", lambda viewer: BoardState(False, "", 0.42))
    page = client.get("/").text
    assert "The picture is being drawn" in page and "42 %" in page and 'http-equiv="refresh"' in page


def test_why_names_each_claim_with_its_words_and_what_became_of_it(client: TestClient) -> None:
    found = client.get("/api/v1/estimates", params={"country": "TCD", "act": "crossing", "since": "2023-06-10"}).json()["estimates"]
    one = next(one for one in found if one["set_aside"] and len(one["used"]) > 1)
    page = client.get(f"/why/{one['id']}").text
    for used in one["used"]:
        assert f'id="claim-{used["claim"]}"' in page and f"weight {used['weight']:.0%}" in page
    for aside in one["set_aside"]:
        assert f'id="claim-{aside["claim"]}"' in page
    assert page.count("<blockquote") == len({row["claim"] for row in one["used"] + one["set_aside"]})
    assert "<svg viewBox" in page and 'dir="auto"' in page
    assert client.get("/why/000000000000").status_code == 404


def test_why_of_a_sum_leads_to_its_parts(client: TestClient) -> None:
    found = client.get("/api/v1/estimates", params={"place": "iso:TCD", "act": "crossing"}).json()["estimates"]
    one = next(one for one in found if one["basis"] == "sum" and one["parts"])
    page = client.get(f"/why/{one['id']}").text
    assert "It adds up" in page
    for part in one["parts"]:
        assert f"/why/{part}" in links(page) and client.get(f"/why/{part}").status_code == 200


def test_sources_show_their_records_and_one_source_its_own_by_act_and_country(client: TestClient) -> None:
    page = client.get("/sources").text
    assert "UNHCR" in page and "its record" in page and page.count('class="scorebar"') >= 3
    only = client.get("/sources", params={"kind": "ngo"}).text
    assert "Red Cross" in only and "UNHCR" not in only
    one = client.get("/sources", params={"source": "UNHCR"}).text
    assert "By act and country" in one and "Chad" in one
    assert client.get("/sources", params={"source": "Nobody at all"}).status_code == 404


def test_search_finds_claims_with_their_words_and_places(client: TestClient) -> None:
    page = client.get("/search", params={"q": "Geneina"}).text
    assert "<mark>" in page and "/reports/" in page
    assert "Nothing found" in client.get("/search", params={"q": "zebra"}).text
    assert "/?place=iso%3ATCD" in client.get("/search", params={"q": "Chad"}).text
    assert client.get("/search").status_code == 200


def test_the_theme_is_kept_and_leads_to_no_other_host(client: TestClient) -> None:
    answer = client.get("/look", params={"theme": "dark", "back": "/?country=TCD"}, follow_redirects=False)
    assert answer.headers["location"] == "/?country=TCD" and answer.cookies["theme"] == "dark"
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\nx"):
        assert client.get("/look", params={"theme": "dark", "back": away}, follow_redirects=False).headers["location"] == "/"
    assert 'data-theme="dark"' in client.get("/", headers={"cookie": "theme=dark"}).text
    client.cookies.clear()
    assert "data-theme=" not in client.get("/sources", headers={"cookie": 'theme="><b>'}).text


def test_a_page_weighs_little(client: TestClient) -> None:
    page = client.get("/")
    statics = [client.get(f"/static/{name}") for name in ("console.css", "picture.css", "console.js", "picture.js")]
    assert len(page.content) + sum(len(one.content) for one in statics) < 1_000_000
