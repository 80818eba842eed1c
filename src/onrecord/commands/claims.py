"""``onrecord claims``: ask the ledger."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from onrecord.commands import common

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, Query
    from onrecord.render.claims import ClaimCsv, ClaimLines, ClaimTable

_ROWS = 50  # of a table, unless said otherwise
_EPILOG = """\
In a terminal the claims come as a table, in a pipe as JSON Lines; the latest first. Marks in the table: ✓ accepted, ✗ rejected,
✎ corrected, ≠ read otherwise since it was ruled on, ▮ confidential.

examples:
  onrecord claims --country TUR --act fled --since 2012-11-01
  onrecord claims --place Sanliurfa --role to --format csv > sanliurfa.csv
  onrecord claims --source UNHCR --text '"tent city" gendarm*' --min-confidence 0.8
  onrecord claims --country TUR --as-of 2012-11-09      what was on record that evening
  onrecord claims --id 3f9a1c                           one claim, its passage and everything that was ruled about it
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``claims`` to the command line."""
    about = "Show the claims in the ledger: by place, period, act, source, words, confidence and status."
    parser = commands.add_parser("claims", help="ask the ledger for claims", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    common.filter_options(parser)
    parser.add_argument("--id", metavar="ID", help="one claim with its history (the beginning of its id will do)")
    parser.add_argument("--limit", type=_limit, metavar="N", help=f"at most so many; 0: all (default: {_ROWS} in a table, else all)")
    parser.add_argument("--format", choices=("table", "jsonl", "csv"), help="how to show them (terminal: table, pipe: jsonl)")
    common.ledger_options(parser)
    parser.set_defaults(run=common.guarded(_run))


def _run(options: argparse.Namespace) -> int:
    from onrecord.types import Problem

    with common.opened(options, write=False) as ledger:
        if options.id:
            return _one(options, ledger)
        query = common.query_of(options, ledger)
        if isinstance(query, Problem):
            common.say_problem(query)
            return common.PROBLEMS
        return _many(options, ledger, query)


def _many(options: argparse.Namespace, ledger: Ledger, query: Query) -> int:
    from itertools import islice

    from onrecord.ledger import claims, count

    eyes = (options.format or ("table" if common.is_terminal(sys.stdout) else "jsonl")) == "table"
    limit = options.limit if options.limit is not None else _ROWS if eyes else 0
    writer = _writer(options.format, eyes)
    shown = 0
    for standing in islice(claims(ledger, query), limit or None):
        writer.write(standing)
        shown += 1
    writer.close()
    if eyes:
        total = count(ledger, query) if limit and shown == limit else shown
        more = f"; {total - shown:,} more (--limit 0 shows all)" if total > shown else ""
        sys.stdout.write(f"{shown:,} claim{'' if shown == 1 else 's'}{more}\n")
    return common.OK


def _writer(form: str | None, eyes: bool) -> ClaimTable | ClaimLines | ClaimCsv:
    from onrecord.render.claims import ClaimCsv, ClaimLines, ClaimTable

    if eyes:
        import shutil

        color = common.is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return ClaimTable(sys.stdout, shutil.get_terminal_size((120, 24)).columns, color)
    return ClaimCsv(sys.stdout) if form == "csv" else ClaimLines(sys.stdout)


def _one(options: argparse.Namespace, ledger: Ledger) -> int:
    from onrecord.asking import whole_id
    from onrecord.entrycodec import standing_to_json
    from onrecord.ledger import Query, claims
    from onrecord.types import Problem

    ident = whole_id(ledger, options.id)
    if isinstance(ident, Problem):
        common.say_problem(ident)
        return common.PROBLEMS
    claim = ledger.claim(ident)
    if claim is None:
        common.say_problem(Problem(options.id, "ledger", "no claim that you may see has this id", "take it from `onrecord claims`"))
        return common.PROBLEMS
    there = list(claims(ledger, Query(report=claim.report, as_of=options.as_of)))
    standing = next((one for one in there if one.claim.anchor == claim.anchor), None)
    history = _history(ledger, claim.anchor)
    if (options.format or "jsonl") == "table" or (options.format is None and common.is_terminal(sys.stdout)):
        from onrecord.render.claims import passage, statement
        from onrecord.render.terminal import Paint, clean

        report = ledger.report(claim.report)
        lines = passage(claim, report.text if report else "", Paint(False), 100)
        lines += [""] + ([f"{name:>10}  {value}" for name, value in statement(standing)] if standing else ["it stands no longer"])
        lines += ["", *(clean(" · ".join(str(value) for value in event.values() if value)) for event in history)]
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        sys.stdout.write(
            json.dumps({"standing": standing_to_json(standing) if standing else None, "history": history}, ensure_ascii=False) + "\n"
        )
    return common.OK


def _history(ledger: Ledger, anchor: tuple[str, int, int, int]) -> list[dict[str, Any]]:
    """What is on record about the words at an anchor, in order."""
    from onrecord.entrycodec import claim_from_body, stamp

    found: list[dict[str, Any]] = []
    claims, rulings = set[str](), set[str]()
    for entry in ledger.history(anchor[0]):
        body = json.loads(entry.body)
        event: dict[str, Any] = {
            "seq": entry.seq,
            "recorded_at": stamp(entry.recorded_at),
            "by": entry.by,
            "kind": entry.kind,
            "id": entry.id,
        }
        if entry.kind == "claim":
            claim = claim_from_body(entry.id, body)
            if claim.anchor != anchor:
                continue
            claims.add(entry.id)
            event |= {"made_by": claim.made_by, "value": claim.figure.value, "act": claim.figure.act}
        elif entry.kind == "decision":
            other = (body.get("value") or {}).get("other")
            if not {body["about"], other} & (claims | rulings | {anchor[0]}):
                continue
            rulings.add(entry.id)
            event |= {name: body.get(name) for name in ("ruling", "about", "value", "why")}
        elif entry.kind == "reading":
            event |= {"made_by": body["made_by"]}
        found.append(event)
    return found


def _limit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise argparse.ArgumentTypeError(f"{value!r} is no whole number")
    return int(value)
