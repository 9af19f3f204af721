"""Operations that change several rows: entering a person, moving, leaving and returning."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partyhub import clock
from partyhub.database import Record, db
from partyhub.dated_values import store_dated
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.members.numbers import next_number, note_number
from partyhub.members.open_records import select_open_assignments, select_open_posts
from partyhub.organizations.models import Organization
from partyhub.registers.filling import fill
from partyhub.viewers import Viewer


def store_member(member: Member, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write the values and return the new records.

    A new member is assigned from the day that registers.md names.
    """
    values = dict(values)
    values.pop("stage", None)  # which follows from the dates
    organization = values.pop("organization", None)
    changes_group = "party_group" in values
    group = values.pop("party_group", None)
    if values.get("is_floating", False) is None:
        values["is_floating"] = False
    is_new = member.id is None
    if values.get("values_over_time") or "changed_on" in values:  # most rows date nothing
        values = store_dated(member, values)
    values.pop("values_over_time", None)
    number = values.pop("number", None) or member.number
    if number:
        note_number(number)
    fill(member, {**values, "number": number or next_number()})
    current = None if is_new else member.assignment_on(clock.today())
    if current is not None and changes_group:
        current.party_group = group
    if not is_new or organization is None:
        return ()
    return (first_assignment(member, organization, group),)


def first_assignment(
    member: Member, organization: Organization, group: Organization | None
) -> Assignment:
    """Return a new member's first assignment, from the day that the member's own days give."""
    return assign_to(member, organization, group, *beginning_of(member))


def beginning_of(member: Member) -> tuple[date, InReason]:
    """Return (first day, reason) of a new member's first assignment (registers.md, members)."""
    reason = InReason.TRANSFER_IN if member.joined_on else InReason.ADMITTED
    return member.first_day or clock.today(), reason


def assign_to(
    member: Member,
    organization: Organization,
    group: Organization | None,
    day: date,
    reason: InReason,
) -> Assignment:
    """Assign `member` from `day`; the caller has made sure that no assignment is open."""
    assignment = Assignment(member=member)
    values = {"organization": organization, "party_group": group}
    fill(assignment, {**values, "started_on": day, "in_reason": reason})
    return assignment


def end_assignment(assignment: Assignment, day: date, reason: OutReason) -> None:
    """End the assignment: `day` is the first day on which the person is no longer there."""
    assignment.ended_on = day
    assignment.out_reason = reason


def move_member(
    member: Member,
    current: Assignment,
    organization: Organization,
    group: Organization | None,
    day: date,
) -> Assignment:
    """Move `member` inside the committee and return the new assignment.

    The person leaves one organization and enters the other on the same day.
    """
    end_assignment(current, day, OutReason.INTERNAL)
    return assign_to(member, organization, group, day, InReason.INTERNAL)


def close_organization(
    organization: Organization, target: Organization | None, day: date
) -> list[tuple[Assignment, Assignment]]:
    """Dissolve the organization on `day` and move its people to `target`.

    Returns (old, new) pairs of assignments. Posts in the organization end that day. Raises
    ValueError when people are in it and `target` is None.
    """
    open_ones = db.session.scalars(select_open_assignments(organization, day)).all()
    posts = db.session.scalars(select_open_posts(organization, day)).all()
    if open_ones and target is None:
        raise ValueError
    moved = [(old, move_member(old.member, old, target, None, day)) for old in open_ones if target]
    for post in posts:
        post.ended_on = day
    organization.dissolved_on = day
    return moved


def store_assignment(
    assignment: Assignment, values: Mapping[str, Any], _viewer: Viewer
) -> Sequence[Record]:
    for name, value in values.items():
        setattr(assignment, name, value)
    return ()
