"""Train the rankers from the annotated reports and write their weights into the package.

    python training/train.py [--folds 5] [--shared ../shared]

Fifteen reports, chosen by the hash of their id, are held back and never read here. Of the excerpts only one figure each is
labelled: they teach which act word a number belongs to, never that a number is no figure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from fit import Sample, fit

from onrecord.places import find_mentions
from onrecord.reading.acts import Slot
from onrecord.reading.aspects import measure_features
from onrecord.reading.dateline import masthead
from onrecord.reading.dates import all_spans
from onrecord.reading.ranker import shares
from onrecord.reading.slots import Scene, features_of, options, scene
from onrecord.reading.sources import speeches
from onrecord.reading.where import Ask, Ground, Placed, refs, survey
from onrecord.reading.where import options as place_options
from onrecord.text import sentences

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT.parent / "shared/gold"))

from score import same_name  # noqa: E402  (the scorer's own idea of one name)

PENALTY = {"acts": 0.5, "measure": 1.0, "places": 4.0}  # chosen by cross-validation
PASSAGE_WEIGHT = 0.5
TERM = {
    "displaced": {"displaced", "arrived", "registered", "hosted", "returned", "stranded", "expelled"},
    "forced to flee": {"fled"}, "evacuated": {"evacuated"}, "sheltered": {"sheltered"}, "in relief camp": {"sheltered"},
    "relocated": {"relocated", "returned"}, "homeless": {"homeless"}, "destroyed housing": {"housing_destroyed"},
    "partially destroyed housing": {"housing_damaged", "housing_flooded"},
    "uninhabitable housing": {"housing_damaged", "housing_destroyed", "housing_flooded"},
}  # fmt: skip


def held_back(ids: list[str]) -> set[str]:
    """The fifteen reports that are kept away from rules and training."""
    return set(sorted(ids, key=lambda i: hashlib.sha256(f"onrecord held back {i}".encode()).hexdigest())[:15])


def annotated(shared: Path) -> list[dict]:
    """The reports to learn from: the gold without those held back, and those that we annotated ourselves (``training/annotated``)."""
    gold = lines(shared / "gold/dev.jsonl")
    away = held_back([r["id"] for r in gold])
    ours = [report for path in sorted((ROOT / "training/annotated").glob("*.jsonl")) for report in lines(path)]
    return [r for r in gold if r["id"] not in away] + ours


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def prepare(text: str, published: date | None = None) -> tuple[list[Scene], Ground]:
    """The scenes of a text and the lie of its places, as the reader sees them."""
    parts = sentences(text)
    mentions = find_mentions(text, parts)
    demonyms = [m for m in mentions if m.form == "demonym"]
    dates = all_spans(text, parts, masthead(text, None, published).published)
    made = [scene(text, part, demonyms, [(s.start, s.end) for s in spans]) for part, spans in zip(parts, dates, strict=True)]
    return made, survey(parts, mentions, [(s.start, s.end) for s in speeches(text, parts)])


def report_samples(report: dict, text: str) -> Iterator[tuple[str, Sample]]:
    """Samples of all tasks from an annotated report."""
    made, ground = prepare(text, date.fromisoformat(report["published"]) if report["published"] else None)
    placed: list[Placed] = []
    yield from scene_samples(made, report["figures"], report["id"])
    for here in made:
        for slot in here.slots:
            gold = gold_of(slot, report["figures"])
            if gold:
                trigger = next((c.trigger for c in options(here, slot, []) if c and c.act == gold["act"]), None)
                ask = Ask(here.sentence, here.words, slot, trigger, gold["act"], slot.counted.kind == "partitive")
                yield "places", place_sample(ground, ask, placed, gold, report["id"])


def gold_of(slot: Slot, figures: list[dict]) -> dict | None:
    """The annotated figure whose number overlaps the slot's."""
    return next((f for f in figures if f["start"] < slot.number.end and slot.number.start < f["end"]), None)


def scene_samples(made: list[Scene], figures: list[dict], group: str) -> Iterator[tuple[str, Sample]]:
    """Samples of acts and measure: each number with its candidates, and which of them is right."""
    before: list[str] = []
    for here in made:
        earlier = [(None, act) for act in before[:1]]
        acts = []
        for slot in here.slots:
            gold = gold_of(slot, figures)
            found = options(here, slot, earlier)
            wanted = gold["act"] if gold else None
            right = frozenset(i for i, c in enumerate(found) if (c.act if c else None) == wanted)
            yield "acts", Sample(features_of(here, slot, found), right, group=group)
            if gold:
                trigger = next((found[i].trigger for i in sorted(right) if found[i].trigger), None)
                flow = frozenset([0 if gold["measure"] == "flow" else 1])
                yield "measure", Sample([measure_features(wanted, slot, trigger, here.words), {}], flow, group=group)
                earlier = [(slot, wanted), *((s, a) for s, a in earlier if s is not None)]
                acts.insert(0, wanted)
        before = acts


