"""``onrecord serve``: the console in a browser."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from onrecord.commands import common

_EPILOG = """\
On this machine alone (the default) no log-in is asked for, unless --login is given. With another --host, or behind a --proxy, people
must log in; the first start prints a one-time link for the first admin, and `onrecord people` looks after accounts.

examples:
  onrecord serve
  onrecord serve --host 0.0.0.0 --certificate console.pem --key console.key
  onrecord serve --ledger postgresql://ana@db.example.org/displacement --proxy 127.0.0.1 --address https://console.example.org

settings (environment variables):
  ONRECORD_CONSOLE             file of accounts, sessions and tokens (default: beside the ledger, its name and .people)
  ONRECORD_OIDC_ISSUER         address of an OpenID Connect provider who may vouch for people
  ONRECORD_OIDC_CLIENT_ID      how the console is registered there; its return address is ADDRESS/oidc/return
  ONRECORD_OIDC_CLIENT_SECRET  the secret of that registration
  ONRECORD_OIDC_ROLE           viewer, analyst or reviewer: what people without an account become (default: turned away)
  ONRECORD_OIDC_NAME           what to call the provider on the page of the log-in
"""


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``serve`` to the command line."""
    about = "Serve the console: the picture, the reasons behind it, the reports, and review, in a browser; and the JSON API."
    parser = commands.add_parser("serve", help="the console in a browser", description=about, epilog=_EPILOG, formatter_class=common.RAW)
    add = parser.add_argument
    add("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (default: 127.0.0.1, this machine alone)")
    add("--port", type=_port, default=8899, metavar="N", help="port to listen on (default: 8899; 0: any free one)")
    add("--login", action="store_true", help="ask for a log-in on this machine, too")
    add("--address", metavar="URL", help="how people reach the console, for links: https://console.example.org")
    add("--certificate", metavar="FILE", help="PEM file with the certificate, to serve https")
    add("--key", metavar="FILE", help="PEM file with the certificate's key, where it is not in the same file")
    add("--proxy", metavar="ADDRESS", help="address of a proxy in front of the console; its X-Forwarded-For and -Proto are believed")
    add("--plain-http", action="store_true", help="take log-ins over unencrypted connections from other machines, too")
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
        from onrecord.web.people.provider import provider_from
        from onrecord.web.serving import serve
        from onrecord.web.settings import Settings
    except ImportError as error:
        common.say(f"the console needs {error.name}; install it with: pip install 'onrecord[web]'")
        return common.USAGE
    from onrecord.picture import load_sizes

    try:
        load_sizes()  # said now, and not when somebody asks for them
        provider = provider_from()
    except ValueError as error:
        common.say(str(error))
        return common.USAGE
    settings = Settings(
        options.ledger or default_path(),
        host=options.host,
        port=options.port,
        login=options.login,
        apart=True,
        reading=reading,
        address=options.address,
        certificate=options.certificate,
        key=options.key,
        proxy=options.proxy,
        plain_http=options.plain_http,
        provider=provider,
    )
    return serve(settings, sys.stderr)
