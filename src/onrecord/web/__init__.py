"""The console: pages and a JSON API over the ledger and the picture (``onrecord serve``)."""
