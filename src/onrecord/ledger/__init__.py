"""The ledger: what was read, claimed and ruled, kept for good. SQLite by default, PostgreSQL for teams."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from onrecord.ledger.adding import add_claim
from onrecord.ledger.base import Head, Ledger, Receipt
from onrecord.ledger.query import Page, Query, claims, count, extent, page, page_values, sketches, standings, statements
from onrecord.ledger.rulings import decide
from onrecord.ledger.trouble import LedgerError, TookLong

__all__ = [
    "Head",
    "Ledger",
    "LedgerError",
    "Page",
    "Query",
    "Receipt",
    "TookLong",
    "add_claim",
    "claims",
    "count",
    "decide",
    "default_path",
    "extent",
    "open_ledger",
    "page",
    "page_values",
    "sketches",
    "standings",
    "statements",
]


def default_path() -> str:
    """``ONRECORD_LEDGER``, else ``ledger.sqlite`` in the folder where this system keeps a user's data."""
    given = os.environ.get("ONRECORD_LEDGER", "").strip()
    if given:
        return given
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return str(base / "onrecord" / "ledger.sqlite")


def open_ledger(where: str | None = None, *, by: str | None = None, confidential: bool = False, write: bool = True) -> Ledger:
    """Open the ledger in a file or at a ``postgresql://`` URL (default: :func:`default_path`); with ``write`` it is made where there is none.

    ``by``: who records (``ONRECORD_BY``, else the user's login name). Raises :class:`LedgerError`."""
    from onrecord.ledger.store import Store

    place = where or default_path()
    store: Store
    if place.startswith(("postgresql://", "postgres://")):
        from onrecord.ledger.postgres import PostgresStore

        store = PostgresStore(place, write)
    else:
        from onrecord.ledger.sqlite import SqliteStore

        store = SqliteStore(place, write)
    return Ledger(store, by or os.environ.get("ONRECORD_BY", "").strip() or _user(), confidential)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
