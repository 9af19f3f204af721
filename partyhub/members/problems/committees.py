"""Rules about the committees of branches: where there is one, and of how many people."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from partyhub.dated_values import had_value
from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member, PartyPost, Post
from partyhub.members.problems.posts import ENTER, as_of, branches_of, held_in, open_posts
from partyhub.organizations.models import BRANCH_KINDS, Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number

NEEDED = "branches.committee.members"
LEAST, MOST = "committees.members.least", "committees.members.most"
# A branch without a committee has a secretary, and if needed one deputy.
WITHOUT_COMMITTEE = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.GROUP_LEADER)


def committees(scope: Scope) -> Rows:
    """Select the branches with a committee, the number of its people, and what the rules allow."""
    people = (
        select(func.count(func.distinct(PartyPost.member_id)))
        .where(*held_in(scope, PartyPost.post != Post.GROUP_LEADER))
        .correlate(Organization)
        .scalar_subquery()
    )
    columns = (people.label("number"), *as_of(scope))
    return branches_of(scope, *columns).where(had_committee(scope))


def judge_too_small(row: Any) -> bool | Values:
    allowed = _allowed(row)
    return allowed if allowed and row.number < allowed["least"] else False


def judge_too_large(row: Any) -> bool | Values:
    allowed = _allowed(row)
    return allowed if allowed and row.number > allowed["most"] else False


def _allowed(row: Any) -> dict[str, int] | None:
    """Return how many people a committee has by the rules; None where one isn't in force."""
    least, most = (rule_number(key, row.as_of) for key in (LEAST, MOST))
    return None if least is None or most is None else {"least": least, "most": most}


def needless_committees(scope: Scope) -> Rows | None:
    """Select the branches with a committee and fewer full members than the rule asks for it."""
    least = rule_number(NEEDED, scope.as_of)
    if least is None:
        return None
    full = (
        select(func.count(func.distinct(Assignment.member_id)))
        .join(Member, Member.id == Assignment.member_id)
        .where(
            Assignment.organization_id == Organization.id,
            Assignment.archived_at.is_(None),
            Member.archived_at.is_(None),
            Member.full_on <= scope.as_of,
            on_day(scope.as_of, Assignment.started_on, Assignment.ended_on),
        )
        .correlate(Organization)
        .scalar_subquery()
    )
    columns = (full.label("number"), literal(least).label("least"))
    return branches_of(scope, *columns).where(had_committee(scope), full < least)


def needless_posts(scope: Scope) -> Rows:
    """Select the posts of a committee, and second deputies, in branches that have none."""
    other = aliased(PartyPost)
    is_second = and_(
        PartyPost.post == Post.DEPUTY_SECRETARY,
        exists().where(
            other.organization_id == PartyPost.organization_id,
            other.post == Post.DEPUTY_SECRETARY,
            other.archived_at.is_(None),
            on_day(scope.as_of, other.started_on, other.ended_on),
            or_(
                other.started_on < PartyPost.started_on,
                and_(other.started_on == PartyPost.started_on, other.id < PartyPost.id),
            ),
        ),
    )
    return open_posts(scope, PartyPost.started_on.label("day")).where(
        Organization.kind.in_(BRANCH_KINDS),
        ~had_committee(scope),
        or_(PartyPost.post.not_in(WITHOUT_COMMITTEE), is_second),
    )


def had_committee(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the query's branch had a committee on the last day."""
    return had_value(Organization, "has_committee", True, scope.as_of)


LOOK = Mend("party_posts.list", lazy_gettext("See its posts"), {"organization": "id"})
_rule = rules_of("posts", Subject.ORGANIZATIONS, "party_posts")
problems = (
    _rule(
        "committee_without_need",
        Severity.WARN,
        lazy_gettext("Branches too small for a committee"),
        lazy_gettext(
            "“%(title)s” has a committee and %(number)s full members; fewer than %(least)s have a"
            " secretary only."
        ),
        register="organizations",
        select=needless_committees,
        is_dated=True,
        rules=(NEEDED,),
    ),
    *(
        _rule(
            key,
            Severity.WARN,
            label,
            lazy_gettext(
                "The committee of “%(title)s” has %(number)s people; it has %(least)s to %(most)s."
            ),
            register="organizations",
            select=committees,
            mend=mend,
            judge=judge,
            rules=(LEAST, MOST),
        )
        for key, label, mend, judge in (
            (
                "committee_too_small",
                lazy_gettext("Branch committees with too few people"),
                ENTER,
                judge_too_small,
            ),
            (
                "committee_too_large",
                lazy_gettext("Branch committees with too many people"),
                LOOK,
                judge_too_large,
            ),
        )
    ),
    _rule(
        "of_no_committee",
        Severity.WARN,
        lazy_gettext("Posts of a committee in branches without one"),
        lazy_gettext(
            "%(title)s has been “%(post)s” of “%(organization)s” since %(day)s; without a committee"
            " a branch has a secretary, and one deputy if needed."
        ),
        select=needless_posts,
        basis=Basis.BRANCHES,
    ),
)
