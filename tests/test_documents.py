"""Documents as they really come: each kind is made by a real writer and read by the one command."""

from __future__ import annotations

import email.message
import gzip
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.reports import input_size
from onrecord.text import spot_at
from writers import PAGE, SENTENCES, pdf, pdf_bytes, readings, received, report, trouble

ROOT = Path(__file__).parents[1]


def values(path: object) -> list[int]:
    return [figure.value for reading in readings(path) for figure in reading.figures]


def test_a_page_gives_its_article_its_table_and_what_it_says_about_itself(tmp_path: Path) -> None:
    (tmp_path / "saved").write_text(PAGE)  # the content decides, not the name
    found = report(tmp_path / "saved")
    assert (found.title, found.publisher, found.author, found.agency) == ("Thousands flee Homs", "Daily Star", "Jane Doe", "Reuters")
    assert (found.published, found.updated, found.url) == (date(2013, 5, 10), date(2013, 5, 11), "https://example.org/story")
    for stray in ("Home", "500 people", "7,000", "like this"):
        assert stray not in found.text
    (grid,) = found.grids
    assert grid.title == "Displaced people by governorate"
    assert [found.text[c.start : c.end] for c in grid.cells][3:] == ["Aleppo", "1,200", "6,050"]
    assert values(tmp_path / "saved")[-4:] == [300, 1200, 6050, 300]


SHORT_PAGE = """<!doctype html><html lang="en"><head><title>Flood update: 12 dead in Sindh</title></head><body><nav>Home 500,000 readers</nav>
<article><h1>Flood update: 12 dead in Sindh</h1><p>At least 12 people died and 45,000 fled their homes in Khairpur, officials said.</p>
<h2>Displaced by district</h2><table><tr><th>District<th>Families</tr><tr><td>Khairpur<td>2,310</tr><tr><td>Sukkur<td>1,020</tr></table>
</article><footer>30,000 people subscribe.</footer></body></html>"""


def test_the_table_of_a_short_page_is_read_once_and_by_its_own_heading(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(SHORT_PAGE)
    (found,) = readings(tmp_path / "page.html")
    told = [(f.value, f.unit, f.act) for f in found.figures]
    assert told[-3:] == [(45000, "person", "fled"), (2310, "household", "displaced"), (1020, "household", "displaced")]
    assert sorted(value for value, _, _ in told) == [12, 12, 1020, 2310, 45000]


def test_words_lead_back_to_element_page_and_cell(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    found = report(tmp_path / "a.html")
    spot = spot_at(found, found.text.index("9,000"))
    assert spot is not None
    assert spot.element == "/html/body/article/p[1]"
    cell = spot_at(found, found.text.index("1,200"))
    assert cell is not None
    assert (cell.element, cell.cell) == ("/html/body/article/table/tr[2]/td[2]", "Table 1!B2")
    pdf(tmp_path / "a.pdf", lambda canvas, page: canvas.drawString(60, 700, f"Page {page}: some {page},000 people fled."), pages=2)
    found = report(tmp_path / "a.pdf")
    spot = spot_at(found, found.text.index("2,000"))
    assert spot is not None
    assert spot.page == 2
    assert spot.box is not None
    left, top, right, bottom = spot.box
    assert 59 < left < 61 and 125 < top < 142 < bottom < 150 and right > 200  # the line stands 142 points below the top


def test_two_columns_are_read_one_after_the_other_below_the_headline(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.drawString(60, 780, "Floods drive thousands from their homes in the whole of the south of the country")
        for line in range(20):  # drawn line by line across the columns, as some programs do
            canvas.drawString(60, 740 - 14 * line, f"left {line} of the first column of text")
            canvas.drawString(320, 740 - 14 * line, f"right {line} of the second column of text")

    text = report(pdf(tmp_path / "a.pdf", draw)).text
    assert text.startswith("Floods drive")
    order = [text.index(f"{side} {line} of") for side in ("left", "right") for line in range(20)]
    assert order == sorted(order)


def test_running_heads_hyphens_footnote_marks_and_glued_words_of_pdfs(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 815, "OCHA Situation Report No. 5")
        canvas.drawString(60, 20, f"Page {page} of 3")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 700, f"On day {page} some 1,200 people were newly dis-")
        canvas.drawString(60, 686, "placed by the fighting, officials said.")
        canvas.drawString(60, 650, "They went to 12")
        canvas.drawString(60 + canvas.stringWidth("They went to 12", "Helvetica", 11) + 3.2, 650, "camps")  # no space is drawn
        canvas.drawString(60, 600, "Another 300 people")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60 + canvas.stringWidth("Another 300 people", "Helvetica", 11), 604, "3")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60 + canvas.stringWidth("Another 300 people", "Helvetica", 11) + 8, 600, "fled.")

    text = report(pdf(tmp_path / "a.pdf", draw, pages=3)).text
    assert text.count("OCHA Situation Report No. 5") == 1
    assert "Page 2 of 3" not in text
    assert text.count("people were newly displaced by the fighting") == 3
    assert "to 12 camps" in text
    assert "Another 300 people fled." in text


def test_the_title_of_a_word_file_is_its_first_heading(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Cyclone update", 0)
    document.add_paragraph("Authorities evacuated 1.2 million people from coastal Odisha.")
    document.save(str(tmp_path / "update.docx"))
    assert report(tmp_path / "update.docx").title == "Cyclone update"


def test_word_files_keep_order_and_leave_out_what_was_deleted(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    document: Any = docx.Document()
    document.core_properties.title = "Flash update"
    document.add_heading("Flash update", 0)
    paragraph = document.add_paragraph("Some 9,000 people ")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f'<w:del {space} w:id="1" w:author="x"><w:r><w:delText>were killed</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {space} w:id="2" w:author="x"><w:r><w:t>fled Homs.</w:t></w:r></w:ins>'))
    raised = paragraph.add_run("4")
    raised.font.superscript = True
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Homes destroyed in Hama"
    table.cell(1, 0).text, table.cell(1, 1).text = "Houses", "300"
    document.add_paragraph("The end.")
    document.save(str(tmp_path / "a.docx"))
    found = report(tmp_path / "a.docx")
    assert found.text == "Flash update\n\nSome 9,000 people fled Homs.\n\nHomes destroyed in Hama\nHouses | 300\n\nThe end."
    assert found.title == "Flash update"
    assert found.spots[1].element == "paragraph 2"
    assert [(c.row, c.column, c.columns) for c in found.grids[0].cells] == [(0, 0, 2), (1, 0, 1), (1, 1, 1)]


def test_mail_is_read_with_what_is_attached(tmp_path: Path) -> None:
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "OCHA Syria <ocha@un.org>", "Flash update"
    message["Date"], message["Message-ID"] = "Fri, 10 May 2013 10:00:00 +0000", "<1@un.org>"
    message.set_content(f"Dear all,\n\n{SENTENCES}\n\n> Some 5 people fled.\n")
    message.add_attachment(pdf_bytes(["Some 400 people fled Hama."]), maintype="application", subtype="pdf", filename="sitrep.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    mail, attached = received(tmp_path / "a.eml")
    assert mail.report is not None and attached.report is not None
    assert (mail.report.title, mail.report.author, mail.report.published) == ("Flash update", "OCHA Syria", date(2013, 5, 10))
    assert mail.report.text == f"Dear all,\n\n{SENTENCES}"
    assert attached.where.endswith("a.eml: sitrep.pdf")
    assert attached.report.text == "Some 400 people fled Hama."


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Daily Star</title>
<item><title>Thousands flee</title><link>https://example.org/1</link><pubDate>Fri, 10 May 2013 10:00:00 +0000</pubDate>
<description>&lt;p&gt;Some 9,000 people fled Homs.&lt;/p&gt;&lt;p&gt;More later.&lt;/p&gt;</description></item>
<item><title>Calm</title><link>https://example.org/2</link><description>Nothing.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Star</title><entry><title>Floods</title><id>x</id><updated>2013-05-10T10:00:00Z</updated>
<link href="https://example.org/3"/><content type="html">&lt;p&gt;300 people fled.&lt;/p&gt;</content></entry></feed>"""


def test_feeds_give_a_report_for_each_entry(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RSS)
    first, second = (item.report for item in received(tmp_path / "a.txt"))
    assert first is not None and second is not None
    assert (first.text, first.title) == ("Thousands flee\n\nSome 9,000 people fled Homs.\n\nMore later.", "Thousands flee")
    assert (first.url, first.publisher, first.published) == ("https://example.org/1", "Daily Star", date(2013, 5, 10))
    (tmp_path / "b.atom").write_text(ATOM)
    assert report(tmp_path / "b.atom").text == "Floods\n\n300 people fled."


ROWS = [{"id": f"r{n}", "title": "T", "published": "2012-11-09", "text": f"Some {n},000 people fled Homs on Friday."} for n in range(1, 4)]
LINES = "\n".join(map(json.dumps, ROWS)).encode()


def test_archives_packed_or_not_give_the_same_reports(tmp_path: Path) -> None:
    import duckdb
    import zstandard

    (tmp_path / "a.jsonl").write_bytes(LINES)
    (tmp_path / "b").write_bytes(gzip.compress(LINES))
    (tmp_path / "c").write_bytes(zstandard.ZstdCompressor().compress(LINES))
    (tmp_path / "rows.json").write_text(json.dumps(ROWS))
    duckdb.sql(f"COPY (SELECT * FROM read_json('{tmp_path}/rows.json')) TO '{tmp_path}/d' (FORMAT parquet)")
    for name in ("a.jsonl", "b", "c", "d", "rows.json"):
        items = received(tmp_path / name)
        assert [(i.report.id, i.report.text, i.report.published) for i in items if i.report] == [
            (row["id"], row["text"], date(2012, 11, 9)) for row in ROWS
        ], name


def test_folders_and_zips_hold_all_of_these(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "page").write_text(PAGE)
    (folder / "story.txt").write_text(SENTENCES)
    (folder / "sitrep.pdf").write_bytes(pdf_bytes(["Some 400 people fled Hama."]))
    (folder / "code.py").write_text("print('300 people fled')")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".py":
                archive.write(path, path.relative_to(folder))
        archive.writestr("inner.jsonl.gz", gzip.compress(LINES))
    items = received(folder)
    assert [item.where.rpartition("reports/")[2] for item in items] == ["sitrep.pdf", "story.txt", "deep/page"]
    items = received(tmp_path / "a.zip")
    assert [item.where.partition("a.zip/")[2] for item in items] == [
        "deep/page", "sitrep.pdf", "story.txt", "inner.jsonl.gz:1", "inner.jsonl.gz:2", "inner.jsonl.gz:3",
    ]  # fmt: skip
    assert all(item.report for item in items)
    size = input_size([str(tmp_path / "a.zip")])
    assert size is not None
    assert 0.7 * size < sum(item.size for item in items) <= size  # what a progress bar counts


def test_answers_of_reliefweb(tmp_path: Path) -> None:
    item = {"id": "77", "fields": {"title": "Syria: update", "body-html": "<p>Some 9,000 people fled Homs.</p><p>More.</p>",
            "date": {"original": "2013-05-10T00:00:00+00:00"}, "source": [{"shortname": "OCHA"}], "url": "https://reliefweb.int/node/77"}}  # fmt: skip
    bare = {"id": "78", "fields": {"title": "No body"}}
    (tmp_path / "a.json").write_text(json.dumps({"href": "https://api.reliefweb.int/v1/reports", "data": [item, bare]}, indent=1))
    full, empty = received(tmp_path / "a.json")
    assert full.report is not None
    assert (full.report.id, full.report.publisher, full.report.published) == ("reliefweb:77", "OCHA", date(2013, 5, 10))
    assert full.report.text == "Some 9,000 people fled Homs.\n\nMore."
    assert "body" in empty.problems[0].message
    assert "fields[include]" in empty.problems[0].next_step


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("Türkiye’de 9 bin kişi için yeni bir kamp kuruldu; Suriyeli sığınmacılar Şanlıurfa’ya gitti.", "cp1254", "iso-8859-1"),
        ("Türkiye’de 9 bin kişi için yeni bir kamp kuruldu; Suriyeli sığınmacılar Şanlıurfa’ya gitti.", "utf-8", "iso-8859-9"),
        ("قالت الأمم المتحدة إن آلاف اللاجئين عبروا الحدود إلى تركيا في اليوم", "cp1256", "utf-8"),
        ("قالت الأمم المتحدة إن آلاف اللاجئين عبروا الحدود إلى تركيا في اليوم", "cp1256", "windows-1252"),
        ("L’été à Genève: 300 réfugiés sont arrivés où ils étaient attendus – “enfin”, dit-on.", "cp1252", "utf-8"),
        ("Тысячи людей покинули свои дома из-за наводнения в городе", "cp1251", "windows-1251"),
        ("Some 9,000 people fled Şanlıurfa.", "utf-16", ""),
    ],
)
def test_encodings_whatever_is_declared(tmp_path: Path, text: str, encoding: str, declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    (tmp_path / "a.html").write_bytes(f"<html><head>{meta}<title>T</title></head><body><p>{text}</p></body></html>".encode(encoding))
    assert text in report(tmp_path / "a.html").text
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert report(tmp_path / "a.txt").text == text


def test_a_language_that_is_not_read_is_said(tmp_path: Path) -> None:
    text = "Les réfugiés ont fui les combats dans le nord du pays et sont arrivés dans des camps, selon le HCR. Plus de 300 sont là."
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{text}</p></article></body></html>")
    (reading,) = readings(tmp_path / "a.html")
    assert not reading.figures
    assert reading.problems[0].message == "language fr is not supported"


def test_plain_text_loads_nothing_that_documents_need(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(SENTENCES)
    code = (
        "import sys; from onrecord.cli import main; main(['read', sys.argv[1]]);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'lxml','trafilatura','pypdfium2','pdfplumber','docx','feedparser','duckdb','openpyxl',"
        "'urllib3','zstandard'}), [m for m in sys.modules if m.startswith('onrecord.tables') or 'guard' in m], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "story.txt")],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stderr.strip() == "[] []"


def test_a_missing_library_is_named_with_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pypdfium2.py").write_text("raise ModuleNotFoundError('no', name='pypdfium2')")
    monkeypatch.syspath_prepend(str(hidden))
    from onrecord.reports import guard

    guard.stop_all()
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(["x"]))
    problem = trouble(tmp_path / "a.pdf")
    assert problem.message == "reading pdf needs pypdfium2, which is not installed"
    assert problem.next_step == "pip install 'onrecord[documents]'"
    guard.stop_all()
