from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.dissolving import blueprint as dissolving_blueprint
from partyhub.members.models import Member
from partyhub.members.queries import select_appraisals_of, select_posts_of
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.members.steps import STEPS, Step, StepForm, find_step
from partyhub.organizations.models import Organization
from partyhub.registers.editing import render_passed
from partyhub.registers.rights import Rights, find_readable, find_record, reader, writer
from partyhub.registers.saving import add, recorded
from partyhub.registers.values import day_words
from partyhub.registers.views import register_blueprint, render_record

members_blueprint = register_blueprint(members, leave_out=frozenset({"show"}))
blueprints = (
    members_blueprint,
    register_blueprint(assignments),
    register_blueprint(party_posts),
    register_blueprint(appraisals),
    dissolving_blueprint,
)


@members_blueprint.get("/<int(min=1,max=2147483647):record_id>", endpoint="show")
def show_member(record_id: int) -> ResponseReturnValue:
    viewer = reader(members)
    member = find_record(members, viewer, record_id, archived=True)
    today = clock.today()
    may = Rights.of(members, viewer, member)
    assignments = [a for a in reversed(member.assignments) if a.archived_at is None]
    posts = db.session.scalars(select_posts_of(member)).all()
    named = {each.organization_id for each in (*assignments, *posts)}
    return render_record(
        members,
        member,
        viewer,
        may,
        today=today,
        stage=member.stage_on(today),
        reachable=find_readable(Organization, named, viewer),
        assignments=assignments,
        posts=posts,
        appraisals=db.session.scalars(select_appraisals_of(member)).all(),
        steps=[step for step in STEPS if may.edit and step.is_offered(member, today)],
    )


@members_blueprint.route(
    "/<int(min=1,max=2147483647):record_id>/<any({}):name>".format(
        ",".join(f"'{step.name}'" for step in STEPS)
    ),
    methods=["GET", "POST"],
)
def take_step(record_id: int, name: str) -> ResponseReturnValue:
    viewer = writer(members)
    member = find_record(members, viewer, record_id, writes=True)
    step = find_step(name)
    if step is None:
        abort(404)
    form = step.form(viewer, edited=member, values={"version": str(member.version)})
    is_stale = form.is_submitted() and not form.knows_version
    if not step.is_offered(member, clock.today()):
        if not is_stale:
            abort(404)
        return render_passed(members, member, title_of(step, member)), 409
    if is_stale:
        form.version.data = str(member.version)
        return render_step(step, member, form, is_stale=True), 409
    if not form.validate_on_submit():
        return render_step(step, member, form), 400 if form.errors else 200
    act(step, member, form)
    db.session.commit()
    flash(title_of(step, member), "ok")
    return redirect(url_for("members.show", record_id=member.id), 303)


def title_of(step: Step, member: Member) -> str:
    return gettext("%(step)s: %(name)s", step=step.label, name=member.name)


def act(step: Step, member: Member, form: StepForm) -> None:
    """Take the step, and log it at the member and at each assignment that it ends or makes."""
    current = member.assignment_on(clock.today())
    watched = [member, current] if current else [member]
    made = []
    with recorded(form.viewer, step.action, *watched, reason=form.reason.data):
        for record in step.act(member, form):
            db.session.add(record)
            made.append(record)
    for record in made:
        add(record, form.viewer, step.action)


def render_step(step: Step, member: Member, form: StepForm, *, is_stale: bool = False) -> str:
    return render_template(
        "members/step.html",
        register=members,
        step=step,
        record=member,
        form=form,
        is_stale=is_stale,
        now=standing_now(member),
        cancel_url=url_for("members.show", record_id=member.id),
    )


def standing_now(member: Member) -> list[tuple[str, str]]:
    """What a step starts from, as (label, words)."""
    today = clock.today()
    current, stage = member.assignment_on(today), member.stage_on(today)
    last = member.last_assignment
    return [
        (gettext("Organization"), current.organization.name if current else ""),
        (gettext("Since"), day_words(current.started_on) if current else ""),
        (gettext("Left on"), day_words(last.ended_on) if last and last.ended_on else ""),
        (gettext("Stage"), stage.label if stage else ""),
        (gettext("Admitted on"), day_words(member.admitted_on) if member.admitted_on else ""),
        (gettext("Full member since"), day_words(member.full_on) if member.full_on else ""),
    ]
