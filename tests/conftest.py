"""What all tests share: where the gold lies, and the rule that CI skips nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        fatal = " (ONRECORD_NO_SKIP is set: that is a failure)" if os.environ.get("ONRECORD_NO_SKIP") else ""
        terminalreporter.write_sep("!", f"{len(skipped)} tests were SKIPPED{fatal}", yellow=True, bold=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ONRECORD_NO_SKIP") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
