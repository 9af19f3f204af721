"""Rules about accounts of people who left, or who are in another organization than the account."""

from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from partyhub import clock
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member
from partyhub.members.queries import assigned_on, belonged_to
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import NOWHERE, Basis, Inquiry, Severity, Subject, Values, rules_of
from partyhub.roles import RoleScope

_COLUMNS = (
    Member.id,
    Member.number.label("code"),
    Member.name.label("title"),
    User.username.label("mark"),
    User.role,
)


def find_left(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the enabled accounts of people who left by the last day and haven't come back."""
    day = inquiry.scope.as_of
    left = (
        select(func.max(Assignment.ended_on))
        .where(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            Assignment.ended_on <= day,
        )
        .correlate(Member)
        .scalar_subquery()
    )
    query = _select_accounts(left.label("day")).where(
        left.is_not(None),
        ~assigned_on(day),
        ~assigned_on(clock.today()),
        belonged_to(inquiry.scope, Member.id, day),
    )
    for row in db.session.execute(query):
        yield {**row._asdict(), "role": row.role.label}


def find_moved(inquiry: Inquiry) -> Iterator[Values]:
    """Yield the enabled accounts of an organization above which their person isn't today."""
    today = clock.today()
    tree = find_hierarchy()
    for row in db.session.execute(_select_placed(inquiry.scope, today)):
        if row.role.scope is RoleScope.SUBTREE and row.place not in tree.below(row.own, today):
            yield {**row._asdict(), "role": row.role.label}


def _select_placed(scope: Scope, today: date) -> Rows:
    """Select the accounts of an organization (`own`) with the one that their person is in."""
    return (
        _select_accounts(
            User.organization_id.label("own"),
            Assignment.organization_id.label("place"),
            Organization.name.label("organization"),
        )
        .join(Assignment, Assignment.member_id == Member.id)
        .join(Organization, Organization.id == Assignment.organization_id)
        .where(
            Assignment.archived_at.is_(None),
            on_day(today, Assignment.started_on, Assignment.ended_on),
            User.organization_id.is_not(None),
            scope.contains(Assignment.organization_id),
        )
    )


def _select_accounts(*columns: object) -> Rows:
    """Select the enabled accounts of people on record, with further columns."""
    query: Rows = (
        select(*_COLUMNS, *columns)
        .select_from(User)
        .join(Member, Member.id == User.member_id)
        .where(User.disabled_at.is_(None), Member.archived_at.is_(None))
    )
    return query


_rule = rules_of("accounts", Subject.MEMBERS, "members", basis=Basis.LEAVING, mend=NOWHERE)
problems = (
    _rule(
        "left",
        Severity.WARN,
        lazy_gettext("Accounts of people who left"),
        lazy_gettext(
            "%(title)s left on %(day)s, and can still sign in (%(role)s). Have the account"
            " disabled."
        ),
        find=find_left,
    ),
    _rule(
        "moved",
        Severity.WARN,
        lazy_gettext("Accounts of another organization than their person's"),
        lazy_gettext(
            "%(title)s is in %(organization)s, and the account (%(role)s) is of another"
            " organization. Have it changed or disabled."
        ),
        find=find_moved,
    ),
)
