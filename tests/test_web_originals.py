"""Original files on the console: kept with what is uploaded, given out to be saved only, invisible with their report."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from consoles import add_story, logged_in, person
from consoles import console as with_accounts
from onrecord import pipeline
from onrecord.cli import main
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import Query, claims, decide, open_ledger
from onrecord.ledger.originals import original
from onrecord.ledger.transfer import export, import_lines
from onrecord.settings import Settings
from web_made import console, finished
from writers import pdf

PAGE = b"<!doctype html><html><head><title>Evil</title><script>alert(1)</script></head><body><article><p>GENEVA, Nov 9 2012 - Some 9,000 Syrians fled into Turkey in the past 24 hours, the UN refugee agency said.</p></article></body></html>"


def draw(canvas: Any, number: int) -> None:
    canvas.drawString(60, 780, "More than 6,000 people fled into Chad on Friday, 16 June 2023, the UN said.")


def added(client: TestClient, name: str, data: bytes) -> str:
    job = finished(client, client.post("/api/v1/reports", files={"files": (name, data)}).json()["jobs"][0])
    assert job["state"] == "done", job
    return str(job["reports"][0]["id"])


def test_an_uploaded_pdf_comes_back_byte_by_byte(ledger_file: str, tmp_path: Path) -> None:
    data = pdf(tmp_path / "update.pdf", draw, 1).read_bytes()
    with console(ledger_file, tmp_path) as client:
        ident = added(client, "Lagebericht für März.pdf", data)
        for address in (f"/reports/{ident}/original", f"/api/v1/reports/{ident}/original"):
            answer = client.get(address)
            assert answer.status_code == 200 and answer.content == data
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment; ") and "\n" not in answer.headers["content-disposition"]
        told = client.get(f"/api/v1/reports/{ident}").json()["original"]
        assert (told["size"], told["sha256"], told["kind"]) == (len(data), sha256(data).hexdigest(), "pdf")
        page = client.get(f"/reports/{ident}").text
        assert f'href="/reports/{ident}/original" download' in page


def test_a_page_is_never_shown_as_one(ledger_file: str, tmp_path: Path) -> None:
    with console(ledger_file, tmp_path) as client:
        ident = added(client, "evil.html", PAGE)
        answer = client.get(f"/reports/{ident}/original")
        assert answer.content == PAGE
        assert answer.headers["content-type"] == "application/octet-stream" and answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_a_text_and_what_is_too_large_are_not_kept(ledger_file: str, tmp_path: Path) -> None:
    with console(ledger_file, tmp_path) as client:
        ident = added(client, "story.txt", b"Some 7,500 people fled Homs on Friday, 9 November 2012, UNHCR said.")
        assert client.get(f"/reports/{ident}/original").status_code == 404
        assert "/original" not in client.get(f"/reports/{ident}").text and client.get(f"/api/v1/reports/{ident}").json()["original"] is None
    (tmp_path / "page.html").write_bytes(PAGE.replace(b"</html>", b"<!--" + b"x" * (1 << 20) + b"--></html>"))
    for most, kept in ((1, False), (2, True), (0, False)):
        ((_, received),) = pipeline.read_paths([str(tmp_path / "page.html")], Settings(max_original=most), originals=True)
        assert received.report is not None and (received.original is not None) == kept == (received.report.original is not None)
    ((_, received),) = pipeline.read_paths([str(tmp_path / "page.html")], Settings())
    assert received.original is None  # nobody asked for it


def test_without_the_right_it_is_not_there(ledger_file: str, tmp_path: Path) -> None:
    app = with_accounts(ledger_file, tmp_path / "cache", console=tmp_path / "people")
    open_report = add_story(ledger_file, tmp_path, "Some 9,000 Syrians fled into Turkey on 9 November 2012, UNHCR said.")
    (tmp_path / "secret.html").write_bytes(PAGE)
    ((reading, received),) = pipeline.read_paths([str(tmp_path / "secret.html")], Settings(), originals=True)
    assert received.report is not None and received.report.original is not None and received.original is not None
    with open_ledger(ledger_file, by="test", confidential=True) as ledger:
        drafts = reading_drafts(reading, received.report, "onrecord test")
        ledger.append(drafts, originals={received.report.original.sha256: received.original})
        decide(ledger, drafts[0].id, "confidential")
    person(app, "Vera", "viewer")
    person(app, "Con", "viewer", confidential=True)
    vera, con = logged_in(app, "Vera"), logged_in(app, "Con")
    hidden, absent, none = (vera.get(f"/reports/{ident}/original") for ident in (drafts[0].id, "0" * 64, open_report.report))
    assert hidden.status_code == absent.status_code == none.status_code == 404
    assert hidden.text.replace(drafts[0].id, "") == absent.text.replace("0" * 64, "")  # one cannot be told from the other
    assert con.get(f"/reports/{drafts[0].id}/original").content == PAGE
    assert (
        TestClient(app, base_url="http://console.example", follow_redirects=False)
        .get(f"/api/v1/reports/{drafts[0].id}/original")
        .status_code
        == 401
    )


def test_what_an_import_left_behind_is_not_offered(ledger_file: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    assert main(["add", str(tmp_path / "page.html"), "--ledger", ledger_file]) == 0
    moved = str(tmp_path / "moved.sqlite")
    with open_ledger(ledger_file, write=False) as ledger, open_ledger(moved, by="x") as copy:
        import_lines(copy, io.BytesIO("".join(export(ledger)).encode()), "export")
        report = next(claims(copy, Query())).claim.report
    with console(moved, tmp_path) as client:
        assert "/original" not in client.get(f"/reports/{report}").text
        assert client.get(f"/reports/{report}/original").status_code == 404


def test_the_command_keeps_them_too(ledger_file: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    assert main(["add", str(tmp_path / "page.html"), "--ledger", ledger_file]) == 0
    with open_ledger(ledger_file, write=False) as ledger:
        report = next(claims(ledger, Query())).claim.report
        found = original(ledger, report)
    assert found is not None and found[1] == PAGE and (found[0].name, found[0].kind, found[0].size) == ("page.html", "html", len(PAGE))
