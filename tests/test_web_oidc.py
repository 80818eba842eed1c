"""Log-in with an OpenID Connect provider that runs on this machine, honest and not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from consoles import HOST, console, nobody
from fake_provider import CLIENT, SECRET, Provider, provider
from onrecord.web.people import Account
from onrecord.web.people import provider as told


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def app(issuer: Provider, tmp_path: Path) -> Iterator[FastAPI]:
    settings = told.Provider(issuer.issuer, CLIENT, SECRET, name="Example Relief")
    made = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache", provider=settings)
    assert isinstance(made.state.people.accounts.add("Ana", "reviewer", False, "test", "ana@example.org"), Account)
    with TestClient(made):
        yield made


def through(client: TestClient, address: str = "/oidc/start") -> Any:
    """Go to the provider and back; the answer of the console."""
    there = client.get(address)
    assert there.status_code == 302, there.text
    back = httpx2.get(there.headers["location"]).headers["location"]
    assert back.startswith(f"{HOST}/oidc/return?")
    return client.get(back.removeprefix(HOST))


def test_the_provider_vouches_for_somebody_who_has_an_account(app: FastAPI, issuer: Provider) -> None:
    client = nobody(app)
    assert "Example Relief" in client.get("/login").text
    answer = through(client, "/oidc/start?next=/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert client.get("/api/v1/me").json()["name"] == "Ana"
    assert issuer.verified_pkce == 1
    issuer.person = {"sub": "17", "email": "ana.moreau@example.org", "email_verified": False}  # she is known by her lasting name now
    again = nobody(app)
    assert through(again).status_code == 303 and again.get("/api/v1/me").json()["name"] == "Ana"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "18", "email": "stranger@example.org", "email_verified": True},
        {"sub": "18", "email": "ana@example.org", "email_verified": False},  # says he is ana@example.org
        {"sub": "18", "email": "ana@example.org"},
        {"sub": "18", "email": "ana@example.org", "email_verified": "true"},
        {"sub": "18"},
    ],
)
def test_who_has_no_account_is_turned_away(app: FastAPI, issuer: Provider, person: dict[str, Any]) -> None:
    issuer.person = person
    client = nobody(app)
    answer = through(client)
    assert answer.status_code == 403 and "no open account" in answer.text
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"nonce": "of another log-in"},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(app: FastAPI, issuer: Provider, wrong: dict[str, Any]) -> None:
    issuer.wrong = wrong
    client = nobody(app)
    assert through(client).status_code in (403, 502)
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_signed_by_another_is_refused(app: FastAPI, issuer: Provider) -> None:
    issuer.key = RSAKey.generate_key(2048, {"kid": "one"})
    client = nobody(app)
    assert through(client).status_code == 502
    assert client.get("/api/v1/me").status_code == 401


def test_a_return_that_this_browser_did_not_ask_for_is_refused(app: FastAPI, issuer: Provider) -> None:
    mallory, victim = nobody(app), nobody(app)
    back = httpx2.get(mallory.get("/oidc/start").headers["location"]).headers["location"]
    answer = victim.get(back.removeprefix(HOST))  # to be logged in as somebody else without noticing
    assert answer.status_code == 502 and victim.get("/api/v1/me").status_code == 401
    assert "Traceback" not in answer.text


def test_the_way_back_leads_to_no_other_site(app: FastAPI) -> None:
    assert through(nobody(app), "/oidc/start?next=//evil.example").headers["location"] == "/"


def test_a_provider_that_does_not_answer_is_named(app: FastAPI, tmp_path: Path) -> None:
    settings = told.Provider("http://127.0.0.1:9", CLIENT, SECRET, name="Example Relief")
    made = console(str(tmp_path / "other.sqlite"), tmp_path / "cache", provider=settings)
    answer = nobody(made).get("/oidc/start")
    assert answer.status_code == 502 and "Example Relief did not confirm who you are" in answer.text


def test_the_settings_of_a_provider() -> None:
    given = {"ONRECORD_OIDC_ISSUER": "https://id.example/", "ONRECORD_OIDC_CLIENT_ID": "a", "ONRECORD_OIDC_CLIENT_SECRET": "b"}
    assert told.provider_from({}) is None
    assert told.provider_from(given) == told.Provider("https://id.example", "a", "b")
    for wrong in (
        {"ONRECORD_OIDC_ISSUER": "http://id.example"},
        {"ONRECORD_OIDC_CLIENT_ID": ""},
        {"ONRECORD_OIDC_CLIENT_SECRET": " "},
        {"ONRECORD_OIDC_ROLE": "admin"},
    ):
        with pytest.raises(ValueError, match="ONRECORD_OIDC"):
            told.provider_from(given | wrong)
