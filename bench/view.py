#!/usr/bin/env python3
"""How soon a page of a running console can be used, in Chromium with nothing kept from before, and how heavy it is.

python bench/view.py http://127.0.0.1:8899
"""

from __future__ import annotations

import argparse
from typing import Any

from playwright.sync_api import Browser, sync_playwright

TARGET, HEAVY = 2_000, 2 << 20  # milliseconds, bytes
PAGES = (
    "/",
    "/?country=TUR",
    "/?country=SYR&act=crossing&since=2016-03-01",
    "/?act=return&since=2014-06-01",
    "/sources",
    "/search?q=flood",
    "/review",
)
_TOLD = """() => {
  const page = performance.getEntriesByType('navigation')[0], paint = performance.getEntriesByName('first-contentful-paint')[0];
  const all = [page, ...performance.getEntriesByType('resource')].filter(one => !one.name.includes('/events'));
  return {answer: page.responseEnd, paint: paint ? paint.startTime : NaN, ready: page.domContentLoadedEventEnd, files: all.length,
          bytes: all.reduce((sum, one) => sum + one.transferSize, 0)};
}"""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("console")
    address = parser.parse_args().console.rstrip("/")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print(f"{'milliseconds from the click':56s} {'answer':>7s} {'painted':>8s} {'ready':>7s} {'KiB':>7s} {'files':>6s}")
        for path in PAGES:
            for turn in ("first", "again"):
                _row(f"{path} {turn}", _opened(browser, address + path))
        browser.close()


def _opened(browser: Browser, address: str) -> dict[str, Any]:
    """A page in a new profile. It can be used when it is painted and its scripts have run."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="load", timeout=60_000)
    told: dict[str, Any] = page.evaluate(_TOLD)
    context.close()
    return told


def _row(name: str, told: dict[str, Any]) -> None:
    kept = "ok" if max(told["paint"], told["ready"]) <= TARGET and told["bytes"] <= HEAVY else "MISSED"
    numbers = f"{told['answer']:7.0f} {told['paint']:8.0f} {told['ready']:7.0f} {told['bytes'] / 1024:7.0f} {told['files']:6d}"
    print(f"{name:56s} {numbers} {kept}", flush=True)


if __name__ == "__main__":
    main()
