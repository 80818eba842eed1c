"""Feeds that are followed: each new item is read once, failures are tried again after growing pauses, one bad feed harms no other.

The state is one small JSON file until the ledger keeps it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from onrecord.reports.fetch import AGENT, Answer, fetch
from onrecord.reports.guard import take_apart
from onrecord.reports.limits import Limits
from onrecord.reports.receive import Received, receive_url
from onrecord.reports.records import STAGE, digest
from onrecord.reports.sniff import HEAD, kind_of_bytes
from onrecord.types import Problem, Report

_FIRST_PAUSE, _LONGEST_PAUSE = 300.0, 86_400.0  # seconds after the first failure; doubled with each, up to a day
_TRIES = 6  # of one item, then the feed's own words stand in for its page
_SEEN = 5_000  # items remembered of a feed
_BETWEEN = 1.0  # seconds between two requests to one host
_ROBOTS_FOR = 3_600.0  # seconds that a robots.txt is taken for granted
_ALTERNATE = re.compile(rb"""<link\b[^>]*type\s*=\s*["']application/(?:rss|atom)\+xml["'][^>]*>""", re.I)
_HREF = re.compile(rb"""href\s*=\s*["']([^"']{1,500})""", re.I)


@dataclass(slots=True)
class Feed:
    """A feed and what is known of it. Times are seconds since 1970; ``waiting``: items whose page could not be had, with their tries."""

    url: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    next: float = 0.0
    last: float = 0.0
    problem: str = ""
    seen: list[str] = field(default_factory=list)
    waiting: dict[str, list[float]] = field(default_factory=dict)  # key -> tries, time of the next


class State:
    """The followed feeds, in a file that is always whole: it is written anew and put in place in one step."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.feeds: dict[str, Feed] = {}
        if os.path.exists(path):
            self._load()

    def _load(self) -> None:
        try:
            with open(self.path, encoding="utf-8") as file:
                data = json.load(file)
            self.feeds = {item["url"]: Feed(**item) for item in data["feeds"]}
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{self.path} is damaged ({type(error).__name__}); move it away and add the feeds again") from error

    def save(self) -> None:
        """Write the file."""
        folder = os.path.dirname(os.path.abspath(self.path))
        os.makedirs(folder, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            json.dump({"feeds": [asdict(feed) for feed in self.feeds.values()]}, file, indent=1)
        os.replace(file.name, self.path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the file for this process. ``BlockingIOError`` where another one runs."""
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        with open(f"{self.path}.lock", "w", encoding="utf-8") as file:
            with suppress(ImportError):
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield


class Follower:
    """Goes through the feeds that are due, one request at a time."""

    def __init__(
        self,
        state: State,
        limits: Limits,
        clock: Callable[[], float] = time.time,
        rest: Callable[[float], None] = time.sleep,
        most: int = 50,
    ) -> None:
        self._state, self._limits, self._clock, self._rest, self._most = state, limits, clock, rest, most
        self._asked: dict[str, float] = {}
        self._robots: dict[str, tuple[float, RobotFileParser | None]] = {}

    def run(self) -> Iterator[Received]:
        """The reports of new items, and the problems met. The state is saved after each item: nothing is read twice."""
        for feed in list(self._state.feeds.values()):
            if feed.next <= self._clock():
                yield from self._feed(feed)
                self._state.save()

    def _feed(self, feed: Feed) -> Iterator[Received]:
        items = self._items(feed)
        if isinstance(items, Problem):
            self._failed(feed, items)
            yield Received(feed.url, feed.url, None, (items,))
            return
        feed.failures, feed.problem, feed.next, feed.last = 0, "", 0.0, self._clock()
        left = self._most
        for report in items:
            key = digest(report.url or report.id)
            waits = feed.waiting.get(key)
            if key in feed.seen or (waits and waits[1] > self._clock()):
                continue
            if not left:
                feed.etag = feed.modified = ""  # the rest comes next time, so the feed must come whole
                break
            left -= 1
            yield from self._item(feed, key, report)
            self._state.save()

    def _item(self, feed: Feed, key: str, report: Report) -> Iterator[Received]:
        tries = int(feed.waiting.get(key, [0])[0]) + 1
        if report.url and tries <= _TRIES and self._may(report.url):
            self._breathe(report.url)
            received = list(receive_url(report.url, self._limits))
            good = [item for item in received if item.report is not None]
            if not good:
                feed.waiting[key] = [tries, self._clock() + _pause(tries)]
                feed.etag = feed.modified = ""
                yield from received
                return
            for item in good:
                page = item.report
                assert page is not None
                dated = replace(page, published=page.published or report.published, title=page.title or report.title)
                self._done(feed, key)
                yield replace(item, report=dated)
            return
        self._done(feed, key)
        yield Received(report.url or feed.url, feed.url, report)

    def _done(self, feed: Feed, key: str) -> None:
        feed.waiting.pop(key, None)
        if key not in feed.seen:
            feed.seen = [*feed.seen, key][-_SEEN:]

    def _items(self, feed: Feed) -> list[Report] | Problem:
        if not self._may(feed.url):
            return Problem(feed.url, STAGE, "robots.txt asks programs to leave it alone", "ask its publisher, or follow another feed")
        self._breathe(feed.url)
        headers = {name: value for name, value in (("If-None-Match", feed.etag), ("If-Modified-Since", feed.modified)) if value}
        answer = fetch(feed.url, self._limits, headers)
        if isinstance(answer, Problem):
            return answer
        if answer.unchanged:
            return []
        kind = kind_of_bytes(answer.body[:HEAD], "")
        if kind != "feed":
            return _no_feed(feed.url, answer)
        found, problem = [], None
        for _, report, problems in take_apart("feed", answer.body, feed.url, feed.url, self._limits):
            if report is not None:
                found.append(report)
            elif problems:
                problem = problems[0]
        if problem is not None and not found:
            return problem
        feed.etag, feed.modified = answer.headers.get("etag", "")[:200], answer.headers.get("last-modified", "")[:60]
        return found

    def _failed(self, feed: Feed, problem: Problem) -> None:
        feed.failures += 1
        feed.problem = problem.message
        feed.next = self._clock() + _pause(feed.failures)

    def _may(self, url: str) -> bool:
        """Whether the host's robots.txt lets us. One that cannot be had forbids nothing; one behind a login forbids all."""
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        known = self._robots.get(base)
        if known is None or self._clock() - known[0] > _ROBOTS_FOR:
            self._breathe(url)
            known = (
                self._clock(),
                _rules(fetch(f"{base}/robots.txt", replace(self._limits, seconds=min(20.0, self._limits.seconds), bytes=1 << 20))),
            )
            self._robots[base] = known
        return known[1] is None or known[1].can_fetch(AGENT.split("/")[0], url)

    def _breathe(self, url: str) -> None:
        host = urlsplit(url).netloc
        wait = self._asked.get(host, 0.0) + _BETWEEN - self._clock()
        if wait > 0:
            self._rest(wait)
        self._asked[host] = self._clock()


def _rules(answer: Answer | Problem) -> RobotFileParser | None:
    rules = RobotFileParser()
    if isinstance(answer, Problem):
        if "answers 401" in answer.message or "answers 403" in answer.message:
            rules.parse(["User-agent: *", "Disallow: /"])
            return rules
        return None
    rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    return rules


def _pause(failures: int) -> float:
    return float(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(failures - 1, 12)))


def _no_feed(url: str, answer: Answer) -> Problem:
    found = _ALTERNATE.search(answer.body[:200_000])
    href = _HREF.search(found.group()) if found else None
    advice = (
        f"the page names this feed: {urljoin(answer.url, href[1].decode('utf-8', 'replace'))}"
        if href
        else "it may be a login page: open it in a browser"
    )
    return Problem(url, STAGE, "the address gives a web page or something else, not a feed", advice)


def state_path(environment: dict[str, str] | Any = os.environ) -> str:
    """Where the state lies unless the user says otherwise."""
    base = environment.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "onrecord", "feeds.json")
