"""Fields that many kinds of records have, each with its own header."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub.forms.fields import DateField, Required, TextField

# The width of a field for a day, a code or a choice: a quarter of the form's.
W3 = {"data-width": "w3"}


def code_field(label: Any, **kw: Any) -> TextField:
    """Return a required field for the code by which sheets refer to the record."""
    required = Required(lazy_gettext("Enter a code."))
    return TextField(label, [required], longest=60, **kw)


def name_field(label: Any) -> TextField:
    """Return a required field for the name of the record."""
    required = Required(lazy_gettext("Enter a name."))
    return TextField(label, [required], longest=60)


def end_field(label: Any) -> DateField:
    """Return a field for the first day on which the record no longer exists.

    It is empty as long as the record exists.
    """
    description = lazy_gettext("The first day on which it no longer exists.")
    return DateField(label, description=description, render_kw=W3)
