from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.commissars.models import DutyKind
from partyhub.commissars.queries import (
    choose_commissar,
    choose_duty_workshop,
    find_overlapping,
    was_commissar,
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
from partyhub.forms.usual import W3
from partyhub.members.fields import member_field
from partyhub.members.rosters import find_outside
from partyhub.organizations.queries import choose_own_workshop
from partyhub.registers.values import day_words


class CommissarForm(RecordForm):
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
        example=lazy_pgettext("example", "Company Party committee [2023] No. 5"),
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
        self.check_person()
        self.check_workshop()
        self.check_overlap()

    def check_person(self) -> None:
        if find_outside([self.member.data], self.started_on.data):
            self.warn(
                "member",
                gettext("On the day of the appointment no Party member of any organization here."),
            )

    def check_workshop(self) -> None:
        """An appointment lies within the life of its workshop."""
        workshop, day, ended = self.workshop.data, self.started_on.data, self.ended_on.data
        opened, closed = workshop.opened_on, workshop.closed_on
        if day < opened:
            self.refuse(
                "started_on",
                gettext(
                    "The workshop was opened on %(day)s. Enter that day or a later one.",
                    day=day_words(opened),
                ),
            )
        elif closed and day >= closed:
            self.refuse(
                "started_on",
                gettext(
                    "The workshop was closed on %(day)s. Enter an earlier day.",
                    day=day_words(closed),
                ),
            )
        elif closed and (ended is None or ended > closed):
            self.refuse(
                "ended_on",
                gettext(
                    "The workshop was closed on %(day)s. Enter that day or an earlier one.",
                    day=day_words(closed),
                ),
            )

    def check_overlap(self) -> None:
        """Two commissars of one workshop at a time are unusual; one person twice can't be."""
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
                    "On these days the person is the commissar of this workshop already."
                    " Change that appointment, or correct the days."
                ),
            )
        elif others:
            names = "、".join(other.member.name for other in others)
            self.warn(
                "started_on",
                gettext(
                    "On these days the workshop has another commissar: %(names)s.", names=names
                ),
            )


class DutyForm(RecordForm):
    commissar = RefField(
        lazy_pgettext("duties", "Commissar"),
        choose_commissar,
        [Required(lazy_gettext("Choose the commissar."))],
        choices_from="members",
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
        example=lazy_pgettext("example", "Safety talk before the shift"),
    )
    headcount = NumberField(
        lazy_pgettext("duties", "Number of participants"), most=100_000, render_kw=W3
    )
    outcome = TextField(
        lazy_pgettext("duties", "Outcome"),
        longest=2000,
        lines=3,
        example=lazy_pgettext("example", "Two hidden dangers put right the same day"),
    )

    def check(self) -> None:
        if self.held_on.data > clock.today():
            self.refuse("held_on", gettext("This day has not come yet."))
        elif not was_commissar(self.commissar.data, self.workshop.data, self.held_on.data):
            self.warn(
                "commissar",
                gettext("On this day the person wasn't the commissar of this workshop."),
            )
