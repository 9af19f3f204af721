"""Figures of the yearly democratic appraisals."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, select

from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Ratio, Rows, Scope
from partyhub.members.models import Appraisal, Grade, Member
from partyhub.members.queries import belonged_to, is_on_record

PEOPLE = lazy_gettext("people")


def select_appraisals(scope: Scope) -> Rows:
    """Return the query for the appraisals for a calendar year, or of the days of another period.

    Appraisals for a year are mostly held after it (domain.md 0). They count for the branch on the
    day of the appraisal.
    """
    if scope.is_of_calendar_year:
        # Two conditions under one OR would have the rows looked up, since no one index serves both.
        counted = and_(Appraisal.for_year == scope.calendar_year, Appraisal.held_on <= scope.today)
    else:
        counted = scope.happened(Appraisal.held_on)
    return select(Appraisal.id, Appraisal.grade, Appraisal.held_on).where(
        Appraisal.archived_at.is_(None),
        is_on_record(Appraisal.member_id),
        counted,
        belonged_to(scope, Appraisal.member_id, Appraisal.held_on),
    )


APPRAISED = Base(
    Appraisal, select_appraisals, traces={Member: lambda ids: Appraisal.member_id.in_(ids)}
)


def _graded(grade: Grade, label: Any) -> Figure:
    return Figure(
        f"appraisals.{grade.value}",
        label,
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext(
            "Appraisals with this grade: in a calendar year those for that year, in any other"
            " period those held in it."
        ),
        group=Group.APPRAISALS,
        base=APPRAISED,
        where=lambda row: row.grade == grade,
        latest="held_on",
    )


figures: tuple[AnyFigure, ...] = (
    _graded(Grade.EXCELLENT, lazy_gettext("Appraised as excellent")),
    _graded(Grade.QUALIFIED, lazy_gettext("Appraised as qualified")),
    _graded(Grade.BASICALLY_QUALIFIED, lazy_gettext("Appraised as basically qualified")),
    _graded(Grade.UNQUALIFIED, lazy_gettext("Appraised as unqualified")),
    _graded(Grade.NOT_GRADED, lazy_gettext("Appraised without a grade")),
    Figure(
        "appraisals.graded",
        lazy_gettext("Appraised with a grade"),
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext(
            "Appraisals with any grade: in a calendar year those for that year, in any other period"
            " those held in it."
        ),
        group=Group.APPRAISALS,
        base=APPRAISED,
        where=lambda row: row.grade != Grade.NOT_GRADED,
        latest="held_on",
    ),
    Ratio(
        "appraisals.excellent_share",
        lazy_gettext("Share of excellent"),
        lazy_gettext("ratio"),
        FigureKind.FLOW,
        lazy_gettext("Excellent divided by all that were graded."),
        group=Group.APPRAISALS,
        parts=("appraisals.excellent", "appraisals.graded"),
    ),
)
