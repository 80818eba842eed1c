"""``onrecord picture``: what all claims in the ledger add up to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.commands import common

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.picture.changes import Change
    from onrecord.types import Area, Estimate, Problem

_EPILOG = """\
An estimate has a low, a best and a high number for one thing counted, in one place, in one period. Claims compete only where they count
the same; parts bound their wholes; copies are one witness; nothing is dropped without a reason (onrecord why ESTIMATE).

In a terminal the estimates come as a table, in a pipe as JSON. Marks in the table: Σ a sum of disjoint parts that nobody says as a total,
✗ a check that does not hold. Claims "2 + 3" are two used and three set aside.

examples:
  onrecord picture --country TUR --act crossing --since 2012-11-01 --by week
  onrecord picture --place Sanliurfa --format csv > sanliurfa.csv
  onrecord picture --as-of 2012-11-09                     as the ledger stood that evening
  onrecord picture --published-by 2012-11-09              from reports published by then
  onrecord picture --published-by 2012-11-12 --changes-since 2012-11-09
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of the ledger, and the claims that could take no part in it: (claim, reason)."""

    estimates: list[Estimate]
    aside: list[tuple[str, str]]


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``picture`` to the command line."""
    about = "Show what the claims in the ledger add up to: low, best and high for everything counted, place by place, period by period."
    parser = commands.add_parser("picture", help="what it all adds up to", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    picture_options(parser)
    add = parser.add_argument
    add("--country", metavar="CCC", type=str.upper, help="only places in this country (ISO alpha-3)")
    add("--place", metavar="NAME", help="only this place and what lies in it (a name, a name and its country, or an id)")
    add("--act", metavar="GROUP", help="only this act group: crossing, displacement, evacuation, return, sheltered, registered, hosted …")
    add("--since", type=common.day, metavar="DATE", help="periods that reach this day or a later one (YYYY-MM-DD)")
    add("--until", type=common.day, metavar="DATE", help="periods that reach this day or an earlier one")
    add(
        "--changes-since",
        type=common.day,
        metavar="DATE",
        help="only what changed since what was published by that day, and because of what",
    )
    add("--format", choices=("table", "json", "csv"), help="how to show them (terminal: table, pipe: json)")
    parser.set_defaults(run=common.guarded(_run))


def picture_options(parser: argparse.ArgumentParser) -> None:
    """What chooses the claims that a picture is made of."""
    add = parser.add_argument
    add(
        "--by", choices=("day", "week", "month", "total"), help="one estimate for each of these (default: the periods that claims speak of)"
    )
    add("--as-of", type=common.moment, metavar="WHEN", help="what the ledger held then: a date or time (UTC), or the number of an entry")
    add("--published-by", type=common.day, metavar="DATE", help="only from reports published by this day: what could be known then")
    add("--confidential", action="store_true", help="with confidential reports, for those who have the right to see them")
    common.ledger_options(parser)


def draw(ledger: Ledger, options: argparse.Namespace, published_by: Any = None) -> Drawn:
    """The picture that the options ask for."""
    from onrecord.ledger import Query, claims, sketches
    from onrecord.ledger.rulings import links
    from onrecord.picture import Picture, learn, observe, roll_up, rulings_of, with_balance

    moment = ledger.moment(options.as_of)
    seen, aside = [], []
    limit = (published_by or options.published_by).toordinal() if (published_by or options.published_by) else None
    texts = sketches(ledger)
    for standing in claims(ledger, Query(as_of=moment, order="oldest")):
        one = observe(standing, texts)
        if isinstance(one, str):
            aside.append((standing.claim.id, one))
        elif limit is None or one.said <= limit:
            seen.append(one)
    rulings = rulings_of(links(ledger, moment))
    picture = Picture(seen, learn(seen, rulings), rulings)
    aside += [(one.claim, one.reason) for one in picture.set_aside]
    made = with_balance(picture.estimates)
    return Drawn(roll_up(made, options.by) if options.by else made, aside)


def named(area: Area) -> str:
    """An area by its name in the gazetteer, where claims gave only a code."""
    from onrecord.places.gazetteer import country_name

    kind, _, code = area.id.partition(":")
    if kind == "outside":
        return f"outside {country_name(code)}"
    return country_name(code) if kind == "iso" and area.name == code else area.name


def _run(options: argparse.Namespace) -> int:
    from onrecord.render import picture as render
    from onrecord.types import Problem

    with common.opened(options, write=False) as ledger:
        if options.changes_since:
            return _changes(ledger, options)
        drawn = draw(ledger, options)
    chosen = _chosen(drawn.estimates, options)
    if isinstance(chosen, Problem):
        common.say_problem(chosen)
        return common.USAGE
    form = options.format or ("table" if common.is_terminal(sys.stdout) else "json")
    if form == "json":
        render.write_json(chosen, sys.stdout, named)
    elif form == "csv":
        render.write_csv(chosen, sys.stdout, named)
    else:
        render.write_table(chosen, sys.stdout, *_terminal(), named)
        if drawn.aside:
            sys.stdout.write(f"{len(drawn.aside):,} claims take no part, such as {drawn.aside[0][0][:10]}: {drawn.aside[0][1]}\n")
    return common.OK


def _chosen(estimates: Sequence[Estimate], options: argparse.Namespace) -> list[Estimate] | Problem:
    """The estimates that the options ask for."""
    from onrecord.asking import areas_named
    from onrecord.picture import GROUPS
    from onrecord.types import Problem

    if options.act and options.act not in GROUPS:
        return Problem(options.act, "picture", "there is no such act group", "use one of " + ", ".join(GROUPS))
    areas: set[str] = set()
    if options.place:
        found = areas_named(options.place)
        if isinstance(found, Problem):
            return found
        areas = set(found)
    return [one for one in estimates if _fits(one, options, areas)]


def _fits(one: Estimate, options: argparse.Namespace, areas: set[str]) -> bool:
    if options.act and one.act != options.act:
        return False
    if options.country and not all(area.country == options.country or area.id == f"iso:{options.country}" for area in one.places):
        return False
    if areas and not all({area.id, *area.within} & areas for area in one.places):
        return False
    first, last = one.period.first, one.period.last
    if options.since and last and last < options.since:
        return False
    return not (options.until and (first or last) and (first or last) > options.until)


def _changes(ledger: Ledger, options: argparse.Namespace) -> int:
    from onrecord.picture.changes import changes

    before, after = draw(ledger, options, options.changes_since), draw(ledger, options)
    old, new = _chosen(before.estimates, options), _chosen(after.estimates, options)
    if not isinstance(old, list) or not isinstance(new, list):
        common.say_problem(old if not isinstance(old, list) else new)  # type: ignore[arg-type]
        return common.USAGE
    for change in changes(old, new):
        sys.stdout.write(_changed(change) + "\n")
    return common.OK


def _changed(change: Change) -> str:
    one = change.after or change.before
    assert one is not None
    was = f"{change.before.best:,}" if change.before else "nothing"
    now = f"{change.after.best:,}" if change.after else "nothing"
    where = " and ".join(named(area) for area in one.places)
    because = ", ".join(claim[:10] for claim in change.because[:8])
    return f"{one.id} {one.act} {one.population}, {where}, {one.period.last}: {was} → {now}, because of {because}"


def _terminal() -> tuple[int, bool]:
    import shutil

    color = common.is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size((120, 24)).columns, color
