"""``onrecord follow``: feeds whose new items are read as they come."""

from __future__ import annotations

import argparse
import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from onrecord.commands import common

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.reports.following import State
    from onrecord.types import Reading, Report

_ABOUT = "Follow RSS and Atom feeds: each new item is read once, with the page that it links to."
_EXAMPLES = """\
Hosts are asked one request at a time, robots.txt is respected, and a feed that fails is tried again after 5 minutes, 10, 20 … up to a day.

examples:
  onrecord follow add https://example.org/feed.xml
  onrecord follow list
  onrecord follow run                               once: JSON Lines of what is new (a table in a terminal)
  onrecord follow run --every 15m >> figures.jsonl  until interrupted
  onrecord follow run --every 15m --add             and keep it all in the ledger
"""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def add_parser(commands: Any) -> None:
    """Hook the command in."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser(
        "follow", help="follow feeds and read what is new", description=_ABOUT, epilog=_EXAMPLES, formatter_class=raw
    )
    parser.add_argument("--state", metavar="FILE", help="where the feeds are remembered (~/.local/state/onrecord/feeds.json)")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="follow a feed", description="Follow a feed.")
    add.add_argument("url", metavar="URL", help="its address")
    add.set_defaults(run=_add)
    drop = actions.add_parser("drop", help="stop following a feed", description="Stop following a feed.")
    drop.add_argument("url", metavar="URL", help="its address")
    drop.set_defaults(run=_drop)
    show = actions.add_parser(
        "list", help="the feeds and how they fare", description="List the feeds that are followed, and how they fare."
    )
    show.set_defaults(run=_list)
    run_ = actions.add_parser("run", help="read what is new", description="Read what is new in the feeds.")
    run_.add_argument("--every", type=seconds, metavar="TIME", help="go on until interrupted, with this pause: 90s, 15m, 2h")
    run_.add_argument("--most", type=_whole, default=50, metavar="N", help="items of one feed read in one go (50)")
    run_.add_argument("--format", choices=("table", "jsonl", "json", "csv"), help="how to show the figures (terminal: table, pipe: jsonl)")
    run_.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST", help="ask this host though its address is private; may be repeated"
    )
    run_.add_argument("--add", action="store_true", help="keep what is read, and how each feed fared, in the ledger too")
    common.ledger_options(run_, by=True)
    run_.set_defaults(run=common.guarded(_run), quotes=False, min_confidence=0.0)


def seconds(value: str) -> float:
    """The seconds of "90s", "15m", "2h"; a bare number counts minutes."""
    found = re.fullmatch(r"(\d{1,5})\s*([smhd]?)", value.strip())
    if not found or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{value!r} is no time; write 90s, 15m, 2h or 1d")
    return int(found[1]) * _UNITS[found[2] or "m"]


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 100_000):
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 to 100000")
    return int(value)


def _state(options: argparse.Namespace) -> State | None:
    from onrecord.commands.common import say
    from onrecord.reports.following import State, state_path

    try:
        return State(options.state or state_path())
    except (OSError, ValueError) as error:
        say(str(error))
        return None


def _add(options: argparse.Namespace) -> int:
    from onrecord.commands.common import OK, USAGE, say
    from onrecord.reports.following import Feed

    state = _state(options)
    if state is None or not options.url.lower().startswith(("http://", "https://")):
        if state is not None:
            say(f"{options.url!r} is no address; write one that begins with http:// or https://")
        return USAGE
    if options.url not in state.feeds:
        state.feeds[options.url] = Feed(options.url)
        state.save()
    return OK


def _drop(options: argparse.Namespace) -> int:
    from onrecord.commands.common import OK, USAGE, say

    state = _state(options)
    if state is None or options.url not in state.feeds:
        if state is not None:
            say(f"{options.url!r} is not followed; onrecord follow list shows what is")
        return USAGE
    del state.feeds[options.url]
    state.save()
    return OK


def _list(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from onrecord.commands.common import OK, USAGE
    from onrecord.render.terminal import clean

    state = _state(options)
    if state is None:
        return USAGE
    for feed in state.feeds.values():
        last = datetime.fromtimestamp(feed.last, UTC).strftime("%Y-%m-%d %H:%M UTC") if feed.last else "never"
        trouble = f"; {feed.failures} failures: {feed.problem}" if feed.failures else ""
        waiting = f"; {len(feed.waiting)} waiting" if feed.waiting else ""
        print(clean(f"{feed.url}  last read: {last}; {len(feed.seen)} items{waiting}{trouble}"))
    return OK


def _run(options: argparse.Namespace) -> int:
    import time

    from onrecord.cli import writer_of
    from onrecord.commands.common import OK, PROBLEMS, USAGE, say
    from onrecord.commands.common import settings as load_settings

    state, settings = _state(options), load_settings()
    if state is None or settings is None:
        return USAGE
    if not state.feeds:
        say("no feed is followed; onrecord follow add URL")
        return USAGE
    writer = writer_of(options)
    status = OK
    try:
        with state.alone():
            while True:
                status = max(status, _once(options, state, settings, writer))
                if not options.every:
                    break
                time.sleep(options.every)
    except BlockingIOError:
        say(f"another onrecord follow run holds {state.path}; wait for it, or name another file with --state")
        return PROBLEMS
    writer.close()
    return status


def _once(options: argparse.Namespace, state: State, settings: Any, writer: Any) -> int:
    """One round through the feeds that are due. An item is remembered as read only after the ledger has it."""
    from onrecord import pipeline
    from onrecord.commands.common import OK, PROBLEMS, say_problem
    from onrecord.reports.following import Follower
    from onrecord.reports.limits import Limits

    before = _states(state)

    limits = Limits(
        chars=settings.max_chars, seconds=settings.max_seconds, megabytes=settings.max_megabytes, hosts=tuple(options.allow_host)
    )
    status = OK
    with common.opened(options, write=True) if options.add else nullcontext() as ledger:
        for received in Follower(state, limits, most=options.most).run():
            problems = received.problems
            if received.report is not None:
                reading = pipeline.read_report(received.report, None, received.where, settings.debug)
                problems = problems + reading.problems
                if ledger is not None:
                    _keep(ledger, reading, received.report)
                writer.write(reading)
            for problem in problems:
                say_problem(problem)
                status = PROBLEMS
        if ledger is not None:
            _keep_states(ledger, before, _states(state))
    return status


def _keep(ledger: Ledger, reading: Reading, report: Report) -> None:
    from onrecord import __version__
    from onrecord.entrycodec import reading_drafts

    if report.text.strip():
        ledger.append(reading_drafts(reading, report, f"onrecord {__version__}"))


def _states(state: State) -> dict[str, dict[str, Any]]:
    """How each feed fares. Items are counted, not named: the ledger knows its reports, and an entry is for good."""
    from dataclasses import asdict

    return {url: asdict(feed) | {"seen": len(feed.seen), "waiting": len(feed.waiting)} for url, feed in state.feeds.items()}


def _keep_states(ledger: Ledger, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> None:
    """The state of each feed that was asked, as an entry."""
    from datetime import UTC, datetime

    from onrecord.entrycodec import feed_draft

    now = datetime.now(UTC)
    ledger.append([feed_draft(url, known, now) for url, known in after.items() if known != before.get(url)])
