"""The command as a user meets it: formats, pipes, exit statuses, bad input."""

from __future__ import annotations

import ast
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from onrecord import codec
from onrecord.cli import main

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "border.txt"
COMMAND = [sys.executable, "-m", "onrecord"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "src")}


def run(*arguments: object, stdin: str | bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], input=data, capture_output=True, env=ENVIRONMENT | environment, check=False, timeout=60
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def run_in_terminal(*arguments: object, columns: int = 100, **environment: str) -> str:
    """What the command writes when standard output and error are a terminal."""
    primary, secondary = pty.openpty()
    settings = ENVIRONMENT | {"COLUMNS": str(columns), "TERM": "xterm"} | environment
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=secondary, stderr=secondary, env=settings)
    os.close(secondary)
    shown = b""
    while True:
        try:
            part = os.read(primary, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not part:
            break
        shown += part
    process.wait(60)
    os.close(primary)
    return shown.decode()


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Nine lines, of which the seventh is broken."""
    rows = [json.dumps({"id": f"r{n}", "text": f"Some {n},000 people fled Homs on 8 November 2012."}) for n in range(1, 10)]
    rows[6] = rows[6][:-9]
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_pipe_gets_json_lines_that_keep_to_the_schema() -> None:
    done = run("read", EXAMPLE, ROOT / "examples" / "reports.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 3
    for reading in found:
        jsonschema.validate(reading, json.loads(codec.schema()))
        assert reading["figures"]


def test_standard_input_is_a_dash() -> None:
    done = run("read", "-", "--published", "2012-11-09", stdin="Some 9,000 people fled Homs on Friday.")
    (reading,) = map(json.loads, done.stdout.splitlines())
    assert (reading["path"], reading["published"]) == ("-", "2012-11-09")
    assert reading["figures"][0]["value"] == 9000


def test_a_terminal_gets_a_table() -> None:
    shown = run_in_terminal("read", EXAMPLE, "--quotes")
    assert "Said by" in shown
    assert "\x1b[1m" in shown
    assert "\x1b" not in run_in_terminal("read", EXAMPLE, "--quotes", NO_COLOR="1")


def test_the_table_in_a_pipe_is_plain_whatever_the_locale() -> None:
    done = run("read", EXAMPLE, "--format", "table", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "→" in done.stdout
    assert "\x1b" not in done.stdout


def test_csv_and_json() -> None:
    rows = run("read", EXAMPLE, "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("report,path,url,title,publisher,published,language,id,start,end,value,low,high")
    assert len(json.loads(run("read", EXAMPLE, "--format", "json").stdout)) == 1


def test_progress_is_shown_for_many_reports_in_a_terminal_only(batch: Path) -> None:
    assert "━" in run_in_terminal("read", *[batch] * 3, "--format", "csv")
    assert "━" not in run("read", batch).stderr


def test_broken_json_on_line_7(batch: Path) -> None:
    done = run("read", batch)
    assert done.returncode == 1
    assert f"onrecord: {batch}:7: broken JSON" in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(reading["figures"]) for reading in found] == [1, 1, 1, 1, 1, 1, 0, 1, 1]
    assert found[6]["problems"][0]["where"] == f"{batch}:7"


def test_every_kind_of_bad_input_at_once_and_the_good_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "folder").mkdir()
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "words.txt").write_text("flee " * 10_000_001)
    names = ["missing.txt", "empty.txt", "binary.txt", "folder", "huge.txt", "words.txt"]
    started = time.monotonic()
    done = run("read", *[tmp_path / name for name in names], EXAMPLE, "--format", "table")
    assert time.monotonic() - started < 10
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    said = done.stderr.splitlines()
    assert len(said) == len(names)
    for name, line in zip(names, said, strict=True):
        assert line.startswith(f"onrecord: {tmp_path / name}: ")
        assert ";" in line  # what to do
    assert "cross into Chad" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["raed", "x"], "raed"),
        (["read"], "PATH"),
        (["read", "x", "--format", "xml"], "xml"),
        (["read", "x", "--published", "9 Nov"], "YYYY-MM-DD"),
        (["read", "x", "--published", "2012-02-30"], "YYYY-MM-DD"),
        (["read", "x", "--min-confidence", "95"], "0 to 1"),
        (["read", "x", "--min-confidence", "nan"], "0 to 1"),
    ],
)
def test_usage_errors_have_status_2_and_say_what_is_accepted(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_a_usage_error() -> None:
    done = run("read", EXAMPLE, ONRECORD_MAX_CHARS="lots")
    assert done.returncode == 2
    assert "ONRECORD_MAX_CHARS" in done.stderr


def test_min_confidence_leaves_figures_out() -> None:
    (everything,) = map(json.loads, run("read", EXAMPLE).stdout.splitlines())
    (nothing,) = map(json.loads, run("read", EXAMPLE, "--min-confidence", "1").stdout.splitlines())
    assert len(nothing["figures"]) < len(everything["figures"])


def test_half_a_surrogate_pair_is_no_traceback() -> None:
    done = run("read", "-", stdin=b'{"id": "\\ud800", "text": "Some 300 people fled Homs \\udfff."}\n')
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == "\ud800"


def test_a_closed_pipe_is_silent(batch: Path) -> None:
    line = " ".join([*COMMAND, "read", *[str(batch)] * 40, "| head -n 1"])
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=ENVIRONMENT, check=False, timeout=60, text=True)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "read", str(EXAMPLE)], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False, text=True
        )
    assert done.returncode == 1
    assert "the output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupting_is_silent() -> None:
    process = subprocess.Popen(
        [*COMMAND, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdin is not None
    process.stdin.write(b'{"text": "Some 300 people fled Homs."}\n')
    process.stdin.flush()
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"id"')  # each report is answered when it comes
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_schema_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Reading"
    assert run("--version").stdout.startswith("onrecord 0.")


def test_help_is_quick_and_teaches() -> None:
    started = time.monotonic()
    done = run("--help")
    assert time.monotonic() - started < 0.5
    assert "examples:" in done.stdout
    assert "onrecord read story.txt" in done.stdout


def test_help_loads_nothing_of_the_reader() -> None:
    code = (
        "import sys, onrecord.cli; onrecord.cli.build_parser().format_help(); print([m for m in sys.modules if m.startswith('onrecord')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENVIRONMENT, check=True, text=True)
    loaded = {name for name in ast.literal_eval(done.stdout) if not name.startswith("onrecord.commands")}
    assert loaded == {"onrecord", "onrecord.cli", "onrecord.types"}
