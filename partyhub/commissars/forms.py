"""Forms of commissars' appointments and duties."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.commissars.doubles import Duties, describe_double_duties
from partyhub.commissars.models import DutyKind
from partyhub.commissars.queries import (
    choose_commissar,
    choose_duty_workshop,
    find_overlapping,
    was_commissar,
    was_relieved,
)
from partyhub.forms import (
    DateField,
    EnumField,
    NumberField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.forms.common_fields import W3
from partyhub.members.form_fields import member_field
from partyhub.members.gone import find_gone
from partyhub.members.roster_queries import find_outside
from partyhub.organizations.queries import choose_own_workshop
from partyhub.registers.values import format_day


class CommissarForm(RecordForm):
    """The form of a commissar's appointment."""

    exists_on = "started_on"

    member = member_field(
        lazy_pgettext("commissars", "Name"), [Required(lazy_gettext("Choose the person."))]
    )
    workshop = RefField(
        lazy_pgettext("commissars", "Workshop"),
        choose_own_workshop,
        [Required(lazy_gettext("Choose the workshop."))],
        choices_from="workshops",
    )
    started_on = DateField(
        lazy_pgettext("commissars", "Appointed on"),
        [Required(lazy_gettext("Enter the day of the appointment."))],
        render_kw=W3,
    )
    ended_on = DateField(
        lazy_pgettext("commissars", "Relieved on"),
        description=lazy_gettext("The first day no longer in this office."),
        render_kw=W3,
    )
    document_no = TextField(
        lazy_pgettext("commissars", "Document number"),
    )

    def day_referred(self, name: str) -> date | None:
        """Return no day for the workshop, in whose life the whole appointment has to lie."""
        return None if name == "workshop" else super().day_referred(name)

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
        self.check_person()
        self.check_workshop()
        self.check_overlap()

    def check_person(self) -> None:
        """Warn if the person was no Party member here on the day of the appointment."""
        if find_outside([self.member.data], self.started_on.data):
            self.warn(
                "member",
                gettext("The person was no Party member here on the day of the appointment."),
            )

    def check_workshop(self) -> None:
        """Refuse an appointment outside the life of its workshop."""
        workshop, day, ended = self.workshop.data, self.started_on.data, self.ended_on.data
        opened, closed = workshop.opened_on, workshop.closed_on
        if day < opened:
            self.refuse(
                "started_on",
                gettext(
                    "The workshop was opened on %(day)s. Enter that day or a later one.",
                    day=format_day(opened),
                ),
            )
        elif closed and day >= closed:
            self.refuse(
                "started_on",
                gettext(
                    "The workshop was closed on %(day)s. Enter an earlier day.",
                    day=format_day(closed),
                ),
            )
        elif closed and (ended is None or ended > closed):
            self.refuse(
                "ended_on",
                gettext(
                    "The workshop was closed on %(day)s. Enter that day or an earlier one.",
                    day=format_day(closed),
                ),
            )

    def check_overlap(self) -> None:
        """Refuse the same person twice at a time; warn of a second commissar at a time."""
        others = find_overlapping(
            self.edited.id if self.edited else None,
            self.workshop.data,
            self.started_on.data,
            self.ended_on.data,
        )
        if any(other.member_id == self.member.data.id for other in others):
            self.refuse(
                "started_on",
                gettext(
                    "The person is the commissar of this workshop on these days already. Change"
                    " that appointment, or correct the days."
                ),
            )
        elif others:
            names = "、".join(other.member.name for other in others)
            self.warn(
                "started_on",
                gettext(
                    "The workshop has another commissar on these days: %(names)s.", names=names
                ),
            )


class DutyForm(RecordForm):
    """The form of a commissar's duty."""

    exists_on = "held_on"

    commissar = RefField(
        lazy_pgettext("duties", "Commissar"),
        choose_commissar,
        [Required(lazy_gettext("Choose the commissar."))],
        choices_from="members",
        find_absent=find_gone,
    )
    workshop = RefField(
        lazy_pgettext("duties", "Workshop"),
        choose_duty_workshop,
        [Required(lazy_gettext("Choose the workshop."))],
        choices_from="workshops",
    )
    held_on = DateField(
        lazy_pgettext("duties", "Held on"),
        [Required(lazy_gettext("Enter the day."))],
        render_kw=W3,
    )
    kind = EnumField(
        lazy_pgettext("duties", "Kind"),
        DutyKind,
        [Required(lazy_gettext("Choose what was done."))],
        render_kw=W3,
    )
    topic = TextField(
        lazy_pgettext("duties", "Topic"),
        description=lazy_gettext("Of a mediation no names of those concerned."),
        render_kw={"data-width": "w8"},
    )
    headcount = NumberField(
        lazy_pgettext("duties", "Number of participants"), most=100_000, render_kw=W3
    )
    outcome = TextField(
        lazy_pgettext("duties", "Outcome"),
        longest=2000,
        lines=3,
    )

    duties: Duties | None = None
    describe_doubles = describe_double_duties

    @property
    def stated(self) -> tuple[Any, Any, Any]:
        """Return (commissar, workshop, day) as the form has them."""
        return self.commissar.data, self.workshop.data, self.held_on.data

    @property
    def is_new(self) -> bool:
        """Return whether one of these is not on record as it is."""
        fields = self.commissar, self.workshop, self.held_on
        return any(field.data != field.stored for field in fields)

    def check(self) -> None:
        self.check_doubles("topic", ("commissar", "workshop", "held_on", "kind", "topic"))
        if self.held_on.data > clock.today():
            self.refuse("held_on", gettext("This day has not come yet."))
        elif was_commissar(*self.stated):
            return
        elif self.is_new and was_relieved(*self.stated):
            self.refuse(
                "commissar",
                gettext(
                    "The person was no longer the commissar of this workshop on this day. Choose"
                    " who was, or correct the day."
                ),
            )
        else:
            self.warn(
                "commissar",
                gettext("The person wasn't the commissar of this workshop on this day."),
            )
