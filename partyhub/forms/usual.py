"""Fields that many kinds of records have, each under a header of its own."""

from typing import Any

from flask_babel import lazy_gettext

from partyhub.forms.fields import DateField, Required, TextField

# The width of a field that holds a day, a code or a choice: a quarter of the form's.
W3 = {"data-width": "w3"}


def code_field(label: Any, example: str, **kw: Any) -> TextField:
    """What people call the record by in sheets."""
    required = Required(lazy_gettext("Enter a code."))
    return TextField(label, [required], longest=60, example=example, **kw)


def name_field(label: Any, example: Any) -> TextField:
    required = Required(lazy_gettext("Enter a name."))
    return TextField(label, [required], longest=60, example=example)


def end_field(label: Any) -> DateField:
    """From which day on it is no longer there; empty as long as it is."""
    description = lazy_gettext("The first day on which it no longer exists.")
    return DateField(label, description=description, render_kw=W3)
