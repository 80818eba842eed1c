#!/usr/bin/env python3
"""How fast documents are taken apart: documents a second by kind, with and without reading their figures, and what a first one costs."""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from onrecord.pipeline import read_paths  # noqa: E402
from onrecord.reports import receive  # noqa: E402
from onrecord.reports.copies import CopyIndex  # noqa: E402
from onrecord.settings import Settings  # noqa: E402
from table_layouts import LAYOUTS  # noqa: E402
from table_writers import as_docx, as_open_pdf, as_pdf, as_xlsx  # noqa: E402
from writers import PAGE, pdf  # noqa: E402

_COUNT = 20
_PROSE = (
    "Some {n},000 people fled the town of Homs on Friday, the U.N. refugee agency said, and others stayed on the roofs of their houses. "
    "Another 300 families reached Idlib, where they sheltered in schools, officials said. "
)


def main() -> None:
    """Print a table."""
    print(f"{'kind':34s} {'documents/s':>12s} {'with figures':>13s} {'first, ms':>10s}")
    with tempfile.TemporaryDirectory() as folder:
        for name, paths in _made(Path(folder)):
            first = _seconds(lambda paths=paths: list(receive(paths[:1], 5_000_000)))
            received = _seconds(lambda paths=paths: list(receive(paths, 5_000_000)))
            read = _seconds(lambda paths=paths: list(read_paths(paths, Settings())))
            print(f"{name:34s} {len(paths) / received:12,.1f} {len(paths) / read:13,.1f} {1000 * first:10,.0f}")
    index, texts = CopyIndex(), [f"{n} " + _PROSE.format(n=n) * 10 + PAGE[n * 7 :] for n in range(300)]
    spent = _seconds(lambda: [index.add(n, text) for n, text in enumerate(texts)])
    print(f"{'near copies (texts)':34s} {len(texts) / spent:12,.1f}")


def _made(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The paths of some documents of each kind."""
    prose = _PROSE.format(n=9) * 10

    def draw(canvas: Any, page: int) -> None:
        for line in range(45):
            canvas.drawString(60, 780 - 16 * line, f"{line}. {_PROSE.format(n=page)[:90]}")

    makers = {
        "text": lambda path, n: path.write_text(prose),
        "html": lambda path, n: path.write_text(PAGE.replace("<p>Another", f"<p>{prose}</p><p>Another")),
        "pdf, 5 pages of text": lambda path, n: pdf(path, draw, pages=5),
        "pdf, 1 page, ruled table": lambda path, n: as_pdf(LAYOUTS[n % len(LAYOUTS)], path),
        "pdf, 1 page, open table": lambda path, n: as_open_pdf(LAYOUTS[n % len(LAYOUTS)], path),
        "docx with a table": lambda path, n: as_docx(LAYOUTS[n % len(LAYOUTS)], path),
        "xlsx": lambda path, n: as_xlsx(LAYOUTS[n % len(LAYOUTS)], path),
        "register, csv of 1,000 rows": lambda path, n: path.write_text(
            "Date,Governorate,IDPs\n" + "".join(f"2020-01-{1 + k % 28:02d},Aleppo,{k + 1}\n" for k in range(1000))
        ),
        "jsonl.gz of 100 reports": lambda path, n: path.write_bytes(
            gzip.compress("\n".join(json.dumps({"text": prose[:800]}) for _ in range(100)).encode())
        ),
    }
    suffixes = {"html": ".html", "pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "regi": ".csv", "json": ".jsonl.gz"}
    for name, make in makers.items():
        paths = []
        for number in range(_COUNT):
            path = folder / f"{len(name)}-{abs(hash(name))}-{number}{suffixes.get(name[:4].rstrip(','), suffixes.get(name[:3], '.txt'))}"
            make(path, number)  # type: ignore[no-untyped-call]
            paths.append(str(path))
        yield name, paths


def _seconds(work: Any) -> float:
    with _clock() as spent:
        work()
    return spent[0]


@contextmanager
def _clock() -> Iterator[list[float]]:
    spent, started = [0.0], time.perf_counter()
    yield spent
    spent[0] = time.perf_counter() - started


if __name__ == "__main__":
    main()
