"""Vanguard posts that may be on record already: of one place, at a time, with names alike."""

from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext

from partyhub.database import db
from partyhub.registers.rights import find_readable
from partyhub.texts import is_alike_name
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import select_posts_of_place


class Post(NamedTuple):
    """A post, or a row of the same file, as far as a double is known by it.

    `id` is None for a row of the file; `code` tells rows apart.
    """

    id: int | None
    code: str
    name: str
    started_on: date
    ended_on: date | None


class Posts:
    """The posts of an organization, or of a workshop, read once for all rows of a file."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], list[Post]] = {}

    def of_place(self, column: str, place_id: int) -> list[Post]:
        """Return the posts whose `column` names the place."""
        key = column, place_id
        if key not in self._known:
            rows = db.session.execute(select_posts_of_place(*key))
            self._known[key] = [Post._make(row) for row in rows]
        return self._known[key]


def describe_double_posts(form: Any) -> str:
    """Return a sentence that names what the post may be a double of, or an empty text.

    Posts that the viewer doesn't look after are not named.
    """
    own = post_of(form)
    doubles: dict[Post, None] = {}
    for posts in _posts_of_places(form):
        doubles |= dict.fromkeys(other for other in posts if is_double(own, other))
        if form.edited is None and own not in posts:
            posts.append(own)
    ids = [other.id for other in doubles if other.id is not None]
    seen = find_readable(VanguardPost, ids, form.viewer) if ids else frozenset()
    shown = [other for other in doubles if other.id is None or other.id in seen]
    if shown:
        return gettext(
            "It may be on record already: %(names)s. Leave it out if it is the same post.",
            names="、".join(f"“{other.name}”（{other.code}）" for other in shown),
        )
    if doubles:
        return gettext(
            "This workshop may have this post already, in an organization that you don't manage."
            " Leave it out if it is the same post."
        )
    return ""


def post_of(form: Any) -> Post:
    """Return the post as the form has it."""
    record_id = form.edited.id if form.edited else None
    days = form.established_on.data, form.closed_on.data
    return Post(record_id, form.code.data, form.name.data, *days)


def is_double(own: Post, other: Post) -> bool:
    """Return whether two posts of one place are likely the same; one may follow the other."""
    if (own.id is not None and own.id == other.id) or own.code == other.code:
        return False
    is_before = own.ended_on is not None and own.ended_on <= other.started_on
    is_after = other.ended_on is not None and other.ended_on <= own.started_on
    return not is_before and not is_after and is_alike_name(own.name, other.name)


def _posts_of_places(form: Any) -> list[list[Post]]:
    if form.posts is None:
        form.posts = Posts()
    places = {"organization_id": form.organization.data, "workshop_id": form.workshop.data}
    return [form.posts.of_place(column, place.id) for column, place in places.items() if place]
