"""Views of organizations, terms of office and workshops."""

from typing import Any

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.models import Organization, Workshop
from partyhub.organizations.queries import find_tree, select_terms_of
from partyhub.organizations.registers import organizations, terms, workshops
from partyhub.registers.rights import can_write
from partyhub.registers.views import register_blueprint
from partyhub.request_periods import day_from_request
from partyhub.viewers import Viewer


def show_workshop(_workshop: Workshop, _viewer: Viewer) -> dict[str, Any]:
    """Return the requested day; features above add who looked after the workshop then."""
    return {"requested": day_from_request()}


def show_organization(organization: Organization, viewer: Viewer) -> dict[str, Any]:
    """Return the tree below an organization, and its terms."""
    today = clock.today()
    return {
        "tree": find_tree(organization, today),
        "terms": db.session.scalars(select_terms_of(organization)).all(),
        "may_enter": can_write(terms, viewer),
        "today": today,
    }


blueprints = (
    register_blueprint(organizations, show_organization),
    register_blueprint(terms),
    register_blueprint(workshops, show_workshop),
)
