"""The server that ``onrecord serve`` runs."""

from __future__ import annotations

import asyncio
import socket
from typing import TextIO

import uvicorn

from onrecord.web.app import create_app
from onrecord.web.settings import Settings


def serve(settings: Settings, out: TextIO) -> int:
    """Serve until interrupted; the exit status. Says on ``out`` where the console is."""
    app = create_app(settings)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)
    try:
        listening = socket.create_server((settings.host, settings.port), family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    except OSError as error:
        out.write(
            f"onrecord: {settings.host}:{settings.port} cannot be listened on: {error.strerror or error}; choose another with --port\n"
        )
        return 1
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    out.write(f"onrecord: the console is at http://{host}:{listening.getsockname()[1]}/ (Ctrl-C ends it)\n")
    out.flush()
    with listening:
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
    return 0
