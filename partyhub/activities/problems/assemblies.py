"""Rules about meetings with too few people: without a quorum, and congresses of delegates."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, func, or_, select

from partyhub.activities.models import Activity, ActivityKind
from partyhub.activities.problems.ledger import has_kind, held
from partyhub.activities.quorum import ORDINARY, find_quorum
from partyhub.database import db
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member
from partyhub.organizations.queries import subtree
from partyhub.periods import on_day
from partyhub.problem_rules import Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number

DELEGATES = "congresses.delegates.members"
# All members are expected at a congress of members, but for the few who are excused.
ENOUGH = 2


def committees_met(scope: Scope) -> Rows:
    """Select the meetings of branch committees to which some came, with how many and of how many.

    Those to which nobody came are a problem of their own.
    """
    came = func.coalesce(Activity.typed_present, Activity.expected_came)
    expected = func.coalesce(Activity.typed_expected, Activity.people_expected)
    columns = (came.label("came"), expected.label("expected"))
    return held(scope, *columns).where(
        has_kind(ActivityKind.COMMITTEE_MEETING), came > 0, came < expected
    )


def judge_quorum(row: Any) -> bool:
    """Return whether fewer came than the rule of that day asks for."""
    quorum = find_quorum(ORDINARY, row.day, row.came, row.expected)
    return quorum is not None and not quorum.is_reached


def congresses(scope: Scope) -> Rows:
    """Select the congresses whose number of people expected is on record."""
    expected = func.coalesce(Activity.typed_expected, Activity.people_expected)
    columns = (expected.label("expected"), Activity.organization_id)
    return held(scope, *columns).where(has_kind(ActivityKind.CONGRESS), expected > 0)


def judge_delegates(row: Any) -> bool | Values:
    """Return the number of members if delegates of too few came together."""
    least = rule_number(DELEGATES, row.day)
    members = _members_on(row.day, row.organization_id)
    if least is None or members >= least or row.expected * ENOUGH >= members:
        return False
    return {"members": members, "least": least}


def _members_on(day: Any, organization_id: int) -> int:
    """Return how many Party members an organization and those below it had on a day."""
    found = db.session.scalar(
        select(func.count(func.distinct(Assignment.member_id)))
        .join(Member, Member.id == Assignment.member_id)
        .where(
            Assignment.organization_id.in_(subtree(organization_id, day)),
            Assignment.archived_at.is_(None),
            on_day(day, Assignment.started_on, Assignment.ended_on),
            and_(
                Member.archived_at.is_(None),
                or_(Member.admitted_on <= day, Member.full_on <= day),
            ),
        )
    )
    return found or 0


_rule = rules_of("activities", Subject.PARTY_LIFE, "activities")
problems = (
    _rule(
        "no_quorum",
        Severity.WARN,
        lazy_gettext("Committee meetings without a quorum"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s): %(came)s of %(expected)s came; a committee"
            " meets with half of its members or more."
        ),
        select=committees_met,
        judge=judge_quorum,
        rules=(ORDINARY,),
    ),
    _rule(
        "few_members_for_delegates",
        Severity.WARN,
        lazy_gettext("Congresses of delegates of too few members"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s): %(expected)s were expected of %(members)s"
            " members; delegates are chosen from %(least)s members on, and all meet below that."
        ),
        select=congresses,
        judge=judge_delegates,
        rules=(DELEGATES,),
    ),
)
