"""Operations that store vanguard posts and teams."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.database import Record
from partyhub.members.roster_queries import learn_stays
from partyhub.members.rosters import store_rostered
from partyhub.vanguards.models import PostKind, PostStatus, Team, VanguardPost
from partyhub.viewers import Viewer


def store_post(post: VanguardPost, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write the values; a named post without a day of naming was named when established."""
    values = dict(values)
    for name, default in (("kind", PostKind.VANGUARD), ("status", default_status(values))):
        if name in values or post.id is None:
            values[name] = values.get(name) or getattr(post, name) or default
    store_rostered(post, values)
    learn_stays(row.member for row in post.people)  # `vacant_since` reads them
    if post.status is PostStatus.ACTIVE:
        post.named_on = post.named_on or post.established_on
    return ()


def default_status(values: Mapping[str, Any]) -> PostStatus:
    """Return the status that the days imply if no status is given."""
    if values.get("closed_on"):
        return PostStatus.CLOSED
    return PostStatus.ACTIVE if values.get("named_on") else PostStatus.CANDIDATE


def store_team(team: Team, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    store_rostered(team, values)
    return ()
