"""Rules about the dated branches of people, and about coming and going."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from partyhub.figures import Rows, Scope
from partyhub.known_dates import earliest, latest
from partyhub.members.models import Assignment, InReason, Member, OutReason, Stage
from partyhub.members.problems.people import date_in, dates_of
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind, Placement
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of

UPPER = (OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GENERAL_BRANCH)


def assignments_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the assignments of the scope with person and organization."""
    return (
        select(
            Assignment.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Organization.name.label("organization"),
            *columns,
        )
        .join(Member, Member.id == Assignment.member_id)
        .join(Organization, Organization.id == Assignment.organization_id)
        .where(
            Assignment.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.contains(Assignment.organization_id),
        )
    )


def other_of(*conditions: Any) -> tuple[Any, ColumnElement[bool]]:
    """Return an alias of another live assignment of the query's person, and that it is one."""
    other = aliased(Assignment)
    is_other = and_(
        other.member_id == Assignment.member_id,
        other.id != Assignment.id,
        other.archived_at.is_(None),
        *conditions,
    )
    return other, is_other


def overlapping(scope: Scope) -> Rows:
    """Select the later one of two assignments of a person that share a day so far."""
    other, is_other = other_of()
    shared = exists().where(
        is_other,
        or_(other.ended_on.is_(None), other.ended_on > Assignment.started_on),
        or_(
            other.started_on < Assignment.started_on,
            and_(other.started_on == Assignment.started_on, other.id < Assignment.id),
        ),
    )
    return assignments_of(scope, Assignment.started_on.label("day")).where(
        shared, Assignment.started_on <= scope.as_of
    )


def lost(scope: Scope) -> Rows:
    """Select moves within the committee after which the person is in no organization."""
    other, is_other = other_of()
    follows = exists().where(is_other, other.started_on == Assignment.ended_on)
    return assignments_of(scope, Assignment.ended_on.label("day")).where(
        Assignment.out_reason == OutReason.INTERNAL, scope.happened(Assignment.ended_on), ~follows
    )


def unexplained(scope: Scope) -> Rows:
    """Select moves within the committee before which the person was in no organization."""
    other, is_other = other_of()
    precedes = exists().where(is_other, other.ended_on == Assignment.started_on)
    return assignments_of(scope, Assignment.started_on.label("day")).where(
        Assignment.in_reason == InReason.INTERNAL, scope.happened(Assignment.started_on), ~precedes
    )


def of_reasons(scope: Scope) -> Rows:
    """Select the ends for a reason that only a probationary member has, or only a non-member."""
    columns = (Assignment.ended_on.label("day"), Assignment.out_reason.label("reason"))
    return assignments_of(scope, *columns, *dates_of("admitted_on", "full_on")).where(
        scope.happened(Assignment.ended_on),
        Assignment.out_reason.in_((OutReason.PROBATION_CANCELLED, OutReason.WITHDRAWN)),
    )


def judge_reason(row: Any) -> bool | Values:
    """Return the stage of the day before the end if the reason surely doesn't fit it."""
    admitted, full = date_in(row, "admitted_on"), date_in(row, "full_on")
    was_full = full is not None and latest(full) < row.day
    was_member = was_full or (admitted is not None and latest(admitted) < row.day)
    unfit = was_member
    if row.reason is OutReason.PROBATION_CANCELLED:
        unfit = was_full or admitted is None or earliest(admitted) >= row.day
    probationary = Stage.PROBATIONARY if was_member else Stage.APPLICANT
    return {"stage": Stage.FULL if was_full else probationary} if unfit else False


def has_branches(day: date) -> ColumnElement[bool]:
    """Return the condition that the query's organization has a branch below it on `day`."""
    below = aliased(Organization)
    return exists().where(
        Placement.parent_id == Organization.id,
        on_day(day, Placement.started_on, Placement.ended_on),
        below.id == Placement.organization_id,
        below.kind.in_(BRANCH_KINDS),
        below.archived_at.is_(None),
        on_day(day, below.established_on, below.dissolved_on),
    )


