from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import select, true

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import appointed_on, belongs_to, select_first_line
from partyhub.commissars.sheets import APPOINTED
from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Ratio, Rows, Scope
from partyhub.members.models import Member
from partyhub.members.queries import is_on_record
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import of_workshop
from partyhub.periods import on_day

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
UNIT = lazy_pgettext("unit", "workshops")
TIMES = lazy_gettext("times")


def select_appointed(scope: Scope) -> Rows:
    """The people, each once, with an open appointment in a workshop of the scope."""
    appointed = select(CommissarAppointment.member_id).where(
        CommissarAppointment.archived_at.is_(None),
        on_day(scope.as_of, CommissarAppointment.started_on, CommissarAppointment.ended_on),
        belongs_to(scope),
    )
    return select(Member.id).where(Member.archived_at.is_(None), Member.id.in_(appointed))


def select_workshops(scope: Scope) -> Rows:
    """The first-line workshops open on the last day, and whether each has a commissar then."""
    covered = appointed_on(
        scope.as_of,
        CommissarAppointment.workshop_id == Workshop.id,
        is_on_record(CommissarAppointment.member_id),
    )
    query = select_first_line(scope.as_of, scope.holds_or_root(Workshop.organization_id))
    return query.with_only_columns(Workshop.id, covered.label("covered")).order_by(None)


def select_duties(scope: Scope) -> Rows:
    return select(CommissarDuty.id, CommissarDuty.kind, CommissarDuty.held_on).where(
        CommissarDuty.archived_at.is_(None),
        is_on_record(CommissarDuty.commissar_id),
        scope.happened(CommissarDuty.held_on),
        of_workshop(scope, CommissarDuty.workshop_id),
    )


WORKSHOPS = Base(Workshop, select_workshops)
DUTIES = Base(CommissarDuty, select_duties, day="held_on")


def _duties(code: str, label: Any, definition: Any, *kinds: DutyKind) -> Figure:
    return Figure(
        f"commissars.{code}",
        label,
        TIMES,
        FLOW,
        definition,
        group=Group.COMMISSARS,
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
        lazy_gettext("People with an open appointment on the last day, each once."),
        group=Group.COMMISSARS,
        base=Base(Member, select_appointed),
        sheet=APPOINTED,
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
        lazy_gettext("Of these, with an open appointment on the last day."),
        group=Group.COMMISSARS,
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
)
