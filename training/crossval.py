"""Score the whole reader on reports that its weights have not seen: train on the other folds, read, score with the gold's own script.

python training/crossval.py [--folds 6] [--predictions FILE]

The weights have not seen what they read here, but the rules have: who wrote them knew the 60 reports of the gold and the excerpts.
What is annotated is read with encoders that have not seen it either, which ``training/encoder.py`` leaves there; our own reports and
passages, from which all of these learned, are read without any.
An excerpt that is a piece of a report, or of another excerpt, shares its fold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import onrecord
from fit import fit
from gold import OWN, ROOT, SHARED, Row, annotated, excerpts, families, gold, ours, own, passages, script, text_of
from onrecord.encoder import opinion
from onrecord.reading import ranker, second
from train import PENALTY, fold_of, samples

ENCODERS = ROOT / "build/encoders"  # 0.onnx has not seen the fold 0, and so on
Predictions = dict[str, list[Row]]  # figures as JSON, by the id of report, excerpt or passage


def predict(shared: Path = SHARED, folds: int = 6) -> Predictions:
    """The figures of each annotated report, excerpt and passage, read with weights that have not seen it."""
    encoders = sorted(ENCODERS.glob("*.onnx"))
    if not encoders or folds % len(encoders):
        raise FileNotFoundError(f"{ENCODERS}: no encoders for {folds} folds; make them with `python training/encoder.py`")
    texts = texts_of(shared)
    family = families({name: text for name, (text, _) in texts.items()})
    made = samples(shared)
    predicted: Predictions = {}
    for fold in range(folds):
        unseen = [name for name in texts if fold_of(family[name], folds) == fold]
        away = set(unseen)
        with weights({task: fit([s for s in rows if s.group not in away], PENALTY[task]) for task, rows in made.items()}):
            with encoder(encoders[fold % len(encoders)]):
                predicted |= {name: figures(*texts[name]) for name in unseen if not is_own(name)}
            with unaided():
                predicted |= {name: figures(*texts[name]) for name in unseen if is_own(name)}
    return predicted


def is_own(name: str) -> bool:
    """Whether every encoder learned from this report or passage."""
    return name.partition("-")[0] in OWN or name.startswith("passage ")


@contextmanager
def encoder(network: Path) -> Iterator[None]:
    """Let the reader ask this encoder for a while instead of that of the package."""
    before, opinion.override = opinion.override, network
    try:
        yield
    finally:
        opinion.override = before


@contextmanager
def unaided() -> Iterator[None]:
    """Let the reader do without the encoder for a while."""
    before, second.MOST = second.MOST, 0
    try:
        yield
    finally:
        second.MOST = before


def texts_of(shared: Path = SHARED) -> dict[str, tuple[str, str | None]]:
    """Text and date of publication of everything that teaches, by id."""
    texts = {report["id"]: (text_of(report["id"], shared), report["published"]) for report in annotated(shared)}
    texts |= {row["id"]: (row["text"], None) for row in excerpts(shared)}
    return texts | {report["id"]: (text, None) for text, report in passages()}


@contextmanager
def weights(learned: Mapping[str, ranker.Weights]) -> Iterator[None]:
    """Let the reader use these weights for a while instead of those of the package."""
    before, ranker.override = ranker.override, learned
    ranker.weights.cache_clear()
    try:
        yield
    finally:
        ranker.override = before
        ranker.weights.cache_clear()


def figures(text: str, published: str | None) -> list[Row]:
    """The figures of a text as JSON. ``RuntimeError`` where the reader met trouble: a score must not hide that."""
    reading = onrecord.read_text(text, published=date.fromisoformat(published) if published else None)
    for problem in reading.problems:
        if problem.stage != "language":
            raise RuntimeError(f"{problem.stage}: {problem.message}")
    found: list[Row] = onrecord.to_json(reading)["figures"]
    return found


def main() -> int:
    """Predict and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--predictions", type=Path, help="write the predictions there, for error analysis")
    args = parser.parse_args()
    predicted = predict(args.shared, args.folds)
    if args.predictions:
        args.predictions.write_text(json.dumps(predicted), encoding="utf-8")
    for name, part in (("gold", gold(args.shared)), ("ours", ours()), *((kind, own(kind)) for kind in OWN)):
        tallies, fields, _ = script("score", args.shared).score({r["id"]: r["figures"] for r in part}, predicted)
        f1 = {f"{group}.{level}": 2 * a / max(1, 2 * a + b + c) for (group, level), (a, b, c) in tallies.items()}
        print(f"{name} ({len(part)} reports)", "  ".join(f"{key} {value:.3f}" for key, value in f1.items()))
        print("    ", "  ".join(f"{key} {a / max(1, b):.2f}" for key, (a, b) in fields.items()))
    rows = excerpts(args.shared)
    for name in ("idetect", "idmc"):
        print(name, script("score_excerpts", args.shared).score([r for r in rows if r["id"].startswith(f"{name}-")], predicted)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
