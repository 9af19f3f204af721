"""Views of vanguard posts, their reviews, and teams."""

from typing import Any

from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.roster_pages import people_context, vacancy_states
from partyhub.registers import pages
from partyhub.registers.rights import can_read, can_write
from partyhub.registers.values import format_day, pressing
from partyhub.registers.views import register_blueprint
from partyhub.request_periods import period_from_request
from partyhub.vanguards import renaming
from partyhub.vanguards.comparisons import COMPARED, compare
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import Team, VanguardPost
from partyhub.vanguards.queries import find_review_due_on, review_months, select_reviews_of
from partyhub.vanguards.registers import post_reviews, teams, vanguard_posts
from partyhub.viewers import Viewer

SHOWS = ("show_identity", "show_duty", "show_commitment")
# Columns that the records' pages show in panels of their own, not among the facts.
POST_PANELS = frozenset({*SHOWS, "holders", "people_over_time", "vacant_since"})
TEAM_PANELS = frozenset({"leader", "members", "people_over_time"})


def show_post(post: VanguardPost, viewer: Viewer) -> dict[str, Any]:
    """Return a post's commitments, its holders over time, and its reviews."""
    shown = [(vanguard_posts.column(key), getattr(post, key)) for key in SHOWS]
    return {
        "shows": [(vanguard_posts.header(column), text) for column, text in shown if column],
        **people_context(vanguard_posts, post, viewer),
        **review_context(post, viewer),
    }


def review_context(post: VanguardPost, viewer: Viewer) -> dict[str, Any]:
    """Return the template context of the reviews and of the states at the head of the page.

    Viewers who may not read reviews see neither the reviews nor when the next one is due.
    """
    today = clock.today()
    states = pages.states(vanguard_posts, post, today)
    vacant = post.vacant_since(today)
    if vacant is not None:
        states.append(("over", gettext("Vacant since %(day)s", day=format_day(vacant))))
    may_read = can_read(post_reviews, viewer)
    due = find_review_due_on(post, today) if may_read else None
    if due is not None and due < today:
        states.append(("over", gettext("Review overdue since %(day)s", day=format_day(due))))
    reviews = db.session.scalars(select_reviews_of(post)).all() if may_read else []
    return {
        "states": states,
        "may_review": can_write(post_reviews, viewer) and post.archived_at is None,
        "may_read_reviews": may_read,
        "reviews": reviews,
        "comparisons": compare(reviews),
        "compared": [(key, str(heading(key))) for key in COMPARED],
        "review_due": due and (due, *pressing(due)),
        "review_months": review_months(today),
    }


def show_team(team: Team, viewer: Viewer) -> dict[str, Any]:
    """Return a team's people over time; the requested period is that of its service."""
    requested = period_from_request()
    return {
        "requested": requested,
        "periods_menu": requested.menu,
        "states": [
            *pages.states(teams, team, clock.today()),
            *vacancy_states(teams, team, "leader"),
        ],
        **people_context(teams, team, viewer),
    }


blueprints = (
    register_blueprint(vanguard_posts, show_post, POST_PANELS),
    register_blueprint(post_reviews),
    register_blueprint(teams, show_team, TEAM_PANELS),
    renaming.blueprint,
)
