"""Build hook: compiles the gazetteer into the package, for wheels and for editable installs alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``onrecord.places.build`` unless the gazetteer is there and newer than everything it is made of."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file, and have the wheel carry it although git ignores it."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from onrecord.places import build
        finally:
            sys.path.remove(str(source))
        if not build.is_fresh():
            build.build()
        build_data["artifacts"].append("src/onrecord/data/gazetteer.sqlite")
