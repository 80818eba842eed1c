"""The API against its own OpenAPI description: Schemathesis makes up requests, and every answer must be one that is described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from onrecord.web.api import models
from onrecord.web.app import create_app
from onrecord.web.settings import Settings
from web_made import ROOT, console, put_story

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 15  # of each address
_NOT = ("/api/v1/events",)  # an answer without an end


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("console")
    put_story(str(folder / "ledger.sqlite"))
    return create_app(Settings(str(folder / "ledger.sqlite"), cache=folder / "cache", console=folder / "console.db"))


@pytest.fixture(scope="module")
def described(app: FastAPI) -> schemathesis.BaseSchema:
    found = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "localhost"})
    return found.exclude(path=list(_NOT))


def test_every_answer_is_one_that_is_described(described: schemathesis.BaseSchema) -> None:
    tried = 0
    for found in described.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # an address that is described wrongly has none: a failure

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            case.call_and_validate(checks=CHECKS, headers={"host": "localhost"})

        ask()
        tried += 1
    assert tried > 20


def test_what_is_there_is_told_as_described(tmp_path: Path) -> None:
    """Made-up ids are never there: ask for those that are."""
    put_story(str(tmp_path / "ledger.sqlite"))
    with console(str(tmp_path / "ledger.sqlite"), tmp_path) as client:
        estimate = models.Estimates.model_validate(client.get("/api/v1/estimates").json()).estimates[0].id
        claim = models.Claims.model_validate(client.get("/api/v1/claims").json()).claims[0]
        models.Reasons.model_validate(client.get(f"/api/v1/estimates/{estimate}").json())
        models.ClaimFile.model_validate(client.get(f"/api/v1/claims/{claim.claim}").json())
        models.Report.model_validate(client.get(f"/api/v1/reports/{claim.report}").json())
        assert models.Found.model_validate(client.get("/api/v1/search?q=Chad").json()).places
        assert models.Map.model_validate(client.get("/api/v1/map").json()).headlines
        assert models.Timeline.model_validate(client.get("/api/v1/timeline").json()).tracks
        assert models.Changes.model_validate(client.get("/api/v1/changes?start=2020-01-01").json()).total


def test_every_address_of_the_api_says_what_it_is_for(app: FastAPI) -> None:
    described = app.openapi()
    for address, methods in described["paths"].items():
        for method, node in methods.items():
            assert node.get("description"), (method, address)
            assert "Trouble" in str(node["responses"]["422"]), (method, address)
    assert described["components"]["schemas"]["figure"]["properties"]["value"]


def test_every_address_of_the_api_is_on_the_page_about_it(app: FastAPI) -> None:
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    for address, methods in app.openapi()["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {address}`" in page


def test_the_addresses_that_the_page_shows_work(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    shown = [line for line in page.splitlines() if line.startswith("/api/v1/")]
    assert len(shown) > 5
    put_story(str(tmp_path / "ledger.sqlite"))
    with console(str(tmp_path / "ledger.sqlite"), tmp_path) as client:
        for address in shown:
            assert client.get(address).status_code == 200, address
