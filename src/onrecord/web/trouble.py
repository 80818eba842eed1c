"""Trouble as the console tells it: a problem object for programs, a page for people."""

from __future__ import annotations

from typing import Any

from onrecord.types import Problem


class Trouble(Exception):
    """Ends a request with this HTTP status and problem."""

    def __init__(self, status: int, problem: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__(problem.message)
        self.status = status
        self.problem = problem
        self.headers = headers or {}


def trouble(status: int, where: str, message: str, next_step: str, stage: str = "console") -> Trouble:
    """The error of a :class:`Problem` with these words."""
    return Trouble(status, Problem(where[:200], stage, message, next_step))


def missing(what: str, ident: str) -> Trouble:
    """What is not there, or may not be seen: both look the same."""
    return trouble(
        404, ident, f"there is no such {what}, or you may not see it", "check the address; it may have been read anew or withdrawn"
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """A problem as the API tells it: ``next`` is what to do."""
    return {"where": problem.where, "stage": problem.stage, "message": problem.message, "next": problem.next_step}
