"""The hash chain: each entry's hash covers the entry and the hash before it, so that no entry can change unnoticed.

A leaf covers everything that an entry says. It is salted: who is shown the leaf alone (an entry withheld) cannot test guesses.
"""

from __future__ import annotations

import hashlib

START = bytes(32)  # what stands before the first entry
SALT_BYTES = 16


def leaf(salt: bytes, seq: int, kind: str, recorded_at: str, by: str, body: str) -> bytes:
    """The digest of one entry."""
    told = "\n".join((str(seq), kind, recorded_at, by, body))  # canonical JSON has no line breaks: only one entry reads so
    return hashlib.sha256(salt + told.encode("utf-8")).digest()


def link(before: bytes, leaf_: bytes) -> bytes:
    """The hash of an entry, from the hash before it and its leaf."""
    return hashlib.sha256(before + leaf_).digest()
