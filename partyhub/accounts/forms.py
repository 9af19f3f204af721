"""Forms for signing in, setting up, passwords and preferences."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from partyhub.accounts.models import Language, Theme, TypeSize
from partyhub.accounts.operations import AccountError
from partyhub.texts import clean_name, clean_text

LONGEST = 60
PREFERENCES: Mapping[str, type[StrEnum]] = {
    "language": Language,
    "theme": Theme,
    "type_size": TypeSize,
}


class AccountForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form about accounts that shows errors of the operations."""

    def add_error(self, error: AccountError) -> None:
        """Show the operation's error at its field, or above the form without a field."""
        field = next((field for field in self if field.name == error.field), None)
        if field is None:
            self.form_errors.append(error.sentence)
        else:
            field.errors = [*field.errors, error.sentence]


def clean(value: str | None) -> str:
    """Return the input as clean text; None becomes empty."""
    return clean_text(value or "")


def clean_person(value: str | None) -> str:
    """Return the input as a clean name of a person; None becomes empty."""
    return clean_name(value or "")


def required(sentence: object) -> DataRequired:
    return DataRequired(sentence)


def username_field() -> StringField:
    return StringField(
        lazy_gettext("User name"),
        [
            required(lazy_gettext("Enter the user name.")),
            Length(max=LONGEST, message=lazy_gettext("Use at most 60 characters.")),
        ],
        filters=[clean],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


def name_field() -> StringField:
    return StringField(
        lazy_gettext("Name"),
        [
            required(lazy_gettext("Enter the name of the person.")),
            Length(max=LONGEST, message=lazy_gettext("Use at most 60 characters.")),
        ],
        filters=[clean_person],
        render_kw={"autocomplete": "off"},
    )


def new_password_field(hint: object) -> PasswordField:
    return PasswordField(
        lazy_gettext("New password"),
        [required(lazy_gettext("Enter the new password."))],
        description=hint,
        render_kw={"autocomplete": "new-password"},
    )


def again_field() -> PasswordField:
    """Return a field that repeats the field `password`."""
    return PasswordField(
        lazy_gettext("New password again"),
        [
            required(lazy_gettext("Enter the new password once more.")),
            EqualTo("password", lazy_gettext("The two passwords differ. Enter both again.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(AccountForm):
    """The form for signing in."""

    username = username_field()
    password = PasswordField(
        lazy_gettext("Password"),
        [required(lazy_gettext("Enter the password."))],
        render_kw={"autocomplete": "current-password"},
    )


class SetUpForm(AccountForm):
    """The form for the first administrator."""

    code = StringField(
        lazy_gettext("Set-up code"),
        [required(lazy_gettext("Enter the code that the program printed when it started."))],
        filters=[clean],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    username = username_field()
    name = name_field()
    password = new_password_field(
        lazy_gettext("At least 15 characters: a few words that only you would join.")
    )
    again = again_field()


class ChangePasswordForm(AccountForm):
    """The form for one's own password."""

    current = PasswordField(
        lazy_gettext("Current password"),
        [required(lazy_gettext("Enter the current password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field(
        lazy_gettext("At least 12 characters, 15 for administrators: a few words you would join.")
    )
    again = again_field()


def read_preferences(values: Mapping[str, str]) -> dict[str, StrEnum]:
    """Return the preferences in `values`; raises ValueError for an invalid one."""
    return {name: kind(values[name]) for name, kind in PREFERENCES.items() if name in values}
