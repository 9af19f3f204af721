from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import Select, select

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import appointed_on, belongs_to, of_kinds, select_first_line
from partyhub.commissars.sheets import APPOINTED
from partyhub.figures import AnyFigure, Figure, FigureKind, Ratio, Scope
from partyhub.members.models import Member
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import of_workshop

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
WORKSHOPS = lazy_pgettext("unit", "workshops")
TIMES = lazy_gettext("times")


def select_appointed(scope: Scope) -> Select[Any]:
    """The people, each once, with an open appointment in a workshop of the scope."""
    return select(Member.id).where(
        Member.archived_at.is_(None),
        appointed_on(scope.as_of, CommissarAppointment.member_id == Member.id, belongs_to(scope)),
    )


def select_workshops(scope: Scope, *conditions: Any) -> Select[Any]:
    query = select_first_line(scope.as_of, scope.holds_or_root(Workshop.organization_id))
    return query.where(*conditions).with_only_columns(Workshop.id).order_by(None)


def select_covered(scope: Scope) -> Select[Any]:
    return select_workshops(
        scope,
        appointed_on(
            scope.as_of,
            CommissarAppointment.workshop_id == Workshop.id,
            CommissarAppointment.member.has(Member.archived_at.is_(None)),
        ),
    )


def _duties(code: str, label: Any, definition: Any, *kinds: DutyKind) -> Figure:
    def select_duties(scope: Scope) -> Select[Any]:
        query = (
            select(CommissarDuty.id)
            .join(CommissarDuty.commissar)
            .where(
                CommissarDuty.archived_at.is_(None),
                Member.archived_at.is_(None),
                scope.happened(CommissarDuty.held_on),
                of_workshop(scope, CommissarDuty.workshop_id),
            )
        )
        return query.where(of_kinds(kinds)) if kinds else query

    return Figure(
        f"commissars.{code}", label, TIMES, FLOW, definition, CommissarDuty, select_duties
    )


OF_KIND = lazy_gettext("Held in the period, of this kind.")

figures: tuple[AnyFigure, ...] = (
    Figure(
        "commissars.appointed",
        lazy_gettext("Commissars in office"),
        lazy_gettext("people"),
        STOCK,
        lazy_gettext("People with an open appointment on the last day, each once."),
        Member,
        select_appointed,
        sheet=APPOINTED,
    ),
    Figure(
        "commissars.first_line_workshops",
        lazy_gettext("First-line workshops"),
        WORKSHOPS,
        STOCK,
        lazy_gettext("First-line workshops open on the last day."),
        Workshop,
        select_workshops,
    ),
    Figure(
        "commissars.covered_workshops",
        lazy_gettext("First-line workshops with a commissar"),
        WORKSHOPS,
        STOCK,
        lazy_gettext("Of these, with an open appointment on the last day."),
        Workshop,
        select_covered,
    ),
    Ratio(
        "commissars.coverage",
        lazy_gettext("Coverage of first-line workshops"),
        lazy_gettext("ratio"),
        STOCK,
        lazy_gettext("Workshops with a commissar divided by first-line workshops."),
        ("commissars.covered_workshops", "commissars.first_line_workshops"),
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
