"""``onrecord picture``: what all claims in the ledger add up to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from onrecord.commands import common

if TYPE_CHECKING:
    from datetime import date

    from onrecord.ledger import Ledger, Query
    from onrecord.picture import Observation, Picture, Topic
    from onrecord.picture.balance import Balance
    from onrecord.picture.households import Sizes
    from onrecord.picture.rollup import By
    from onrecord.types import Area, Estimate, Problem, Standing

_EPILOG = """\
An estimate has a low, a best and a high number for one thing counted, in one place, in one period. Claims compete only where they count
the same; parts bound their wholes; copies are one witness; nothing is dropped without a reason (onrecord why ESTIMATE).

In a terminal the estimates come as a table, in a pipe as JSON. Marks in the table: Σ a sum of disjoint parts that nobody says as a total,
≈ people derived from households or homes by a household size, ✗ a check that does not hold. Claims "2 + 3" are two used and three set aside.

examples:
  onrecord picture --country TUR --act crossing --since 2012-11-01 --by week
  onrecord picture --place Sanliurfa --format csv > sanliurfa.csv
  onrecord picture --as-of 2012-11-09                     as the ledger stood that evening
  onrecord picture --published-by 2012-11-09              from reports published by then
  onrecord picture --published-by 2012-11-12 --changes-since 2012-11-09
