"""Train the rankers from the annotated reports and write their weights into the package.

python training/train.py [--folds 6] [--no-write] [--shared ../shared]

Fifteen reports, chosen by the hash of their id, are held back and never read here. Of the excerpts only one figure each is
labelled: they teach which act word a number belongs to, never that a number is no figure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fit import Sample, fit
from gold import ROOT, SHARED, Row, annotated, lessons, passages, same_name, text_of
from onrecord.places import find_mentions
from onrecord.reading.acts import Features, Slot
from onrecord.reading.aspects import measure_features
from onrecord.reading.both_ends import End, names_of, places_of, roles_of
from onrecord.reading.dateline import masthead
from onrecord.reading.dates import all_spans
from onrecord.reading.ground import Ground, survey
from onrecord.reading.ranker import shares
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import Site
from onrecord.reading.slots import Scene, features_of, options, scene
from onrecord.reading.sources import speeches
from onrecord.reading.told import Placed, since
from onrecord.reading.where import end_options, own_sites
from onrecord.reading.where import options as place_options
from onrecord.text import sentences

PENALTY = {"acts": 0.5, "measure": 0.5, "places": 6.0, "ends": 1.0}  # chosen by cross-validation
TURNED = 5  # places too many that a wrong role of an end is worth
PASSAGE_WEIGHT = 0.5
OWN_WEIGHT = {"written": 0.4, "retold": 0.5}  # of our own reports; chosen by cross-validation on the real ones
WEIGHTS = ROOT / "src/onrecord/reading/weights"
Samples = dict[str, list[Sample]]
TERM = {
    "displaced": {"displaced", "arrived", "registered", "hosted", "returned", "stranded", "expelled"},
    "forced to flee": {"fled"}, "evacuated": {"evacuated"}, "sheltered": {"sheltered"}, "in relief camp": {"sheltered"},
    "relocated": {"relocated", "returned"}, "homeless": {"homeless"}, "destroyed housing": {"housing_destroyed"},
    "partially destroyed housing": {"housing_damaged", "housing_flooded"},
    "uninhabitable housing": {"housing_damaged", "housing_destroyed", "housing_flooded"},
}  # fmt: skip


def prepare(text: str, published: date | None = None) -> tuple[list[Scene], Ground]:
    """The scenes of a text and the lie of its places, as the reader sees them."""
    parts = sentences(text)
    mentions = find_mentions(text, parts)
    demonyms = [m for m in mentions if m.form == "demonym"]
    dates = all_spans(text, parts, masthead(text, None, published).published)
    made = [scene(text, part, demonyms, [(s.start, s.end) for s in spans]) for part, spans in zip(parts, dates, strict=True)]
    return made, survey(parts, mentions, [(s.start, s.end) for s in speeches(text, parts)])


def report_samples(report: Row, text: str) -> Iterator[tuple[str, Sample]]:
    """Samples of all tasks from an annotated report."""
    made, ground = prepare(text, date.fromisoformat(report["published"]) if report["published"] else None)
    placed: list[Placed] = []
    yield from scene_samples(made, report["figures"], report["id"])
    for here in made:
        for slot in here.slots:
            gold = gold_of(slot, report["figures"])
            if gold:
                trigger = next((c.trigger for c in options(here, slot, []) if c and c.act == gold["act"]), None)
                ask = Ask(here.sentence, here.words, slot, trigger, gold["act"], here.slots)
                yield from place_samples(ground, ask, placed, gold, report["id"])


def gold_of(slot: Slot, figures: Sequence[Row]) -> Row | None:
    """The annotated figure whose number overlaps the slot's."""
    return next((f for f in figures if f["start"] < slot.number.end and slot.number.start < f["end"]), None)


def scene_samples(made: Sequence[Scene], figures: Sequence[Row], group: str) -> Iterator[tuple[str, Sample]]:
    """Samples of acts and measure: each number with its candidates, and which of them is right."""
    before: list[str] = []
    for here in made:
        earlier: list[tuple[Slot | None, str]] = [(None, act) for act in before[:1]]
        acts: list[str] = []
        for slot in here.slots:
            gold = gold_of(slot, figures)
            found = options(here, slot, earlier)
            wanted = gold["act"] if gold else None
            right = frozenset(i for i, c in enumerate(found) if (c.act if c else None) == wanted)
            yield "acts", Sample(features_of(here, slot, found), right, group=group)
            if gold:
                act: str = gold["act"]
                trigger = next((c.trigger for c in found if c and c.act == act and c.trigger), None)
                flow = frozenset([0 if gold["measure"] == "flow" else 1])
                yield "measure", Sample([measure_features(act, slot, trigger, here.words), {}], flow, group=group)
                earlier = [(slot, act), *((s, a) for s, a in earlier if s is not None)]
                acts.insert(0, act)
        before = acts


