"""The process in which documents are taken apart (see :mod:`onrecord.reports.guard`): requests come on standard input, answers go out."""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys
from importlib import import_module
from typing import Any, BinaryIO

from onrecord.types import Problem, Report

_LENGTH = struct.Struct(">Q")
_OURS = "onrecord"


def main() -> None:
    """Answer requests until standard input ends. ``sys.argv[1]``: megabytes of memory that this process may take."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    sys.setrecursionlimit(5_000)
    _limit_memory(int(sys.argv[1]))
    while length := sys.stdin.buffer.read(_LENGTH.size):
        request = pickle.loads(sys.stdin.buffer.read(_LENGTH.unpack(length)[0]))
        _answer(out, _serve(out, *request))


def _serve(out: BinaryIO, kind: str, data: bytes | str, where: str, path: str, limits: Any) -> tuple[str, Any]:
    try:
        reader = import_module(f"onrecord.reports.kinds.{kind}")
        for item in reader.read(data, where, path, limits):
            _answer(out, ("item", _within(item, limits.chars)))
    except ModuleNotFoundError as error:
        return ("missing", error.name) if (error.name or "").partition(".")[0] != _OURS else ("failed", str(error))
    except MemoryError:
        return "failed", f"it takes more than {limits.megabytes:,} megabytes of memory"
    except RecursionError:
        return "failed", "it is nested too deeply"
    except Exception as error:  # whatever a library raises on bad bytes; the process is ours to lose
        return "failed", f"{type(error).__name__}: {str(error)[:200]}" if str(error) else type(error).__name__
    return "end", None


def _within(item: tuple[str, Report | None, tuple[Problem, ...]], chars: int) -> tuple[str, Report | None, tuple[Problem, ...]]:
    where, report, problems = item
    if report is not None and len(report.text) > chars:
        from onrecord.reports.records import too_long

        return where, None, (*problems, too_long(where, chars))
    return item


def _answer(out: BinaryIO, answer: tuple[str, Any]) -> None:
    data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    out.write(_LENGTH.pack(len(data)) + data)
    out.flush()


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit; time and sizes still hold
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
