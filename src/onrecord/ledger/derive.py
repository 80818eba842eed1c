"""From entries to the derived tables, in the order of the entries: always the same tables, however the entries came in portions.

A claim's row in ``claims`` is a version: it stands from the entry ``since`` up to the entry ``until``. Re-reading and rulings close a
version and open the next one; so what stood at any earlier moment can be asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.entrycodec import figure_values
from onrecord.ledger.columns import core
from onrecord.ledger.sources import Sources
from onrecord.ledger.staged import Anchor, Told, Writer
from onrecord.ledger.staged import ReportState as State
from onrecord.ledger.store import KEY_CHARS, Store
from onrecord.types import Source

_ON_CLAIMS = ("accept", "reject", "correct")


class Deriver:
    """Keeps the derived tables of one schema up to date. Use within a transaction of the writer, and a new one after any error."""

    def __init__(self, store: Store, schema: str = "") -> None:
        self._store = store
        self._out = Writer(store, schema)

    def apply(self, entries: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> None:
        """Take in entries (seq, id, kind, parsed body) that are in ``entries`` already."""
        portion = [entry for entry in entries if entry[2] != "withheld"]
        self._out.begin(_reports_named(portion))
        takes = {"report": self._report, "reading": self._reading, "claim": self._claim, "decision": self._decision, "feed": self._feed}
        for seq, ident, kind, body in portion:
            takes[kind](seq, ident, body)
        self._out.flush()

    def _report(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        self._out.add_report(seq, ident, body)

    def _feed(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        self._out.feeds[body["feed"][:KEY_CHARS]] = seq

    def _reading(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        report = self._out.report(body["report"])
        if report is None:
            return
        self._out.belongs.append((seq, report.seq))
        if report.made_by and outdated(body["made_by"], report.made_by):
            return
        listed: dict[str, None] = dict.fromkeys(body["claims"])
        fresh = report.new and report.reading is None and not report.standing
        report.reading, report.made_by, report.listed, report.dirty = seq, body["made_by"], listed, True
        for name in ("title", "published", "language"):
            setattr(report, name, body.get(name) or getattr(report, name))
        if fresh:
            return
        standing = self._out.standing(report)
        stands = {version.claim for version in standing.values()}
        returning = [told for told in self._known(listed, seq) if told.seq not in stands]
        anchors = {told.anchor for told in returning}
        for anchor, version in list(standing.items()):
            # What a person accepted or corrected stands, whatever a later reader makes of the text.
            if version.claim_id not in listed and anchor not in anchors and version.status in ("unreviewed", "rejected"):
                self._out.close(report, anchor, seq)
        for told in returning:
            self._open(report, told, seq)

    def _claim(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        report = self._out.report(body["report"])
        if report is None:
            return
        self._out.belongs.append((seq, report.seq))
        if report.reading is None or ident in self._listed(report):
            self._open(report, Told(seq, ident, body, figure_values(body)), seq)

    def _open(self, report: State, told: Told, at: int) -> None:
        ruled = self._ruled(report, told.anchor)
        if ruled is None:
            self._out.open(report, told, at, "unreviewed", None, None, None)
            return
        status, about, ruling, correction = ruled
        base = told if status == "rejected" else self._told(about)
        first = self._told(about)
        differs = told.seq > ruling and first is not None and core(first.values) != core(told.values)
        self._out.open(report, base or told, at, status, ruling, told.seq if differs else None, correction)

    def _decision(self, seq: int, ident: str, body: Mapping[str, Any]) -> None:
        ruling, about = body["ruling"], body["about"]
        other = (body.get("value") or {}).get("other")
        told = self._told(about) if ruling not in ("alias", "withdraw") else None
        report = self._out.report(told.body["report"] if told else about)
        if ruling == "withdraw":
            self._withdraw(seq, ident, about)
            return
        anchor = told.anchor if told else None
        self._out.add_ruling(seq, ident, about, ruling, other, report, anchor)
        if report is not None:
            self._out.belongs.append((seq, report.seq))
        if ruling == "alias":
            self._out.restate(self.sources())
        elif ruling in ("confidential", "open") and report is not None:
            self._set_confidential(report)
        elif ruling in _ON_CLAIMS and told and report is not None:
            self._rule(report, told.anchor, seq)

    def _rule(self, report: State, anchor: Anchor, at: int) -> None:
        """Bring what stands at an anchor in line with its rulings."""
        version = self._out.standing(report).get(anchor)
        ruled = self._ruled(report, anchor)
        if ruled is None:
            base = next((told for told in self._known(self._listed(report), at) if told.anchor == anchor), None)
            base = base or (self._told(version.claim_id) if version and report.reading is None else None)
            if base is None:
                self._out.close(report, anchor, at)
            else:
                self._out.open(report, base, at, "unreviewed", None, None, None)
            return
        status, about, ruling, correction = ruled
        if status == "rejected" and version is None:
            return
        base = self._told(version.claim_id if status == "rejected" and version else about)
        if base is not None:
            self._out.open(report, base, at, status, ruling, None, correction)

    def _withdraw(self, seq: int, ident: str, target: str) -> None:
        found = self._out.ruling(target)
        report = self._out.report_at(found.report) if found and found.report else None
        self._out.add_ruling(seq, ident, target, "withdraw", None, report, None)
        if report is not None:
            self._out.belongs.append((seq, report.seq))
        if found is None or found.withdrawn:
            return
        self._out.withdraw(found, report, seq)
        if found.ruling == "alias":
            self._out.restate(self.sources())
        elif found.ruling in ("confidential", "open") and report is not None:
            self._set_confidential(report)
        elif found.ruling in _ON_CLAIMS and report is not None and found.anchor is not None:
            self._rule(report, found.anchor, seq)

    def _set_confidential(self, report: State) -> None:
        flags = [r.ruling for r in self._out.rulings(report) if not r.withdrawn and r.ruling in ("confidential", "open")]
        report.confidential, report.dirty = int(bool(flags) and flags[-1] == "confidential"), True

    def _ruled(self, report: State, anchor: Anchor) -> tuple[str, str, int, dict[str, Any] | None] | None:
        """Status, the claim ruled on, the ruling and the correction: of all rulings on an anchor that were not withdrawn."""
        status, about, ruling = None, "", 0
        correction: dict[str, Any] = {}
        for one in self._out.rulings(report):
            if one.anchor != anchor or one.withdrawn or one.ruling not in _ON_CLAIMS:
                continue
            if one.ruling == "correct":
                correction |= json.loads(self._body(one.seq)).get("value") or {}
            status = "rejected" if one.ruling == "reject" else "corrected" if correction else "accepted"
            about, ruling = one.about, one.seq
        return (status, about, ruling, correction or None) if status else None

    def _listed(self, report: State) -> Mapping[str, None]:
        if report.listed is None:
            report.listed = {}
            if report.reading is not None:
                report.listed = dict.fromkeys(json.loads(self._body(report.reading))["claims"])
        return report.listed

    def _known(self, idents: Iterable[str], before: int) -> Iterator[Told]:
        """Those claims that have an entry already."""
        rows = self._store.rows_in("SELECT seq, id, body FROM entries WHERE kind = 'claim' AND id IN (*)", idents)
        for seq, ident, text in sorted(rows):
            if seq < before:
                body = json.loads(text)
                yield Told(seq, ident, body, figure_values(body))

    def _told(self, ident: str) -> Told | None:
        for seq, text in self._store.rows("SELECT seq, body FROM entries WHERE id = ? AND kind = 'claim'", [ident]):
            body = json.loads(text)
            return Told(seq, ident, body, figure_values(body))
        return None

    def _body(self, seq: int) -> str:
        return str(self._store.value("SELECT body FROM entries WHERE seq = ?", [seq]))

    def sources(self) -> Sources:
        """The sources, with the aliases that people decided."""
        return Sources(decided_aliases(self._store, self._out.alias_rulings()))


def decided_aliases(store: Store, rulings: Iterable[int]) -> dict[str, Source]:
    """Folded alias -> source, of the ``alias`` rulings with these sequence numbers, in order: the last one wins."""
    from onrecord.ledger.folded import fold

    found: dict[str, Source] = {}
    for _, text in sorted(store.rows_in("SELECT seq, body FROM entries WHERE seq IN (*)", rulings)):
        body = json.loads(text)
        found[fold(body["value"]["alias"])] = Source(body["about"], body["value"].get("kind", "other"))
    return found


def outdated(made_by: str, than: str) -> bool:
    """Whether one is an older version of the same reader. Of different readers the later reading counts."""
    name, _, version = made_by.rpartition(" ")
    other, _, newer = than.rpartition(" ")
    return bool(name) and name == other and _numbers(version) < _numbers(newer)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit() and len(part) < 10)


def _reports_named(portion: Sequence[tuple[int, str, str, Mapping[str, Any]]]) -> set[str]:
    new = {ident for _, ident, kind, _ in portion if kind == "report"}
    named = {body["report"] for _, _, kind, body in portion if kind in ("reading", "claim")}
    return named - new
