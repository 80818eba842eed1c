#!/usr/bin/env python3
"""Measure everything and write it into ``docs/accuracy.md``: what stands there between ``<!-- generated: NAME -->`` and ``<!-- end -->``.

tools/accuracy.py [--predictions FILE]

The prose of the page is written by hand; every number in it is computed here, or stands in ``accuracy.toml`` with its origin.
The texts of the reports that are held back are read by the reader, scored, and not shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training"), str(ROOT / "tools")]

import gold as material  # noqa: E402
import measures  # noqa: E402
import write_reference  # noqa: E402
from errors import classes  # noqa: E402
from gold import Row  # noqa: E402
from measures import Measured, Predictions  # noqa: E402
from misreadings import Misreading, misreadings  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"
SURE = 0.9
EDGES = ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01))
Beside = dict[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The annotated material and how it was read: ``unseen`` by cross-validation, ``read`` with the weights of the package."""

    gold: Sequence[Row]  # the 60
    held: Sequence[Row]  # the 15
    ours: Sequence[Row]
    written: Sequence[Row]
    retold: Sequence[Row]
    wire: Row
    excerpts: Sequence[Row]
    unseen: Predictions
    read: Predictions
    misread: Sequence[Misreading]
    kin: int  # excerpts that are a piece of an annotated report
    held_kin: tuple[int, int]  # excerpts and other texts that taught and share a passage with a report that is held back
    beside: Beside
    outdated: Sequence[str] = ()  # tasks whose weights in the package are not what training makes today

    @cached_property
    def sets(self) -> dict[str, Measured]:
        """The scores by set of reports."""
        both = [*self.gold, *self.ours]
        return {
            "held": measures.measured(self.held, self.read),
            "gold unseen": measures.measured(self.gold, self.unseen),
            "ours unseen": measures.measured(self.ours, self.unseen),
            "both unseen": measures.measured(both, self.unseen),
            "written unseen": measures.measured(self.written, self.unseen),
            "retold unseen": measures.measured(self.retold, self.unseen),
            "gold": measures.measured(self.gold, self.read),
            "ours": measures.measured(self.ours, self.read),
            "dev": measures.measured([*self.gold, *self.held], self.read),
            "wire": measures.measured([self.wire], self.read),
        }

    def excerpt_scores(self, name: str, predicted: Predictions) -> dict[str, float]:
        """The scores of the gold's own script on the excerpts of a set."""
        result: dict[str, float] = material.script("score_excerpts").score(self.excerpt_rows(name), predicted)[0]
        return result

    def excerpt_rows(self, name: str) -> list[Row]:
        """The excerpts of a set."""
        return [row for row in self.excerpts if row["id"].startswith(f"{name}-")]


def gather(unseen: Predictions | None = None) -> Evidence:
    """Read everything. ``unseen``: predictions of training/crossval.py, instead of making them anew."""
    import crossval  # needs the extra "train"
    import train

    gold, ours, written, excerpts = material.gold(), material.ours(), material.own("written"), material.excerpts()
    names = {report["id"] for report in gold}
    held = [report for report in material.lines(material.SHARED / "gold/dev.jsonl") if report["id"] not in names]
    wire = json.loads((material.SHARED / "gold/wire-2012-11-09.json").read_text(encoding="utf-8"))
    texts = crossval.texts_of() | {report["id"]: (material.text_of(report["id"]), report["published"]) for report in held}
    family = material.families({name: text for name, (text, _) in texts.items()})
    of_reports = {family[report["id"]] for report in (*gold, *ours)}
    of_held = {family[report["id"]] for report in held}
    of_excerpts = sum(family[row["id"]] in of_held for row in excerpts)
    unseen = unseen or crossval.predict()
    read = {name: crossval.figures(*text) for name, text in texts.items() if not name.startswith("passage ")}
    read[wire["id"]] = crossval.figures((material.SHARED / f"gold/{wire['id']}.txt").read_bytes().decode("utf-8"), None)
    return Evidence(
        gold, held, ours, written, material.own("retold"), wire, excerpts, unseen, read,
        misread=[one for report in (*gold, *ours) for one in misreadings(report, texts[report["id"]][0], unseen[report["id"]])],
        kin=sum(family[row["id"]] in of_reports for row in excerpts),
        held_kin=(of_excerpts, sum(family[name] in of_held for name in texts) - len(held) - of_excerpts),
        beside=tomllib.loads((ROOT / "tools/accuracy.toml").read_text(encoding="utf-8")),
        outdated=train.outdated(),
    )  # fmt: skip


