"""Numbers that the reader missed, added by people: in a real Chromium by mouse, by keys, by finger and without scripts, and by the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from consoles import console as with_accounts
from consoles import logged_in, person
from journeys import SOON, fit_for_all
from onrecord import read_text
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import Query, claims, decide, open_ledger
from onrecord.ledger.verify import check_tables, verify
from onrecord.types import Decision, Reading, Report, Standing
from test_web_looks import keep
from web_made import console

MISSED = """Church in Adre opens its doors

ADRE, Chad, June 18, 2023 - Some 9,000 Sudanese refugees fled into Chad in the past 24 hours, the U.N. refugee agency said on Sunday.

Father Marc \U0001f64f found room under his roof in Adre for fifty-two of those who came on Saturday, where beans were cooked. Soup was handed to 1,700 mouths.
"""


@pytest.fixture
def report(ledger_file: str) -> str:
    """A report of which a poor reader found the 9,000 alone."""
    return put(ledger_file, MISSED, "poor")


def put(where: str, text: str, name: str) -> str:
    read = read_text(text)
    (found,) = [one for one in read.figures if one.value > 5_000]
    received = Report(name, text)
    drafts = reading_drafts(Reading(replace(read.report, language="en"), (found,)), received, "poor reader 1")
    with open_ledger(where, by="test") as ledger:
        ledger.append(drafts)
    return drafts[0].id


def standing(where: str) -> list[Standing]:
    with open_ledger(where, write=False) as ledger:
        return list(claims(ledger, Query(order="oldest")))


def select(page: Page, words: str) -> None:
    """Select words as a mouse does."""
    page.evaluate(
        """words => {
            for (const part of document.querySelectorAll(".text [data-at]")) for (const node of part.childNodes) {
                const at = node.textContent.indexOf(words);
                if (at < 0 || node.nodeType !== Node.TEXT_NODE) continue;
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        words,
    )


def fill(page: Page) -> None:
    form = page.locator("#adding")
    expect(form.get_by_label("Number", exact=True)).to_have_value("52")
    form.get_by_label("What happened").select_option("sheltered")
    form.get_by_label("Measure").select_option("stock")
    form.get_by_label("To", exact=True).fill("Adre")
    form.get_by_label("First day").fill("2023-06-17")
    form.get_by_label("Last day").fill("2023-06-17")
    form.get_by_label("Why").fill("the church's own count")


def test_a_missed_number_is_selected_added_seen_and_taken_back(
    window: Callable[..., Page], address: str, ledger_file: str, report: str
) -> None:
    officer, colleague = window(), window()
    colleague.goto(f"{address}/?act=sheltered")
    expect(colleague.locator("[data-line=on]")).to_be_visible()
    expect(colleague.get_by_role("heading", name="No estimates")).to_be_visible(timeout=30_000)
    officer.goto(f"{address}/reports/{report}")
    select(officer, "for fifty-two of those")
    officer.get_by_role("link", name="Add this number").click()
    expect(officer.locator(".text .picked")).to_have_text(
        "fifty-two"
    )  # the number alone, though more was selected, behind a character of two units
    fill(officer)
    fit_for_all(officer, "a number to add")
    keep(officer, "report-add")
    officer.get_by_role("button", name="Add this number").click()
    figure = officer.locator("#figure")
    expect(figure.locator(".rulings")).to_contain_text("added")
    expect(figure.locator(".rulings")).to_contain_text("the church's own count")
    expect(figure.locator(".facts")).to_contain_text("no reader found it")
    expect(officer.locator(".text .mark.is-accepted")).to_have_text("fifty-two")
    expect(colleague.locator("#estimates tbody tr").first).to_contain_text("52", timeout=SOON)
    fit_for_all(officer, "an added number")
    added = standing(ledger_file)[-1]
    assert (added.claim.figure.value, added.claim.figure.act, added.status) == (52, "sheltered", "accepted")
    assert added.claim.figure.places[0].place and added.claim.figure.country == "TCD"
    assert MISSED[added.claim.figure.start : added.claim.figure.end] == "fifty-two" == added.claim.quote.exact
    figure.get_by_role("button", name="Withdraw").click()
    expect(officer.locator(".text .mark")).to_have_count(1)
    expect(colleague.get_by_role("heading", name="No estimates")).to_be_visible(timeout=SOON)
    assert len(standing(ledger_file)) == 1
    with open_ledger(ledger_file, write=False) as ledger:
        assert verify(ledger).problem is None and check_tables(ledger) is None


def test_by_keys_alone(window: Callable[..., Page], address: str, ledger_file: str, report: str) -> None:
    page = window()
    page.goto(f"{address}/reports/{report}")
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.name") == "words"
    page.keyboard.type("Fifty-Two of")
    page.keyboard.press("Enter")
    expect(page.locator(".text .picked")).to_have_text("fifty-two")
    fill(page)
    page.keyboard.press("Enter")
    expect(page.locator("#figure .rulings")).to_contain_text("added")
    # Selected words are taken by the same key; the same number again is told to be on record, and refused where it is the same.
    select(page, "1,700 mouths")
    page.keyboard.press("m")
    expect(page.locator("#adding input[name=value]")).to_have_value("1700")
    assert page.evaluate("document.activeElement.name") == "value"
    page.goto(f"{address}/reports/{report}?words=fifty-two#figure")
    expect(page.locator("#add .notice")).to_contain_text("on record already")
    fill(page)
    page.get_by_role("button", name="Add this number").click()
    expect(page.locator("#adding .told")).to_contain_text("on record already")
    assert len(standing(ledger_file)) == 2


def test_without_scripts(window: Callable[..., Page], address: str, ledger_file: str, report: str) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{address}/reports/{report}")
    page.get_by_label("Its words in the text").fill("five hundred")
    page.get_by_role("button", name="Find it").click()
    expect(page.locator("#add")).to_contain_text("The text does not hold")
    page.get_by_label("Its words in the text").fill("Adre")  # it comes up twice: which one?
    page.get_by_role("button", name="Find it").click()
    expect(page.locator("#add a.choice")).to_have_count(3)
    page.get_by_label("Its words in the text").fill("fifty-two")
    page.get_by_role("button", name="Find it").click()
    fill(page)
    page.get_by_role("button", name="Add this number").click()
    expect(page.locator("#figure .rulings")).to_contain_text("added")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".text .mark")).to_have_count(1)
    assert len(standing(ledger_file)) == 1


