"""Logging in, accounts, tokens and rights, as a browser and a program meet them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from consoles import HOST, PASSWORD, add_story, console, csrf, logged_in, nobody, person, send
from onrecord.web.app import create_app
from onrecord.web.people import People
from onrecord.web.serving import first_steps
from onrecord.web.settings import Settings

STORY = "GENEVA, Nov 9 2012 - Some 9,000 Syrians fled into Turkey in the past 24 hours, the UN refugee agency said."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    where = str(tmp_path / "ledger.sqlite")
    add_story(where, tmp_path, STORY)
    made = console(where, tmp_path / "cache")
    for name, role in (("Vera", "viewer"), ("Ana", "analyst"), ("Rui", "reviewer"), ("Root", "admin")):
        person(made, name, role)
    with TestClient(made):  # runs its start and its end
        yield made


def test_nobody_gets_in_unnamed(app: FastAPI) -> None:
    client = nobody(app)
    assert client.get("/?country=TUR").headers["location"] == "/login?next=%2F%3Fcountry%3DTUR"
    answer = client.get("/api/v1/estimates")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert sorted(answer.json()) == ["message", "next", "stage", "where"]


def test_every_address_is_closed_but_those_of_the_entrance(app: FastAPI) -> None:
    found, open_ones = set(), set()
    for nth, route in enumerate(iter_route_contexts(app.routes)):
        path = str(route.path)
        client = TestClient(app, base_url=HOST, follow_redirects=False, client=(f"10.0.0.{nth}", 1))  # none asks too fast
        for method in route.methods or ["GET"]:
            answer = client.request(method, re.sub(r"\{[^}]*\}", "1", path))
            found.add(path)
            if answer.status_code != 401 and not answer.headers.get("location", "").startswith("/login"):
                open_ones.add(path)
    assert {"/", "/people", "/api/v1/estimates", "/api/v1/decisions", "/api/v1/events", "/api/v1/openapi.json"} <= found
    assert open_ones == {"/login", "/welcome/{secret}", "/look"}
    assert nobody(app).get("/static/console.css").status_code == 200


def test_log_in_leads_back_to_what_was_asked_for_and_log_out_ends_it(app: FastAPI) -> None:
    client = nobody(app)
    page = client.get("/login", params={"next": "/?country=TUR"})
    assert page.status_code == 200 and 'value="/?country=TUR"' in page.text
    answer = client.post("/login", data={"name": "vera", "password": PASSWORD, "next": "/?country=TUR"}, headers={"origin": HOST})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?country=TUR")
    before = client.cookies["onrecord"]
    assert client.get("/").status_code == 200
    assert send(client, "/logout").status_code == 303
    assert client.get("/").status_code == 303
    client.cookies.set("onrecord", before)  # ended on the server too
    assert client.get("/").status_code == 303


def test_a_session_is_always_a_new_one(app: FastAPI) -> None:
    client = nobody(app)
    client.cookies.set("onrecord", "planted-by-somebody-else")
    client.post("/login", data={"name": "Vera", "password": PASSWORD})
    first = client.cookies.get("onrecord", domain="console.example")
    assert first != "planted-by-somebody-else"


def test_a_wrong_password_says_nothing_about_names(app: FastAPI) -> None:
    client = nobody(app)
    answers = [client.post("/login", data={"name": name, "password": "wrong"}) for name in ("Vera", "Nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text
    assert "set-cookie" not in answers[0].headers


def test_log_in_leads_to_no_other_site(app: FastAPI) -> None:
    for address in ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"):
        answer = nobody(app).post("/login", data={"name": "Vera", "password": PASSWORD, "next": address})
        assert answer.headers["location"] == "/", address


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: FastAPI) -> None:
    plain = nobody(app).post("/login", data={"name": "Vera", "password": PASSWORD}).headers["set-cookie"]
    assert re.fullmatch(r"onrecord=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax", plain)
    safe = TestClient(app, base_url="https://console.example", follow_redirects=False)
    cookie = safe.post("/login", data={"name": "Vera", "password": PASSWORD}).headers["set-cookie"]
    assert re.fullmatch(r"__Host-onrecord=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax; Secure", cookie)
    assert safe.get("/").status_code == 200


def test_passwords_are_not_taken_unencrypted_from_afar(tmp_path: Path) -> None:
    app = create_app(Settings(str(tmp_path / "ledger.sqlite"), login=True, cache=tmp_path / "cache"))
    person(app, "Vera", "viewer")
    with TestClient(app, base_url=HOST, client=("192.0.2.7", 5000), follow_redirects=False) as far:
        assert far.post("/login", data={"name": "Vera", "password": PASSWORD}).status_code == 403
        near = TestClient(app, base_url=HOST, client=("127.0.0.1", 5000), follow_redirects=False)
        assert near.post("/login", data={"name": "Vera", "password": PASSWORD}).status_code == 303


def test_the_first_admin_makes_an_account_and_is_in(tmp_path: Path) -> None:
    app = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    people: People = app.state.people
    said = first_steps(people, HOST)
    link = re.search(rf"{HOST}(/welcome/\S+)", said)
    assert link
    with TestClient(app):
        client = nobody(app)
        page = client.get(link[1])
        assert page.status_code == 200
        wrong = client.post(link[1], data={"name": "Root", "password": PASSWORD, "again": "something else"})
        assert wrong.status_code == 422 and "differ" in wrong.text
        answer = client.post(link[1], data={"name": "Root", "password": PASSWORD, "again": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/people").status_code == 200
        assert nobody(app).get(link[1]).status_code == 404
        assert first_steps(people, HOST) == ""


def test_an_admin_invites_somebody_who_chooses_a_password(app: FastAPI) -> None:
    root = logged_in(app, "Root")
    page = send(root, "/people", {"name": "Bo <b>", "role": "reviewer", "confidential": "true"})
    assert page.status_code == 200 and "Bo &lt;b&gt;" in page.text and "<b>" not in page.text
    link = re.search(rf'value="{HOST}(/welcome/[\w-]+)"', page.text)
    assert link
    bo = nobody(app)
    assert bo.post(link[1], data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert bo.get("/api/v1/me").json() == {"name": "Bo <b>", "role": "reviewer", "rights": ["read", "add", "rule"], "confidential": True}
    ident = app.state.people.accounts.named("Bo <b>").id
    assert send(root, f"/people/{ident}", {"role": "viewer"}).status_code == 303
    assert bo.get("/api/v1/me").json()["rights"] == ["read"] and not bo.get("/api/v1/me").json()["confidential"]
    send(root, f"/people/{ident}", {"role": "viewer", "closed": "true"})
    assert bo.get("/api/v1/me").status_code == 401
    assert "last admin" in send(root, f"/people/{app.state.people.accounts.named('Root').id}", {"role": "viewer"}).text


@pytest.mark.parametrize("name", ["Vera", "Ana", "Rui"])
def test_only_admins_look_after_people(app: FastAPI, name: str) -> None:
    client = logged_in(app, name)
    me = app.state.people.accounts.named(name)
    assert client.get("/people").status_code == 403
    for address in ("/people", f"/people/{me.id}", f"/people/{me.id}/link"):
        assert send(client, address, {"name": "Mallory", "role": "admin"}).status_code == 403, address
    assert app.state.people.accounts.named(name).role == me.role
    assert app.state.people.accounts.named("Mallory") is None


def test_a_token_for_a_program(app: FastAPI) -> None:
    ana = logged_in(app, "Ana")
    page = send(ana, "/account/tokens", {"name": "nightly", "scopes": ["read"], "days": "30"})
    secret = re.search(r'value="(onr_[\w-]+)"', page.text)
    assert secret and secret[1] not in ana.get("/account").text
    program = nobody(app)
    program.headers["authorization"] = f"Bearer {secret[1]}"
    assert program.get("/api/v1/me").json()["rights"] == ["read"]
    assert program.get("/").status_code == 303  # pages are for people
    assert program.get("/api/v1/tokens").status_code == 403  # and tokens make no tokens
    assert program.post("/api/v1/tokens", json={"name": "more", "scopes": ["add"]}).status_code == 403
    (token,) = ana.get("/api/v1/tokens").json()["tokens"]
    assert token["name"] == "nightly" and token["used"]
    assert ana.delete(f"/api/v1/tokens/{token['id']}", headers={"x-csrf-token": csrf(ana)}).status_code == 204
    assert program.get("/api/v1/me").status_code == 401
    program.headers["authorization"] = "Bearer onr_made-up"
    program.cookies.set("onrecord", ana.cookies["onrecord"])  # a wrong token is not saved by a cookie
    assert program.get("/api/v1/me").status_code == 401


def test_nobody_touches_the_tokens_of_another(app: FastAPI) -> None:
    ana, root = logged_in(app, "Ana"), logged_in(app, "Root")
    made = ana.post("/api/v1/tokens", json={"name": "mine", "scopes": ["read", "add"]}, headers={"x-csrf-token": csrf(ana)})
    assert made.status_code == 201
    ident = made.json()["id"]
    assert root.delete(f"/api/v1/tokens/{ident}", headers={"x-csrf-token": csrf(root)}).status_code == 404
    assert send(root, f"/account/tokens/{ident}/end").status_code == 404
    assert root.get("/api/v1/tokens").json() == {"tokens": []}
    beyond = ana.post("/api/v1/tokens", json={"name": "more", "scopes": ["rule"]}, headers={"x-csrf-token": csrf(ana)})
    assert beyond.status_code == 422 and beyond.json()["message"] == "a token cannot do more than you may"


def test_a_changed_password_ends_other_sessions(app: FastAPI) -> None:
    here, there = logged_in(app, "Vera"), logged_in(app, "Vera")
    new = "seven quite other words"
    assert send(here, "/account/password", {"old": "wrong", "password": new, "again": new}).status_code == 422
    assert send(here, "/account/password", {"old": PASSWORD, "password": new, "again": new}).status_code == 303
    assert here.get("/").status_code == 200 and there.get("/").status_code == 303
