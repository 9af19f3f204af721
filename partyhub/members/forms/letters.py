"""Fields of a transfer to or from outside: where to, the letter, its receipt, the dues paid.

A function makes each field, because a step and the form of an assignment ask for the same.
"""

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import DateField, MonthField, RecordForm, TextField


def origin_field() -> TextField:
    return TextField(
        lazy_pgettext("assignments", "Came from"),
        description=lazy_gettext("The Party organization outside, of a transfer in."),
    )


def destination_field() -> TextField:
    return TextField(
        lazy_pgettext("assignments", "Went to"),
        description=lazy_gettext("The Party organization outside, of a transfer out."),
        render_kw={"data-width": "w8"},
    )


def letter_no_field() -> TextField:
    return TextField(
        lazy_pgettext("assignments", "Letter number"),
        longest=100,
    )


def letter_valid_field() -> DateField:
    return DateField(lazy_pgettext("assignments", "Letter valid until"))


def receipt_field() -> DateField:
    return DateField(
        lazy_pgettext("assignments", "Receipt received on"),
        description=lazy_gettext("Enter it when the receipt has come back."),
    )


def dues_field() -> MonthField:
    return MonthField(
        lazy_pgettext("assignments", "Dues paid until"),
        description=lazy_gettext("The last month for which Party dues are paid."),
    )


def check_receipt(form: RecordForm) -> None:
    """Refuse a receipt in the future, unless it is on record so."""
    field = form["receipt_on"]
    if field.data and field.data != field.stored and field.data > clock.today():
        form.refuse("receipt_on", gettext("This day has not come yet."))
