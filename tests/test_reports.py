"""What comes in: files, folders, pipes, JSON Lines, and everything that can be wrong with them."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reports import Received, detect_language, input_size, parse_date, receive
from onrecord.reports.decode import NotText, decode

LIMIT = 100_000


def received(*paths: object, stdin: bytes | None = None, limit: int = LIMIT) -> list[Received]:
    return list(receive([str(path) for path in paths], limit, io.BytesIO(stdin) if stdin is not None else None))


def trouble(item: Received) -> str:
    assert len(item.problems) == 1
    problem = item.problems[0]
    return f"{problem.where}: {problem.message}; {problem.next_step}"


def test_a_text_file_is_a_report_with_a_digest_for_its_id(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_bytes(b"Some 300 people fled.\r\nMore later.\r\n")
    (item,) = received(story)
    assert item.report is not None
    assert item.report.text == "Some 300 people fled.\r\nMore later.\r\n"  # line ends as they came
    assert item.report.path == str(story)
    assert len(item.report.id) == 16
    assert not item.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_usual_encodings_are_understood(tmp_path: Path, encoding: str) -> None:
    story = tmp_path / "story.txt"
    story.write_bytes("L’été: 300 réfugiés — à Genève".encode(encoding))
    (item,) = received(story)
    assert item.report is not None
    assert item.report.text == "L’été: 300 réfugiés — à Genève"


@given(st.text())
def test_whatever_is_written_as_utf_8_is_read_unchanged_or_refused(text: str) -> None:
    try:
        assert decode(text.encode()) in (text, text.removeprefix("\ufeff"))
    except NotText:
        assert any(ord(c) < 32 or 126 < ord(c) < 160 for c in text) or text.startswith(("%PDF-", "PK", "{\\rtf", "GIF8"))


def test_a_text_whose_quotation_marks_were_spoilt_is_still_a_text() -> None:
    spoilt = "".join(f"\x80\x9cOver {n} fled,\x80\x9d he said. " for n in range(300, 320))  # as sites print what they decoded wrongly
    assert decode(spoilt.encode()) == spoilt


def test_a_few_broken_bytes_do_not_spoil_a_utf_8_text() -> None:
    assert decode("Şanlıurfa’da çadırlarda “120.000” kişi".encode() + b"\xc4") == "Şanlıurfa’da çadırlarda “120.000” kişi\ufffd"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n\x00\x01", "the PDF is damaged or cut off"),
        (b"PK\x03\x04rest", "the archive is damaged or cut off"),
        (b"{\\rtf1 hello}", "rich text"),
        (bytes(range(256)) * 4, "binary data"),
        ("No mark here".encode("utf-16-le"), "UTF-16LE"),
        (b"\xff\xfe\x00", "broken UTF-16"),
        (b"\x1f\x8b\x08" + bytes(40), "the archive is damaged or cut off"),
    ],
)
def test_bytes_that_are_no_text_are_named(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    (item,) = received(tmp_path / "odd.txt")
    assert item.report is None
    assert said in trouble(item)
    assert "odd.txt" in trouble(item)


def test_a_missing_file_and_an_empty_one_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "good.txt").write_text("300 people fled.")
    missing, empty, good = received(tmp_path / "missing.txt", tmp_path / "empty.txt", tmp_path / "good.txt")
    assert missing.report is None
    assert "there is no such file" in trouble(missing)
    assert "there is no text in it" in trouble(empty)
    assert good.report is not None
    assert not good.problems


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text("two")
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n')
    (tmp_path / "c.py").write_text("not for us")
    (tmp_path / ".hidden.txt").write_text("not for us")
    assert [item.report.text for item in received(tmp_path) if item.report] == ["one", "two"]


def test_a_folder_without_reports_says_so(tmp_path: Path) -> None:
    (item,) = received(tmp_path)
    assert "folder without" in trouble(item)


def test_json_lines_by_content_not_by_name(tmp_path: Path) -> None:
    lines = tmp_path / "reports.dat"
    record = {"id": "r1", "url": "https://example.org/1", "title": "T", "publisher": "P", "published": "2012-11-09", "text": "300 fled"}
    lines.write_text(json.dumps(record) + "\n\n" + json.dumps({"text": "400 fled"}) + "\n")
    first, second = received(lines)
    assert first.where == f"{lines}:1"
    assert first.report is not None
    assert (first.report.id, first.report.title, first.report.publisher) == ("r1", "T", "P")
    assert first.report.published == date(2012, 11, 9)
    assert second.where == f"{lines}:3"
    assert second.report is not None
    assert len(second.report.id) == 16


def test_broken_json_on_line_7_names_the_line_and_spares_the_rest(tmp_path: Path) -> None:
    lines = tmp_path / "reports.jsonl"
    rows = [json.dumps({"id": str(n), "text": f"{n} fled"}) for n in range(1, 10)]
    rows[6] = '{"id": "7", "text": "seven fled"'
    lines.write_text("\n".join(rows))
    items = received(lines)
    assert len(items) == 9
    assert items[6].report is None
    assert f"{lines}:7: broken JSON" in trouble(items[6])
    assert [item.report.id for item in items if item.report] == ["1", "2", "3", "4", "5", "6", "8", "9"]


def test_a_broken_first_line_does_not_hide_that_it_is_json_lines(tmp_path: Path) -> None:
    (tmp_path / "reports.dat").write_text('{"text": "one",}\n{"text": "two"}\n')
    broken, good = received(tmp_path / "reports.dat")
    assert "reports.dat:1: broken JSON" in trouble(broken)
    assert good.report is not None


@pytest.mark.parametrize(
    ("record", "said", "kept"),
    [
        ('{"text": "300 fled", "published": "9 Nov 2012"}', 'the field "published" is "9 Nov 2012"; write YYYY-MM-DD', True),
        ('{"text": "300 fled", "published": "2012-13-01"}', 'the field "published"', True),
        ('{"text": "300 fled", "published": 20121109}', 'the field "published" is 20121109', True),
        ('{"text": "300 fled", "title": ["T"]}', 'the field "title" is ["T"]', True),
        ('{"text": "300 fled", "id": {"a": 1}}', 'the field "id"', True),
        ('{"text": ""}', "there is no text in it", True),
        ('{"title": "no text"}', 'there is no field "text"', False),
        ('{"text": 7}', "holds no string", False),
        ("[1, 2]", "it is no JSON object", False),
        ('{"text": ' + "[" * 100_000, "broken JSON", False),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "broken JSON", False),
    ],
)
def test_wrong_fields_cost_themselves_only(tmp_path: Path, record: str, said: str, kept: bool) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text('{"text": "first"}\n' + record + "\n")
    _, item = received(lines)
    assert (item.report is not None) is kept
    assert said in trouble(item)
    assert f"{lines}:2" in trouble(item)


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(b'{"text": "caf\xe9"}\n{"text": "good"}\n')
    broken, good = received(tmp_path / "r.jsonl")
    assert "r.jsonl:1: the line is not UTF-8" in trouble(broken)
    assert good.report is not None


def test_one_json_object_or_array_over_many_lines(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"id": "a", "text": "one"}, indent=2))
    (tmp_path / "two.json").write_text(json.dumps([{"text": "b"}, {"text": "c"}], indent=2))
    (tmp_path / "bad.json").write_text('{\n  "text": "b",\n}')
    items = received(tmp_path / "one.json", tmp_path / "two.json", tmp_path / "bad.json")
    assert [item.report.text for item in items if item.report] == ["one", "b", "c"]
    assert "bad.json:3: broken JSON" in trouble(items[-1])


@pytest.mark.parametrize(
    "text", ["{sic} 300 people fled.\nMore.", "[Updated] 300 people fled.", "{", "[1]", "[]", '{"note": "an object"\n but prose']
)
def test_prose_that_begins_like_json_stays_prose(tmp_path: Path, text: str) -> None:
    (tmp_path / "story.txt").write_text(text)
    (item,) = received(tmp_path / "story.txt")
    assert item.report is not None
    assert item.report.text == text


def test_standard_input_takes_text_and_json_lines() -> None:
    (item,) = received("-", stdin=b"300 people fled.")
    assert item.where == "standard input"
    assert item.report is not None
    assert item.report.path == "-"
    items = received("-", stdin=b'{"text": "a"}\n{"text": \n{"text": "b"}\n')
    assert [bool(item.report) for item in items] == [True, False, True]
    assert "standard input:2" in trouble(items[1])


def test_json_lines_are_handed_over_as_they_come() -> None:
    class Slow(io.BytesIO):
        """A pipe that must not be read ahead of what is needed."""

        lines_read = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.lines_read += 1
            return super().readline(size)

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read ahead")

    pipe = Slow(b'{"text": "a"}\n{"text": "b"}\n{"text": "c"}\n')
    items = receive(["-"], LIMIT, pipe)
    next(items)
    assert pipe.lines_read == 1


def test_a_text_above_the_limit_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with open(big, "wb") as file:
        file.write(b"300 people fled. " * 1000)
        file.truncate(10_000_000_000)  # sparse: takes no room, but would take minutes and memory to read
    (tmp_path / "good.txt").write_text("300 people fled.")
    item, good = received(big, tmp_path / "good.txt")
    assert item.report is None
    assert "longer than 100,000 characters" in trouble(item)
    assert good.report is not None


def test_a_line_above_the_limit_is_passed_over(tmp_path: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text("\n".join(json.dumps({"text": text}) for text in ("a", "b" * 700_000, "c" * 100_001, "d")))
    a, b, c, d = received(lines)
    assert [bool(item.report) for item in (a, b, c, d)] == [True, False, False, True]
    assert f"{lines}:2" in trouble(b)
    assert f"{lines}:3" in trouble(c)
    assert "longer than 100,000" in trouble(c)


def test_the_sizes_add_up_to_the_size_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("300 people fled.")
    (tmp_path / "b.jsonl").write_text('{"text": "a"}\n{"text": \n\n{"text": "b"}\n')
    paths = [str(tmp_path)]
    assert input_size(paths) == sum(item.size for item in received(*paths)) == 16 + 40 - 1
    assert input_size(["-"]) is None
    assert input_size([str(tmp_path / "missing")]) == 0


def test_dates_have_one_form() -> None:
    assert parse_date("2012-11-09") == date(2012, 11, 9)
    assert parse_date("2012-11-09T05:25:00Z") == date(2012, 11, 9)
    for wrong in ("9 Nov 2012", "2012-02-30", "20121109", "2012-W45-5", "", "2012-11-091"):
        with pytest.raises(ValueError, match="YYYY-MM-DD"):
            parse_date(wrong)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The refugees said that they had walked for days and that many of them were still at the border.", "en"),
        ("Les réfugiés ont fui les combats dans le nord du pays et sont arrivés dans des camps, selon le HCR.", "fr"),
        ("Miles de personas han huido de sus casas por las lluvias, según el gobierno, que pidió ayuda para los afectados.", "es"),
        ("Binlerce kişi için bir kamp kuruldu ve bu kampta daha çok çocuk olduğu, sonra ise yardım geldiği söylendi.", "tr"),
        ("قالت الأمم المتحدة إن آلاف اللاجئين عبروا الحدود إلى تركيا", "ar"),
        ("Тысячи людей покинули свои дома из-за наводнения", "ru"),
        ("300 fled.", None),
        ("", None),
    ],
)
def test_languages_are_told_apart(text: str, language: str | None) -> None:
    assert detect_language(text) == language
