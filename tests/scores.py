"""Our scores on the annotated sets, by the gold's own scripts, and the floors that they must not fall below."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord

FLOORS = Path(__file__).with_name("floors.json")
HELD = 15  # reports kept away from rule writing and training, chosen by hash
Scores = dict[str, dict[str, float]]


def held_back(ids: list[str]) -> set[str]:
    """The ids of the reports that measure overfitting."""
    return set(sorted(ids, key=lambda name: hashlib.sha256(f"onrecord held back {name}".encode()).hexdigest())[:HELD])


def measure(gold: Path) -> Scores:
    """Scores by set: ``wire``, ``dev`` (75 reports), ``held`` (15 of those), and the excerpts of IDETECT and IDMC."""
    dev = _lines(gold / "dev.jsonl")
    wire = json.loads((gold / "wire-2012-11-09.json").read_text(encoding="utf-8"))
    held = held_back([report["id"] for report in dev])
    predicted = {report["id"]: _figures(_text(gold / "reports" / f"{report['id']}.txt"), report["published"]) for report in dev}
    scores = {
        "wire": _score_reports(gold, [wire], {wire["id"]: _figures(_text(gold / f"{wire['id']}.txt"), None)}),
        "dev": _score_reports(gold, dev, predicted),
        "held": _score_reports(gold, [report for report in dev if report["id"] in held], predicted),
    }
    return scores | _score_excerpts(gold, _lines(gold / "excerpts_dev.jsonl"))


def digests(gold: Path) -> dict[str, str]:
    """SHA-256 of the gold files that the scores were measured on."""
    names = ("wire-2012-11-09.json", "dev.jsonl", "excerpts_dev.jsonl")
    return {name: hashlib.sha256((gold / name).read_bytes()).hexdigest() for name in names}


def floors() -> dict[str, Any]:
    """The recorded floors and digests."""
    values: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return values


def _score_reports(gold: Path, reports: list[dict[str, Any]], predicted: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    tallies, fields, _ = _script(gold, "score").score({report["id"]: report["figures"] for report in reports}, predicted)
    result = {f"{group}.{level}": _f1(*tally) for (group, level), tally in tallies.items()}
    return result | {name: round(right / max(1, count), 3) for name, (right, count) in fields.items()}


def _score_excerpts(gold: Path, rows: list[dict[str, Any]]) -> Scores:
    predicted = {row["id"]: _figures(row["text"], None) for row in rows}
    script = _script(gold, "score_excerpts")
    sets = {name: [row for row in rows if row["id"].startswith(f"{name}-")] for name in ("idetect", "idmc")}
    return {name: script.score(part, predicted)[0] for name, part in sets.items()}


def _figures(text: str, published: str | None) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = onrecord.to_json(onrecord.read_text(text, published=published))["figures"]
    return figures


def _f1(hits: int, extra: int, missed: int) -> float:
    return round(2 * hits / max(1, 2 * hits + extra + missed), 3)


def _script(gold: Path, name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, gold / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        found.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
