from datetime import date

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import (
    BoolField,
    DateField,
    EnumField,
    NameField,
    NumberField,
    PhoneField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.members.models import (
    Assignment,
    Employment,
    Grade,
    InReason,
    Member,
    OutReason,
    Post,
    Sex,
)
from partyhub.members.queries import choose_member, find_overlap
from partyhub.organizations.queries import (
    choose_branch,
    choose_group,
    choose_organization,
    choose_workshop,
    has_term_on,
)
from partyhub.periods import add_months, add_years
from partyhub.rules.queries import rule_number

W3 = {"data-width": "w3"}


class MemberForm(RecordForm):
    number = TextField(
        lazy_pgettext("members", "Number"),
        [Required(lazy_gettext("Enter the employee number."))],
        longest=60,
        render_kw=W3,
    )
    name = NameField(
        lazy_pgettext("members", "Name"), [Required(lazy_gettext("Enter a name."))], render_kw=W3
    )
    sex = EnumField(lazy_pgettext("members", "Sex"), Sex, render_kw=W3)
    birth_date = DateField(lazy_pgettext("members", "Date of birth"), render_kw=W3)
    ethnicity = TextField(lazy_pgettext("members", "Ethnicity"), longest=60, render_kw=W3)
    native_place = TextField(lazy_pgettext("members", "Native place"), longest=60, render_kw=W3)
    education = TextField(lazy_pgettext("members", "Education"), longest=60, render_kw=W3)
    organization = RefField(
        lazy_pgettext("members", "Branch"),
        choose_branch,
        [Required(lazy_gettext("Choose the branch."))],
        choices_from="organizations",
    )
    party_group = RefField(
        lazy_pgettext("members", "Party group"), choose_group, choices_from="organizations"
    )
    workshop = RefField(
        lazy_pgettext("members", "Workshop"), choose_workshop, choices_from="workshops"
    )
    job = TextField(lazy_pgettext("members", "Job"), longest=60)
    applied_on = DateField(lazy_pgettext("members", "Applied on"), render_kw=W3)
    activist_on = DateField(lazy_pgettext("members", "Activist since"), render_kw=W3)
    target_on = DateField(lazy_pgettext("members", "Development target since"), render_kw=W3)
    admitted_on = DateField(lazy_pgettext("members", "Admitted on"), render_kw=W3)
    full_on = DateField(lazy_pgettext("members", "Full member since"), render_kw=W3)
    probation_extended_until = DateField(
        lazy_pgettext("members", "Probation extended until"), render_kw=W3
    )
    joined_on = DateField(
        lazy_pgettext("members", "Transferred in on"),
        render_kw=W3,
        description=lazy_gettext("Only for who came from another Party organization."),
    )
    employment = EnumField(lazy_pgettext("members", "Employment"), Employment, render_kw=W3)
    is_floating = BoolField(lazy_pgettext("members", "Floating member"), render_kw=W3)
    phone = PhoneField(lazy_pgettext("members", "Phone"), render_kw=W3)
    remark = TextField(lazy_pgettext("members", "Remark"), longest=2000, lines=3)

    stages = ("applied_on", "activist_on", "target_on", "admitted_on", "full_on")

    @property
    def layout(self) -> tuple[tuple[object, tuple[str, ...]], ...]:  # type: ignore[override]
        place = ("party_group",) if self.is_change else ("organization", "party_group")
        return (
            (lazy_gettext("Person"), (
                "number", "name", "sex", "birth_date", "ethnicity", "native_place", "education",
                "phone",
            )),
            (lazy_gettext("Branch and work"), (
                *place, "workshop", "job", "employment", "is_floating", "joined_on",
            )),
            (lazy_gettext("Way into the Party"), (*self.stages, "probation_extended_until")),
            (None, ("remark",)),
        )

    def check(self) -> None:
        self.check_branch()
        self.check_order()
        self.check_age()
        self.check_probation()

    def check_branch(self) -> None:
        if not self.is_change or not self.organization.given:
            return
        assert isinstance(self.edited, Member)
        current = self.edited.assignment_on(clock.today()) or self.edited.last_assignment
        if self.organization.data is not (current.organization if current else None):
            self.refuse(
                "organization",
                gettext("A change of branch is a transfer: use Move or Transfer on the member's page."),
            )

    def check_order(self) -> None:
        """No stage before the one below it, none in the future."""
        before: tuple[str, date] | None = None
        for name in (*self.stages, "joined_on"):
            day = self[name].data
            if day is None:
                continue
            if day > clock.today():
                self.refuse(name, gettext("This day has not come yet. Enter it when it has."))
            elif name != "joined_on" and before and day < before[1]:
                self.refuse(
                    name,
                    gettext("It can't lie before “%(other)s”.", other=self[before[0]].label.text),
                )
            before = (name, day) if name != "joined_on" else before

    def check_age(self) -> None:
        born, applied = self.birth_date.data, self.applied_on.data or self.admitted_on.data
        if born and born > clock.today():
            self.refuse("birth_date", gettext("This day has not come yet."))
        if not born or not applied:
            return
        age = rule_number("members.age.least", applied)
        if age is not None and applied < add_years(born, age):
            self.refuse("birth_date", gettext("Under %(age)s on the day of the application.", age=age))

    def check_probation(self) -> None:
        admitted, full = self.admitted_on.data, self.full_on.data
        months = rule_number("members.probation.months", admitted) if admitted else None
        if not admitted or months is None:
            return
        if full and full < add_months(admitted, months):
            self.warn("full_on", gettext("Probation lasts %(months)s months.", months=months))
        extended = self.probation_extended_until.data
        least = rule_number("members.extension.months.least", admitted)
        most = rule_number("members.extension.months.most", admitted)
        if extended and least and most:
            end = add_months(admitted, months)
            if not add_months(end, least) <= extended <= add_months(end, most):
                self.warn(
                    "probation_extended_until",
                    gettext("Probation is extended by %(least)s to %(most)s months.", least=least, most=most),
                )


class AssignmentForm(RecordForm):
    member = RefField(
        lazy_pgettext("assignments", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
    )
    organization = RefField(
        lazy_pgettext("assignments", "Organization"),
        choose_branch,
        [Required(lazy_gettext("Choose the organization."))],
        choices_from="organizations",
    )
    party_group = RefField(
        lazy_pgettext("assignments", "Party group"), choose_group, choices_from="organizations"
    )
    started_on = DateField(
        lazy_pgettext("assignments", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    in_reason = EnumField(
        lazy_pgettext("assignments", "Reason of increase"),
        InReason,
        [Required(lazy_gettext("Choose how the person came in."))],
    )
    ended_on = DateField(
        lazy_pgettext("assignments", "Ended on"),
        description=lazy_gettext("The first day on which the person is no longer there."),
    )
    out_reason = EnumField(lazy_pgettext("assignments", "Reason of decrease"), OutReason)

    def check(self) -> None:
        started, ended = self.started_on.data, self.ended_on.data
        check_days(self, "started_on", "ended_on")
        if ended and not self.out_reason.data:
            self.refuse("out_reason", gettext("Choose why the assignment ended."))
        if self.out_reason.data and not ended:
            self.refuse("ended_on", gettext("Enter the day on which the assignment ended."))
        if started and self.organization.data:
            check_exists(self, "organization", started)
        if not self.errors:
            self.check_overlap(started, ended)

    def check_overlap(self, started: date, ended: date | None) -> None:
        trial = Assignment(
            id=self.edited.id if self.edited else None,
            member_id=self.member.data.id,
            started_on=started,
            ended_on=ended,
        )
        if self.member.data.id and find_overlap(trial):
            self.refuse(
                "started_on",
                gettext("On these days the person is assigned already. End that assignment first."),
            )


class PartyPostForm(RecordForm):
    member = RefField(
        lazy_pgettext("party_posts", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
    )
    organization = RefField(
        lazy_pgettext("party_posts", "Organization"),
        choose_organization,
        [Required(lazy_gettext("Choose the organization."))],
        choices_from="organizations",
    )
    post = EnumField(
        lazy_pgettext("party_posts", "Post"), Post, [Required(lazy_gettext("Choose the post."))]
    )
    started_on = DateField(
        lazy_pgettext("party_posts", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    ended_on = DateField(lazy_pgettext("party_posts", "Ended on"))

    def check(self) -> None:
        check_days(self, "started_on", "ended_on")
        day, organization = self.started_on.data, self.organization.data
        if day and organization and has_term_on(organization, day) is False:
            self.warn("started_on", gettext("On this day no term of the organization was running."))


class AppraisalForm(RecordForm):
    member = RefField(
        lazy_pgettext("appraisals", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
    )
    for_year = NumberField(
        lazy_pgettext("appraisals", "Year appraised"),
        [Required(lazy_gettext("Enter the year that is appraised."))],
        least=1921,
        most=2199,
    )
    held_on = DateField(
        lazy_pgettext("appraisals", "Held on"),
        [Required(lazy_gettext("Enter the day of the appraisal."))],
    )
    grade = EnumField(
        lazy_pgettext("appraisals", "Grade"), Grade, [Required(lazy_gettext("Choose the grade."))]
    )

    def check(self) -> None:
        member, day = self.member.data, self.held_on.data
        if day and day > clock.today():
            self.refuse("held_on", gettext("This day has not come yet."))
        if not member or not day or self.grade.data in (None, Grade.NOT_GRADED):
            return
        if member.full_on is None or member.full_on > day:
            self.warn("grade", gettext("Probationary members take part but get no grade."))


def check_days(form: RecordForm, first: str, last: str) -> None:
    """Refuse an end that isn't after the beginning, and days that have not come yet."""
    started, ended = form[first].data, form[last].data
    if started and started > clock.today():
        form.refuse(first, gettext("This day has not come yet."))
    if started and ended and ended <= started:
        form.refuse(last, gettext("It must lie after the first day."))


def check_exists(form: RecordForm, name: str, day: date) -> None:
    """Refuse an organization that didn't exist on `day`."""
    organization = form[name].data
    if day < organization.established_on:
        form.refuse(name, gettext("It was established later than this day."))
    elif organization.dissolved_on and day >= organization.dissolved_on:
        form.refuse(name, gettext("It was dissolved before this day."))
