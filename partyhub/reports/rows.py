"""Rows of a figures page: a figure's value in words, the period before beside it, and its link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Record
from partyhub.figures import AnyFigure, Figure
from partyhub.periods import presets
from partyhub.registers.register import Register
from partyhub.reports.calculation import Computed, compute_each, find_contributions
from partyhub.reports.report_request import ReportRequest
from partyhub.reports.wording import format_change, format_value, remark_of
from partyhub.request_periods import RequestedPeriod
from partyhub.roles import Right


@dataclass(frozen=True)
class FigureRow:
    """One figure on the page, with the period before beside it."""

    code: str
    label: str
    unit: str
    definition: str
    value: str
    before: str
    change: str
    url: str
    is_part: bool
    remark: str = ""
    as_of: date | None = None


def rows_of(
    requested: ReportRequest, figures: Iterable[AnyFigure] | None = None
) -> dict[str, FigureRow]:
    """Return the rows of the figures by code, of the whole catalog by default."""
    wanted = None if figures is None else list(figures)
    now, before = compute_each(
        [requested.scope(), requested.scope(requested.period.before)], wanted
    )
    return {code: row(requested, now[code], before[code]) for code in now}


def row(requested: ReportRequest, now: Computed, before: Computed) -> FigureRow:
    """Return the row of a figure from its values in this period and in the one before."""
    figure = now.figure
    return FigureRow(
        figure.code,
        str(figure.label),
        "" if format_value(now).endswith("%") else str(figure.unit),
        str(figure.definition),
        format_value(now),
        format_value(before),
        format_change(now, before),
        requested.url("reports.counted", code=figure.code),
        figure.part_of is not None,
        remark_of(now, requested.scope()),
        now.as_of,
    )


def counting_period() -> str:
    """Return the name of the period for which a record's page says what it counts towards."""
    return presets(clock.today())[0].label()


def counted_in(register: Register, record: Record) -> Sequence[FigureRow]:
    """Return the figures of this Party year that count one record, with what it adds to each."""
    viewer = current_viewer()
    if not viewer.may(Right.READ) or record.archived_at is not None:
        return ()
    offered = presets(clock.today())
    requested = ReportRequest(viewer, RequestedPeriod(offered[0], offered), None)
    found = find_contributions(register, record.id, requested.scope())
    return [_contribution(requested, item) for item in found]


def _contribution(requested: ReportRequest, found: Computed) -> FigureRow:
    """Return the figure's row with what the record adds to it.

    For a figure that counts, the row has no value.
    """
    shown = row(requested, found, found)
    adds_up = isinstance(found.figure, Figure) and found.figure.measure is not None
    return shown if adds_up else replace(shown, value="", unit="")
