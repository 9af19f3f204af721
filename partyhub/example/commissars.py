"""The commissars of the workshops: appointed by the committee, two of them replaced in mid-year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from partyhub.example.days import Agenda
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tree import WORKSHOPS

FIRST, SECOND = "晨港党〔2022〕5号", "晨港党〔2022〕17号"


@dataclass(frozen=True)
class Appointment:
    """Who is the commissar of a workshop, from a day up to the day before another."""

    member: str
    workshop: str
    since: date
    document: str
    until: date = date.max

    @property
    def key(self) -> str:
        return f"{self.workshop}/{self.since}"

    @property
    def workshop_name(self) -> str:
        return next(row[1] for row in WORKSHOPS if row[0] == self.workshop)


# The followers begin on the day on which the former ones are no longer in office.
APPOINTMENTS = (
    Appointment("ZB01.1", "W01", date(2022, 3, 1), FIRST),
    Appointment("ZB02.8", "W02", date(2022, 3, 1), FIRST, date(2023, 2, 6)),
    Appointment("ZB03.0", "W03", date(2022, 3, 1), FIRST),
    Appointment("ZB04.10", "W04", date(2022, 3, 1), FIRST),
    Appointment("ZB06.6", "W06", date(2022, 3, 1), FIRST, date(2022, 12, 1)),
    Appointment("ZB05.0", "W05", date(2022, 7, 20), SECOND),
    Appointment("ZB06.1", "W06", date(2022, 12, 1), "晨港党〔2022〕26号"),
    Appointment("ZB02.1", "W02", date(2023, 2, 6), "晨港党〔2023〕3号"),
)


def plan_commissars(agenda: Agenda, people: Mapping[str, Person]) -> None:
    for appointment in APPOINTMENTS:
        reference = people[appointment.member].reference
        agenda.add(appointment.since, partial(_enter, appointment, reference), 4)
        if appointment.until < date.max:
            agenda.add(appointment.until, partial(_relieve, appointment), 3)


def _enter(appointment: Appointment, reference: str, office: Office) -> None:
    office.enter(
        "clerk",
        "commissars",
        appointment.key,
        member=reference,
        workshop=appointment.workshop_name,
        started_on=appointment.since,
        document_no=appointment.document,
    )


def _relieve(appointment: Appointment, office: Office) -> None:
    office.change("clerk", "commissars", appointment.key, ended_on=appointment.until)
