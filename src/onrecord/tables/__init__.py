"""Tables: the figures of tables in documents, and of registers of official figures, with the cell as their evidence."""

from onrecord.tables.context import joined, tables_of

__all__ = ["joined", "tables_of"]
