"""The rule that a small amount of yuan may have been meant in units of ten thousand."""

from datetime import date
from typing import Any

from flask_babel import gettext

from partyhub.rules.queries import rule_value


def check_amount(form: Any, name: str, key: str, day: date) -> None:
    """Ask about a new amount in field `name` that lies below the rule `key` of `day`.

    Nothing is no amount, and what is on record already is not asked about again.
    """
    field = form[name]
    least = rule_value(key, day) if field.data else None
    if least is None or field.data >= least or field.data == field.stored:
        return
    form.warn(
        name,
        gettext(
            "Only %(amount)s yuan. Was it meant in units of 10,000 yuan? Write the unit behind it"
            " then.",
            amount=f"{field.data:,.2f}",
        ),
    )
