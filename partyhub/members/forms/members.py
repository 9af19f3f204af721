from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms.validators import StopValidation

from partyhub import clock
from partyhub.forms import (
    BoolField,
    DateField,
    EnumField,
    NameField,
    PhoneField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.members.models import (
    Employment,
    Member,
    Sex,
)
from partyhub.organizations.queries import (
    choose_branch,
    choose_group,
    choose_workshop,
)
from partyhub.periods import add_months, add_years
from partyhub.rules.queries import rule_number

W3 = {"data-width": "w3"}


class BranchRequired(Required):
    """A new person needs a branch, unless another sheet of the file may say where one was."""

    def __call__(self, form: Any, field: Any) -> None:
        is_missing = not form.is_change and field.data is None and not field.errors
        if not is_missing or not form.sheets:
            super().__call__(form, field)
        elif "assignments" not in form.sheets:
            raise StopValidation(
                gettext(
                    "Choose the branch. For who has left, import this sheet and the sheet"
                    " “Assignments” in one workbook."
                )
            )


class MemberForm(RecordForm):
    number = TextField(
        lazy_pgettext("members", "Number"),
        [Required(lazy_gettext("Enter the employee number."))],
        longest=60,
        render_kw=W3,
        example="0108",
    )
    name = NameField(
        lazy_pgettext("members", "Name"),
        [Required(lazy_gettext("Enter the person's name."))],
        render_kw=W3,
        example=lazy_pgettext("example", "Zhang San"),
    )
    sex = EnumField(lazy_pgettext("members", "Sex"), Sex, render_kw=W3)
    birth_date = DateField(lazy_pgettext("members", "Date of birth"), render_kw=W3)
    ethnicity = TextField(
        lazy_pgettext("members", "Ethnicity"),
        longest=60,
        render_kw=W3,
        example=lazy_pgettext("example", "Han"),
    )
    native_place = TextField(
        lazy_pgettext("members", "Native place"),
        longest=60,
        render_kw=W3,
        example=lazy_pgettext("example", "Zhuji, Zhejiang"),
    )
    education = TextField(
        lazy_pgettext("members", "Education"),
        longest=60,
        render_kw=W3,
        example=lazy_pgettext("example", "Junior college"),
    )
    organization = RefField(
        lazy_pgettext("members", "Branch"),
        choose_branch,
        [BranchRequired(lazy_gettext("Choose the branch."))],
        choices_from="organizations",
    )
    party_group = RefField(
        lazy_pgettext("members", "Party group"),
        choose_group,
        choices_from="organizations",
        example=lazy_pgettext("example", "First Party group"),
    )
    workshop = RefField(
        lazy_pgettext("members", "Workshop"), choose_workshop, choices_from="workshops"
    )
    job = TextField(
        lazy_pgettext("members", "Job"),
        longest=60,
        example=lazy_pgettext("example", "Team leader, cross-linking"),
    )
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
    phone = PhoneField(lazy_pgettext("members", "Phone"), render_kw=W3, example="13800000000")
    remark = TextField(
        lazy_pgettext("members", "Remark"),
        longest=2000,
        lines=3,
        example=lazy_pgettext("example", "Moved from the second branch"),
    )

    stages = ("applied_on", "activist_on", "target_on", "admitted_on", "full_on")

    @property
    def layout(self) -> tuple[tuple[object, tuple[str, ...]], ...]:  # type: ignore[override]
        place = ("party_group",) if self.is_change else ("organization", "party_group")
        return (
            (
                lazy_gettext("Person"),
                (
                    "number",
                    "name",
                    "sex",
                    "birth_date",
                    "ethnicity",
                    "native_place",
                    "education",
                    "phone",
                ),
            ),
            (
                lazy_gettext("Branch and work"),
                (
                    *place,
                    "workshop",
                    "job",
                    "employment",
                    "is_floating",
                    "joined_on",
                ),
            ),
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
                gettext(
                    "A change of branch is a transfer: use Move or Transfer on the member's page,"
                    " or the sheet “Assignments”."
                ),
            )

    def check_order(self) -> None:
        """No stage before the one below it, none in the future."""
        before: tuple[str, date] | None = None
        today = clock.today()
        for name in (*self.stages, "joined_on"):
            day = self[name].data
            if day is None:
                continue
            if day > today:
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
            self.refuse(
                "birth_date", gettext("Under %(age)s on the day of the application.", age=age)
            )

    def check_probation(self) -> None:
        admitted, full = self.admitted_on.data, self.full_on.data
        months = rule_number("members.probation.months", admitted) if admitted else None
        if not admitted or months is None:
            return
        if full and full < add_months(admitted, months):
            self.warn("full_on", gettext("Probation lasts %(months)s months.", months=months))
        extended = self.probation_extended_until.data
        if not extended:
            return
        least = rule_number("members.extension.months.least", admitted)
        most = rule_number("members.extension.months.most", admitted)
        if least and most:
            end = add_months(admitted, months)
            if not add_months(end, least) <= extended <= add_months(end, most):
                self.warn(
                    "probation_extended_until",
                    gettext(
                        "Probation is extended by %(least)s to %(most)s months.",
                        least=least,
                        most=most,
                    ),
                )
