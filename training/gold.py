"""The annotated material: what teaches, what is held back, and the gold's own scripts. Held-back texts are only compared with others.

Only the standard library, so that tools and tests can look at the gold without the extra ``train``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

from written import Row as Row
from written import load

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OWN = {"written": ROOT / "training/reports", "retold": ROOT / "training/retold"}  # the folders of our own reports, by how their ids begin
HELD = 15  # reports kept away from rules and training


def held_back(ids: list[str]) -> set[str]:
    """The fifteen reports that are kept away from rules and training, by the hash of their id."""
    return set(sorted(ids, key=lambda i: hashlib.sha256(f"onrecord held back {i}".encode()).hexdigest())[:HELD])


def gold(shared: Path = SHARED) -> list[Row]:
    """The development gold without the reports that are held back."""
    reports = lines(shared / "gold/dev.jsonl")
    away = held_back([report["id"] for report in reports])
    return [report for report in reports if report["id"] not in away]


def ours() -> list[Row]:
    """The reports that we annotated ourselves (``training/annotated``)."""
    return [report for path in sorted((ROOT / "training/annotated").glob("*.jsonl")) for report in lines(path)]


def own(kind: str) -> list[Row]:
    """The reports of our own that teach, with their annotations: ``written`` from our heads, ``retold`` after the build of real pages."""
    return [load(path)[1] | {"id": f"{kind}-{path.stem}"} for path in sorted(OWN[kind].glob("*.txt"))]


def annotated(shared: Path = SHARED) -> list[Row]:
    """The reports to learn from: the gold without those held back, those that we annotated, and our own."""
    return gold(shared) + ours() + own("written") + own("retold")


def excerpts(shared: Path = SHARED) -> list[Row]:
    """The labelled excerpts: one quantity, term, unit and place each."""
    return lines(shared / "gold/excerpts_dev.jsonl")


def lessons(shared: Path = SHARED) -> list[Row]:
    """The excerpts that teach: all but those that are pieces of a held-back report."""
    away = held_back([report["id"] for report in lines(shared / "gold/dev.jsonl")])
    texts = {row["id"]: row["text"] for row in excerpts(shared)} | {name: text_of(name, shared) for name in away}
    family = families(texts)
    kept_away = {family[name] for name in away}
    return [row for row in excerpts(shared) if family[row["id"]] not in kept_away]


def passages() -> list[tuple[str, Row]]:
    """Our own passages: text, and a report of it with ``id`` and ``figures`` (span, act, measure). Every other number in it is no figure."""
    path = ROOT / "training/passages.txt"
    return [marked(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def marked(line: str) -> tuple[str, Row]:
    """A passage with its figures marked, ``[[NUMBER|act|measure]]``, without the marks."""
    text, figures = "", []
    for piece in re.split(r"(\[\[[^\]]*\]\])", line):
        if piece.startswith("[["):
            number, act, kind = piece[2:-2].split("|")
            figures.append({"start": len(text), "end": len(text) + len(number), "act": act, "measure": kind})
            text += number
        else:
            text += piece
    name = f"passage {hashlib.sha256(line.encode()).hexdigest()[:12]}"
    return text, {"id": name, "published": None, "figures": figures}


def text_of(name: str, shared: Path = SHARED) -> str:
    """The text of a report, exactly as its offsets count."""
    kind, _, stem = name.partition("-")
    if kind in OWN:
        return load(OWN[kind] / f"{stem}.txt")[0]
    return (shared / f"gold/reports/{name}.txt").read_bytes().decode("utf-8")


def lines(path: Path) -> list[Row]:
    """A file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def families(texts: Mapping[str, str], words: int = 8, share: float = 0.3) -> dict[str, str]:
    """For each text the name of its family: texts that have ``share`` of the shorter one's runs of ``words`` words in common.

    An excerpt may be a piece of an annotated report: what is tested must not be learned from under another name."""
    runs = {name: _runs(text, words) for name, text in texts.items()}
    family = {name: name for name in texts}
    holders: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(texts):
        common: dict[str, int] = {}
        for run in runs[name]:
            for other in holders.get(run, ()):
                common[other] = common.get(other, 0) + 1
            holders.setdefault(run, []).append(name)
        for other in sorted(o for o, n in common.items() if n >= share * min(len(runs[o]), len(runs[name]))):
            old, new = family[name], family[other]
            family = {one: new if head == old else head for one, head in family.items()}
    return family


def _runs(text: str, words: int) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[at : at + words]) for at in range(len(found) - words + 1)}


@cache
def script(name: str, shared: Path = SHARED) -> ModuleType:
    """The gold's own script ``score`` or ``score_excerpts``, as a module."""
    found = importlib.util.spec_from_file_location(name, shared / f"gold/{name}.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the gold's folder is not ours to write to
    try:
        found.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def same_name(one: str, other: str) -> bool:
    """The scorer's own idea of one name."""
    return bool(script("score").same_name(one, other))
