"""The API against its own OpenAPI description: Schemathesis makes up requests, and every answer must be one that is described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from onrecord.web.app import create_app
from onrecord.web.settings import Settings
from web_made import put_story

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 15  # of each address
_NOT = ("/api/v1/events",)  # an answer without an end


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    folder = tmp_path_factory.mktemp("console")
    put_story(str(folder / "ledger.sqlite"))
    app = create_app(Settings(str(folder / "ledger.sqlite"), cache=folder / "cache", console=folder / "console.db"))
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


def test_every_address_of_the_api_says_what_it_is_for(tmp_path: Path) -> None:
    described = create_app(Settings(str(tmp_path / "l.sqlite"), cache=tmp_path / "cache", console=tmp_path / "c.db")).openapi()
    for address, methods in described["paths"].items():
        for method, node in methods.items():
            assert node.get("description"), (method, address)
            assert "Trouble" in str(node["responses"]["422"]), (method, address)
    assert described["components"]["schemas"]["figure"]["properties"]["value"]
