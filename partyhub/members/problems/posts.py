"""Rules about posts in the Party: who holds them, and where one is missing."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Date, and_, exists, or_, select, type_coerce
from sqlalchemy.orm import aliased

from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, Member, PartyPost, Post
from partyhub.members.presence import is_here_on
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, Severity, Subject, Values, rules_of


def posts_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the posts of the scope with person and organization."""
    return (
        select(
            PartyPost.id,
            Member.number.label("code"),
            Member.name.label("title"),
            Organization.name.label("organization"),
            PartyPost.post,
            *columns,
        )
        .join(Member, Member.id == PartyPost.member_id)
        .join(Organization, Organization.id == PartyPost.organization_id)
        .where(
            PartyPost.archived_at.is_(None),
            Member.archived_at.is_(None),
            scope.contains(PartyPost.organization_id),
        )
    )


def open_posts(scope: Scope, *columns: Any) -> Rows:
    return posts_of(scope, *columns).where(
        on_day(scope.as_of, PartyPost.started_on, PartyPost.ended_on)
    )


def second_secretaries(scope: Scope) -> Rows:
    """Select the later one of two secretaries of one organization who share a day of the period."""
    other, person = aliased(PartyPost), aliased(Member)
    columns = (PartyPost.started_on.label("day"), person.name.label("first"))
    return (
        posts_of(scope, *columns)
        .join(other, other.organization_id == PartyPost.organization_id)
        .join(person, person.id == other.member_id)
        .where(
            PartyPost.post == Post.SECRETARY,
            other.post == Post.SECRETARY,
            other.archived_at.is_(None),
            person.archived_at.is_(None),
            or_(
                other.started_on < PartyPost.started_on,
                and_(other.started_on == PartyPost.started_on, other.id < PartyPost.id),
            ),
            or_(other.ended_on.is_(None), other.ended_on > PartyPost.started_on),
            *(
                or_(each.ended_on.is_(None), each.ended_on > scope.start)
                for each in (PartyPost, other)
            ),
            PartyPost.started_on <= scope.end,
        )
    )


def not_full(scope: Scope) -> Rows:
    is_none = or_(Member.full_on.is_(None), Member.full_on > scope.as_of)
    return open_posts(scope, PartyPost.started_on.label("day")).where(is_none)


def with_branch(scope: Scope) -> Rows:
    """Select the open posts with the place of the person, as far as the person has one."""
    columns = (
        PartyPost.organization_id,
        Organization.kind,
        Assignment.organization_id.label("own"),
        Assignment.party_group_id.label("own_group"),
        *as_of(scope),
    )
    return open_posts(scope, *columns).join(
        Assignment,
        and_(
            Assignment.member_id == Member.id,
            Assignment.archived_at.is_(None),
            on_day(scope.as_of, Assignment.started_on, Assignment.ended_on),
        ),
    )


def judge_outside(row: Any) -> bool | Values:
    """Return whether the person belongs to no organization in the subtree of the post's one."""
    if row.kind is OrganizationKind.PARTY_GROUP:
        return bool(row.own_group != row.organization_id)
    return row.own not in find_hierarchy().below(row.organization_id, row.as_of)


def in_groups(scope: Scope) -> Rows:
    return posts_of(scope, PartyPost.started_on.label("day")).where(
        Organization.kind == OrganizationKind.PARTY_GROUP,
        PartyPost.post != Post.GROUP_LEADER,
        or_(PartyPost.ended_on.is_(None), PartyPost.ended_on > scope.start),
        PartyPost.started_on <= scope.end,
    )


def branches_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the branches of the scope that exist on its last day."""
    one = Organization
    return select(one.id, one.code, one.name.label("title"), *columns).where(
        one.archived_at.is_(None),
        one.kind.in_(BRANCH_KINDS),
        on_day(scope.as_of, one.established_on, one.dissolved_on),
        scope.contains(one.id),
    )


def held_in(scope: Scope, *conditions: Any) -> Any:
    """Return the conditions that a post of the query's organization is held on the last day."""
    return (
        PartyPost.organization_id == Organization.id,
        PartyPost.archived_at.is_(None),
        on_day(scope.as_of, PartyPost.started_on, PartyPost.ended_on),
        is_here_on(PartyPost.member_id, scope.as_of),
        *conditions,
    )


def without_secretary(scope: Scope) -> Rows:
    held = exists().where(*held_in(scope, PartyPost.post == Post.SECRETARY))
    return branches_of(scope).where(~held)


def as_of(scope: Scope) -> tuple[Any, ...]:
    return (type_coerce(scope.as_of, Date).label("as_of"),)


ENTER = Mend("party_posts.create", lazy_gettext("Enter a post"), {"organization": "#id"})
_rule = rules_of("posts", Subject.ORGANIZATIONS, "party_posts")
problems = (
    _rule(
        "second_secretary",
        Severity.WARN,
        lazy_gettext("Organizations with two secretaries at a time"),
        lazy_gettext(
            "%(title)s is secretary of “%(organization)s” from %(day)s on, and %(first)s still is."
        ),
        select=second_secretaries,
        basis=Basis.BRANCHES,
    ),
    _rule(
        "holder_not_full",
        Severity.WARN,
        lazy_gettext("Holders of posts who aren't full members"),
        lazy_gettext(
            "%(title)s has been “%(post)s” of “%(organization)s” since %(day)s, and is no full"
            " member."
        ),
        select=not_full,
        basis=Basis.BRANCHES,
    ),
    _rule(
        "holder_from_elsewhere",
        Severity.WARN,
        lazy_gettext("Holders of posts who belong to another organization"),
        lazy_gettext("%(title)s is “%(post)s” of “%(organization)s”, and doesn't belong to it."),
        select=with_branch,
        judge=judge_outside,
        basis=Basis.BRANCHES,
    ),
    _rule(
        "in_group",
        Severity.BLOCK,
        lazy_gettext("Posts of a committee held in a Party group"),
        lazy_gettext(
            "%(title)s is “%(post)s” of “%(organization)s” from %(day)s on; a Party group has a"
            " leader only."
        ),
        select=in_groups,
        basis=Basis.BRANCHES,
    ),
    _rule(
        "no_secretary",
        Severity.WARN,
        lazy_gettext("Branches without a secretary"),
        lazy_gettext("“%(title)s” has no secretary."),
        register="organizations",
        select=without_secretary,
        mend=ENTER,
        basis=Basis.BRANCHES,
    ),
)
