"""Review and rulings in a real Chromium, by keys alone; two reviewers beside each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser import served
from consoles import console as with_accounts
from consoles import person
from journeys import OWN, SOON, add_text
from test_web_browser_security import log_in
from web_made import put_story


def test_review_by_keys_alone(window: Callable[..., Page], address: str) -> None:
    page = window()
    add_text(page, address, OWN)
    expect(page.locator("#jobs li .pill", has_text="read").first).to_have_text("read", timeout=30_000)
    page.keyboard.press("Control+Home")
    page.goto(f"{address}/review")
    item, waits = page.locator("#item"), page.locator("#queue")
    total = int((waits.locator("data").get_attribute("value")) or 0)
    assert total >= 5

    def current() -> str:
        return item.get_attribute("data-claim") or ""

    def gone(before: str) -> None:
        expect(item).not_to_have_attribute("data-claim", before)

    first = current()
    page.keyboard.press("a")
    gone(first)
    expect(waits).to_contain_text(f"{total - 1} figures wait")
    second = current()
    page.keyboard.press("n")
    gone(second)
    third = current()
    page.keyboard.press("w")
    page.keyboard.type("no number of people")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    gone(third)
    expect(waits).to_contain_text(f"{total - 2} figures wait")
    page.keyboard.press("u")
    expect(item).to_have_attribute("data-claim", third)
    expect(page.locator(".rulings")).to_contain_text("no number of people")
    expect(page.locator(".rulings .withdrawn")).to_have_count(1)
    page.keyboard.press("c")
    page.keyboard.type("12x")
    page.keyboard.press("Enter")
    expect(page.locator("#correct .told")).to_contain_text("whole number")
    page.keyboard.press("Control+a")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    gone(third)
    expect(waits).to_contain_text(f"{total - 2} figures wait")
    for _ in range(total):
        if not item.get_attribute("data-claim"):
            break
        before = current()
        page.keyboard.press("a")
        page.wait_for_function("before => document.getElementById('item').dataset.claim !== before", arg=before)
    expect(page.get_by_role("heading", name="Nothing waits")).to_be_visible()
    page.get_by_role("link", name="Look at those again").click()
    expect(item).to_have_attribute("data-claim", second)


def test_two_reviewers_never_have_the_same_figure(chromium: Browser, ledger_file: str, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(ledger_file, story)
    app = with_accounts(ledger_file, tmp_path / "cache", console=tmp_path / "people")
    for name in ("Ana", "Ben"):
        person(app, name, "reviewer")
    with served(app) as address:
        ana, ben = (chromium.new_context().new_page() for _ in range(2))
        for page, name in ((ana, "Ana"), (ben, "Ben")):
            log_in(page, address, name)
            page.goto(f"{address}/review")
        seen = {"Ana": set[str](), "Ben": set[str]()}
        for _ in range(2):
            mine, theirs = (page.locator("#item").get_attribute("data-claim") for page in (ana, ben))
            assert mine and theirs and mine != theirs
            seen["Ana"].add(mine)
            seen["Ben"].add(theirs)
            for page, before in ((ana, mine), (ben, theirs)):
                page.keyboard.press("a")
                page.wait_for_function("before => document.getElementById('item').dataset.claim !== before", arg=before)
        assert not seen["Ana"] & seen["Ben"]
        # What Ana has before her Ben rules on from the report: she is told at once, by name.
        held = ana.locator("#item").get_attribute("data-claim")
        report = ana.locator("#item a[href^='/reports/']").first.get_attribute("href")
        ben.goto(f"{address}{report}")
        ben.locator("#rule").get_by_role("button", name="Accept").click()
        expect(ana.locator("#item .notice.warn")).to_contain_text("Ben has just ruled on this figure", timeout=SOON)
        ana.get_by_role("button", name="Next", exact=True).first.click()
        expect(ana.locator("#item")).not_to_have_attribute("data-claim", held or "")
        # Who leaves gives back what they had.
        left = ana.locator("#item").get_attribute("data-claim")
        ana.goto(f"{address}/sources")
        end = time.monotonic() + 5
        while not app.state.desk.reviewing.leases.take(left, "Ben"):
            assert time.monotonic() < end
            time.sleep(0.05)
        for page in (ana, ben):
            page.context.close()


def test_the_report_by_keys_alone(window: Callable[..., Page], address: str, ledger_file: str, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(ledger_file, story)
    page = window()
    page.goto(f"{address}/search?q=fled")
    page.goto(address + (page.locator("a[href^='/reports/']").first.get_attribute("href") or "").split("?")[0])
    for _ in range(2):
        page.keyboard.press("j")
    expect(page.locator(".card-pop")).to_contain_text("9,000")
    page.keyboard.press("Enter")
    expect(page.locator("#figure .stated")).to_contain_text("9,000")
    assert page.evaluate("document.activeElement.id") == "figure"
    page.keyboard.press("r")
    expect(page.locator("#figure .pill").first).to_have_text("rejected")
    expect(page.locator("article.text .mark.is-rejected")).to_have_text("9,000")
    page.locator("#figure").get_by_role("button", name="Withdraw").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#figure .pill").first).to_have_text("to review")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "8,000"


def test_what_somebody_writes_is_not_swept_away_by_what_others_do(
    window: Callable[..., Page], address: str, ledger_file: str, tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(ledger_file, story)
    one, other = window(), window()
    one.goto(f"{address}/review")
    href = one.locator("#item a[href^='/reports/']").first.get_attribute("href") or ""
    for page in (one, other):
        page.goto(address + href)
        expect(page.locator("[data-line=on]")).to_be_visible()
    other.get_by_role("button", name="Reject").click()
    expect(one.locator("#figure .pill").first).to_have_text("rejected", timeout=SOON)
    one.keyboard.press("c")
    one.locator("#correct input[name=who]").fill("refugees, half written")
    other.get_by_role("button", name="Accept").click()
    expect(one.locator("#figures")).to_contain_text("accepted", timeout=SOON)
    assert one.locator("#correct input[name=who]").input_value() == "refugees, half written"
