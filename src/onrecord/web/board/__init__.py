"""The board: the picture of the ledger as it stands, kept at hand in a file of its own, so that a page of a million claims is quick."""

from __future__ import annotations

from onrecord.web.board.board import Board, BoardState
from onrecord.web.board.lines import Headline, Point, Points, Track

__all__ = ["Board", "BoardState", "Headline", "Point", "Points", "Track"]
