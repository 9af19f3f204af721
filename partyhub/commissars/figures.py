"""Figures of commissars, their coverage of workshops, and their duties."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import Select, select, true

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import appointed_on, belongs_to, select_first_line
from partyhub.commissars.reading_days import provisional, select_reading
from partyhub.commissars.workbook_sheets import APPOINTED
from partyhub.figures import (
    Additive,
    AnyFigure,
    Base,
    Figure,
    FigureKind,
    Group,
    Measure,
    Ratio,
    Rows,
    Scope,
)
from partyhub.members.models import Assignment, Member
from partyhub.members.presence import is_here_on
from partyhub.members.queries import is_on_record
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import of_workshop
from partyhub.periods import on_day

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
UNIT = lazy_pgettext("unit", "workshops")
TIMES = lazy_gettext("times")


def select_appointed(scope: Scope) -> Rows:
    """Return the query for people with an open appointment in a workshop of the scope.

    Each person appears once, if in the Party here on the last day.
    """
    appointed = select(CommissarAppointment.member_id).where(
        CommissarAppointment.archived_at.is_(None),
        on_day(scope.as_of, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        belongs_to(scope),
    )
    return select(Member.id).where(Member.id.in_(appointed), is_here_on(Member.id, scope.as_of))


def select_workshops(scope: Scope) -> Rows:
    """Return the query for the first-line workshops open on the last day.

    The column `covered` shows whether a workshop has a commissar then.
    """
    covered = appointed_on(
        scope.as_of,
        CommissarAppointment.workshop_id == Workshop.id,
        is_here_on(CommissarAppointment.member_id, scope.as_of),
    )
    query = select_first_line(scope.as_of, scope.contains_or_root(Workshop.organization_id))
    return query.with_only_columns(Workshop.id, covered.label("covered")).order_by(None)


def _column_of(column: Any, given: Any, ids: Sequence[int]) -> Select[Any]:
    """Select a column of the records whose column `given` holds one of the ids."""
    return select(column).where(given.in_(ids))


def select_duties(scope: Scope) -> Rows:
    """Return the query for the duties in the period, in workshops of the scope."""
    return select(CommissarDuty.id, CommissarDuty.kind, CommissarDuty.held_on).where(
        CommissarDuty.archived_at.is_(None),
        is_on_record(CommissarDuty.commissar_id),
        scope.happened(CommissarDuty.held_on),
        of_workshop(scope, CommissarDuty.workshop_id),
    )


APPOINTED_PEOPLE = Base(
    Member,
    select_appointed,
    traces={
        Assignment: lambda ids: Member.id.in_(_column_of(Assignment.member_id, Assignment.id, ids)),
        CommissarAppointment: lambda ids: Member.id.in_(
            _column_of(CommissarAppointment.member_id, CommissarAppointment.id, ids)
        ),
    },
)
WORKSHOPS = Base(
    Workshop,
    select_workshops,
    traces={
        CommissarAppointment: lambda ids: Workshop.id.in_(
            _column_of(CommissarAppointment.workshop_id, CommissarAppointment.id, ids)
        ),
        Member: lambda ids: Workshop.id.in_(
            _column_of(CommissarAppointment.workshop_id, CommissarAppointment.member_id, ids)
        ),
    },
)
READING = Base(
    Workshop,
    select_reading,
    fenced=True,
    traces={
        CommissarDuty: lambda ids: Workshop.id.in_(
            _column_of(CommissarDuty.workshop_id, CommissarDuty.id, ids)
        ),
        Member: lambda ids: Workshop.id.in_(
            _column_of(CommissarDuty.workshop_id, CommissarDuty.commissar_id, ids)
        ),
    },
)
DUTIES = Base(
    CommissarDuty,
    select_duties,
    day="held_on",
    traces={Member: lambda ids: CommissarDuty.commissar_id.in_(ids)},
)


def _days(code: str, label: Any, definition: Any) -> Figure:
    return Figure(
        f"commissars.{code}",
        label,
        lazy_gettext("days"),
        FLOW,
        definition,
        group=Group.COMMISSARS,
        base=READING,
        measure=Measure(code, lambda row: getattr(row, code)),
        remark=provisional,
    )


def _duties(code: str, label: Any, definition: Any, *kinds: DutyKind) -> Figure:
    return Figure(
        f"commissars.{code}",
        label,
        TIMES,
        FLOW,
        definition,
        group=Group.COMMISSARS,
        part_of="commissars.duties" if kinds else None,
        base=DUTIES,
        where=lambda row: row.kind.in_(kinds) if kinds else true(),
    )


OF_KIND = lazy_gettext("Held in the period, of this kind.")

figures: tuple[AnyFigure, ...] = (
    Figure(
        "commissars.appointed",
        lazy_gettext("Commissars in office"),
        lazy_gettext("people"),
        STOCK,
        lazy_gettext(
            "People with an open appointment on the last day who are in the Party here on it, each"
            " once."
        ),
        group=Group.COMMISSARS,
        base=APPOINTED_PEOPLE,
        sheet=APPOINTED,
        additive=Additive.NEVER,  # a person may have workshops of several organizations
    ),
    Figure(
        "commissars.first_line_workshops",
        lazy_gettext("First-line workshops"),
        UNIT,
        STOCK,
        lazy_gettext("First-line workshops open on the last day."),
        group=Group.COMMISSARS,
        base=WORKSHOPS,
    ),
    Figure(
        "commissars.covered_workshops",
        lazy_gettext("First-line workshops with a commissar"),
        UNIT,
        STOCK,
        lazy_gettext(
            "Of these, with an open appointment on the last day of somebody who is in the Party"
            " here on it."
        ),
        group=Group.COMMISSARS,
        part_of="commissars.first_line_workshops",
        base=WORKSHOPS,
        where=lambda row: row.covered,
    ),
    Ratio(
        "commissars.coverage",
        lazy_gettext("Coverage of first-line workshops"),
        lazy_gettext("ratio"),
        STOCK,
        lazy_gettext("Workshops with a commissar divided by first-line workshops."),
        group=Group.COMMISSARS,
        parts=("commissars.covered_workshops", "commissars.first_line_workshops"),
    ),
    _duties(
        "duties", lazy_gettext("Commissars' duties"), lazy_gettext("Duties held in the period.")
    ),
    _duties("readings", lazy_gettext("Daily readings"), OF_KIND, DutyKind.DAILY_READING),
    _duties("mediations", lazy_gettext("Mediations"), OF_KIND, DutyKind.MEDIATION),
    _duties("talks", lazy_gettext("Heart-to-heart talks"), OF_KIND, DutyKind.HEART_TALK),
    _duties(
        "meetings",
        lazy_gettext("Shift and break meetings"),
        lazy_gettext("Morning shift and lunch break meetings held in the period."),
        DutyKind.MORNING_SHIFT,
        DutyKind.LUNCH_BREAK,
    ),
    _duties("care", lazy_gettext("Visits of care"), OF_KIND, DutyKind.CARE),
    _duties("problems_solved", lazy_gettext("Problems solved"), OF_KIND, DutyKind.PROBLEM_SOLVED),
    _days(
        "reading_days",
        lazy_gettext("Days with a daily reading"),
        lazy_gettext(
            "Of the workdays of each first-line workshop, those with a daily reading there."
        ),
    ),
    _days(
        "workdays",
        lazy_gettext("Workdays of first-line workshops"),
        lazy_gettext("The workdays of the period on which each first-line workshop was open."),
    ),
    Ratio(
        "commissars.reading_coverage",
        lazy_gettext("Coverage of daily readings"),
        lazy_gettext("ratio"),
        FLOW,
        lazy_gettext("Days with a daily reading divided by the workdays of first-line workshops."),
        group=Group.COMMISSARS,
        parts=("commissars.reading_days", "commissars.workdays"),
        remark=provisional,
    ),
)