def short(e: Evidence) -> str:
    """The page in a few sentences."""
    held, unseen = e.sets["held"], e.sets["gold unseen"]
    sure = measures.bands([*e.gold, *e.ours], e.unseen, [(SURE, 1.01)])[0]
    idetect = e.excerpt_scores("idetect", e.unseen)
    return (
        f"- **Reports held back from rules and training** ({held.reports} reports, {held.figures} figures; few, so the intervals are wide): "
        f"of movement, shelter and dwellings, found {_with(held, 'main.found')}, with value, unit and act right {_with(held, 'main.core')}, "
        f"with everything right {_with(held, 'main.full')}.\n"
        f"- **Cross-validated on the other {unseen.reports}** ({unseen.figures} figures): {_with(unseen, 'main.found')}, "
        f"{_with(unseen, 'main.core')}, {_with(unseen, 'main.full')}.\n"
        f"- **Excerpts of IDETECT, cross-validated**: the quantity is found in {_percent(idetect['quantity'])}, quantity, term and unit are right in "
        f"{_percent(idetect['whole'])}; published tools reach {e.beside['tools']['quantity']} and {e.beside['tools']['whole']}.\n"
        f"- **Confidence**: of the figures we are sure of ({SURE} or more; {_percent(sure.figures / _read(e))} of all that we read), "
        f"{_percent(sure.share)} have value, unit and act right ({_span(sure.span)}), cross-validated.\n"
    )


def taught(e: Evidence) -> str:
    """What taught rules and weights."""
    passages = material.passages()
    rows = [
        ["development gold", f"{len(e.gold)} reports", _figures(e.gold), "yes", "yes"],
        ["development gold, held back", f"{len(e.held)} reports", _figures(e.held), "no", "no"],
        ["annotated by us (`training/annotated`)", f"{len(e.ours)} reports", _figures(e.ours), "yes", "yes"],
        ["written by us (`training/reports`)", f"{len(e.written)} reports", _figures(e.written), "some", "yes"],
        ["retold by us (`training/retold`)", f"{len(e.retold)} reports", _figures(e.retold), "yes", "yes"],
        ["labelled excerpts", f"{len(e.excerpts)} excerpts", str(len(e.excerpts)), "yes", "acts only"],
        [
            "our own passages (`training/passages.txt`)",
            f"{len(passages)} passages",
            _figures([report for _, report in passages]),
            "yes",
            "acts and measure",
        ],
        ["the wire story", "1 report", _figures([e.wire]), "yes", "no"],
    ]
    return _table(["", "how many", "figures", "rules were written with it", "weights learned from it"], rows) + (
        f"\n{e.kin} of the excerpts are pieces of annotated reports and share their fold in cross-validation. Pieces of reports that are held back, "
        f"or sharing a passage with one: {e.held_kin[0]} of the excerpts, {e.held_kin[1]} of the other texts that taught.\n"
    )


NAMES = {  # in the order of the page
    "held": ("held back: rules and weights have not seen them", "none"),
    "gold unseen": ("gold, cross-validated", "rules"),
    "ours unseen": ("annotated by us, cross-validated", "rules"),
    "both unseen": ("both, cross-validated", "rules"),
    "written unseen": ("written by us, harder than the news, cross-validated", "some rules"),
    "retold unseen": ("retold by us after real pages, cross-validated", "rules"),
    "gold": ("gold, as the package reads them", "rules and weights"),
    "ours": ("annotated by us, as the package reads them", "rules and weights"),
    "dev": ("all of the gold, held back or not, as the package reads them", "most"),
    "wire": ("the wire story", "rules"),
}


def reports(e: Evidence) -> str:
    """The scores by set of reports."""
    goals = e.beside["goals"]["reports"]
    rows = [
        [what, str(e.sets[name].reports), str(e.sets[name].figures), seen, *(f"{e.sets[name].f1(level):.3f}" for level in measures.LEVELS)]
        for name, (what, seen) in NAMES.items()
    ]
    rows.append(["*goal for the gold*", "", "", ""] + [f"*{goals[level]:.2f}*" if level in goals else "" for level in measures.LEVELS])
    return _table(["set", "reports", "figures", "seen by"] + [level.replace(".", " ") for level in measures.LEVELS], rows)


