from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import and_, or_, select

from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Measure, Rows, Scope
from partyhub.members.queries import belonged_to, is_on_record
from partyhub.periods import on_day
from partyhub.projects.models import KeyProject, Mentorship, Milestone, ProjectStatus
from partyhub.projects.queries import is_overdue_on, is_running_on, led_by_commissar

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
UNIT = lazy_pgettext("unit", "projects")
BENEFIT = Measure("benefit_cny", lambda row: row.benefit_cny)


def select_projects(scope: Scope) -> Rows:
    """Projects of the scope that were ever more than proposed."""
    return select(
        KeyProject.id,
        KeyProject.plan_year,
        KeyProject.benefit_cny,
        is_running_on(scope.as_of).label("runs"),
        led_by_commissar(scope.as_of).label("is_led"),
        (KeyProject.plan_year == scope.year).label("is_planned"),
        and_(
            KeyProject.status == ProjectStatus.ACCEPTED, scope.happened(KeyProject.closed_on)
        ).label("is_accepted"),
        and_(
            scope.has_begun,
            KeyProject.plan_year < scope.year,
            KeyProject.started_on <= scope.end,
            or_(KeyProject.closed_on.is_(None), KeyProject.closed_on > scope.start),
        ).label("is_carried_over"),
    ).where(
        KeyProject.archived_at.is_(None),
        KeyProject.status != ProjectStatus.PROPOSED,
        scope.holds(KeyProject.organization_id),
    )


def select_late(scope: Scope) -> Rows:
    return (
        select(Milestone.id)
        .join(Milestone.project)
        .where(
            Milestone.archived_at.is_(None),
            KeyProject.archived_at.is_(None),
            scope.holds(KeyProject.organization_id),
            is_overdue_on(scope.as_of),
        )
    )


def select_pairs(scope: Scope) -> Rows:
    return select(Mentorship.id).where(
        Mentorship.archived_at.is_(None),
        is_on_record(Mentorship.mentor_id),
        on_day(scope.as_of, Mentorship.started_on, Mentorship.ended_on),
        belonged_to(scope, Mentorship.mentor_id, Mentorship.started_on),
    )


PROJECTS = Base(KeyProject, select_projects)


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
            "Of these, with a commissar in office as lead or executive leader; a project once."
        ),
        group=Group.PROJECTS,
        base=PROJECTS,
        where=lambda row: row.runs & row.is_led,
    ),
    Figure(
        "projects.planned",
        lazy_gettext("Key projects planned for the year"),
        UNIT,
        FLOW,
        lazy_gettext("Of the plan of the year of the last day, proposals left out."),
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
        lazy_gettext("Ran on any day of the period, of an earlier year's plan."),
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
        base=Base(Milestone, select_late),
    ),
    Figure(
        "mentoring.pairs",
        lazy_gettext("Mentoring pairs"),
        lazy_pgettext("unit", "pairs"),
        STOCK,
        lazy_gettext("Begun by the last day and not ended on it."),
        group=Group.PROJECTS,
        base=Base(Mentorship, select_pairs),
    ),
)
