"""The model language as data: one table for each kind of map."""

from generator.grammar.language import behaviour, entities, files
from generator.grammar.shapes import Table

TABLES: dict[str, Table] = {
    table.name: table for table in (*files.TABLES, *entities.TABLES, *behaviour.TABLES)
}
"""Every kind of map of the language by name, in the order of the reference."""
