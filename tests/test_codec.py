"""JSON out and back, against the schema that ships with the package."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from onrecord import codec
from onrecord.types import ACTS, Figure, Period, Reading, Report
from strategies import readings

SCHEMA = json.loads(codec.schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@given(readings())
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    values = codec.to_json(reading)
    assert codec.from_json(values, reading.report.text) == reading


@given(readings())
def test_the_json_survives_being_written(reading: Reading) -> None:
    values = codec.to_json(reading)
    again = json.loads(json.dumps(values))
    assert again == values
    assert codec.to_json(codec.from_json(again, reading.report.text)) == values


@given(readings())
def test_the_json_keeps_to_the_schema(reading: Reading) -> None:
    VALIDATOR.validate(codec.to_json(reading))


@given(readings())
def test_the_quote_is_what_the_span_says(reading: Reading) -> None:
    for figure in codec.to_json(reading)["figures"]:
        quote, text = figure["quote"], reading.report.text
        assert quote["exact"] == text[figure["start"] : figure["end"]]
        assert text[: figure["start"]].endswith(quote["prefix"])
        assert text[figure["end"] :].startswith(quote["suffix"])


def test_the_schema_itself_is_sound_and_says_what_everything_means() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def described(node: dict[str, Any], path: str) -> None:
        for name, value in node.get("properties", {}).items():
            assert value.get("description"), f"{path}.{name} has no description"
        assert set(node.get("required", [])) == set(node.get("properties", {}))

    described(SCHEMA, "reading")
    for name, node in SCHEMA["$defs"].items():
        described(node, name)


def test_the_schema_knows_the_words_of_the_types() -> None:
    properties = SCHEMA["$defs"]["figure"]["properties"]
    assert tuple(properties["act"]["enum"]) == ACTS
    # Every field of a figure is in the JSON, under its own name or the one that the guide gives it.
    renamed = {"origins": "from", "destinations": "to", "period": "date_start"}
    assert {renamed.get(field.name, field.name) for field in fields(Figure)} <= set(properties)


def test_the_order_is_that_of_the_documentation() -> None:
    figure = Figure(
        0, 0, 2, 26, 26, 26, "exact", "person", "fled", "flow", None, (), (), None, Period(), None, None, "asserted", None, None, 0.5
    )
    values = codec.to_json(Reading(Report("r", "26 fled", published=date(2012, 11, 9)), (figure,)))
    assert list(values) == list(SCHEMA["properties"])
    assert list(values["figures"][0]) == list(SCHEMA["$defs"]["figure"]["properties"])
    assert values["published"] == "2012-11-09"


def test_a_field_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="title"):
        codec.from_json({"id": "x"}, "")
