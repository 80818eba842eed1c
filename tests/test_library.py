"""The package as a Python library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.usefixtures("stand_in")


def test_a_file_in_one_call(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("In Homs 9000 people fled.")
    assert onrecord.read(tmp_path / "story.txt").figures[0].value == 9000


def test_a_text_with_its_date() -> None:
    reading = onrecord.read_text("Some 300 fled.", published="2012-11-09", title="T")
    assert str(reading.report.published) == "2012-11-09"
    assert reading.report.title == "T"
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        onrecord.read_text("Some 300 fled.", published="yesterday")


def test_what_cannot_be_read_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"there is no such file; check the path"):
        onrecord.read(tmp_path / "missing.txt")
    (tmp_path / "two.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    with pytest.raises(ValueError, match="read_many"):
        onrecord.read(tmp_path / "two.jsonl")


def test_many_files_give_a_reading_each_and_raise_nothing(tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text('{"text": "1 fled"}\n{"text": "2 fled"}\n')
    found = list(onrecord.read_many([tmp_path / "two.jsonl", tmp_path / "missing.txt"]))
    assert [len(reading.figures) for reading in found] == [1, 1, 0]
    assert found[2].problems[0].message == "there is no such file"
    assert len(list(onrecord.read_many(str(tmp_path)))) == 2


def test_a_text_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_CHARS", "10")
    with pytest.raises(ValueError, match="longer than 10 characters"):
        onrecord.read_text("Some 300 people fled.")


def test_a_data_frame_in_one_call() -> None:
    frame = onrecord.to_frame(onrecord.read_text("First 300, then 40 fled.", published="2012-11-09"))
    assert frame["value"].tolist() == [300, 40]
    assert str(frame["published"].dtype).startswith("datetime64")
    assert frame["part_of"].isna().tolist() == [True, False]
    assert frame["quote_exact"].tolist() == ["300", "40"]
    assert len(onrecord.to_frame([])) == 0


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"onrecord\[frames\]"):
        onrecord.to_frame([])


def test_importing_costs_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import onrecord; print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, env={"PYTHONPATH": str(ROOT / "src")}, check=True, text=True
    )
    assert "onrecord.types" not in done.stdout
    assert "argparse" not in done.stdout


def test_the_names_are_all_there_and_no_others() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
        assert name in dir(onrecord)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = onrecord.nothing_like_it
