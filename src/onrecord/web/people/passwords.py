"""Passwords: which are good enough, and how they are kept (scrypt, from the standard library)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import threading
import unicodedata

COST = 15  # scrypt's N is 2**15: 32 MiB and three passes, as OWASP's password storage cheat sheet has it
_BLOCK, _PASSES, _SALT, _LENGTH = 8, 3, 16, 32
_SHORTEST, _LONGEST = 12, 256
_GUESSED_FIRST = frozenset(  # without their digits and signs
    "administrator azertyuiop changeme changemenow contraseña iloveyou letmein motdepasse onrecord password passwordpassword passwort "
    "qwerty qwertyuiop qwertyuiopasdfghjkl qwertzuiop secret welcome".split()
)
_at_once = threading.BoundedSemaphore(2)  # each takes 32 MiB and a core: a flood of guesses must not take them all


def weakness(password: str, name: str) -> str | None:
    """What makes this password easy to guess; ``None`` where nothing does."""
    plain = _normal(password)
    letters = "".join(c for c in plain.casefold() if c.isalpha())
    if len(plain) < _SHORTEST:
        return f"the password has fewer than {_SHORTEST} characters"
    if len(plain) > _LONGEST:
        return f"the password has more than {_LONGEST} characters"
    if len(set(plain)) < 5:
        return "the password repeats a few characters"
    if letters in _GUESSED_FIRST or plain.isdigit():
        return "the password is among the first that are guessed"
    if name and name.casefold() in plain.casefold():
        return "the password holds the name of the account"
    return None


def hashed(password: str, cost: int = COST) -> str:
    """The password as it is kept: ``scrypt$COST$SALT$HASH``."""
    salt = os.urandom(_SALT)
    return f"scrypt${cost}${_text(salt)}${_text(_scrypt(password, salt, cost))}"


def matches(password: str, kept: str | None, cost: int = COST) -> bool:
    """Whether it is the password that is kept. Where none is kept, it takes as long to say no."""
    _, number, salt, mark = (kept or f"scrypt${cost}${_text(bytes(_SALT))}$").split("$")
    if len(password) > _LONGEST:
        return False
    found = _scrypt(password, base64.b64decode(salt), int(number))
    return hmac.compare_digest(found, base64.b64decode(mark)) and kept is not None


def is_outdated(kept: str, cost: int = COST) -> bool:
    """Whether it was kept at another cost than today's."""
    return kept.split("$")[1] != str(cost)


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    with _at_once:
        memory = (1 << cost) * _BLOCK * 128 + (1 << 20)
        return hashlib.scrypt(_normal(password).encode(), salt=salt, n=1 << cost, r=_BLOCK, p=_PASSES, maxmem=memory, dklen=_LENGTH)


def _normal(password: str) -> str:
    """The same characters, however a keyboard puts them together."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
