"""Which hosts may be asked: names are resolved here, and only addresses of the public internet pass, whatever a name says later."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence

_SECONDS = 10.0  # for a name to be resolved
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """The host must not be asked, or cannot be found. ``args``: why, and what to do."""


def resolve(host: str, port: int, allowed: Sequence[str] = ()) -> str:
    """The one address to connect to. Raises :class:`Refused` where any address of the host is not public, unless ``allowed`` names it.

    The caller connects to this very address, so that a name which changes its mind (DNS rebinding) gains nothing."""
    found = _look_up(host, port)
    if not found:
        raise Refused(f"the host {host} is not known", "check the address")
    if host.lower() in {name.lower() for name in allowed}:
        return found[0]
    for address in found:
        if not is_public(address):
            raise Refused(
                f"the host {host} has an address that is not public ({address})", f"if you trust it, name it: --allow-host {host}"
            )
    return found[0]


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet: not private, loopback, link-local, multicast, reserved, or such in disguise."""
    address: Address = ipaddress.ip_address(text.split("%", 1)[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = (
            address.ipv4_mapped or address.sixtofour or (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None)
        )
        if address.teredo:
            return False
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _look_up(host: str, port: int) -> list[str]:
    """All addresses of a host; none where it has none, or where the resolver does not answer in time."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError, ValueError):
            pass

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    return list(found)
