"""Addresses: fetched with care from real servers, refused where they lead into private networks, and given up in time."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from onrecord.reports import addresses
from onrecord.reports.addresses import Refused, is_public, resolve
from onrecord.reports.fetch import Answer, fetch
from onrecord.reports.limits import Limits
from onrecord.types import Problem
from servers import Site, certificate, reply, site
from writers import PAGE, pdf_bytes, received

TRUSTING = Limits(seconds=5, hosts=("127.0.0.1", "localhost"))


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as shown:
        yield shown


def refused(url: str, limits: Limits = TRUSTING) -> str:
    answer = fetch(url, limits)
    assert isinstance(answer, Problem), answer
    assert answer.where == url
    assert answer.next_step
    return f"{answer.message}; {answer.next_step}"


def test_a_page_a_pdf_and_where_they_come_from(web: Site) -> None:
    web.pages["/story"] = PAGE.replace('<link rel="canonical" href="https://example.org/story">', "").encode()
    web.pages["/sitrep"] = pdf_bytes(["Some 400 people fled Hama."])
    web.pages["/moved"] = reply(301, Location="/story")
    page, paper, moved = received(f"{web.url}/story", f"{web.url}/sitrep", f"{web.url}/moved", limits=TRUSTING)
    assert page.report is not None and paper.report is not None and moved.report is not None
    assert (page.report.url, page.report.published) == (f"{web.url}/story", date(2013, 5, 10))
    assert paper.report.text == "Some 400 people fled Hama."
    assert paper.report.url == f"{web.url}/sitrep"
    assert moved.report.url == f"{web.url}/story"
    assert web.asked[0][1]["user-agent"].startswith("onrecord/")


def test_conditional_requests_and_packed_answers(web: Site) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"v1"'
        (reply(304) if known else reply(200, gzip.compress(b"Some 300 people fled."), ETag='"v1"', Content_Encoding="gzip"))(handler)

    web.pages["/a"] = page
    first = fetch(f"{web.url}/a", TRUSTING)
    assert isinstance(first, Answer)
    assert (first.body, first.headers["etag"]) == (b"Some 300 people fled.", '"v1"')
    again = fetch(f"{web.url}/a", TRUSTING, {"If-None-Match": first.headers["etag"]})
    assert isinstance(again, Answer)
    assert again.unchanged


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1",
     "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "::", "ff02::1", "fe80::1%eth0"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_pass() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_private_hosts_are_refused_however_they_are_written(web: Site, host: str) -> None:
    port = web.url.rpartition(":")[2]
    text = refused(f"http://{host}:{port}/secret", Limits(seconds=5))
    assert "not public" in text or "not known" in text
    assert not web.asked


def test_a_redirect_into_a_private_network_is_refused(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(web.url.rpartition(":")[2])
    web.pages["/out"] = reply(302, Location=f"http://inside.example:{port}/secret")
    web.pages["/secret"] = b"secret"
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1" if host.endswith(".example") else host, *a, **k))
    text = refused(f"http://outside.example:{port}/out", replace(TRUSTING, hosts=("outside.example",)))
    assert "inside.example has an address that is not public" in text
    assert "--allow-host inside.example" in text
    assert web.paths() == ["/out"]


def test_a_name_that_changes_its_mind_gains_nothing(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the first look-up gives a public address, later ones a private one. Only the first is ever connected to."""
    answers = iter(["93.184.216.34"] + ["127.0.0.1"] * 9)
    tried: list[str] = []
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: [next(answers)])

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        tried.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    refused(f"http://rebind.example:{web.url.rpartition(':')[2]}/secret")
    assert tried == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match="not public"):
        resolve("both.example", 80)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://user:secret@example.org/", "name or password"),
        ("http://example.org:99999/", "broken"),
        ("http://[::1", "broken"),
        ("http://no-such-host.invalid/", "not known"),
        ("https:///path", "only http and https"),
    ],
)
def test_addresses_that_are_not_fetched(url: str, said: str) -> None:
    assert said in refused(url)


def test_redirects_elsewhere_and_in_a_circle(web: Site) -> None:
    web.pages["/file"] = reply(302, Location="file:///etc/passwd")
    web.pages["/a"], web.pages["/b"] = reply(302, Location="/b"), reply(302, Location="/a")
    for number in range(9):
        web.pages[f"/{number}"] = reply(302, Location=f"/{number + 1}")
    assert "only http and https" in refused(f"{web.url}/file")
    assert "circle" in refused(f"{web.url}/a")
    assert "more than 5 times" in refused(f"{web.url}/0")


def test_servers_that_never_finish(web: Site) -> None:
    def a_byte_now_and_then(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.2)

    def heads_without_end(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.2)

    def silence(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(8)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(1 << 16))

    def quietly(page: Any) -> Any:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            with contextlib.suppress(OSError):
                page(handler)

        return answer

    hasty = replace(TRUSTING, seconds=1, bytes=5 << 20)
    web.pages.update(
        {
            "/slow": quietly(a_byte_now_and_then),
            "/heads": quietly(heads_without_end),
            "/silent": quietly(silence),
            "/endless": quietly(endless),
        }
    )
    for path, said in (
        ("/slow", "did not finish in 1 seconds"),
        ("/heads", "did not finish"),
        ("/silent", "did not finish"),
        ("/endless", "larger than 5 megabytes"),
    ):
        started = time.monotonic()
        assert said in refused(web.url + path, hasty), path
        assert time.monotonic() - started < 3


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01\x02 no HTTP at all\r\n\r\n")
    handler.close_connection = True


def test_answers_that_are_refused_cut_off_or_too_big(web: Site) -> None:
    web.pages["/login"] = reply(403)
    web.pages["/short"] = reply(200, b"Some 300", length=500)
    web.pages["/claims"] = reply(200, b"x", length=10 << 30)
    web.pages["/bomb"] = reply(200, gzip.compress(bytes(200 << 20)), Content_Encoding="gzip")
    web.pages["/odd"] = nonsense
    assert "answers 403" in refused(f"{web.url}/login")
    assert "answers 404" in refused(f"{web.url}/nothing")
    assert "cut off" in refused(f"{web.url}/short") or "cannot be read" in refused(f"{web.url}/short")
    assert "larger than" in refused(f"{web.url}/claims")
    assert "larger than" in refused(f"{web.url}/bomb")
    assert refused(f"{web.url}/odd")


def test_certificates_are_checked_against_the_name_and_not_the_pinned_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ssl

    from onrecord.reports import fetch as fetching

    chain, key = certificate(tmp_path, "secure.example")
    with site() as shown:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(chain, key)
        shown.wrap(server)
        shown.pages["/a"] = b"Some 300 people fled."
        port = shown.url.rpartition(":")[2]
        monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
        trusting = replace(TRUSTING, hosts=("secure.example", "other.example"))
        assert "cannot be read" in refused(f"https://secure.example:{port}/a", trusting)  # nobody vouches for the certificate
        monkeypatch.setattr(fetching, "_context", lambda: ssl.create_default_context(cafile=str(chain)))
        answer = fetch(f"https://secure.example:{port}/a", trusting)
        assert isinstance(answer, Answer)
        assert answer.body == b"Some 300 people fled."
        assert shown.asked[-1][1]["host"] == f"secure.example:{port}"
        assert "cannot be read" in refused(f"https://other.example:{port}/a", trusting)
