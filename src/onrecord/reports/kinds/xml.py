"""XML that is neither a page nor a feed: nothing that we can read figures from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reports.guard import Item
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.types import Problem


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """A problem that names the root element. The XML is not parsed, so its entities cannot swell."""
    root = re.search(rb"<([A-Za-z_][\w.:-]{0,60})", data[:65_536])
    name = root[1].decode("ascii", "replace") if root else "?"
    yield (
        where,
        None,
        (Problem(where, STAGE, f"it is XML of a kind that is not known (<{name}>)", "save the document as HTML, PDF or text"),),
    )
