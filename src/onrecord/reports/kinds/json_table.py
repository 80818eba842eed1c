"""A JSON array of flat objects, such as the IDU answers: a register whose heads are the fields."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.kinds.registers import register_reports
from onrecord.reports.limits import Limits


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """Reports of ``limits.rows`` objects each."""
    rows = [row for row in json.loads(data.decode("utf-8-sig")) if isinstance(row, dict)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [TableCell(name, 0, column) for column, name in enumerate(names)]
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            if (value := row.get(name)) is not None and (text := " ".join(str(value).split())):
                cells.append(TableCell(text, number, column))
    yield from register_reports(cells, where, path, os.path.basename(path) or path, limits, head=1)
