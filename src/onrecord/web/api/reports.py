"""Reports: one with its numbers, and adding more of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile

from onrecord.entrycodec import stamp, standing_to_json
from onrecord.web.api import models
from onrecord.web.api.common import AtDesk
from onrecord.web.evidence import ReportFile
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
        "text": report.text,
        "claims": [standing_to_json(one) for one in found.standings],
    }
