"""One module a kind of document. Each has ``read(data, where, path, limits)``, which yields place, report and problems, and is only
ever run in the process of :mod:`onrecord.reports.worker`: what it raises becomes a problem."""
