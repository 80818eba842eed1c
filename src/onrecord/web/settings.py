"""What the console may be told when it starts."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.settings import Settings as ReadingSettings
from onrecord.web.people.base import people_path
from onrecord.web.people.provider import Provider


@dataclass(frozen=True, slots=True)
class Settings:
    """``ledger``: file or ``postgresql://`` URL. ``login``: people must log in even on loopback. ``console``: the file of accounts and
    sessions (``ONRECORD_CONSOLE``, else beside the ledger). ``cache``: the folder of what can be made anew (``ONRECORD_CACHE``).
    ``address``: how people reach it, for links (``https://console.example.org``). ``certificate`` and ``key``: files, to serve https.
    ``proxy``: address of a proxy in front, whose word about who asks is taken. ``plain_http``: log-ins are taken unencrypted from other
    machines, too. ``max_upload``: bytes. ``rate``: requests a second of one account. ``provider``: who else may vouch for people.
    ``apart``: the picture is made in a process of its own, so that pages stay quick meanwhile."""

    ledger: str
    host: str = "127.0.0.1"
    port: int = 8899
    login: bool = False
    console: Path | None = None
    cache: Path | None = None
    apart: bool = False
    address: str | None = None
    certificate: str | None = None
    key: str | None = None
    proxy: str | None = None
    plain_http: bool = False
    max_upload: int = 100 << 20
    rate: int = 50
    provider: Provider | None = None
    reading: ReadingSettings = field(default_factory=ReadingSettings)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the console."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def asks_login(self) -> bool:
        """Whether people must say who they are."""
        return self.login or not self.local or self.proxy is not None

    @property
    def console_path(self) -> Path:
        """The file of accounts and sessions."""
        return self.console or Path(people_path(self.ledger))

    @property
    def cache_path(self) -> Path:
        """The folder of derived files."""
        given = os.environ.get("ONRECORD_CACHE", "").strip()
        if self.cache or given:
            return self.cache or Path(given)
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return Path(base or Path.home() / ".cache") / "onrecord"


def data_folder() -> Path:
    """The folder where this system keeps a user's data; the temporary folder for a user without a home."""
    from onrecord.ledger import default_path

    folder = Path(default_path()).absolute().parent
    return folder if folder.parent.is_dir() or os.access(folder, os.W_OK) else Path(tempfile.gettempdir())
