"""Rules about vanguard posts, their reviews, and teams."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, exists, func, or_, select

from partyhub.figures import Rows, Scope
from partyhub.members.models import Member
from partyhub.members.queries import assigned_on
from partyhub.members.stages import in_development
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, ProblemRule, Severity, Subject
from partyhub.vanguards.models import PostPerson, PostStatus, Team, TeamPerson, VanguardPost
from partyhub.vanguards.queries import (
    exists_on,
    is_vacant_on,
    review_due_since,
    select_reviews_due,
    select_without_leader,
)

REVIEW = "vanguards.review.months"


def posts_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the posts of the scope, with the organization."""
    post = VanguardPost
    organization = Organization.name.label("organization")
    return (
        select(post.id, post.code, post.name.label("title"), organization, *columns)
        .join(Organization, Organization.id == post.organization_id)
        .where(post.archived_at.is_(None), scope.contains(post.organization_id))
    )


def reviews_due(scope: Scope) -> Rows | None:
    last = review_due_since(scope.as_of)
    if last is None:
        return None
    due = select_reviews_due(scope, scope.as_of, last).subquery("due").c
    return select(due.id, due.code, due.name.label("title"), due.organization, due.day)


def vacant(scope: Scope) -> Rows:
    return posts_of(scope).where(is_vacant_on(scope.as_of))


def against_status(scope: Scope) -> Rows:
    """Select the posts whose status contradicts their days on the last day of the scope."""
    post, day = VanguardPost, scope.as_of
    is_over = post.closed_on <= day
    columns = (post.status, post.named_on.label("named"), post.closed_on.label("closed"))
    return posts_of(scope, *columns).where(
        or_(
            and_(post.status == PostStatus.CLOSED, post.closed_on.is_(None)),
            and_(post.status != PostStatus.CLOSED, is_over),
            and_(post.status == PostStatus.CANDIDATE, post.named_on <= day),
            and_(post.status == PostStatus.ACTIVE, post.named_on.is_(None)),
        )
    )


def in_closed_workshop(scope: Scope) -> Rows:
    columns = (Workshop.name.label("workshop"), Workshop.closed_on.label("day"))
    return (
        posts_of(scope, *columns)
        .join(Workshop, Workshop.id == VanguardPost.workshop_id)
        .where(exists_on(scope.as_of), Workshop.closed_on <= scope.as_of)
    )


def held_by_others(scope: Scope) -> Rows:
    """Select the posts with a holder who belongs here and is no Party member, a row for each.

    Who left and still holds it is a problem of its own.
    """
    return (
        posts_of(scope, Member.name.label("person"), Member.number.label("mark"))
        .join(PostPerson, PostPerson.post_id == VanguardPost.id)
        .join(Member, Member.id == PostPerson.member_id)
        .where(
            exists_on(scope.as_of),
            Member.archived_at.is_(None),
            on_day(scope.as_of, PostPerson.started_on, PostPerson.ended_on),
            assigned_on(scope.as_of),
            in_development(scope.as_of),
        )
    )


def without_commitment(scope: Scope) -> Rows:
    text = VanguardPost.show_commitment
    return posts_of(scope).where(exists_on(scope.as_of), or_(text.is_(None), text == ""))


