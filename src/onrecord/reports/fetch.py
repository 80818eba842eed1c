"""One address fetched with care: public hosts only, the connection pinned to the address that was checked, an end to time, size and redirects."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from onrecord.reports.addresses import Refused, resolve
from onrecord.reports.guard import missing
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.types import Problem

if TYPE_CHECKING:
    import ssl

    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection

AGENT = "onrecord/0.1 (figures about forced displacement; +https://pypi.org/project/onrecord/)"
_REDIRECTS, _MOVED = 5, (301, 302, 303, 307, 308)
_PATIENCE = 15.0  # seconds without a byte
_CHUNK = 1 << 16
_WAIT_ADVICE = "try again later, or save the page and name the file"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. ``url``: where the redirects ended; ``body`` is empty where ``unchanged``."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


class _Trouble(Exception):
    def __init__(self, message: str, next_step: str = _WAIT_ADVICE) -> None:
        super().__init__(message)
        self.message, self.next_step = message, next_step


def fetch(url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Answer | Problem:
    """The answer behind ``url``, redirects followed; or what is wrong. ``headers``: for a conditional request (If-None-Match …).

    It takes at most ``limits.seconds`` in all and ``limits.bytes``. Proxies named in the environment are not used: behind one, the
    address that is connected to could not be checked."""
    try:
        import urllib3  # noqa: F401
    except ModuleNotFoundError:
        return missing(url, "addresses", "urllib3")
    deadline = time.monotonic() + limits.seconds
    seen: set[str] = set()
    at = url
    try:
        while True:
            if at in seen or len(seen) > _REDIRECTS:
                raise _Trouble(
                    "its redirects go in a circle" if at in seen else f"it redirects more than {_REDIRECTS} times",
                    "check the address in a browser",
                )
            seen.add(at)
            answer = _ask(at, limits, dict(headers or {}), deadline)
            if isinstance(answer, Answer):
                return answer
            at = answer
    except Refused as refusal:
        return Problem(url, STAGE, str(refusal.args[0]), str(refusal.args[1]))
    except _Trouble as trouble:
        return Problem(url, STAGE, trouble.message, trouble.next_step)


def _ask(url: str, limits: Limits, headers: dict[str, str], deadline: float) -> Answer | str:
    """One request: the answer, or the address that it redirects to."""
    import urllib3

    parts = _split(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = resolve(host, port, limits.hosts)
    connection = _connection(parts.scheme, host, address, port)
    watch = threading.Timer(max(0.01, deadline - time.monotonic()), _hang_up, (connection,))
    watch.daemon = True
    watch.start()
    try:
        asked = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **headers,
        }
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        connection.request("GET", target, headers=asked, preload_content=False, decode_content=False)
        response = connection.getresponse()
        return _answer(url, response, limits, deadline)
    except (urllib3.exceptions.HTTPError, OSError, ValueError, AttributeError) as error:
        if time.monotonic() >= deadline:
            raise _Trouble(f"the server did not finish in {limits.seconds:g} seconds") from error
        raise _Trouble(f"the server cannot be read ({type(error).__name__}: {str(error)[:160]})") from error
    except Exception as error:
        if type(error).__module__ != "http.client":  # what a server says that is no HTTP
            raise
        raise _Trouble(f"the server does not speak HTTP as it should ({type(error).__name__})") from error
    finally:
        watch.cancel()
        connection.close()


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise _Trouble("the address is broken", "check the address") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise _Trouble(f"only http and https addresses are fetched, not {parts.scheme or url[:20]!r}", "check the address")
    if parts.username or parts.password:
        raise _Trouble("the address holds a name or password", "fetch it yourself and name the file")
    path = "".join(c if "!" <= c <= "~" else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in parts.path)
    query = "".join(c if "!" <= c <= "~" else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in parts.query)
    try:
        host = (
            parts.netloc
            if parts.netloc.isascii()
            else (parts.hostname or "").encode("idna").decode("ascii") + (f":{parts.port}" if parts.port else "")
        )
    except UnicodeError:
        raise _Trouble("the address is broken", "check the address") from None
    return SplitResult(parts.scheme.lower(), host, path, query, "")


def _connection(scheme: str, host: str, address: str, port: int) -> HTTPConnection:
    """A connection to ``address`` that asks for, and has its certificate checked against, ``host``."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    if scheme == "http":
        return HTTPConnection(address, port, timeout=_PATIENCE)
    return HTTPSConnection(address, port, timeout=_PATIENCE, server_hostname=host, assert_hostname=host, ssl_context=_context())


def _context() -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context()
    if not context.cert_store_stats().get("x509_ca"):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _hang_up(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _answer(url: str, response: BaseHTTPResponse, limits: Limits, deadline: float) -> Answer | str:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status in _MOVED and headers.get("location"):
        return urljoin(url, headers["location"])
    if response.status == 304:
        return Answer(url, b"", headers, unchanged=True)
    if response.status != 200:
        advice = (
            "it wants a login or a browser: save the page and name the file"
            if response.status in (401, 403, 407)
            else "check the address in a browser"
        )
        raise _Trouble(f"the server answers {response.status}", advice)
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limits.bytes:
        raise _too_big(limits)
    body = _body(response, limits, deadline)
    if length.isascii() and length.isdigit() and len(body) < int(length):
        raise _Trouble("the answer is cut off")
    return Answer(url, _unpacked(body, limits) if headers.get("content-encoding", "").lower() == "gzip" else body, headers)


def _body(response: BaseHTTPResponse, limits: Limits, deadline: float) -> bytes:
    parts, size = [], 0
    while part := response.read1(_CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > limits.bytes:
            raise _too_big(limits)
        if time.monotonic() >= deadline:
            break
    if time.monotonic() >= deadline:  # also where we hung up ourselves, which looks like the end
        raise OSError("deadline")
    return b"".join(parts)


def _unpacked(body: bytes, limits: Limits) -> bytes:
    try:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        data = unpacker.decompress(body, limits.bytes + 1)
    except zlib.error:
        raise _Trouble("the answer is damaged (gzip)") from None
    if len(data) > limits.bytes:
        raise _too_big(limits)
    return data


def _too_big(limits: Limits) -> _Trouble:
    return _Trouble(f"the answer is larger than {limits.bytes >> 20} megabytes", "fetch it yourself, split it, and name the files")
