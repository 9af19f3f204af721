"""Views of key projects, milestones and mentoring pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_on
from partyhub.database import db
from partyhub.members.roster_pages import people_context, vacancy_states
from partyhub.members.rosters import day_within, people_on
from partyhub.projects import beginning
from partyhub.projects.gantt import Progress, gantt_of, progress_of
from partyhub.projects.models import KeyProject
from partyhub.projects.queries import (
    LEADERS,
    find_milestones_of,
    is_led_by_commissar,
)
from partyhub.projects.registers import mentorships, milestones, projects
from partyhub.registers import pages
from partyhub.registers.rights import can_read, can_write
from partyhub.registers.values import words
from partyhub.registers.views import register_blueprint
from partyhub.viewers import Viewer

# Columns that the page shows in panels of its own, not among the facts.
OWN_PANELS = (
    *("lead", "executive_leader", "team", "people_over_time"),
    *("target", "baseline", "result", "benefit_cny", "customer"),
)


def show_project(project: KeyProject, viewer: Viewer) -> dict[str, Any]:
    """Return a project's people over time, its milestones, and its result."""
    today = clock.today()
    leading = leading_on(project, day_within(project, today))
    found = find_milestones_of(project, today)
    late = frozenset(item.id for item, is_late in found if is_late)
    progress = [progress_of(item, late, today) for item, _ in found]
    may_open = can_read(milestones, viewer)
    return {
        "today": today,
        "states": [*pages.states(projects, project, today), *states_of(project, leading, progress)],
        "leading": leading,
        **people_context(projects, project, viewer),
        "progress": progress,
        "chart": gantt_of(project, progress, today, linked=may_open),
        "may_open": may_open,
        "may_add": can_write(milestones, viewer),
        "benefit": words(project.benefit_cny, "money"),
    }


@dataclass(frozen=True)
class Leading:
    """The leadership of a project by a commissar on a day.

    The day is today, or the last day on which the project was under way. `appointments` are the
    appointments of its leaders on that day, readable for the viewer or not.
    """

    day: date
    is_so: bool
    appointments: Sequence[CommissarAppointment]


def leading_on(project: KeyProject, day: date) -> Leading:
    """Return the leadership of the project by commissars on `day`."""
    leaders = [person.id for role in LEADERS for person in people_on(project, role, day)]
    query = select_appointments_on(day, CommissarAppointment.member_id.in_(leaders))
    appointments = db.session.scalars(query.order_by(CommissarAppointment.started_on)).all()
    return Leading(day, bool(appointments) and is_led_by_commissar(project, day), appointments)


def states_of(
    project: KeyProject, leading: Leading, progress: Sequence[Progress]
) -> list[tuple[str, str]]:
    """Return (look, text) pairs for the head of the page, beside the project's own state."""
    found = [("gold", gettext("led by a commissar"))] if leading.is_so else []
    found += vacancy_states(projects, project, "lead")
    late = sum(item.look == "over" for item in progress)
    if late:
        found.append(("over", ngettext("%(num)d milestone late", "%(num)d milestones late", late)))
    return found


blueprints = (
    register_blueprint(projects, show_project, OWN_PANELS),
    register_blueprint(milestones),
    register_blueprint(mentorships),
    beginning.blueprint,
)
