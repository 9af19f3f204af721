"""The three registers of this package, as data."""

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import func

from partyhub.organizations.access import owned_by
from partyhub.organizations.forms import OrganizationForm, TermForm, WorkshopForm
from partyhub.organizations.models import Organization, OrganizationKind, Term, Workshop
from partyhub.organizations.operations import store_organization, store_term
from partyhub.organizations.placing import describe_placements
from partyhub.organizations.queries import (
    load_organizations,
    load_terms,
    load_workshops,
)
from partyhub.periods import FAR
from partyhub.registers import (
    Column,
    Listing,
    Register,
    assign,
    enum_filter,
    spanning,
    standing,
)
from partyhub.viewers import COMMITTEE

organizations = Register(
    name="organizations",
    label=lazy_gettext("Organization"),
    title=lazy_gettext("Party organizations"),
    model=Organization,
    form=OrganizationForm,
    key=("code",),
    columns=(
        Column("code", sort=Organization.code),
        Column("name", sort=Organization.pinyin),
        Column("short_name"),
        Column("kind"),
        Column(
            "parent",
            lambda organization, day: organization.parent_on(day),
            needs=("placements.parent",),
        ),
        Column(
            "parents_over_time",
            lambda organization, day: describe_placements(organization),
            kind="text",
            needs=("placements.parent",),
        ),
        Column("has_committee"),
        Column("established_on", sort=Organization.established_on),
        Column("dissolved_on"),
        Column("superior_name"),
        Column("remark"),
    ),
    listing=Listing(
        columns=(
            "code",
            "name",
            "kind",
            "parent",
            "has_committee",
            "established_on",
            "dissolved_on",
        ),
        order="code",
        search=(Organization.id,),
        filters=(
            enum_filter(
                "kind", lazy_pgettext("organizations", "Kind"), Organization.kind, OrganizationKind
            ),
        ),
    ),
    load=load_organizations,
    store=store_organization,
    lifetime=standing(Organization.established_on, Organization.dissolved_on),
    access=owned_by(lambda reach, day: reach.holds(Organization.id), writers=COMMITTEE),
)

terms = Register(
    name="terms",
    label=lazy_gettext("Term of office"),
    title=lazy_gettext("Terms of office"),
    model=Term,
    form=TermForm,
    key=("organization", "number"),
    columns=(
        Column("organization", sort=Organization.code),
        Column("number", sort=Term.number),
        Column("started_on", sort=Term.started_on),
        Column("due_on", sort=func.coalesce(Term.due_on, FAR)),
        Column("reelected_on"),
        Column("extension_until"),
    ),
    listing=Listing(
        columns=(
            "organization",
            "number",
            "started_on",
            "due_on",
            "reelected_on",
            "extension_until",
        ),
        order="organization",
        search=(Term.organization_id,),
    ),
    load=load_terms,
    store=store_term,
    lifetime=spanning(Term.started_on, Term.reelected_on),
    access=owned_by(lambda reach, day: reach.holds(Term.organization_id), writers=COMMITTEE),
)

workshops = Register(
    name="workshops",
    label=lazy_gettext("Workshop"),
    title=lazy_gettext("Workshops"),
    model=Workshop,
    form=WorkshopForm,
    key=("code",),
    columns=(
        Column("code", sort=Workshop.code),
        Column("name", sort=Workshop.pinyin),
        Column("is_first_line"),
        Column("opened_on", sort=Workshop.opened_on),
        Column("closed_on"),
        Column("organization"),
    ),
    listing=Listing(
        columns=("code", "name", "is_first_line", "organization", "opened_on", "closed_on"),
        order="code",
        search=(Workshop.id,),
    ),
    load=load_workshops,
    store=assign,
    lifetime=standing(Workshop.opened_on, Workshop.closed_on),
    access=owned_by(
        lambda reach, day: reach.holds_or_root(Workshop.organization_id), writers=COMMITTEE
    ),
)
