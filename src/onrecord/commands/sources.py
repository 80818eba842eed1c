"""``onrecord sources``: how far each source ran from what later settled."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from onrecord.commands import common
from onrecord.commands.picture import claim_options, gather, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.types import Scorecard

_EPILOG = """\
Error is signed: +12 % reads high against what its claims, together with all others about the same, settled on. Spread is the scatter
around that. With --detail there is a row for each act group and country too. Claims are weighed by a record only where it rests on
8 settled counts or more ("Weighs"); by act and country only where a source's records differ more than chance explains, and then drawn
towards its record as a whole. All other sources weigh by their kind.

In a terminal the scorecards come as a table, in a pipe as JSON.

examples:
  onrecord sources
  onrecord sources --source UNHCR --detail
  onrecord sources --country TUR --act crossing --format csv > turkey.csv
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``sources`` to the command line."""
    about = "Show each source's scorecard: signed error and spread against what later settled, by act and country."
    parser = commands.add_parser("sources", help="scorecards of the sources", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    claim_options(parser)
    add = parser.add_argument
    add("--source", metavar="NAME", help="only this source, under any of its names")
    add("--detail", action="store_true", help="by act group and country too")
    add("--country", metavar="CCC", type=str.upper, help="only what they said about this country (ISO alpha-3), in detail")
    add("--act", metavar="GROUP", help="only what they said about this act group, in detail: crossing, displacement, evacuation …")
    add("--format", choices=("table", "json", "csv"), help="how to show them (terminal: table, pipe: json)")
    parser.set_defaults(run=common.guarded(_run))


def _run(options: argparse.Namespace) -> int:
    from onrecord.picture import GROUPS, scorecards
    from onrecord.render import scorecards as render
    from onrecord.types import Problem

    if options.act and options.act not in GROUPS:
        next_step = "use one of " + ", ".join(GROUPS)
        common.say_problem(Problem(options.act, "picture", "there is no such act group", next_step))
        return common.USAGE
    with common.opened(options, write=False) as ledger:
        picture = gather(ledger, options).picture
        name = ledger.sources().resolve(options.source).name if options.source else None
    cards = _chosen(scorecards(picture), options, name)
    form = options.format or ("table" if common.is_terminal(sys.stdout) else "json")
    if form == "json":
        render.write_json(cards, sys.stdout)
    elif form == "csv":
        render.write_csv(cards, sys.stdout)
    else:
        render.write_table(cards, sys.stdout, *terminal())
    return common.OK


def _chosen(cards: Sequence[Scorecard], options: argparse.Namespace, name: str | None) -> list[Scorecard]:
    """The scorecards that the options ask for; of a source in detail its record as a whole stays on top."""
    detail = options.detail or options.country or options.act
    fits = [card for card in cards if name is None or card.source == name]
    if not detail:
        return [card for card in fits if card.act is None]
    here = [
        card for card in fits
        if card.act is not None and options.act in (None, card.act) and options.country in (None, card.country)
    ]  # fmt: skip
    named = {card.source for card in here} if options.country or options.act else {card.source for card in fits}
    return [card for card in fits if (card.act is None and card.source in named) or card in here]