"""


@dataclass(slots=True)
class Aside:
    """Claims that could take no part: how many, and the first of them with the reason."""

    many: int = 0
    first: tuple[str, str] = ("", "")

    def take(self, claim: str, reason: str) -> None:
        """Count one more."""
        self.first = self.first if self.many else (claim, reason)
        self.many += 1

    def also(self, other: Aside) -> None:
        """Count those of another, which came later."""
        self.first = self.first if self.many else other.first
        self.many += other.many


@dataclass(frozen=True, slots=True)
class Gathered:
    """A picture of claims of the ledger, and those that take no part in it (as far as it has been drawn)."""

    picture: Picture
    aside: Aside


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
        help="what changed since what was published by that day, and because of which claims (terminal: to read, pipe: json)",
    )
    add("--format", choices=("table", "json", "csv"), help="how to show them (terminal: table, pipe: json)")
    parser.set_defaults(run=common.guarded(_run))


def picture_options(parser: argparse.ArgumentParser) -> None:
    """What chooses the claims that a picture is made of, and its periods."""
    parser.add_argument(
        "--by", choices=("day", "week", "month", "total"), help="one estimate for each of these (default: the periods that claims speak of)"
    )
    parser.add_argument(
        "--household-sizes", metavar="FILE", help="TOML file of people a household by country (ONRECORD_HOUSEHOLD_SIZES, else our own)"
    )
    claim_options(parser)


def claim_options(parser: argparse.ArgumentParser) -> None:
    """What chooses the claims that a picture is made of."""
    add = parser.add_argument
    add("--as-of", type=common.moment, metavar="WHEN", help="what the ledger held then: a date or time (UTC), or the number of an entry")
    add("--published-by", type=common.day, metavar="DATE", help="only from reports published by this day: what could be known then")
    add("--confidential", action="store_true", help="with confidential reports, for those who have the right to see them")
    common.ledger_options(parser)


def gather(ledger: Ledger, options: argparse.Namespace, published_by: date | None = None) -> Gathered:
    """The picture of the claims that the options ask for."""
    from onrecord.ledger import Query
    from onrecord.ledger.rulings import links
    from onrecord.picture import Picture, rulings_of, uncollected

    moment = ledger.moment(options.as_of)
    found = Gathered(Picture(rulings=rulings_of(links(ledger, moment))), Aside())
    with uncollected():
        found.picture.add(observed(ledger, Query(as_of=moment), published_by or options.published_by, found.aside))
        found.picture.learn()
    return found


def observed(ledger: Ledger, query: Query, published_by: date | None, aside: Aside) -> Iterator[Observation]:
    """The claims that a query asks for, oldest first, from reports published by a day; those that can take no part go to ``aside``."""
    from onrecord.ledger import sketches, statements
    from onrecord.picture import observe

    texts = sketches(ledger)
    for said in statements(ledger, replace(query, order="oldest")):
        one = observe(said, texts.get(said.report, b""))
        if isinstance(one, str):
            aside.take(said.claim, one)
        elif published_by is None or one.said <= published_by.toordinal():
            yield one


def sizes_of(options: argparse.Namespace) -> Sizes | Problem:
    """The household sizes that the options ask for."""
    from onrecord.picture import load_sizes
    from onrecord.types import Problem

    try:
        return load_sizes(options.household_sizes)
    except ValueError as error:
        message, _, next_step = str(error).partition("; ")
        return Problem("household sizes", "picture", message, next_step or "see docs/picture.md for how such a file is written")


def draw(gathered: Gathered, by: By | None, act: str | None = None, sizes: Sizes | None = None) -> Iterator[Estimate]:
    """The estimates of a picture, of one act group or of all, in the order that the picture has. With household ``sizes`` people are derived
    from households and homes."""
    from onrecord.picture import Balance, uncollected

    balance = Balance(gathered.picture)
    with uncollected():
        for topic in gathered.picture.topics:
            if act in (None, topic.group):
                yield from drawn(balance, topic, by, sizes, gathered.aside)


def drawn(balance: Balance, topic: Topic, by: By | None, sizes: Sizes | None, aside: Aside) -> list[Estimate]:
    """The estimates of one topic; claims that could be part of none go to ``aside``."""
    from onrecord.picture import roll_up, with_people

    found = balance.about(topic)
    for one in found.aside:
        aside.take(one.claim, one.reason)
    made = roll_up(found.estimates, by) if by else found.estimates
    return with_people(made, sizes) if sizes else made


def estimates_of(
    ledger: Ledger, options: argparse.Namespace, sizes: Sizes, act: str | None = None, published_by: date | None = None
) -> tuple[Aside, Iterator[Estimate]]:
    """The estimates of the claims that the options ask for, drawn as they are taken, and the claims that take no part (as far as it has
    been drawn). Of very many claims two processes make a half each."""
    from onrecord.commands import halves

    if halves.pay(ledger, options.as_of):
        return halves.estimates_of(ledger, halves.asked(ledger, options, sizes, act, published_by))
    gathered = gather(ledger, options, published_by)
    return gathered.aside, draw(gathered, options.by, act, sizes)


@lru_cache(maxsize=20_000)
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

    fits, sizes = _chosen(options), sizes_of(options)
    for asked in (fits, sizes):
        if isinstance(asked, Problem):
            common.say_problem(asked)
            return common.USAGE
    assert not isinstance(fits, Problem) and not isinstance(sizes, Problem)
    with common.opened(options, write=False) as ledger:
        if options.changes_since:
            return _changes(ledger, options, fits, sizes)
        aside, estimates = estimates_of(ledger, options, sizes, options.act)
    chosen = filter(fits, estimates)
    form = options.format or ("table" if common.is_terminal(sys.stdout) else "json")
    if form == "json":
        render.write_json(chosen, sys.stdout, named)
    elif form == "csv":
        render.write_csv(chosen, sys.stdout, named)
    else:
        render.write_table(list(chosen), sys.stdout, *terminal(), named)
        if aside.many:
            claim, reason = aside.first
            how_many = "1 claim takes" if aside.many == 1 else f"{aside.many:,} claims take"
            sys.stdout.write(f"{how_many} no part, such as {claim[:10]}: {reason}\n")
    return common.OK


def _chosen(options: argparse.Namespace) -> Callable[[Estimate], bool] | Problem:
    """Whether an estimate is one that the options ask for."""
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
    return lambda one: _fits(one, options, areas)


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


def _changes(ledger: Ledger, options: argparse.Namespace, fits: Callable[[Estimate], bool], sizes: Sizes) -> int:
    from onrecord.picture.changes import changes, role
    from onrecord.render import changes as render

    old, new = (
        [one for one in estimates_of(ledger, options, sizes, options.act, limit)[1] if fits(one)] for limit in (options.changes_since, None)
    )
    found = [render.Changed(*change) for change in changes(old, new)]
    form = options.format or ("table" if common.is_terminal(sys.stdout) else "json")
    if form == "csv":
        render.write_csv(found, sys.stdout, named)
        return common.OK
    standings = standings_of(ledger, (claim for one in found for claim in one.because), options)
    if form == "json":
        render.write_json(found, sys.stdout, standings, role, named)
    else:
        render.write_text(found, sys.stdout, standings, role, named, *terminal())
    return common.OK


def standings_of(ledger: Ledger, idents: Iterable[str], options: argparse.Namespace) -> dict[str, Standing]:
    """These claims as they stand."""
    from onrecord.ledger import standings

    return standings(ledger, idents, options.as_of)


def terminal() -> tuple[int, bool]:
    """Columns of the terminal, and whether it shows emphasis."""
    import shutil

    color = common.is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size((120, 24)).columns, color