def test_on_a_phone(window: Callable[..., Page], address: str, report: str) -> None:
    page = window(has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/reports/{report}")
    select(page, "fifty-two")
    page.get_by_role("link", name="Add this number").tap()
    expect(page.locator("#adding input[name=value]")).to_be_in_viewport()
    page.get_by_role("link", name="Close").tap()
    expect(page.locator("#add")).to_have_count(0)


def new(**changes: Any) -> dict[str, Any]:
    start = MISSED.index("fifty-two")
    values = {"start": start, "end": start + 9, "words": "fifty-two", "value": 52, "unit": "person", "act": "sheltered", "measure": "stock"}
    return values | {"to": ["Adre"], "date_start": "2023-06-17", "date_end": "2023-06-17", "why": "counted"} | changes


def test_by_the_api(ledger_file: str, tmp_path: Path, report: str) -> None:
    with console(ledger_file, tmp_path) as client:
        answer = client.post(f"/api/v1/reports/{report}/claims", json=new())
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["status"], made["made_by"], made["figure"]["value"], made["figure"]["low"]) == ("accepted", "by hand", 52, 52)
        assert made["recorded_by"] == made["decisions"][0]["by"] and made["decisions"][0]["why"] == "counted"
        assert client.get(f"/api/v1/claims/{made['claim']}").json()["figure"]["to"] == ["Adre"]
        undone = client.post("/api/v1/decisions", json={"about": made["decisions"][0]["id"], "ruling": "withdraw"})
        assert undone.status_code == 201
        assert client.get(f"/api/v1/claims/{made['claim']}").status_code == 404
        assert (
            client.post(f"/api/v1/reports/{report}/claims", json=new()).json()["claim"] == made["claim"]
        )  # the same figure is the same claim


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": 0, "end": 9}, "does not hold the words"),
        ({"end": 10**6, "start": 10**6 - 9}, "behind the end"),
        ({"words": " fifty-two"}, "words of the number"),
        ({"act": "vanished"}, '"act" must be'),
        ({"value": -1}, '"value" must be'),
        ({"low": 60}, "must lie between"),
        ({"date_start": "2023-06-18"}, '"date_end" must not be before'),
        ({"part_of": 99}, "not in this report"),
        ({"id": 3}, "id"),
    ],
)
def test_what_makes_no_sense_is_refused_and_named(
    ledger_file: str, tmp_path: Path, report: str, changes: dict[str, Any], said: str
) -> None:
    with console(ledger_file, tmp_path) as client:
        answer = client.post(f"/api/v1/reports/{report}/claims", json=new(**changes))
        assert answer.status_code == 422 and said in str(answer.json()), answer.text
        assert {"where", "stage", "message", "next"} == set(answer.json())
    assert len(standing(ledger_file)) == 1


def test_who_may_add(ledger_file: str, tmp_path: Path) -> None:
    app = with_accounts(ledger_file, tmp_path / "cache", console=tmp_path / "people")
    story, secret = put(ledger_file, MISSED, "story"), put(ledger_file, MISSED, "secret")
    with open_ledger(ledger_file, by="test") as ledger:
        assert isinstance(decide(ledger, secret, "confidential"), Decision)
    person(app, "Ana", "analyst")
    person(app, "Rita", "reviewer")

    def post(client: TestClient, report: str) -> int:
        token = client.get("/account").text.partition('name="csrf" content="')[2][:64]
        return client.post(f"/api/v1/reports/{report}/claims", json=new(), headers={"x-csrf-token": token}).status_code

    assert post(logged_in(app, "Ana"), story) == 403
    rita = logged_in(app, "Rita")
    assert post(rita, secret) == 404  # as if it were not there
    assert post(rita, story) == 201
    assert rita.post(f"/api/v1/reports/{story}/claims", json=new()).status_code == 403  # a forged request
    assert [one.recorded_by for one in standing(ledger_file)] == ["test", "Rita"]
