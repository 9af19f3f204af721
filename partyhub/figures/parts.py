"""Counting of figures for each of several parts of a scope, all by one statement for each base.

However many parts there are, the statement is the same: it reads the base once for each of them, by
a subquery that returns its numbers as JSON.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, select

from partyhub.database import db
from partyhub.dialects import among_listed, id_lists, rows_as_json
from partyhub.figures.figure import Figure, Number
from partyhub.figures.scope import Placeholders, Scope, Shape
from partyhub.figures.tallies import by_base, value_of

PART = "part"
STATEMENTS = 50


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part(Placeholders):
    """The scope of the part whose row the statement is at."""

    def contains(self, column: Any) -> ColumnElement[bool]:
        return among_listed(column, PART)

    def holds(self, column: Any, ids: Select[Any]) -> ColumnElement[bool]:
        [own] = ids.selected_columns
        return ids.where(own == column).exists()


def count_parts(
    figures: Sequence[Figure], scope: Scope, parts: Sequence[Sequence[int]]
) -> list[dict[str, Number]]:
    """Return the values of the figures by code in each part, which is a set of organizations.

    The days are those of the scope; nothing of a part belongs to the root for lack of another.
    """
    values: list[dict[str, Number]] = [{} for _ in parts]
    for own in by_base(figures):
        for number, found in _count(tuple(own), scope, parts):
            values[number].update(found)
    return values


def _count(
    own: tuple[Figure, ...], scope: Scope, parts: Sequence[Sequence[int]]
) -> Iterator[tuple[int, dict[str, Number]]]:
    """Yield (index of the part, values by code) of the figures of one base."""
    # A part is a set of organizations, and never has what belongs to the root alone.
    shape = scope.shape._replace(is_everywhere=False, contains_root=False, is_wide=False)
    statement, types = _statement(own, shape)
    sent = scope.parameters(0) | {PART: parts}
    dialect = db.session.get_bind().dialect
    read = [_reader(each, dialect) for each in types]
    for key, text in db.session.execute(statement, sent):
        [numbers] = json.loads(text)
        yield (
            int(key),
            {
                figure.code: _value(figure, of(number))
                for figure, of, number in zip(own, read, numbers, strict=True)
            },
        )


def _value(figure: Figure, number: Any) -> Number:
    value: Number = number if figure.measure is None else figure.measure.read(number)
    return value


def _reader(kind: Any, dialect: Dialect) -> Any:
    """Return what makes the value of a column of a number as the database has it."""
    process = kind.dialect_impl(dialect).result_processor(dialect, None)
    return process or (lambda number: number)


@lru_cache(STATEMENTS)
def _statement(figures: tuple[Figure, ...], shape: Shape) -> tuple[Any, Sequence[Any]]:
    """Return the statement of the figures of one base, and the types of their columns."""
    scope = _Part.of(shape, 0)
    row = figures[0].base.rows(scope)
    columns = [value_of(figure, row) for figure in figures]
    numbered = [column.label(f"n{number}") for number, column in enumerate(columns)]
    counted = select(*numbered).select_from(row.id.table).subquery("counted")
    as_json = select(rows_as_json(*counted.c)).scalar_subquery()
    part = id_lists(PART)
    return select(part.c.key, as_json).select_from(part), [each.type for each in columns]
