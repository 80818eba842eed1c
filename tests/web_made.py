"""What the tests of the console share: a ledger with the wire-like example story, and a client."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from onrecord import pipeline
from onrecord.entrycodec import reading_drafts
from onrecord.ledger import open_ledger
from onrecord.settings import Settings as ReadingSettings
from onrecord.web.app import create_app
from onrecord.web.settings import Settings

ROOT = Path(__file__).parents[1]
STORY = ROOT / "examples" / "border.txt"


def put_story(where: str, *paths: Path) -> None:
    """Put the example story (or other reports) into a ledger."""
    with open_ledger(where, by="ana") as ledger:
        for reading, received in pipeline.read_paths([str(path) for path in paths or (STORY,)], ReadingSettings()):
            assert received.report is not None
            ledger.append(reading_drafts(reading, received.report, "onrecord 0.1.0"))


@contextmanager
def console(where: str, folder: Path, **settings: Any) -> Iterator[TestClient]:
    """A client of a console over a ledger, with nobody logged in but the local admin."""
    with TestClient(
        create_app(Settings(where, cache=folder / "cache", console=folder / "console.db", **settings)), base_url="http://localhost"
    ) as client:
        yield client


def finished(client: TestClient, job: dict[str, Any], seconds: float = 120) -> dict[str, Any]:
    """A job when it is done."""
    end = time.monotonic() + seconds
    while job["state"] in ("waiting", "reading"):
        assert time.monotonic() < end, job
        time.sleep(0.05)
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
    return job
