"""How much one may ask for: requests a second, and bytes in a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

UPLOADS = frozenset(("/add", "/api/v1/reports"))  # where documents are sent to
FORM, UNNAMED = 4 << 20, 16 << 10  # bytes of any other request (the longest report, pasted), and of one by nobody known
_MOST_KEPT = 10_000  # callers remembered at once


class Rates:
    """Tokens in a bucket: ``burst`` requests at once, filled up again at ``a_second``."""

    def __init__(self, a_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_second, self._burst, self._clock = a_second, float(burst), clock
        self._left: dict[str, tuple[float, float]] = {}  # caller: requests left, when
        self._lock = threading.Lock()

    def wait(self, caller: str) -> float:
        """Seconds that this caller must wait; 0: go ahead, and it is counted."""
        now = self._clock()
        with self._lock:
            if len(self._left) > _MOST_KEPT:
                self._left = {who: (left, at) for who, (left, at) in self._left.items() if left + (now - at) * self._a_second < self._burst}
            left, at = self._left.get(caller, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._a_second)
            self._left[caller] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) / self._a_second


def most_bytes(request: Request, named: bool, upload: int) -> int:
    """How long the body of a request may be."""
    if not named:
        return UNNAMED
    return upload if request.method == "POST" and request.scope["path"] in UPLOADS else FORM


def is_too_long(request: Request, most: int) -> bool:
    """Whether a request says itself that its body is too long, or says nonsense."""
    said = request.headers.get("content-length", "0")
    return not (said.isascii() and said.isdigit() and len(said) < 16) or int(said) > most


def limited(receive: Receive, most: int) -> Receive:
    """The body as it comes in, cut off by a 413 where it turns out to be too long."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, too_long(most))
        return message

    return counted


def too_long(most: int) -> str:
    """What to say about a body that is too long."""
    return f"the request is longer than {most // (1 << 20)} MiB" if most >= 1 << 20 else f"the request is longer than {most // 1024} KiB"
