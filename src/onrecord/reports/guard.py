"""Documents are taken apart in a process of their own, with a limit on its memory and its time: a PDF that hangs a C library, or a page
nested a hundred thousand deep, ends that process and gives a problem; the next document gets a new process."""

from __future__ import annotations

import atexit
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.types import Problem, Report

Item = tuple[str, Report | None, tuple[Problem, ...]]
_START = "import sys; sys.path[:] = {path!r}; from onrecord.reports.worker import main; main()"
_LENGTH = struct.Struct(">Q")
_BLAME = "it is damaged, or made to do harm: open it in its own program and save it anew, or save its text"


class _Child:
    """One working process; ``ask`` gives its answers as they come."""

    def __init__(self, megabytes: int) -> None:
        command = [sys.executable, "-c", _START.format(path=sys.path), str(megabytes)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.megabytes = megabytes
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.timed_out = False

    def send(self, request: tuple[Any, ...]) -> None:
        assert self.process.stdin is not None
        data = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
        self.process.stdin.write(_LENGTH.pack(len(data)) + data)
        self.process.stdin.flush()

    def receive(self, seconds: float) -> Any:
        """The next answer. ``EOFError`` where the process ended, or was ended because it took longer than ``seconds``."""
        assert self.process.stdout is not None
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            length = self.process.stdout.read(_LENGTH.size)
            if len(length) < _LENGTH.size:
                raise EOFError
            data = self.process.stdout.read(_LENGTH.unpack(length)[0])
            return pickle.loads(data)
        except (pickle.UnpicklingError, ValueError) as error:
            raise EOFError from error
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self.timed_out = True
        self.stop()

    def stop(self) -> None:
        """End the process. Safe from another thread: whoever waits for an answer gets the end of the stream."""
        self.process.kill()

    def close(self) -> int:
        """End the process and let go of its pipes; its status."""
        self.stop()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return self.process.wait()


_lock = threading.Lock()
_idle: list[_Child] = []


def take_apart(kind: str, data: bytes | str, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The reports in a document of ``kind``: ``data`` is its bytes, or the path of a file that is read where it lies.

    Each report, and each pause between two, may take ``limits.seconds``; what takes longer, or more than ``limits.megabytes`` of
    memory, ends with a problem."""
    child = _borrow(limits.megabytes)
    try:
        child.send((kind, data, where, path, limits))
        while True:
            answer, value = child.receive(limits.seconds)
            if answer == "item":
                yield value
                continue
            break
    except (EOFError, OSError):
        child.close()
        yield where, None, (_ended(child, where, kind, limits),)
        return
    except BaseException:
        child.close()  # the caller lost interest in mid-stream
        raise
    _give_back(child)
    if answer == "missing":
        yield where, None, (missing(where, kind, value),)
    elif answer == "failed":
        yield where, None, (Problem(where, STAGE, f"the {kind} document cannot be read: {value}", _BLAME),)


def missing(where: str, kind: str, library: str) -> Problem:
    """The problem of a library that is not there."""
    return Problem(where, STAGE, f"reading {kind} needs {library}, which is not installed", "pip install 'onrecord[documents]'")


def _ended(child: _Child, where: str, kind: str, limits: Limits) -> Problem:
    if child.timed_out:
        next_step = f"split it, or allow more with ONRECORD_MAX_SECONDS; or {_BLAME}"
        return Problem(where, STAGE, f"the {kind} document took longer than {limits.seconds:g} seconds", next_step)
    code = child.process.wait()
    how = f"took more than {limits.megabytes:,} megabytes of memory, or broke the library that reads it (status {code})"
    return Problem(where, STAGE, f"the {kind} document {how}", _BLAME)


def _borrow(megabytes: int) -> _Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.megabytes == megabytes and child.process.poll() is None:
                return child
            child.close()
    return _Child(megabytes)


def _give_back(child: _Child) -> None:
    with _lock:
        if len(_idle) < 2 and child.process.poll() is None:
            _idle.append(child)
            return
    child.close()


@atexit.register
def stop_all() -> None:
    """End the processes that wait for work."""
    with _lock:
        while _idle:
            _idle.pop().close()
