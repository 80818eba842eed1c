"""A small trained encoder of sentences, and what it makes of the numbers in them.

It is the one part of reading that knows the language from elsewhere: its lower layers come from a general model of English
(``onrecord/data/CREDITS.md``), and ``training/encoder.py`` teaches it what our own reports and the annotated ones say of their numbers. It runs on the CPU, offline.
"""
