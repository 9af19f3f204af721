"""Key projects with their people, milestones, and mentoring."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import appointed_on
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.queries import choose_member
from partyhub.members.rosters import has_part, with_people
from partyhub.organizations.queries import in_scope, reach_of
from partyhub.periods import on_day
from partyhub.projects.models import (
    KeyProject,
    Mentorship,
    Milestone,
    ProjectPerson,
    ProjectStatus,
)
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
    """Whether the query's project was under way on `day`: more than proposed, begun, not ended."""
    began_and_goes_on = on_day(day, KeyProject.started_on, KeyProject.closed_on)
    return (KeyProject.status != ProjectStatus.PROPOSED) & began_and_goes_on


def has_role(member_id: Any, *roles: str) -> ColumnElement[bool]:
    """Whether the person has, or had, a part in the query's project; one of `roles` if given."""
    query = select(ProjectPerson.project_id).where(ProjectPerson.member_id == member_id)
    if roles:
        query = query.where(ProjectPerson.role.in_(roles))
    condition: ColumnElement[bool] = KeyProject.id.in_(query)
    return condition


def led_by_commissar(day: date) -> ColumnElement[bool]:
    """Whether lead or executive leader of the query's project on `day` held an appointment then."""
    found: ColumnElement[bool] = has_part(
        ProjectPerson, ProjectPerson.project_id == KeyProject.id, LEADERS, day
    ).where(
        KeyProject.started_on <= day,  # A row may begin before a first day that was put later.
        ProjectPerson.member.has(Member.archived_at.is_(None)),
        appointed_on(day, CommissarAppointment.member_id == ProjectPerson.member_id),
    )
    return found


def is_late_on(day: date) -> ColumnElement[bool]:
    """Whether the query's milestone was due before `day` and not done by then."""
    return (Milestone.planned_on < day) & (Milestone.done_on.is_(None) | (Milestone.done_on > day))


def is_overdue_on(day: date) -> ColumnElement[bool]:
    """Whether the query's milestone is late on `day` and its project was under way then."""
    return is_running_on(day) & is_late_on(day)


def is_led_by_commissar(project: KeyProject, day: date) -> bool:
    query = select(KeyProject.id).where(KeyProject.id == project.id, led_by_commissar(day))
    return db.session.scalar(query) is not None


def find_milestones_of(project: KeyProject, day: date) -> Sequence[tuple[Milestone, bool]]:
    """(milestone, whether it counts as late on `day`) of one project, the first planned first."""
    query = (
        load_milestones()
        .where(Milestone.project_id == project.id, Milestone.archived_at.is_(None))
        .order_by(Milestone.planned_on, Milestone.id)
    )
    rows = db.session.execute(query.add_columns(is_overdue_on(day)))
    return [(milestone, bool(is_late)) for milestone, is_late in rows]


def select_milestones_late(viewer: Viewer, day: date) -> Select[Milestone]:
    """Milestones of running projects that are late on `day`, the latest first."""
    return (
        load_milestones()
        .where(
            Milestone.archived_at.is_(None),
            is_overdue_on(day),
            reach_of(viewer).holds(KeyProject.organization_id),
        )
        .order_by(Milestone.planned_on, Milestone.id)
    )


def find_apprentice(viewer: Viewer, name: str, number: str) -> Member | None:
    """The person of this name and number among those that the viewer may choose."""
    query = choose_member(viewer).where(Member.name == name, Member.number == number)
    return db.session.scalars(query).first()


def find_plan_years() -> list[int]:
    """The years of which a plan is on record, the latest first."""
    query = (
        select(KeyProject.plan_year)
        .where(KeyProject.archived_at.is_(None))
        .distinct()
        .order_by(KeyProject.plan_year.desc())
    )
    return list(db.session.scalars(query))
