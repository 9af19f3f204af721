"""Days that a sheet may give as a month."""

from contextlib import suppress
from typing import Any

from flask_babel import gettext

from partyhub import texts
from partyhub.periods import month_end


class MonthAllowed:
    """A validator that takes a month in a sheet as its first day, or as its last one, and warns.

    A page wants the day. It stands before `Required`.
    """

    def __init__(self, *, is_last: bool = False) -> None:
        self.is_last = is_last

    def __call__(self, form: Any, field: Any) -> None:
        month = None
        with suppress(ValueError):
            month = texts.parse_month(field.raw) if field.errors else None
        if month is None or form.context.asks_reason:
            return
        field.data = month_end(month) if self.is_last else month
        field.errors = []
        form.warn(
            field.name,
            gettext(
                "“%(text)s” lacks the day: %(day)s is taken.",
                text=field.raw,
                day=field.show(field.data),
            ),
        )
