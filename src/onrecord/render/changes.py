"""What changed between two pictures: for people to read, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TextIO

from onrecord.render.machine import harmless
from onrecord.render.picture import Names, counted, estimate_to_json, quoted, when
from onrecord.render.terminal import Paint, clean, wrap
from onrecord.types import Estimate, Standing

COLUMNS = (
    "kind", "id", "act", "measure", "population", "unit", "place_name", "country", "date_start", "date_end", "low_before", "best_before", "high_before",
    "low", "best", "high", "because",
)  # fmt: skip
_MOST = 6  # claims that are told of one change
Role = Callable[[str, Estimate | None], str]


class Changed(NamedTuple):
    """An estimate before and after, and the claims that made the difference."""

    kind: str
    before: Estimate | None
    after: Estimate | None
    because: tuple[str, ...]


def change_to_json(one: Changed, standings: Mapping[str, Standing], role: Role, name: Names) -> dict[str, Any]:
    """A change as plain values, keys in the documented order."""
    because = []
    for claim in one.because:
        found = standings.get(claim)
        source = found.claim.source if found else None
        because.append(
            {
                "claim": claim,
                "before": role(claim, one.before) or None,
                "after": role(claim, one.after) or None,
                "exact": found.claim.quote.exact if found else None,
                "prefix": found.claim.quote.prefix if found else None,
                "suffix": found.claim.quote.suffix if found else None,
                "source": source.name if source else None,
                "report": found.claim.report if found else None,
                "published": found.report.published.isoformat() if found and found.report.published else None,
            }
        )
    sides = {side: estimate_to_json(each, name) if each else None for side, each in (("before", one.before), ("after", one.after))}
    return {"kind": one.kind, "id": _either(one).id, **sides, "because": because}


def write_json(changes: Iterable[Changed], out: TextIO, standings: Mapping[str, Standing], role: Role, name: Names) -> None:
    """One JSON array."""
    out.write("[" + ",\n ".join(json.dumps(change_to_json(one, standings, role, name), ensure_ascii=False) for one in changes) + "]\n")


def write_csv(changes: Iterable[Changed], out: TextIO, name: Names) -> None:
    """A row a change; no cell can be taken for a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in changes:
        values = estimate_to_json(_either(one), name)
        was, now = ((each.low, each.best, each.high) if each else (None, None, None) for each in (one.before, one.after))
        plain = [values[field] for field in ("act", "measure", "population", "unit")]
        where = [values["place"]["name"], values["place"]["country"], values["period"]["first"], values["period"]["last"]]
        row = [one.kind, values["id"], *plain, *where, *was, *now, "; ".join(one.because)]
        writer.writerow([harmless(value) for value in row])
    out.write(lines.getvalue().replace("\r\n", "\n"))


def write_text(
    changes: Iterable[Changed], out: TextIO, standings: Mapping[str, Standing], role: Role, name: Names, columns: int, color: bool
) -> None:
    """Each change with the claims that made it, to be read aloud."""
    paint, listed = Paint(color), list(changes)
    for one in listed:
        first, *rest = wrap(clean(_headline(one, name)), columns)
        lines = [paint.bold(first), *(paint.bold(line) for line in rest)]
        for claim in one.because[:_MOST]:
            lines += [f"  {line}" for line in wrap(clean(_told(claim, one, standings, role)), max(columns - 2, 20))]
        if len(one.because) > _MOST:
            lines.append(f"  … and {len(one.because) - _MOST:,} more claims: onrecord why {_either(one).id}")
        if not one.because:
            lines.append("  The claims are the same; the sources have other track records now, so they weigh otherwise.")
        out.write("\n".join(lines) + "\n\n")
    out.write(paint.dim(f"{len(listed):,} change{'' if len(listed) == 1 else 's'}") + "\n")


def _headline(one: Changed, name: Names) -> str:
    each = _either(one)
    where = " and ".join(name(area) for area in each.places)
    basis = {"derived": ", derived", "sum": ", a sum"}.get(each.basis, "")
    what = f"{each.act.replace('_', ' ')}, {counted(each)}, {where}, {when(each)}{basis}"
    if one.before is None:
        return f"{what}: new, {_numbers(one.after)} [{each.id}]"
    if one.after is None:
        return f"{what}: gone, it was {_numbers(one.before)} [{each.id}]"
    return f"{what}: {one.before.best:,} → {one.after.best:,}, from {_numbers(one.before)} to {_numbers(one.after)} [{each.id}]"


def _numbers(one: Estimate | None) -> str:
    if one is None:
        return "nothing"
    return f"{one.best:,} ({one.low:,} to {one.high:,})" if one.high is not None else f"{one.best:,} (at least {one.low:,})"


def _told(claim: str, one: Changed, standings: Mapping[str, Standing], role: Role) -> str:
    before, after = role(claim, one.before), role(claim, one.after)
    if after and before:
        moved = f"Before: {_shown(before)}; now: {_shown(after)}."
    else:
        moved = f"New: {_shown(after)}." if after else f"No longer part of it; before: {_shown(before)}."
    return f"{'+' if after and not before else '−' if before and not after else '~'} {quoted(claim, standings)} {moved}"


def _shown(role: str) -> str:
    if role.startswith("counts "):
        return role
    relation, _, reason = role.partition(": ")
    return f"set aside ({relation}: {reason})"


def _either(one: Changed) -> Estimate:
    found = one.after or one.before
    assert found is not None
    return found
