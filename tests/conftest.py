"""What all tests share: where the gold lies, and the rule that CI skips nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from ledgers import ledger, opener, other, server, where  # noqa: F401  (fixtures)

from browser import chromium  # noqa: F401  (a fixture: one browser for all modules)
from hostile import app, stories  # noqa: F401  (fixtures of a console with people of every role)
from journeys import address, ledger_file, window  # noqa: F401  (fixtures of pages in a browser)
from onrecord.places.build import build, is_fresh
from onrecord.types import Figure, Period, Report, Source

if not is_fresh():  # a checkout whose tables have changed since its gazetteer was compiled
    build()

settings.register_profile("onrecord", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onrecord")

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of annotated reports; the test is skipped, loudly, where it is not beside the project."""
    if not GOLD.is_dir():
        pytest.skip(f"{GOLD} is not there: the scores cannot be measured on this machine")
    return GOLD


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    if guard := sys.modules.get("onrecord.reports.guard"):
        guard.stop_all()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        fatal = " (ONRECORD_NO_SKIP is set: that is a failure)" if os.environ.get("ONRECORD_NO_SKIP") else ""
        terminalreporter.write_sep("!", f"{len(skipped)} tests were SKIPPED{fatal}", yellow=True, bold=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ONRECORD_NO_SKIP") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def plain_figures(text: str) -> tuple[Figure, ...]:
    """A stand-in for the reader: every run of digits is so many people who fled."""
    found = []
    for number, match in enumerate(re.finditer(r"\d+", text)):
        value = int(match.group())
        figure = Figure(
            number, match.start(), match.end(), value, value, value, "exact", "person", "fled", "flow", "people", ("Homs",), (), "SYR",
            Period(), Source("UNHCR", "un"), "conflict", "asserted", None, number - 1 if number else None, 0.95 if number % 2 == 0 else 0.5,
        )  # fmt: skip
        found.append(figure)
    return tuple(found)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the parts that read, so that what is around them can be tested by itself. The word "explode" makes the reader fail."""

    def read_figures(report: Report, sentences: object, mentions: object) -> tuple[Report, tuple[Figure, ...]]:
        if "explode" in report.text:
            raise RuntimeError("it exploded")
        return report, plain_figures(report.text)

    monkeypatch.setattr("onrecord.places.find_mentions", lambda text, sentences, **_: (), raising=False)
    monkeypatch.setattr("onrecord.reading.reader.read_figures", read_figures)
