from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, case, func, select

from partyhub.dialects import as_stored
from partyhub.figures import Base, Figure, FigureKind, Group, Ratio, Row, Rows, Scope
from partyhub.members import movements
from partyhub.members.models import Appraisal, Assignment, Grade, Member, Stage
from partyhub.members.queries import belonged_to, is_on_record
from partyhub.members.sheets import MOVEMENTS
from partyhub.members.stages import in_party_on, stage_column
from partyhub.periods import on_day

# The stages by number, the highest one the greatest.
RANKS = {stage: number for number, stage in enumerate(Stage, 1)}
PEOPLE = lazy_gettext("people")
PROBATIONARY = RANKS[Stage.PROBATIONARY]


def rank_on(day: Any) -> ColumnElement[int]:
    """The number of the highest stage that the member of the query has reached on `day`."""
    return case(
        *((as_stored(stage_column(stage)) <= day, RANKS[stage]) for stage in reversed(list(Stage))),
        else_=0,
    )


def select_people(scope: Scope) -> Rows:
    """Everybody who was ever assigned in the scope, each once, whatever assignments overlap."""
    one = Assignment
    return (
        select(one.member_id.label("id"))
        .join(one.member)
        .where(
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.holds(one.organization_id),
        )
        .group_by(one.member_id)
    )


def days_of_people(scope: Scope) -> dict[str, Any]:
    """The number of the stage on the last day of who is assigned then, and who was in before.

    `was_in` and `became_full` are 1 or 0.
    """

    def is_in(day: Any) -> ColumnElement[bool]:
        return on_day(day, as_stored(Assignment.started_on), as_stored(Assignment.ended_on))

    full_on = as_stored(Member.full_on)
    was_in = and_(is_in(scope.before), in_party_on(scope.before))
    became_full = and_(scope.happened(full_on), is_in(full_on))
    return {
        "stage": func.max(case((is_in(scope.as_of), rank_on(scope.as_of)))),
        "was_in": func.max(case((was_in, 1), else_=0)),
        "became_full": func.max(case((became_full, 1), else_=0)),
    }


def select_appraisals(scope: Scope) -> Rows:
    """Appraisals for the year in which the period ends, by the branch on the appraisal's day."""
    return select(Appraisal.id, Appraisal.grade).where(
        Appraisal.archived_at.is_(None),
        is_on_record(Appraisal.member_id),
        Appraisal.for_year == scope.year,
        belonged_to(scope, Appraisal.member_id, Appraisal.held_on),
    )


ASSIGNED = Base(Member, select_people, days_of_people)
MOVED = Base(Assignment, movements.select_movements, fenced=True)
APPRAISED = Base(Appraisal, select_appraisals)


def _in_stage(code: str, stage: Stage, label: Any, definition: Any) -> Figure:
    return Figure(
        f"members.{code}",
        label,
        PEOPLE,
        FigureKind.STOCK,
        definition,
        group=Group.MEMBERS,
        part_of="members.total" if RANKS[stage] >= PROBATIONARY else None,
        base=ASSIGNED,
        where=lambda row: row.stage == RANKS[stage],
    )


def _movement(code: str, label: Any, definition: Any, where: Callable[[Row], Any]) -> Figure:
    return Figure(
        code,
        label,
        PEOPLE,
        FigureKind.FLOW,
        definition,
        group=Group.MEMBERS,
        base=MOVED,
        where=where,
        sheet=MOVEMENTS,
    )


def _graded(grade: Grade, label: Any) -> Figure:
    return Figure(
        f"appraisals.{grade.value}",
        label,
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext("Appraisals for the year of the period's last day with this grade."),
        group=Group.APPRAISALS,
        base=APPRAISED,
        where=lambda row: row.grade == grade,
    )


figures = (
    Figure(
        "members.total",
        lazy_gettext("Party members"),
        PEOPLE,
        FigureKind.STOCK,
        lazy_gettext("Full and probationary members assigned on the last day."),
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.stage >= PROBATIONARY,
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
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.was_in == 1,
    ),
    _movement(
        "members.admitted",
        lazy_gettext("Members admitted"),
        lazy_gettext("People who came in on their own day of admission."),
        movements.is_admission,
    ),
    _movement(
        "members.transferred_in",
        lazy_gettext("Members transferred in"),
        lazy_gettext("Other people who came in by a transfer from outside these organizations."),
        movements.is_transfer_in,
    ),
    _movement(
        "members.other_increase",
        lazy_gettext("Other increase"),
        lazy_gettext("All other people who came in, such as restored members."),
        movements.is_other_entry,
    ),
    _movement(
        movements.TRANSFERRED_OUT,
        lazy_gettext("Members transferred out"),
        lazy_gettext("People who went out by a transfer to outside these organizations."),
        movements.is_transfer_out,
    ),
    _movement(
        movements.OTHER_DECREASE,
        lazy_gettext("Other decrease"),
        lazy_gettext("All other people who went out: deceased, removed, expelled and the like."),
        movements.is_other_exit,
    ),
    Figure(
        "members.regularized",
        lazy_gettext("Probationary members regularized"),
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext("Became a full member in the period, and was assigned on that day."),
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.became_full == 1,
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
        group=Group.APPRAISALS,
        base=APPRAISED,
        where=lambda row: row.grade != Grade.NOT_GRADED,
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
