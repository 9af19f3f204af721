"""Queries for the meetings that rules ask for: a row for each branch, kind and span of months.

The numbers of the report, the statuses and the to-do list all read these rows.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from partyhub.activities.frequencies.kinds import Exemption, State
from partyhub.activities.frequencies.spans import select_spans
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.dated_values import had_value
from partyhub.figures import Rows
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind, Placement
from partyhub.scopes import Reach


@cache
def _group() -> Any:
    """Return the Party groups of a branch under a name of their own, made on first use."""
    return aliased(Organization)


def select_statuses(
    reach: Reach, start: Any, end: Any, as_of: Any, *, exactly: bool = True
) -> Rows:
    """Return a row for each branch in reach, kind of meeting and span that ends in the period.

    `as_of` is the last day that is over. `state` and `exemption` are those of kinds.py, `required`
    the number that the rule in force on the first day of the span asks for, `held` the number held;
    of Party groups, that of the one that held the fewest. Where the state alone is wanted, `held`
    needn't be counted `exactly`: where one meeting is asked for, the first one found is enough.
    """
    # The fence keeps SQLite from counting the meetings again for each column that names them.
    found = _found(select_spans(start, end), reach, exactly).offset(0).subquery("found")
    row = found.c
    exemption = case(
        (row.branch_kind == OrganizationKind.TEMPORARY_BRANCH, Exemption.TEMPORARY.value),
        (func.coalesce(row.required, 0) == 0, Exemption.NO_RULE.value),
        (row.established_on > row.first_day, Exemption.FOUNDED.value),
        (row.dissolved_on <= row.last_day, Exemption.DISSOLVED.value),
        (~row.has_committee, Exemption.NO_COMMITTEE.value),
        (row.held.is_(None), Exemption.NO_GROUPS.value),
        else_=null(),
    )
    state = case(
        (exemption.is_not(None), State.EXEMPT.value),
        (row.held >= row.required, State.DONE.value),
        (row.last_day > as_of, State.DUE.value),
        else_=State.OVERDUE.value,
    )
    return select(*row, exemption.label("exemption"), state.label("state"))


def _found(spans: CTE, reach: Reach, exactly: bool) -> Rows:
    """Select the facts by which a branch is judged, for each span in which it existed."""
    span = spans.c
    days = (span.first_day, span.last_day)
    had_committee = or_(
        span.kind != ActivityKind.COMMITTEE_MEETING,
        and_(*(had_value(Organization, "has_committee", True, day) for day in days)),
    )
    return (
        select(
            *(Organization.id.label("organization_id"), Organization.kind.label("branch_kind")),
            *(Organization.established_on, Organization.dissolved_on),
            *(span.kind, span.mask, span.of_year, span.first_day, span.last_day),
            span.required,
            had_committee.label("has_committee"),
            _held(spans, exactly).label("held"),
        )
        .join_from(Organization, spans, true())
        .where(*_existed_in(span), reach.contains(Organization.id))
    )


def _existed_in(span: Any) -> tuple[Any, ...]:
    """Return the conditions that an organization is a branch that existed in the span."""
    lasted = and_(
        Organization.dissolved_on > span.first_day,
        Organization.dissolved_on > Organization.established_on,
    )
    return (
        Organization.archived_at.is_(None),
        Organization.kind.in_(BRANCH_KINDS),
        Organization.established_on <= span.last_day,
        or_(Organization.dissolved_on.is_(None), lasted),
    )


def _held(spans: CTE, exactly: bool) -> Any:
    """Return how many meetings were held; null for the meetings of groups where there is none."""
    held = _count(spans, Organization, exactly)
    of_groups = (
        select(func.min(_count(spans, _group(), exactly)))
        .where(*_is_group(spans.c, Organization.id))
        .correlate(Organization, spans)
        .scalar_subquery()
    )
    # Few branches ever had groups; only theirs are looked up for each span.
    of_these = case((Organization.id.in_(_with_groups()), of_groups), else_=null())
    return case((spans.c.kind == ActivityKind.GROUP_MEETING, of_these), else_=held)


def _with_groups() -> Select[Any]:
    """Select the organizations below which there ever was a Party group."""
    group = _group()
    placed = select(Placement.parent_id).join(group, group.id == Placement.organization_id)
    return placed.where(
        group.kind == OrganizationKind.PARTY_GROUP, Placement.parent_id.is_not(None)
    )


def _count(spans: CTE, owner: Any, exactly: bool) -> Any:
    """Return how many meetings of the span the owner held; just 0 or 1 where that is enough."""
    own = (Activity.organization_id == owner.id, *fulfils(spans.c))
    number = select(func.count()).where(*own).correlate(spans, owner).scalar_subquery()
    if exactly:
        return number
    is_any = cast(select(Activity.id).where(*own).correlate(spans, owner).exists(), Integer)
    return case((spans.c.required == 1, is_any), else_=number)


def fulfils(span: Any) -> tuple[Any, ...]:
    """Return the conditions that an activity is a meeting of the span's kind, held in it."""
    return (
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        Activity.held_on.between(span.first_day, span.last_day),
        Activity.kind_mask.bitwise_and(span.mask) != 0,
        or_(~span.of_year, Activity.for_year == extract("year", span.first_day)),
    )


