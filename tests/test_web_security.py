"""OWASP basics on the console: hostile text, forged requests, others' things, odd addresses, SQL in filters, sizes, rates, headers.

Pages are crawled, so what is added later is tested too."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from consoles import HOST, Added, Kinds, add_story, console, csrf, logged_in, nobody, person, send
from onrecord.ledger import open_ledger
from onrecord.ledger.verify import verify
from onrecord.web.app import create_app
from onrecord.web.limits import Rates
from onrecord.web.settings import Settings

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


@on_a_file
def test_hostile_text_does_nothing_on_any_page(app: FastAPI) -> None:
    pages = crawl(logged_in(app, ROOT))
    assert "/account" in pages and "/people" in pages
    for address, text in pages.items():
        page = Page(text)
        assert not page.bad, (address, page.bad)
        assert "49" not in text.partition("spokesman")[2][:20], address  # {{ 7 * 7 }}
    assert any("&lt;script&gt;" in text for text in pages.values())


@on_a_file
def test_hostile_words_in_an_address_do_nothing_either(app: FastAPI) -> None:
    client = logged_in(app, "Vera")
    for path in ("/", "/search", "/sources", "/review", "/add", "/why/x", "/reports/x", "/login", "/nowhere", f"/{EVIL}"):
        for name in ("q", "country", "place", "act", "next", "as_of", "back", "source_kind", "by"):
            answer = client.get(path, params={name: EVIL})
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert not Page(answer.text).bad, (path, name)


@on_a_file
def test_json_is_never_taken_for_a_page(app: FastAPI) -> None:
    answer = logged_in(app, "Vera").get("/api/v1/claims")
    assert answer.headers["content-type"] == "application/json" and answer.headers["x-content-type-options"] == "nosniff"


@on_a_file
def test_every_answer_has_the_headers(app: FastAPI) -> None:
    client = logged_in(app, "Vera")
    asked = ["/", "/login", "/nowhere", "/api/v1/estimates", "/api/v1/none", "/static/console.css", "/people", "/account"]
    for answer in [*(client.get(path) for path in asked), nobody(app).get("/"), nobody(app).get("/api/v1/estimates")]:
        headers = answer.headers
        rules = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
        assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers and "strict-transport-security" not in headers
    assert client.get("/").headers["cache-control"] == "no-store"
    safe = TestClient(app, base_url="https://console.example", follow_redirects=False)
    assert safe.get("/login").headers["strict-transport-security"] == "max-age=31536000"


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


SQL = ("' OR '1'='1", '"; DROP TABLE entries; --', "x') UNION SELECT body FROM entries --", "%", "\x00", "*", '"', "\u202e\ufffe")


def test_sql_in_filters_is_only_text(app: FastAPI, where: str) -> None:
    client = logged_in(app, "Con")
    everything = client.get("/api/v1/claims").json()["claims"]
    for address, node in api_addresses(app):
        needed = {"q": "fled"} if address.endswith("/search") else {}
        for parameter in node.get("parameters", []):
            for value in SQL:
                answer = client.get(address, params=needed | {parameter["name"]: value})
                assert answer.status_code in (200, 400, 404, 422), (address, parameter["name"], value, answer.text)
    for value in SQL:
        assert client.get("/api/v1/claims", params={"source": value}).json()["claims"] == [], value
        for address in ("/api/v1/reports/", "/api/v1/claims/", "/api/v1/estimates/", "/api/v1/jobs/"):
            assert client.get(address + quote(value, safe="")).status_code in (404, 422), (address, value)
    assert client.get("/api/v1/claims").json()["claims"] == everything
    with open_ledger(where, write=False, confidential=True) as ledger:
        assert verify(ledger).problem is None and len(list(ledger.entries(kind="report"))) == 2


@on_a_file
def test_addresses_do_not_lead_out_of_the_folders(app: FastAPI) -> None:
    client = logged_in(app, "Vera")
    for path in (
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "..%5capp.py",
        "....//app.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "console.css%00.py",
    ):
        answer = client.get(f"/static/{path}")
        assert answer.status_code in (404, 405) and "import" not in answer.text, path
    for path in ("/reports/..%2f..%2fetc%2fpasswd", "/api/v1/reports/..%2f..%2fetc%2fpasswd", "/welcome/..%2f..%2fpeople"):
        assert client.get(path).status_code == 404, path


@on_a_file
def test_a_file_name_does_not_lead_out_of_the_folder(app: FastAPI, tmp_path: Path) -> None:
    client = logged_in(app, "Ana")
    for name in ("../../../../tmp/evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "evil\x00.txt", "a" * 500, ".."):
        files = {"files": (name, b"Some 9,000 people fled.", "text/plain")}
        answer = client.post("/api/v1/reports", files=files, headers={"x-csrf-token": csrf(client)})
        assert answer.status_code in (202, 422), name
        for job in answer.json().get("jobs", []):
            assert "/" not in job["what"] and "\\" not in job["what"]


@on_a_file
def test_addresses_of_this_network_are_not_asked_for(app: FastAPI) -> None:
    """The console must not be a way into what only its own machine may reach."""
    client = logged_in(app, "Ana")
    for url in ("http://127.0.0.1:22/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "file:///etc/passwd"):
        answer = client.post("/api/v1/reports", data={"url": url}, headers={"x-csrf-token": csrf(client)})
        if answer.status_code == 422:
            continue
        job, end = answer.json()["jobs"][0], time.monotonic() + 60
        while job["state"] not in ("done", "failed"):
            assert time.monotonic() < end
            time.sleep(0.1)
            job = client.get(f"/api/v1/jobs/{job['id']}").json()
        assert job["state"] == "failed" and not job["reports"], url


@on_a_file
def test_what_is_too_long_is_refused(where: str, tmp_path: Path) -> None:
    app = console(where, tmp_path / "cache", console=tmp_path / "people", max_upload=100_000)
    person(app, "Ana", "analyst")
    with TestClient(app):
        client = logged_in(app, "Ana")
        headers = {"x-csrf-token": csrf(client)}
        files = {"files": ("big.txt", b"x" * 200_000, "text/plain")}
        said = client.post("/api/v1/reports", files=files, headers=headers)
        assert said.status_code == 413 and said.json()["next"] == "send less at a time"

        def drip() -> Iterator[bytes]:  # says nothing about its length
            for _ in range(200):
                yield b"y" * 1_000

        kind = {"content-type": "multipart/form-data; boundary=b"}
        assert client.post("/api/v1/reports", content=drip(), headers=headers | kind).status_code == 413
        assert client.post("/api/v1/decisions", content=b"[" * (5 << 20), headers=headers).status_code == 413
        assert client.post("/api/v1/decisions", content=b"[" * 200_000, headers=headers).status_code in (400, 422)
        assert client.post("/api/v1/reports", content=b"", headers=headers | {"content-length": "-5"}).status_code == 413
        assert nobody(app).post("/login", data={"name": "x" * 20_000, "password": "y"}).status_code == 413
        assert nobody(app).post("/login", data={"name": "Ana", "password": "y" * 2_000}).status_code == 422
        fields = {f"f{i}": "x" for i in range(5_000)}
        assert client.post("/people", data=fields).status_code in (400, 403)


@on_a_file
def test_the_longest_text_may_be_pasted(app: FastAPI) -> None:
    client = logged_in(app, "Ana")
    long = "نزح 9,000 شخص. " * 60_000  # 900,000 characters, most of two bytes
    for sent in ({"data": {"text": long}}, {"files": {"text": (None, long)}}):
        answer = client.post("/api/v1/reports", headers={"x-csrf-token": csrf(client)}, **sent)
        assert answer.status_code == 202, answer.text
        assert client.post("/api/v1/reports", headers={"origin": HOST}, **sent).status_code == 403


@on_a_file
def test_guessing_is_slowed_down_through_the_page_too(app: FastAPI) -> None:
    client = nobody(app)
    answers = [client.post("/login", data={"name": "Vera", "password": f"guess {n}"}) for n in range(7)]
    assert "too many wrong passwords" in answers[-1].text and "too many" not in answers[4].text
    assert "too many" in client.post("/login", data={"name": "Vera", "password": "tent river ledger nine"}).text


@on_a_file
def test_too_many_requests_are_told_to_wait(where: str, tmp_path: Path) -> None:
    app = console(where, tmp_path / "cache", console=tmp_path / "people", rate=2)
    person(app, "Vera", "viewer")
    with TestClient(app):
        client = logged_in(app, "Vera")
        answers = [client.get("/api/v1/me") for _ in range(30)]
        late = [answer for answer in answers if answer.status_code == 429]
        assert 5 < len(late) < 25 and int(late[0].headers["retry-after"]) >= 1
        assert [nobody(app).get("/login").status_code for _ in range(80)].count(429) > 5


def test_rates_fill_up_again_and_forget() -> None:
    now = [0.0]
    rates = Rates(2.0, 4, lambda: now[0])
    assert [rates.wait("a") > 0 for _ in range(6)] == [False] * 4 + [True] * 2
    assert rates.wait("b") == 0
    now[0] += rates.wait("a")
    assert rates.wait("a") == 0
    for n in range(20_000):
        now[0] += 10
        rates.wait(f"caller {n}")
    assert len(rates._left) < 10_100


@on_a_file
def test_without_a_log_in_only_this_machine_may_ask(where: str, tmp_path: Path) -> None:
    app = create_app(Settings(where, cache=tmp_path / "cache"))
    with TestClient(app, base_url="http://127.0.0.1:8899") as client:
        assert client.get("/").status_code == 200
        for host in (
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:8899",
            "[",
            "",
        ):  # a name that leads here (DNS rebinding)
            assert client.get("/api/v1/claims", headers={"host": host}).status_code == 403, host
        assert client.get("/", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 403
        ruling = {"about": "UNHCR", "ruling": "alias", "value": {"alias": "the refugee people"}}
        for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            assert client.post("/api/v1/decisions", json=ruling, headers=headers).status_code == 403
        assert client.post("/api/v1/decisions", json=ruling, headers={"origin": "http://127.0.0.1:8899"}).status_code == 201
        assert client.post("/api/v1/decisions", json=ruling).status_code == 201  # a program on this machine
        assert client.get("/people").status_code == 404


@on_a_file
def test_no_answer_tells_how_it_is_made(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(app, "Vera")
    monkeypatch.setattr(app.state.desk, "estimates", lambda *_: 1 / 0)
    answer = client.get("/api/v1/estimates")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text and "/src/" not in answer.text


@on_a_file
def test_a_crawl_finds_the_pages(app: FastAPI) -> None:
    """The tests above would pass on a crawl that finds nothing."""
    found = {urlsplit(address).path for address in crawl(logged_in(app, ROOT))}
    assert {"/", "/account", "/people"} <= found
    assert send(logged_in(app, ROOT), "/logout").status_code == 303
