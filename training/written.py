"""Reports of our own, written to teach: the text with its numbers marked, then a line a figure in the notation of the golden cases.

    published: 2015-04-29

    BANGUI, 28 April - Fighting around the market town drove out [[4,200]] people …
    ---
    4,200 | exact person fled flow | people | Bangui -> - | CAF | 2015-04-27..2015-04-28 | town's mayor | conflict

``python training/written.py FILES…`` checks such files: marks and lines must agree, words must stand in the text.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

Row = dict[str, Any]
RULE = "\n---\n"
_MARK = re.compile(r"\[\[([^\]]+)\]\]")
_LINK = re.compile(r"(=|of) #(\d+)")
_QUALIFIERS = {"exact", "about", "more_than", "up_to", "between", "vague"}
_UNITS = {"person", "household", "dwelling"}
_MODALITIES = {"asserted", "ordered", "expected", "denied"}
_ACTS = {
    "displaced", "fled", "arrived", "evacuated", "relocated", "returned", "expelled", "sheltered", "registered", "hosted", "homeless",
    "stranded", "defected", "housing_destroyed", "housing_damaged", "housing_flooded", "killed", "injured", "missing", "affected", "in_need",
    "detained",
}  # fmt: skip
_CAUSES = {"conflict", "flood", "storm", "earthquake", "landslide", "wildfire", "volcano", "drought", "cold", "other"}


def load(path: Path) -> tuple[str, Row]:
    """The text of a report, and its annotation with the fields of GUIDE.md. ``ValueError`` says what is wrong in which line."""
    head, rule, tail = path.read_text(encoding="utf-8").partition(RULE)
    if not rule:
        raise ValueError(f"{path}: there is no line '---' after the report")
    told, _, marked = head.partition("\n\n")
    if not told.startswith("published:"):
        raise ValueError(f"{path}: the first line must be 'published: YYYY-MM-DD' (or '-'), then an empty line")
    published = told.removeprefix("published:").strip()
    text, spans = _unmarked(marked)
    lines = [line for line in tail.split("\n") if line.strip()]
    if len(spans) != len(lines):
        raise ValueError(f"{path}: {len(spans)} numbers are marked, and there are {len(lines)} lines")
    figures = []
    for number, (span, line) in enumerate(zip(spans, lines, strict=True)):
        try:
            figures.append({"id": number, "start": span[0], "end": span[1]} | _figure(line, text[span[0] : span[1]], number))
        except ValueError as error:
            raise ValueError(f"{path}: figure {number}: {error}: {line}") from None
    return text, {
        "id": path.stem,
        "published": None if published == "-" else str(date.fromisoformat(published)),
        "figures": figures,
    }


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        spans.append((len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return text + marked[at:], spans


def _figure(line: str, written: str, number: int) -> Row:
    parts = [part.strip() for part in line.split(" | ")]
    if not 8 <= len(parts) <= 9:
        raise ValueError(f"{len(parts)} fields instead of 8 or 9")
    count, kind, who, move, country, days, source, cause = parts[:8]
    stated, _, amount = count.partition(" = ")
    if stated != " ".join(written.split()):
        raise ValueError(f"the text has {written!r}")
    qualifier, unit, act, measure, *rest = kind.split()
    _among(qualifier, _QUALIFIERS)
    _among(unit, _UNITS)
    _among(act, _ACTS)
    _among(measure, {"flow", "stock"})
    _among(rest[0] if rest else "asserted", _MODALITIES)
    if cause != "-":
        _among(cause, _CAUSES)
    if country != "-" and not re.fullmatch("[A-Z]{3}", country):
        raise ValueError(f"{country!r} is no ISO alpha-3 code")
    origins, arrow, destinations = move.partition("->") if move != "-" else ("-", "->", "-")
    if not arrow:
        raise ValueError("places without an arrow: 'ORIGIN -> DESTINATION', '-' for none")
    first, last = _days(days)
    links = dict.fromkeys(("=", "of")) | {mark: int(to) for mark, to in _LINK.findall(parts[8] if len(parts) == 9 else "")}
    if any(to is not None and to >= number and mark == "=" for mark, to in links.items()):
        raise ValueError("it can only repeat an earlier figure")
    return {
        **_amount(amount or stated, qualifier), "qualifier": qualifier, "unit": unit, "act": act, "measure": measure,
        "who": _or_none(who), "from": _names(origins), "to": _names(destinations), "country": _or_none(country),
        "date_start": first, "date_end": last, "source": _or_none(source), "cause": _or_none(cause),
        "modality": rest[0] if rest else "asserted", "same_as": links["="], "part_of": links["of"],
    }  # fmt: skip


def _amount(amount: str, qualifier: str) -> Row:
    low, dots, high = amount.replace(",", "").replace(" ", "").partition("..")
    if dots:
        return {"value": int(low) if qualifier == "vague" else int(high), "low": int(low), "high": int(high)}
    value = int(low)
    return {"value": value, "low": None if qualifier == "up_to" else value, "high": None if qualifier == "more_than" else value}


def _days(days: str) -> tuple[str | None, str | None]:
    if days == "-":
        return None, None
    first, dots, last = days.partition("..")
    ends = tuple(str(date.fromisoformat(end)) if end else None for end in (first, last if dots else first))
    return ends[0], ends[1]


def _names(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip() not in ("", "-")]


def _or_none(word: str) -> str | None:
    return None if word == "-" else word


def _among(word: str, words: set[str]) -> None:
    if word not in words:
        raise ValueError(f"{word!r} is none of {', '.join(sorted(words))}")


def unsaid(text: str, report: Row) -> list[str]:
    """Words of the annotation that do not stand in the text."""
    plain = " ".join(text.split()).lower()
    found = []
    for figure in report["figures"]:
        words = [figure["who"], figure["source"], *figure["to"]]
        found += [
            f"figure {figure['id']}: {word!r} is not in the text" for word in words if word and " ".join(word.split()).lower() not in plain
        ]
    return found


def main() -> int:
    """Check files; the exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    wrong = 0
    for path in parser.parse_args().files:
        try:
            found = unsaid(*load(path))
        except ValueError as error:
            found = [str(error)]
        wrong += len(found)
        print("\n".join(f"{path}: {line}" if not line.startswith(str(path)) else line for line in found) if found else f"{path}: well")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
