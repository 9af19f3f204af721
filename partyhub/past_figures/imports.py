"""Past figures that an import changes: one line a figure and period.

An import is compared as a whole, on the private copy on which its file is judged: first as the
records would be, then as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Table, func, select

from partyhub import clock
from partyhub.database import db
from partyhub.figures import AnyFigure, Ratio, columns_read
from partyhub.history.models import ImportRun, ImportSnapshot
from partyhub.history.queries import is_of_new_record
from partyhub.organizations.queries import reach_of
from partyhub.past_figures.acts import about_run, as_json
from partyhub.past_figures.comparing import EVERYWHERE, Difference, figures_by_base, is_counted_once
from partyhub.past_figures.models import PastFigureChange, Via
from partyhub.past_figures.periods import YEAR, ended_periods, latest_of, signed_periods
from partyhub.past_figures.rows import table_of
from partyhub.past_figures.wording import line_of
from partyhub.periods import Period
from partyhub.registers import Register, current_catalog
from partyhub.registers.importing.isolation.stamps import tables_of
from partyhub.registers.importing.results import Result
from partyhub.reports.calculation import Computed, compute_each, scope_within
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


class Plan(NamedTuple):
    """The figures and the periods in which an import is compared."""

    figures: Sequence[AnyFigure]
    periods: Sequence[Period]


@dataclass
class ImportWatch:
    """The watch over the past figures while a file is judged; its states are noted in turn.

    `stored` are the differences of all organizations, `shown` those in the viewer's reach.
    """

    viewer: Viewer
    stored: list[Difference] = field(default_factory=list)
    shown: list[Difference] = field(default_factory=list)
    _plan: Plan | None = None
    _after: list[list[Mapping[str, Computed]]] = field(default_factory=list)

    def note(self, result: Result) -> None:
        """Note the figures as they would be, when called first, and compare them the next time."""
        if self._plan is None:
            self.stored, self.shown = [], []
            self._plan = find_plan(result)
            self._after = self._compute(self._plan)
            return
        now = [self._compute(self._plan), self._after]
        own = [_differences(self._plan, *each) for each in zip(*now, strict=True)]
        self._plan = None
        if own:
            self.stored, self.shown = own[0], own[-1]

    def _compute(self, plan: Plan) -> list[list[Mapping[str, Computed]]]:
        """Return the figures by reach and period; the viewer's reach is the last one."""
        own = reach_of(self.viewer)
        reaches = [Reach()] if own.is_everything else [Reach(), own]
        if not plan.periods or not plan.figures:
            return []
        return [
            list(
                compute_each(
                    [scope_within(reach, period, None) for period in plan.periods],
                    plan.figures,
                    apart=True,
                )
            )
            for reach in reaches
        ]

    def described(self) -> dict[str, Any]:
        """Return what a preview says, what is stored with the import, and what a command answers.

        A command says nothing of past figures if none changes.
        """
        rows = [
            {
                "code": each.figure.code,
                "period": each.period.key,
                "before": as_json(each.before),
                "after": as_json(each.after),
            }
            for each in self.stored
        ]
        return {
            "lines": [line_of(each) for each in self.shown],
            "kept": rows,
            "answer": {"past_figures": rows} if rows else {},
        }


def keep(run: ImportRun, found: Any) -> None:
    """Store the changes that a preview has found with the import."""
    for values in (found or {}).get("kept", ()):
        db.session.add(PastFigureChange(**about_run(run, Via.IMPORT), **values))


def _differences(
    plan: Plan, before: Sequence[Mapping[str, Computed]], after: Sequence[Mapping[str, Computed]]
) -> list[Difference]:
    return [
        Difference(now.figure, period, was[code].value, now.value)
        for period, was, will in zip(plan.periods, before, after, strict=True)
        for code, now in will.items()
        if now.value != was[code].value
    ]


def find_plan(result: Result) -> Plan:
    """Return what an import may change: the figures that read its records, and the periods."""
    if not result.is_applicable or result.does_nothing or result.group_id is None:
        return Plan((), ())
    written = select(ImportSnapshot.register).distinct()
    query = written.where(ImportSnapshot.group_id == result.group_id)
    by_name = current_catalog().by_name
    registers = [by_name[name] for name in db.session.scalars(query)]
    periods = {
        period for register in registers for period in _periods_of(register, result.group_id)
    }
    return Plan(_figures_of(registers), latest_of(periods, signed_periods()))


def _figures_of(registers: Sequence[Register]) -> list[AnyFigure]:
    """Return the figures whose base reads a table of the registers, and the ratios of them."""
    tables = {name for register in registers for name in tables_of(register)}
    codes = {
        figure.code
        for base, figures in figures_by_base().items()
        if not tables.isdisjoint(columns_read(base, EVERYWHERE.shape))
        for figure in figures
    }
    return [each for each in current_catalog().figures if _is_among(each, codes)]


def _is_among(figure: AnyFigure, codes: set[str]) -> bool:
    if isinstance(figure, Ratio):
        return not codes.isdisjoint(figure.parts)
    return figure.code in codes


def _periods_of(register: Register, group_id: int) -> list[Period]:
    """Return the ended periods that records of a register, as they were or will be, touch."""
    today = clock.today()
    days = list(_ends_of(register, group_id)) + list(_days_before(register, group_id))
    if not days:
        return []
    last = date(max(days).year, 12, 31) if is_counted_once(register) else date.max
    return ended_periods(min(days), today, signed_periods(), last)


def _ends_of(register: Register, group_id: int) -> Iterator[date]:
    """Yield the first and the last days of the records that the import has written."""
    table = table_of(register.model)
    ids = select(ImportSnapshot.record_id).where(
        ImportSnapshot.group_id == group_id, ImportSnapshot.register == register.name
    )
    columns = _dated(table)
    if not columns:
        yield date(1900, 1, 1)
        return
    ends = [end for column in columns for end in (func.min(column), func.max(column))]
    row = db.session.execute(select(*ends).where(table.c.id.in_(ids))).one()
    yield from _as_days(row)


def _days_before(register: Register, group_id: int) -> Iterator[date]:
    """Yield the days that the changed records had before."""
    query = select(ImportSnapshot.before).where(
        ImportSnapshot.group_id == group_id,
        ImportSnapshot.register == register.name,
        ~is_of_new_record(),
    )
    names = [column.name for column in _dated(table_of(register.model))]
    for image in db.session.scalars(query):
        if image:
            yield from _as_days(image["values"].get(name) for name in names)


def _dated(table: Table) -> list[Any]:
    return [c for c in table.c if isinstance(c.type, Date) or c.name.endswith(YEAR)]


def _as_days(values: Any) -> Iterator[date]:
    for value in values:
        if isinstance(value, date):
            yield value
        elif isinstance(value, str):
            yield date.fromisoformat(value)
        elif isinstance(value, int) and 1 < value < 9999:
            yield date(value, 1, 1)
