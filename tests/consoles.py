"""Consoles with accounts, for tests: a ledger of stories, one of them confidential, and people who are logged in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from fastapi.testclient import TestClient

from onrecord import pipeline
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import decide, open_ledger
from onrecord.settings import Settings as ReadingSettings
from onrecord.web.app import create_app
from onrecord.web.people import Account, People
from onrecord.web.settings import Settings

PASSWORD = "tent river ledger nine"
CHEAP = 4  # of scrypt: 2**4 rounds
HOST = "http://console.example"


@dataclass(frozen=True, slots=True)
class Added:
    """A story in a ledger: the ids of its report and claims."""

    report: str
    claims: tuple[str, ...]


def add_story(
    where: str, folder: Path, text: str, title: str | None = None, confidential: bool = False, name: str = "story", url: str | None = None
) -> Added:
    """Read a story and keep it, as ``onrecord add`` does."""
    import json

    file = folder / f"{name}.jsonl"
    file.write_text(json.dumps({"id": name, "text": text, "title": title, "url": url, "published": "2012-11-09"}), encoding="utf-8")
    with open_ledger(where, by="test", confidential=True) as ledger:
        for reading, received in pipeline.read_paths([str(file)], ReadingSettings()):
            assert received.report is not None
            drafts = reading_drafts(reading, received.report, "onrecord test")
            ledger.append(drafts)
            ids = {kind: [draft.id for draft in drafts if draft.kind == kind] for kind in ("report", "claim")}
        if confidential:
            decide(ledger, ids["report"][0], "confidential")
    assert ids["claim"], "the story holds no figure"
    return Added(ids["report"][0], tuple(ids["claim"]))


def console(where: str, cache: Path, **settings: Any) -> FastAPI:
    """A console that asks for a log-in, at an address that is not this machine."""
    plain: dict[str, Any] = {"host": "0.0.0.0", "cache": cache, "plain_http": True, "rate": 1_000}  # tests ask faster than people
    app = create_app(Settings(where, **(plain | settings)))
    app.state.people.sessions.cost = CHEAP
    return app


def person(app: FastAPI, name: str, role: str, confidential: bool = False) -> Account:
    """An account with the password of these tests."""
    people: People = app.state.people
    made = people.accounts.add(name, role, confidential, "test")
    assert isinstance(made, Account)
    account = people.sessions.accept(people.sessions.invite(made, "test"), "", PASSWORD)
    assert isinstance(account, Account)
    return account


def nobody(app: FastAPI) -> TestClient:
    """A browser without a session, that follows no redirects."""
    return TestClient(app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False)


def logged_in(app: FastAPI, name: str) -> TestClient:
    """A browser in which this person has logged in."""
    client = nobody(app)
    answer = client.post("/login", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def csrf(client: TestClient) -> str:
    """What this session's forms bring."""
    found = re.search(r'name="csrf" (?:value|content)="([0-9a-f]{64})"', client.get("/account").text)
    assert found
    return found[1]


def send(client: TestClient, address: str, data: Mapping[str, Any] | None = None) -> Any:
    """A form of our own pages."""
    return client.post(address, data={**(data or {}), "csrf": csrf(client)}, headers={"origin": HOST})


class Kinds:
    """Which addresses are worth a look: the first few of each kind, a kind being a page and the names of its filters."""

    def __init__(self, most: int = 4) -> None:
        self._most, self._seen = most, dict[tuple[str, ...], set[str]]()

    def is_new(self, address: str) -> bool:
        """Whether this address, not looked at before, is one of the first of its kind."""
        parts = urlsplit(address)
        kind = (parts.path.split("/")[1], *sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
        seen = self._seen.setdefault(kind, set())
        if address in seen or len(seen) >= self._most:
            return False
        seen.add(address)
        return True
