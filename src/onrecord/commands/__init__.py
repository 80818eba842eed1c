"""The commands around the ledger, one module each. Modules import what is heavy where it is used: ``--help`` must answer at once."""

from __future__ import annotations

import argparse
from typing import Any


def add_parsers(commands: argparse._SubParsersAction[Any]) -> None:
    """Add ``add``, ``claims``, ``review``, ``ledger``, ``picture`` and ``why`` to the command line."""
    from onrecord.commands import add, claims, ledger, picture, review, why

    for module in (add, claims, review, ledger, picture, why):
        module.add_parser(commands)
