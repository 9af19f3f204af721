"""Forms of key projects, milestones and mentoring pairs."""

from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.campaigns.form_fields import campaign_field
from partyhub.forms import (
    DateField,
    EnumField,
    MoneyField,
    MonthAllowed,
    RecordForm,
    RefField,
    Required,
    TextField,
    YearField,
)
from partyhub.forms.common_fields import W3, code_field
from partyhub.members.form_fields import member_field, members_field
from partyhub.members.roster_forms import RosterForm
from partyhub.members.roster_queries import find_outside
from partyhub.names import NAME_AND_CODE
from partyhub.organizations.form_fields import organization_field, workshop_field
from partyhub.projects.models import ProjectStatus
from partyhub.projects.queries import choose_project, find_apprentice
from partyhub.registers.values import format_day
from partyhub.rules.plausibility import check_amount

# The states that a project in each state may change to.
MOVES = {
    ProjectStatus.PROPOSED: (ProjectStatus.RUNNING,),
    ProjectStatus.RUNNING: (ProjectStatus.ACCEPTED, ProjectStatus.STOPPED),
    ProjectStatus.ACCEPTED: (),
    ProjectStatus.STOPPED: (),
}
ENDED = (ProjectStatus.ACCEPTED, ProjectStatus.STOPPED)


class RequiredUnlessVacant(Required):
    """A validator of a part that must be given, unless whoever had it has left it vacant."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.is_change and field.stored is None and not field.errors:
            return
        super().__call__(form, field)


class ProjectForm(RosterForm):
    """The form of a key project."""

    dated = roles = ("lead", "executive_leader", "team")
    first_on = exists_on = "started_on"

    code = code_field(lazy_pgettext("projects", "Code"), render_kw=W3)
    title = TextField(
        lazy_pgettext("projects", "Title"),
        [Required(lazy_gettext("Enter the title of the project."))],
        longest=100,
        render_kw={"data-width": "w8"},
    )
    plan_year = YearField(
        lazy_pgettext("projects", "Plan year"),
        [Required(lazy_gettext("Enter the year of the plan."))],
        render_kw=W3,
    )
    organization = organization_field(lazy_pgettext("projects", "Organization"))
    workshop = workshop_field(lazy_pgettext("projects", "Workshop"))
    campaign = campaign_field(lazy_pgettext("projects", "Campaign"))
    lead = member_field(
        lazy_pgettext("projects", "Lead"),
        [RequiredUnlessVacant(lazy_gettext("Choose who leads it."))],
    )
    executive_leader = member_field(lazy_pgettext("projects", "Executive leader"))
    team = members_field(lazy_pgettext("projects", "Team"))
    started_on = DateField(
        lazy_pgettext("projects", "Started on"),
        [MonthAllowed(), Required(lazy_gettext("Enter the first day."))],
        render_kw=W3,
    )
    due_on = DateField(
        lazy_pgettext("projects", "Due on"), [MonthAllowed(is_last=True)], render_kw=W3
    )
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
    )
    baseline = TextField(
        lazy_pgettext("projects", "Baseline"),
        longest=4000,
        lines=2,
    )
    result = TextField(
        lazy_pgettext("projects", "Result"),
        longest=4000,
        lines=3,
    )
    benefit_cny = MoneyField(lazy_pgettext("projects", "Economic benefit (yuan)"))
    customer = TextField(
        lazy_pgettext("projects", "Customer"),
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
                ("lead", "executive_leader", "team"),
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
        day = closed or self.started_on.data
        check_amount(self, "benefit_cny", "amounts.benefit.least", day)
        due = self.due_on.data
        if due and due < self.started_on.data:
            self.refuse("due_on", gettext("It must not lie before the first day."))
        self.check_people()

    def check_beginning(self) -> None:
        """Warn if an approved proposal still has its proposed first day.

        A proposal that is approved late may not have begun on that day.
        """
        day, status = self.started_on.data, self.status
        is_approved = status.stored is ProjectStatus.PROPOSED is not status.data
        if is_approved and day == self.started_on.stored and day < clock.today():
            self.warn(
                "started_on",
                gettext(
                    "%(day)s is the day that the proposal named. The project counts from it on, in"
                    " past periods too. Enter the day on which it really began.",
                    day=format_day(day),
                ),
            )


class MilestoneForm(RecordForm):
    """The form of a milestone."""

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
    )

    def day_referred(self, _name: str) -> None:
        """Return None: what was planned may lie after the end of a project that was stopped."""

    def check(self) -> None:
        planned, done, project = self.planned_on.data, self.done_on.data, self.project.data
        if done and done > clock.today():
            self.refuse("done_on", gettext("This day has not come yet."))
        if planned < project.started_on:
            self.warn("planned_on", gettext("The project begins later than this day."))
        if done and done > planned and not self.delay_reason.data:
            self.warn("delay_reason", gettext("Done after the planned day, without a reason."))


class MentorshipForm(RecordForm):
    """The form of a mentoring pair."""

    exists_on = "started_on"

    mentor = member_field(
        lazy_pgettext("mentorships", "Mentor"), [Required(lazy_gettext("Choose the mentor."))]
    )
    apprentice = TextField(
        lazy_pgettext("mentorships", "Apprentice"),
        [Required(lazy_gettext("Enter the apprentice's name."))],
        longest=120,
        description=lazy_gettext("The name; name（number） links somebody on record."),
    )
    skill = TextField(
        lazy_pgettext("mentorships", "Skill"),
        longest=2000,
        lines=2,
    )
    started_on = DateField(
        lazy_pgettext("mentorships", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
        render_kw=W3,
    )
    ended_on = DateField(
        lazy_pgettext("mentorships", "Finished on"),
        description=lazy_gettext("The first day on which the pair is no longer one."),
        render_kw=W3,
    )
    result = TextField(
        lazy_pgettext("mentorships", "Result"),
        longest=2000,
        lines=2,
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
        self.check_apprentice()
        if find_outside([self.mentor.data], self.started_on.data):
            self.warn("mentor", gettext("The mentor was no Party member here on the first day."))

    def check_apprentice(self) -> None:
        """Resolve `name（number）` to a person on record and write it as on record.

        Refuses a mentor as their own apprentice. Warns of an unknown number, and of an apprentice
        with the mentor's name.
        """
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
