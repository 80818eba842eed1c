"""``onrecord serve`` as its own process, and long answers over a real connection."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from browser import served
from consoles import PASSWORD, console, person
from onrecord.web import door
from onrecord.web.people import passwords
from servers import certificate

ROOT = Path(__file__).parents[1]


@contextmanager
def process(*arguments: str) -> Iterator[tuple[str, list[str]]]:
    """A console of its own process: its address, and what it said."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "onrecord", "serve", "--port", "0", *arguments]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    said: list[str] = []
    try:
        assert running.stderr is not None
        for line in running.stderr:
            said.append(line)
            if "/welcome/" in line or not {"--login", "--proxy"} & set(arguments):
                break
        found = re.search(r"the console is at (\S+)/ ", "".join(said))
        assert found, said
        yield found[1], said
    finally:
        running.terminate()
        running.wait(20)
        if running.stderr:
            running.stderr.close()


def test_a_laptop_needs_no_log_in(tmp_path: Path) -> None:
    with process("--ledger", str(tmp_path / "ledger.sqlite")) as (address, said):
        assert httpx2.get(f"{address}/api/v1/me").json()["role"] == "admin"
        assert "welcome" not in "".join(said)
        assert not (tmp_path / "ledger.sqlite.people").exists()
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as line:  # as a proxy asks that says nothing about itself
            line.sendall(f"GET /api/v1/me HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            assert line.recv(1000).split(b" ")[1] == b"403"


def test_the_first_start_prints_a_link_over_https(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "localhost")
    trusted = ssl.create_default_context(cafile=str(chain))
    where = ("--ledger", str(tmp_path / "ledger.sqlite"))
    with process(*where, "--login", "--host", "localhost", "--certificate", str(chain), "--key", str(key)) as (address, said):
        assert address.startswith("https://")
        link = re.search(r"\S+/welcome/\S+", said[-1])
        assert link
        with httpx2.Client(verify=trusted) as browser:
            assert "The first admin" in browser.get(link[0]).text
            answer = browser.post(link[0], data={"name": "Root", "password": PASSWORD, "again": PASSWORD})
            assert answer.status_code == 303
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-onrecord=") and "Secure" in cookie and "HttpOnly" in cookie
            assert browser.get(f"{address}/api/v1/me").json()["name"] == "Root"
            assert "strict-transport-security" in browser.get(f"{address}/login").headers


def test_behind_a_proxy_its_word_counts(tmp_path: Path) -> None:
    where = ("--ledger", str(tmp_path / "ledger.sqlite"))
    public = "https://console.example"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with process(*where, "--proxy", "127.0.0.1", "--address", public, "--port", str(port)) as (_, said):
        assert said[-1].strip().startswith(f"{public}/welcome/")
        add = [sys.executable, "-m", "onrecord", "people", "add", "Ana", *where]
        done = subprocess.run(add, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True)
        assert done.stdout.startswith(f"{public}/welcome/")
        seen = {"x-forwarded-proto": "https", "host": "console.example", "origin": public}
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=seen) as browser:
            path = done.stdout.strip().removeprefix(public)
            assert browser.post(path, data={"password": PASSWORD, "again": PASSWORD}).headers["set-cookie"].startswith("__Host-onrecord=")
            wrong = {"name": "Ana", "password": "wrong"}
            afar = [browser.post("/login", data=wrong | {"name": f"n{nth}"}, headers={"x-forwarded-for": "192.0.2.7"}) for nth in range(42)]
            assert "too many" in afar[-1].text and "too many" not in afar[0].text
            assert "too many" not in browser.post("/login", data=wrong, headers={"x-forwarded-for": "192.0.2.8"}).text


def test_a_certificate_that_is_none_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate", encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(tmp_path / "ledger.sqlite"), "--certificate", str(bad)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1 and "the certificate or its key cannot be used" in done.stderr and "Traceback" not in done.stderr


def test_live_changes_end_when_the_session_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_LOOK_AGAIN", 0.2)
    monkeypatch.setattr("onrecord.web.live._QUIET", 0.1)
    app = console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    vera = person(app, "Vera", "viewer")
    with served(app) as address, httpx2.Client(base_url=address, timeout=10) as browser:
        assert browser.post("/login", data={"name": "Vera", "password": PASSWORD}).status_code == 303
        with browser.stream("GET", "/api/v1/events") as answer:
            lines = answer.iter_lines()
            seen = [next(lines) for _ in range(6)]
            assert any("still here" in line for line in seen)
            app.state.people.accounts.change(vera, "test", closed=True)
            rest = list(lines)  # ends by itself
            assert len(rest) < 200
        assert browser.get("/api/v1/me").status_code == 401


def test_a_flood_of_log_ins_holds_up_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, app = threading.Event(), console(str(tmp_path / "ledger.sqlite"), tmp_path / "cache")
    person(app, "Vera", "viewer")
    with served(app) as address, httpx2.Client(base_url=address, timeout=30) as browser:
        assert browser.post("/login", data={"name": "Vera", "password": PASSWORD}).status_code == 303
        monkeypatch.setattr(passwords, "matches", lambda *_: not gate.wait(20))  # a hash that takes very long
        answers: list[int] = []

        def knock(name: str) -> None:
            answers.append(httpx2.post(f"{address}/login", data={"name": name, "password": "x"}, timeout=30).status_code)

        flood = [threading.Thread(target=knock, args=(f"name {nth}",)) for nth in range(50)]
        for one in flood:
            one.start()
        end = time.monotonic() + 15
        while len(answers) < 42:
            assert time.monotonic() < end, answers
            time.sleep(0.02)
        assert set(answers) == {503}  # eight are at it
        assert browser.get("/api/v1/estimates").status_code == 200
        gate.set()
        for one in flood:
            one.join()
        assert sorted(answers) == [401] * 8 + [503] * 42
