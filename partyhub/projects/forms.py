from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.campaigns.fields import campaign_field
from partyhub.forms import (
    DateField,
    EnumField,
    MoneyField,
    NumberField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.forms.usual import W3, code_field
from partyhub.members.fields import member_field, members_field
from partyhub.members.roster_forms import RosterForm
from partyhub.members.rosters import find_outside
from partyhub.organizations.fields import organization_field, workshop_field
from partyhub.projects.models import ProjectStatus
from partyhub.projects.queries import choose_project, find_apprentice
from partyhub.references import NAME_AND_CODE
from partyhub.registers.values import day_words

# From which state a project may go on to which.
MOVES = {
    ProjectStatus.PROPOSED: (ProjectStatus.RUNNING,),
    ProjectStatus.RUNNING: (ProjectStatus.ACCEPTED, ProjectStatus.STOPPED),
    ProjectStatus.ACCEPTED: (),
    ProjectStatus.STOPPED: (),
}
ENDED = (ProjectStatus.ACCEPTED, ProjectStatus.STOPPED)


class ProjectForm(RosterForm):
    roles = ("lead", "executive_leader", "team")
    first_on = "started_on"

    code = code_field(lazy_pgettext("projects", "Code"), "XM2023-01", render_kw=W3)
    title = TextField(
        lazy_pgettext("projects", "Title"),
        [Required(lazy_gettext("Enter the title of the project."))],
        longest=100,
        render_kw={"data-width": "w8"},
        example=lazy_pgettext("example", "Less scrap in cross-linking"),
    )
    plan_year = NumberField(
        lazy_pgettext("projects", "Plan year"),
        [Required(lazy_gettext("Enter the year of the plan."))],
        least=1921,
        most=2199,
        render_kw=W3,
    )
    organization = organization_field(lazy_pgettext("projects", "Organization"))
    workshop = workshop_field(lazy_pgettext("projects", "Workshop"))
    campaign = campaign_field(lazy_pgettext("projects", "Campaign"))
    lead = member_field(
        lazy_pgettext("projects", "Lead"), [Required(lazy_gettext("Choose who leads it."))]
    )
    executive_leader = member_field(lazy_pgettext("projects", "Executive leader"))
    team = members_field(lazy_pgettext("projects", "Team"))
    started_on = DateField(
        lazy_pgettext("projects", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
        render_kw=W3,
    )
    due_on = DateField(lazy_pgettext("projects", "Due on"), render_kw=W3)
    closed_on = DateField(
        lazy_pgettext("projects", "Closed on"),
        description=lazy_gettext("The day of acceptance, or of stopping."),
        render_kw=W3,
    )
    status = EnumField(
        lazy_pgettext("projects", "Status"),
        ProjectStatus,
        [Required(lazy_gettext("Choose the state."))],
        render_kw=W3,
    )
    target = TextField(
        lazy_pgettext("projects", "Target"),
        longest=4000,
        lines=2,
        example=lazy_pgettext("example", "Scrap below 8 in 1000"),
    )
    baseline = TextField(
        lazy_pgettext("projects", "Baseline"),
        longest=4000,
        lines=2,
        example=lazy_pgettext("example", "Scrap 15 in 1000"),
    )
    result = TextField(
        lazy_pgettext("projects", "Result"),
        longest=4000,
        lines=3,
        example=lazy_pgettext("example", "Scrap 7 in 1000"),
    )
    benefit_cny = MoneyField(lazy_pgettext("projects", "Economic benefit (yuan)"))
    customer = TextField(
        lazy_pgettext("projects", "Customer"),
        example=lazy_pgettext("example", "Cable workshop one"),
    )

    @property
    def layout(self) -> Any:  # type: ignore[override]
        return (
            (
                lazy_gettext("Project"),
                ("code", "title", "plan_year", "organization", "workshop", "campaign"),
            ),
            (
                lazy_gettext("Who is in it"),
                ("lead", "executive_leader", "team", *self.since_fields),
            ),
            (lazy_gettext("State"), ("status", "started_on", "due_on", "closed_on")),
            (lazy_gettext("From target to result"), ("target", "baseline", "result")),
            (None, ("benefit_cny", "customer")),
        )

    def check(self) -> None:
        self.check_move("status", MOVES)
        self.check_span("started_on", "closed_on")
        status, closed = self.status.data, self.closed_on.data
        if status in ENDED and not closed:
            self.refuse(
                "closed_on",
                gettext(
                    "A project that was accepted or stopped needs the day on which it was."
                    " Enter it, or choose another state."
                ),
            )
        if closed and closed > clock.today() and status in ENDED:
            self.refuse("closed_on", gettext("This day has not come yet."))
        if closed and status not in ENDED:
            self.warn("closed_on", gettext("It has a day of ending, but its state says otherwise."))
        self.check_beginning()
        due = self.due_on.data
        if due and due < self.started_on.data:
            self.refuse("due_on", gettext("It must not lie before the first day."))
        self.check_people()

    def check_beginning(self) -> None:
        """A proposal that is approved late may not have begun on the day that it named."""
        day, status = self.started_on.data, self.status
        is_approved = status.stored is ProjectStatus.PROPOSED is not status.data
        if is_approved and day == self.started_on.stored and day < clock.today():
            self.warn(
                "started_on",
                gettext(
                    "%(day)s is the day that the proposal named. The project counts from it on, in"
                    " past periods too. Enter the day on which it really began.",
                    day=day_words(day),
                ),
            )


class MilestoneForm(RecordForm):
    project = RefField(
        lazy_pgettext("milestones", "Project"),
        choose_project,
        [Required(lazy_gettext("Choose the project."))],
        choices_from="projects",
    )
    title = TextField(
        lazy_pgettext("milestones", "Title"),
        [Required(lazy_gettext("Enter what is to be done."))],
        render_kw={"data-width": "w8"},
        example=lazy_pgettext("example", "Trial run"),
    )
    planned_on = DateField(
        lazy_pgettext("milestones", "Planned on"),
        [Required(lazy_gettext("Enter the planned day."))],
        render_kw=W3,
    )
    done_on = DateField(lazy_pgettext("milestones", "Done on"), render_kw=W3)
    delay_reason = TextField(
        lazy_pgettext("milestones", "Reason of the delay"),
        longest=2000,
        lines=2,
        example=lazy_pgettext("example", "Equipment came a month late"),
    )

    def check(self) -> None:
        planned, done, project = self.planned_on.data, self.done_on.data, self.project.data
        if done and done > clock.today():
            self.refuse("done_on", gettext("This day has not come yet."))
        if planned < project.started_on:
            self.warn("planned_on", gettext("The project begins later than this day."))
        if done and done > planned and not self.delay_reason.data:
            self.warn("delay_reason", gettext("Done after the planned day, without a reason."))


class MentorshipForm(RecordForm):
    mentor = member_field(
        lazy_pgettext("mentorships", "Mentor"), [Required(lazy_gettext("Choose the mentor."))]
    )
    apprentice = TextField(
        lazy_pgettext("mentorships", "Apprentice"),
        [Required(lazy_gettext("Enter the apprentice's name."))],
        longest=120,
        description=lazy_gettext("The name; name（number） links somebody on record."),
        example=lazy_pgettext("example", "Zhao Liu"),
    )
    skill = TextField(
        lazy_pgettext("mentorships", "Skill"),
        longest=2000,
        lines=2,
        example=lazy_pgettext("example", "Adjusting of the extruder"),
    )
    started_on = DateField(
        lazy_pgettext("mentorships", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
        render_kw=W3,
    )
    ended_on = DateField(
        lazy_pgettext("mentorships", "Finished on"),
        description=lazy_gettext("The first day on which it is no longer so."),
        render_kw=W3,
    )
    result = TextField(
        lazy_pgettext("mentorships", "Result"),
        longest=2000,
        lines=2,
        example=lazy_pgettext("example", "Good"),
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
        self.check_apprentice()
        if find_outside([self.mentor.data], self.started_on.data):
            self.warn(
                "mentor", gettext("On the first day no Party member of any organization here.")
            )

    def check_apprentice(self) -> None:
        """Find the person on record whom `name（number）` names; it is written as on record."""
        field, mentor = self.apprentice, self.mentor.data
        parts = NAME_AND_CODE.fullmatch(field.data)
        found = find_apprentice(self.viewer, parts[1], parts[2]) if parts else None
        if found:
            field.data = f"{found.name}（{found.number}）"
        if found == mentor:
            self.refuse("apprentice", gettext("Nobody is their own apprentice."))
        elif field.data == field.stored:
            return
        elif parts and not found:
            self.warn(
                "apprentice",
                gettext(
                    "“%(text)s” is nobody on record: it is kept as a name. Check the number.",
                    text=field.data,
                ),
            )
        elif field.data == mentor.name:
            self.warn(
                "apprentice",
                gettext(
                    "Master and apprentice have the same name. Save it only if they are two people."
                ),
            )
