from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.queries import (
    find_root,
    find_tree,
    select_terms_of,
)
from partyhub.organizations.registers import organizations, terms, workshops
from partyhub.registers.archiving import archive_unreferred, render_kept
from partyhub.registers.asked import asked_day
from partyhub.registers.rights import can_write, find_record, reader, writer
from partyhub.registers.views import register_blueprint, render_record

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