def in_wrong_kind(scope: Scope) -> Rows:
    """Select the assignments to a group, or to an organization that has branches for that."""
    is_above = and_(Organization.kind.in_(UPPER), has_branches(scope.as_of))
    return assignments_of(scope).where(
        on_day(scope.as_of, Assignment.started_on, Assignment.ended_on),
        or_(Organization.kind == OrganizationKind.PARTY_GROUP, is_above),
    )


def in_wrong_group(scope: Scope) -> Rows:
    """Select the assignments with a Party group that is none of that organization."""
    day, group = scope.as_of, aliased(Organization)
    placed = exists().where(
        Placement.organization_id == group.id,
        Placement.parent_id == Assignment.organization_id,
        on_day(day, Placement.started_on, Placement.ended_on),
    )
    exists_then = on_day(day, group.established_on, group.dissolved_on)
    return (
        assignments_of(scope, group.name.label("group"))
        .join(group, group.id == Assignment.party_group_id)
        .where(
            on_day(day, Assignment.started_on, Assignment.ended_on),
            or_(~placed, ~exists_then, group.archived_at.is_not(None)),
        )
    )


def in_dissolved(scope: Scope) -> Rows:
    """Select the people who are assigned to an organization that has been dissolved."""
    return assignments_of(scope, Organization.dissolved_on.label("day")).where(
        on_day(scope.as_of, Assignment.started_on, Assignment.ended_on),
        Organization.dissolved_on <= scope.as_of,
    )


def before_founding(scope: Scope) -> Rows:
    columns = (Assignment.started_on.label("day"), Organization.established_on.label("founded"))
    return assignments_of(scope, *columns).where(
        Assignment.started_on < Organization.established_on, Assignment.started_on <= scope.as_of
    )


_rule = rules_of("assignments", Subject.MEMBERS, "assignments")
problems = (
    _rule(
        "overlap",
        Severity.BLOCK,
        lazy_gettext("People in two organizations at a time"),
        lazy_gettext(
            "%(title)s is in “%(organization)s” from %(day)s on, and on that day still in another"
            " organization."
        ),
        select=overlapping,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "moved_nowhere",
        Severity.BLOCK,
        lazy_gettext("Moves within the committee that lead nowhere"),
        lazy_gettext(
            "%(title)s left “%(organization)s” on %(day)s for another branch here, and is in none"
            " from that day on."
        ),
        select=lost,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "moved_from_nowhere",
        Severity.BLOCK,
        lazy_gettext("Moves within the committee that come from nowhere"),
        lazy_gettext(
            "%(title)s came to “%(organization)s” on %(day)s from another branch here, and was in"
            " none until that day."
        ),
        select=unexplained,
        basis=Basis.STATISTICS,
    ),
    _rule(
        "reason_against_stage",
        Severity.BLOCK,
        lazy_gettext("Reasons of decrease that don't fit the stage"),
        lazy_gettext("%(title)s, %(day)s: “%(reason)s” doesn't fit a person who is “%(stage)s”."),
        select=of_reasons,
        judge=judge_reason,
        basis=Basis.EDUCATION,
    ),
    _rule(
        "wrong_kind",
        Severity.WARN,
        lazy_gettext("People assigned to an organization that has branches for them"),
        lazy_gettext("%(title)s is assigned to “%(organization)s” itself, and to no branch."),
        select=in_wrong_kind,
    ),
    _rule(
        "wrong_group",
        Severity.WARN,
        lazy_gettext("People in a Party group of another branch"),
        lazy_gettext("%(title)s is in “%(group)s”, which is no group of “%(organization)s”."),
        select=in_wrong_group,
    ),
    _rule(
        "dissolved",
        Severity.BLOCK,
        lazy_gettext("People assigned to a dissolved organization"),
        lazy_gettext("%(title)s is still in “%(organization)s”, dissolved on %(day)s."),
        select=in_dissolved,
    ),
    _rule(
        "before_founding",
        Severity.WARN,
        lazy_gettext("People assigned to an organization before it was founded"),
        lazy_gettext(
            "%(title)s is in “%(organization)s” from %(day)s on; it was founded on %(founded)s."
        ),
        select=before_founding,
    ),
)
