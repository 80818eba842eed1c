"""Places: every place name of a report, found and resolved offline against a compiled gazetteer."""

from onrecord.places.gazetteer import country_name, search
from onrecord.places.mentions import find_mentions

__all__ = ["country_name", "find_mentions", "search"]