def teams_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the teams of the scope that exist on its last day."""
    return (
        select(
            Team.id,
            Team.code,
            Team.name.label("title"),
            Organization.name.label("organization"),
            *columns,
        )
        .join(Organization, Organization.id == Team.organization_id)
        .where(
            Team.archived_at.is_(None),
            on_day(scope.as_of, Team.established_on, Team.disbanded_on),
            scope.contains(Team.organization_id),
        )
    )


def without_leader(scope: Scope) -> Rows:
    found = select_without_leader(scope, scope.as_of).subquery("found").c
    return teams_of(scope).where(Team.id.in_(select(found.id)))


def without_people(scope: Scope) -> Rows:
    anybody = exists().where(
        TeamPerson.team_id == Team.id,
        on_day(scope.as_of, TeamPerson.started_on, TeamPerson.ended_on),
    )
    no_others = func.coalesce(Team.others_count, 0) == 0
    return teams_of(scope).where(~anybody, no_others)


def of_dissolved(scope: Scope) -> Rows:
    return teams_of(scope, Organization.dissolved_on.label("day")).where(
        Organization.dissolved_on <= scope.as_of
    )


def posts_of_dissolved(scope: Scope) -> Rows:
    return posts_of(scope, Organization.dissolved_on.label("day")).where(
        exists_on(scope.as_of), Organization.dissolved_on <= scope.as_of
    )


def _rule(
    key: str, severity: Severity, register: str, label: Any, sentence: Any, **options: Any
) -> ProblemRule:
    return ProblemRule(key, severity, Subject.VANGUARDS, register, label, sentence, **options)


problems = (
    _rule(
        "vanguards.review_overdue",
        Severity.WARN,
        "vanguard_posts",
        lazy_gettext("Vanguard posts due for review"),
        lazy_gettext("“%(title)s” (%(organization)s) was last reviewed or named on %(day)s."),
        select=reviews_due,
        is_dated=True,
        rules=(REVIEW,),
        mend=Mend("post_reviews.create", lazy_gettext("Enter the review"), {"post": "#id"}),
    ),
    _rule(
        "vanguards.vacant",
        Severity.WARN,
        "vanguard_posts",
        lazy_gettext("Vanguard posts that nobody holds"),
        lazy_gettext("“%(title)s” (%(organization)s) is named, and nobody holds it."),
        select=vacant,
        basis=Basis.LEAVING,
    ),
    _rule(
        "vanguards.status_against_days",
        Severity.BLOCK,
        "vanguard_posts",
        lazy_gettext("Vanguard posts whose status contradicts their days"),
        lazy_gettext("“%(title)s” is “%(status)s”: named on %(named)s, closed on %(closed)s."),
        select=against_status,
    ),
    _rule(
        "vanguards.workshop_closed",
        Severity.WARN,
        "vanguard_posts",
        lazy_gettext("Vanguard posts in a closed workshop"),
        lazy_gettext("“%(title)s” is in “%(workshop)s”, closed on %(day)s."),
        select=in_closed_workshop,
    ),
    _rule(
        "vanguards.holder_no_member",
        Severity.WARN,
        "vanguard_posts",
        lazy_gettext("Vanguard posts held by people who are no Party members"),
        lazy_gettext("“%(title)s” is held by %(person)s, who is no Party member."),
        select=held_by_others,
        basis=Basis.EDUCATION,
    ),
    _rule(
        "vanguards.no_commitment",
        Severity.WARN,
        "vanguard_posts",
        lazy_gettext("Vanguard posts without a commitment"),
        lazy_gettext("“%(title)s” (%(organization)s) is named, and shows no commitment."),
        select=without_commitment,
        basis=Basis.EDUCATION,
    ),
    _rule(
        "vanguards.organization_dissolved",
        Severity.BLOCK,
        "vanguard_posts",
        lazy_gettext("Vanguard posts of a dissolved organization"),
        lazy_gettext("“%(title)s” still belongs to “%(organization)s”, dissolved on %(day)s."),
        select=posts_of_dissolved,
    ),
    _rule(
        "teams.no_leader",
        Severity.WARN,
        "teams",
        lazy_gettext("Teams without a leader"),
        lazy_gettext("“%(title)s” (%(organization)s) had a leader, and has none."),
        select=without_leader,
        basis=Basis.LEAVING,
    ),
    _rule(
        "teams.nobody",
        Severity.WARN,
        "teams",
        lazy_gettext("Teams in which nobody is"),
        lazy_gettext("“%(title)s” (%(organization)s) has neither leader nor members."),
        select=without_people,
    ),
    _rule(
        "teams.organization_dissolved",
        Severity.BLOCK,
        "teams",
        lazy_gettext("Teams of a dissolved organization"),
        lazy_gettext("“%(title)s” still belongs to “%(organization)s”, dissolved on %(day)s."),
        select=of_dissolved,
    ),
)
