"""Form fields that name an organization or a workshop."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub.forms import RefField, Required
from partyhub.organizations.queries import choose_organization, choose_workshop


def organization_field(label: Any) -> RefField:
    """Return a required field for the organization that the record belongs to."""
    required = Required(lazy_gettext("Choose the organization."))
    return RefField(label, choose_organization, [required], choices_from="organizations")


def workshop_field(label: Any) -> RefField:
    """Return an optional field for a workshop, which may be any workshop of the company."""
    return RefField(label, choose_workshop, choices_from="workshops")
