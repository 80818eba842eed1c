"""The pages in a real Chromium: axe-core, a phone, the keyboard, other locales, paper, light and dark; and the screenshots of the docs.

``ONRECORD_SCREENSHOTS=docs/images pytest tests/test_web_looks.py`` (``make screenshots``) keeps what these tests see."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import served
from crisis import make_crisis
from onrecord.web.app import create_app
from onrecord.web.settings import Settings

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
CHAD = "/?country=TCD"
GRAVE = ("serious", "critical")
_LARGEST = 200_000  # bytes of a screenshot
TROUBLE: list[str] = []


@pytest.fixture(autouse=True)
def _no_trouble() -> Iterator[None]:
    TROUBLE.clear()
    yield
    assert not TROUBLE


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    where = make_crisis(tmp_path_factory.mktemp("crisis"))
    with served(create_app(Settings(where, cache=tmp_path_factory.mktemp("cache"), rate=10_000))) as found:
        yield found


@pytest.fixture(scope="module")
def reasons(address: str) -> str:
    """The page of an estimate with claims used and set aside, and rival sources."""
    import json
    from urllib.request import urlopen

    with urlopen(f"{address}/api/v1/estimates?act=crossing&place=iso:TCD&limit=500") as answer:
        found = json.load(answer)["estimates"]
    rivals = {one["id"]: sum(aside["relation"] in ("superseded", "repeat", "copy") for aside in one["set_aside"]) for one in found}
    best = max(found, key=lambda one: (rivals[one["id"]], len(one["used"]), one["id"]))
    return f"/why/{best['id']}"


def opened(browser: Browser, address: str, path: str, **options: Any) -> Page:
    """A page that is drawn and still; whatever goes wrong in its scripts is in ``TROUBLE``, and fails the test."""
    context = browser.new_context(**({"viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce"} | options))
    page = context.new_page()
    page.on("pageerror", lambda error: TROUBLE.append(f"{path}: {error}"))
    go(page, address + path)
    return page


def go(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")


def until(page: Page, check: Callable[[], bool]) -> None:
    """Wait for something; the policy of our pages forbids Playwright's own way, which evaluates text in the page."""
    for _ in range(200):
        if check():
            return
        page.wait_for_timeout(50)
    pytest.fail("it never came")


def box_of(page: Page) -> list[float]:
    """The part of the world that the map shows."""
    return [float(edge) for edge in (page.locator("svg.map").get_attribute("data-box") or "").split(",")]


def keep(page: Page, name: str, **how: Any) -> None:
    """A screenshot for the docs, where a folder is named for them."""
    folder = os.environ.get("ONRECORD_SCREENSHOTS")
    if folder:
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, **how)
        assert path.stat().st_size < _LARGEST, f"{path} is too large for the docs"


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)], ids=["light desk", "dark phone"])
def test_axe_finds_nothing_serious_and_nothing_runs_off_the_page(
    chromium: Browser, address: str, reasons: str, scheme: str, size: dict[str, int]
) -> None:  # fmt: skip
    page = opened(chromium, address, "/", viewport=size, color_scheme=scheme)
    paths = [CHAD, reasons, "/sources", "/search?q=Chad"]
    if size is DESK:
        paths += [
            f"{CHAD}&compare=2023-05-20&act=crossing",
            "/?country=NZL",
            "/sources?source=UNHCR",
            "/search",
            "/search?q=zebra",
            "/none",
        ]
    for path in paths:
        go(page, address + path)
        looked = Axe().run(page).response
        assert "color-contrast" in {one["id"] for one in looked["passes"]}
        found = [one for one in looked["violations"] if one["impact"] in GRAVE]
        assert not found, (path, [(one["id"], [node["html"] for node in one["nodes"][:2]]) for one in found])
        wide, shown = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= shown, f"{path} is {wide} pixels wide on a window of {shown}"
    page.context.close()


def test_screenshots_for_the_docs(chromium: Browser, address: str, reasons: str) -> None:
    for scheme in ("light", "dark"):
        page = opened(chromium, address, CHAD, color_scheme=scheme)
        assert page.locator("svg.map a[data-card]").count() > 3
        keep(page, f"picture-{scheme}")
        assert page.locator("svg.timeline").count() == 2
        page.evaluate("document.querySelector('#timeline').scrollIntoView()")
        keep(page, f"timeline-{scheme}")
        go(page, address + reasons)
        assert page.locator("svg.claims").count() == 1
        keep(page, f"why-{scheme}")
        page.context.close()
    page = opened(chromium, address, "/sources")
    keep(page, "sources")
    page.context.close()
    page = opened(chromium, address, CHAD, viewport=PHONE)
    keep(page, "picture-phone")
    page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_map_is_drawn_to_the_window_and_labels_stay_legible(chromium: Browser, address: str, size: dict[str, int]) -> None:
    page = opened(chromium, address, CHAD, viewport=size)
    drawn = "one => one.viewBox.baseVal.width / one.clientWidth"
    until(page, lambda: abs(page.locator("svg.map").evaluate(drawn) - 1) < 0.12)
    assert page.locator("svg.map text .figure").first.evaluate("one => one.getBoundingClientRect().height") >= 11
    page.context.close()


