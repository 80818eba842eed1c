"""Forged requests, and others' things: who may do and see what on the console. Confidential reports leave no trace for those without the right."""

from __future__ import annotations

import json

from fastapi import FastAPI

from consoles import HOST, Added, csrf, logged_in, nobody, send
from hostile import MARKS, ROOT, Page, api_addresses, crawl, on_a_file
from onrecord.ledger import open_ledger
from onrecord.ledger.verify import verify


@on_a_file
def test_every_form_that_changes_something_brings_its_token(app: FastAPI) -> None:
    for address, text in crawl(logged_in(app, ROOT)).items():
        for form in Page(text).forms:
            if form["method"] == "post":
                assert "csrf" in form["fields"], (address, form["action"])


@on_a_file
def test_a_forged_form_changes_nothing(app: FastAPI) -> None:
    client = logged_in(app, ROOT)
    form = {"name": "Mallory", "role": "admin"}
    token = csrf(client)
    other = csrf(logged_in(app, "Con"))
    tries: list[tuple[dict[str, str], dict[str, str]]] = [
        (form, {}),
        (form, {"origin": HOST}),
        (form | {"csrf": ""}, {}),
        (form | {"csrf": "ä" * 64}, {}),
        (form | {"csrf": other}, {}),  # a token of another session
        (form | {"csrf": token}, {"origin": "https://evil.example"}),
        (form | {"csrf": token}, {"origin": "null"}),
        (form | {"csrf": token}, {"origin": f"{HOST}.evil.example"}),
        (form | {"csrf": token}, {"sec-fetch-site": "cross-site"}),
        (form | {"csrf": token}, {"sec-fetch-site": "same-site"}),
    ]
    for data, headers in tries:
        assert client.post("/people", data=data, headers=headers).status_code == 403, (data, headers)
    assert app.state.people.accounts.named("Mallory") is None
    assert client.post("/people", data=form | {"csrf": token}, headers={"origin": HOST}).status_code == 200
    assert app.state.people.accounts.named("Mallory")


@on_a_file
def test_a_forged_ruling_changes_nothing(app: FastAPI, stories: tuple[Added, Added], where: str) -> None:
    client = logged_in(app, "Rui")
    ruling = {"about": stories[0].claims[0], "ruling": "reject"}
    assert client.post("/api/v1/decisions", json=ruling).status_code == 403
    plain = client.post("/api/v1/decisions", content=json.dumps(ruling), headers={"content-type": "text/plain"})  # what a form can send
    assert plain.status_code == 403
    evil = {"x-csrf-token": csrf(client), "origin": "https://evil.example"}
    assert client.post("/api/v1/decisions", json=ruling, headers=evil).status_code == 403
    with open_ledger(where, write=False) as ledger:
        assert not [entry for entry in ledger.entries(kind="decision") if entry.by == "Rui"]


def test_a_ruling_carries_who_made_it_whatever_is_sent(app: FastAPI, stories: tuple[Added, Added], where: str) -> None:
    client = logged_in(app, "Rui")
    ruling = {"about": stories[0].claims[0], "ruling": "accept", "why": "as the agency says"}
    forged = client.post("/api/v1/decisions", json=ruling | {"by": "Root"}, headers={"x-csrf-token": csrf(client)})
    assert forged.status_code == 422
    made = client.post("/api/v1/decisions", json=ruling, headers={"x-csrf-token": csrf(client)})
    assert (made.status_code, made.json()["by"]) == (201, "Rui")
    with open_ledger(where, write=False) as ledger:
        entry = ledger.entry(made.json()["id"])
        assert entry and entry.by == "Rui" and json.loads(entry.body)["by"] == "Rui"
        assert verify(ledger).problem is None


@on_a_file
def test_roles_are_kept(app: FastAPI, stories: tuple[Added, Added]) -> None:
    """What each role may, and may not, through the API."""
    ruling = {"about": stories[0].claims[0], "ruling": "accept"}
    for name, adds, rules in (("Vera", 403, 403), ("Ana", 202, 403), ("Rui", 202, 201)):
        client = logged_in(app, name)
        headers = {"x-csrf-token": csrf(client)}
        assert client.post("/api/v1/reports", data={"text": "Some 9,000 people fled."}, headers=headers).status_code == adds, name
        assert client.post("/api/v1/decisions", json=ruling, headers=headers).status_code == rules, name
        assert client.get("/api/v1/review/next").status_code == (200 if rules == 201 else 403), name
        secret = {"about": stories[0].report, "ruling": "confidential"}
        assert client.post("/api/v1/decisions", json=secret, headers=headers).status_code == 403, name


