"""What happens, told to every open page at once: new entries, a new picture, how a job goes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from onrecord.web.trouble import trouble
from onrecord.web.viewer import Viewer

_MOST = 1_000  # pages that listen at once
_BEHIND = 200  # events that a page may be behind before it is cut off (it then asks again)
_QUIET = 15.0  # seconds after which silence is broken, so that nothing between takes the line for dead
_LONGEST = 3_600.0  # seconds; then the page asks again, with the rights that it has by then


@dataclass(frozen=True, slots=True)
class Event:
    """``confidential``: ``True`` or ``False``: only for those with or without the right; ``None``: for all. ``only``: for this person."""

    kind: Literal["picture", "entry", "job", "bye"]
    data: dict[str, Any] = field(default_factory=dict)
    confidential: bool | None = None
    only: str | None = None

    def is_for(self, viewer: Viewer) -> bool:
        """Whether this viewer is told."""
        return self.confidential in (None, viewer.confidential) and self.only in (None, viewer.name)


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    viewer: Viewer
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Event]

    def tell(self, event: Event) -> None:
        if self.queue.qsize() < _BEHIND or event.kind == "bye":
            self.queue.put_nowait(event)
        elif self.queue.qsize() == _BEHIND:
            self.queue.put_nowait(Event("bye"))


class Live:
    """Listeners, and what they are told. ``publish`` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False

    def publish(self, event: Event) -> None:
        """Tell everybody whom it is for."""
        for listener in tuple(self._listeners):
            if event.is_for(listener.viewer):
                with suppress(RuntimeError):  # its loop has ended
                    listener.loop.call_soon_threadsafe(listener.tell, event)

    async def events(self, viewer: Viewer) -> AsyncIterator[str]:
        """The events for a viewer as lines of an event stream, until it ends or the listener goes."""
        if self._closed or len(self._listeners) >= _MOST:
            raise trouble(503, "events", "too many pages listen", "ask again later")
        listener = _Listener(viewer, asyncio.get_running_loop(), asyncio.Queue())
        self._listeners.add(listener)
        end = listener.loop.time() + _LONGEST
        try:
            yield "retry: 2000\n\n"
            while listener.loop.time() < end:
                try:
                    event = await asyncio.wait_for(listener.queue.get(), _QUIET)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event.kind == "bye":
                    return
                yield f"event: {event.kind}\ndata: {json.dumps(event.data)}\n\n"
        finally:
            self._listeners.discard(listener)

    @property
    def listening(self) -> int:
        """How many pages listen."""
        return len(self._listeners)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self.publish(Event("bye"))
