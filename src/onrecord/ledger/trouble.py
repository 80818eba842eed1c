"""Trouble with the place where a ledger is kept."""

from __future__ import annotations

from onrecord.types import Problem

STAGE = "ledger"


class LedgerError(Exception):
    """The ledger could not be opened, read or written; ``problem`` says where, why and what to do. Nothing is half written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.where}: {problem.message}; {problem.next_step}")
        self.problem = problem


class TookLong(Exception):
    """A question that was to be answered at once would take longer. Ask it where nobody waits, without a limit."""


def trouble(where: str, message: str, next_step: str) -> LedgerError:
    """The error of a :class:`Problem` with these words."""
    return LedgerError(Problem(where, STAGE, message, next_step))


def newer_format(where: str, found: int, known: int) -> LedgerError:
    """What to say about a ledger that a later onrecord made."""
    message = f"this ledger has format {found}, made by a newer onrecord; this one knows format {known}"
    return trouble(where, message, "upgrade with: pip install --upgrade onrecord")
