"""Queries for people expected at an activity, attendance, and counts for figures and lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ColumnExpressionArgument,
    Date,
    Integer,
    Select,
    bindparam,
    case,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from partyhub import clock
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
from partyhub.organizations.tree_order import tree_place
from partyhub.periods import Period, in_period, on_day
from partyhub.statement_cache import remember
from partyhub.viewers import Viewer

ALL_MEMBERS = frozenset(
    {
        ActivityKind.GENERAL_MEETING,
        ActivityKind.PARTY_LECTURE,
        ActivityKind.THEME_DAY,
        ActivityKind.ORG_LIFE_MEETING,
        ActivityKind.APPRAISAL_MEETING,
        ActivityKind.STUDY,
        ActivityKind.CONGRESS,
    }
)
POST_HOLDERS = frozenset(
    {
        ActivityKind.COMMITTEE_MEETING,
        ActivityKind.DEMOCRATIC_LIFE_MEETING,
        ActivityKind.STUDY_CENTER_GROUP,
        ActivityKind.PARTY_COMMITTEE_MEETING,
        ActivityKind.GENERAL_BRANCH_COMMITTEE,
    }
)
# What the statements of `find_expected` are given when they are sent.
ORGANIZATION_ID: BindParameter[int] = bindparam("organization_id", type_=Integer)
DAY: BindParameter[date] = bindparam("day", type_=Date)


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
    """Return the condition that the query's activity is of this kind."""
    return exists().where(ActivityKindRow.activity_id == Activity.id, ActivityKindRow.kind == kind)


def select_meetings_of_year(organization_id: int, year: int) -> Select[Any, *tuple[Any, ...]]:
    """Return the query for what tells the activities of an organization and a year apart."""
    return select(
        *(Activity.id, Activity.held_on, Activity.name, Activity.number),
        *(Activity.starts_at, Activity.kind_mask),
    ).where(
        Activity.organization_id == organization_id,
        Activity.held_on.between(date(year, 1, 1), date(year, 12, 31)),
        Activity.archived_at.is_(None),
        Activity.status != ActivityStatus.CANCELED,
    )


def find_expected(
    organization: Organization, kinds: Sequence[ActivityKind], day: date
) -> list[Member]:
    """Return the people expected on `day`, by pinyin.

    Of several kinds, the longest list counts (registers.md).
    """
    builds: list[Callable[[], Select[Member]]] = []
    if ALL_MEMBERS & set(kinds):
        builds.append(_select_members_of_subtree)
    if POST_HOLDERS & set(kinds):
        builds.append(_select_post_holders)
    if ActivityKind.GROUP_MEETING in kinds:
        builds.append(_select_members_of_group)
    requested = {"organization_id": organization.id, "day": day}
    lists = [list(db.session.scalars(remember((build,), build), requested)) for build in builds]
    return max(lists, key=len, default=[])


def _select_expected(*conditions: ColumnElement[bool]) -> Select[Member]:
    found = select(Member).where(Member.archived_at.is_(None), *conditions)
    return found.order_by(Member.pinyin, Member.id)


def _select_members_of_subtree() -> Select[Member]:
    below = Assignment.organization_id.in_(subtree(ORGANIZATION_ID, DAY))
    return _select_expected(in_party_on(DAY), assigned_on(DAY, below))


def _select_members_of_group() -> Select[Member]:
    in_group = Assignment.party_group_id == ORGANIZATION_ID
    return _select_expected(in_party_on(DAY), assigned_on(DAY, in_group))


def _select_post_holders() -> Select[Member]:
    holds = exists().where(
        PartyPost.member_id == Member.id,
        PartyPost.organization_id == ORGANIZATION_ID,
        PartyPost.post != Post.GROUP_LEADER,
        PartyPost.archived_at.is_(None),
        on_day(DAY, PartyPost.started_on, PartyPost.ended_on),
    )
    return _select_expected(holds, in_party_on(DAY), assigned_on(DAY))


def count_people(activity_ids: Select[Any]) -> int:
    """Return the number of different members who came to these activities or made up for them."""
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
    """Return the condition that the viewer may see the query's activity."""
    return in_scope(viewer, Activity.organization_id)


def find_last_number(prefix: str) -> str | None:
    """Return the greatest number that consists of `prefix` and digits, or None.

    A longer number is greater. Numbers of another form, such as HD2023-extra, are skipped.
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
    """The filter of an attendance query over held activities that the viewer may see.

    Without `kinds` or `organization_id`, all kinds or organizations count.
    """

    viewer: Viewer
    period: Period
    kinds: Sequence[ActivityKind] = ()
    organization_id: int | None = None

    def conditions(self) -> list[ColumnExpressionArgument[bool]]:
        """Return conditions for a query that joins attendance, activities and members."""
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
    """The attendance counts of one person, or of one organization's activities.

    `expected` is the number of times that people were expected; the other counts divide it by
    state.
    """

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
        """Return the share of people who came or made up for it, or None if nobody was expected."""
        return (self.present + self.made_up) / self.expected if self.expected else None

    @classmethod
    def total(cls, counts: Sequence["AttendanceCount"]) -> "AttendanceCount":
        """Return the sum of `counts`."""
        columns = ("expected", "present", "leave", "absent", "made_up")
        return cls(0, "", "", *(sum(getattr(c, name) for c in counts) for name in columns))


def _tallies() -> list[Any]:
    """Return the columns of an AttendanceCount from `expected` on."""
    states = (func.sum(case((Attendance.state == state, 1), else_=0)) for state in AttendanceState)
    return [func.count(Attendance.id), *states]


def select_attendance_by_person(wanted: Wanted) -> Select[Any]:
    """Return the query for one AttendanceCount per person, by pinyin."""
    return (
        select(Member.id, Member.name, Member.number, *_tallies())
        .join(Attendance, Attendance.member_id == Member.id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(*wanted.conditions())
        .group_by(Member.id, Member.name, Member.number, Member.pinyin)
        .order_by(Member.pinyin, Member.id)
    )


def select_attendance_by_organization(wanted: Wanted) -> Select[Any]:
    """Return the query for one AttendanceCount per organization, in the order of the tree.

    It counts the same rows by the organization that held the activities.
    """
    return (
        select(Organization.id, Organization.name, Organization.code, *_tallies())
        .join(Activity, Activity.organization_id == Organization.id)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .join(Member, Member.id == Attendance.member_id)
        .where(*wanted.conditions())
        .group_by(Organization.id, Organization.name, Organization.code)
        .order_by(tree_place(clock.today()))
    )


def select_attendance_of(member: Member, wanted: Wanted) -> Select[Attendance, Activity]:
    """Return the query for one person's rows with their activities, newest first."""
    return (
        select(Attendance, Activity)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.member_id == member.id, *wanted.conditions())
        .options(contains_eager(Attendance.member))
        .options(joinedload(Activity.organization), selectinload(Activity.kind_rows))
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )
