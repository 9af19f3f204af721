"""The form of a member."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms.validators import StopValidation

from partyhub import clock
from partyhub.forms import (
    KNOWN_DATE_HINT,
    BoolField,
    DateField,
    EnumField,
    KnownDateField,
    NameField,
    PhoneField,
    RefField,
    Required,
    TextField,
)
from partyhub.known_dates import is_surely_before
from partyhub.members.forms.groups import check_group_of
from partyhub.members.forms.party_life import (
    PartyLife,
    check_second_extension,
    check_year_of_admission,
)
from partyhub.members.forms.stages import StageField, check_stage
from partyhub.members.models import (
    Employment,
    Member,
    Sex,
    Stage,
)
from partyhub.organizations.queries import (
    choose_branch,
    choose_group,
    choose_workshop,
)
from partyhub.registers.dated_forms import FormerForm
from partyhub.registers.values import format_day

W3 = {"data-width": "w3"}


class BranchRequired(Required):
    """A validator that requires a branch for a new person.

    The branch may be missing if another sheet of the same file can name the person's assignments.
    """

    def __call__(self, form: Any, field: Any) -> None:
        is_missing = not form.is_change and field.data is None and not field.errors
        if not is_missing or not form.context.sheets:
            super().__call__(form, field)
        elif "assignments" not in form.context.sheets:
            raise StopValidation(
                gettext(
                    "Choose the branch. For who has left, import this sheet and the sheet"
                    " “Assignments” in one workbook."
                )
            )


class MemberForm(FormerForm):
    """The form of a member."""

    # Where people work isn't dated: what is on a roster may be the workshop of another time.
    lenient = ("workshop",)
    dated = ("employment", "is_floating")

    number = TextField(
        lazy_pgettext("members", "Number"),
        longest=60,
        description=lazy_gettext("The employee number; empty means the next one, like DY0001."),
        render_kw=W3,
    )
    name = NameField(
        lazy_pgettext("members", "Name"),
        [Required(lazy_gettext("Enter the person's name."))],
        render_kw=W3,
    )
    sex = EnumField(lazy_pgettext("members", "Sex"), Sex, render_kw=W3)
    birth_date = KnownDateField(
        lazy_pgettext("members", "Date of birth"), render_kw=W3, description=KNOWN_DATE_HINT
    )
    ethnicity = TextField(
        lazy_pgettext("members", "Ethnicity"),
        longest=60,
        render_kw=W3,
    )
    native_place = TextField(
        lazy_pgettext("members", "Native place"),
        longest=60,
        render_kw=W3,
    )
    education = TextField(
        lazy_pgettext("members", "Education"),
        longest=60,
        render_kw=W3,
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
    )
    workshop = RefField(
        lazy_pgettext("members", "Workshop"), choose_workshop, choices_from="workshops"
    )
    job = TextField(
        lazy_pgettext("members", "Job"),
        longest=60,
    )
    applied_on = KnownDateField(
        lazy_pgettext("members", "Applied on"), render_kw=W3, description=KNOWN_DATE_HINT
    )
    activist_on = KnownDateField(lazy_pgettext("members", "Activist since"), render_kw=W3)
    target_on = KnownDateField(lazy_pgettext("members", "Development target since"), render_kw=W3)
    admitted_on = KnownDateField(lazy_pgettext("members", "Admitted on"), render_kw=W3)
    full_on = KnownDateField(lazy_pgettext("members", "Full member since"), render_kw=W3)
    probation_extended_until = DateField(
        lazy_pgettext("members", "Probation extended until"), render_kw=W3
    )
    joined_on = KnownDateField(
        lazy_pgettext("members", "Transferred in on"),
        render_kw=W3,
        description=lazy_gettext("Only for who came from another Party organization."),
    )
    employment = EnumField(lazy_pgettext("members", "Employment"), Employment, render_kw=W3)
    is_floating = BoolField(lazy_pgettext("members", "Floating member"), render_kw=W3)
    phone = PhoneField(lazy_pgettext("members", "Phone"), render_kw=W3)
    remark = TextField(
        lazy_pgettext("members", "Remark"),
        longest=2000,
        lines=3,
    )

    stage = StageField(lazy_pgettext("members", "Stage"), Stage)

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
        self.check_change()
        self.check_former()
        if self.is_change and self.number.given and not self.number.data:
            self.refuse("number", gettext("Enter the number: only a new person is given one."))
        self.check_branch()
        self.check_group()
        check_stage(self)
        self.check_order()
        self.check_party_life()
        check_year_of_admission(self)

    def check_branch(self) -> None:
        """Refuse a change of branch, which is a transfer and has a step of its own."""
        if not self.is_change or not self.organization.given:
            return
        assert isinstance(self.edited, Member)
        current, last = self.edited.assignment_on(clock.today()), self.edited.last_assignment
        is_back = last is not None and self.organization.data is last.organization
        if current is None and last is not None and last.ended_on and is_back:
            self.refuse(
                "organization",
                gettext(
                    "%(name)s left “%(branch)s” on %(day)s. Leave this cell blank; a return is"
                    " entered on the member's page or in the sheet “Assignments”.",
                    name=self.edited.name,
                    branch=last.organization.name,
                    day=format_day(last.ended_on),
                ),
            )
        elif self.organization.data is not (current.organization if current else None):
            self.refuse(
                "organization",
                gettext(
                    "A change of branch is a transfer: use Move or Transfer on the member's page,"
                    " or the sheet “Assignments”."
                ),
            )

    def check_group(self) -> None:
        """Refuse a Party group of somebody who is in no branch."""
        if not self.is_change or self.party_group.data is None:
            return
        assert isinstance(self.edited, Member)
        current = self.edited.assignment_on(clock.today())
        if current is None:
            self.refuse(
                "party_group",
                gettext("The person is in no branch today, so in no Party group. Leave it blank."),
            )
        else:
            check_group_of(self, current.organization, clock.today())

    def check_order(self) -> None:
        """Refuse a stage before an earlier stage, and days in the future.

        Of two dates in a month, either may be the earlier one if one of them is not exact.
        """
        before: tuple[str, date] | None = None
        today = clock.today()
        for name in (*self.stages, "joined_on"):
            day = self[name].data
            if day is None:
                continue
            if day > today:
                self.refuse(name, gettext("This day has not come yet. Enter it when it has."))
            elif name != "joined_on" and before and is_surely_before(day, before[1]):
                self.refuse(
                    name,
                    gettext("It can't lie before “%(other)s”.", other=self[before[0]].label.text),
                )
            before = (name, day) if name != "joined_on" else before

    def check_party_life(self) -> None:
        """Refuse a birth in the future; judge the days of the person's Party life."""
        born = self.birth_date.data
        if born and born > clock.today():
            self.refuse("birth_date", gettext("This day has not come yet."))
        keys = ("birth_date", *self.stages, "probation_extended_until")
        new = {key for key in keys if self[key].data != self[key].stored}
        PartyLife(self, {key: self[key].data for key in keys}, new).check()
        check_second_extension(self)
