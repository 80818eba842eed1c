"""What people send in to be read: files, a text, an address. Each becomes a job."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePath

from fastapi import UploadFile

from onrecord.reports.limits import Limits
from onrecord.web.desk import Desk
from onrecord.web.trouble import trouble
from onrecord.web.viewer import Viewer
from onrecord.web.work import Job

_MOST_FILES = 50  # in one request
_NAME = 80  # characters of its first line by which a text is called


def taken(
    desk: Desk, viewer: Viewer, files: Iterable[UploadFile], text: str, url: str, title: str, published: date | None, confidential: bool
) -> list[Job]:
    """A job for each file, the text and the address; at least one of them."""
    viewer.must("add")
    given = [file for file in files if file.filename]
    if len(given) > _MOST_FILES:
        raise trouble(422, "files", f"more than {_MOST_FILES} files at once", "send them in several requests, or as a ZIP")
    jobs = [_add_file(desk, viewer, file, published, confidential) for file in given]
    if text.strip():
        jobs.append(_add_text(desk, viewer, text, title, published, confidential))
    if url.strip():
        jobs.append(_add_url(desk, viewer, url.strip(), published, confidential))
    if not jobs:
        raise trouble(422, "files", "there is nothing to add", "send files, a text or an address")
    return jobs


def _add_file(desk: Desk, viewer: Viewer, file: UploadFile, published: date | None, confidential: bool) -> Job:
    most, name = Limits().bytes, PurePath((file.filename or "").replace("\\", "/")).name or "file"
    if (file.size or 0) > most:
        raise trouble(413, name, f"the file is larger than {most >> 20} MB", "split it, or add it with `onrecord add`")
    folder = desk.jobs.folder()
    target = folder / _plain(name)
    with target.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return desk.jobs.add(viewer, name, str(target), published, confidential, folder)


def _add_text(desk: Desk, viewer: Viewer, text: str, title: str, published: date | None, confidential: bool) -> Job:
    most = desk.settings.reading.max_chars
    if len(text) > most:
        raise trouble(413, "text", f"the text is longer than {most:,} characters", "split it, or raise ONRECORD_MAX_CHARS")
    folder = desk.jobs.folder()
    target = folder / "text.jsonl"  # one line, so that a title given apart is the title
    target.write_text(json.dumps({"text": text} | ({"title": title.strip()} if title.strip() else {})) + "\n", encoding="utf-8")
    first = next(line.strip() for line in text.splitlines() if line.strip())
    return desk.jobs.add(viewer, title.strip() or first[:_NAME], str(target), published, confidential, folder)


def _add_url(desk: Desk, viewer: Viewer, url: str, published: date | None, confidential: bool) -> Job:
    if not url.lower().startswith(("http://", "https://")):
        raise trouble(422, url, "this is no address", "give one that begins with https:// or http://")
    return desk.jobs.add(viewer, url, url, published, confidential)


def _plain(name: str) -> str:
    """A file name that no system stumbles over; the kind of a file is told by its content, the ending is for people."""
    stem, suffix = Path(name).stem, Path(name).suffix
    return f"{''.join(c if c.isalnum() or c in '-_' else '_' for c in stem)[:80] or 'file'}{''.join(c for c in suffix if c.isalnum() or c == '.')[:10]}"
