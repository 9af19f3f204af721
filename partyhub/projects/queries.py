"""Queries for key projects with their people, milestones, and mentoring."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import appointed_on
from partyhub.database import db
from partyhub.figures import Rows
from partyhub.members.models import Member
from partyhub.members.presence import is_here_on
from partyhub.members.queries import choose_member
from partyhub.members.rosters import has_part, with_people
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import in_scope
from partyhub.periods import on_day
from partyhub.projects.models import (
    KeyProject,
    Mentorship,
    Milestone,
    ProjectPerson,
    ProjectStatus,
)
from partyhub.scopes import Reach
from partyhub.viewers import Viewer

LEADERS = ("lead", "executive_leader")


def load_projects() -> Select[KeyProject]:
    return (
        select(KeyProject)
        .join(KeyProject.organization)
        .options(
            joinedload(KeyProject.organization),
            joinedload(KeyProject.workshop),
            joinedload(KeyProject.campaign),
            with_people(KeyProject.people, ProjectPerson),
        )
    )


def load_milestones() -> Select[Milestone]:
    return (
        select(Milestone)
        .join(Milestone.project)
        .where(KeyProject.archived_at.is_(None))
        .options(joinedload(Milestone.project).joinedload(KeyProject.organization))
    )


def load_mentorships() -> Select[Mentorship]:
    return (
        select(Mentorship)
        .join(Mentorship.mentor)
        .where(Member.archived_at.is_(None))
        .options(joinedload(Mentorship.mentor), joinedload(Mentorship.apprentice_member))
    )


def choose_project(viewer: Viewer) -> Select[KeyProject]:
    return select(KeyProject).where(
        KeyProject.archived_at.is_(None), in_scope(viewer, KeyProject.organization_id)
    )


def is_running_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's project was under way on `day`.

    It is no proposal, has begun, and has not ended.
    """
    began_and_goes_on = on_day(day, KeyProject.started_on, KeyProject.closed_on)
    return (KeyProject.status != ProjectStatus.PROPOSED) & began_and_goes_on


def has_role(member_id: Any, *roles: str) -> ColumnElement[bool]:
    """Return the condition that the person has or had a part in the query's project.

    With `roles`, only these parts count.
    """
    query = select(ProjectPerson.project_id).where(ProjectPerson.member_id == member_id)
    if roles:
        query = query.where(ProjectPerson.role.in_(roles))
    condition: ColumnElement[bool] = KeyProject.id.in_(query)
    return condition


def led_by_commissar(day: date) -> ColumnElement[bool]:
    """Return the condition that a commissar led the query's project on `day`.

    The lead or the executive leader had an open appointment as a commissar on that day, and was in
    the Party here.
    """
    found: ColumnElement[bool] = has_part(
        ProjectPerson, ProjectPerson.project_id == KeyProject.id, LEADERS, day
    ).where(
        KeyProject.started_on <= day,  # A row may begin before a first day that was moved to later.
        is_here_on(ProjectPerson.member_id, day),
        appointed_on(day, CommissarAppointment.member_id == ProjectPerson.member_id),
    )
    return found


def is_late_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's milestone was due before `day` and not done by then."""
    return (Milestone.planned_on < day) & (Milestone.done_on.is_(None) | (Milestone.done_on > day))


def is_overdue_on(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's milestone is late on `day` in a running project."""
    return is_running_on(day) & is_late_on(day)


def is_led_by_commissar(project: KeyProject, day: date) -> bool:
    """Return whether `led_by_commissar` is true of this project."""
    query = select(KeyProject.id).where(KeyProject.id == project.id, led_by_commissar(day))
    return db.session.scalar(query) is not None


def find_milestones_of(project: KeyProject, day: date) -> Sequence[tuple[Milestone, bool]]:
    """Return (milestone, is late on `day`) pairs of one project, by planned day."""
    query = (
        load_milestones()
        .where(Milestone.project_id == project.id, Milestone.archived_at.is_(None))
        .order_by(Milestone.planned_on, Milestone.id)
    )
    rows = db.session.execute(query.add_columns(is_overdue_on(day)))
    return [(milestone, bool(is_late)) for milestone, is_late in rows]


def select_milestones_late(reach: Reach, day: Any) -> Rows:
    """Return rows (id, title, name, organization, day) of milestones late on `day`.

    Their projects are under way. `name` is the project's, `organization` is a name, and `day` is
    the planned day.
    """
    return (
        select(
            Milestone.id,
            Milestone.title,
            KeyProject.name,
            Organization.name.label("organization"),
            Milestone.planned_on.label("day"),
        )
        .join(Milestone.project)
        .join(KeyProject.organization)
        .where(
            Milestone.archived_at.is_(None),
            KeyProject.archived_at.is_(None),
            is_overdue_on(day),
            reach.contains(KeyProject.organization_id),
        )
    )


def has_lead(day: date) -> ColumnElement[bool]:
    """Return the condition that somebody in the Party here leads the query's project on `day`."""
    found: ColumnElement[bool] = has_part(
        ProjectPerson, ProjectPerson.project_id == KeyProject.id, ("lead",), day
    ).where(is_here_on(ProjectPerson.member_id, day))
    return found


def select_without_lead(reach: Reach, day: Any) -> Rows:
    """Return rows (id, code, name, organization) of running projects without a lead on `day`."""
    return (
        select(
            KeyProject.id,
            KeyProject.code,
            KeyProject.name,
            Organization.name.label("organization"),
        )
        .join(KeyProject.organization)
        .where(
            KeyProject.archived_at.is_(None),
            is_running_on(day),
            ~has_lead(day),
            reach.contains(KeyProject.organization_id),
        )
    )


def find_apprentice(viewer: Viewer, name: str, number: str) -> Member | None:
    """Return the person with this name and number whom the viewer may choose, or None."""
    query = choose_member(viewer).where(Member.name == name, Member.number == number)
    return db.session.scalars(query).first()


def find_plan_years() -> list[int]:
    """Return the years with a plan on record, latest first."""
    query = (
        select(KeyProject.plan_year)
        .where(KeyProject.archived_at.is_(None))
        .distinct()
        .order_by(KeyProject.plan_year.desc())
    )
    return list(db.session.scalars(query))
