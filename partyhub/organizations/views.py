from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy import func

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.access import owned_by
from partyhub.organizations.forms import OrganizationForm, TermForm, WorkshopForm
from partyhub.organizations.models import Organization, OrganizationKind, Term, Workshop
from partyhub.organizations.operations import store_organization, store_term
from partyhub.organizations.placing import describe_placements
from partyhub.organizations.queries import (
    find_root,
    find_tree,
    load_organizations,
    load_terms,
    load_workshops,
    select_terms_of,
)
from partyhub.periods import FAR
from partyhub.registers import (
    Column,
    Listing,
    Register,
    assign,
    enum_filter,
    register_blueprint,
    spanning,
    standing,
)
from partyhub.registers.archiving import archive_unreferred, render_kept
from partyhub.registers.asked import asked_day
from partyhub.registers.rights import can_write, find_record, reader, writer
from partyhub.registers.views import render_record
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

ONE = "/<int(min=1,max=2147483647):record_id>"
OWN_PAGES = frozenset({"show", "archive"})
organizations_blueprint = register_blueprint(organizations, leave_out=OWN_PAGES)
workshops_blueprint = register_blueprint(workshops, leave_out=OWN_PAGES)
blueprints = (organizations_blueprint, register_blueprint(terms), workshops_blueprint)


@workshops_blueprint.get(ONE, endpoint="show")
def show_workshop(record_id: int) -> ResponseReturnValue:
    """The workshop; who looked after it on the day asked for is told by features above."""
    viewer = reader(workshops)
    workshop = find_record(workshops, viewer, record_id, archived=True)
    asked = asked_day()
    return render_record(workshops, workshop, viewer, asked=asked), asked.status


@organizations_blueprint.get(ONE, endpoint="show")
def show_organization(record_id: int) -> ResponseReturnValue:
    viewer = reader(organizations)
    organization = find_record(organizations, viewer, record_id, archived=True)
    return render_record(
        organizations,
        organization,
        viewer,
        tree=find_tree(organization, clock.today()),
        terms=db.session.scalars(select_terms_of(organization)).all(),
        may_enter=can_write(terms, viewer),
        today=clock.today(),
    )


@organizations_blueprint.route(f"{ONE}/archive", methods=["GET", "POST"], endpoint="archive")
def archive_organization(record_id: int) -> ResponseReturnValue:
    """Archive one that nothing refers to; what existed is dissolved, and the root stays."""
    viewer = writer(organizations)
    organization = find_record(organizations, viewer, record_id, writes=True)
    if organization is find_root():
        why = gettext("The committee at the top of the tree can't be archived.")
        return render_kept(organizations, organization, why=why)
    return archive_unreferred(
        organizations,
        record_id,
        gettext("Records refer to this organization. What came to an end is dissolved."),
        None if organization.dissolved_on else way_to_dissolve(organization),
    )


def way_to_dissolve(organization: Organization) -> tuple[str, str]:
    """Words and address; a Party group has nobody to move, so its form is enough."""
    is_group = organization.kind is OrganizationKind.PARTY_GROUP
    endpoint = "organizations.edit" if is_group else "dissolving.dissolve"
    return gettext("Dissolve it"), url_for(endpoint, record_id=organization.id)


@workshops_blueprint.route(f"{ONE}/archive", methods=["GET", "POST"], endpoint="archive")
def archive_workshop(record_id: int) -> ResponseReturnValue:
    """Archive one that nothing refers to; what existed gets the day on which it was closed."""
    return archive_unreferred(
        workshops,
        record_id,
        gettext("Records refer to this workshop. What came to an end gets its closing day."),
        (gettext("Enter its closing day"), url_for("workshops.edit", record_id=record_id)),
    )
