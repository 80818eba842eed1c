"""The main journey in a real Chromium: a story is added, its numbers are seen in their text, in the picture and in the reasons; one is
corrected, another window sees the estimate change, and the picture is exported. By mouse, by keys alone, and without scripts.

``make screenshots`` keeps pictures of the way for the docs."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser import served
from consoles import console as with_accounts
from consoles import person
from onrecord.web.app import create_app
from onrecord.web.settings import Settings
from test_web_browser_security import Witness, log_in
from test_web_looks import keep
from web_made import put_story
from writers import pdf

WIRE = Path(__file__).parents[2] / "shared" / "gold" / "wire-2012-11-09.txt"
OWN = """Thousands cross into Chad as shelling reaches a border town

By a correspondent

ADRE, Chad, June 18, 2023 - Some 9,000 Sudanese refugees fled into Chad in the past 24 hours, the U.N. refugee agency said on Sunday.

Chad's government had earlier put the number of new arrivals at 8,000. About 2,400 families are sleeping in the open in Adre, an aid worker said.

At least 40 people were killed in El Geneina on Friday, hospital staff said, and hundreds of homes were burned down.
"""
ARABIC = """نزوح الآلاف

عمّان، 9 نوفمبر 2012 - قال المتحدث:

Some 9,000 Syrian refugees fled into Turkey on Friday, UNHCR said.
"""
SOON = 2_000  # milliseconds in which others see what one does
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def address(where: str, tmp_path: Path) -> Iterator[str]:
    with served(create_app(Settings(where, cache=tmp_path / "cache", console=tmp_path / "console", rate=10_000))) as found:
        yield found


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens windows, and closes them before the console ends; at the end nothing may have gone wrong in any of them, and no other host may have been asked."""
    opened: list[tuple[BrowserContext, Witness]] = []

    def new(**options: object) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB", **options)  # type: ignore[arg-type]
        opened.append((context, Witness(context)))
        return context.new_page()

    yield new
    for context, witness in opened:
        assert witness.trouble == [] and len(witness.hosts) <= 1
        context.close()


def fit_for_all(page: Page, what: str) -> None:
    """axe-core finds nothing serious, in light and dark, on a desk and on a phone, where nothing is wider than the window."""
    size = page.viewport_size
    for scheme in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width, height in ((1280, 860), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            found = Axe().run(page).response["violations"]
            assert not [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")], (
                what,
                scheme,
                width,
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (what, width)
    page.emulate_media(color_scheme="light")
    assert size
    page.set_viewport_size(size)


def add_text(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}/add")
    page.get_by_label("Text of a report").fill(text)
    page.get_by_role("button", name="Add and read").click()


def mark(page: Page, words: str) -> Locator:
    """A number as the agency says it, not as the headline has it."""
    return page.locator("article.text p", has_text=re.compile("refugee agency|UNHCR")).locator("a.mark", has_text=words).first


def row_of(page: Page, best: str) -> Locator:
    return page.locator("#estimates tbody tr").filter(has=page.get_by_role("link", name=f"Why {best.replace(',', '')}", exact=True))


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


def test_two_reviewers_never_have_the_same_figure(chromium: Browser, where: str, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(where, story)
    app = with_accounts(where, tmp_path / "cache", console=tmp_path / "people")
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


def test_the_report_by_keys_alone(window: Callable[..., Page], address: str, where: str, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(where, story)
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
    window: Callable[..., Page], address: str, where: str, tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(OWN, encoding="utf-8")
    put_story(where, story)
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


def test_a_document_is_shown_page_by_page(window: Callable[..., Page], address: str, where: str, tmp_path: Path) -> None:
    def draw(canvas: object, number: int) -> None:
        lines = (
            "More than 6,000 people fled into Chad on Friday, 16 June 2023, the UN said.",
            "At least 40 people were killed in El Geneina.",
        )
        canvas.drawString(60, 780, lines[number - 1])  # type: ignore[attr-defined]

    put_story(where, pdf(tmp_path / "update.pdf", draw, 2))
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


def test_the_pages_are_fit_for_all(window: Callable[..., Page], address: str, where: str, tmp_path: Path) -> None:
    for name, text in (("own", OWN), ("arabic", ARABIC)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        put_story(where, tmp_path / f"{name}.txt")
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
