"""Hostile reports, accounts and links in a real Chromium: nothing runs, nothing is asked of another host, the policy stops nothing of ours."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from browser import served
from consoles import PASSWORD, Kinds, add_story, console, person
from hostile import EVIL, ROOT, STORY

_MOST = 60  # pages


class Witness:
    """What happens in a browser that should not. ``hosts``: whom it asked."""

    def __init__(self, context: BrowserContext) -> None:
        self.trouble: list[str] = []
        self.hosts: set[str] = set()
        context.on("dialog", self._dialog)
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.trouble.append(f"error {error.error}"))

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.trouble.append(f"{message.location.get('url')}: {message.text}")


def log_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/")
    assert urlsplit(page.url).path == "/login"
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{address}/")


def visit_all(page: Page, address: str) -> list[str]:
    """Open every page that links lead to."""
    seen: list[str] = []
    kinds = Kinds(2)
    waiting = ["/", "/account", "/people", f"/search?q={EVIL}", "/review", "/add", "/sources"]
    while waiting and len(seen) < _MOST:
        path = waiting.pop(0)
        if re.match(r"/(look|api|static|logout)\b", path) or not kinds.is_new(path):
            continue
        seen.append(path)
        page.goto(address + path, wait_until="load")
        links = page.eval_on_selector_all(
            "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
        )
        waiting += [link.removeprefix(address).partition("#")[0] for link in links if link.startswith(f"{address}/")]
    return seen


def test_nothing_hostile_runs_and_nothing_of_ours_is_stopped(chromium: Browser, tmp_path: Path) -> None:
    where = str(tmp_path / "ledger.sqlite")
    add_story(where, tmp_path, STORY, f"Title {EVIL}", url="javascript:alert(5)//")
    app = console(where, tmp_path / "cache")
    person(app, ROOT, "admin", confidential=True)
    with served(app) as address:
        context = chromium.new_context()
        witness, page = Witness(context), context.new_page()
        log_in(page, address, ROOT)
        seen = visit_all(page, address)
        assert {"/", "/account", "/people"} <= set(seen)
        assert witness.trouble == []
        assert witness.hosts == {urlsplit(address).netloc}
        cookies = {cookie["name"]: cookie for cookie in context.cookies()}
        assert cookies["onrecord"]["httpOnly"] and cookies["onrecord"]["sameSite"] == "Lax"
        assert "onrecord" not in page.evaluate("document.cookie")
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Log out", exact=True).click()
        page.wait_for_url(f"{address}/login")
        page.goto(f"{address}/people")
        assert urlsplit(page.url).path == "/login"
        context.close()


def test_a_script_put_into_a_page_does_not_run(chromium: Browser, tmp_path: Path) -> None:
    """The second wall: even where escaping failed, the policy stops what is inline."""
    app = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    with served(app) as address:
        context = chromium.new_context()
        witness, page = Witness(context), context.new_page()
        page.goto(f"{address}/login")
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\"><p style=\"color: red\">x</p>')"
        )
        page.evaluate("const s = document.createElement('script'); s.textContent = 'window.ran = 2'; document.body.append(s)")
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None
        assert sum("Content Security Policy" in one for one in witness.trouble) >= 3  # so the witness of the first test sees such things
        context.close()


@pytest.mark.parametrize("method", ["form", "fetch"])
def test_another_site_changes_nothing(chromium: Browser, tmp_path: Path, method: str) -> None:
    """A page elsewhere sends its visitor's browser here, with the visitor's cookies as far as the browser gives them."""
    app = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    person(app, "Root", "admin")
    evil = console(str(tmp_path / "evil.sqlite"), tmp_path / "evil")
    with served(app) as address, served(evil) as elsewhere:
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        log_in(page, address, "Root")
        page.goto(elsewhere.replace("127.0.0.1", "localhost") + "/login")  # another site, not only another port
        if method == "form":
            page.set_content(
                f"<form method=post action='{address}/people'><input name=name value=Mallory><input name=role value=admin></form>"
            )
            with page.expect_navigation():
                page.evaluate("document.forms[0].submit()")
        else:
            sent = "address => fetch(address, {method: 'POST', mode: 'no-cors', credentials: 'include', body: 'name=Mallory'}).catch(() => null)"
            with page.expect_request(f"{address}/people"):
                page.evaluate(sent, f"{address}/people")
        assert app.state.people.accounts.named("Mallory") is None
        page.goto(f"{address}/people")
        assert page.get_by_role("heading", name="People").is_visible()  # the session itself is fine
        context.close()


def test_the_pages_of_people_are_fit_for_screen_readers(chromium: Browser, tmp_path: Path) -> None:
    app = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    root = person(app, "Root", "admin")
    app.state.people.tokens.make(root, "nightly", ["read"])
    link = f"/welcome/{app.state.people.sessions.invite(root, 'test')}"
    with served(app) as address:
        context = chromium.new_context()
        page = context.new_page()
        for path in ("/login", link, "/people", "/account"):
            if path == "/people":
                log_in(page, address, "Root")
            page.goto(address + path)
            found = Axe().run(page).response["violations"]
            assert not [one["help"] for one in found if one["impact"] in ("serious", "critical")], path
        context.close()
