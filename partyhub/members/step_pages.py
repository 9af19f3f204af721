"""The page of a step: its form, what ends with it, who follows, and taking it."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.forms.steps import StepForm
from partyhub.members.holdings import Holding, Need, records_of
from partyhub.members.leaver_accounts import disable_accounts, find_accounts
from partyhub.members.leaving import settle
from partyhub.members.models import Member
from partyhub.members.registers import members
from partyhub.members.steps import Step
from partyhub.members.successors import field_of, name_successors, with_successors
from partyhub.registers.rights import find_readable_among, find_record
from partyhub.registers.saving import OwnTracker, add, track_changes
from partyhub.registers.values import format_day, words
from partyhub.viewers import Viewer


def open_form(step: Step, member: Member, viewer: Viewer) -> StepForm:
    """Make the step's form, with a field for each successor who may be named.

    What ends depends on the day, so the form is read without these fields first.
    """
    values = {"version": str(member.version)}
    plain = step.form(viewer, edited=member, values=values)
    held = step.opens(member, plain)
    if not held:
        return plain
    return with_successors(step.form, held, viewer)(viewer, edited=member, values=values)


def title_of(step: Step, member: Member) -> str:
    return gettext("%(step)s: %(name)s", step=step.label, name=member.name)


def report(step: Step, member: Member, form: StepForm) -> str:
    """Return the sentence that the step is taken, with the reason where the step asks for one."""
    reason = form.data.get("out_reason")
    if reason is None:
        return gettext("%(step)s: %(name)s, done", step=step.label, name=member.name)
    return gettext(
        "%(step)s: %(name)s (%(reason)s), done",
        step=step.label,
        name=member.name,
        reason=reason.label,
    )


def take(step: Step, member: Member, form: StepForm) -> bool:
    """Take the step with all that ends and follows; return whether it is taken.

    Otherwise nothing is stored, and the form says why.
    """
    point = db.session.begin_nested()
    act(step, member, form)
    is_open = form.warnings and not form.reason.data
    if not any(field.errors for field in form) and not is_open:
        point.commit()
        return True
    point.rollback()
    find_record(members, form.viewer, member.id, writes=True)  # reloads what the page shows
    if is_open:
        rule = form.warnings[0][1].rstrip("。.")
        form.reason.errors = [
            gettext("This is against a rule that has exceptions (%(rule)s). Say why.", rule=rule)
        ]
    return False


def act(step: Step, member: Member, form: StepForm) -> None:
    """Take the step and log it at the member and at each assignment that it ends or makes.

    What ends with it is logged at its own records, and so are those who follow.
    """
    current = member.assignment_on(clock.today())
    watched = [member, current] if current else [member]
    made = []
    with track_changes(form.viewer, step.action, *watched, reason=form.reason.data):
        for record in step.act(member, form):
            db.session.add(record)
            made.append(record)
    for record in made:
        add(record, form.viewer, step.action)
    if current is not None and current.ended_on is not None:
        settle([current.id], OwnTracker(form.viewer))
        name_successors(form)
        disable_accounts(form)


def render_step(step: Step, member: Member, form: StepForm, *, is_stale: bool = False) -> str:
    held = step.opens(member, form)
    form.listed.data = ",".join(each.key for each in held)
    return render_template(
        "members/step.html",
        register=members,
        step=step,
        record=member,
        form=form,
        is_stale=is_stale,
        held=[_line(each, form) for each in held],
        needed=sum(each.need is Need.NEEDED for each in held),
        readable=_readable(held, form.viewer),
        accounts=find_accounts(form),
        now=describe_state(member),
        cancel_url=url_for("members.show", record_id=member.id),
    )


def _line(held: Holding, form: StepForm) -> tuple[Holding, Any]:
    """Return a thing with the field of its successor, or None where nobody is asked for."""
    fields = {field.name: field for field in form}
    return held, fields.get(field_of(held))


def _readable(held: Sequence[Holding], viewer: Viewer) -> set[Any]:
    """Return the keys of what the viewer may open, the others are shown without a link."""
    named: dict[Any, set[int]] = {}
    for record in records_of(held):
        named.setdefault(type(record), set()).add(record.id)
    found = find_readable_among(named, viewer)
    return {each.key for each in held if (type(each.record), each.record.id) in found}


def describe_state(member: Member) -> list[tuple[str, str]]:
    """Return what a step starts from, as (label, text) pairs."""
    today = clock.today()
    current, stage = member.assignment_on(today), member.stage_on(today)
    last = member.last_assignment
    return [
        (gettext("Organization"), current.organization.name if current else ""),
        (gettext("Since"), format_day(current.started_on) if current else ""),
        (gettext("Left on"), format_day(last.ended_on) if last and last.ended_on else ""),
        (gettext("Stage"), stage.label if stage else ""),
        (gettext("Admitted on"), words(member.date_of("admitted_on"), "known_date")),
        (gettext("Full member since"), words(member.date_of("full_on"), "known_date")),
    ]
