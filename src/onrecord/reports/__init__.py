"""From files, pipes and JSON Lines to reports, each with the trouble met on the way."""

from onrecord.reports.language import detect_language
from onrecord.reports.receive import Received, input_size, receive
from onrecord.reports.records import parse_date, report_of, report_of_record

__all__ = ["Received", "detect_language", "input_size", "parse_date", "receive", "report_of", "report_of_record"]
