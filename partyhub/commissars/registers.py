"""Definitions of the two registers of this package."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import ColumnElement, func

from partyhub.commissars.forms import CommissarForm, DutyForm
from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.commissars.queries import choose_commissar, load_commissars, load_duties
from partyhub.members.holdings import Need, RecordHoldings
from partyhub.members.models import Member
from partyhub.organizations.access import owned_by_workshop
from partyhub.organizations.list_filters import workshop_filter
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import in_own_workshops
from partyhub.organizations.tree_order import place_of
from partyhub.periods import FAR
from partyhub.registers import (
    Column,
    Exclusion,
    Listing,
    Register,
    Relation,
    assign,
    enum_filter,
    event,
    lasting,
    record_filter,
)
from partyhub.registers.list_filters import period_filter
from partyhub.roles import Right
from partyhub.viewers import Viewer


def by_workshop(day: date) -> list[Any]:
    """Return the order of appointments: by organization, workshop and name."""
    place = place_of(Workshop.organization_id, day)
    return [place, Workshop.code, Member.pinyin, CommissarAppointment.started_on]


commissars = Register(
    name="commissars",
    label=lazy_gettext("Appointment of a commissar"),
    title=lazy_gettext("Workshop commissars"),
    model=CommissarAppointment,
    form=CommissarForm,
    key=("member", "workshop", "started_on"),
    columns=(
        Column("member", sort=Member.pinyin),
        Column("workshop", sort=Workshop.code),
        Column("started_on", sort=CommissarAppointment.started_on),
        Column("ended_on", sort=func.coalesce(CommissarAppointment.ended_on, FAR)),
        Column("document_no"),
    ),
    listing=Listing(
        columns=("member", "workshop", "started_on", "ended_on", "document_no"),
        order="workshop",
        search=(CommissarAppointment.id, CommissarAppointment.member_id),
        filters=(workshop_filter(CommissarAppointment.workshop_id),),
    ),
    load=load_commissars,
    order=by_workshop,
    store=assign,
    lifetime=lasting(CommissarAppointment.started_on, CommissarAppointment.ended_on),
    access=owned_by_workshop(CommissarAppointment.workshop_id),
)


def own_duties(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition for a commissar's own duties in the workshops of the account."""
    is_own = CommissarDuty.commissar_id == viewer.member_id
    return is_own & in_own_workshops(viewer, CommissarDuty.workshop_id)


duties = Register(
    name="duties",
    label=lazy_gettext("Duty of a commissar"),
    title=lazy_gettext("Duties of commissars"),
    adding=lazy_gettext("Log a duty"),
    model=CommissarDuty,
    form=DutyForm,
    key=("commissar", "workshop", "held_on", "kind", "topic"),
    columns=(
        Column("commissar", sort=Member.pinyin),
        Column("workshop", sort=Workshop.code),
        Column("held_on", sort=CommissarDuty.held_on),
        Column("kind", sort=CommissarDuty.kind),
        Column("topic"),
        Column("headcount"),
        Column("outcome"),
    ),
    listing=Listing(
        columns=("held_on", "topic", "kind", "commissar", "workshop", "headcount", "outcome"),
        order="-held_on",
        search=(CommissarDuty.id, CommissarDuty.commissar_id),
        filters=(
            enum_filter("kind", lazy_pgettext("duties", "Kind"), CommissarDuty.kind, DutyKind),
            workshop_filter(CommissarDuty.workshop_id),
            record_filter(
                "commissar",
                lazy_pgettext("duties", "Commissar"),
                CommissarDuty.commissar_id,
                choose_commissar,
            ),
            period_filter(CommissarDuty.held_on),
        ),
    ),
    load=load_duties,
    store=assign,
    lifetime=event(CommissarDuty.held_on),
    access=owned_by_workshop(CommissarDuty.workshop_id, own_duties, to_write=Right.WRITE_DUTIES),
)

holdings = (
    RecordHoldings(
        commissars,
        lazy_pgettext("holdings", "Workshop commissar"),
        lazy_pgettext("holdings", "Relieve of office"),
        lambda appointment, role: appointment.workshop.name,
        lambda appointment, role: (
            Need.NEEDED if appointment.workshop.is_first_line else Need.POSSIBLE
        ),
        copied=("workshop",),
    ),
)

exclusions = (
    Exclusion(
        commissars,
        ("member", "workshop"),
        lazy_gettext(
            "The person is the commissar of this workshop on these days already. Change that"
            " appointment, or correct the days."
        ),
    ),
)

relations = (
    Relation(
        commissars,
        Member,
        lazy_gettext("Appointments as a commissar"),
        lambda member: CommissarAppointment.member_id == member.id,
        ("workshop", "started_on", "ended_on", "document_no"),
        CommissarAppointment.started_on.desc(),
    ),
    Relation(
        commissars,
        Workshop,
        lazy_gettext("Commissars over time"),
        lambda workshop: CommissarAppointment.workshop_id == workshop.id,
        ("member", "started_on", "ended_on", "document_no"),
        CommissarAppointment.started_on.desc(),
        field="workshop",
        filter="workshop",
    ),
    Relation(
        duties,
        Member,
        lazy_gettext("Duties of commissars"),
        lambda member: CommissarDuty.commissar_id == member.id,
        ("held_on", "kind", "topic", "workshop"),
        CommissarDuty.held_on.desc(),
        filter="commissar",
    ),
    Relation(
        duties,
        CommissarAppointment,
        lazy_gettext("Latest duties"),
        lambda appointment: CommissarDuty.commissar_id == appointment.member_id,
        ("held_on", "kind", "topic", "workshop", "headcount"),
        CommissarDuty.held_on.desc(),
    ),
)
