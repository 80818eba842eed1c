"""Files as they came in: kept beside the entries under the digest of their bytes, which the entry of their report names.

They are no entries and no derived tables: an export leaves them behind, and without them everything else still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.entrycodec import Draft
from onrecord.ledger.store import Store
from onrecord.ledger.tables import ORIGINALS
from onrecord.ledger.trouble import trouble
from onrecord.types import Original

if TYPE_CHECKING:
    from onrecord.ledger.base import Ledger


def keep(store: Store, drafts: Sequence[Draft], originals: Mapping[str, bytes]) -> None:
    """Keep those of these files (by the SHA-256 of their bytes) that the reports on record name. Use within a transaction of the writer."""
    reports = [draft.id for draft in drafts if draft.kind == "report"]
    bodies = store.rows_in("SELECT body FROM entries WHERE kind = 'report' AND id IN (*)", reports)
    about = [json.loads(body[0]).get("original") for body in bodies]
    named: set[str] = {one["sha256"] for one in about if one} & originals.keys()
    if not named:
        return
    store.make(ORIGINALS)
    known = {row[0] for row in store.rows_in("SELECT sha256 FROM originals WHERE sha256 IN (*)", named)}
    store.many("INSERT INTO originals (sha256, body) VALUES (?, ?)", [(digest, originals[digest]) for digest in sorted(named - known)])


def is_kept(store: Store, about: Original) -> bool:
    """Whether this file is here (an import may have left it behind)."""
    return store.has("originals") and bool(store.rows("SELECT 1 FROM originals WHERE sha256 = ?", [about.sha256]))


def original(ledger: Ledger, report: str) -> tuple[Original, bytes] | None:
    """The file that a report was taken from; ``None`` where none was kept, or where the report may not be seen. Raises a
    :class:`onrecord.ledger.LedgerError` where it is not what came in."""
    found = ledger.report(report)
    if found is None or found.original is None or not ledger.store.has("originals"):
        return None
    data = ledger.store.value("SELECT body FROM originals WHERE sha256 = ?", [found.original.sha256])
    if data is None:
        return None
    if not _is_whole(found.original.sha256, data):
        raise trouble(ledger.where, f"the original of report {report} was changed", "see `onrecord ledger verify`, and restore a backup")
    return found.original, bytes(data)


def spoilt(store: Store) -> str | None:
    """The digest of the first file that is not what came in."""
    if not store.has("originals"):
        return None
    last = ""
    while rows := store.rows("SELECT sha256, body FROM originals WHERE sha256 > ? ORDER BY sha256 LIMIT 1", [last]):
        last = str(rows[0][0])
        if not _is_whole(*rows[0]):
            return last
    return None


def _is_whole(digest: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == digest
