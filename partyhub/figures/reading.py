"""Columns of tables that a base reads: what changes in none of them changes no figure of it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.sql import visitors

from partyhub.figures.figure import Base
from partyhub.figures.scope import Placeholders, Shape


@cache
def columns_read(base: Base, shape: Shape) -> Mapping[str, frozenset[str]]:
    """Return the columns that the query of a base reads, by the name of their table.

    A reach of some organizations alone reads more: to which of them a record belongs.
    """
    found = {model.__tablename__: set(names) for model, names in base.made_of.items()}
    query = base.rows(Placeholders.of(shape, 0)).id.table
    for element in visitors.iterate(query):
        if isinstance(element, Table):
            found.setdefault(element.name, set())
        elif isinstance(element, Column):
            table = _table_of(element)
            if table is not None:
                found.setdefault(table.name, set()).add(element.name)
    return {name: frozenset(columns) for name, columns in found.items()}


def _table_of(column: Column[Any]) -> Table | None:
    """Return the table that a column is stored in, also where the query uses an alias of it."""
    source: Any = column.table
    while source is not None and not isinstance(source, Table):
        source = getattr(source, "element", None)
    return source
