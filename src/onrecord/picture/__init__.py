"""The picture: what rival, nested, repeated and rounded claims add up to, and why. Pure functions of the claims."""

from __future__ import annotations

from onrecord.picture.balance import Balance, with_balance
from onrecord.picture.book import Rulings, rulings_of
from onrecord.picture.changes import Change, changes
from onrecord.picture.counted import GROUPS
from onrecord.picture.households import load_sizes, with_people
from onrecord.picture.memory import uncollected
from onrecord.picture.observe import Observation, observe
from onrecord.picture.picture import Drawn, Picture, Slot, Topic, learn
from onrecord.picture.records import Record
from onrecord.picture.relations import relate
from onrecord.picture.rollup import roll_up
from onrecord.picture.scorecards import scorecards

__all__ = [
    "GROUPS", "Balance", "Change", "Drawn", "Observation", "Picture", "Record", "Rulings", "Slot", "Topic", "changes", "learn", "load_sizes",
    "observe", "relate", "roll_up", "rulings_of", "scorecards", "uncollected",
    "with_balance", "with_people",
]  # fmt: skip
