"""Readings as people and programs want them: a table, JSON Lines, JSON, CSV."""
