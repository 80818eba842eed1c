"""Log-in guessing made slow: tries are counted for each name and for each address, and too many mean waiting."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from onrecord.web.people.base import Base

_FREE_NAME, _FREE_ADDRESS = 5, 40  # failures in a row before the first wait
_FIRST, _LONGEST = 60.0, 3600.0  # seconds; each further failure doubles the wait
_FORGOTTEN = 24 * 3600.0  # seconds after the last failure


class Tries:
    """Failures in a row. Names are counted whether they exist or not, so that nothing can be learned from waiting."""

    def __init__(self, base: Base, clock: Callable[[], float]) -> None:
        self._base, self._clock = base, clock

    def begin(self, name: str, address: str) -> float:
        """Count a try before it is checked, so that tries at once are counted too; where it must wait, the seconds, and it does not count."""
        now = self._clock()
        keys = ((f"name:{name[:200]}", _FREE_NAME), (f"address:{network(address)}", _FREE_ADDRESS))
        with self._base.writing():
            self._base.rows("DELETE FROM tries WHERE last < ?", [now - _FORGOTTEN])
            wait = max(self._wait(key, free, now) for key, free in keys)
            if wait <= 0:
                for key, _ in keys:
                    self._base.rows(
                        "INSERT INTO tries VALUES (?, 1, ?) ON CONFLICT (what) DO UPDATE SET failures = failures + 1, last = excluded.last",
                        [key, now],
                    )
        return wait

    def succeeded(self, name: str, address: str) -> None:
        """The try was right: the name's count starts anew, and the address gets this one try back (not its wrong ones for other names)."""
        with self._base.writing():
            self._base.rows("DELETE FROM tries WHERE what = ?", [f"name:{name[:200]}"])
            self._base.rows("UPDATE tries SET failures = failures - 1 WHERE what = ?", [f"address:{network(address)}"])

    def forget(self, name: str) -> None:
        """Let a name in again."""
        self._base.rows("DELETE FROM tries WHERE what = ?", [f"name:{name[:200]}"])

    def _wait(self, key: str, free: int, now: float) -> float:
        found = self._base.rows("SELECT failures, last FROM tries WHERE what = ?", [key])
        if not found or found[0][0] < free:
            return 0.0
        failures, last = found[0]
        return float(last + min(_LONGEST, _FIRST * 2.0 ** min(failures - free, 10)) - now)


def network(address: str) -> str:
    """An address as one who guesses holds it: of IPv6 a whole /64."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
