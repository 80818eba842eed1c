"""Every number about people forced from their homes, on the record.

>>> import onrecord
>>> reading = onrecord.read_text("Some 9,000 people fled Homs on 8 November 2012.")
>>> reading.figures[0].value
9000
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.codec import from_json, schema, to_json
    from onrecord.library import Unreadable, read, read_many, read_text, to_frame
    from onrecord.text import spot_at
    from onrecord.types import Figure, Period, Place, PlaceRef, Problem, Reading, Report, Source, Spot

__version__ = "0.1.0"
__all__ = [
    "Figure", "Period", "Place", "PlaceRef", "Problem", "Reading", "Report", "Source", "Spot", "Unreadable",
    "from_json", "read", "read_many", "read_text", "schema", "spot_at", "to_frame", "to_json",
]  # fmt: skip

_HOMES = dict.fromkeys(("Figure", "Period", "Place", "PlaceRef", "Problem", "Reading", "Report", "Source", "Spot"), "onrecord.types")
_HOMES |= dict.fromkeys(("Unreadable", "read", "read_many", "read_text", "to_frame"), "onrecord.library")
_HOMES |= dict.fromkeys(("from_json", "schema", "to_json"), "onrecord.codec")
_HOMES |= {"spot_at": "onrecord.text"}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is first asked for: ``import onrecord`` itself costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
