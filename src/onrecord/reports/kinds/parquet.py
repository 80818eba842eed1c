"""Parquet archives: a column ``text`` makes a report of each row, else the rows are a register."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

import duckdb

from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.kinds.registers import register_reports
from onrecord.reports.limits import Limits
from onrecord.reports.records import report_of_record

_KNOWN = ("id", "text", "title", "url", "publisher", "published")
_BATCH = 200


def read(data: bytes | str, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """``data``: the bytes, or the path of a file that is read where it lies."""
    if isinstance(data, str):
        yield from _read_file(os.path.abspath(data), where, path, limits)
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        yield from _read_file(file.name, where, path, limits)


def _read_file(name: str, where: str, path: str, limits: Limits) -> Iterator[Item]:
    base = duckdb.connect(config={"threads": "1", "memory_limit": f"{limits.megabytes // 2}MB"})
    quoted = name.replace("'", "''")
    base.execute(f"SET allowed_paths = ['{quoted}']")
    base.execute("SET enable_external_access = false")
    rows = base.execute("SELECT * FROM read_parquet(?)", [name])
    names = [column[0] for column in rows.description or ()]
    if "text" in names:
        number = 0
        while batch := rows.fetchmany(_BATCH):
            for row in batch:
                number += 1
                record = {k: _plain(v) for k, v in zip(names, row, strict=True) if k in _KNOWN}
                place = f"{where}:{number}"
                yield place, *report_of_record(record, place, path)
        return
    cells = [TableCell(column, 0, index) for index, column in enumerate(names)]
    for number, row in enumerate(rows.fetchmany(limits.cells // max(1, len(names))), 1):
        cells += [
            TableCell(" ".join(str(value).split()), number, index)
            for index, value in enumerate(row)
            if value is not None and str(value).strip()
        ]
    yield from register_reports(cells, where, path, os.path.basename(path), limits, head=1)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
