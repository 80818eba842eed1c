"""``onrecord serve``: the console in a browser."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from onrecord.commands import common

_EPILOG = """\
On this machine alone (the default) no log-in is asked for, unless --login is given. With another --host people must log in.

examples:
  onrecord serve
  onrecord serve --ledger postgresql://ana@db.example.org/displacement --host 0.0.0.0
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``serve`` to the command line."""
    about = "Serve the console: the picture, the reasons behind it, the reports, and review, in a browser; and the JSON API."
    parser = commands.add_parser("serve", help="the console in a browser", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    add = parser.add_argument
    add("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (default: 127.0.0.1, this machine alone)")
    add("--port", type=_port, default=8899, metavar="N", help="port to listen on (default: 8899; 0: any free one)")
    add("--login", action="store_true", help="ask for a log-in on this machine, too")
    common.ledger_options(parser)
    parser.set_defaults(run=common.guarded(_run))


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) < 65536):
        raise argparse.ArgumentTypeError(f"{value!r} is no port; give a number from 0 to 65535")
    return int(value)


def _run(options: argparse.Namespace) -> int:
    from onrecord.ledger import default_path

    reading = common.settings()
    if reading is None:
        return common.USAGE
    try:
        from onrecord.web.serving import serve
        from onrecord.web.settings import Settings
    except ImportError as error:
        common.say(f"the console needs {error.name}; install it with: pip install 'onrecord[web]'")
        return common.USAGE
    settings = Settings(
        options.ledger or default_path(), host=options.host, port=options.port, login=options.login, apart=True, reading=reading
    )
    return serve(settings, sys.stderr)