def place_samples(ground: Ground, ask: Ask, placed: list[Placed], gold: Row, group: str) -> Iterator[tuple[str, Sample]]:
    """The sites a figure may have, and for those that are right the other ends that may go with them.

    Right are the sites that name all gold places, alone or with another end, and as few others as can be; those with which a rule names
    them go before those for which the ranker must find the other end."""
    ground = ground.section(ask.sentence.index)
    before = since(placed, ground.start, ask.sentence.index)
    found = place_options(ground, ask, before)
    others = [end_options(ground, ask, site, before) for site, _ in found]
    surplus = {
        (position, at): extra
        for position, ((site, _), ends) in enumerate(zip(found, others, strict=True))
        for at, (end, _) in enumerate(ends)
        if (extra := _surplus(site, end, gold)) is not None
    }
    told = bool(gold["from"] or gold["to"])
    ruled = {pair: extra for pair, extra in surplus.items() if _is_ruled(others[pair[0]], pair[1])}
    joined = _fewest(ruled) or _fewest(surplus) if told else [(0, 0)]
    right = frozenset(position for position, _ in joined)
    yield "places", Sample([features for _, features in found], right, group=group)
    pairs = _fewest(surplus) if told else joined
    asked = sorted({position for position, _ in pairs if len(others[position]) > 1})
    for position in asked:
        ends = frozenset(at for one, at in pairs if one == position)
        yield "ends", Sample([features for _, features in others[position]], ends, weight=1 / len(asked), group=group)
    chosen = next(((position, at) for position, at in sorted(joined) if found[position][0]), None)
    site = found[chosen[0]][0] if chosen else None
    if chosen and site:
        end = others[chosen[0]][next((at for one, at in pairs if one == chosen[0]), chosen[1])][0]
        places = tuple(places_of(ask, site, 1.0, end, 1.0, own_sites(ground, ask)))
        placed.insert(0, Placed(ask.sentence.index, ask.sentence.paragraph, site, roles=roles_of(places)))


def _surplus(site: Site | None, end: End | None, gold: Row) -> int | None:
    """How many places a site and another end name beyond those of the gold; ``None`` where they miss one. An end in a wrong role counts much."""
    mine = site.names if site else ()
    theirs = [name for _, name in names_of(end.site)] if end else []
    wanted = [*gold["from"], *gold["to"]]
    if not all(any(same_name(one, name) for name in (*mine, *theirs)) for one in wanted):
        return None
    turned = end is not None and any(not any(same_name(one, name) for one in gold[end.role]) for name in theirs)
    return len(mine) + len(theirs) - len(wanted) + (TURNED if turned and gold["from"] != gold["to"] else 0)


def _fewest(surplus: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The pairs with the least surplus, if that is one place at most."""
    least = min(surplus.values(), default=TURNED)
    return [pair for pair, extra in surplus.items() if extra == least <= 1]


def _is_ruled(ends: Sequence[tuple[End | None, Features]], at: int) -> bool:
    """Whether rules alone would put this end: or none, where they put none."""
    end = ends[at][0]
    return bool(end.rule) if end else not any(other and other.rule for other, _ in ends)


def passage_samples(text: str, report: Row) -> Iterator[tuple[str, Sample]]:
    """Samples from a passage of our own; every number in it that is not marked is no figure."""
    made, _ = prepare(text)
    for task, sample in scene_samples(made, report["figures"], report["id"]):
        yield task, replace(sample, weight=PASSAGE_WEIGHT)


def excerpt_samples(row: Row) -> Iterator[tuple[str, Sample]]:
    """Samples from an excerpt: of the one figure that is labelled, which act words are right."""
    wanted = TERM[row["term"].lower()]
    for here in prepare(row["text"])[0]:
        for slot in here.slots:
            if slot.number.value == row["quantity"]:
                found = options(here, slot, [])
                right = frozenset(i for i, c in enumerate(found) if c and c.act in wanted)
                yield "acts", Sample(features_of(here, slot, found), right, weight=0.7, group=row["id"])


def samples(shared: Path = SHARED) -> Samples:
    """All samples of all tasks, in groups by report, excerpt or passage."""
    made: Samples = {task: [] for task in PENALTY}
    for report in annotated(shared):
        weight = OWN_WEIGHT.get(report["id"].partition("-")[0], 1.0)
        for task, sample in report_samples(report, text_of(report["id"], shared)):
            made[task].append(replace(sample, weight=weight * sample.weight))
    for row in lessons(shared):
        for task, sample in excerpt_samples(row):
            made[task].append(sample)
    for text, report in passages():
        for task, sample in passage_samples(text, report):
            made[task].append(sample)
    return made


def fold_of(name: str, folds: int) -> int:
    """The fold of a group, by the hash of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def evaluate(samples: Sequence[Sample], penalty: float, folds: int) -> Counter[str]:
    """Cross-validated: of the decisions on held-out reports, how many are right, and of which kind the others."""
    tally: Counter[str] = Counter()
    for fold in range(folds):
        learned = fit([s for s in samples if fold_of(s.group, folds) != fold], penalty)
        for s in (s for s in samples if fold_of(s.group, folds) == fold):
            chances = shares(s.options, learned)
            figure, right = 1 - chances[0], sum(chances[i] for i in s.right)
            if not s.right:
                tally["no candidate"] += 1
            elif 0 in s.right:
                tally["rejected" if figure < 0.5 else "extra"] += 1
            else:
                tally["missed" if figure < 0.5 else "right" if right > figure / 2 else "wrong act"] += 1
    return tally


def outdated(shared: Path = SHARED, slack: float = 0.05) -> list[str]:
    """The tasks whose weights in the package are not those that training makes today: rules or annotations changed since."""
    found = []
    for task, rows in samples(shared).items():
        old: dict[str, float] = json.loads((WEIGHTS / f"{task}.json").read_text(encoding="utf-8"))
        new = fit(rows, PENALTY[task])
        if any(abs(old.get(name, 0.0) - new.get(name, 0.0)) > slack for name in old.keys() | new.keys()):
            found.append(task)
    return found


def main() -> int:
    """Evaluate by cross-validation, then train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--folds", type=int, default=6, help="0: do not evaluate")
    parser.add_argument("--no-write", action="store_true", help="evaluate only")
    args = parser.parse_args()
    made = samples(args.shared)
    if args.folds:
        for task, rows in made.items():
            print(task, len(rows), dict(evaluate(rows, PENALTY[task], args.folds)))
    if not args.no_write:
        for task, rows in made.items():
            learned = fit(rows, PENALTY[task])
            target = WEIGHTS / f"{task}.json"
            target.write_text(json.dumps(learned, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
            print(f"{target}: {len(learned)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
