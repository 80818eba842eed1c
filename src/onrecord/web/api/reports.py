"""Reports: one with its numbers, and adding more of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from onrecord.byhand import MOST_WORDS
from onrecord.entrycodec import stamp, standing_to_json
from onrecord.web.api import models
from onrecord.web.api.claims import claim_to_json
from onrecord.web.api.common import AtDesk
from onrecord.web.evidence import ReportFile
from onrecord.web.files import attachment
from onrecord.web.taking import taken
from onrecord.web.trouble import problem_to_json
from onrecord.web.viewer import Looking
from onrecord.web.work import Job

router = APIRouter(tags=["reports"])


@router.get("/reports/{ident}", response_model=models.Report)
def report(desk: AtDesk, viewer: Looking, ident: str) -> dict[str, Any]:
    """A report with its text and its claims as they stand, in the order of the text."""
    return report_to_json(desk.evidence.report(viewer, ident))


@router.post("/reports", status_code=202, response_model=models.Jobs)
def add(
    desk: AtDesk,
    viewer: Looking,
    files: Annotated[list[UploadFile] | None, File(description="documents of any kind that onrecord reads")] = None,
    text: Annotated[str | None, Form(description="a report as text")] = None,
    url: Annotated[str | None, Form(max_length=2000, description="address of a report (http, https)")] = None,
    title: Annotated[str | None, Form(max_length=300, description="of the text")] = None,
    published: Annotated[date | None, Form(description="publication date of what tells none")] = None,
    confidential: Annotated[bool, Form()] = False,
) -> dict[str, Any]:
    """Read files, a text or an address into the ledger: a job for each."""
    jobs = taken(desk, viewer, files or (), text or "", url or "", title or "", published, confidential)
    return {"jobs": [job_to_json(job) for job in jobs]}


@router.get(
    "/reports/{ident}/original",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "the file"}},
)
def original(desk: AtDesk, viewer: Looking, ident: str) -> Response:
    """The file that a report was taken from, as it came in, where it was kept."""
    return attachment(*desk.evidence.original(viewer, ident))


class NewClaim(BaseModel):
    """A number that the readers of a report missed: where the text states it, and what it says."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    start: int = Field(ge=0, le=10**9, description="first character of the number in the report's text, counted in Unicode characters")
    end: int = Field(ge=1, le=10**9, description="the character behind its last")
    words: str = Field(min_length=1, max_length=MOST_WORDS, description="these words as the text has them")
    value: int
    low: int | None = Field(
        None, description="with high: the bounds that the words leave; without both, they follow from value and qualifier"
    )
    high: int | None = None
    qualifier: str = "exact"
    unit: str
    act: str
    measure: str
    who: str | None = None
    origins: list[str] = Field([], alias="from")
    destinations: list[str] = Field([], alias="to")
    country: str | None = Field(None, description="ISO 3166 alpha-3; without it, that of the first place")
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    source: str | None = Field(None, description="who says it, as named in the text")
    source_kind: str | None = None
    cause: str | None = None
    modality: str = "asserted"
    same_as: int | None = None
    part_of: int | None = None
    why: str | None = Field(None, max_length=10_000)

    @property
    def figure(self) -> dict[str, Any]:
        """The figure as JSON, with what was sent."""
        given = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"words", "why"})
        bounds = {name: getattr(self, name) for name in ("low", "high") if name in self.model_fields_set}
        return given | bounds | {"quote": {"exact": self.words}}


@router.post("/reports/{ident}/claims", status_code=201, response_model=models.ClaimFile)
def add_claim(desk: AtDesk, viewer: Looking, ident: str, made: NewClaim) -> dict[str, Any]:
    """Put a number on record that the readers missed, in your name, accepted. The words are checked against the text. To withdraw its first
    decision takes it back."""
    return claim_to_json(desk, viewer, desk.reviewing.add(viewer, ident, made.figure, made.why).about)


@router.get("/jobs", response_model=models.Jobs)
def jobs(desk: AtDesk, viewer: Looking) -> dict[str, Any]:
    """Your own jobs, the latest first."""
    return {"jobs": [job_to_json(job) for job in desk.jobs.jobs(viewer)]}


@router.get("/jobs/{ident}", response_model=models.Job)
def job(desk: AtDesk, viewer: Looking, ident: str) -> dict[str, Any]:
    """How far a job is: the reports that it put on record, and its problems."""
    return job_to_json(desk.jobs.job(viewer, ident))


def job_to_json(job: Job) -> dict[str, Any]:
    """A job as plain values."""
    return {
        "id": job.id,
        "by": job.by,
        "what": job.what,
        "confidential": job.confidential,
        "begun": stamp(job.begun),
        "state": job.state,
        "read": job.read,
        "figures": job.figures,
        "reports": [asdict(one) for one in job.reports],
        "problems": [problem_to_json(one) for one in job.problems],
    }


def report_to_json(found: ReportFile) -> dict[str, Any]:
    """A report with its text and claims as plain values."""
    report = found.report
    named = ("title", "url", "publisher", "language", "author", "agency")
    return {
        "id": found.id,
        "name": report.id,
        **{name: getattr(report, name) for name in named},
        "published": report.published.isoformat() if report.published else None,
        "confidential": found.confidential,
        "original": asdict(found.original) if found.original else None,
        "text": report.text,
        "claims": [standing_to_json(one) for one in found.standings],
    }
