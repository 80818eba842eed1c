"""Who else may vouch for people: an OpenID Connect provider, told by the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from onrecord.web.people.roles import ROLES


@dataclass(frozen=True, slots=True)
class Provider:
    """``issuer``: its address. ``role``: what unknown people become (``None``: they are turned away). ``name``: what to call it."""

    issuer: str
    client_id: str
    client_secret: str
    role: str | None = None
    name: str = "your organisation"


def provider_from(environment: Mapping[str, str] | None = None) -> Provider | None:
    """The provider of ``ONRECORD_OIDC_ISSUER``, ``…_CLIENT_ID``, ``…_CLIENT_SECRET``, ``…_ROLE`` and ``…_NAME``; ``None`` where none is named.
    ``ValueError`` says what is wrong."""
    values = os.environ if environment is None else environment
    given = {name: values.get(f"ONRECORD_OIDC_{name}", "").strip() for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "ROLE", "NAME")}
    if not given["ISSUER"]:
        return None
    address = urlsplit(given["ISSUER"])
    if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("ONRECORD_OIDC_ISSUER must be an https:// address")
    for name in ("CLIENT_ID", "CLIENT_SECRET"):
        if not given[name]:
            raise ValueError(f"ONRECORD_OIDC_{name} is missing; the provider gives it when the console is registered there")
    if given["ROLE"] and given["ROLE"] not in ROLES[:-1]:
        raise ValueError(f"ONRECORD_OIDC_ROLE is {given['ROLE'][:40]!r}; use one of {', '.join(ROLES[:-1])}, or leave it out")
    return Provider(
        given["ISSUER"].rstrip("/"), given["CLIENT_ID"], given["CLIENT_SECRET"], given["ROLE"] or None, given["NAME"] or "your organisation"
    )
