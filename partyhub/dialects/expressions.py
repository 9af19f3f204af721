"""Expressions that each database writes in its own way."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Index, String, Text, TextClause, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from partyhub.dialects.names import POSTGRESQL, SQLITE


def partial_index(name: str, *columns: str, where: TextClause) -> Index:
    """Return an index of only those rows for which `where` is true.

    An index that names a PostgreSQL option loads that whole dialect, megabytes of it, even where it
    isn't used; so that option is set when PostgreSQL creates the index.
    """
    index = Index(name, *columns, sqlite_where=where)
    event.listen(index, "before_create", _restrict_on_postgresql)
    return index


def _restrict_on_postgresql(index: Index, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == POSTGRESQL:
        index.dialect_kwargs["postgresql_where"] = index.dialect_kwargs["sqlite_where"]


class without_index(FunctionElement[Any]):  # noqa: N801  # used in queries like a function
    """A column that SQLite shall not use for an index lookup, since another index serves better.

    PostgreSQL knows the statistics of its tables and chooses well by itself.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(without_index, SQLITE)
def _plain_value(element: Any, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(without_index)
def _column(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


class rows_as_json(FunctionElement[str]):  # noqa: N801  # used in queries like a function
    """All rows of a query as one text: a JSON list with a list of the columns of each row.

    It is for rows that are compared as a whole before anything takes them apart.
    """

    inherit_cache = True
    type = Text()


@compiles(rows_as_json, SQLITE)
def _json_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(rows_as_json, POSTGRESQL)
def _json_of_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    row = compiler.process(element.clauses, **options)
    return f"CAST(json_agg(json_build_array({row})) AS TEXT)"


def as_stored(column: Any) -> Any:
    """Return the column for comparing its stored value, where all rows are read anyway.

    SQLite would otherwise try to read each day as a number, at every comparison with a date column.
    """
    return without_index(column)


class IdList(sa.types.TypeDecorator[Sequence[int]]):
    """Many ids as one parameter: an array, or JSON for SQLite, which has no arrays."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        kind = sa.ARRAY(sa.Integer) if dialect.name == POSTGRESQL else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        ids = list(value or ())
        return ids if dialect.name == POSTGRESQL else f"[{','.join(map(str, ids))}]"


class among(FunctionElement[bool]):  # noqa: N801  # used in queries like a function
    """The condition that an id column is one of some ids, by default sent as the parameter `ids`.

    However many they are, the statement is the same: `in_` writes one with a placeholder for each.
    """

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: Any, ids: Iterable[int] | None = None) -> None:
        sent: Any = sa.bindparam("ids", type_=IdList())
        super().__init__(column, sent if ids is None else sa.literal(ids, IdList()))

    def self_group(self, against: Any = None) -> Any:
        """Return the expression unchanged.

        SQLite's usual “… = 1” for a Boolean would not use an index.
        """
        return self


class among_listed(among):  # noqa: N801  # used in queries like a function
    """The condition that an id column is in the list of the row of `id_lists(name)` around it.

    The row may be any number of queries farther out, and is never one more table of the nearest.
    """

    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        FunctionElement.__init__(self, column, sa.literal_column(f"{name}.value"))


@compiles(among, SQLITE)
@compiles(among_listed, SQLITE)
def _among_json(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  # parts of a statement


@compiles(among)
def _among_array(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY({ids})"


class one_of_each(FunctionElement[int]):  # noqa: N801  # used in queries like a function
    """The `group_by` of an id whose rows all have the same values in the other columns.

    SQLite takes such columns without grouping by them, which would sort by all. PostgreSQL does so
    only for a primary key, which the tables in which an import is judged don't have.
    """

    inherit_cache = True


@compiles(one_of_each, SQLITE)
def _by_id(element: Any, compiler: Any, **options: Any) -> str:
    key, *_ = element.clauses
    return str(compiler.process(key, **options))


@compiles(one_of_each)
def _by_all(element: Any, compiler: Any, **options: Any) -> str:
    return ", ".join(compiler.process(each, **options) for each in element.clauses)


class IdLists(sa.types.TypeDecorator[Sequence[Sequence[int]]]):
    """Lists of ids as one parameter: a JSON object that has each of them under its number."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        kind = sa.JSON() if dialect.name == POSTGRESQL else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        lists = {str(number): list(ids) for number, ids in enumerate(value or ())}
        return lists if dialect.name == POSTGRESQL else json.dumps(lists)


def id_lists(name: str) -> Any:
    """Return a table with a row for each of the lists that are sent as the parameter `name`.

    `key` is the number of a list as text; `among_listed` reads what is in it.
    """
    sent: Any = sa.bindparam(name, type_=IdLists())
    return sa.func.json_each(sent).table_valued(sa.column("key", Text()), name=name)


@compiles(among_listed)
def _among_listed_array(element: Any, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    listed = f"json_array_elements_text({ids}) AS listed(id)"
    return f"{column} IN (SELECT CAST(listed.id AS INTEGER) FROM {listed})"  # noqa: S608  # the same


@compiles(String, POSTGRESQL)
def _string_type(kind: String, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_string(kind, **options), options)


@compiles(Text, POSTGRESQL)
def _text_type(kind: Text, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_text(kind, **options), options)


@compiles(sa.Enum, POSTGRESQL)
def _enum_type(kind: sa.Enum, compiler: Any, **options: Any) -> str:
    return _by_code_point(compiler.visit_enum(kind, **options), options)


def _by_code_point(written: str, options: dict[str, Any]) -> str:
    """Return the column type with the collation "C", so that text compares as in SQLite.

    It is then independent of the server's language.
    """
    is_column = isinstance(options.get("type_expression"), Column)
    return f'{written} COLLATE "C"' if is_column else written


class days_since_monday(FunctionElement[int]):  # noqa: N801  # used in queries like a function
    """The number of days from a Monday long ago to a date: 0 for that Monday, 7 for the next."""

    inherit_cache = True
    type = sa.Integer()


@compiles(days_since_monday, SQLITE)
def _days_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Day 1721425.5 by the astronomers' count is the first of January of the year 1, a Monday.
    day = compiler.process(element.clauses, **options)
    return f"CAST(julianday({day}) - 1721425.5 AS INTEGER)"


@compiles(days_since_monday)
def _days_of_others(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} - DATE '0001-01-01')"


class shifted(FunctionElement[Any]):  # noqa: N801  # used in queries like a function
    """The day that is some whole months, and then some days, after a date: (date, months, days)."""

    inherit_cache = True
    type = sa.Date()


@compiles(shifted, SQLITE)
def _shifted_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    day, months, days = (compiler.process(each, **options) for each in element.clauses)
    return f"date({day}, ({months}) || ' months', ({days}) || ' days')"


@compiles(shifted)
def _shifted_of_others(element: Any, compiler: Any, **options: Any) -> str:
    day, months, days = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST({day} + make_interval(months => {months}, days => {days}) AS date)"
