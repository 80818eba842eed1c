"""The console: pages and API over a ledger with the example story."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import open_ledger
from onrecord.web.live import Event, Live
from onrecord.web.reviewing import Leases
from onrecord.web.viewer import Viewer
from web_made import STORY, console, finished, put_story

ANA, BEN = Viewer("ana", "admin", confidential=True), Viewer("ben", "viewer")


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A ledger with the example story."""
    place = str(tmp_path / "ledger.sqlite")
    put_story(place)
    return place


@pytest.fixture
def client(where: str, tmp_path: Path) -> Iterator[TestClient]:
    with console(where, tmp_path) as made:
        yield made


def claims_of(client: TestClient, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/claims", params=filters).json()["claims"]
    return found


def the_claim(client: TestClient, value: int) -> dict[str, Any]:
    return next(one for one in claims_of(client) if one["figure"]["value"] == value)


def test_the_estimates_of_a_view(client: TestClient) -> None:
    everything = client.get("/api/v1/estimates").json()
    chad = client.get("/api/v1/estimates", params={"country": "TCD"}).json()
    assert 0 < chad["total"] < everything["total"]
    assert all("TCD" in (place["country"], place["id"][-3:]) for one in chad["estimates"] for place in one["places"])


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


def test_claims_are_chosen_by_filters_and_found_by_words(client: TestClient) -> None:
    assert {one["figure"]["value"] for one in claims_of(client, act="killed")} == {40}
    assert claims_of(client, place="Adre") and not claims_of(client, place="Homs")
    found = client.get("/api/v1/search", params={"q": "gunshot OR 6,000 Chad"}).json()
    assert found["claims"] == []
    found = client.get("/api/v1/search", params={"q": "Chad"}).json()
    assert found["places"][0]["id"] == "iso:TCD" and found["claims"]
    first = client.get("/api/v1/claims", params={"limit": 3}).json()
    second = client.get("/api/v1/claims", params={"limit": 3, "after": first["next"]}).json()
    assert not {one["claim"] for one in first["claims"]} & {one["claim"] for one in second["claims"]}


def test_a_search_that_takes_long_is_handed_to_a_thread(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = client.get("/api/v1/search", params={"q": "Chad", "limit": 30}).json()
    monkeypatch.setattr("onrecord.web.api.claims._AT_ONCE", -1.0)
    monkeypatch.setattr("onrecord.ledger.sqlite._LOOK", 1)
    assert client.get("/api/v1/search", params={"q": "Chad", "limit": 30}).json() == at_once
    assert client.get("/api/v1/search", params={"q": "Chad", "limit": 29}).json() == at_once


def test_a_report_comes_with_every_number_at_its_place(client: TestClient) -> None:
    report = client.get(f"/api/v1/reports/{claims_of(client)[0]['report']}").json()
    assert report["text"] == STORY.read_text(encoding="utf-8")
    for one in report["claims"]:
        assert report["text"][one["figure"]["start"] : one["figure"]["end"]] == one["figure"]["quote"]["exact"]


def test_a_correction_changes_the_estimate_and_carries_its_author(client: TestClient) -> None:
    claim = the_claim(client, 6000)
    made = client.post("/api/v1/decisions", json={"about": claim["claim"], "ruling": "correct", "value": {"value": 6300}, "why": "page 2"})
    assert made.status_code == 201
    found = client.get(f"/api/v1/claims/{claim['claim']}").json()
    assert (found["status"], found["figure"]["value"], found["figure"]["low"]) == ("corrected", 6300, 6300)
    assert [one["id"] for one in found["decisions"]] == [made.json()["id"]] and found["decisions"][0]["by"]
    estimates = client.get("/api/v1/estimates").json()["estimates"]
    assert 6300 in [one["best"] for one in estimates] and 6000 not in [one["best"] for one in estimates]
    assert client.post("/api/v1/decisions", json={"about": made.json()["id"], "ruling": "withdraw"}).status_code == 201
    assert the_claim(client, 6000)["status"] == "unreviewed"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"about": "0" * 32, "ruling": "accept"}, 404),
        ({"about": "0" * 32, "ruling": "praise"}, 422),
        ({"ruling": "accept"}, 422),
        ({"about": "x", "ruling": "accept", "other": 1}, 422),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused(client: TestClient, sent: dict[str, Any], status: int) -> None:
    answer = client.post("/api/v1/decisions", json=sent)
    assert answer.status_code == status
    assert answer.json()["next"]


