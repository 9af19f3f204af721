"""Pages of papers: what can be printed of a unit and a period, and each paper itself."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from partyhub import clock
from partyhub.activities.models import Activity
from partyhub.activities.registers import activities
from partyhub.awards.registers import awards
from partyhub.database import db, reading
from partyhub.organizations.models import Organization
from partyhub.papers.answers import Subject, answer, paper_reader
from partyhub.papers.award_files import show_award_file
from partyhub.papers.honors import roll_of_honor
from partyhub.papers.links import papers_of
from partyhub.papers.meetings import paper_of_meeting
from partyhub.papers.minutes_books import papers_of_book
from partyhub.papers.overview import show_papers
from partyhub.papers.plaques import plaque_of
from partyhub.papers.queries import find_votes_of, select_honors, select_meetings, select_posts
from partyhub.papers.sign_in_sheets import paper_of_sign_in
from partyhub.registers.rights import find_record
from partyhub.reports.branches import find_requested
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.vanguards.registers import vanguard_posts

blueprint = Blueprint("papers", __name__, url_prefix="/papers")
blueprints = (blueprint,)
BOTH = ["GET", "POST"]  # the page that prints, and the document
# More than so many make a document that no program opens quickly.
MOST_MEETINGS = 400
MOST_PLAQUES = 300
MOST_HONORS = 3000

blueprint.add_app_template_global(papers_of)
blueprint.add_url_rule("/", "show", show_papers)
blueprint.add_url_rule(
    "/honors/<register>/<id:record_id>", "honors_of", show_award_file, methods=BOTH
)


@blueprint.route("/meetings/<id:record_id>", methods=BOTH)
def meeting(record_id: int) -> ResponseReturnValue:
    """Show or send the minutes of one meeting."""
    activity, subject = _find_meeting(record_id)
    paper = paper_of_meeting(activity, find_votes_of([activity.id]).get(activity.id, ()))
    title = gettext("Minutes of %(name)s", name=activity.caption)
    return answer(title, lambda: [paper], subject)


@blueprint.route("/sign-in/<id:record_id>", methods=BOTH)
def sign_in(record_id: int) -> ResponseReturnValue:
    """Show or send the sign-in sheet of one meeting."""
    activity, subject = _find_meeting(record_id)
    paper = paper_of_sign_in(activity)
    title = gettext("Sign-in sheet of %(name)s", name=activity.caption)
    return answer(title, lambda: [paper], subject)


def _find_meeting(record_id: int) -> tuple[Activity, Subject]:
    activity = find_record(activities, paper_reader(activities), record_id)
    url = url_for("activities.show", record_id=activity.id)
    return activity, Subject(activities, activity, url, activity.caption)


@blueprint.route("/minutes", methods=BOTH)
def minutes() -> ResponseReturnValue:
    """Show or send the minutes of all meetings of one organization in a period."""
    paper_reader(activities)
    requested = read_request()
    organization = find_requested(requested.viewer, requested.scope(), requested.organization)
    if organization is None:
        return _back(requested, gettext("There is no organization yet."))
    ids = _ids(select_meetings(requested.viewer, organization.id, requested.period))
    if len(ids) > MOST_MEETINGS:
        return _back(requested, _too_many(len(ids), MOST_MEETINGS))
    title = gettext(
        "Book of minutes of %(unit)s, %(period)s",
        unit=organization.name,
        period=requested.period.label(),
    )
    period = requested.period
    return answer(
        title, lambda: papers_of_book(organization, period, ids), _subject(requested, activities)
    )


@blueprint.route("/plaques", methods=BOTH)
def plaques() -> ResponseReturnValue:
    """Show or send the plaques of the posts that are named on the last day of a period."""
    with reading():
        paper_reader(vanguard_posts)
        requested = read_request()
        scope = requested.scope()
        found = _first(select_posts(requested.viewer, scope), MOST_PLAQUES)
        if len(found) > MOST_PLAQUES:
            return _back(requested, _too_many(len(found), MOST_PLAQUES))
        papers = [plaque_of(post, scope.as_of) for post in found]
        title = gettext("Plaques of vanguard posts, %(unit)s", unit=unit_name(requested))
        subject = _subject(requested, vanguard_posts)
    return answer(title, lambda: papers, subject)


@blueprint.route("/plaques/<id:record_id>", methods=BOTH)
def plaque(record_id: int) -> ResponseReturnValue:
    """Show or send the plaque of one post as it is held today."""
    post = find_record(vanguard_posts, paper_reader(vanguard_posts), record_id)
    url = url_for("vanguard_posts.show", record_id=post.id)
    paper = plaque_of(post, clock.today())
    title = gettext("Plaque of %(name)s", name=post.caption)
    return answer(title, lambda: [paper], Subject(vanguard_posts, post, url, post.caption))


@blueprint.route("/honors", methods=BOTH)
def honors() -> ResponseReturnValue:
    """Show or send the roll of honor of an organization and all below it in a period."""
    with reading():
        paper_reader(awards)
        requested = read_request()
        found = _first(select_honors(requested.viewer, requested.scope()), MOST_HONORS)
        if len(found) > MOST_HONORS:
            return _back(requested, _too_many(len(found), MOST_HONORS))
        unit = find_requested(requested.viewer, requested.scope(), requested.organization)
        paper = roll_of_honor(found, unit, requested.period)
        title = gettext(
            "Roll of honor of %(unit)s, %(period)s",
            unit=unit_name(requested),
            period=requested.period.label(),
        )
        subject = _subject(requested, awards)
    return answer(title, lambda: [paper], subject)


def unit_name(requested: ReportRequest) -> str:
    """Return the name of the organization that a paper is about."""
    unit: Organization | None = find_requested(
        requested.viewer, requested.scope(), requested.organization
    )
    return unit.name if unit else ""


def _subject(requested: ReportRequest, register: Any) -> Subject:
    return Subject(register, None, requested.url("papers.show"), gettext("Papers for print"))


def _first(query: Any, most: int) -> list[Any]:
    """Return the records of a query, at most one more than so many."""
    return list(db.session.scalars(query.limit(most + 1)).unique())


def _ids(query: Any) -> list[int]:
    return list(db.session.scalars(query.limit(MOST_MEETINGS + 1)))


def _too_many(count: int, most: int) -> str:
    return gettext(
        "More than %(most)s are too many for one document. Choose a shorter period, or an"
        " organization.",
        most=most,
    )


def _back(requested: ReportRequest, words: str) -> Response:
    flash(words, "error")
    return redirect(requested.url("papers.show"), 303)
