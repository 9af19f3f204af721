"""Queries for people who need action: probation, no organization, what they left behind."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    distinct,
    exists,
    false,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from partyhub.dialects import as_stored
from partyhub.figures import Rows
from partyhub.known_dates import Known
from partyhub.members.date_columns import has_date_known
from partyhub.members.holdings import select_holders
from partyhub.members.models import Assignment, Member, OutReason, Stage
from partyhub.members.queries import assigned_on, belonged_to
from partyhub.members.stages import in_stage, on_roll
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.scopes import Reach

# The value of the list's filter of dates for people without a date of birth.
NO_BIRTHDAY = "no_birthday"
# More people than any database contains.
ALL = 10**9


def select_probation_ending(reach: Reach, day: Any, last: Any, admitted_by: Any) -> Rows:
    """Return rows (id, name, day, until, organization) of probationary members to decide on.

    They are in organizations of `reach` on `day`. The column `day` is the day of admission; `until`
    is the end of an extended probation or null; `organization` is the name of the one they are
    assigned to on the requested day. Selected are members whose extension ends by `last` and,
    without an extension, those admitted by `admitted_by`.
    """
    extended, anyone = Member.probation_extended_until, aliased(Member)
    # This uses the index on that day: few of all who were ever admitted are not yet full members.
    not_full = union_all(
        select(anyone.id).where(anyone.full_on.is_(None)),
        select(anyone.id).where(anyone.full_on > day),
    )
    return select(
        Member.id,
        Member.name,
        Member.admitted_on.label("day"),
        extended.label("until"),
        _organization_on(day),
    ).where(
        Member.archived_at.is_(None),
        Member.id.in_(not_full),
        in_stage(Stage.PROBATIONARY, day),
        or_(extended <= last, and_(extended.is_(None), Member.admitted_on <= admitted_by)),
        assigned_on(day, reach.contains(Assignment.organization_id)),
    )


def select_inexact(reach: Reach, day: Any, known: Known) -> Rows:
    """Return rows (id, name) of people of `reach` on `day` with a date that is known only so well.

    `known` is MONTH or ESTIMATED; such dates have an index of their own.
    """
    return select(Member.id, Member.name).where(
        Member.archived_at.is_(None),
        has_date_known(known),
        assigned_on(day, reach.contains(Assignment.organization_id)),
    )


def still_holds(day: Any) -> ColumnElement[bool]:
    """Return the condition that the query's member has left by `day` and still holds something.

    Who has no assignment at all, since it was voided, has left as well.
    """
    holders = select_holders(day)
    if holders is None:
        return false()
    had = exists().where(
        Assignment.member_id == Member.id,
        Assignment.archived_at.is_(None),
        Assignment.ended_on <= day,
    )
    found = holders.subquery("holders").c
    return Member.id.in_(select(*found)) & ~assigned_on(day) & or_(had, ~ever_assigned())


def ever_assigned() -> ColumnElement[bool]:
    """Return the condition that the query's member has any assignment, of whatever days."""
    return exists().where(Assignment.member_id == Member.id, Assignment.archived_at.is_(None))


def select_still_holding(reach: Reach, day: Any) -> Rows:
    """Return rows (id, name) of people of `reach` who left by `day` and still hold something.

    People without any assignment are of the root.
    """
    return select(Member.id, Member.name).where(
        Member.archived_at.is_(None), still_holds(day), belonged_to(reach, Member.id, day)
    )


def select_letters_due(reach: Reach, day: Any) -> Rows:
    """Return rows (id, name, day, organization) of assignments ended by a transfer out.

    Their letter is no longer valid on `day`, and no receipt has come; `id` is the assignment's,
    `name` the person's, and the column `day` the last day of the letter.
    """
    return (
        select(
            Assignment.id,
            Member.name,
            Assignment.letter_valid_until.label("day"),
            Organization.name.label("organization"),
        )
        # Few have a letter: they are found first, by its index.
        .join(Member, Member.id == as_stored(Assignment.member_id))
        .join(Organization, Organization.id == as_stored(Assignment.organization_id))
        .where(
            Assignment.archived_at.is_(None),
            Member.archived_at.is_(None),
            Assignment.letter_valid_until < day,
            Assignment.receipt_on.is_(None),
            Assignment.out_reason == OutReason.TRANSFER_OUT,
            reach.contains(Assignment.organization_id),
        )
    )


def lacks_birthday(day: Any) -> ColumnElement[bool]:
    """Return the condition that a Party member has no date of birth, so that no age counts them."""
    return and_(Member.birth_date.is_(None), on_roll(day))


def has_dates(value: str, day: Any) -> ColumnElement[bool]:
    """Return the condition of the list's filter of dates."""
    return lacks_birthday(day) if value == NO_BIRTHDAY else has_date_known(Known(value))


def select_without_birthday(reach: Reach, day: Any) -> Rows:
    """Return rows (id, name) of the Party members of `reach` on `day` without a date of birth."""
    return select(Member.id, Member.name).where(
        Member.archived_at.is_(None),
        lacks_birthday(day),
        assigned_on(day, reach.contains(Assignment.organization_id)),
    )


def _organization_on(day: Any) -> ColumnElement[str]:
    """Return the name of the organization of the query's member on `day`.

    Of two assignments, the earlier one counts.
    """
    query = (
        select(Organization.name)
        .join(Assignment, Assignment.organization_id == Organization.id)
        .where(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
        )
        .order_by(Assignment.started_on, Assignment.id)
    )
    return query.limit(1).correlate(Member).scalar_subquery().label("organization")


def _may_be_unassigned() -> ColumnElement[bool]:
    """Return the condition that somebody may never have been in any organization.

    Counting is quick. The condition is also true where the only such people are archived, so that
    then nobody is found.
    """
    everybody = select(func.count()).select_from(aliased(Member)).scalar_subquery()
    assigned = select(func.count(distinct(Assignment.member_id))).where(
        Assignment.archived_at.is_(None)
    )
    condition: ColumnElement[bool] = everybody > assigned.scalar_subquery()
    return condition


def select_unassigned() -> Rows:
    """Return rows (id, name, pinyin) of people who never were in any organization.

    They are searched for only if counting shows that there may be some.
    """
    anyone = aliased(Member)
    assigned = select(Assignment.member_id).where(Assignment.archived_at.is_(None))
    query = select(Member.id, Member.name, Member.pinyin).where(
        Member.archived_at.is_(None), Member.id.in_(select(anyone.id).except_(assigned))
    )
    return query.limit(case((_may_be_unassigned(), ALL), else_=0))
