"""``onrecord why``: the reasons behind an estimate."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from onrecord.commands import common
from onrecord.commands.picture import estimates_of, named, picture_options, sizes_of, standings_of

if TYPE_CHECKING:
    from onrecord.types import Standing

_EPILOG = """\
The id of an estimate stands in `onrecord picture`; give the same --by, --as-of and --published-by here.

examples:
  onrecord why 0e6da550a71f
  onrecord why 0e6d --format json | jq '.set_aside[] | .reason'
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``why`` to the command line."""
    about = (
        "Say why an estimate is what it is: each claim with its words and weight, each claim set aside with its reason, what was checked."
    )
    parser = commands.add_parser(
        "why", help="the reasons behind an estimate", description=about, epilog=_EPILOG, formatter_class=common.RAW
    )
    parser.add_argument("estimate", metavar="ESTIMATE", help="id of an estimate (the beginning of its id will do)")
    picture_options(parser)
    parser.add_argument("--format", choices=("tree", "json"), default="tree", help="how to show it (default: tree)")
    parser.set_defaults(run=common.guarded(_run))


def _run(options: argparse.Namespace) -> int:
    import shutil

    from onrecord.render.picture import estimate_to_json, tree
    from onrecord.types import Problem

    sizes = sizes_of(options)
    if isinstance(sizes, Problem):
        common.say_problem(sizes)
        return common.USAGE
    with common.opened(options, write=False) as ledger:
        found = [one for one in estimates_of(ledger, options, sizes)[1] if one.id.startswith(options.estimate.lower())]
        if len(found) != 1:
            message = "no estimate has this id" if not found else f"{len(found)} estimates have an id that begins so"
            next_step = (
                "take it from `onrecord picture` with the same --by, --as-of and --published-by" if not found else "give more of the id"
            )
            common.say_problem(Problem(options.estimate, "picture", message, next_step))
            return common.PROBLEMS
        behind = (*(used.claim for used in found[0].used), *(aside.claim for aside in found[0].set_aside))
        standings = standings_of(ledger, behind, options)
    if options.format == "json":
        values = estimate_to_json(found[0], named)
        for row in values["used"] + values["set_aside"]:
            row["quote"] = _words(standings.get(row["claim"]))
        sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(tree(found[0], standings, named, min(shutil.get_terminal_size((100, 24)).columns, 110))) + "\n")
    return common.OK


def _words(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    quote, source = standing.claim.quote, standing.claim.source
    words: dict[str, Any] = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    return words | {"source": source.name if source else None, "report": standing.claim.report, "title": standing.report.title}
