"""Feeds that are followed: what is new is read once, failures are tried again later, one bad feed harms no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.commands.follow import seconds
from onrecord.ledger import open_ledger
from onrecord.reports.following import Feed, Follower, State
from onrecord.reports.limits import Limits
from onrecord.reports.receive import Received
from servers import Site, reply, site

ROOT = Path(__file__).parents[1]
TRUSTING = Limits(seconds=5, hosts=("127.0.0.1",))


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as shown:
        yield shown


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.rested: list[float] = []

    def __call__(self) -> float:
        return self.now

    def rest(self, pause: float) -> None:
        self.rested.append(pause)
        self.now += pause


def feed_of(web: Site, *names: str) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><link>{web.url}/{name}</link><pubDate>Fri, 10 May 2013 10:00:00 +0000</pubDate>"
        f"<description>In short: {name}.</description></item>"
        for name in names
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Star</title>{items}</channel></rss>'.encode()


def story(text: str) -> bytes:
    return f"<html><body><article><h1>News</h1><p>{text}</p></article></body></html>".encode()


def run(state: State, clock: Clock, most: int = 50) -> list[Received]:
    return list(Follower(state, TRUSTING, clock, clock.rest, most).run())


def follow(tmp_path: Path, *urls: str) -> State:
    state = State(str(tmp_path / "feeds.json"))
    state.feeds = {url: Feed(url) for url in urls}
    return state


def texts(items: list[Received]) -> list[str]:
    return [item.report.text.split("\n\n")[-1] for item in items if item.report]


def test_new_items_are_read_once_and_politely(web: Site, tmp_path: Path) -> None:
    web.pages |= {"/feed": feed_of(web, "a", "b"), "/a": story("Some 300 people fled."), "/b": story("Some 400 people fled.")}
    state, clock = follow(tmp_path, f"{web.url}/feed"), Clock()
    assert texts(run(state, clock)) == ["Some 300 people fled.", "Some 400 people fled."]
    assert web.paths() == ["/robots.txt", "/feed", "/a", "/b"]
    assert clock.rested == [1.0] * 3  # one request a second to a host
    web.pages |= {"/feed": feed_of(web, "c", "a", "b"), "/c": story("Some 500 people fled.")}
    clock.now += 900
    again = State(str(tmp_path / "feeds.json"))  # as another run of the command finds it
    (item,) = run(again, clock)
    assert texts([item]) == ["Some 500 people fled."]
    assert item.report is not None
    assert item.report.published is not None  # the page tells no date, the feed does
    assert run(again, clock) == []


def test_a_feed_that_has_not_changed_is_not_sent_again(web: Site, tmp_path: Path) -> None:
    web.pages["/feed"] = lambda handler: reply(304 if handler.headers.get("If-None-Match") == "v1" else 200, feed_of(web, "a"), ETag="v1")(
        handler
    )
    web.pages["/a"] = story("Some 300 people fled.")
    state, clock = follow(tmp_path, f"{web.url}/feed"), Clock()
    assert len(run(state, clock)) == 1
    assert run(state, clock) == []
    assert web.asked[-1][1]["if-none-match"] == "v1"


def test_one_bad_feed_harms_no_other_and_is_tried_again_after_growing_pauses(web: Site, tmp_path: Path) -> None:
    web.pages |= {
        "/good": feed_of(web, "a"),
        "/a": story("Some 300 people fled."),
        "/bad": b"<html><body><form>Log in</form></body></html>",
    }
    state, clock = follow(tmp_path, f"{web.url}/bad", f"{web.url}/gone", f"{web.url}/good"), Clock()
    bad, gone, good = run(state, clock)
    assert "not a feed" in bad.problems[0].message
    assert "login page" in bad.problems[0].next_step
    assert "answers 404" in gone.problems[0].message
    assert good.report is not None
    pauses = []
    for _ in range(4):
        feed = state.feeds[f"{web.url}/bad"]
        pauses.append(feed.next - clock.now)
        asked = web.paths().count("/bad")
        run(state, clock)
        assert web.paths().count("/bad") == asked  # not before its time
        clock.now = feed.next + 1
        run(state, clock)
    assert [round(p / 300) for p in pauses] == [1, 2, 4, 8]
    web.pages["/bad"] = feed_of(web, "a")
    clock.now += 100_000
    run(state, clock)
    assert state.feeds[f"{web.url}/bad"].failures == 0


def test_a_page_that_names_its_feed(web: Site, tmp_path: Path) -> None:
    web.pages["/"] = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>News</body></html>'
    (item,) = run(follow(tmp_path, f"{web.url}/"), Clock())
    assert f"{web.url}/feed.xml" in item.problems[0].next_step


def test_an_item_whose_page_fails_is_tried_again_and_then_read_from_the_feed(web: Site, tmp_path: Path) -> None:
    web.pages |= {"/feed": feed_of(web, "a", "b"), "/b": story("Some 400 people fled.")}
    state, clock = follow(tmp_path, f"{web.url}/feed"), Clock()
    failed, good = run(state, clock)
    assert failed.problems and good.report is not None
    assert run(state, clock) == []
    for _ in range(8):
        clock.now += 90_000
        found = run(state, clock)
        if any(item.report for item in found):
            break
    assert texts(found) == ["In short: a."]
    assert web.paths().count("/a") == 6
    assert web.paths().count("/b") == 1


def test_robots_txt_is_respected(web: Site, tmp_path: Path) -> None:
    web.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /private\n",
        "/feed": feed_of(web, "private/a"),
        "/private/feed": feed_of(web, "a"),
    }
    kept, forbidden = run(follow(tmp_path, f"{web.url}/feed", f"{web.url}/private/feed"), Clock())
    assert texts([kept]) == ["In short: private/a."]  # the feed's own words
    assert "robots.txt" in forbidden.problems[0].message
    assert not [path for path in web.paths() if path.startswith("/private")]


def test_a_long_feed_is_read_in_portions(web: Site, tmp_path: Path) -> None:
    names = [f"p{n}" for n in range(5)]
    web.pages |= {"/feed": feed_of(web, *names)} | {f"/{name}": story(f"{name} people") for name in names}
    state, clock = follow(tmp_path, f"{web.url}/feed"), Clock()
    assert [len(run(state, clock, most=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_damaged_state_is_said(tmp_path: Path) -> None:
    (tmp_path / "feeds.json").write_text('{"feeds": [{"url')
    with pytest.raises(ValueError, match="is damaged"):
        State(str(tmp_path / "feeds.json"))


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *map(str, arguments)], capture_output=True, text=True, check=False, env=environment, timeout=60
    )


def test_the_command(web: Site, tmp_path: Path) -> None:
    web.pages |= {
        "/feed": feed_of(web, "a"),
        "/a": story("Some 300 people fled Homs on Friday, the agency said, and they were in the town."),
    }
    state = tmp_path / "deep" / "feeds.json"
    assert command("follow", "--state", state, "run").returncode == 2
    assert command("follow", "--state", state, "add", "not-an-address").returncode == 2
    assert command("follow", "--state", state, "add", f"{web.url}/feed").returncode == 0
    refused = command("follow", "--state", state, "run")
    assert refused.returncode == 1
    assert "--allow-host 127.0.0.1" in refused.stderr
    saved = json.loads(state.read_text())
    saved["feeds"][0]["next"] = 0
    state.write_text(json.dumps(saved))
    done = command("follow", "--state", state, "run", "--allow-host", "127.0.0.1")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["figures"][0]["value"] == 300
    listed = command("follow", "--state", state, "list").stdout
    assert f"{web.url}/feed" in listed
    assert "1 items" in listed
    assert command("follow", "--state", state, "drop", f"{web.url}/feed").returncode == 0
    assert command("follow", "--state", state, "list").stdout == ""


def test_what_is_followed_is_kept_in_the_ledger_once(web: Site, tmp_path: Path) -> None:
    web.pages |= {
        "/feed": feed_of(web, "a"),
        "/a": story("Some 300 people fled Homs on Friday, the agency said, and they were in the town."),
    }
    state, kept = tmp_path / "feeds.json", tmp_path / "ledger.db"
    command("follow", "--state", state, "add", f"{web.url}/feed")
    run_it = ("follow", "--state", state, "run", "--allow-host", "127.0.0.1", "--add", "--ledger", kept)
    lost = command(*run_it[:-1], tmp_path)  # a folder is no ledger
    assert lost.returncode == 1
    assert json.loads(state.read_text())["feeds"][0]["seen"] == []
    done = command(*run_it)
    assert (done.returncode, done.stderr) == (0, "")
    command(*run_it)
    claims = command("claims", "--ledger", kept, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["figure"]["value"] for line in claims] == [300]
    with open_ledger(str(kept), write=False) as ledger:
        known = ledger.feed_state(f"{web.url}/feed")
    assert known is not None
    assert (known["seen"], known["failures"]) == (1, 0)


def test_times() -> None:
    assert [seconds(value) for value in ("90s", "15m", "2h", "1d", "5")] == [90, 900, 7200, 86400, 300]
