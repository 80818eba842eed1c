"""Documents made to do harm: each ends within a stated time with a problem that says what and what next, and the next one is read."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.reports import receive
from onrecord.reports.limits import Limits
from onrecord.types import Problem
from writers import PAGE, pdf, pdf_bytes, received, report, trouble

QUICK = Limits(seconds=10, megabytes=1024)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 30


def said(problem: Problem) -> str:
    assert problem.next_step
    return f"{problem.message}; {problem.next_step}"


def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def test_bombs(tmp_path: Path) -> None:
    (tmp_path / "zeros.gz").write_bytes(zeros(300))
    assert "ONRECORD_MAX_CHARS" in said(trouble(tmp_path / "zeros.gz", QUICK))  # unpacking stops at the longest text there may be
    lines = gzip.compress((b'{"text": ""' + b" " * 2000 + b"}\n") * 20_000, 9)
    (tmp_path / "lines.gz").write_bytes(lines)
    *_, last = receive([str(tmp_path / "lines.gz")], 1000, None, QUICK)
    assert "decompression bomb" in last.problems[0].message
    for name in ("a.zip", "a.docx", "a.xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            member = {"a.zip": "big.txt", "a.docx": "word/document.xml", "a.xlsx": "xl/workbook.xml"}[name]
            with archive.open(member, "w", force_zip64=True) as file:
                for _ in range(200):
                    file.write(b" " * (1 << 20))
        assert "decompression bomb" in said(trouble(tmp_path / name, QUICK))


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = b"Some 300 people fled."
    for _ in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("inner", data)
        data = out.getvalue()
    (tmp_path / "a.zip").write_bytes(data)
    assert "packed more than 3 times over" in said(trouble(tmp_path / "a.zip", QUICK))


def test_archives_that_are_damaged_cost_only_what_is_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bad.txt", "Some 300 people fled. " * 100)
        archive.writestr("good.txt", "Some 400 people fled.")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[45:55] = bytes(10)
    (tmp_path / "a.zip").write_bytes(data)
    bad, good = received(tmp_path / "a.zip")
    assert "damaged" in said(bad.problems[0])
    assert good.report is not None
    (tmp_path / "b.zip").write_bytes(bytes(data[:100]))
    assert "damaged or cut off" in said(trouble(tmp_path / "b.zip"))
    (tmp_path / "c.gz").write_bytes(gzip.compress(b"Some 300 people fled. " * 1000)[:-30])
    assert "damaged or cut off" in said(trouble(tmp_path / "c.gz"))


def test_pdfs(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    pdf(tmp_path / "long.pdf", lambda canvas, page: canvas.drawString(60, 700, f"{page} people fled."), pages=10_000)
    (item,) = received(tmp_path / "long.pdf", limits=QUICK)
    assert item.report is not None
    assert item.report.text.endswith("500 people fled.")
    assert "has 10,000 pages, of which 500 were read" in said(item.problems[0])
    pdf(tmp_path / "locked.pdf", lambda canvas, page: canvas.drawString(60, 700, "x"), encrypt=StandardEncryption("secret"))
    assert "encrypted" in said(trouble(tmp_path / "locked.pdf"))
    (tmp_path / "cut.pdf").write_bytes(pdf_bytes(["Some 300 people fled."] * 40)[:400])
    assert "damaged or cut off" in said(trouble(tmp_path / "cut.pdf"))
    pdf(tmp_path / "picture.pdf", lambda canvas, page: canvas.rect(10, 10, 100, 100))
    assert "ocrmypdf" in said(trouble(tmp_path / "picture.pdf"))


def test_pages_nested_without_end(tmp_path: Path) -> None:
    for name, tag in (("a.html", "div"), ("b.html", "table><tr><td"), ("c.html", "b"), ("d.html", "x")):
        (tmp_path / name).write_text("<html><body>" + f"<{tag}>" * 100_000 + "Some 300 people fled.")
        (item,) = received(tmp_path / name, limits=QUICK)
        assert item.report is not None or item.problems
    assert "nested more than" in said(trouble(tmp_path / "a.html", QUICK))
    (tmp_path / "good.html").write_text(PAGE)
    assert "9,000" in report(tmp_path / "good.html").text


def test_entities_do_not_swell(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]><rss><channel><title>&a11;</title></channel></rss>'
    (tmp_path / "a.xml").write_text(bomb)
    assert "entities" in said(trouble(tmp_path / "a.xml"))
    (tmp_path / "b.xml").write_text(bomb.replace("rss", "data"))
    assert "XML of a kind that is not known" in said(trouble(tmp_path / "b.xml"))
    (tmp_path / "c.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
    )
    assert "entities" in said(trouble(tmp_path / "c.xml"))
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", bomb.replace("rss", "Types"))
        archive.writestr("word/document.xml", bomb.replace("rss", "document"))
    assert "docx" in said(trouble(tmp_path / "a.docx"))


def test_a_document_that_takes_too_long_or_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.reports import guard

    kinds = tmp_path / "kinds"
    kinds.mkdir()
    start = guard._START.replace(
        "main()", "import onrecord.reports.kinds as k; k.__path__.append(%r); main()".replace("%r", repr(str(kinds)))
    )
    monkeypatch.setattr(guard, "_START", start)
    (kinds / "slow.py").write_text("import time\ndef read(*_):\n    time.sleep(60)\n    yield")
    (kinds / "fat.py").write_text("def read(*_):\n    yield bytes(3 << 30)")
    (kinds / "dead.py").write_text("import os\ndef read(*_):\n    os.abort()")
    (kinds / "loud.py").write_text(
        "def read(d, where, *_):\n    print('noise' * 10000)\n    import os; os.write(1, b'noise')\n    yield where, None, ()"
    )
    guard.stop_all()
    limits = Limits(seconds=1, megabytes=1024)
    ((_, _, (problem,)),) = guard.take_apart("slow", b"", "here", "here", limits)
    assert "took longer than 1 seconds" in said(problem)
    ((_, _, (problem,)),) = guard.take_apart("fat", b"", "here", "here", limits)
    assert "1,024 megabytes of memory" in said(problem)
    ((_, _, (problem,)),) = guard.take_apart("dead", b"", "here", "here", limits)
    assert "broke the library" in said(problem)
    assert list(guard.take_apart("loud", b"", "here", "here", limits)) == [("here", None, ())]
    guard.stop_all()


def test_workbooks_that_claim_to_be_huge(tmp_path: Path) -> None:
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Some", 300
    book.save(str(tmp_path / "a.xlsx"))
    assert "save it as CSV" in said(trouble(tmp_path / "a.xlsx", QUICK))


@pytest.mark.parametrize(
    "piece", ["On 3 May 2012, 40 people fled. ", "- 3 May 2012: 40 people fled\n", "Some 40 people fled Homs for the island. "]
)
def test_time_grows_with_a_dense_paragraph_as_its_length_does(piece: str) -> None:
    def spent(length: int) -> float:
        started = time.process_time()
        onrecord.read_text(piece * (length // len(piece)))
        return time.process_time() - started

    spent(2_000)  # what is loaded once
    assert spent(60_000) < 6 * spent(15_000)


SEEDS = [PAGE.encode(), pdf_bytes(["Some 300 people fled."]), gzip.compress(b"Some 300 people fled."), b"a;b\n1;2\n3;4\n5;6\n",
         b"From: a@b.org\nMessage-ID: <1>\n\nSome 300 people fled.", b"<rss><channel><item><title>T</title></item></channel></rss>",
         json.dumps({"data": [{"id": 1, "fields": {"body": "x"}}]}).encode(), b'[{"figure": 3, "displacement_date": "2012-01-01"}]', b"PAR1" + bytes(40) + b"PAR1"]  # fmt: skip


@settings(max_examples=150)
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=12)), max_size=6), st.integers(0, 3000) | st.none()
)
def test_whatever_bytes_come_there_is_a_report_or_a_problem(seed: bytes, edits: list[tuple[int, bytes]], cut: int | None) -> None:
    data = bytearray(seed)
    for at, new in edits:
        data[at : at + len(new)] = new
    items = list(receive(["-"], 100_000, io.BytesIO(bytes(data[:cut])), QUICK))
    for item in items:
        assert item.report is not None or item.problems
        if item.report is not None:
            for spot in item.report.spots:
                assert 0 <= spot.start < spot.end <= len(item.report.text)
            for grid in item.report.grids:
                assert all(grid.start <= c.start <= c.end <= grid.end for c in grid.cells)