def test_a_confidential_report_is_not_there_for_those_without_the_right(app: FastAPI, stories: tuple[Added, Added]) -> None:
    _, secret = stories
    vera, con = logged_in(app, "Vera"), logged_in(app, "Con")
    for address, _ in api_addresses(app):
        needed = {"q": "displaced"} if address.endswith("/search") else {}
        seen = vera.get(address, params=needed).text
        assert not [mark for mark in MARKS if mark in seen] and secret.report not in seen, address
    assert "Quneitra" in con.get("/api/v1/claims").text
    for words in ("Xylophon", "4321", "Quneitra", "Zebra"):
        assert vera.get("/api/v1/search", params={"q": words}).json()["claims"] == []
    assert con.get("/api/v1/search", params={"q": "Xylophon"}).json()["claims"]
    hidden = {one["id"] for one in con.get("/api/v1/estimates").json()["estimates"]}
    hidden -= {one["id"] for one in vera.get("/api/v1/estimates").json()["estimates"]}
    assert hidden
    addresses = [f"/api/v1/reports/{secret.report}", f"/api/v1/claims/{secret.claims[0]}", f"/reports/{secret.report}"]
    addresses += [f"/api/v1/estimates/{ident}" for ident in hidden] + [f"/why/{ident}" for ident in hidden]
    for address in addresses:
        here, nowhere = vera.get(address), vera.get(address[:-8] + "00000000")
        assert here.status_code == nowhere.status_code == 404, address
        assert here.text.replace(address[-8:], "") == nowhere.text.replace("00000000", ""), address
    for address, text in crawl(vera).items():
        assert not [mark for mark in MARKS if mark in text], address


def test_what_cannot_be_seen_cannot_be_ruled_on(app: FastAPI, stories: tuple[Added, Added], where: str) -> None:
    hostile, secret = stories
    rui = logged_in(app, "Rui")
    headers = {"x-csrf-token": csrf(rui)}
    for ruling in ("accept", "reject", "note"):
        sent = {"about": secret.claims[0], "ruling": ruling, "why": "x"}
        assert rui.post("/api/v1/decisions", json=sent, headers=headers).status_code == 404
    pair = {"about": hostile.claims[0], "ruling": "same", "value": {"other": secret.claims[0]}}
    assert rui.post("/api/v1/decisions", json=pair, headers=headers).status_code in (404, 422)
    with open_ledger(where, write=False, confidential=True) as ledger:
        assert not [entry for entry in ledger.entries(kind="decision") if entry.by == "Rui"]


def test_nobody_takes_back_what_they_could_not_have_ruled(app: FastAPI, stories: tuple[Added, Added], where: str) -> None:
    with open_ledger(where, write=False, confidential=True) as ledger:
        (flag,) = ledger.entries(kind="decision")
    con, root = logged_in(app, "Con"), logged_in(app, ROOT)
    undo = {"about": flag.id, "ruling": "withdraw"}
    assert con.post("/api/v1/decisions", json=undo, headers={"x-csrf-token": csrf(con)}).status_code == 403
    form = {"ruling": "withdraw", "decision": flag.id}
    assert send(con, f"/reports/{stories[1].report}/figures/{stories[1].claims[0]}", form).status_code == 403
    with open_ledger(where, write=False) as ledger:
        assert ledger.is_confidential(stories[1].report)
    assert root.post("/api/v1/decisions", json=undo, headers={"x-csrf-token": csrf(root)}).status_code == 201


@on_a_file
def test_a_ruling_on_a_pair_does_not_name_what_cannot_be_seen(app: FastAPI, stories: tuple[Added, Added]) -> None:
    hostile, secret = stories[0].claims[0], stories[1].claims[0]
    con, vera = logged_in(app, "Con"), logged_in(app, "Vera")
    pair = {"about": hostile, "ruling": "different", "value": {"other": secret}}
    assert con.post("/api/v1/decisions", json=pair, headers={"x-csrf-token": csrf(con)}).status_code == 201
    for address in (f"/api/v1/claims/{hostile}", f"/reports/{stories[0].report}?claim={hostile}"):
        seen = vera.get(address)
        assert seen.status_code == 200 and secret not in seen.text, address
    assert secret in con.get(f"/api/v1/claims/{hostile}").text
    assert [one["ruling"] for one in con.get(f"/api/v1/claims/{hostile}").json()["decisions"]] == ["different"]


@on_a_file
def test_a_token_without_the_scope_does_not_show_what_is_confidential(app: FastAPI, stories: tuple[Added, Added]) -> None:
    con = logged_in(app, "Con")
    for scopes, status in ((["read"], 404), (["read", "confidential"], 200)):
        made = con.post("/api/v1/tokens", json={"name": "t", "scopes": scopes}, headers={"x-csrf-token": csrf(con)})
        program = nobody(app)
        program.headers["authorization"] = f"Bearer {made.json()['secret']}"
        assert program.get(f"/api/v1/reports/{stories[1].report}").status_code == status
        assert program.post("/api/v1/decisions", json={"about": stories[0].claims[0], "ruling": "accept"}).status_code == 403


@on_a_file
def test_nobody_sees_the_jobs_of_another(app: FastAPI) -> None:
    ana, rui = logged_in(app, "Ana"), logged_in(app, "Rui")
    made = ana.post("/api/v1/reports", data={"text": "Some 9,000 people fled."}, headers={"x-csrf-token": csrf(ana)}).json()["jobs"][0]
    assert ana.get(f"/api/v1/jobs/{made['id']}").status_code == 200
    assert rui.get(f"/api/v1/jobs/{made['id']}").status_code == 404
    assert rui.get("/api/v1/jobs").json() == {"jobs": []}
