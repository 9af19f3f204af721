"""Forms of prosperity workshops and their monthly returns."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import (
    DateField,
    EnumField,
    MoneyField,
    MonthField,
    NumberField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.forms.common_fields import W3, code_field, end_field, name_field
from partyhub.forms.readings.numbers import AREA
from partyhub.organizations.queries import choose_own_workshop
from partyhub.periods import month_end
from partyhub.prosperity.models import ProsperityType
from partyhub.prosperity.queries import choose_prosperity_workshop
from partyhub.registers.end_of_life import EndingForm
from partyhub.rules.plausibility import check_amount


class ProsperityWorkshopForm(EndingForm):
    """The form of a prosperity workshop."""

    exists_on = "set_up_on"

    code = code_field(lazy_pgettext("prosperity_workshops", "Code"), render_kw=W3)
    name = name_field(lazy_pgettext("prosperity_workshops", "Name"))
    type = EnumField(lazy_pgettext("prosperity_workshops", "Type"), ProsperityType, render_kw=W3)
    workshop = RefField(
        lazy_pgettext("prosperity_workshops", "Workshop"),
        choose_own_workshop,
        choices_from="workshops",
    )
    area_sqm = NumberField(
        lazy_pgettext("prosperity_workshops", "Area (m²)"),
        most=10_000_000,
        places=2,
        units=AREA,
        render_kw=W3,
    )
    products = TextField(
        lazy_pgettext("prosperity_workshops", "Main products"),
        longest=2000,
        lines=2,
    )
    supplied_to = TextField(
        lazy_pgettext("prosperity_workshops", "Projects supplied"),
        longest=2000,
        lines=2,
    )
    set_up_on = DateField(
        lazy_pgettext("prosperity_workshops", "Set up on"),
        [Required(lazy_gettext("Enter the day on which it was set up."))],
        render_kw=W3,
    )
    closed_on = end_field(lazy_pgettext("prosperity_workshops", "Closed on"))

    def check(self) -> None:
        self.check_span("set_up_on", "closed_on")
        self.check_dependents("closed_on")


class ProsperityReturnForm(RecordForm):
    """The form of a monthly return."""

    prosperity_workshop = RefField(
        lazy_pgettext("prosperity_returns", "Prosperity workshop"),
        choose_prosperity_workshop,
        [Required(lazy_gettext("Choose the prosperity workshop."))],
        choices_from="prosperity_workshops",
    )
    month = MonthField(
        lazy_pgettext("prosperity_returns", "Month"),
        [Required(lazy_gettext("Enter the month."))],
        render_kw=W3,
    )
    staff = NumberField(lazy_pgettext("prosperity_returns", "Staff"), most=100_000, render_kw=W3)
    welfare_staff = NumberField(
        lazy_pgettext("prosperity_returns", "Welfare staff"),
        most=100_000,
        description=lazy_gettext("How many of the staff; never names."),
        render_kw=W3,
    )
    low_income_staff = NumberField(
        lazy_pgettext("prosperity_returns", "Low-income staff"),
        most=100_000,
        description=lazy_gettext("How many of the staff; never names."),
        render_kw=W3,
    )
    avg_monthly_income_cny = MoneyField(
        lazy_pgettext("prosperity_returns", "Average monthly income (yuan)"), render_kw=W3
    )
    output_cny = MoneyField(
        lazy_pgettext("prosperity_returns", "Output of the month (yuan)"), render_kw=W3
    )

    def day_referred(self, _name: str) -> None:
        """Return None: a month has no one day, and has its own rule."""

    def check(self) -> None:
        self.check_month()
        check_amount(self, "output_cny", "amounts.output.least", self.month.data)
        for name in ("welfare_staff", "low_income_staff"):
            self.check_part(name)

    def check_month(self) -> None:
        """Refuse a month in the future or outside the workshop's life.

        Warns of a month that is not over.
        """
        workshop, month = self.prosperity_workshop.data, self.month.data
        if month > clock.today():
            self.refuse("month", gettext("This month has not come yet."))
        elif month < workshop.set_up_on.replace(day=1):
            self.refuse("month", gettext("The workshop was set up later than this month."))
        elif workshop.closed_on and month >= workshop.closed_on:
            self.refuse("month", gettext("The workshop was closed before this month."))
        elif self.month.data != self.month.stored and month_end(month) > clock.today():
            self.warn("month", gettext("This month is not over yet; its numbers may still change."))

    def check_part(self, name: str) -> None:
        """Refuse a part of the staff that exceeds it or is entered without it."""
        part, staff = self[name].data, self.staff.data
        if part is None:
            return
        if staff is None:
            self.refuse(
                "staff",
                gettext(
                    "“%(part)s” is a part of “%(whole)s”: enter both, or neither.",
                    part=self[name].label.text,
                    whole=self.staff.label.text,
                ),
            )
        elif part > staff:
            self.refuse(
                name,
                gettext(
                    "“%(part)s” (%(number)s) can't be more than “%(whole)s” (%(staff)s)."
                    " Correct one of the two.",
                    part=self[name].label.text,
                    number=part,
                    whole=self.staff.label.text,
                    staff=staff,
                ),
            )
