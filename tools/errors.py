#!/usr/bin/env python3
"""Show what is misread in the annotated reports, by class of cause, the most frequent first: passage, gold and our reading.

tools/errors.py [--set cv|dev|ours|passages] [--class WORDS] [--limit N]

Every reading is cross-validated: made with weights that have not seen the report. The reports that are held back are never shown.

    make errors                              all classes, three passages each
    make errors SET=dev CLASS=places         every passage of the classes that name "places", in the 60 reports of the gold
    make errors CLASS='act: fled'            one act taken for others
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training"), str(ROOT / "tools")]

import gold as material  # noqa: E402
from gold import Row  # noqa: E402
from misreadings import Misreading, misreadings  # noqa: E402

SETS = {
    "cv": "the 60 reports of the gold and our own",
    "dev": "the 60 reports of the gold",
    "ours": "the reports that we annotated",
    "written": "the reports that we wrote",
    "retold": "those that we wrote after the build of real pages",
    "passages": "our own passages: number, act and measure only",
}
AROUND = 260  # characters shown on either side of a number


def material_of(name: str, shared: Path = material.SHARED) -> list[tuple[str, Row]]:
    """Texts and annotated reports of a set. ``ValueError`` rather than a report that is held back."""
    if name == "passages":
        return material.passages()
    sets: dict[str, Callable[[], list[Row]]] = {
        "cv": lambda: material.gold(shared) + material.ours(),
        "dev": lambda: material.gold(shared),
        "ours": material.ours,
        "written": lambda: material.own("written"),
        "retold": lambda: material.own("retold"),
    }
    reports = sets[name]()
    away = material.held_back([report["id"] for report in material.lines(shared / "gold/dev.jsonl")])
    if any(report["id"] in away for report in reports):
        raise ValueError("a report that is held back must not be shown")
    return [(material.text_of(report["id"], shared), report) for report in reports]


def found(name: str, predicted: Mapping[str, Sequence[Row]]) -> list[Misreading]:
    """All misreadings of a set."""
    return [one for text, report in material_of(name) for one in misreadings(report, text, predicted[report["id"]])]


def classes(misread: Sequence[Misreading]) -> list[tuple[str, list[Misreading]]]:
    """The misreadings by class of cause, the most frequent class first."""
    counts = Counter(one.cause for one in misread)
    return [(cause, [one for one in misread if one.cause == cause]) for cause, _ in counts.most_common()]


def summary(grouped: Sequence[tuple[str, Sequence[Misreading]]], figures: int) -> Iterator[str]:
    """How often each field is misread, then each class; classes of a single figure are only counted."""
    fields: Counter[str] = Counter()
    for _, members in grouped:
        fields.update(one.field for one in members)
    yield "  ".join(f"{field} {count}" for field, count in fields.most_common()) + "\n"
    several = [(cause, members) for cause, members in grouped if len(members) > 1]
    for cause, members in several:
        yield f"{len(members):5d}  {len(members) / max(1, figures):6.1%}  {cause}"
    if len(several) < len(grouped):
        yield f"{len(grouped) - len(several):5d}          classes of a single figure"


def shown(one: Misreading, width: int, colour: bool) -> Iterator[str]:
    """A misreading for the terminal: where it is, the passage with the number marked, gold and ours side by side."""
    yield f"  {one.report}, character {one.start}" + ("" if one.sure is None else f", confidence {one.sure:.2f}")
    before, after = one.text[max(0, one.start - AROUND) : one.start], one.text[one.end : one.end + AROUND]
    if one.start > AROUND:
        before = "… " + before.partition(" ")[2]
    if one.end + AROUND < len(one.text):
        after = after.rpartition(" ")[0] + " …"
    passage = f"{before}⟦{one.text[one.start : one.end]}⟧{after}"
    wrapped = textwrap.fill(" ".join(passage.split()), width, initial_indent="    ", subsequent_indent="    ")
    yield wrapped.replace("⟦", "\x1b[1;7m").replace("⟧", "\x1b[0m") if colour else wrapped
    column = max(12, min((width - 16) // 2, max((len(gold) for _, gold, _ in one.rows), default=0)))
    yield f"      {'':9s} {'gold':{column}s}  ours"
    for name, gold, ours in one.rows:
        left = textwrap.wrap(gold, column) or [""]
        right = textwrap.wrap(ours, max(12, width - column - 20)) or [""]
        for at in range(max(len(left), len(right))):
            head, a, b = (name if at == 0 else ""), *(side[at] if at < len(side) else "" for side in (left, right))
            yield f"      {head:9s} {a:{column}s}  {b}".rstrip()


def main() -> int:
    """Predict by cross-validation, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, default="cv", help="; ".join(f"{name}: {words}" for name, words in SETS.items()))
    parser.add_argument(
        "--class", dest="cause", default="", metavar="WORDS", help="only classes that contain these words, with all their passages"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="passages a class (default: 3, or all with --class)")
    parser.add_argument("--predictions", type=Path, help="of training/crossval.py --predictions, instead of making them anew")
    options = parser.parse_args()
    if options.predictions:
        predicted = json.loads(options.predictions.read_text(encoding="utf-8"))
    else:
        import crossval  # needs the extra "train"

        predicted = crossval.predict()
    limit = options.limit if options.limit is not None else None if options.cause else 3
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = min(140, shutil.get_terminal_size((110, 24)).columns)
    figures = sum(len(report["figures"]) for _, report in material_of(options.set))
    grouped = [
        (cause, members) for cause, members in classes(found(options.set, predicted)) if options.cause.casefold() in cause.casefold()
    ]
    print(f"{SETS[options.set]}: {figures} figures, read with weights that have not seen them\n")
    print("\n".join(summary(grouped, figures)))
    for cause, members in grouped:
        print(f"\n── {cause} · {len(members)} " + "─" * max(0, width - len(cause) - 10))
        for one in members[:limit]:
            print("\n" + "\n".join(shown(one, width, colour)))
        if limit is not None and len(members) > limit:
            print(f"\n  … and {len(members) - limit} more: make errors SET={options.set} CLASS='{cause}'")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # a pager was closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
