"""The tables. ``entries`` is the ledger, ``originals`` the files that some reports came in; all others are derived from the entries and can be
made anew."""

from __future__ import annotations

FORMAT = 1  # of entries: a ledger with a higher one needs a newer onrecord
DERIVED = 2  # of the derived tables: where it differs, they are made anew

ENTRIES = """CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL,
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL)"""
ORIGINALS = "CREATE TABLE IF NOT EXISTS originals (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL)"
META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)"

# {s} is the schema, with its dot. "stop" and "low" may be what a person corrected; the entry keeps what was read.
DERIVED_TABLES = {
    "reports": """CREATE TABLE {s}reports (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT, url TEXT,
        publisher TEXT, published TEXT, language TEXT, path TEXT, reading INTEGER, made_by TEXT, confidential INTEGER NOT NULL,
        sketch BLOB NOT NULL)""",
    "belongs": "CREATE TABLE {s}belongs (seq INTEGER PRIMARY KEY, report INTEGER NOT NULL)",
    "claims": """CREATE TABLE {s}claims (row INTEGER PRIMARY KEY, claim INTEGER NOT NULL, report INTEGER NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, nth INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
        status TEXT NOT NULL, ruling INTEGER, changed INTEGER, correction TEXT, urgency REAL NOT NULL,
        value INTEGER NOT NULL, unit TEXT NOT NULL, act TEXT NOT NULL, measure TEXT NOT NULL, modality TEXT NOT NULL, cause TEXT,
        country TEXT, first TEXT, last TEXT, source INTEGER, confidence REAL NOT NULL)""",
    "areas": "CREATE TABLE {s}areas (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "claim_areas": """CREATE TABLE {s}claim_areas (area INTEGER NOT NULL, row INTEGER NOT NULL, roles INTEGER NOT NULL,
        PRIMARY KEY (area, row)) WITHOUT ROWID""",
    "stated": "CREATE TABLE {s}stated (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL)",
    "rulings": """CREATE TABLE {s}rulings (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, about TEXT NOT NULL, ruling TEXT NOT NULL,
        other TEXT, report INTEGER, start INTEGER, stop INTEGER, nth INTEGER, withdrawn INTEGER)""",
    "feeds": "CREATE TABLE {s}feeds (feed TEXT PRIMARY KEY, seq INTEGER NOT NULL)",
}
DERIVED_INDEXES = (
    "CREATE INDEX {s}reports_name ON {t}reports (name)",
    "CREATE INDEX {s}belongs_report ON {t}belongs (report, seq)",
    "CREATE INDEX {s}claims_report ON {t}claims (report, row)",
    "CREATE INDEX {s}claims_claim ON {t}claims (claim)",
    "CREATE INDEX {s}reports_confidential ON {t}reports (confidential) WHERE confidential = 1",
    "CREATE INDEX {s}claims_country ON {t}claims (country, act, row, last, first)",
    "CREATE INDEX {s}claims_in_country ON {t}claims (country, row)",
    "CREATE INDEX {s}claims_act ON {t}claims (act, row)",
    "CREATE INDEX {s}claims_source ON {t}claims (source, row)",
    "CREATE INDEX {s}claims_urgency ON {t}claims (status, urgency, row)",
    "CREATE INDEX {s}stated_name ON {t}stated (name)",
    "CREATE INDEX {s}rulings_report ON {t}rulings (report, start)",
    "CREATE INDEX {s}rulings_about ON {t}rulings (about)",
)
