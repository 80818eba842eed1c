"""The notation of the reports that we wrote to teach: marks in the text, a line a figure; and that all of them can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import gold as material
from written import load, unsaid

REPORT = """published: 2015-04-29

BRIA, 28 April - Fighting drove out [[4,200]] people, 1,100 kilometres from here, its mayor said. [[Dozens]] are missing.
---
4,200 | exact person fled flow | people | Bria -> - | CAF | 2015-04-27..2015-04-28 | mayor | conflict
Dozens = 24..99 | vague person missing stock | - | Bria -> - | CAF | 2015-04-29 | - | conflict | of #0
"""


def made(folder: Path, text: str) -> Path:
    path = folder / "bria.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_is_read_with_its_figures(tmp_path: Path) -> None:
    text, report = load(made(tmp_path, REPORT))
    first, second = report["figures"]
    assert text[first["start"] : first["end"]] == "4,200" and "[[" not in text
    assert (first["value"], first["act"], first["from"], first["to"], first["date_start"]) == (4200, "fled", ["Bria"], [], "2015-04-27")
    assert (second["value"], second["low"], second["high"], second["who"], second["part_of"]) == (24, 24, 99, None, 0)
    assert report["published"] == "2015-04-29" and not unsaid(text, report)


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("[[Dozens]]", "Dozens", "1 numbers are marked, and there are 2 lines"),
        ("4,200 | exact", "4,300 | exact", "figure 0: the text has '4,200'"),
        ("fled flow", "went flow", "'went' is none of"),
        ("| CAF | 2015-04-29", "| Chad | 2015-04-29", "no ISO alpha-3 code"),
        ("of #0", "= #1", "can only repeat an earlier figure"),
        ("published: 2015-04-29", "2015-04-29", "the first line must be"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load(made(tmp_path, REPORT.replace(was, becomes)))


def test_words_that_do_not_stand_in_the_text_are_named(tmp_path: Path) -> None:
    path = made(tmp_path, REPORT.replace("| mayor |", "| governor |"))
    assert unsaid(*load(path)) == ["figure 0: 'governor' is not in the text"]


def test_all_written_reports_can_be_read() -> None:
    reports = [*material.own("written"), *material.own("retold")]
    assert len(reports) > 700
    for report in reports:
        text = material.text_of(report["id"])
        assert all(text[figure["start"] : figure["end"]].strip() for figure in report["figures"])
