"""Reasons for which a post isn't counted among those named."""

from flask_babel import lazy_gettext

from partyhub.figures import Scope
from partyhub.registers.near_misses import NearMiss
from partyhub.vanguards.models import PostKind, PostStatus, VanguardPost

CODES = {
    PostKind.VANGUARD: "vanguards.posts",
    PostKind.DEMONSTRATION: "vanguards.demonstration_posts",
    PostKind.RESPONSIBILITY_AREA: "vanguards.responsibility_areas",
}


def figure_of(post: VanguardPost) -> str:
    """Return the code of the figure that counts posts of this kind."""
    return CODES[post.kind]


def is_candidate(post: VanguardPost, _scope: Scope) -> bool:
    """Return whether the post is being created."""
    return post.status is PostStatus.CANDIDATE


def is_named_later(post: VanguardPost, scope: Scope) -> bool:
    """Return whether the post has no name by the last day."""
    return post.named_on is None or post.named_on > scope.as_of


def is_closed(post: VanguardPost, scope: Scope) -> bool:
    """Return whether the post is closed on the last day."""
    return post.closed_on is not None and post.closed_on <= scope.as_of


near_misses = (
    NearMiss(
        VanguardPost,
        figure_of,
        is_candidate,
        lazy_gettext("being created and not named: it doesn't count"),
    ),
    NearMiss(
        VanguardPost,
        figure_of,
        is_closed,
        lazy_gettext("closed by the last day: it doesn't count"),
    ),
    NearMiss(
        VanguardPost,
        figure_of,
        is_named_later,
        lazy_gettext("not named by the last day: it doesn't count"),
    ),
)
