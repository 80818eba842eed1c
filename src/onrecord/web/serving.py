"""The server that ``onrecord serve`` runs."""

from __future__ import annotations

import ctypes
import gc
import socket
import sys
import threading
from contextlib import suppress
from typing import TextIO

import uvicorn
from fastapi import FastAPI

from onrecord.web.app import create_app
from onrecord.web.people import People
from onrecord.web.settings import Settings
from onrecord.web.shown import draw_ahead

_TURN = 0.001  # seconds after which a thread that draws lets others in: short answers wait for each of them
_CYCLES = (20_000, 20, 20)  # new objects before those in circles are looked for: an answer makes some thousands, and few are in any
_ALLOCATOR = ((-8, 2), (-3, 256 << 10))  # M_ARENA_MAX: heaps; M_MMAP_THRESHOLD: bytes of a value that is given back on its own


def serve(settings: Settings, out: TextIO) -> int:
    """Serve until interrupted; the exit status. Says on ``out`` where the console is."""
    sys.setswitchinterval(_TURN)
    _give_memory_back()
    app = create_app(settings)
    gc.freeze()  # what stays for good is looked through no more: that took a twentieth of a second each time
    gc.set_threshold(*_CYCLES)
    try:
        config = _config(app, settings)
    except (OSError, ValueError) as error:  # the files of the certificate
        out.write(f"onrecord: {settings.certificate}: the certificate or its key cannot be used: {error}; check both files\n")
        return 1
    try:
        listening = socket.create_server((settings.host, settings.port), family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    except OSError as error:
        out.write(
            f"onrecord: {settings.host}:{settings.port} cannot be listened on: {error.strerror or error}; choose another with --port\n"
        )
        return 1
    address = (settings.address or _own_address(settings, listening.getsockname()[1])).rstrip("/")
    out.write(f"onrecord: the console is at {address}/ (Ctrl-C ends it)\n")
    if app.state.people:
        out.write(first_steps(app.state.people, address))
    out.flush()
    threading.Thread(target=draw_ahead, args=(app.state.desk,), name="onrecord first view", daemon=True).start()
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def _give_memory_back() -> None:
    """Have glibc, where that is the C library, return what large values took once they are gone: else each thread keeps a heap of its own,
    and a console that runs for days many times what it uses."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for option, value in _ALLOCATOR:
            library.mallopt(option, value)


def first_steps(people: People, address: str) -> str:
    """What to say where nobody can log in yet; and remember the address for links that ``onrecord people`` makes."""
    people.base.remember("address", address)
    if not people.accounts.is_empty():
        return ""
    link = people.sessions.invite(None, "the first start")
    return f"onrecord: nobody can log in yet. Whoever opens this link first, within a day, is the admin:\n  {address}/welcome/{link}\n"


def _own_address(settings: Settings, port: int) -> str:
    """How this machine itself can reach the console."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"{'https' if settings.certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        loop="asyncio",  # uvloop lets some connections wait for seconds where many ask at once, by whatever it has taken in meanwhile
        log_level="warning",
        access_log=False,  # addresses hold what people look for, and one-time links
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
        proxy_headers=settings.proxy is not None,
        forwarded_allow_ips=settings.proxy,
    )
    config.load()
    return config
