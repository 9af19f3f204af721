from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, select

from partyhub.figures import Figure, FigureKind, Ratio, Scope
from partyhub.members import movements
from partyhub.members.models import Appraisal, Assignment, Grade, Member, Stage
from partyhub.members.queries import assigned_on, belonged_to, in_party_on, in_stage
from partyhub.members.sheets import MOVEMENTS

PEOPLE = lazy_gettext("people")


def _select_members(scope: Scope, day: date, *conditions: Any) -> Select[Any]:
    return select(Member.id).where(
        Member.archived_at.is_(None),
        assigned_on(day, scope.holds(Assignment.organization_id)),
        *conditions,
    )


def select_total(scope: Scope) -> Select[Any]:
    return _select_members(scope, scope.as_of, in_party_on(scope.as_of))


def select_opening(scope: Scope) -> Select[Any]:
    day = min(scope.start - timedelta(days=1), scope.as_of)
    return _select_members(scope, day, in_party_on(day))


def select_regularized(scope: Scope) -> Select[Any]:
    """Those whose day as a full member lies in the period, and who were in on that very day."""
    return select(Member.id).where(
        Member.archived_at.is_(None),
        scope.happened(Member.full_on),
        assigned_on(Member.full_on, scope.holds(Assignment.organization_id)),
    )


def _in_stage(code: str, stage: Stage, label: Any, definition: Any) -> Figure:
    def select_stage(scope: Scope) -> Select[Any]:
        return _select_members(scope, scope.as_of, in_stage(stage, scope.as_of))

    return Figure(
        f"members.{code}", label, PEOPLE, FigureKind.STOCK, definition, Member, select_stage
    )


def _movement(code: str, label: Any, definition: Any, choose: Any) -> Figure:
    return Figure(
        f"members.{code}",
        label,
        PEOPLE,
        FigureKind.FLOW,
        definition,
        Assignment,
        choose,
        sheet=MOVEMENTS,
    )


def _graded(grade: Grade, label: Any) -> Figure:
    return Figure(
        f"appraisals.{grade.value}",
        label,
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext("Appraisals for the year of the period's last day with this grade."),
        Appraisal,
        lambda scope: select_appraisals(scope, Appraisal.grade == grade),
    )


def select_appraisals(scope: Scope, *conditions: Any) -> Select[Any]:
    """Appraisals for the year in which the period ends, by the branch on the appraisal's day."""
    return (
        select(Appraisal.id)
        .join(Appraisal.member)
        .where(
            Appraisal.archived_at.is_(None),
            Member.archived_at.is_(None),
            Appraisal.for_year == scope.period.end.year,
            belonged_to(scope, Appraisal.member_id, Appraisal.held_on),
            *conditions,
        )
    )


figures = (
    Figure(
        "members.total",
        lazy_gettext("Party members"),
        PEOPLE,
        FigureKind.STOCK,
        lazy_gettext("Full and probationary members assigned on the last day."),
        Member,
        select_total,
    ),
    _in_stage(
        "full",
        Stage.FULL,
        lazy_gettext("Full members"),
        lazy_gettext("Assigned on the last day, a full member by then."),
    ),
    _in_stage(
        "probationary",
        Stage.PROBATIONARY,
        lazy_gettext("Probationary members"),
        lazy_gettext("Assigned on the last day, admitted but not yet a full member."),
    ),
    _in_stage(
        "applicants",
        Stage.APPLICANT,
        lazy_gettext("Applicants"),
        lazy_gettext("Assigned on the last day, applied and not yet an activist."),
    ),
    _in_stage(
        "activists",
        Stage.ACTIVIST,
        lazy_gettext("Activists"),
        lazy_gettext("Assigned on the last day, an activist and not yet a development target."),
    ),
    _in_stage(
        "targets",
        Stage.TARGET,
        lazy_gettext("Development targets"),
        lazy_gettext("Assigned on the last day, a development target and not yet admitted."),
    ),
    Figure(
        "members.opening",
        lazy_gettext("Party members at the opening"),
        PEOPLE,
        FigureKind.STOCK,
        lazy_gettext("Full and probationary members assigned on the day before the first day."),
        Member,
        select_opening,
    ),
    _movement(
        "admitted",
        lazy_gettext("Members admitted"),
        lazy_gettext("People who came in on their own day of admission."),
        movements.select_admissions,
    ),
    _movement(
        "transferred_in",
        lazy_gettext("Members transferred in"),
        lazy_gettext("Other people who came in by a transfer from outside these organizations."),
        movements.select_transfers_in,
    ),
    _movement(
        "other_increase",
        lazy_gettext("Other increase"),
        lazy_gettext("All other people who came in, such as restored members."),
        movements.select_other_entries,
    ),
    _movement(
        "transferred_out",
        lazy_gettext("Members transferred out"),
        lazy_gettext("People who went out by a transfer to outside these organizations."),
        movements.select_transfers_out,
    ),
    _movement(
        "other_decrease",
        lazy_gettext("Other decrease"),
        lazy_gettext("All other people who went out: deceased, removed, expelled and the like."),
        movements.select_other_exits,
    ),
    Figure(
        "members.regularized",
        lazy_gettext("Probationary members regularized"),
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext("Became a full member in the period, and was assigned on that day."),
        Member,
        select_regularized,
    ),
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
        lazy_gettext("Appraisals for the year of the period's last day with any grade."),
        Appraisal,
        lambda scope: select_appraisals(scope, Appraisal.grade != Grade.NOT_GRADED),
    ),
    Ratio(
        "appraisals.excellent_share",
        lazy_gettext("Share of excellent"),
        lazy_gettext("ratio"),
        FigureKind.FLOW,
        lazy_gettext("Excellent divided by all that were graded."),
        ("appraisals.excellent", "appraisals.graded"),
    ),
)
