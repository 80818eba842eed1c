#!/usr/bin/env python3
"""Write the generated parts of the documentation: the help of every command, every field of the JSON Schema, the README's example.

What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is replaced. A test fails when a page is not up to date.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

import onrecord  # noqa: E402
from onrecord import cli, codec  # noqa: E402
from onrecord.render.table import Table  # noqa: E402

PAGES = (ROOT / "README.md", ROOT / "docs" / "reference.md")
_PART = re.compile(r"(<!-- generated: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str, parts: Mapping[str, Callable[[], str]] | None = None) -> str:
    """The page with its generated parts (by default ``PARTS``) written anew. ``KeyError`` where it asks for one that there is none of."""
    made = PARTS if parts is None else parts
    return _PART.sub(lambda part: part[1] + "\n" + made[part[2]]() + "\n" + part[3], page)


def _commands() -> str:
    os.environ["COLUMNS"] = "110"
    parser = cli.build_parser()
    found = [("onrecord", parser), *_below("onrecord", parser)]
    return "\n".join(f"### `{name}`\n\n```text\n{command.format_help().rstrip()}\n```\n" for name, command in found)


def _below(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action, sub in _subparsers(parser).items():
        yield f"{name} {action}", sub
        yield from _below(f"{name} {action}", sub)


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions[0].choices) if actions else {}


def _example() -> str:
    out = io.StringIO()
    table = Table(out, 110)
    table.write(onrecord.read(ROOT / "examples" / "border.txt"))
    table.close()
    shown = out.getvalue().replace(f"{ROOT}{os.sep}", "")
    return f"```console\n$ onrecord read examples/border.txt\n{shown}```\n"


def _fields(name: str | None = None) -> str:
    schema = json.loads(codec.schema())
    node = schema["$defs"][name] if name else schema
    rows = ["| field | type | meaning |", "| --- | --- | --- |"]
    rows += [f"| `{field}` | {_type(value)} | {value['description']} |" for field, value in node["properties"].items()]
    return "\n".join(rows) + "\n"


def _type(value: dict[str, Any]) -> str:
    if "enum" in value:
        return ", ".join("null" if item is None else f"`{item}`" for item in value["enum"])
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(_type(item) for item in value["anyOf"])
    if value["type"] == "array":
        return f"list of {_type(value['items'])}"
    kinds: list[str] = value["type"] if isinstance(value["type"], list) else [value["type"]]
    kinds = ["date" if kind == "string" and value.get("format") == "date" else kind for kind in kinds]
    return " or ".join(kinds)


PARTS: dict[str, Callable[[], str]] = {
    "example": _example,
    "commands": _commands,
    "reading": _fields,
    "figure": lambda: _fields("figure"),
    "place": lambda: _fields("place"),
    "quote": lambda: _fields("quote"),
    "spot": lambda: _fields("spot"),
    "problem": lambda: _fields("problem"),
}


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
