"""What the tests of the console's security share: a hostile story, a confidential one, people of every role, and a look at pages as a browser has it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from consoles import HOST, Added, Kinds, add_story, console, person

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'-alert(3)-'"
STORY = (
    f"GENEVA, Nov 9 2012 - Some 9,000 Syrians fled into Turkey in the past 24 hours, the UN refugee agency said. {EVIL} "
    'Another 1,000 people fled to Lebanon, "<svg onload=alert(4)>" spokesman {{ 7 * 7 }} said. \u202e\u0000'
)
SECRET = "BEIRUT, Nov 9 2012 - Some 4,321 people were displaced in Quneitra on Thursday, Xylophon Relief said in a note not to be quoted."
MARKS = ("4,321", "4321", "Quneitra", "Xylophon", "Zebra")  # words of the confidential report and its title

on_a_file = pytest.mark.parametrize("where", ["sqlite"], indirect=True)  # what has nothing to do with the kind of ledger


@pytest.fixture
def stories(where: str, tmp_path: Path) -> tuple[Added, Added]:
    """A hostile story and a confidential one, on SQLite and on PostgreSQL."""
    return (
        add_story(where, tmp_path, STORY, f"Title {EVIL}", name="hostile", url="javascript:alert(5)//"),
        add_story(where, tmp_path, SECRET, "Zebra note", confidential=True, name="secret"),
    )


@pytest.fixture
def app(where: str, stories: tuple[Added, Added], tmp_path: Path) -> Iterator[FastAPI]:
    made = console(where, tmp_path / "cache", console=tmp_path / "people")
    for name, role, confidential in (
        ("Vera", "viewer", False),
        ("Ana", "analyst", False),
        ("Rui", "reviewer", False),
        (f"Root {EVIL}"[:60], "admin", True),
        ("Con", "reviewer", True),
    ):
        person(made, name, role, confidential)
    with TestClient(made):
        yield made


ROOT = f"Root {EVIL}"[:60]


class Page(HTMLParser):
    """What a page would do in a browser: its links, its forms, and everything that would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.bad: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.bad += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            value = (given.get(name) or "").strip()
            if urlsplit(value).scheme not in ("", "http", "https"):
                self.bad.append(f"{tag} {name}={value}")
            if value and name == "href" and tag == "a":
                self.links.append(value)
        if tag == "script":
            self._script = given.get("type") != "application/json"
            if self._script and not (given.get("src") or "").startswith("/static/"):
                self.bad.append("inline script")
        if tag in ("style", "base", "iframe", "object", "embed"):
            self.bad.append(tag)
        if tag == "form":
            self.forms.append({"method": (given.get("method") or "get").lower(), "action": given.get("action"), "fields": set()})
        elif tag in ("input", "textarea", "select") and self.forms:
            self.forms[-1]["fields"].add(given.get("name"))


def crawl(client: TestClient, most: int = 60) -> dict[str, str]:
    """The pages that can be reached by links, by address."""
    found: dict[str, str] = {}
    kinds = Kinds()
    waiting = ["/", "/account", "/people", "/search?q=alert", "/review", "/add", "/sources"]
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address.startswith(("/look", "/logout", "/static/", "/api/")) or not kinds.is_new(address):
            continue
        answer = client.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found[address] = answer.text
        for link in Page(answer.text).links:
            whole = urlsplit(urljoin(f"{HOST}{address}", link))
            if f"{whole.scheme}://{whole.netloc}" == HOST:
                waiting.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return found


def api_addresses(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    """The addresses of the API that can be asked without an id, with their parameters."""
    paths = app.openapi()["paths"]
    return [(path, node["get"]) for path, node in paths.items() if "get" in node and "{" not in path and not path.endswith("/events")]