def place_sample(ground: Ground, ask: Ask, placed: list[Placed], gold: dict, group: str) -> Sample:
    """The sites a figure may have; right are those that name all gold places, and as few others as can be."""
    found = place_options(ground, ask, placed)
    wanted = [*gold["from"], *gold["to"]]
    surplus = {}
    for position, (site, _) in enumerate(found):
        names = [p.name for p in refs(ground, ask, site, 1.0)]
        if all(any(same_name(w, n) for n in names) for w in wanted):
            surplus[position] = len(names) - len(wanted)
    least = min(surplus.values(), default=9)
    right = frozenset(p for p, extra in surplus.items() if extra == least and extra <= 1) if wanted else frozenset([0])
    site = next((found[p][0] for p in sorted(right) if found[p][0]), None)
    if site:
        placed.insert(0, Placed(ask.sentence.index, ask.sentence.paragraph, site))
    return Sample([features for _, features in found], right, group=group)


def passage_samples(line: str) -> Iterator[tuple[str, Sample]]:
    """A passage of our own with its figures marked, ``[[NUMBER|act|measure]]``; every other number in it is no figure."""
    text, marks = "", {}
    for piece in re.split(r"(\[\[[^\]]*\]\])", line):
        if piece.startswith("[["):
            number, act, kind = piece[2:-2].split("|")
            marks[len(text)] = (len(text) + len(number), act, kind)
            text += number
        else:
            text += piece
    group = f"passage {hashlib.sha256(line.encode()).hexdigest()[:12]}"
    figures = [{"start": start, "end": end, "act": act, "measure": kind} for start, (end, act, kind) in marks.items()]
    made, _ = prepare(text)
    for task, sample in scene_samples(made, figures, group):
        yield task, replace(sample, weight=PASSAGE_WEIGHT)


def passages() -> list[str]:
    """The passages, one a line; lines with # are comments."""
    path = ROOT / "training/passages.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def excerpt_samples(row: dict) -> Iterator[tuple[str, Sample]]:
    wanted = TERM[row["term"].lower()]
    for here in prepare(row["text"])[0]:
        for slot in here.slots:
            if slot.number.value == row["quantity"]:
                found = options(here, slot, [])
                right = frozenset(i for i, c in enumerate(found) if c and c.act in wanted)
                yield "acts", Sample(features_of(here, slot, found), right, weight=0.7, group=row["id"])


def evaluate(samples: list[Sample], penalty: float, folds: int) -> Counter:
    """Cross-validated: of the decisions on held-out reports, how many are right, and of which kind the others."""
    tally: Counter = Counter()
    fold_of = lambda s: int(hashlib.sha256(s.group.encode()).hexdigest(), 16) % folds
    for fold in range(folds):
        learned = fit([s for s in samples if fold_of(s) != fold], penalty)
        for s in (s for s in samples if fold_of(s) == fold):
            chances = shares(s.options, learned)
            figure, right = 1 - chances[0], sum(chances[i] for i in s.right)
            if not s.right:
                tally["no candidate"] += 1
            elif 0 in s.right:
                tally["rejected" if figure < 0.5 else "extra"] += 1
            else:
                tally["missed" if figure < 0.5 else "right" if right > figure / 2 else "wrong act"] += 1
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--no-write", action="store_true")
    args = parser.parse_args()
    made: dict[str, list[Sample]] = {"acts": [], "measure": [], "places": []}
    for report in annotated(args.shared):
        with open(args.shared / f"gold/reports/{report['id']}.txt", encoding="utf-8", newline="") as file:
            for task, sample in report_samples(report, file.read()):
                made[task].append(sample)
    for row in lines(args.shared / "gold/excerpts_dev.jsonl"):
        for task, sample in excerpt_samples(row):
            made[task].append(sample)
    for line in passages():
        for task, sample in passage_samples(line):
            made[task].append(sample)
    if args.folds:
        for task, samples in made.items():
            tally = evaluate(samples, PENALTY[task], args.folds)
            print(task, len(samples), dict(tally))
    if not args.no_write:
        for task, samples in made.items():
            learned = fit(samples, PENALTY[task])
            target = ROOT / f"src/onrecord/reading/weights/{task}.json"
            target.write_text(json.dumps(learned, indent=0, sort_keys=True, ensure_ascii=False) + "\n")
            print(f"{target}: {len(learned)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
