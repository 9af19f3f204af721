"""The sheets of records, in which each row lists the figures that count it."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from sqlalchemy import Integer, and_, case, false, literal, select, union_all
from werkzeug.utils import cached_property

from partyhub.figures import Base, Figure, Measure, Sheet
from partyhub.registers import Column, Names, Register, Roll
from partyhub.registers.exporting import heading_of, renderer
from partyhub.registers.plain_records import stream_needed
from partyhub.registers.rolls import title_of
from partyhub.registers.sheet_rows import stream_values
from partyhub.registers.values import yes_or_no
from partyhub.reports.marks import Marks, find_marks
from partyhub.reports.sheet_rows import select_told, told_columns
from partyhub.reports.workbook.codes import CodeTexts, Labels, codes_text
from partyhub.reports.workbook.cover import Cover
from partyhub.reports.workbook.readers import Blank, seen_by
from partyhub.reports.workbook.tallies import Tally
from partyhub.spreadsheets import Heading, SheetWriter, WorkbookWriter

UNMARKED = Marks((), {})
# Minutes and full lists of names: they stand behind what is printed.
UNPRINTED = frozenset({"agenda", "record", "resolution", "present", "on_leave", "absences"})
CODES_WIDTH = 40.0
# Above this width in characters, columns are as narrow as their kind allows.
WIDE = 250.0
NARROW = {"text": 11.0, "code": 14.0, "enum": 8.0, "int": 8.0, "decimal": 10.0, "date": 15.0}
NARROW_LONG = 26.0


@dataclass(frozen=True)
class Detail:
    """A finished sheet of records: the column of its codes, and that of each measure's numbers."""

    sheet: SheetWriter
    codes: int
    measures: Mapping[str, int]
    tally: Tally


def key_of(register: Register, roll: str) -> str:
    """Return the key of the sheet of a register, or of its roll of this name."""
    return f"{register.name}/{roll}" if roll else register.name


def write_register(
    workbook: WorkbookWriter,
    cover: Cover,
    part: tuple[Register, Roll | None],
    figures: Sequence[Figure],
    names: Names,
) -> Detail:
    """Write the records of the period, those valid on its last day, and all that figures count.

    `part` is a register with the roll that the sheet is about. `names` are the names that earlier
    sheets have loaded.
    """
    plan = _Plan(*part, figures)
    tally = Tally(figures, plan.places)
    sheet = _add(workbook, cover, title_of(*part), plan.headings, printed=plan.printed)
    sheet.extend_columns(plan.portions(cover, tally, names))
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(plan.headings) - 1, plan.places, tally)


def write_sheet(
    workbook: WorkbookWriter, cover: Cover, described: Sheet, figures: Sequence[Figure]
) -> Detail:
    """Write a row for each figure and each record that it counts, all rows in one order.

    Where two rows are equal in that order, the earlier figure's comes first.
    """
    headings = [Heading(str(c.header), c.kind, render=renderer(c.kind)) for c in described.columns]
    titles = [*headings, *_figure_headings()]
    tally = Tally(figures, {})
    sheet = _add(workbook, cover, str(described.title), titles, printed=len(headings))
    sheet.extend(_rows_of(described, headings, figures, cover, tally))
    sheet.no_records(gettext("No records"))
    return Detail(sheet, len(titles) - 1, {}, tally)


def _rows_of(
    described: Sheet,
    headings: Sequence[Heading],
    figures: Sequence[Figure],
    cover: Cover,
    tally: Tally,
) -> Iterator[Sequence[Any]]:
    streams = [_counted(described, own, figures, cover) for own in _by_base(figures)]
    seen = seen_by(cover.reader, figures[0].model, figures)
    blank = Blank(headings, len(headings), ())
    for record, _, number in heapq.merge(*streams, key=lambda row: row[1:]):
        figure = figures[number]
        values = [column.read(record, figure) for column in described.columns]
        codes = (figure.code,)
        tally.add([codes], [[value] for value in values])
        row = [*values, str(figure.label), codes_text(codes)]
        yield row if seen is None or record.id in seen else blank(row)


def _by_base(figures: Sequence[Figure]) -> list[list[int]]:
    """Return the indexes of the figures over each base."""
    found: dict[Base, list[int]] = {}
    for number, figure in enumerate(figures):
        found.setdefault(figure.base, []).append(number)
    return list(found.values())


def _counted(
    described: Sheet, own: Sequence[int], figures: Sequence[Figure], cover: Cover
) -> Iterator[tuple[Any, Any, int]]:
    """Yield (record, sort value, index of the figure) for the figures over one base, in order.

    Each record comes once for each figure that counts it, all by one statement.
    """
    base, model = figures[own[0]].base, figures[own[0]].model
    row = base.rows(cover.scope)
    places = union_all(*(select(literal(n, Integer).label("place")) for n in own)).subquery()
    place = places.c.place
    counts = case(*((place == n, figures[n].where(row)) for n in own), else_=false())
    order = case(*((place == n, described.order(figures[n])) for n in own))
    query = described.load().join(row.id.table, row.id == model.id).join(places, counts)
    query = query.order_by(order, place, model.id)
    yield from stream_needed(model, described.needs, query, order, place)


