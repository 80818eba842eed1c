"""What a user may set from the environment. Every setting is documented in ``docs/reference.md`` (a test sees to it)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``max_chars``: the longest report that is read, in characters. ``debug``: raise unexpected errors instead of reporting them."""

    max_chars: int = 1_000_000
    debug: bool = False


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of ``ONRECORD_MAX_CHARS`` and ``ONRECORD_DEBUG``; ``ValueError`` says which one is wrong and what it accepts."""
    values = os.environ if environment is None else environment
    limit = values.get("ONRECORD_MAX_CHARS", "").strip() or str(Settings().max_chars)
    if not (limit.isascii() and limit.isdigit() and int(limit) > 0):
        raise ValueError(f"ONRECORD_MAX_CHARS is {limit!r}; give a whole number of characters, such as 1000000")
    return Settings(max_chars=int(limit), debug=values.get("ONRECORD_DEBUG", "") not in ("", "0"))
