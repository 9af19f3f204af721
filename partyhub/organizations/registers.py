"""Definitions of the three registers of this package."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy import func

from partyhub.organizations.access import owned_by
from partyhub.organizations.forms import OrganizationForm, WorkshopForm
from partyhub.organizations.models import Organization, OrganizationKind, Term, Workshop
from partyhub.organizations.operations import store_organization, store_term, store_workshop
from partyhub.organizations.placing import describe_placements
from partyhub.organizations.queries import (
    find_root,
    load_organizations,
    load_terms,
    load_workshops,
)
from partyhub.organizations.term_forms import TermForm
from partyhub.organizations.terms import dissolved_on_of
from partyhub.organizations.tree_order import tree_place
from partyhub.periods import FAR
from partyhub.registers import (
    Column,
    Ending,
    Listing,
    Register,
    enum_filter,
    existing,
    lasting,
)
from partyhub.registers.dated_forms import change_column, dated_column, former_column
from partyhub.roles import Right


def find_dissolving_page(organization: Organization) -> str | None:
    """Return the endpoint of the page that dissolves an organization, None for a dissolved one.

    A Party group has no members to move, so its form is enough.
    """
    if organization.dissolved_on:
        return None
    is_group = organization.kind is OrganizationKind.PARTY_GROUP
    return ".edit" if is_group else "dissolving.dissolve"


def forbid_root(organization: Organization) -> str | None:
    """Return why the root is never voided; None for every other organization."""
    if organization is not find_root():
        return None
    return gettext("The committee at the top of the tree can't be voided.")


organizations = Register(
    name="organizations",
    label=lazy_gettext("Organization"),
    title=lazy_gettext("Party organizations"),
    adding=lazy_gettext("Enter an organization"),
    model=Organization,
    form=OrganizationForm,
    key=("code",),
    columns=(
        Column("code", sort=tree_place),
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
        dated_column("has_committee"),
        change_column(),
        former_column("has_committee"),
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
    lifetime=existing(Organization.established_on, Organization.dissolved_on),
    ending=Ending(
        lazy_gettext("Records refer to this organization. What came to an end is dissolved."),
        lazy_gettext("Dissolve it"),
        find_dissolving_page,
        forbid_root,
    ),
    access=owned_by(
        lambda reach, day: reach.contains(Organization.id), to_write=Right.WRITE_STRUCTURE
    ),
)

terms = Register(
    name="terms",
    label=lazy_gettext("Term of office"),
    title=lazy_gettext("Terms of office"),
    model=Term,
    form=TermForm,
    key=("organization", "number"),
    columns=(
        Column("organization", sort=tree_place),
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
    # A term ends with its organization, if nobody was elected before.
    lifetime=lasting(Term.started_on, func.coalesce(Term.reelected_on, dissolved_on_of(Term))),
    access=owned_by(
        lambda reach, day: reach.contains(Term.organization_id), to_write=Right.WRITE_STRUCTURE
    ),
)

workshops = Register(
    name="workshops",
    label=lazy_gettext("Workshop"),
    title=lazy_gettext("Workshops"),
    adding=lazy_gettext("Enter a workshop"),
    model=Workshop,
    form=WorkshopForm,
    key=("code",),
    columns=(
        Column("code", sort=Workshop.code),
        Column("name", sort=Workshop.pinyin),
        dated_column("is_first_line"),
        change_column(),
        former_column("is_first_line"),
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
    store=store_workshop,
    lifetime=existing(Workshop.opened_on, Workshop.closed_on),
    ending=Ending(
        lazy_gettext("Records refer to this workshop. What came to an end gets its closing day."),
        lazy_gettext("Enter its closing day"),
    ),
    access=owned_by(
        lambda reach, day: reach.contains_or_root(Workshop.organization_id),
        to_write=Right.WRITE_STRUCTURE,
    ),
)