def held_back(e: Evidence) -> str:
    """The reports that are held back beside the others, with intervals."""
    held = e.sets["held"]
    rows = []
    for level in measures.LEVELS:
        row = [level.replace(".", " "), _with(held, level)]
        for name in ("gold unseen", "gold"):
            apart, span = measures.difference(held, e.sets[name], level)
            row += [_with(e.sets[name], level), f"{apart:+.3f} ({span[0]:+.2f} to {span[1]:+.2f})"]
        rows.append(row)
    head = [
        "",
        f"held back ({held.reports})",
        f"the other {len(e.gold)}, cross-validated",
        "apart",
        f"the other {len(e.gold)}, learned",
        "apart",
    ]
    within = sum(
        abs(measures.difference(held, e.sets["gold"], level)[0]) <= e.beside["goals"]["other"]["distance"] for level in measures.LEVELS
    )
    return _table(head, rows) + (
        f"\n{held.figures} figures in {held.reports} reports are few: one report more or less moves a score by several hundredths. The goal was a distance of "
        f"{e.beside['goals']['other']['distance']} at most; {within} of the {len(measures.LEVELS)} scores of the package keep it.\n"
    )


def excerpts(e: Evidence) -> str:
    """The labelled excerpts, beside the other tools."""
    tools, largest, goals = (e.beside[name] for name in ("tools", "largest", "goals"))
    head = ["", "{name}, cross-validated", "{name}, learned", "goal"]
    beside = [f"published tools (all {tools['rows']} rows)", f"taking the largest number ({tools['rows']} rows)"]
    tables = []
    for name in ("idetect", "idmc"):
        unseen, read = (e.excerpt_scores(name, predicted) for predicted in (e.unseen, e.read))
        others = name == "idetect"
        rows = []
        for key in ("quantity", "whole", "location", "country", "extra"):
            show: Callable[[float], str] = (lambda value: f"{value:.2f} an excerpt") if key == "extra" else _percent
            goal = _goal(goals[name].get(key)) if key != "extra" else f"{goals[name][key]:.2f} at most" if key in goals[name] else ""
            published = [tools.get(key, ""), largest.get(key, "")] if others else []
            rows.append([key, show(unseen[key]), show(read[key]), goal, *published])
        title = f"{name.upper()} ({len(e.excerpt_rows(name))} rows)"
        tables.append(_table([*(cell.format(name=title) for cell in head), *(beside if others else [])], rows))
    return "\n".join(tables)


def people(e: Evidence) -> str:
    """Beside people, and beside a geoparser."""
    b, both = e.beside, e.sets["both unseen"]
    return (
        f"**People.** Two people who annotate the same articles agree on {b['people']['spans']} of the spans of quantities and {b['people']['facts']} of "
        f"the labelled facts. The nearest that we have, cross-validated on {both.reports} reports: we agree with the annotation on {both.f1('all.found'):.1%} "
        f"of the spans (all found, F1), {both.f1('all.core'):.1%} of value, unit and act, {both.f1('all.full'):.1%} of everything at once. "
        "Their articles and labels are others, so this shows the order of magnitude and no more.\n"
        f"\n**Places.** Mordecai 3 publishes {b['mordecai']['places']} exact places and {b['mordecai']['countries']} right countries, of place names by "
        f"themselves. Ours are places *of figures*: a figure counts as right when all its places are named, with at most one more; that is so in "
        f"{_right(both, 'places')} of the figures, and the country is right in {_right(both, 'country')} (cross-validated, where found with the right act). "
        "We have no gold with coordinates, so the two cannot be compared directly.\n"
    )


def fields(e: Evidence) -> str:
    """Field by field, of the figures found."""
    names = ("held", "gold unseen", "ours unseen", "gold")
    goals = e.beside["goals"]["fields"]
    rows = [
        [f"{field}"]
        + [_right(e.sets[name], field) for name in names]
        + [str(e.sets["both unseen"].fields[field][1]), _goal(goals.get(field))]
        for field in e.sets["held"].fields
    ]
    return _table(["", "held back", "gold, cross-validated", "ours, cross-validated", "gold, learned", "looked at (both)", "goal"], rows)


def acts(e: Evidence) -> str:
    """Act by act."""
    rows = [
        [
            f"`{act.name}`",
            str(act.gold),
            str(act.read),
            str(act.right),
            f"{act.right / max(1, act.read):.2f}",
            f"{act.right / max(1, act.gold):.2f}",
            f"{act.f1:.2f}",
        ]
        for act in measures.acts([*e.gold, *e.ours], e.unseen)
    ]
    return _table(["act", "in the gold", "read", "right", "precision", "recall", "F1"], rows)


