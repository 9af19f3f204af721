from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import select_appointments_on
from partyhub.database import db
from partyhub.members.roster_pages import people_context
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
from partyhub.registers import pages, register_blueprint
from partyhub.registers.rights import can_read, can_write, find_record, reader
from partyhub.registers.values import words
from partyhub.registers.views import render_record

projects_blueprint = register_blueprint(projects, leave_out=frozenset({"show"}))
blueprints = (
    projects_blueprint,
    register_blueprint(milestones),
    register_blueprint(mentorships),
    beginning.blueprint,
)

# What the page shows in panels of its own, not among the facts.
OWN_PANELS = (
    *("lead", "executive_leader", "team", "people_over_time"),
    *("target", "baseline", "result", "benefit_cny", "customer"),
)


@projects_blueprint.get("/<int(min=1,max=2147483647):record_id>", endpoint="show")
def show_project(record_id: int) -> ResponseReturnValue:
    """A project with its people over time, its milestones, and what came of it."""
    viewer, today = reader(projects), clock.today()
    project = find_record(projects, viewer, record_id, archived=True)
    leading = leading_on(project, day_within(project, today))
    found = find_milestones_of(project, today)
    late = frozenset(item.id for item, is_late in found if is_late)
    progress = [progress_of(item, late, today) for item, _ in found]
    may_open = can_read(milestones, viewer)
    return render_record(
        projects,
        project,
        viewer,
        today=today,
        facts=pages.facts(projects, project, today, leave_out=OWN_PANELS),
        states=[*pages.states(projects, project, today), *states_of(leading, progress)],
        leading=leading,
        **people_context(projects, project, viewer),
        progress=progress,
        chart=gantt_of(project, progress, today, linked=may_open),
        may_open=may_open,
        may_add=can_write(milestones, viewer),
        benefit=words(project.benefit_cny, "money"),
    )


@dataclass(frozen=True)
class Leading:
    """Whether a commissar led the project on a day: today, or the last one that it was under way.

    `held` are the appointments of its leaders on that day, open or not for the reader.
    """

    day: date
    is_so: bool
    held: Sequence[CommissarAppointment]


def leading_on(project: KeyProject, day: date) -> Leading:
    leaders = [person.id for role in LEADERS for person in people_on(project, role, day)]
    query = select_appointments_on(day, CommissarAppointment.member_id.in_(leaders))
    held = db.session.scalars(query.order_by(CommissarAppointment.started_on)).all()
    return Leading(day, bool(held) and is_led_by_commissar(project, day), held)


def states_of(leading: Leading, progress: Sequence[Progress]) -> list[tuple[str, str]]:
    """What stands at the head of the page beside the project's own state."""
    found = [("gold", gettext("led by a commissar"))] if leading.is_so else []
    late = sum(item.look == "over" for item in progress)
    if late:
        found.append(("over", ngettext("%(num)d milestone late", "%(num)d milestones late", late)))
    return found