def test_the_map_comes_closer_and_the_address_holds_where_it_is(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, CHAD)
    before = box_of(page)
    page.get_by_role("link", name="Closer").click()
    until(page, lambda: "box=" in page.url and box_of(page)[0] > before[0] + 1)
    shared = page.url
    page.get_by_role("link", name="All marks").wait_for()
    other = opened(chromium, "", shared)
    after = box_of(other)
    assert after[2] - after[0] == pytest.approx((before[2] - before[0]) / 2, rel=0.1)
    for one in (page, other):
        one.context.close()


def test_a_card_says_at_pointer_and_focus_what_a_mark_is(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, CHAD)
    mark = page.locator("svg.map a[data-card]").first
    mark.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    card = page.locator(".card-pop")
    card.wait_for(state="visible")
    assert "people" in card.inner_text() and "flight and arrivals across a border" in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.locator("svg.timeline a[data-card]").nth(3).hover()
    card.wait_for(state="visible")
    page.context.close()


def test_the_whole_page_can_be_used_with_the_keyboard(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, CHAD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("select[name=act]").focus()
    page.keyboard.type("Evac")
    page.keyboard.press("Tab")
    page.wait_for_url("**act=evacuation**")
    assert parse_qs(urlsplit(page.url).query) == {"country": ["TCD"], "act": ["evacuation"]}
    page.goto(address + CHAD)
    mark = page.locator("svg.map a[data-card]").first
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/why/" in url or "#estimates" in url)
    page.context.close()


def test_the_slider_asks_what_could_be_known_on_a_day(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, CHAD)
    slider = page.get_by_role("slider", name="Known by")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.wait_for_url("**published_by=**")
    assert "as could be known on" in page.locator("main").inner_text()
    assert list(parse_qs(urlsplit(page.url).query)) == ["country", "published_by"]
    page.context.close()


def test_numbers_and_days_are_those_of_the_readers_locale(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, f"{CHAD}&measure=stock", java_script_enabled=False)
    plain = page.locator("tbody strong").first.inner_text()
    assert "," in plain and "27\xa0Jun" in page.locator("tbody").inner_text()
    page.context.close()
    page = opened(chromium, address, f"{CHAD}&measure=stock", locale="de-DE")
    german = plain.replace(",", ".")
    assert page.locator("tbody strong").first.inner_text() == german and "27. Juni 2023" in page.locator("tbody").inner_text()
    assert german in (page.locator("svg.map").text_content() or "")
    page.context.close()


def test_light_and_dark_follow_the_system_until_chosen_and_then_stay(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, "/sources", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.get_by_role("link", name="Light").click()
    light = page.evaluate(paper)
    assert light != dark
    go(page, f"{address}/search")
    assert page.evaluate(paper) == light
    page.context.close()
    page = opened(chromium, address, "/sources", color_scheme="light", java_script_enabled=False)
    page.get_by_role("link", name="Dark").click()
    assert page.url == f"{address}/sources" and page.evaluate(paper) == dark
    page.context.close()


def test_paper_has_the_picture_and_not_the_controls(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, CHAD, color_scheme="dark")
    page.emulate_media(media="print")
    for gone in (".top", "form", ".map-tools"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("svg.map").is_visible() and page.locator("table").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(page.pdf(format="A4")) > 10_000
    page.context.close()


def test_words_from_right_to_left_stand_right(chromium: Browser, tmp_path: Path) -> None:
    from consoles import add_story

    where = str(tmp_path / "ledger.sqlite")
    add_story(
        where,
        tmp_path,
        "عمان - قالت المفوضية يوم الجمعة\n\nAround 9,000 Syrian refugees fled to Jordan on Friday, UNHCR said.",
        "لاجئون سوريون",
    )
    with served(create_app(Settings(where, cache=tmp_path))) as address:
        page = opened(chromium, address, "/search?q=Jordan")
        quote = page.locator("blockquote").first
        assert quote.get_attribute("dir") == "auto"
        title = page.get_by_role("link", name="لاجئون سوريون").locator("bdi").first
        assert title.evaluate("one => getComputedStyle(one).direction") == "rtl"
        page.context.close()


def test_without_scripts_filters_and_map_still_work(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, "/", java_script_enabled=False)
    page.locator("select[name=country]").select_option("TCD")
    page.get_by_role("button", name="Show").click()
    assert "country=TCD" in page.url and page.locator("svg.map a").count() > 3
    page.get_by_role("link", name="Closer").click()
    assert "box=" in page.url
    page.context.close()