@dataclass(frozen=True)
class _Added:
    """A column that the register doesn't have: what a figure adds up of each record."""

    measure: Measure
    heading: Heading


class _Plan:
    """The columns of a register's sheet, and the one query that fills them."""

    def __init__(self, register: Register, roll: Roll | None, figures: Sequence[Figure]) -> None:
        self.register, self.roll, self.figures = register, roll, figures
        self.is_stock = register.lifetime.kind == "stock"
        self.added = [
            _Added(figure.measure, Heading(str(figure.label), "decimal"))
            for figure in _first_of_each_measure(figures)
            if figure.measure and register.column(figure.measure.key) is None
        ]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns that say something of a record, those that aren't printed last."""
        return sorted(told_columns(self.register), key=lambda column: column.key in UNPRINTED)

    @cached_property
    def headings(self) -> list[Heading]:
        existing = [_yes_no_heading(gettext("On record at the end"))] if self.is_stock else []
        own = [heading_of(self.register, column) for column in self.columns]
        found = [*own, *existing, *(item.heading for item in self.added), *_figure_headings()]
        is_wide = sum(heading.column_width for heading in found[:-1]) > WIDE
        return [_narrowed(heading) for heading in found] if is_wide else found

    @property
    def printed(self) -> int:
        """Return the number of columns to print.

        Those after them are minutes and lists of names, and for the formulas of the summary.
        """
        unprinted = sum(column.key in UNPRINTED for column in self.columns)
        return len(self.columns) + (self.is_stock if not unprinted else -unprinted)

    @property
    def places(self) -> dict[str, int]:
        """Return the index of the column with the numbers of each measure."""
        keys = [column.key for column in self.columns]
        found = {
            figure.measure.key: keys.index(figure.measure.key)
            for figure in self.figures
            if figure.measure and figure.measure.key in keys
        }
        start = len(keys) + self.is_stock
        return found | {item.measure.key: start + n for n, item in enumerate(self.added)}

    def portions(
        self, cover: Cover, tally: Tally, names: Names
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield portions of the rows by column, as the headings, and count each in the tally."""
        marks = find_marks(self.figures, cover.scope)
        texts, labels = CodeTexts(), Labels(self.figures)
        seen = seen_by(cover.reader, self.register.model, self.figures)
        blank = Blank(self.headings, len(self.columns), self.places.values())
        for values, ids, existing in self._records(cover, marks, names):
            found = [marks.get(record_id, UNMARKED) for record_id in ids]
            codes = [each.codes for each in found]
            added = [[each.numbers.get(item.measure.key) for each in found] for item in self.added]
            columns = [*values, *existing, *added]
            tally.add(codes, columns)
            columns += [[labels[own] for own in codes], [texts[own] for own in codes]]
            yield columns if seen is None else blank.without(seen, ids, columns)

    def _records(
        self, cover: Cover, marks: Collection[int], names: Names
    ) -> Iterator[tuple[list[Sequence[Any]], Sequence[int], list[list[bool]]]]:
        """Yield some hundreds of records at once: (columns of their values, ids, extra columns).

        For a stock register the extra column says which records are valid on the last day;
        otherwise there is none.
        """
        register, scope = self.register, cover.scope
        query = select_told(register, scope, marks)
        if self.roll and self.roll.where:
            query = query.where(self.roll.where(scope.as_of))
        extra: list[Any] = [register.model.id]
        if self.is_stock:
            belongs = register.access.belongs(scope, scope.as_of)
            extra.append(and_(register.lifetime.as_on(scope.as_of), belongs).label("stands"))
        for values, (ids, *existing) in stream_values(
            register,
            query.order_by(*register.order_on(scope.as_of)),
            self.columns,
            scope.as_of,
            *extra,
            names=names,
        ):
            yield values, ids, [list(map(bool, each)) for each in existing]


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
        hidden_columns=(len(headings) - 1,),  # the codes, for the formulas alone
        printed_columns=printed,
    )


def _narrowed(heading: Heading) -> Heading:
    """Return a narrower heading, so that a sheet of many columns can be read on one page.

    Its texts and headings wrap instead.
    """
    most = NARROW.get(heading.kind, heading.column_width)
    most = NARROW_LONG if heading.width else most
    return replace(heading, width=min(heading.column_width, most))


def _yes_no_heading(label: str) -> Heading:
    return Heading(label, "enum", render=yes_or_no)


def _figure_headings() -> tuple[Heading, Heading]:
    """Return the columns of the figures in which a row counts: their names, and their codes."""
    return (
        Heading(gettext("Counted in"), "text", width=CODES_WIDTH),
        Heading(gettext("Figure code"), "code"),
    )
