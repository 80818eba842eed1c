"""One report through all parts, and what happens when one of them fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import pipeline
from onrecord.settings import Settings, load
from onrecord.types import Reading, Report
from strategies import readings

pytestmark = pytest.mark.usefixtures("stand_in")


def read(text: str, **fields: object) -> Reading:
    return pipeline.read_report(replace(Report("r", text), **fields))  # type: ignore[arg-type]


def test_a_report_comes_back_with_its_figures_and_language() -> None:
    reading = read("The agency said that 300 people had fled and that they were in the camps of the town.")
    assert [figure.value for figure in reading.figures] == [300]
    assert reading.report.language == "en"
    assert not reading.problems


def test_an_unexpected_error_becomes_a_problem_that_names_report_stage_and_next_step() -> None:
    reading = pipeline.read_report(Report("r", "300 explode"), where="batch.jsonl:3")
    (problem,) = reading.problems
    assert (problem.where, problem.stage) == ("batch.jsonl:3", "reading")
    assert problem.message == "unexpected RuntimeError: it exploded"
    assert "the other reports are read" in problem.next_step
    assert not reading.figures


def test_debugging_shows_the_error_itself() -> None:
    with pytest.raises(pipeline.StageError) as caught:
        pipeline.read_report(Report("r", "300 explode"), debug=True)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_bad_report_does_not_stop_a_batch(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text('{"text": "1 fled"}\n{"text": "2 explode"}\n{"text": \n{"text": "4 fled"}\n')
    found = [reading for reading, _ in pipeline.read_paths([str(tmp_path / "r.jsonl")], Settings())]
    assert [[figure.value for figure in reading.figures] for reading in found] == [[1], [], [], [4]]
    assert [problem.where.rpartition(":")[2] for reading in found for problem in reading.problems] == ["2", "3"]


def test_another_language_is_said_and_not_guessed_at() -> None:
    reading = read("Plus de 300 personnes ont fui les combats dans le nord du pays, selon les autorités, et sont dans des camps.")
    assert reading.report.language == "fr"
    assert not reading.figures
    assert reading.problems[0].message == "language fr is not supported"


def test_the_given_date_counts_only_where_there_is_none() -> None:
    given_day = date(2012, 11, 9)
    report = Report("r", "300 people fled.")
    assert pipeline.read_report(report, given_day).report.published == given_day
    assert pipeline.read_report(replace(report, published=date(2012, 1, 1)), given_day).report.published == date(2012, 1, 1)


@given(readings(), st.floats(0, 1))
def test_leaving_out_unsure_figures_leaves_no_loose_ends(reading: Reading, least: float) -> None:
    kept = pipeline.keep_confident(reading, least)
    ids = {figure.id for figure in kept.figures}
    assert all(figure.confidence >= least for figure in kept.figures)
    assert ids == {figure.id for figure in reading.figures if figure.confidence >= least}
    assert {figure.same_as for figure in kept.figures} | {figure.part_of for figure in kept.figures} <= ids | {None}


def test_settings_come_from_the_environment() -> None:
    assert load({}) == Settings()
    assert load({"ONRECORD_MAX_CHARS": "1000", "ONRECORD_DEBUG": "1"}) == Settings(1000, True)
    with pytest.raises(ValueError, match="ONRECORD_MAX_CHARS"):
        load({"ONRECORD_MAX_CHARS": "many"})
