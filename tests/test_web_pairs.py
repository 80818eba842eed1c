"""Rulings that two claims count the same thing or different things, from the page that compares them: by mouse, by keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Locator, Page, expect

from consoles import add_story, csrf, logged_in, person, send
from consoles import console as with_accounts
from journeys import SOON, fit_for_all
from onrecord.ledger import open_ledger
from onrecord.ledger.rulings import links
from test_web_looks import keep
from web_made import put_story

RIVALS = """ADRE, Chad, June 18, 2023 - Some 9,000 Sudanese refugees fled into Chad on Saturday, the U.N. refugee agency said on Sunday.

Chad's interior ministry put the number of Sudanese who fled into Chad on Saturday at 8,000. Doctors Without Borders counted 9,400 Sudanese refugees who fled into Chad on Saturday.
"""


@pytest.fixture
def rivals(ledger_file: str, tmp_path: Path) -> None:
    story = tmp_path / "rivals.txt"
    story.write_text(RIVALS, encoding="utf-8")
    put_story(ledger_file, story)


def reasons(page: Page, address: str) -> None:
    page.goto(f"{address}/?act=crossing")
    expect(page.locator("#estimates tbody tr").first).to_be_visible(timeout=30_000)
    page.locator("#estimates tbody tr").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Do two of these count the same thing?")).to_be_visible()


def box(page: Page, number: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Compare {number}")


def ruled(where: str) -> list[str]:
    with open_ledger(where, write=False) as ledger:
        return [ruling for _, _, ruling in links(ledger)]


@pytest.mark.usefixtures("rivals")
def test_two_claims_are_told_apart_and_the_picture_follows(window: Callable[..., Page], address: str, ledger_file: str) -> None:
    page, colleague = window(), window()
    reasons(page, address)
    colleague.goto(f"{address}/?act=crossing")
    before = colleague.locator("#estimates").inner_text()
    expect(colleague.locator("[data-line=on]")).to_be_visible()
    same, different = (page.get_by_role("button", name=name, exact=True) for name in ("The same", "Different things"))
    expect(different).to_be_disabled()
    box(page, "9,000").check()
    expect(page.locator("[data-chosen]")).to_contain_text("9,000, UNHCR: tick the one to compare it with")
    box(page, "9,400").check()
    box(page, "8,000").check()  # a third takes the place of the first
    expect(box(page, "9,000")).not_to_be_checked()
    expect(different).to_be_enabled()
    expect(same).to_be_enabled()
    fit_for_all(page, "two claims compared")
    keep(page, "why-compare")
    page.locator("#pairing").get_by_label("Why").fill("the ministry counted one crossing only")
    different.click()
    expect(page.locator("#pairs")).to_contain_text("count different things")
    expect(page.locator("#pairs")).to_contain_text("the ministry counted one crossing only")
    colleague.wait_for_function("before => document.getElementById('estimates').innerText !== before", arg=before, timeout=SOON)
    assert ruled(ledger_file) == ["different"]
    fit_for_all(page, "a ruling on two claims")
    page.get_by_role("button", name="Withdraw: these count different things").click()
    expect(page.locator("#pairs")).to_have_count(0)
    colleague.wait_for_function("before => document.getElementById('estimates').innerText === before", arg=before, timeout=SOON)
    assert ruled(ledger_file) == []


@pytest.mark.usefixtures("rivals")
def test_by_keys_alone_and_ticks_are_not_swept_away(window: Callable[..., Page], address: str, ledger_file: str, tmp_path: Path) -> None:
    page = window()
    reasons(page, address)
    for number in ("9,000", "8,000"):
        box(page, number).focus()
        page.keyboard.press("Space")
    later = tmp_path / "later.txt"
    later.write_text(
        "ADRE, Chad, June 19, 2023 - Some 700 Sudanese refugees fled into Chad on Monday, the U.N. refugee agency said.", encoding="utf-8"
    )
    put_story(ledger_file, later)  # meanwhile the picture changes
    page.wait_for_timeout(SOON)
    expect(box(page, "9,000")).to_be_checked()
    page.locator("#pairing").get_by_label("Why").focus()
    page.keyboard.type("one day, one border")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "same"
    page.keyboard.press("Enter")
    expect(page.locator("#pairs")).to_contain_text("count the same thing")
    assert ruled(ledger_file) == ["same"]
    # From the report of one the ruling leads to the other.
    page.locator("#pairs").get_by_role("link", name="9,000").click()
    page.locator("#figure .rulings").get_by_role("link", name="the other claim").click()
    expect(page.locator("#figure .stated")).to_contain_text("8,000")


@pytest.mark.usefixtures("rivals")
def test_without_scripts(window: Callable[..., Page], address: str, ledger_file: str) -> None:
    page = window(java_script_enabled=False)
    for _ in range(100):  # until there is a picture
        page.goto(f"{address}/?act=crossing")
        if page.locator("#estimates tbody tr").count():
            break
        page.wait_for_timeout(200)
    reasons(page, address)
    here = page.url
    box(page, "9,000").check()
    page.locator("#pairing").get_by_label("Why").fill("one day")
    page.get_by_role("button", name="The same", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One claim is chosen")
    page.goto(here)
    for number in ("9,000", "8,000"):
        box(page, number).check()
    page.locator("#pairing").get_by_label("Why").fill("one day")
    page.get_by_role("button", name="The same", exact=True).click()
    expect(page.locator("#pairs")).to_contain_text("count the same thing")
    page.get_by_role("button", name="Withdraw: these count the same thing").click()
    expect(page.locator("#pairs")).to_have_count(0)
    assert ruled(ledger_file) == []


def test_who_may_compare_and_what_is_refused(ledger_file: str, tmp_path: Path) -> None:
    app = with_accounts(ledger_file, tmp_path / "cache", console=tmp_path / "people")
    added = add_story(ledger_file, tmp_path, RIVALS)
    for name, role in (("Ana", "analyst"), ("Rita", "reviewer")):
        person(app, name, role)
    with TestClient(app):
        rita, ana = logged_in(app, "Rita"), logged_in(app, "Ana")
        one, other, third = added.claims[:3]
        (estimate,) = {found["id"] for found in rita.get(f"/api/v1/claims/{one}").json()["estimates"][:1]} or {"none"}
        form = {"claim": [one, other], "ruling": "same", "why": "one day"}
        assert send(ana, f"/why/{estimate}", form).status_code == 403
        assert rita.post(f"/why/{estimate}", data=form).status_code == 403  # forged
        for wrong in (
            {"claim": [one, one]},
            {"claim": [one, other, third]},
            {"why": " "},
            {"ruling": "accept"},
            {"claim": [one, "0" * 32]},
        ):
            assert send(rita, f"/why/{estimate}", form | wrong).status_code == 422
        assert ruled(ledger_file) == [] and csrf(rita)
        assert send(rita, f"/why/{estimate}", form).status_code == 303
        assert ruled(ledger_file) == ["same"]
