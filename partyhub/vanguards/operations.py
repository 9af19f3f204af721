from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.database import Record
from partyhub.members.rosters import learn_stays, store_rostered
from partyhub.vanguards.models import PostKind, PostStatus, Team, VanguardPost
from partyhub.viewers import Viewer


def store_post(post: VanguardPost, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    """Write the values; a named post without a day of naming was named when it was set up."""
    values = dict(values)
    for name, default in (("kind", PostKind.VANGUARD), ("status", default_status(values))):
        if name in values or post.id is None:
            values[name] = values.get(name) or getattr(post, name) or default
    store_rostered(post, values)
    learn_stays(row.member for row in post.people)  # since when it is vacant follows from them
    if post.status is PostStatus.ACTIVE:
        post.named_on = post.named_on or post.established_on
    return ()


def default_status(values: Mapping[str, Any]) -> PostStatus:
    """What the days say of a post whose state nobody gave."""
    if values.get("closed_on"):
        return PostStatus.CLOSED
    return PostStatus.ACTIVE if values.get("named_on") else PostStatus.CANDIDATE


def store_team(team: Team, values: Mapping[str, Any], _viewer: Viewer) -> Sequence[Record]:
    store_rostered(team, values)
    return ()
