"""Views of members and the steps on their way."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import pgettext

from partyhub import clock
from partyhub.database import db
from partyhub.forms import mask_phone
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.members.dissolving_organizations import blueprint as dissolving_blueprint
from partyhub.members.holdings import Holding, find_holdings
from partyhub.members.leaving import find_ended
from partyhub.members.models import Assignment, InReason, Member
from partyhub.members.queries import select_appraisals_of, select_posts_of
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.members.rolls import DEVELOPMENT
from partyhub.members.step_pages import open_form, render_step, report, take, title_of
from partyhub.members.steps import STEPS, find_step
from partyhub.members.still_holding import blueprint as still_holding_blueprint
from partyhub.members.voting_pauses.registers import voting_pauses
from partyhub.organizations.models import Organization
from partyhub.periods import is_valid_on
from partyhub.registers import rolls
from partyhub.registers.committing import commit
from partyhub.registers.editing import render_passed
from partyhub.registers.rights import Rights, find_readable, find_record, writer
from partyhub.registers.views import register_blueprint, render_record
from partyhub.viewers import Viewer


def show_member(member: Member, viewer: Viewer) -> dict[str, Any]:
    """Return a member's assignments, posts and appraisals, and the steps possible today."""
    today = clock.today()
    assignments = [a for a in reversed(member.assignments) if a.archived_at is None]
    posts = db.session.scalars(select_posts_of(member)).all()
    named = {a.organization_id for a in assignments} | {post.organization_id for post in posts}
    may_edit = Rights.of(members, viewer, member).edit
    return {
        "today": today,
        "stage": member.stage_on(today),
        "reachable": find_readable(Organization, named, viewer),
        "assignments": assignments,
        "came_by": came_by,
        "posts": posts,
        "appraisals": db.session.scalars(select_appraisals_of(member)).all(),
        "steps": [step for step in STEPS if may_edit and step.is_offered(member, today)],
        "phone": mask_phone(member.phone) if member.phone else "",
        "may_reveal": may_edit and bool(member.phone),
        **find_way_back(member, today),
    }


def find_way_back(member: Member, day: date) -> dict[str, str]:
    """Return the title and the address of the list that the person is on."""
    in_party = member.party_from is not None and member.party_from <= day
    roll = rolls.find_roll(members, "" if in_party else DEVELOPMENT)
    url = url_for("members.list", roll=roll.name or None) if roll else ""
    return {"list_title": rolls.title_of(members, roll), "back_url": url}


def came_by(assignment: Assignment) -> str:
    """Return the reason of the beginning; who isn't admitted yet was listed as an applicant."""
    since = assignment.member.party_from
    if assignment.in_reason is InReason.ADMITTED and (since is None or since > clock.today()):
        return pgettext("assignments", "Listed as an applicant")
    return assignment.in_reason.label


def ends_with(assignment: Assignment) -> tuple[list[Holding], list[Holding]]:
    """Return what the person still holds, and what ended with the assignment, for templates."""
    today = clock.today()
    is_open = is_valid_on(today, assignment.started_on, assignment.ended_on)
    still = find_holdings(assignment.member, today) if is_open else []
    return still, [each.held for each in find_ended(assignment)]


IN_PANELS = frozenset({"phone"})
members_blueprint = register_blueprint(members, show_member, IN_PANELS)
members_blueprint.add_app_template_global(ends_with)
blueprints = (
    members_blueprint,
    register_blueprint(assignments),
    register_blueprint(party_posts),
    register_blueprint(appraisals),
    register_blueprint(voting_pauses),
    dissolving_blueprint,
    still_holding_blueprint,
)


@members_blueprint.route("/<id:record_id>/phone", methods=["GET", "POST"])
def reveal_phone(record_id: int) -> ResponseReturnValue:
    """Show the member's page with the whole phone number, and log who read it (registers.md).

    The number is in the answer to the press alone, which no browser keeps; every other page masks
    it, and the address alone leads to the record.
    """
    viewer = writer(members)
    member = find_record(members, viewer, record_id, writes=True)
    if request.method == "GET" or not member.phone:
        return redirect(url_for("members.show", record_id=record_id), 303)
    log(viewer, members.name, member, Action.REVEALED)
    shown = {**show_member(member, viewer), "phone": member.phone, "may_reveal": False}
    page = render_record(members, member, viewer, shown, IN_PANELS)
    db.session.commit()
    return page


@members_blueprint.route(
    "/<id:record_id>/<any({}):name>".format(",".join(f"'{step.name}'" for step in STEPS)),
    methods=["GET", "POST"],
)
def take_step(record_id: int, name: str) -> ResponseReturnValue:
    """Show the form of a step and take it.

    404 if the step isn't possible; 409 if the member was changed meanwhile.
    """
    viewer = writer(members)
    member = find_record(members, viewer, record_id, writes=True)
    step = find_step(name)
    if step is None:
        abort(404)
    form = open_form(step, member, viewer)
    is_stale = form.is_submitted() and not form.knows_version
    if not step.is_offered(member, clock.today()):
        if not is_stale:
            abort(404)
        return render_passed(members, member, title_of(step, member)), 409
    if is_stale:
        form.version.data = str(member.version)
        return render_step(step, member, form, is_stale=True), 409
    if not form.validate_on_submit() or not take(step, member, form):
        return render_step(step, member, form), 400 if form.errors else 200
    done = report(step, member, form)
    commit()
    flash(done, "ok")
    return redirect(url_for("members.show", record_id=record_id), 303)
