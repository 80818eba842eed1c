"""Commands with a module of their own, hooked into :mod:`onrecord.cli`."""
