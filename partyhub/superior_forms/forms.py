"""Forms of a form's name and of the reason for voiding it."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field

from partyhub.forms import RecordForm, Required, TextField
from partyhub.superior_forms.queries import find_form_named


class NewForm(RecordForm):
    """The form of a new form's name; its file is sent beside it."""

    name = TextField(
        lazy_gettext("Name"),
        [Required(lazy_gettext("Enter a name."))],
        longest=60,
        description=lazy_gettext("As the superior office calls it, without the year"),
    )

    def check(self) -> None:
        """Refuse a name that another form has."""
        if find_form_named(self.name.data) is not None:
            self.refuse("name", gettext("Another form has this name. Choose another one."))

    def sections(self) -> list[tuple[Any, list[Field]]]:
        return [(None, [self.name])]


class VoidFormForm(RecordForm):
    """The form that asks why a form isn't filled any more."""

    reason = TextField(
        lazy_gettext("Reason"),
        [Required(lazy_gettext("Say why the form is not filled any more."))],
        longest=200,
    )

    def sections(self) -> list[tuple[Any, list[Field]]]:
        return [(None, [self.reason])]
