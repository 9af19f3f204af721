"""The appointments of the period, the duties by month, posts and projects of commissars."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from sqlalchemy import func, or_, select

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import appointed_on, belongs_to, load_commissars
from partyhub.database import db
from partyhub.figures import Figure
from partyhub.handin.facts import Facts
from partyhub.handin.words import is_chinese
from partyhub.members.models import Assignment, Member, PartyPost
from partyhub.members.presence import is_here_on
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import is_valid_on, on_day
from partyhub.projects.models import KeyProject, ProjectPerson
from partyhub.projects.queries import LEADERS

# By workshop, commissar, kind and day.
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
    keys = (one.workshop_id, one.commissar_id, one.kind, one.held_on)
    query = select(*keys, func.count()).where(one.id.in_(figure.select(facts.scope)))
    return {
        (workshop, member, kind, day): count
        for workshop, member, kind, day, count in db.session.execute(query.group_by(*keys))
    }


def share_duties(
    duties: Duties, appointments: Sequence[CommissarAppointment]
) -> Mapping[int, Counter[DutyKind]]:
    """Map each appointment to its duties by kind: those from its day to the person's next one.

    What was done before the first one counts for that; the latest appointments come first.
    """
    found = {each.id: Counter[DutyKind]() for each in appointments}
    of_person = dict[tuple[int, int], list[CommissarAppointment]]()
    for each in appointments:
        of_person.setdefault((each.workshop_id, each.member_id), []).append(each)
    for (workshop, member, kind, day), count in duties.items():
        own = of_person.get((workshop, member), [])
        chosen = next((each for each in own if each.started_on <= day), own[-1] if own else None)
        if chosen is not None:
            found[chosen.id][kind] += count
    return found


def find_in_office(facts: Facts, appointments: Sequence[CommissarAppointment]) -> Collection[int]:
    """Return the ids of the appointments that last on the last day, of people who are here then."""
    day = facts.as_of
    open_then = {e.id for e in appointments if is_valid_on(day, e.started_on, e.ended_on)}
    query = select(CommissarAppointment.id).where(
        CommissarAppointment.id.in_(open_then), is_here_on(CommissarAppointment.member_id, day)
    )
    return set(db.session.scalars(query))


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
            is_here_on(PartyPost.member_id, day),
            on_day(day, PartyPost.started_on, PartyPost.ended_on),
        )
        .order_by(PartyPost.started_on.desc(), PartyPost.id)
    )
    found = {row.member_id: row.name for row in db.session.execute(stays)}
    for member, name, post in db.session.execute(posts):
        found[member] = f"{name}{post.label}" if is_chinese() else f"{name} {post.label}"
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