def _is_group(span: Any, branch_id: Any) -> tuple[Any, ...]:
    """Return the conditions that `_group` was one of the branch all through the span."""
    group = _group()
    placed = select(Placement.organization_id).where(
        Placement.parent_id == branch_id,
        Placement.started_on <= span.first_day,
        or_(Placement.ended_on.is_(None), Placement.ended_on > span.last_day),
    )
    return (
        group.kind == OrganizationKind.PARTY_GROUP,
        group.archived_at.is_(None),
        group.established_on <= span.first_day,
        or_(group.dissolved_on.is_(None), group.dissolved_on > span.last_day),
        group.id.in_(placed.correlate_except(Placement)),
    )


def holds(row: Any) -> Any:
    """Return the condition that an activity is held by the branch of the row, or its groups."""
    group = _group()
    groups = select(group.id).where(*_is_group(row, row.organization_id)).correlate_except(group)
    is_of_groups = row.kind == ActivityKind.GROUP_MEETING
    return or_(
        and_(~is_of_groups, Activity.organization_id == row.organization_id),
        and_(is_of_groups, Activity.organization_id.in_(groups)),
    )


def select_required(scope: Any) -> Rows:
    """Return a row for each branch: how many spans asked for a meeting, and in how many it was.

    Spans that are not over on the last day of the scope are left out.
    """
    statuses = select_statuses(scope, scope.start, scope.end, scope.end, exactly=False)
    judged = statuses.selected_columns
    needed = statuses.with_only_columns(judged.organization_id, judged.state)
    row = needed.offset(0).subquery("judged").c
    counted = (
        select(
            row.organization_id,
            func.count().filter(row.state != State.EXEMPT.value).label("required"),
            func.count().filter(row.state == State.DONE.value).label("fulfilled"),
            func.count().filter(row.state == State.OVERDUE.value).label("overdue"),
        )
        .group_by(row.organization_id)
        .subquery("counted")
    )
    own = counted.c
    return select(Organization.id, own.required, own.fulfilled, own.overdue).join_from(
        Organization, counted, own.organization_id == Organization.id
    )


def select_overdue(reach: Reach, start: Any, end: Any) -> Rows:
    """Return rows (id, organization, title, number, day, code) of meetings that are overdue.

    There is one for each branch and kind whose spans ended in the period; `title` is the kind,
    `number` that of the spans, `day` the last day of the latest one. A branch that had held nothing
    on record before the span is not asked: it did not log its activities here yet.
    """
    row = select_statuses(reach, start, end, end, exactly=False).subquery("judged").c
    return (
        select(
            Organization.id,
            Organization.name.label("organization"),
            row.kind.label("title"),
            func.count().label("number"),
            func.max(row.last_day).label("day"),
            Organization.code,
        )
        .join_from(Organization, row.kind.table, row.organization_id == Organization.id)
        .where(row.state == State.OVERDUE.value, _has_log(row))
        .group_by(Organization.id, Organization.name, Organization.code, row.kind)
    )


def _has_log(row: Any) -> Any:
    """Return the condition that the branch had logged an activity before the span."""
    return (
        select(Activity.id)
        .where(
            Activity.organization_id == row.organization_id,
            Activity.archived_at.is_(None),
            Activity.status == ActivityStatus.HELD,
            Activity.held_on < row.first_day,
        )
        .correlate_except(Activity)
        .exists()
    )
