from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.roster_pages import people_context
from partyhub.registers import pages
from partyhub.registers.archiving import archive_unreferred
from partyhub.registers.asked import asked_period
from partyhub.registers.rights import can_read, can_write, find_record, reader
from partyhub.registers.values import day_words, pressing
from partyhub.registers.views import register_blueprint, render_record
from partyhub.vanguards import renaming
from partyhub.vanguards.comparisons import COMPARED, compare
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import find_review_due_on, review_months, select_reviews_of
from partyhub.vanguards.registers import post_reviews, teams, vanguard_posts
from partyhub.viewers import Viewer

ONE = "/<int(min=1,max=2147483647):record_id>"
SHOWS = ("show_identity", "show_duty", "show_commitment")
# What the records' pages show in panels of their own, not among the facts.
POST_PANELS = frozenset({*SHOWS, "holders", "people_over_time", "vacant_since"})
TEAM_PANELS = frozenset({"leader", "members", "people_over_time"})

posts_blueprint = register_blueprint(vanguard_posts, leave_out=frozenset({"show"}))
teams_blueprint = register_blueprint(teams, leave_out=frozenset({"show", "archive"}))
blueprints = (
    posts_blueprint,
    register_blueprint(post_reviews),
    teams_blueprint,
    renaming.blueprint,
)


@posts_blueprint.get(ONE, endpoint="show")
def show_post(record_id: int) -> ResponseReturnValue:
    viewer = reader(vanguard_posts)
    post = find_record(vanguard_posts, viewer, record_id, archived=True)
    shown = [(vanguard_posts.column(key), getattr(post, key)) for key in SHOWS]
    return render_record(
        vanguard_posts,
        post,
        viewer,
        facts=pages.facts(vanguard_posts, post, clock.today(), leave_out=POST_PANELS),
        shows=[(vanguard_posts.header(column), text) for column, text in shown if column],
        **people_context(vanguard_posts, post, viewer),
        **review_context(post, viewer),
    )


def review_context(post: VanguardPost, viewer: Viewer) -> dict[str, Any]:
    """The reviews, when the next one is due, and what the head of the page says of the post.

    Who may not read reviews sees nothing of them, nor when the next one is due.
    """
    today = clock.today()
    states = pages.states(vanguard_posts, post, today)
    vacant = post.vacant_since(today)
    if vacant is not None:
        states.append(("over", gettext("Vacant since %(day)s", day=day_words(vacant))))
    may_read = can_read(post_reviews, viewer)
    due = find_review_due_on(post, today) if may_read else None
    if due is not None and due < today:
        states.append(("over", gettext("Review overdue since %(day)s", day=day_words(due))))
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


@teams_blueprint.get(ONE, endpoint="show")
def show_team(record_id: int) -> ResponseReturnValue:
    """A team's page; the period in the address is that of its service."""
    viewer = reader(teams)
    team = find_record(teams, viewer, record_id, archived=True)
    asked = asked_period()
    page = render_record(
        teams,
        team,
        viewer,
        facts=pages.facts(teams, team, clock.today(), leave_out=TEAM_PANELS),
        asked=asked,
        periods_menu=asked.menu,
        **people_context(teams, team, viewer),
    )
    return page, asked.status


@teams_blueprint.route(f"{ONE}/archive", methods=["GET", "POST"], endpoint="archive")
def archive_team(record_id: int) -> ResponseReturnValue:
    """Archive one that nothing refers to; what existed gets the day on which it was disbanded."""
    return archive_unreferred(
        teams,
        record_id,
        gettext("Records refer to this team. What came to an end gets the day of its disbanding."),
        (gettext("Enter the day of its disbanding"), url_for("teams.edit", record_id=record_id)),
    )
