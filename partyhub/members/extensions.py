"""Extensions of this package: what features below ask of it, and what follows from saving."""

from datetime import date

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.members.deferred_assignments import resolve_assignments
from partyhub.members.forms.leaving import judge_late
from partyhub.members.holdings import Need, RecordHoldings
from partyhub.members.leaving import settle
from partyhub.members.models import Assignment, PartyPost, Post
from partyhub.members.open_records import keeps_post
from partyhub.members.posts import find_secretaries
from partyhub.members.registers import assignments, members, party_posts
from partyhub.organizations.occupants import Occupants
from partyhub.registers import Aftereffect, Deferral, Exclusion


def title_of_post(post: PartyPost, _role: str) -> str:
    """Return the post with its organization in one line."""
    return gettext(
        "%(organization)s: %(post)s", organization=post.organization.name, post=post.post.label
    )


def has_another_secretary(post: PartyPost, day: date) -> bool:
    """Return whether the post is a secretary's, and somebody else has it on `day` or later."""
    if post.post is not Post.SECRETARY:
        return False
    others = find_secretaries(post.organization, day, None, post.id)
    return any(other.member_id != post.member_id for other in others)


deferrals = (Deferral(members, assignments, ("organization", "party_group"), resolve_assignments),)
holdings = (
    RecordHoldings(
        party_posts,
        lazy_pgettext("holdings", "Post in the Party"),
        lazy_pgettext("holdings", "Relieve"),
        title_of_post,
        lambda post, role: Need.NEEDED if post.post is Post.SECRETARY else Need.POSSIBLE,
        keeps_post,
        copied=("organization", "post"),
        has_follower=has_another_secretary,
    ),
)
leaving = (
    Aftereffect(
        assignments,
        ("started_on", "ended_on", "out_reason", "organization_id", "member_id"),
        settle,
    ),
    Aftereffect(assignments, ("ended_on", "member_id"), judge=judge_late),
)
exclusions = (
    Exclusion(
        assignments,
        ("member",),
        lazy_gettext("The person is assigned on these days already. End that assignment first."),
    ),
)
occupants = (
    Occupants("people", assignments, Assignment.organization_id),
    Occupants("grouped", assignments, Assignment.party_group_id),
    Occupants("posts", party_posts, PartyPost.organization_id),
)
