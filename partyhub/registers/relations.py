"""Panels of related records on a record's page: a project's milestones, a member's awards.

The feature above says what it shows on the pages of registers below it; those needn't know it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from partyhub.database import Record
from partyhub.registers.register import Register
from partyhub.registers.table_markup import Heading


@dataclass(frozen=True)
class Parts:
    """Several ways in which one related record concerns the page's record, with a row for each.

    `headings` are (words, kind) pairs of cells that follow the first cell of the related record.
    `read(record, to)` returns their texts, row by row. `needs` is what it reads of the record, like
    the `needs` of a column.
    """

    headings: Sequence[tuple[Any, str]]
    read: Callable[[Any, Any], Sequence[Sequence[str]]]
    needs: Sequence[str] = ()

    @property
    def own_headings(self) -> list[Heading]:
        """Return the headings of these cells for a ledger."""
        return [Heading("", str(label), kind, False) for label, kind in self.headings]


@dataclass(frozen=True, eq=False)
class Relation:
    """Records of the register `of` that belong on the page of a record of `to`.

    `where(record)` returns the condition that finds them; it may only compare columns of the
    record, because it is built once for all records. `columns` are the keys of the columns shown,
    `order` is the sort order. `field` is the form field that names the page's record, if a related
    record can be added from its page; `filter` is the list filter that finds all of them by the
    record's id.
    """

    of: Register
    to: type[Record]
    title: Any
    where: Callable[[Any], ColumnElement[bool]]
    columns: Sequence[str]
    order: Any
    field: str = ""
    filter: str = ""
    parts: Parts | None = None
