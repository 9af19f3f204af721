"""Rules about key projects, milestones and mentoring pairs."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, or_, select

from partyhub.figures import Rows, Scope
from partyhub.members.models import Member
from partyhub.members.queries import assigned_on, belonged_to
from partyhub.members.stages import in_development
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, ProblemRule, Severity, Subject, Values
from partyhub.projects.models import KeyProject, Mentorship, Milestone, ProjectStatus
from partyhub.projects.queries import is_overdue_on, is_running_on, select_without_lead
from partyhub.rules.queries import rule_value

BENEFIT = "amounts.benefit.least"
OVER = (ProjectStatus.ACCEPTED, ProjectStatus.STOPPED)


def projects_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the projects of the scope, with the organization."""
    one, organization = KeyProject, Organization.name.label("organization")
    return (
        select(one.id, one.code, one.name.label("title"), organization, *columns)
        .join(Organization, Organization.id == one.organization_id)
        .where(one.archived_at.is_(None), scope.contains(one.organization_id))
    )


def late_milestones(scope: Scope) -> Rows:
    """Select the milestones late on the last day for which nobody said why."""
    columns = (Milestone.title.label("milestone"), Milestone.planned_on.label("day"))
    return (
        projects_of(scope, *columns)
        .join(Milestone, Milestone.project_id == KeyProject.id)
        .with_only_columns(Milestone.id, KeyProject.code, KeyProject.name.label("title"), *columns)
        .where(
            Milestone.archived_at.is_(None),
            is_overdue_on(scope.as_of),
            or_(Milestone.delay_reason.is_(None), Milestone.delay_reason == ""),
        )
    )


def without_lead(scope: Scope) -> Rows:
    found = select_without_lead(scope, scope.as_of).subquery("found").c
    return projects_of(scope).where(KeyProject.id.in_(select(found.id)))


def overdue(scope: Scope) -> Rows:
    return projects_of(scope, KeyProject.due_on.label("day")).where(
        is_running_on(scope.as_of), KeyProject.due_on < scope.as_of
    )


def against_status(scope: Scope) -> Rows:
    """Select the projects whose status contradicts their last day."""
    one, day = KeyProject, scope.as_of
    return projects_of(scope, one.status, one.closed_on.label("closed")).where(
        or_(
            and_(one.status.in_(OVER), one.closed_on.is_(None)),
            and_(one.status.not_in(OVER), one.closed_on <= day),
        )
    )


def accepted(scope: Scope, *columns: Any) -> Rows:
    return projects_of(scope, KeyProject.closed_on.label("day"), *columns).where(
        KeyProject.status == ProjectStatus.ACCEPTED, scope.happened(KeyProject.closed_on)
    )


def without_result(scope: Scope) -> Rows:
    result = KeyProject.result
    return accepted(scope).where(or_(result.is_(None), result == ""))


def with_benefit(scope: Scope) -> Rows:
    return accepted(scope, KeyProject.benefit_cny.label("amount")).where(KeyProject.benefit_cny > 0)


def judge_benefit(row: Any) -> bool | Values:
    least = rule_value(BENEFIT, row.day)
    return least is not None and bool(row.amount < least)


def of_dissolved(scope: Scope) -> Rows:
    return projects_of(scope, Organization.dissolved_on.label("day")).where(
        is_running_on(scope.as_of), Organization.dissolved_on <= scope.as_of
    )


def mentors_no_members(scope: Scope) -> Rows:
    """Select the open pairs whose mentor belongs here and is no Party member on the last day."""
    day = scope.as_of
    return (
        select(
            Mentorship.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Mentorship.started_on.label("day"),
        )
        .join(Member, Member.id == Mentorship.mentor_id)
        .where(
            Mentorship.archived_at.is_(None),
            Member.archived_at.is_(None),
            on_day(day, Mentorship.started_on, Mentorship.ended_on),
            assigned_on(day),
            in_development(day),
            belonged_to(scope, Mentorship.mentor_id, Mentorship.started_on),
        )
    )


def _rule(
    key: str, severity: Severity, label: Any, sentence: Any, register: str = "projects", **more: Any
) -> ProblemRule:
    return ProblemRule(key, severity, Subject.PROJECTS, register, label, sentence, **more)


problems = (
    _rule(
        "milestones.late",
        Severity.WARN,
        lazy_gettext("Late milestones without a reason"),
        lazy_gettext("“%(milestone)s” of “%(title)s” was planned for %(day)s; nothing says why."),
        "milestones",
        select=late_milestones,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "projects.no_lead",
        Severity.WARN,
        lazy_gettext("Projects that nobody leads"),
        lazy_gettext("“%(title)s” (%(organization)s) is running, and nobody leads it."),
        select=without_lead,
        basis=Basis.LEAVING,
    ),
    _rule(
        "projects.overdue",
        Severity.WARN,
        lazy_gettext("Projects past the day of their end"),
        lazy_gettext("“%(title)s” (%(organization)s) was to end on %(day)s, and is still running."),
        select=overdue,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "projects.status_against_days",
        Severity.BLOCK,
        lazy_gettext("Projects whose status contradicts their days"),
        lazy_gettext("“%(title)s” is “%(status)s”, and ended on: %(closed)s."),
        select=against_status,
    ),
    _rule(
        "projects.no_result",
        Severity.WARN,
        lazy_gettext("Accepted projects without a result"),
        lazy_gettext("“%(title)s” was accepted on %(day)s, and no result is on record."),
        select=without_result,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "projects.small_benefit",
        Severity.WARN,
        lazy_gettext("Benefits of projects that may be in units of 10,000 yuan"),
        lazy_gettext("“%(title)s”, accepted on %(day)s: a benefit of only %(amount)s yuan."),
        select=with_benefit,
        judge=judge_benefit,
        rules=(BENEFIT,),
    ),
    _rule(
        "projects.organization_dissolved",
        Severity.BLOCK,
        lazy_gettext("Projects of a dissolved organization"),
        lazy_gettext("“%(title)s” still belongs to “%(organization)s”, dissolved on %(day)s."),
        select=of_dissolved,
    ),
    _rule(
        "mentorships.mentor_no_member",
        Severity.WARN,
        lazy_gettext("Mentoring pairs whose mentor is no Party member"),
        lazy_gettext("%(title)s, a mentor since %(day)s, is no Party member."),
        "mentorships",
        select=mentors_no_members,
    ),
)
