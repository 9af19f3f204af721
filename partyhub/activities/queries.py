"""Who is expected at an activity, who came, and the counts that figures and lists use."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from partyhub.activities.models import (
    CAME,
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.database import db
from partyhub.members.models import Assignment, Member, PartyPost, Post
from partyhub.members.queries import assigned_on, in_party_on
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import in_scope, subtree
from partyhub.periods import Period, in_period, on_day
from partyhub.viewers import Viewer

ALL_MEMBERS = frozenset(
    {
        ActivityKind.GENERAL_MEETING,
        ActivityKind.PARTY_LECTURE,
        ActivityKind.THEME_DAY,
        ActivityKind.ORG_LIFE_MEETING,
        ActivityKind.APPRAISAL_MEETING,
        ActivityKind.STUDY,
    }
)
POST_HOLDERS = frozenset(
    {
        ActivityKind.COMMITTEE_MEETING,
        ActivityKind.DEMOCRATIC_LIFE_MEETING,
        ActivityKind.STUDY_CENTER_GROUP,
    }
)


def load_activities() -> Select[Activity]:
    return select(Activity).join(Activity.organization).options(
        joinedload(Activity.organization),
        joinedload(Activity.campaign),
        selectinload(Activity.kind_rows),
        selectinload(Activity.attendance).joinedload(Attendance.member),
    )


def of_kind(kind: ActivityKind) -> ColumnElement[bool]:
    return exists().where(
        ActivityKindRow.activity_id == Activity.id, ActivityKindRow.kind == kind
    )


def find_expected(
    organization: Organization, kinds: Sequence[ActivityKind], day: date
) -> list[Member]:
    """Who is expected on `day`, by pinyin: of several kinds the widest list (registers.md)."""
    queries = []
    if ALL_MEMBERS & set(kinds):
        queries.append(_members_of_subtree(organization, day))
    if POST_HOLDERS & set(kinds):
        queries.append(_post_holders(organization, day))
    if ActivityKind.GROUP_MEETING in kinds:
        queries.append(_members_of_group(organization, day))
    lists = [list(db.session.scalars(query.order_by(Member.pinyin, Member.id))) for query in queries]
    return max(lists, key=len, default=[])


def _members_of_subtree(organization: Organization, day: date) -> Select[Member]:
    return select(Member).where(
        Member.archived_at.is_(None),
        in_party_on(day),
        assigned_on(day, Assignment.organization_id.in_(subtree(organization.id, day))),
    )


def _members_of_group(group: Organization, day: date) -> Select[Member]:
    return select(Member).where(
        Member.archived_at.is_(None),
        in_party_on(day),
        assigned_on(day, Assignment.party_group_id == group.id),
    )


def _post_holders(organization: Organization, day: date) -> Select[Member]:
    holds = exists().where(
        PartyPost.member_id == Member.id,
        PartyPost.organization_id == organization.id,
        PartyPost.post != Post.GROUP_LEADER,
        PartyPost.archived_at.is_(None),
        on_day(day, PartyPost.started_on, PartyPost.ended_on),
    )
    return select(Member).where(Member.archived_at.is_(None), holds)


def _attendance(*conditions: ColumnElement[bool]) -> Any:
    """How many rows of the activity fulfil `conditions`, archived people left out."""
    query = (
        select(func.count(Attendance.id))
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.activity_id == Activity.id, Member.archived_at.is_(None), *conditions)
    )
    return query.correlate(Activity).scalar_subquery()


def count_came() -> Any:
    """How many members came or made up for it, expected or not."""
    return _attendance(Attendance.state.in_(CAME))


def count_expected() -> Any:
    """How many were expected: as typed, else the rows."""
    return func.coalesce(Activity.typed_expected, _attendance(Attendance.is_expected))


def count_expected_who_came() -> Any:
    return _attendance(Attendance.is_expected, Attendance.state.in_(CAME))


def count_person_times() -> Any:
    """Members who came, and guests."""
    return count_came() + Activity.guest_count


def has_expected() -> ColumnElement[bool]:
    """Whether the activity has a list of people expected, or their number."""
    rows = exists().where(Attendance.activity_id == Activity.id, Attendance.is_expected)
    return or_(Activity.typed_expected.is_not(None), rows)


def seen_activities(viewer: Viewer) -> ColumnElement[bool]:
    return in_scope(viewer, Activity.organization_id)


def find_last_number(prefix: str) -> str | None:
    """The greatest number that begins so: numbers are padded, so text order is their order."""
    query = select(func.max(Activity.number)).where(Activity.number.startswith(prefix, autoescape=True))
    return db.session.scalar(query)


class PersonalAttendance(NamedTuple):
    """How often one person was expected in a period, and what came of it."""

    member_id: int
    name: str
    number: str
    expected: int
    present: int
    leave: int
    absent: int
    made_up: int

    @property
    def rate(self) -> float | None:
        return (self.present + self.made_up) / self.expected if self.expected else None


def select_attendance_by_person(
    viewer: Viewer,
    period: Period,
    kinds: Sequence[ActivityKind] = (),
    organization_id: int | None = None,
) -> Select[Any]:
    """One row a person: PersonalAttendance over the held activities that the viewer may see."""

    def tally(*states: AttendanceState) -> Any:
        return func.sum(case((Attendance.state.in_(states), 1), else_=0))

    query = (
        select(
            Member.id,
            Member.name,
            Member.number,
            func.count(Attendance.id),
            *(tally(state) for state in AttendanceState),
        )
        .join(Attendance, Attendance.member_id == Member.id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(
            Attendance.is_expected,
            Member.archived_at.is_(None),
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            in_period(period, Activity.held_on),
            seen_activities(viewer),
        )
        .group_by(Member.id, Member.name, Member.number, Member.pinyin)
        .order_by(Member.pinyin, Member.id)
    )
    if kinds:
        query = query.where(or_(*(of_kind(kind) for kind in kinds)))
    if organization_id is not None:
        query = query.where(Activity.organization_id == organization_id)
    return query


def select_activities_of(member: Member, viewer: Viewer) -> Select[Attendance]:
    """A member's own attendance at activities that the viewer may see, the newest first."""
    return (
        select(Attendance, Activity)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(
            Attendance.member_id == member.id,
            Activity.archived_at.is_(None),
            and_(seen_activities(viewer)),
        )
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )
