from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import Select, false, or_, select

from partyhub.figures import AnyFigure, Figure, FigureKind, Measure, Scope
from partyhub.members.models import Member
from partyhub.members.queries import belonged_to
from partyhub.periods import on_day
from partyhub.projects.models import KeyProject, Mentorship, Milestone, ProjectStatus
from partyhub.projects.queries import is_overdue_on, is_running_on, led_by_commissar

STOCK, FLOW = FigureKind.STOCK, FigureKind.FLOW
PROJECTS = lazy_pgettext("unit", "projects")
BENEFIT = Measure("benefit_cny", KeyProject.benefit_cny)


def _select(scope: Scope, *conditions: Any) -> Select[Any]:
    """Projects of the scope that were ever more than proposed."""
    return select(KeyProject.id).where(
        KeyProject.archived_at.is_(None),
        KeyProject.status != ProjectStatus.PROPOSED,
        scope.holds(KeyProject.organization_id),
        *conditions,
    )


def select_running(scope: Scope) -> Select[Any]:
    return _select(scope, is_running_on(scope.as_of))


def select_commissar_involved(scope: Scope) -> Select[Any]:
    return _select(scope, is_running_on(scope.as_of), led_by_commissar(scope.as_of))


def select_planned(scope: Scope) -> Select[Any]:
    return _select(scope, KeyProject.plan_year == scope.period.end.year)


def select_accepted(scope: Scope) -> Select[Any]:
    return _select(
        scope,
        KeyProject.status == ProjectStatus.ACCEPTED,
        scope.happened(KeyProject.closed_on),
    )


def select_carried_over(scope: Scope) -> Select[Any]:
    """Those of an earlier year's plan that ran on any day of the period, as far as it has come."""
    if scope.end < scope.start:
        return _select(scope, false())
    return _select(
        scope,
        KeyProject.plan_year < scope.period.end.year,
        KeyProject.started_on <= scope.end,
        or_(KeyProject.closed_on.is_(None), KeyProject.closed_on > scope.start),
    )


def select_late(scope: Scope) -> Select[Any]:
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


def select_pairs(scope: Scope) -> Select[Any]:
    return (
        select(Mentorship.id)
        .join(Mentorship.mentor)
        .where(
            Mentorship.archived_at.is_(None),
            Member.archived_at.is_(None),
            on_day(scope.as_of, Mentorship.started_on, Mentorship.ended_on),
            belonged_to(scope, Mentorship.mentor_id, Mentorship.started_on),
        )
    )


figures: tuple[AnyFigure, ...] = (
    Figure(
        "projects.running",
        lazy_gettext("Key projects running"),
        PROJECTS,
        STOCK,
        lazy_gettext("Begun by the last day and not ended on it, proposals left out."),
        KeyProject,
        select_running,
    ),
    Figure(
        "projects.commissar_involved",
        lazy_gettext("Key projects with a commissar"),
        PROJECTS,
        STOCK,
        lazy_gettext(
            "Of these, with a commissar in office as lead or executive leader; a project once."
        ),
        KeyProject,
        select_commissar_involved,
    ),
    Figure(
        "projects.planned",
        lazy_gettext("Key projects planned for the year"),
        PROJECTS,
        FLOW,
        lazy_gettext("Of the plan of the year of the last day, proposals left out."),
        KeyProject,
        select_planned,
    ),
    Figure(
        "projects.accepted",
        lazy_gettext("Key projects accepted"),
        PROJECTS,
        FLOW,
        lazy_gettext("Accepted, with the day of ending in the period."),
        KeyProject,
        select_accepted,
    ),
    Figure(
        "projects.benefit",
        lazy_gettext("Economic benefit of accepted projects"),
        lazy_gettext("yuan"),
        FLOW,
        lazy_gettext("The benefit of the projects accepted in the period, added up."),
        KeyProject,
        select_accepted,
        BENEFIT,
    ),
    Figure(
        "projects.carried_over",
        lazy_gettext("Key projects carried over"),
        PROJECTS,
        FLOW,
        lazy_gettext("Ran on any day of the period, of an earlier year's plan."),
        KeyProject,
        select_carried_over,
    ),
    Figure(
        "projects.milestones_late",
        lazy_gettext("Milestones late"),
        lazy_pgettext("unit", "milestones"),
        STOCK,
        lazy_gettext("Of running projects: planned before the last day and not done by then."),
        Milestone,
        select_late,
    ),
    Figure(
        "mentoring.pairs",
        lazy_gettext("Mentoring pairs"),
        lazy_pgettext("unit", "pairs"),
        STOCK,
        lazy_gettext("Begun by the last day and not ended on it."),
        Mentorship,
        select_pairs,
    ),
)
