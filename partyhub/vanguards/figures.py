"""Figures of vanguard posts and teams."""

from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import select

from partyhub.figures import Base, Figure, FigureKind, Group, Rows, Scope
from partyhub.periods import on_day
from partyhub.vanguards.models import PostKind, PostStatus, Team, TeamKind, VanguardPost
from partyhub.vanguards.queries import named_by

STOCK = FigureKind.STOCK
POSTS = lazy_pgettext("unit", "posts")
TEAMS = lazy_pgettext("unit", "teams")


def select_posts(scope: Scope) -> Rows:
    """Return the query for the posts that are named and not closed on the last day."""
    return select(VanguardPost.id, VanguardPost.kind).where(
        VanguardPost.archived_at.is_(None),
        VanguardPost.status != PostStatus.CANDIDATE,
        named_by(scope.as_of),
        scope.contains(VanguardPost.organization_id),
    )


def select_teams(scope: Scope) -> Rows:
    """Return the query for the teams that exist on the last day."""
    return select(Team.id, Team.kind).where(
        Team.archived_at.is_(None),
        on_day(scope.as_of, Team.established_on, Team.disbanded_on),
        scope.contains(Team.organization_id),
    )


NAMED, EXISTING = Base(VanguardPost, select_posts), Base(Team, select_teams)


def _figure(code: str, unit: Any, base: Base, kind: PostKind | TeamKind, label: Any) -> Figure:
    definition = (
        lazy_gettext("Of this kind, named by the last day and not closed on it.")
        if base is NAMED
        else lazy_gettext("Of this kind, existing on the last day.")
    )
    return Figure(
        f"vanguards.{code}",
        label,
        unit,
        STOCK,
        definition,
        group=Group.VANGUARDS,
        base=base,
        where=lambda row: row.kind == kind,
    )


def _posts(code: str, kind: PostKind, label: Any) -> Figure:
    return _figure(code, POSTS, NAMED, kind, label)


def _teams(code: str, kind: TeamKind, label: Any) -> Figure:
    return _figure(code, TEAMS, EXISTING, kind, label)


figures = (
    _posts("posts", PostKind.VANGUARD, lazy_gettext("Vanguard posts")),
    _posts("demonstration_posts", PostKind.DEMONSTRATION, lazy_gettext("Demonstration posts")),
    _posts(
        "responsibility_areas", PostKind.RESPONSIBILITY_AREA, lazy_gettext("Responsibility areas")
    ),
    _teams("teams", TeamKind.VANGUARD, lazy_gettext("Vanguard teams")),
    _teams("volunteer_teams", TeamKind.VOLUNTEER, lazy_gettext("Volunteer service teams")),
    _teams("commando_teams", TeamKind.COMMANDO, lazy_gettext("Commando teams")),
    _teams("tackling_teams", TeamKind.TACKLING, lazy_gettext("Tackling groups")),
)
