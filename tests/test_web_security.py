"""OWASP basics on the console: hostile text, forged requests, others' things, odd addresses, SQL in filters, sizes, rates, headers.

Pages are crawled, so what is added later is tested too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from consoles import HOST, console, csrf, logged_in, nobody, person, send
from hostile import EVIL, ROOT, Page, api_addresses, crawl, on_a_file
from onrecord.ledger import open_ledger
from onrecord.ledger.verify import verify
from onrecord.web.app import create_app
from onrecord.web.limits import Rates
from onrecord.web.settings import Settings


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
