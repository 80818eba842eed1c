"""Jobs: reports that are being read into the ledger, one job at a time, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import secrets
import shutil
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from onrecord.entrycodec import Draft, decision_draft, reading_drafts
from onrecord.ledger import LedgerError
from onrecord.settings import Settings as ReadingSettings
from onrecord.types import Decision, Problem
from onrecord.web.ledgers import Ledgers
from onrecord.web.live import Event, Live
from onrecord.web.trouble import missing, trouble
from onrecord.web.viewer import Viewer

_KEPT = 500  # jobs that are remembered
_WAITING = 100  # jobs that may wait
_SHOWN = 200  # reports and problems that a job names
_SECONDS = 900.0  # that a job may take
State = Literal["waiting", "reading", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Added:
    """A report that a job put on record. ``known``: it was there already, just so."""

    id: str
    title: str | None
    figures: int
    known: bool


@dataclass(frozen=True, slots=True)
class Job:
    """How far a job is. ``reports`` and ``problems`` name the first 200; ``read`` counts all reports."""

    id: str
    by: str
    what: str
    confidential: bool
    begun: datetime
    state: State = "waiting"
    read: int = 0
    figures: int = 0
    reports: tuple[Added, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """One report, on its way from the reading process."""

    title: str | None
    drafts: tuple[Draft, ...]
    figures: int
    problems: tuple[Problem, ...]
    originals: dict[str, bytes] = field(default_factory=dict)


class Jobs:
    """Takes files, texts and addresses, and reads them in the background."""

    def __init__(self, ledgers: Ledgers, live: Live, reading: ReadingSettings) -> None:
        self._ledgers, self._live, self._reading = ledgers, live, reading
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, "onrecord jobs")
        self._children: set[Any] = set()
        self._folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        self._closed = False

    def folder(self) -> Path:
        """A new folder for the files of a job; the job removes it."""
        return Path(tempfile.mkdtemp(dir=self._folder))

    def add(
        self, viewer: Viewer, what: str, path: str, published: date | None = None, confidential: bool = False, folder: Path | None = None
    ) -> Job:
        """Read ``path`` (a file, or an address) into the ledger in the viewer's name. ``folder`` is removed afterwards."""
        viewer.must("add")
        if confidential and not viewer.confidential:
            raise trouble(403, what, "you may not see confidential reports, so you cannot add them", "ask an administrator")
        job = Job(secrets.token_hex(8), viewer.name, what[:200], confidential, datetime.now(UTC))
        with self._lock:
            if sum(one.state == "waiting" for one in self._jobs.values()) >= _WAITING:
                raise trouble(503, what, "too many jobs wait", "add it again in a few minutes", "add")
            while len(self._jobs) >= _KEPT:
                del self._jobs[next(iter(self._jobs))]
            self._jobs[job.id] = job
        self._pool.submit(self._run, viewer, job, path, published, folder)
        return job

    def job(self, viewer: Viewer, ident: str) -> Job:
        """A job of this viewer (an administrator sees those of others, too)."""
        found = self._jobs.get(ident)
        if found is None or not (found.by == viewer.name or viewer.role == "admin") or (found.confidential and not viewer.confidential):
            raise missing("job", ident)
        return found

    def jobs(self, viewer: Viewer) -> list[Job]:
        """The viewer's own jobs, the latest first."""
        with self._lock:
            return [job for job in reversed(self._jobs.values()) if job.by == viewer.name]

    def close(self) -> None:
        """End what is being read, and remove all files."""
        self._closed = True
        for child in tuple(self._children):
            child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, viewer: Viewer, job: Job, path: str, published: date | None, folder: Path | None) -> None:
        try:
            job = self._tell(replace(job, state="reading"))
            job = self._read(viewer, job, path, published)
            state: State = "done" if job.read or not job.problems else "failed"
            self._tell(replace(job, state=state))
        except LedgerError as error:
            self._tell(replace(job, state="failed", problems=(*job.problems, error.problem)))
        except Exception as error:  # a job must never stay "reading" for ever
            problem = Problem(job.what, "add", f"unexpected {type(error).__name__}: {error}", "please report this with the file")
            self._tell(replace(job, state="failed", problems=(*job.problems, problem)))
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self, viewer: Viewer, job: Job, path: str, published: date | None) -> Job:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=read_apart, args=(theirs, path, job.what, self._reading, published), daemon=True)
        child.start()
        theirs.close()
        self._children.add(child)
        timer = threading.Timer(_SECONDS, child.terminate)
        timer.daemon = True
        timer.start()
        try:
            with ours:
                while (found := _received(ours)) is not None:
                    job = self._tell(self._keep(viewer, job, found))
                    if self._closed:
                        break
            return job
        except EOFError:
            message = f"reading it ended before its time, or took longer than {_SECONDS:,.0f} seconds"
            return replace(job, problems=(*job.problems, Problem(job.what, "add", message, "split it, or save it in another format")))
        finally:
            timer.cancel()
            child.join(5)
            child.kill()
            self._children.discard(child)

    def _keep(self, viewer: Viewer, job: Job, found: _Read) -> Job:
        reports = job.reports
        if found.drafts:
            report, *rest = found.drafts
            with self._ledgers.writing(viewer) as ledger:
                flag = []
                if job.confidential and not ledger.is_confidential(report.id):
                    # In the same append: nobody without the right sees it before.
                    flag = [decision_draft(Decision("", report.id, "confidential", viewer.name, datetime.now(UTC)))]
                receipt = ledger.append([report, *flag, *rest], originals=found.originals)
            reports = (*reports, Added(report.id, found.title, found.figures, not receipt.added))[:_SHOWN]
        return replace(
            job,
            read=job.read + bool(found.drafts),
            figures=job.figures + found.figures,
            reports=reports,
            problems=(*job.problems, *found.problems)[:_SHOWN],
        )

    def _tell(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.id] = job
        self._live.publish(Event("job", {"id": job.id, "state": job.state, "read": job.read, "figures": job.figures}, None, job.by))
        return job


def read_apart(out: Connection, path: str, what: str, settings: ReadingSettings, published: date | None) -> None:
    """In a process of its own: send a :class:`_Read` for each report of ``path``, then ``None``. ``what``: what people call it."""
    from onrecord import __version__, pipeline

    for reading, received in pipeline.read_paths([path], settings, None, published, originals=True):
        problems = tuple(replace(one, where=one.where.replace(path, what)) for one in reading.problems)
        if received.report is None or not received.report.text.strip():
            out.send(_Read(None, (), 0, problems))
            continue
        report = replace(received.report, path=received.path and received.path.replace(path, what))
        drafts = reading_drafts(reading, report, f"onrecord {__version__}")
        originals = {report.original.sha256: received.original} if report.original and received.original else {}
        out.send(_Read(reading.report.title, drafts, len(reading.figures), problems, originals))
    out.send(None)


def _received(pipe: Connection) -> _Read | None:
    found: _Read | None = pipe.recv()
    return found
