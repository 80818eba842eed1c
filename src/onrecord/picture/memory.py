"""Memory while a picture is made: nothing that it is made of goes in circles, so looking for circles is time lost."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile Python's collector of cyclic garbage rests, and what is there at the end it never looks at again.

    Claims, what they settle on and estimates are trees: each goes when nothing refers to it any more, by itself. The collector would walk
    millions of them again and again, and find nothing."""
    if not gc.isenabled():  # inside another of these
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
