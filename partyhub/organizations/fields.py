"""Fields of forms that name an organization or a workshop."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub.forms import RefField, Required
from partyhub.organizations.queries import choose_organization, choose_workshop


def organization_field(label: Any) -> RefField:
    """Whose record it is; it has to be somebody's."""
    required = Required(lazy_gettext("Choose the organization."))
    return RefField(label, choose_organization, [required], choices_from="organizations")


def workshop_field(label: Any) -> RefField:
    """In which workshop it is, any of the company's, if in one."""
    return RefField(label, choose_workshop, choices_from="workshops")
