"""What the tests of the pages in a real Chromium share: stories, windows onto a console, and what must hold of every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from browser import served
from onrecord.web.app import create_app
from onrecord.web.settings import Settings
from test_web_browser_security import Witness

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
def address(ledger_file: str, tmp_path: Path) -> Iterator[str]:
    with served(create_app(Settings(ledger_file, cache=tmp_path / "cache", console=tmp_path / "console", rate=10_000))) as found:
        yield found


@pytest.fixture
def ledger_file(tmp_path: Path) -> str:
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
