"""Figures of key projects, milestones and mentoring."""

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import ColumnElement, and_, extract, or_, select

from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Measure, Rows, Scope
from partyhub.members.presence import is_here_on
from partyhub.members.queries import belonged_to
from partyhub.periods import on_day
from partyhub.projects.models import KeyProject, Mentorship, Milestone, ProjectStatus
from partyhub.projects.queries import is_overdue_on, is_running_on, led_by_commissar

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
# 1 January as month and day.
NEW_YEAR = 101
UNIT = lazy_pgettext("unit", "projects")
BENEFIT = Measure("benefit_cny", lambda row: row.benefit_cny)


def select_projects(scope: Scope) -> Rows:
    """Return the query for the projects of the scope, except proposals.

    The added columns are conditions that the figures select by.
    """
    return select(
        KeyProject.id,
        KeyProject.plan_year,
        KeyProject.benefit_cny,
        is_running_on(scope.as_of).label("runs"),
        led_by_commissar(scope.as_of).label("is_led"),
        and_(
            KeyProject.plan_year.between(scope.first_year, scope.year),
            KeyProject.started_on <= scope.as_of,
            or_(KeyProject.closed_on.is_(None), KeyProject.closed_on >= scope.start),
        ).label("is_planned"),
        and_(
            KeyProject.status == ProjectStatus.ACCEPTED, scope.happened(KeyProject.closed_on)
        ).label("is_accepted"),
        is_carried_over(scope).label("is_carried_over"),
    ).where(
        KeyProject.archived_at.is_(None),
        KeyProject.status != ProjectStatus.PROPOSED,
        scope.contains(KeyProject.organization_id),
    )


def is_carried_over(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the project ran on a day of the period after its plan year.

    The last such day is the last one that counts or the one before the project ended.
    """
    closed = KeyProject.closed_on
    year, month, day = (extract(name, closed) for name in ("year", "month", "day"))
    ran_after = year * 10_000 + month * 100 + day > (KeyProject.plan_year + 1) * 10_000 + NEW_YEAR
    return and_(
        scope.has_begun,
        KeyProject.plan_year < scope.end_year,
        KeyProject.started_on <= scope.end,
        or_(
            closed.is_(None),
            and_(closed > scope.start, closed > KeyProject.started_on, ran_after),
        ),
    )


def select_late(scope: Scope) -> Rows:
    """Return the query for milestones of running projects that are late on the last day."""
    return (
        select(Milestone.id)
        .join(Milestone.project)
        .where(
            Milestone.archived_at.is_(None),
            KeyProject.archived_at.is_(None),
            scope.contains(KeyProject.organization_id),
            is_overdue_on(scope.as_of),
        )
    )


def select_pairs(scope: Scope) -> Rows:
    """Return the query for the mentoring pairs on the last day.

    They count where the mentor belonged on their first day, if the mentor is in the Party here on
    the last one.
    """
    return select(Mentorship.id).where(
        Mentorship.archived_at.is_(None),
        is_here_on(Mentorship.mentor_id, scope.as_of),
        on_day(scope.as_of, Mentorship.started_on, Mentorship.ended_on),
        belonged_to(scope, Mentorship.mentor_id, Mentorship.started_on),
    )


PROJECTS = Base(KeyProject, select_projects)
LATE = Base(Milestone, select_late, traces={KeyProject: lambda ids: Milestone.project_id.in_(ids)})


figures: tuple[AnyFigure, ...] = (
    Figure(
        "projects.running",
        lazy_gettext("Key projects running"),
        UNIT,
        STOCK,
        lazy_gettext("Begun by the last day and not ended on it, proposals left out."),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.runs,
    ),
    Figure(
        "projects.commissar_involved",
        lazy_gettext("Key projects with a commissar"),
        UNIT,
        STOCK,
        lazy_gettext(
            "Of these, with a commissar in office as lead or executive leader who is in the Party"
            " here on the last day; a project once."
        ),
        group=Group.PROJECTS,
        part_of="projects.running",
        base=PROJECTS,
        where=lambda row: row.runs & row.is_led,
    ),
    Figure(
        "projects.planned",
        lazy_gettext("Key projects of the plans of these years"),
        UNIT,
        FLOW,
        lazy_gettext(
            "Of the plans of the years that the period touches, begun by the last day and not ended"
            " before the first; proposals left out."
        ),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.is_planned,
    ),
    Figure(
        "projects.accepted",
        lazy_gettext("Key projects accepted"),
        UNIT,
        FLOW,
        lazy_gettext("Accepted, with the day of ending in the period."),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.is_accepted,
    ),
    Figure(
        "projects.benefit",
        lazy_gettext("Economic benefit of accepted projects"),
        lazy_gettext("yuan"),
        FLOW,
        lazy_gettext("The benefit of the projects accepted in the period, added up."),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.is_accepted,
        measure=BENEFIT,
    ),
    Figure(
        "projects.carried_over",
        lazy_gettext("Key projects carried over"),
        UNIT,
        FLOW,
        lazy_gettext("Ran on any day of the period after 31 December of its plan year."),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.is_carried_over,
    ),
    Figure(
        "projects.milestones_late",
        lazy_gettext("Milestones late"),
        lazy_pgettext("unit", "milestones"),
        STOCK,
        lazy_gettext("Of running projects: planned before the last day and not done by then."),
        group=Group.PROJECTS,
        base=LATE,
    ),
    Figure(
        "mentoring.pairs",
        lazy_gettext("Mentoring pairs"),
        lazy_pgettext("unit", "pairs"),
        STOCK,
        lazy_gettext(
            "Begun by the last day and not ended on it, the mentor in the Party here on it."
        ),
        group=Group.PROJECTS,
        base=Base(Mentorship, select_pairs),
    ),
)
