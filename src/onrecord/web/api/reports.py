"""Reports: one with its numbers, and adding more of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile

from onrecord.entrycodec import stamp, standing_to_json
from onrecord.reports.limits import Limits
from onrecord.web.api.common import AtDesk
from onrecord.web.desk import Desk
from onrecord.web.evidence import ReportFile
from onrecord.web.trouble import problem_to_json, trouble
from onrecord.web.viewer import Looking, Viewer
from onrecord.web.work import Job

router = APIRouter(tags=["reports"])
_MOST_FILES = 50  # in one request


@router.get("/reports/{ident}")
def report(desk: AtDesk, viewer: Looking, ident: str) -> dict[str, Any]:
    """A report with its text and its claims as they stand, in the order of the text."""
    return report_to_json(desk.evidence.report(viewer, ident))


@router.post("/reports", status_code=202)
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
    viewer.must("add")
    given = [file for file in files or () if file.filename]
    if len(given) > _MOST_FILES:
        raise trouble(422, "files", f"more than {_MOST_FILES} files at once", "send them in several requests, or as a ZIP")
    jobs = [_add_file(desk, viewer, file, published, confidential) for file in given]
    if text and text.strip():
        jobs.append(_add_text(desk, viewer, text, title, published, confidential))
    if url and url.strip():
        jobs.append(_add_url(desk, viewer, url.strip(), published, confidential))
    if not jobs:
        raise trouble(422, "files", "there is nothing to add", "send files, a text or an address")
    return {"jobs": [job_to_json(job) for job in jobs]}


@router.get("/jobs")
def jobs(desk: AtDesk, viewer: Looking) -> dict[str, Any]:
    """Your own jobs, the latest first."""
    return {"jobs": [job_to_json(job) for job in desk.jobs.jobs(viewer)]}


@router.get("/jobs/{ident}")
def job(desk: AtDesk, viewer: Looking, ident: str) -> dict[str, Any]:
    """How far a job is: the reports that it put on record, and its problems."""
    return job_to_json(desk.jobs.job(viewer, ident))


def _add_file(desk: Desk, viewer: Viewer, file: UploadFile, published: date | None, confidential: bool) -> Job:
    most, name = Limits().bytes, PurePath((file.filename or "").replace("\\", "/")).name or "file"
    if (file.size or 0) > most:
        raise trouble(413, name, f"the file is larger than {most >> 20} MB", "split it, or add it with `onrecord add`")
    folder = desk.jobs.folder()
    target = folder / _plain(name)
    with target.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return desk.jobs.add(viewer, name, str(target), published, confidential, folder)


def _add_text(desk: Desk, viewer: Viewer, text: str, title: str | None, published: date | None, confidential: bool) -> Job:
    most = desk.settings.reading.max_chars
    if len(text) > most:
        raise trouble(413, "text", f"the text is longer than {most:,} characters", "split it, or raise ONRECORD_MAX_CHARS")
    folder = desk.jobs.folder()
    target = folder / "text.jsonl"  # one line, so that a title given apart is the title
    target.write_text(json.dumps({"text": text} | ({"title": title.strip()} if title and title.strip() else {})) + "\n", encoding="utf-8")
    return desk.jobs.add(viewer, title or "text", str(target), published, confidential, folder)


def _add_url(desk: Desk, viewer: Viewer, url: str, published: date | None, confidential: bool) -> Job:
    if not url.lower().startswith(("http://", "https://")):
        raise trouble(422, url, "this is no address", "give one that begins with https:// or http://")
    return desk.jobs.add(viewer, url, url, published, confidential)


def _plain(name: str) -> str:
    """A file name that no system stumbles over; the kind of a file is told by its content, the ending is for people."""
    stem, suffix = Path(name).stem, Path(name).suffix
    return f"{''.join(c if c.isalnum() or c in '-_' else '_' for c in stem)[:80] or 'file'}{''.join(c for c in suffix if c.isalnum() or c == '.')[:10]}"


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
