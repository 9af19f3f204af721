"""The appointments of the period, the duties by month, posts and projects of commissars."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from sqlalchemy import extract, func, or_, select

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import appointed_on, belongs_to, load_commissars
from partyhub.database import db
from partyhub.figures import Figure
from partyhub.handin.facts import Facts
from partyhub.members.models import Assignment, Member, PartyPost
from partyhub.members.presence import is_here_on
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import on_day
from partyhub.projects.models import KeyProject, ProjectPerson
from partyhub.projects.queries import LEADERS

# By workshop, commissar, kind and the first day of the month.
Duties: TypeAlias = Mapping[tuple[int, int, DutyKind, date], int]


def find_appointments(facts: Facts) -> Sequence[CommissarAppointment]:
    """Return the appointments of the period by workshop, the latest of each first."""
    one, scope = CommissarAppointment, facts.scope
    query = load_commissars().where(
        one.archived_at.is_(None),
        belongs_to(scope),
        one.started_on <= scope.as_of,
        or_(one.ended_on.is_(None), one.ended_on > scope.start),
    )
    return db.session.scalars(query.order_by(Workshop.code, one.started_on.desc(), one.id)).all()


def find_duties(facts: Facts) -> Duties:
    """Count the duties that the figure counts, by one statement."""
    figure, one = facts.figure("commissars.duties"), CommissarDuty
    assert isinstance(figure, Figure)
    year, month = extract("year", one.held_on), extract("month", one.held_on)
    keys = (one.workshop_id, one.commissar_id, one.kind, year, month)
    query = select(*keys, func.count()).where(one.id.in_(figure.select(facts.scope)))
    return {
        (workshop, member, kind, date(int(y), int(m), 1)): count
        for workshop, member, kind, y, m, count in db.session.execute(query.group_by(*keys))
    }


def find_posts(facts: Facts, appointments: Sequence[CommissarAppointment]) -> Mapping[int, str]:
    """Map commissars to branch and post on the last day."""
    ids, day = {each.member_id for each in appointments}, facts.as_of
    stays = (
        select(Assignment.member_id, Organization.name)
        .join(Organization, Organization.id == Assignment.organization_id)
        .where(
            Assignment.member_id.in_(ids),
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
    )
    posts = (
        select(PartyPost.member_id, Organization.name, PartyPost.post)
        .join(Organization, Organization.id == PartyPost.organization_id)
        .where(
            PartyPost.member_id.in_(ids),
            PartyPost.archived_at.is_(None),
            on_day(day, PartyPost.started_on, PartyPost.ended_on),
        )
        .order_by(PartyPost.started_on.desc(), PartyPost.id)
    )
    found = {row.member_id: row.name for row in db.session.execute(stays)}
    for member, name, post in db.session.execute(posts):
        found[member] = f"{name}{post.label}"
    return found


def find_led(facts: Facts) -> Mapping[int, int]:
    """Count the projects under way that commissars in office lead, by person."""
    figure, row, day = facts.figure("projects.commissar_involved"), ProjectPerson, facts.as_of
    assert isinstance(figure, Figure)
    query = (
        select(row.member_id, row.project_id)
        .join(KeyProject, KeyProject.id == row.project_id)
        .join(Member, Member.id == row.member_id)
        .where(
            KeyProject.id.in_(figure.select(facts.scope)),
            row.role.in_(LEADERS),
            on_day(day, row.started_on, row.ended_on),
            is_here_on(row.member_id, day),
            appointed_on(day, CommissarAppointment.member_id == row.member_id),
        )
        .distinct()
    )
    return Counter(member for member, _ in db.session.execute(query))
