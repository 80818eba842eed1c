"""Score the whole reader on reports that its weights have not seen: train on the other folds, read, score with the gold's own script.

    python training/crossval.py [--folds 6] [--predictions FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fit import Sample, fit
from train import PENALTY, ROOT, annotated, excerpt_samples, lines, passage_samples, passages, report_samples

import onrecord
from onrecord.codec import to_json
from onrecord.reading import ranker

Samples = dict[str, list[Sample]]


def fold_of(name: str, folds: int) -> int:
    """The fold of a report, by the hash of its id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def samples(shared: Path) -> Samples:
    """All samples of all tasks, in groups by report or excerpt."""
    made: Samples = {task: [] for task in PENALTY}
    for report in annotated(shared):
        for task, sample in report_samples(report, text_of(shared, report["id"])):
            made[task].append(sample)
    for row in lines(shared / "gold/excerpts_dev.jsonl"):
        for task, sample in excerpt_samples(row):
            made[task].append(sample)
    for line in passages():
        for task, sample in passage_samples(line):
            made[task].append(sample)
    return made


def text_of(shared: Path, name: str) -> str:
    """The text of a report, exactly as its offsets count."""
    with open(shared / f"gold/reports/{name}.txt", encoding="utf-8", newline="") as file:
        return file.read()


def predict(shared: Path, folds: int) -> dict[str, list[dict[str, Any]]]:
    """The figures of each annotated report and excerpt, read with weights that have not seen it."""
    made = samples(shared)
    predicted = {}
    for fold in range(folds):
        learned = {task: fit([s for s in rows if fold_of(s.group, folds) != fold], PENALTY[task]) for task, rows in made.items()}
        use(learned)
        for report in annotated(shared):
            if fold_of(report["id"], folds) == fold:
                published = date.fromisoformat(report["published"]) if report["published"] else None
                predicted[report["id"]] = figures(text_of(shared, report["id"]), published)
        for row in lines(shared / "gold/excerpts_dev.jsonl"):
            if fold_of(row["id"], folds) == fold:
                predicted[row["id"]] = figures(row["text"], None)
    return predicted


def use(learned: Mapping[str, ranker.Weights]) -> None:
    """Let the reader use these weights instead of those of the package."""
    ranker.weights.cache_clear()
    ranker.override = learned


def figures(text: str, published: date | None) -> list[dict[str, Any]]:
    """The figures of a text as JSON."""
    found: list[dict[str, Any]] = json.loads(json.dumps(to_json(onrecord.read_text(text, published=published))))["figures"]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--predictions", type=Path, help="write the predictions there, for error analysis")
    args = parser.parse_args()
    sys.path.insert(0, str(args.shared / "gold"))
    import score
    import score_excerpts

    predicted = predict(args.shared, args.folds)
    if args.predictions:
        args.predictions.write_text(json.dumps(predicted))
    gold_ids = {report["id"] for report in lines(args.shared / "gold/dev.jsonl")}
    reports = annotated(args.shared)
    for name, part in (("gold", [r for r in reports if r["id"] in gold_ids]), ("ours", [r for r in reports if r["id"] not in gold_ids])):
        tallies, fields, _ = score.score({r["id"]: r["figures"] for r in part}, predicted)
        f1 = {f"{group}.{level}": 2 * a / max(1, 2 * a + b + c) for (group, level), (a, b, c) in tallies.items()}
        print(f"{name} ({len(part)} reports)", "  ".join(f"{key} {value:.3f}" for key, value in f1.items()))
        print("    ", "  ".join(f"{key} {a / max(1, b):.2f}" for key, (a, b) in fields.items()))
    rows = lines(args.shared / "gold/excerpts_dev.jsonl")
    for name in ("idetect", "idmc"):
        print(name, score_excerpts.score([r for r in rows if r["id"].startswith(f"{name}-")], predicted)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
