from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import Select, select

from partyhub.figures import Figure, FigureKind, Scope
from partyhub.periods import on_day
from partyhub.vanguards.models import PostKind, PostStatus, Team, TeamKind, VanguardPost
from partyhub.vanguards.queries import named_by

STOCK = FigureKind.STOCK
POSTS = lazy_pgettext("unit", "posts")
TEAMS = lazy_pgettext("unit", "teams")


def _posts(code: str, kind: PostKind, label: Any) -> Figure:
    def select_posts(scope: Scope) -> Select[Any]:
        return select(VanguardPost.id).where(
            VanguardPost.archived_at.is_(None),
            VanguardPost.kind == kind,
            VanguardPost.status != PostStatus.CANDIDATE,
            named_by(scope.as_of),
            scope.holds(VanguardPost.organization_id),
        )

    definition = lazy_gettext("Of this kind, named by the last day and not closed on it.")
    return Figure(f"vanguards.{code}", label, POSTS, STOCK, definition, VanguardPost, select_posts)


def _teams(code: str, kind: TeamKind, label: Any) -> Figure:
    def select_teams(scope: Scope) -> Select[Any]:
        return select(Team.id).where(
            Team.archived_at.is_(None),
            Team.kind == kind,
            on_day(scope.as_of, Team.established_on, Team.disbanded_on),
            scope.holds(Team.organization_id),
        )

    definition = lazy_gettext("Of this kind, existing on the last day.")
    return Figure(f"vanguards.{code}", label, TEAMS, STOCK, definition, Team, select_teams)


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