def test_two_people_never_get_the_same_claim(client: TestClient) -> None:
    reviewing = client.app.state.desk.reviewing  # type: ignore[attr-defined]
    given: list[tuple[str, str]] = []

    def take(name: str) -> None:
        skip: set[str] = set()
        from onrecord.ledger import Query

        while found := reviewing.next(Viewer(name, "reviewer"), Query(), frozenset(skip)):
            skip.add(found.standing.claim.id)
            given.append((name, found.standing.claim.id))

    people = [threading.Thread(target=take, args=(name,)) for name in ("ana", "ben", "cem")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len({claim for _, claim in given}) == len(given) == len(claims_of(client, limit=100))


def test_a_lease_ends_with_time_with_a_ruling_and_when_given_back() -> None:
    leases = Leases(0.05)
    assert leases.take("c", "ana") and leases.take("c", "ana") and not leases.take("c", "ben")
    leases.release("c", "ben")
    assert not leases.take("c", "ben")
    leases.release("c", "ana")
    assert leases.take("c", "ben")
    threading.Event().wait(0.06)
    assert leases.take("c", "ana")


def test_the_queue_ends_when_all_is_ruled_on(client: TestClient) -> None:
    seen = []
    while claim := client.get("/api/v1/review/next").json()["claim"]:
        seen.append(claim["claim"])
        client.post("/api/v1/decisions", json={"about": claim["claim"], "ruling": "accept"})
    assert len(seen) == len(set(seen)) == len(claims_of(client, limit=100)) > 5
    assert {one["status"] for one in claims_of(client)} == {"accepted"}


def test_a_text_a_file_and_what_is_no_document_become_jobs(tmp_path: Path) -> None:
    with console(str(tmp_path / "new.sqlite"), tmp_path) as client:
        files = [("files", ("story.txt", STORY.read_bytes())), ("files", ("broken.pdf", b"%PDF-1.4 nonsense"))]
        sent = client.post("/api/v1/reports", files=files, data={"text": "Some 700 people fled Homs on 3 May 2012.", "title": "A note"})
        assert sent.status_code == 202
        story, broken, note = (finished(client, job) for job in sent.json()["jobs"])
        assert (story["state"], story["read"], story["what"]) == ("done", 1, "story.txt")
        assert story["figures"] == len(claims_of(client, report=story["reports"][0]["id"]))
        assert (broken["state"], broken["read"]) == ("failed", 0)
        assert broken["problems"][0]["where"] == "broken.pdf" and broken["problems"][0]["next"]
        assert client.get(f"/api/v1/reports/{note['reports'][0]['id']}").json()["title"] == "A note"
        assert the_claim(client, 700)["figure"]["from"] == ["Homs"]
        again = finished(client, client.post("/api/v1/reports", files=files[:1]).json()["jobs"][0])
        assert again["reports"][0]["known"]
        assert client.post("/api/v1/reports", data={"text": " "}).status_code == 422
        assert client.post("/api/v1/reports", data={"url": "file:///etc/passwd"}).status_code == 422
        inside = finished(client, client.post("/api/v1/reports", data={"url": "http://127.0.0.1:1/"}).json()["jobs"][0])
        assert inside["state"] == "failed"


def test_a_confidential_report_is_flagged_before_anyone_sees_it(tmp_path: Path) -> None:
    where = str(tmp_path / "new.sqlite")
    with console(where, tmp_path) as client:
        sent = client.post("/api/v1/reports", files={"files": ("s.txt", STORY.read_bytes())}, data={"confidential": "true"})
        job = finished(client, sent.json()["jobs"][0])
        desk = client.app.state.desk  # type: ignore[attr-defined]
        assert desk.evidence.report(ANA, job["reports"][0]["id"]).confidential
        with pytest.raises(Exception, match="no such report"):
            desk.evidence.report(BEN, job["reports"][0]["id"])
    with open_ledger(where) as ledger:
        kinds = [entry.kind for entry in ledger.entries()]
    assert set(kinds) == {"withheld"}


def test_events_reach_only_those_whom_they_are_for() -> None:
    async def listen() -> tuple[list[str], list[str]]:
        live = Live()
        heard: dict[str, list[str]] = {"ana": [], "ben": []}

        async def note(viewer: Viewer) -> None:
            async for line in live.events(viewer):
                if line.startswith("event"):
                    heard[viewer.name].append(json.loads(line.split("data: ")[1])["n"])

        listening = [asyncio.create_task(note(viewer)) for viewer in (ANA, BEN)]
        while live.listening < 2:
            await asyncio.sleep(0)
        live.publish(Event("picture", {"n": "open"}, False))
        live.publish(Event("picture", {"n": "whole"}, True))
        live.publish(Event("job", {"n": "ben's"}, only="ben"))
        live.publish(Event("entry", {"n": "all"}))
        live.close()
        await asyncio.gather(*listening)
        return heard["ana"], heard["ben"]

    assert asyncio.run(listen()) == (["whole", "all"], ["open", "ben's", "all"])


def test_what_one_adds_is_told_to_the_pages_of_others(client: TestClient) -> None:
    desk = client.app.state.desk  # type: ignore[attr-defined]
    heard: list[Event] = []
    desk.live.publish = heard.append
    client.post("/api/v1/decisions", json={"about": the_claim(client, 40)["claim"], "ruling": "reject"})
    for _ in range(40):
        if [event.kind for event in heard].count("picture") > 1 and "entry" in {event.kind for event in heard}:
            break
        threading.Event().wait(0.05)
    told = [event for event in heard if event.kind == "entry" and not event.confidential]
    assert [(event.data["ruling"]) for event in told] == ["reject"]
    assert {event.confidential for event in heard if event.kind == "picture"} == {False, True}
