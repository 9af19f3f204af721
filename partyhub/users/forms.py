"""Forms of accounts for administrators."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import TextInput

from partyhub.accounts import AccountForm
from partyhub.accounts.models import User
from partyhub.forms import FormContext, NameField, RefField, RefsField, Required, TextField
from partyhub.roles import Role
from partyhub.users.queries import (
    find_scope,
    select_members,
    select_organizations,
    select_workshops,
)
from partyhub.viewers import Viewer

SHOWN = ("username", "name", "role", "organization", "member", "workshops")


def role_choices() -> list[SelectChoice]:
    return [SelectChoice("", ""), *(SelectChoice(role.value, role.label) for role in Role)]


def read_role(value: str | None) -> Role | None:
    """Return the role with this value, or None for an empty one."""
    return Role(value) if value else None


class UserForm(AccountForm):
    """A form for an account's person, role and scope.

    The operation, not the form, checks which scope a role needs.
    """

    # The id of the last change when the form was filled.
    version = HiddenField()
    name = NameField(
        lazy_gettext("Name"),
        [Required(lazy_gettext("Enter the name of the person."))],
        render_kw={"autocomplete": "off", "data-width": "w6"},
    )
    role = SelectField(
        lazy_gettext("Role"),
        [DataRequired(lazy_gettext("Choose the role."))],
        choices=role_choices,
        coerce=read_role,
        render_kw={"data-width": "w6"},
    )
    organization = RefField(
        lazy_gettext("Organization"),
        select_organizations,
        description=lazy_gettext(
            "The records of this organization and those below it; "
            "for secretaries, clerks and reviewers."
        ),
        render_kw={"data-width": "w12"},
    )
    # No list to choose from, because an administrator of accounts may not read the members'
    # register.
    member = RefField(
        lazy_gettext("Member"),
        select_members,
        widget=TextInput(),
        description=lazy_gettext("Name or number of the member; for commissars."),
        render_kw={"autocomplete": "off", "data-width": "w6"},
    )
    workshops = RefsField(
        lazy_gettext("Workshops"),
        select_workshops,
        description=lazy_gettext("Names of the workshops, with 、 between them; for commissars."),
        render_kw={"rows": 2, "data-width": "w12"},
    )

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, RefField):
                field.bind_form(form.viewer, FormContext(), lambda _name: None)
            return field

    def __init__(self, viewer: Viewer, user: User | None = None, version: str = "") -> None:
        self.viewer = viewer
        self.is_change = user is not None
        data = {} if user is None else {"name": user.name, "role": user.role, **find_scope(user)}
        super().__init__(data=data | {"version": version})
        self.stored = data

    def differences(self) -> list[tuple[str, str, str]]:
        """Return (label, submitted value, stored value) for the submitted fields."""
        sent = [self[name] for name in SHOWN if name in self and self[name].raw_data]
        return [(field.label.text, _yours(field), _words(field, self.stored)) for field in sent]

    def sections(self) -> list[tuple[None, list[Field]]]:
        """Return the fields in the order of the page, those of a subclass included."""
        return [(None, [self[name] for name in SHOWN if name in self])]

    def scope(self) -> dict[str, Any]:
        """Return the ids of the chosen records, as the operations take them."""
        return {
            "organization_id": self.organization.data.id if self.organization.data else None,
            "member_id": self.member.data.id if self.member.data else None,
            "workshop_ids": [workshop.id for workshop in self.workshops.data or ()],
        }


def _yours(field: Field) -> str:
    """Return the submitted value as text; if it is invalid, the raw input."""
    return _words(field, {field.name: field.data}) or str(field.raw_data[0])


def _words(field: Field, values: Mapping[str, Any]) -> str:
    value = values[field.name]
    if isinstance(value, Role):
        return str(value.label)
    return str(field.show(value)) if value else ""


class NewUserForm(UserForm):
    """The form of a new account."""

    version = None
    username = TextField(
        lazy_gettext("User name"),
        [Required(lazy_gettext("Enter the user name."))],
        longest=60,
        description=lazy_gettext("What is typed to sign in; no spaces."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "data-width": "w6"},
    )
