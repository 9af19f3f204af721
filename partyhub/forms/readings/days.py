"""Days: with a note or a time behind them; and the reasons why a text is no certain day."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from flask_babel import gettext

from partyhub import texts
from partyhub.forms.readings.several import SeveralReadingsError
from partyhub.texts import lazy_pattern

HERE = timezone(timedelta(hours=8))  # Days of the Party are days of China.

_ZONED = lazy_pattern(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)", re.ASCII
)
# A note in brackets, a day of the week, a time, or what happened on the day.
_ANNOTATED = lazy_pattern(
    r"(.*?\d\s*[日号.]?)\s*"
    r"([(][^()\d]*[)]|(?:星期|周)[一二三四五六日天]"
    r"|(?:[T ]|(?<=[日号]))\s*(?:[上下中]午|早上|晚上?)?\d{1,2}\s*[:时点].*"
    r"|补录?|入党|转正|转入|出生|生|批准|成立|设立|任职|聘任|授予)",
    re.DOTALL,
)
_HEDGED = lazy_pattern("约|左右|前|后|起|止|估|推定|不|可能|也许|大概|旬|待|农历|阴历|旧历|[?？]")
# With dashes inside the days too, only two whole days are certainly a span.
_SPAN = lazy_pattern(
    r".*\d.*[~～至到].*\d.*|\d+[./年][\d./年月]*[日号]?\s*-+\s*\d+[./年月][\d./年月]*[日号]?"
    r"|\d{4}-\d\d?-\d\d?\s*-+\s*\d.*",
    re.ASCII | re.DOTALL,
)
_SEPARATED = r"\s*[-./、,\\年]\s*"
_SHORT_YEAR = lazy_pattern(
    rf"'?\d\d?{_SEPARATED}\d\d?(?:{_SEPARATED}|\s*月\s*)\d\d?\s*[日号]?|\d{{6}}", re.ASCII
)
_YEAR_LAST = lazy_pattern(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)


class Day(NamedTuple):
    """A day, and the text behind it that is not part of it."""

    day: date
    rest: str = ""


def read_day(text: str) -> Day:
    """Return the day that a non-empty text names, and the note or time that stands behind it."""
    with suppress(ValueError):
        day = texts.parse_date(texts.without_midnight(text))
        if day is not None:
            return Day(day)
    plain = texts.plain_form(text)
    if zoned := _ZONED.fullmatch(plain):
        return _read_zoned(text, zoned)
    annotated = _ANNOTATED.fullmatch(plain)
    if annotated and not _HEDGED.search(plain):
        with suppress(ValueError):
            day = texts.parse_date(annotated[1])
            if day is not None:
                return Day(day, annotated[2].strip())
    raise fault_of_day(text)


def _read_zoned(text: str, found: re.Match[str]) -> Day:
    """Return the day that a moment with a time zone lies on, if it is the same day here."""
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}")
    except ValueError as error:
        raise fault_of_day(text) from error
    here = moment.astimezone(HERE).date()
    if moment.date() == here:
        return Day(here, f"{found[2]}{found[3]}")
    raise _either(text, str(moment.date()), str(here))


def fault_of_day(text: str) -> ValueError:
    """Return the error that says why a text is no certain day."""
    plain = texts.plain_form(text)
    if found := _YEAR_LAST.fullmatch(plain):
        return _fault_of_year_last(text, int(found[1]), int(found[3]), int(found[4]))
    return ValueError(_explain_day(text, plain))


def _explain_day(text: str, plain: str) -> str:
    if is_month(text):
        return gettext("“%(text)s” lacks the day. Write it whole, like 2023-06-29.", text=text)
    if _SHORT_YEAR.fullmatch(plain):
        return gettext(
            "“%(text)s” has only two digits of the year. Write all four, like 2023-06-29.",
            text=text,
        )
    if _SPAN.fullmatch(plain):
        return gettext("“%(text)s” is a span. Write one day, like 2023-06-29.", text=text)
    return gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=text)


def _fault_of_year_last(text: str, first: int, second: int, year: int) -> ValueError:
    days: dict[str, None] = {}
    for month, day in ((first, second), (second, first)):
        with suppress(ValueError):
            days[str(date(year, month, day))] = None
    if len(days) > 1:
        return _either(text, *days)
    return ValueError(
        gettext("“%(text)s” has the year last. Write it first, like 2023-06-29.", text=text)
    )


def _either(text: str, one: str, other: str) -> SeveralReadingsError:
    sentence = gettext(
        "“%(text)s” may be %(one)s or %(other)s. Write the year first, like 2023-06-29.",
        text=text,
        one=one,
        other=other,
    )
    return SeveralReadingsError(sentence, (one, other))


def is_month(text: str) -> bool:
    """Return whether a text names a month without a day."""
    with suppress(ValueError):
        return texts.parse_month(text) is not None
    return False
