"""The field for a date that need not be exact, and the words for such a date."""

import re
from datetime import date

from flask_babel import get_locale, gettext, lazy_gettext

from partyhub.forms.fields import DateField
from partyhub.known_dates import Known, KnownDate, known_of, parse_known_date

# What a page says at the first of several such fields.
KNOWN_DATE_HINT = lazy_gettext(
    "Where only the month is known, 2015-07 will do; for an estimate write “about 2015-07-01”."
)
_PART_OF_MONTH = re.compile(r"(.*月)\s*[上中下]旬")


class KnownDateField(DateField):
    """A field for a day; or for a month, or an estimate, where no more is known."""

    kind = "known_date"

    def read(self, text: str) -> date:
        try:
            found = parse_known_date(text)
        except ValueError:
            found = None
            if part := _PART_OF_MONTH.fullmatch(text):
                sentence = gettext(
                    "“%(text)s” is neither a day nor a month. Write %(month)s if only the month is"
                    " known, or about %(month)s if it is estimated.",
                    text=text,
                    month=part[1],
                )
                raise ValueError(sentence) from None
        return found or super().read(text)  # which says what is wrong with it as a day

    def show(self, value: date) -> str:
        return known_date_text(value) if isinstance(value, KnownDate) else super().show(value)


def known_date_text(value: KnownDate) -> str:
    """Return the date as forms and sheets show it and read it back.

    In Chinese these are 2015年7月 and 约2015年7月1日, in English 2015-07 and about 2015-07-01.
    """
    locale = get_locale()
    if locale is None or locale.language == "zh":
        month = f"{value.year}年{value.month}月"
        day = f"{month}{value.day}日"
    else:
        month, day = f"{value:%Y-%m}", value.isoformat()
    known = known_of(value)
    if known is Known.ESTIMATED:
        return gettext("about %(day)s", day=day)
    return month if known is Known.MONTH else day