def confidence(e: Evidence) -> str:
    """The reliability of the confidence."""
    unseen = measures.bands([*e.gold, *e.ours], e.unseen, [*EDGES, (SURE, 1.01)])
    held = measures.bands(e.held, e.read, [*EDGES, (SURE, 1.01)])
    rows = []
    for one, other in zip(unseen, held, strict=True):
        name = f"**{SURE} and more**" if one is unseen[-1] else f"{one.low:.2f} to {min(one.high, 1.0):.2f}"
        shares = [f"{b.share:.1%} ({_span(b.span)})" if b.figures else "" for b in (one, other)]
        rows.append([name, str(one.figures), f"{one.confidence:.3f}", shares[0], str(other.figures), shares[1]])
    goal = e.beside["goals"]["other"]["sure"]
    verdicts = ["is reached" if share >= goal else "is not reached" for share in (unseen[-1].share, held[-1].share)]
    head = ["confidence", "figures", "mean confidence", "core right, cross-validated", "held back: figures", "core right, held back"]
    return (
        _table(head, rows)
        + f"\nThe goal of {goal:.0%} right cores among the figures of {SURE} and more {verdicts[0]} by cross-validation and {verdicts[1]} on the held-back reports.\n"
    )


def wrong(e: Evidence) -> str:
    """What we still get wrong, by class."""
    total = e.sets["both unseen"].figures
    counts = Counter(one.field for one in e.misread)
    rows = []
    for field, count in counts.most_common():
        causes = [(cause.partition(": ")[2], len(members)) for cause, members in classes([one for one in e.misread if one.field == field])]
        most = "; ".join(f"{cause} {number}" for cause, number in causes[:4])
        rest = sum(number for _, number in causes[4:])
        rows.append([field, str(count), f"{count / total:.1%}", most + (f"; other {rest}" if rest else "")])
    return _table(["", "figures", f"of the {total} in the gold", "most frequent classes"], rows)


def digests(e: Evidence) -> str:
    """SHA-256 of what was measured on, and of what was measured."""
    shared = material.SHARED / "gold"
    files = [
        ("gold", shared / name) for name in ("dev.jsonl", "excerpts_dev.jsonl", "wire-2012-11-09.json", "score.py", "score_excerpts.py")
    ]
    files += [("ours", path) for path in sorted((ROOT / "training/annotated").glob("*.jsonl"))] + [("ours", ROOT / "training/passages.txt")]
    texts = {folder.name: b"".join(path.read_bytes() for path in sorted(folder.glob("*.txt"))) for folder in material.OWN.values()}
    own = [
        ["ours", f"`training/{name}/*.txt`, one after the other", f"`{hashlib.sha256(text).hexdigest()}`"] for name, text in texts.items()
    ]
    files += [("weights", path) for path in sorted((ROOT / "src/onrecord/reading/weights").glob("*.json"))]
    rows = [[kind, f"`{path.name}`", f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`"] for kind, path in files]
    return _table(["", "file", "SHA-256"], [*rows, *own])


PARTS: dict[str, Callable[[Evidence], str]] = {
    "short": short,
    "taught": taught,
    "reports": reports,
    "held back": held_back,
    "excerpts": excerpts,
    "people": people,
    "fields": fields,
    "acts": acts,
    "confidence": confidence,
    "wrong": wrong,
    "digests": digests,
}


def _with(scores: Measured, level: str) -> str:
    return f"{scores.f1(level):.3f} ({_span(scores.interval(level))})"


def _span(span: tuple[float, float]) -> str:
    return f"{span[0]:.2f} to {span[1]:.2f}"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _goal(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _right(scores: Measured, field: str) -> str:
    right, count = scores.fields[field]
    return f"{right / count:.1%}" if count else ""


def _figures(reports: Iterable[Row]) -> str:
    return str(sum(len(report["figures"]) for report in reports))


def _read(e: Evidence) -> int:
    return sum(len(e.unseen[report["id"]]) for report in (*e.gold, *e.ours))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)) + "\n"


def main() -> None:
    """Measure, and write the page anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--predictions", type=Path, help="of training/crossval.py --predictions, instead of making them anew")
    options = parser.parse_args()
    evidence = gather(json.loads(options.predictions.read_text(encoding="utf-8")) if options.predictions else None)
    parts = {name: lambda make=make: make(evidence) for name, make in PARTS.items()}
    PAGE.write_text(write_reference.written(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")
    if evidence.outdated:
        print(f"the weights of {', '.join(evidence.outdated)} are out of date: run training/train.py and measure again", file=sys.stderr)
    print(short(evidence) + f"\nwritten: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
