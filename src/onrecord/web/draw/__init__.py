"""Maps and timelines as SVG: pure functions of estimates. They know nothing of requests, ledgers or people."""
