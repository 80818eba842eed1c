"""What a user may set from the environment. Every setting is documented in ``docs/reference.md`` (a test sees to it)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``max_chars``: the longest report that is read, in characters. ``max_seconds`` and ``max_megabytes``: what a document (a PDF, a
    page …) may take of time and memory. ``max_original``: megabytes of a file that is kept beside its report (0: none is). ``debug``: raise unexpected errors instead of reporting them."""

    max_chars: int = 1_000_000
    debug: bool = False
    max_seconds: int = 60
    max_megabytes: int = 2048
    max_original: int = 20


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of ``ONRECORD_MAX_CHARS``, ``ONRECORD_MAX_SECONDS``, ``ONRECORD_MAX_MEGABYTES``, ``ONRECORD_MAX_ORIGINAL`` and
    ``ONRECORD_DEBUG``; ``ValueError`` says which one is wrong and what it accepts."""
    values = os.environ if environment is None else environment
    usual = Settings()
    return Settings(
        max_chars=_whole(values, "ONRECORD_MAX_CHARS", usual.max_chars, "characters"),
        max_seconds=_whole(values, "ONRECORD_MAX_SECONDS", usual.max_seconds, "seconds"),
        max_megabytes=_whole(values, "ONRECORD_MAX_MEGABYTES", usual.max_megabytes, "megabytes"),
        max_original=_whole(values, "ONRECORD_MAX_ORIGINAL", usual.max_original, "megabytes", 0),
        debug=values.get("ONRECORD_DEBUG", "") not in ("", "0"),
    )


def _whole(values: Mapping[str, str], name: str, usual: int, what: str, least: int = 1) -> int:
    given = values.get(name, "").strip() or str(usual)
    if not (given.isascii() and given.isdigit() and int(given) >= least):
        raise ValueError(f"{name} is {given!r}; give a whole number of {what}, such as {usual}")
    return int(given)
