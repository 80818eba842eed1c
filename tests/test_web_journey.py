"""The main journey in a real Chromium: a story is added, its numbers are seen in their text, in the picture and in the reasons; one is
corrected, another window sees the estimate change, and the picture is exported. By mouse, by keys alone, and without scripts.

``make screenshots`` keeps pictures of the way for the docs."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys import ARABIC, OWN, SOON, add_text, fit_for_all, mark, row_of
from test_web_looks import keep
from web_made import put_story
from writers import pdf

WIRE = Path(__file__).parents[2] / "shared" / "gold" / "wire-2012-11-09.txt"


@pytest.mark.parametrize("story", ["own", "wire"])
def test_from_the_story_to_the_export(window: Callable[..., Page], address: str, story: str, tmp_path: Path) -> None:
    if story == "wire" and not WIRE.is_file():
        pytest.skip(f"{WIRE} is not there: the journey of the issue cannot be made with its own story on this machine")
    officer, colleague = window(), window()
    colleague.goto(f"{address}/?act=crossing")
    expect(colleague.get_by_role("heading", name="No estimates")).to_be_visible()
    expect(colleague.locator("[data-line=on]")).to_be_visible()

    # add the story
    add_text(officer, address, OWN if story == "own" else WIRE.read_text(encoding="utf-8"))
    done = officer.locator("#jobs li").first
    expect(done.locator(".pill", has_text="read").first).to_have_text("read", timeout=30_000)

    # see the 9,000 in its text
    done.get_by_role("link").click()
    number = mark(officer, "9,000")
    expect(number).to_be_visible()
    number.hover()
    card = officer.locator(".card-pop")
    expect(card).to_contain_text("9,000")
    expect(card).to_contain_text("UNHCR")
    if story == "own":
        keep(officer, "report-light")

    # see the picture; the colleague's has it too, without being asked
    expect(row_of(colleague, "9,000").first).to_be_visible(timeout=SOON)
    number.click()
    figure = officer.locator("#figure")
    expect(figure.locator(".stated")).to_contain_text("9,000")
    officer.get_by_role("link", name="Picture").click()
    expect(officer.locator("svg.map")).to_be_visible()

    # open why, and from there the words
    row_of(officer, "9,000").first.get_by_role("link").first.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("9,000")
    expect(officer.locator("main")).to_contain_text("UNHCR")
    reasons = window()
    reasons.goto(officer.url)
    expect(reasons.locator("[data-line=on]")).to_be_visible()
    officer.locator("main article, main li, main div").filter(has_text="9,000").locator("a[href^='/reports/']").first.click()
    expect(officer.locator("#figure .stated")).to_contain_text("9,000")

    # correct it, and watch the estimate change elsewhere
    officer.wait_for_load_state()
    officer.keyboard.press("c")
    officer.keyboard.type("9,500")
    officer.locator("#correct").get_by_label("Why").fill("the agency's own note of the day")
    before = time.monotonic()
    officer.get_by_role("button", name="Keep this correction").click()
    expect(row_of(colleague, "9,500").first).to_be_visible(timeout=SOON)
    expect(reasons.get_by_role("heading", level=1)).to_contain_text("9,500", timeout=SOON)
    assert time.monotonic() - before < 2 * SOON / 1000
    expect(row_of(colleague, "9,000")).to_have_count(0)
    expect(officer.locator("#figure")).to_contain_text("corrected")
    expect(officer.locator("#figure")).to_contain_text("the agency's own note of the day")
    expect(officer.locator("#figure .counts")).to_contain_text("9,500")
    expect(mark(officer, "9,000")).to_have_attribute("data-now", "9,500")
    if story == "own":
        keep(officer, "report-corrected")

    # export
    with colleague.expect_download() as loading:
        colleague.get_by_role("link", name="CSV").click()
    file = tmp_path / "export.csv"
    loading.value.save_as(file)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert "9500" in {row["best"] for row in rows} and {row["act"] for row in rows} == {"crossing"}


def test_without_scripts_all_of_it_works(window: Callable[..., Page], address: str) -> None:
    page = window(java_script_enabled=False)
    add_text(page, address, OWN)
    for _ in range(100):
        page.goto(f"{address}/add")
        if page.locator("#jobs a").count():
            break
        time.sleep(0.2)
    page.locator("#jobs a").first.click()
    mark(page, "9,000").click()
    expect(page.locator("#figure .stated")).to_contain_text("9,000")
    page.locator("#correct summary").click()
    page.get_by_label("Number").fill("9500")
    page.get_by_role("button", name="Keep this correction").click()
    expect(page.locator("#figure")).to_contain_text("corrected")
    page.goto(f"{address}/?act=crossing")
    expect(row_of(page, "9,500").first).to_be_visible()
    page.goto(f"{address}/review")
    before = page.locator("#item").get_attribute("data-claim")
    page.get_by_role("button", name="Reject").click()
    assert page.locator("#item").get_attribute("data-claim") not in (before, None)
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#item").get_attribute("data-claim") == before


def test_files_are_dropped_and_problems_are_told(window: Callable[..., Page], address: str, tmp_path: Path) -> None:
    page = window()
    page.goto(f"{address}/add")
    drop = """() => {
        const data = new DataTransfer();
        data.items.add(new File(["Some 7,500 people fled Homs on Friday, 9 November 2012, UNHCR said."], "homs.txt"));
        data.items.add(new File([new Uint8Array([37, 80, 68, 70, 45, 49, 46, 52, 10, 0, 1, 2])], "broken.pdf"));
        for (const kind of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(drop)
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 2
    page.keyboard.press("Enter")  # the drop put the focus on the button
    homs = page.locator("#jobs li").filter(has=page.get_by_text("homs.txt", exact=True))
    broken = page.locator("#jobs li").filter(has=page.get_by_text("broken.pdf", exact=True))
    expect(homs.locator(".pill")).to_have_text("read", timeout=30_000)
    expect(homs).to_contain_text("1 figure")
    expect(broken.locator(".pill")).to_have_text("not read", timeout=30_000)
    expect(broken).to_contain_text("What to do:")
    page.get_by_label("Address of a report").evaluate("field => { field.type = 'text'; field.value = 'ftp://example.org/a'; }")
    page.get_by_role("button", name="Add and read").click()
    expect(page.locator("#adding .told")).to_contain_text("https://")


def test_a_document_is_shown_page_by_page(window: Callable[..., Page], address: str, ledger_file: str, tmp_path: Path) -> None:
    def draw(canvas: object, number: int) -> None:
        lines = (
            "More than 6,000 people fled into Chad on Friday, 16 June 2023, the UN said.",
            "At least 40 people were killed in El Geneina.",
        )
        canvas.drawString(60, 780, lines[number - 1])  # type: ignore[attr-defined]

    put_story(ledger_file, pdf(tmp_path / "update.pdf", draw, 2))
    page = window()
    page.goto(f"{address}/search?q=people")
    page.goto(address + (page.locator("a[href^='/reports/']").first.get_attribute("href") or "").split("?")[0])
    page.get_by_role("link", name="Pages", exact=True).click()
    spot = page.locator("svg.leaf a.spot")
    expect(spot).to_have_count(1)
    words, box = page.locator("svg.leaf text", has_text=re.compile("^6,000$")).bounding_box(), spot.bounding_box()
    assert words and box and box["x"] - 1 <= words["x"] and words["x"] + words["width"] <= box["x"] + box["width"] + 1
    assert abs(box["y"] + box["height"] / 2 - words["y"] - words["height"] / 2) < 6
    spot.hover()
    expect(page.locator(".card-pop")).to_contain_text("6,000")
    spot.click()
    expect(page.locator("#figure .stated")).to_contain_text("6,000")
    fit_for_all(page, "page of a document")
    page.keyboard.press("a")
    expect(page.locator("#figure .pill").first).to_have_text("accepted")
    page.get_by_role("link", name="Page after").click()
    assert "".join(page.locator("svg.leaf text").all_text_contents()) == "At least 40 people were killed in El Geneina."


def test_the_pages_are_fit_for_all(window: Callable[..., Page], address: str, ledger_file: str, tmp_path: Path) -> None:
    for name, text in (("own", OWN), ("arabic", ARABIC)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        put_story(ledger_file, tmp_path / f"{name}.txt")
    page = window()
    page.goto(f"{address}/add")
    fit_for_all(page, "add")
    page.goto(f"{address}/review")
    fit_for_all(page, "review")
    keep(page, "review-light")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    fit_for_all(page, "review, one ruled on")
    page.goto(f"{address}/search?q=Turkey")
    page.goto(address + (page.locator("a[href^='/reports/']").first.get_attribute("href") or ""))
    fit_for_all(page, "report")
    page.keyboard.press("c")
    fit_for_all(page, "correction")
    page.keyboard.press("Escape")
    turned = page.locator("article.text p").evaluate_all("parts => parts.map(part => getComputedStyle(part).direction)")
    assert turned[:2] == ["rtl", "rtl"] and turned[-1] == "ltr"
