"""Branches whose size doesn't fit the rules: problems to look at, never refused (domain.md 2.2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from partyhub.dated_values import had_value
from partyhub.dialects import as_stored
from partyhub.figures import Rows
from partyhub.members.models import Assignment, Member
from partyhub.members.stages import on_roll
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind, Placement
from partyhub.periods import on_day
from partyhub.rules.queries import rule_number
from partyhub.scopes import Reach


class SizeProblem(StrEnum):
    """The ways in which the size of an organization doesn't fit, the gravest first."""

    COMMITTEE_MISSING = "committee_missing"
    GENERAL_BRANCH_MISSING = "general_branch_missing"
    TOO_MANY = "too_many"
    NO_BRANCH_COMMITTEE = "no_branch_committee"
    TOO_FEW = "too_few"


def size_limits(day: date) -> Mapping[str, int | None]:
    """Return the numbers that the rules of `day` set, by the names of their placeholders."""
    return {
        "size_least": rule_number("branches.members.least", day),
        "size_most": rule_number("branches.members.most", day),
        "size_committee": rule_number("branches.committee.members", day),
        "size_general": rule_number("organizations.general_branch.members", day),
        "size_party_committee": rule_number("organizations.party_committee.members", day),
    }


def select_wrong_sizes(reach: Reach, day: Any) -> Rows:
    """Return rows (id, name, title, number, code) of organizations whose size doesn't fit on `day`.

    `title` is the gravest problem, `number` the people that make it one. Without a rule there is
    none.
    """
    counted = _count_by_organization(reach, day).subquery("counted")
    found = _problems(day, counted.c)
    title = case(*((where, problem.value) for problem, where, _ in found))
    number = case(*((where, number) for _, where, number in found))
    return _organizations(reach, day, counted, title, number).where(
        or_(*(where for _, where, _ in found))
    )


def select_every_wrong_size(reach: Reach, day: Any) -> CompoundSelect[Any]:
    """Return the rows of `select_wrong_sizes`, one for each problem of an organization."""
    counted = _count_by_organization(reach, day).cte("counted")
    return union_all(
        *(
            _organizations(reach, day, counted, literal(problem.value), number).where(where)
            for problem, where, number in _problems(day, counted.c)
        )
    )


def _organizations(reach: Reach, day: Any, counted: FromClause, title: Any, number: Any) -> Rows:
    one = Organization
    return (
        select(one.id, one.name, title.label("title"), number.label("number"), one.code)
        .outerjoin(counted, counted.c.organization_id == one.id)
        .where(
            one.archived_at.is_(None),
            on_day(day, one.established_on, one.dissolved_on),
            reach.contains(one.id),
        )
    )


def _problems(day: Any, counted: Any) -> Sequence[tuple[SizeProblem, ColumnElement[bool], Any]]:
    """Return each problem with its condition and the number that makes it one."""
    full, total = func.coalesce(counted.full, 0), func.coalesce(counted.total, 0)
    everybody = select(func.count()).select_from(_people(day).subquery()).scalar_subquery()
    is_branch, is_root = Organization.kind.in_(BRANCH_KINDS), _is_root(day)
    is_general = Organization.kind == OrganizationKind.GENERAL_BRANCH
    lacks = had_value(Organization, "has_committee", False, day)
    of_committee = and_(is_general, is_root, everybody >= _limit("size_party_committee"))
    of_general = and_(is_branch, is_root, total >= _limit("size_general"))
    many = and_(is_branch, total > _limit("size_most"))
    committee = and_(is_branch, lacks, full >= _limit("size_committee"))
    few = and_(is_branch, full < _limit("size_least"))
    return (
        (SizeProblem.COMMITTEE_MISSING, of_committee, everybody),
        (SizeProblem.GENERAL_BRANCH_MISSING, of_general, total),
        (SizeProblem.TOO_MANY, many, total),
        (SizeProblem.NO_BRANCH_COMMITTEE, committee, full),
        (SizeProblem.TOO_FEW, few, full),
    )


def _limit(name: str) -> Any:
    return bindparam(name, type_=Integer)


def _people(day: Any) -> Rows:
    """Select (organization_id, full_on) of everybody who is a Party member somewhere on `day`.

    That is nearly everybody: no index finds them faster than all of them are read.
    """
    one = Assignment
    return (
        select(as_stored(one.organization_id).label("organization_id"), Member.full_on)
        .join(Member, Member.id == one.member_id)
        .where(
            one.archived_at.is_(None),
            Member.archived_at.is_(None),
            on_day(day, as_stored(one.started_on), as_stored(one.ended_on)),
            on_roll(day),
        )
    )


def _count_by_organization(reach: Reach, day: Any) -> Rows:
    own = _people(day).where(reach.contains(Assignment.organization_id))
    people = own.subquery("people").c
    return select(
        people.organization_id,
        func.count().filter(people.full_on <= day).label("full"),
        func.count().label("total"),
    ).group_by(people.organization_id)


def _is_root(day: Any) -> ColumnElement[bool]:
    return ~exists().where(
        Placement.organization_id == Organization.id,
        on_day(day, Placement.started_on, Placement.ended_on),
    )
