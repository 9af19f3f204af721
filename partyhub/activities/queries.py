"""Who is expected at an activity, who came, and the counts that figures and lists use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    case,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

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
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_party_on
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
    return (
        select(Activity)
        .join(Activity.organization)
        .options(
            joinedload(Activity.organization),
            joinedload(Activity.team),
            joinedload(Activity.campaign),
            selectinload(Activity.kind_rows),
            selectinload(Activity.attendance).joinedload(Attendance.member),
        )
    )


def of_kind(kind: ActivityKind) -> ColumnElement[bool]:
    return exists().where(ActivityKindRow.activity_id == Activity.id, ActivityKindRow.kind == kind)


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
    lists = [
        list(db.session.scalars(query.order_by(Member.pinyin, Member.id))) for query in queries
    ]
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


def count_people(activity_ids: Select[Any]) -> int:
    """How many different members came to these activities, or made up for them."""
    query = (
        select(func.count(distinct(Attendance.member_id)))
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.activity_id.in_(activity_ids),
            Attendance.state.in_(CAME),
            Member.archived_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def seen_activities(viewer: Viewer) -> ColumnElement[bool]:
    return in_scope(viewer, Activity.organization_id)


def find_last_number(prefix: str) -> str | None:
    """The greatest number that is `prefix` and digits, a longer one being greater.

    What people number in another way, such as HD2023-extra, is passed over.
    """
    query = (
        select(Activity.number)
        .where(Activity.number.startswith(prefix, autoescape=True))
        .order_by(func.length(Activity.number).desc(), Activity.number.desc())
    )
    tails = ((number, number.removeprefix(prefix)) for number in db.session.scalars(query))
    return next((number for number, tail in tails if tail.isascii() and tail.isdigit()), None)


@dataclass(frozen=True)
class Wanted:
    """Whose and which attendance is asked for: of held activities that the viewer may see."""

    viewer: Viewer
    period: Period
    kinds: Sequence[ActivityKind] = ()
    organization_id: int | None = None

    def conditions(self) -> list[ColumnExpressionArgument[bool]]:
        """For a query of attendance, its activities and its members."""
        found: list[ColumnExpressionArgument[bool]] = [
            Attendance.is_expected,
            Member.archived_at.is_(None),
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            in_period(self.period, Activity.held_on),
            seen_activities(self.viewer),
        ]
        if self.kinds:
            found.append(or_(*(of_kind(kind) for kind in self.kinds)))
        if self.organization_id is not None:
            found.append(Activity.organization_id == self.organization_id)
        return found


class AttendanceCount(NamedTuple):
    """How often a person, or the people of an organization, were expected; what came of it."""

    id: int
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

    @classmethod
    def total(cls, counts: Sequence["AttendanceCount"]) -> "AttendanceCount":
        """All of them together."""
        columns = ("expected", "present", "leave", "absent", "made_up")
        return cls(0, "", "", *(sum(getattr(c, name) for c in counts) for name in columns))


def _tallies() -> list[Any]:
    """The columns of an AttendanceCount from `expected` on."""
    states = (func.sum(case((Attendance.state == state, 1), else_=0)) for state in AttendanceState)
    return [func.count(Attendance.id), *states]


def select_attendance_by_person(wanted: Wanted) -> Select[Any]:
    """One AttendanceCount a person, by pinyin."""
    return (
        select(Member.id, Member.name, Member.number, *_tallies())
        .join(Attendance, Attendance.member_id == Member.id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(*wanted.conditions())
        .group_by(Member.id, Member.name, Member.number, Member.pinyin)
        .order_by(Member.pinyin, Member.id)
    )


def select_attendance_by_organization(wanted: Wanted) -> Select[Any]:
    """The same rows, one AttendanceCount an organization that held the activities, by code."""
    return (
        select(Organization.id, Organization.name, Organization.code, *_tallies())
        .join(Activity, Activity.organization_id == Organization.id)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .join(Member, Member.id == Attendance.member_id)
        .where(*wanted.conditions())
        .group_by(Organization.id, Organization.name, Organization.code)
        .order_by(Organization.code)
    )


def select_attendance_of(member: Member, wanted: Wanted) -> Select[Attendance, Activity]:
    """The rows of one person with their activities, the newest first."""
    return (
        select(Attendance, Activity)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.member_id == member.id, *wanted.conditions())
        .options(contains_eager(Attendance.member))
        .options(joinedload(Activity.organization), selectinload(Activity.kind_rows))
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )
