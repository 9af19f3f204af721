"""The sheets of records: each row says in which figures it counts."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, and_, or_

from partyhub.database import db
from partyhub.figures import Figure, Measure, Sheet
from partyhub.registers import Column, Register
from partyhub.registers.exporting import heading_of
from partyhub.registers.values import cell, yes_or_no
from partyhub.reports.marks import Marks, find_marks, select_marked
from partyhub.reports.workbook.cover import Cover
from partyhub.spreadsheets import Heading, SheetWriter, WorkbookWriter

PORTION = 500
UNMARKED = Marks((), {})
CODES_WIDTH = 40.0
# Above so many characters side by side, columns are as narrow as their kind bears.
WIDE = 250.0
NARROW = {"text": 11.0, "code": 14.0, "enum": 8.0, "int": 8.0, "decimal": 10.0, "date": 15.0}
NARROW_LONG = 26.0


@dataclass(frozen=True)
class Detail:
    """A finished sheet of records: in which column its codes stand, and each measure's numbers."""

    sheet: SheetWriter
    codes: int
    measures: Mapping[str, int]


def write_register(
    workbook: WorkbookWriter, cover: Cover, register: Register, figures: Sequence[Figure]
) -> Detail:
    """Write the records of the period, those standing on its last day, and all that are counted."""
    plan = _Plan(register, figures)
    marks = find_marks(figures, cover.scope)
    sheet = _add(workbook, cover, str(register.title), plan.headings, printed=plan.printed)
    for row in _in_portions(plan.select(cover)):
        sheet.append(plan.values(row, cover, marks))
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(plan.headings) - 1, plan.places)


def write_sheet(
    workbook: WorkbookWriter, cover: Cover, described: Sheet, figures: Sequence[Figure]
) -> Detail:
    """Write a row for each figure and each record that it counts, the rows of all in one order.

    Where two rows are equal in it, the earlier figure's stands first.
    """
    headings = [Heading(str(column.header), column.kind) for column in described.columns]
    titles = [*headings, _codes_heading()]
    sheet = _add(workbook, cover, str(described.title), titles, printed=len(headings))
    streams = [_counted(described, figure, cover) for figure in figures]
    for record, _, figure in heapq.merge(*streams, key=lambda row: row[1]):
        values = [cell(c.read(record, figure), c.kind) for c in described.columns]
        sheet.append([*map(_said, values), codes_text([figure.code])])
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(headings), {})


def _counted(described: Sheet, figure: Figure, cover: Cover) -> Iterator[tuple[Any, Any, Figure]]:
    """The records that a figure counts, in their order: (record, what orders it, figure)."""
    order = described.order(figure)
    query = described.load().where(figure.model.id.in_(figure.select(cover.scope)))
    for record, key in _in_portions(query.add_columns(order).order_by(order, figure.model.id)):
        yield record, key, figure


def codes_text(codes: Iterable[str]) -> str:
    """The codes as the formulas look for them: each between semicolons; none give an empty text."""
    joined = ";".join(codes)
    return f";{joined};" if joined else ""


@dataclass(frozen=True)
class _Added:
    """A column that the register has not: what a figure adds up of each record."""

    measure: Measure
    heading: Heading


class _Plan:
    """The columns of a register's sheet, and the one query that fills them."""

    def __init__(self, register: Register, figures: Sequence[Figure]) -> None:
        self.register, self.figures = register, figures
        self.is_stock = register.lifetime.kind == "stock"
        self.added = [
            _Added(figure.measure, Heading(str(figure.label), "decimal"))
            for figure in _first_of_each_measure(figures)
            if figure.measure and register.column(figure.measure.key) is None
        ]

    @property
    def headings(self) -> list[Heading]:
        standing = [Heading(gettext("On record at the end"), "enum")] if self.is_stock else []
        own = [heading_of(self.register, column) for column in self.register.columns]
        found = [*own, *standing, *(item.heading for item in self.added), _codes_heading()]
        is_wide = sum(heading.column_width for heading in found) > WIDE
        return [_narrowed(heading) for heading in found] if is_wide else found

    @property
    def printed(self) -> int:
        """How many columns are for paper: those behind are for the formulas of the summary."""
        return len(self.register.columns) + self.is_stock

    @property
    def places(self) -> dict[str, int]:
        """In which column the numbers of each measure stand."""
        keys = [column.key for column in self.register.columns]
        found = {
            figure.measure.key: keys.index(figure.measure.key)
            for figure in self.figures
            if figure.measure and figure.measure.key in keys
        }
        start = len(keys) + self.is_stock
        return found | {item.measure.key: start + n for n, item in enumerate(self.added)}

    def select(self, cover: Cover) -> Select[Any]:
        register, scope = self.register, cover.scope
        counted = [register.model.id.in_(ids) for ids in select_marked(self.figures, scope)]
        belongs = register.access.belongs(scope, scope.as_of)
        standing = and_(register.lifetime.as_on(scope.as_of), belongs)
        query = register.load().where(
            register.model.archived_at.is_(None),
            or_(and_(register.lifetime.within(cover.period), belongs), *counted),
        )
        return query.add_columns(standing).order_by(*self._order(cover))

    def values(self, row: Any, cover: Cover, marks: Mapping[int, Marks]) -> list[Any]:
        record, is_standing = row
        found = marks.get(record.id, UNMARKED)
        own = [_said(self._cell(column, record, cover)) for column in self.register.columns]
        standing = [yes_or_no(bool(is_standing))] if self.is_stock else []
        measured = [found.numbers.get(item.measure.key, "") for item in self.added]
        return [*own, *standing, *measured, codes_text(found.codes)]

    def _cell(self, column: Column, record: Any, cover: Cover) -> Any:
        return cell(column.value(record, cover.scope.as_of), self.register.kind(column))

    def _order(self, cover: Cover) -> list[Any]:
        """By the register's key, so that the same records always stand in the same order."""
        columns = [self.register.column(key) for key in self.register.key]
        keys = [column.sort_on(cover.scope.as_of) for column in columns if column]
        return [*(key for key in keys if key is not None), self.register.model.id]


def _first_of_each_measure(figures: Sequence[Figure]) -> list[Figure]:
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.measure:
            found.setdefault(figure.measure.key, figure)
    return list(found.values())


def _add(
    workbook: WorkbookWriter, cover: Cover, title: str, headings: Sequence[Heading], printed: int
) -> SheetWriter:
    return workbook.add_sheet(
        title,
        headings,
        heading_title=title,
        filing=cover.filing,
        signoff=cover.signoff,
        printed_columns=printed,
    )


def _narrowed(heading: Heading) -> Heading:
    """Let a sheet of many columns be read on one page: its texts and headings break instead."""
    most = NARROW.get(heading.kind, heading.column_width)
    most = NARROW_LONG if heading.width else most
    return replace(heading, width=min(heading.column_width, most))


def _codes_heading() -> Heading:
    return Heading(gettext("Counted in"), "code", width=CODES_WIDTH)


def _said(value: Any) -> Any:
    return "" if value is None else value


def _in_portions(query: Select[Any]) -> Iterator[Any]:
    return iter(db.session.execute(query.execution_options(yield_per=PORTION)))
