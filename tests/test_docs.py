"""The documentation: complete, up to date, and its examples run."""

from __future__ import annotations

import argparse
import doctest
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import onrecord
import write_reference
from onrecord import cli, codec
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    parser = cli.build_parser()
    yield "onrecord", parser
    yield from write_reference._below("onrecord", parser)


@pytest.mark.parametrize("page", write_reference.PAGES, ids=lambda page: page.name)
def test_the_generated_parts_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    # Spaces are not compared: versions of Python wrap the help of a command differently.
    assert write_reference.written(text).split() == text.split(), "run: make docs"


@pytest.mark.parametrize(("name", "parser"), list(parsers()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_and_option_is_documented(name: str, parser: argparse.ArgumentParser) -> None:
    assert f"### `{name}`" in REFERENCE
    for action in parser._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), f"{name}: {action.dest} has no help"
        for option in action.option_strings:
            assert option in REFERENCE


def test_every_field_is_documented() -> None:
    schema = json.loads(codec.schema())
    for node in (schema, *schema["$defs"].values()):
        for field, value in node["properties"].items():
            assert f"| `{field}` |" in REFERENCE
            assert value.get("description")


def test_every_setting_is_documented() -> None:
    for field in fields(Settings):
        assert f"`ONRECORD_{field.name.upper()}`" in REFERENCE
    assert f"`{Settings().max_chars}`" in REFERENCE
    assert str(Settings().max_chars) in cli._READ_EXAMPLES


def test_everything_the_library_offers_is_documented() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    for name in onrecord.__all__:
        assert re.search(rf"\b{name}\b", page), name
        assert getattr(onrecord, name).__doc__


def test_the_examples_of_the_library_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    results = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8")
    assert results.attempted > 10
    assert results.failed == 0


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    story = (ROOT / "examples" / "border.txt").read_text(encoding="utf-8")
    (tmp_path / "story.txt").write_text(story, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(story, encoding="utf-8")
    (tmp_path / "reports.jsonl").write_text(json.dumps({"text": story}), encoding="utf-8")
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines() if "onrecord read" in line]
    assert len(commands) >= 4
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    for command in commands:
        line = command.partition("#")[0].partition("| jq")[0].replace("onrecord read", f"{shlex.quote(sys.executable)} -m onrecord read")
        done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, check=False, text=True)
        assert (done.returncode, done.stderr) == (0, ""), command
    assert (tmp_path / "all.csv").read_text(encoding="utf-8").count("\n") > 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.is_file(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}, target


def test_make_targets_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*[#`])", page.read_text(encoding="utf-8"))) <= targets


def test_requirements_pin_everything_with_hashes_and_name_no_registry() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) >= 5
        assert text.count("--hash=sha256:") >= len(re.findall(r"^\S+==", text, re.MULTILINE))


def test_every_change_has_its_fragment() -> None:
    assert [path for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
