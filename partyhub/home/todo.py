"""What is to be done, from facts on record: terms that end, probation that ends, people nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.queries import select_probationary, select_unassigned
from partyhub.organizations.queries import select_terms_due
from partyhub.periods import add_months
from partyhub.projects.queries import select_milestones_late
from partyhub.rules.models import Rule
from partyhub.rules.queries import find_versions, number_on, rule_number
from partyhub.viewers import SECRETARIES, Viewer

AHEAD = timedelta(days=30)
MOST = 12


@dataclass(frozen=True)
class Duty:
    """One thing to do: how pressing it is, what, where, until when, and the link that does it."""

    look: str
    state: str
    what: str
    organization: str
    due: date | None
    url: str
    act: str
    act_url: str


def duties(viewer: Viewer) -> list[Duty]:
    """Everything that is due or overdue today, the most pressing first, what has no day last."""
    found = [
        *terms_due(viewer),
        *probation_due(viewer),
        *unassigned(viewer),
        *milestones_late(viewer),
    ]
    return sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max))


def terms_due(viewer: Viewer) -> Iterator[Duty]:
    """Terms that end within the time that the rule reminds of, or ended."""
    today = clock.today()
    months = rule_number("terms.reminder.months", today) or 0
    for term in db.session.scalars(select_terms_due(viewer, add_months(today, months))):
        name, url = term.organization.name, url_for("terms.show", record_id=term.id)
        what = gettext("%(name)s: term %(number)s ends, elect anew", name=name, number=term.number)
        due = term.last_day_due
        yield Duty(*pressing(due), what, name, due, url, gettext("See the term"), url)


def probation_due(viewer: Viewer) -> Iterator[Duty]:
    """Probation that ends within thirty days or ended: the branch has to discuss it."""
    today = clock.today()
    rule = find_versions("members.probation.months")
    for member in db.session.scalars(select_probationary(viewer, today)):
        due = probation_ends(member, rule)
        if due is None or due > today + AHEAD:
            continue
        current = member.assignment_on(today)
        url = url_for("members.show", record_id=member.id)
        act, act_url = gettext("See the record"), url
        if viewer.is_one_of(SECRETARIES):
            act = gettext("Make a full member")
            act_url = url_for("members.take_step", record_id=member.id, name="regularize")
        what = gettext("%(name)s: probation ends, discuss full membership", name=member.name)
        where = current.organization.name if current else ""
        yield Duty(*pressing(due), what, where, due, url, act, act_url)


def probation_ends(member: Member, rule: Sequence[Rule]) -> date | None:
    """The day on which probation ends, an extension included, by the rule of the day it began."""
    if member.probation_extended_until or member.admitted_on is None:
        return member.probation_extended_until
    months = number_on(rule, member.admitted_on)
    return None if months is None else add_months(member.admitted_on, months)


def unassigned(viewer: Viewer) -> Iterator[Duty]:
    for member in db.session.scalars(select_unassigned(viewer)):
        url = url_for("members.show", record_id=member.id)
        what = gettext("%(name)s was never assigned to a branch", name=member.name)
        act_url = url_for("assignments.create", member=f"#{member.id}")
        if not viewer.is_one_of(SECRETARIES):
            act_url = url
        yield Duty("none", gettext("missing"), what, "", None, url, gettext("Assign"), act_url)


def milestones_late(viewer: Viewer) -> Iterator[Duty]:
    """The very milestones that the figure of late ones counts today."""
    today = clock.today()
    for milestone in db.session.scalars(select_milestones_late(viewer, today)):
        url = url_for("milestones.show", record_id=milestone.id)
        act, act_url = gettext("See the record"), url
        if viewer.is_one_of(SECRETARIES):
            act = gettext("Note when it was done")
            act_url = url_for("milestones.edit", record_id=milestone.id)
        where, due = milestone.project.organization.name, milestone.planned_on
        what = gettext("%(name)s: milestone not done", name=milestone.caption)
        yield Duty(*pressing(due), what, where, due, url, act, act_url)


def pressing(due: date | None) -> tuple[str, str]:
    """How a day looks from today, as (look, words)."""
    if due is None:
        return "none", gettext("no day")
    days = (due - clock.today()).days
    if days < 0:
        return "over", gettext("overdue")
    if days == 0:
        return "due", gettext("due today")
    return "due", ngettext("%(num)s day left", "%(num)s days left", days)
