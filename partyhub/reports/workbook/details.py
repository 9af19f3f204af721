"""The sheets of records: each row says in which figures it counts."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, and_, literal, or_

from partyhub.database import db
from partyhub.figures import Figure, Measure, Sheet
from partyhub.registers import Register
from partyhub.registers.exporting import heading_of, renderer
from partyhub.registers.plain_rows import stream_needed
from partyhub.registers.sheet_rows import stream_values
from partyhub.registers.values import yes_or_no
from partyhub.reports.marks import Marks, find_marks
from partyhub.reports.workbook.cover import Cover
from partyhub.reports.workbook.tallies import Tally
from partyhub.spreadsheets import Heading, SheetWriter, WorkbookWriter

PORTION = 2_000
# A query names so many records one by one at most; where there are more it reads all of them.
MOST_NAMED = 3_000
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
    tally: Tally


def write_register(
    workbook: WorkbookWriter, cover: Cover, register: Register, figures: Sequence[Figure]
) -> Detail:
    """Write the records of the period, those standing on its last day, and all that are counted."""
    plan = _Plan(register, figures)
    tally = Tally(figures, plan.places)
    sheet = _add(workbook, cover, str(register.title), plan.headings, printed=plan.printed)
    sheet.extend(plan.rows(cover, tally))
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(plan.headings) - 1, plan.places, tally)


def write_sheet(
    workbook: WorkbookWriter, cover: Cover, described: Sheet, figures: Sequence[Figure]
) -> Detail:
    """Write a row for each figure and each record that it counts, the rows of all in one order.

    Where two rows are equal in it, the earlier figure's stands first.
    """
    headings = [Heading(str(c.header), c.kind, render=renderer(c.kind)) for c in described.columns]
    titles = [*headings, _codes_heading()]
    tally = Tally(figures, {})
    sheet = _add(workbook, cover, str(described.title), titles, printed=len(headings))
    sheet.extend(_rows_of(described, figures, cover, tally))
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(headings), {}, tally)


def _rows_of(
    described: Sheet, figures: Sequence[Figure], cover: Cover, tally: Tally
) -> Iterator[list[Any]]:
    streams = [_counted(described, figure, cover) for figure in figures]
    for record, _, figure in heapq.merge(*streams, key=lambda row: row[1]):
        values = [column.read(record, figure) for column in described.columns]
        codes = (figure.code,)
        tally.add(codes, values)
        yield [*values, codes_text(codes)]


def _counted(described: Sheet, figure: Figure, cover: Cover) -> Iterator[tuple[Any, Any, Figure]]:
    """The records that a figure counts, in their order: (record, what orders it, figure)."""
    order = described.order(figure)
    query = described.load().where(figure.model.id.in_(figure.select(cover.scope)))
    query = query.order_by(order, figure.model.id)
    for record, key in stream_needed(figure.model, described.needs, query, order):
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
        standing = [_yes_no_heading(gettext("On record at the end"))] if self.is_stock else []
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

    def rows(self, cover: Cover, tally: Tally) -> Iterator[Sequence[Any]]:
        """Read the rows, as the headings have them; each is counted in the tally."""
        marks = find_marks(self.figures, cover.scope)
        keys = [item.measure.key for item in self.added]
        for values, record_id, is_standing in self._records(cover, marks):
            found = marks.get(record_id, UNMARKED)
            standing = (bool(is_standing),) if self.is_stock else ()
            added = [found.numbers.get(key) for key in keys] if keys else ()
            row = (*values, *standing, *added, codes_text(found.codes))
            tally.add(found.codes, row)
            yield row

    def _records(
        self, cover: Cover, marks: Collection[int]
    ) -> Iterator[tuple[Sequence[Any], int, bool]]:
        """Read the values of each record, its id, and whether it stands on the last day."""
        register, scope = self.register, cover.scope
        belongs = register.access.belongs(scope, scope.as_of)
        inside = and_(register.lifetime.within(cover.period), belongs)
        standing = and_(register.lifetime.as_on(scope.as_of), belongs)
        record_id = register.model.id
        query = register.load().where(register.model.archived_at.is_(None))
        outside = _outside(query.where(inside), record_id, marks)
        is_few = len(outside) <= MOST_NAMED
        if is_few:
            query = query.where(or_(inside, record_id.in_(outside)))
        counts = literal(True) if is_few else inside
        extra = record_id, standing.label("stands"), counts.label("is_inside")
        ordered = query.order_by(*self._order(cover))
        rows = stream_values(register, ordered, register.columns, scope.as_of, *extra)
        for values, (found_id, stands, is_inside) in rows:
            if is_inside or found_id in outside:
                yield values, found_id, stands

    def _order(self, cover: Cover) -> list[Any]:
        """By the register's key, so that the same records always stand in the same order."""
        columns = [self.register.column(key) for key in self.register.key]
        keys = [column.sort_on(cover.scope.as_of) for column in columns if column]
        return [*(key for key in keys if key is not None), self.register.model.id]


def _outside(inside: Select[Any], record_id: Any, marks: Collection[int]) -> set[int]:
    """The records that figures count, but that are not among those `inside`."""
    found = set(marks)
    ids = inside.with_only_columns(record_id).order_by(None)
    if found:
        found.difference_update(db.session.scalars(ids.execution_options(yield_per=PORTION)))
    return found


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


def _yes_no_heading(label: str) -> Heading:
    return Heading(label, "enum", render=yes_or_no)


def _codes_heading() -> Heading:
    return Heading(gettext("Counted in"), "code", width=CODES_WIDTH)
