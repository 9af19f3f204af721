"""Representations of values: as plain JSON, as cells of a sheet, and as words on a page."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask_babel import format_datetime, get_locale, gettext, ngettext

from partyhub import clock
from partyhub.database import LabeledEnum, Nameable
from partyhub.forms import known_date_text, mask_phone
from partyhub.known_dates import Known, KnownDate, as_text, parse_known_date
from partyhub.registers.register import Column, Register
from partyhub.texts import chinese_number

# The types that JSON knows, which most values have.
AS_IT_IS = frozenset({str, int, bool})

# The largest percentage with one decimal that isn't all.
JUST_BELOW = Decimal("0.999")


def plain(value: Any, kind: str) -> Any:
    """Return a value as JSON: keys of enums, references as names, dates like 2023-06-29.

    Months are texts like 2023-06, as are dates known only to the month; estimated dates are texts
    like 2023-06-29~, and times of day like 14:30.
    """
    if value is None or type(value) in AS_IT_IS:
        return value
    if isinstance(value, LabeledEnum):
        return value.value
    if isinstance(value, date):
        return f"{value:%Y-%m}" if kind == "month" else as_text(value)
    if isinstance(value, list | tuple):
        return [plain(item, kind) for item in value]
    if isinstance(value, Nameable):
        return value.reference
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def cell(value: Any, kind: str) -> Any:
    """Return a value as a cell: labels of enums, names joined by 、, days and numbers unchanged.

    A date that isn't exact is a text.
    """
    if isinstance(value, list | tuple):
        return "、".join(str(cell(item, kind)) for item in value)
    if isinstance(value, LabeledEnum):
        return value.label
    if isinstance(value, Nameable):
        return value.reference
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, KnownDate):
        return known_date_text(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return mask_phone(value) if kind == "phone" and value else value


class Wording:
    """Words for values in the language of the page, which is determined once for all values."""

    def __init__(self) -> None:
        self._is_chinese = _is_chinese()
        self._labels: dict[LabeledEnum, str] = {}

    def words(self, value: Any, kind: str) -> str:
        """Return a value as a page shows it; None gives an empty text."""
        if value is None:
            return ""
        if type(value) is date and kind != "month":
            return self._day(value)
        if kind == "phone":
            return mask_phone(value)
        if isinstance(value, LabeledEnum):
            return self._label(value)
        if isinstance(value, Nameable):
            return value.reference
        return self._other_words(value, kind)

    def days(self, values: Iterable[date | None]) -> list[str]:
        """Return the words for each of these days; None gives an empty text."""
        write = chinese_day if self._is_chinese else format_day
        return ["" if day is None else write(day) for day in values]

    def _other_words(self, value: Any, kind: str) -> str:
        if isinstance(value, list | tuple):
            return "、".join(self.words(item, kind) for item in value)
        if isinstance(value, KnownDate):
            return self._known_date(value)
        if isinstance(value, date):
            return self._month(value) if kind == "month" else self._day(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return format_number(value, kind)
        return str(cell(value, kind))

    def _label(self, value: LabeledEnum) -> str:
        if value not in self._labels:
            self._labels[value] = value.label
        return self._labels[value]

    def _day(self, day: date) -> str:
        return chinese_day(day) if self._is_chinese else format_day(day)

    def _month(self, day: date) -> str:
        return chinese_month(day) if self._is_chinese else format_month(day)

    def _known_date(self, day: KnownDate) -> str:
        if day.known is Known.MONTH:
            return self._month(day)
        if day.known is Known.ESTIMATED:
            return gettext("about %(day)s", day=self._day(day))
        return self._day(day)


def words(value: Any, kind: str) -> str:
    """Return one value as a page shows it; None gives an empty text."""
    return Wording().words(value, kind)


def format_plain(register: Register, column: Column, value: Any) -> str:
    """Return the words for a value made by `plain`, which is how the history stores values."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "、".join(format_plain(register, column, item) for item in value)
    kind = register.kind(column)
    readers: dict[str, Callable[[Any], str]] = {
        "date": lambda text: format_day(date.fromisoformat(text)),
        "known_date": lambda text: words(parse_known_date(text), kind),
        "month": lambda text: format_month(date.fromisoformat(f"{text}-01")),
        "bool": yes_or_no,
    }
    if kind in ("enum", "enums"):
        known = {member.value: member.label for member in register.members(column)}
        return str(known.get(value, value))
    reader = readers.get(kind)
    return reader(value) if reader and isinstance(value, str | bool) else words(value, kind)


def yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def format_day(day: date) -> str:
    """Return a day as 2023年6月29日 or 29 June 2023; time zones play no part."""
    if _is_chinese():
        return chinese_day(day)
    return format_date(day, "d MMMM y", locale="en")


def format_weekday(day: date) -> str:
    """Return the name of the weekday in the page's language."""
    return format_date(day, "EEEE", locale="zh_Hans_CN" if _is_chinese() else "en")


def format_month(day: date) -> str:
    """Return a month as 2023年6月 or June 2023."""
    if _is_chinese():
        return chinese_month(day)
    return format_date(day, "MMMM y", locale="en")


def format_ordinal(number: int) -> str:
    """Return the number of a term as people write it: below 100 in Chinese words, else digits."""
    if not _is_chinese() or not 0 < number < 100:
        return str(number)
    return chinese_number(number)


@lru_cache(maxsize=32_768)
def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def format_moment(moment: datetime) -> str:
    """Return an instant in Asia/Shanghai, to the minute."""
    return str(format_datetime(moment, "y年M月d日 HH:mm" if _is_chinese() else "d MMM y, HH:mm"))


def pressing(due: date | None) -> tuple[str, str]:
    """Return (look, words) that say how urgent the day `due` is today; None means no due day."""
    if due is None:
        return "none", gettext("no day")
    days = (due - clock.today()).days
    if days < 0:
        return "over", gettext("overdue")
    if days == 0:
        return "due", gettext("due today")
    return "due", ngettext("%(num)s day left", "%(num)s days left", days)


def format_number(value: int | Decimal, kind: str) -> str:
    """Return a number as a page shows it: years without separators, money with two decimals."""
    if kind == "year":
        return str(value)
    if kind == "money":
        return f"{value:,.2f}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return str(value)


def format_rate(value: float | Decimal) -> str:
    """Return a share of 1 as a percentage with one decimal; what isn't all is never 100 %."""
    shown = Decimal(str(value))
    return f"{min(shown, JUST_BELOW) if shown < 1 else shown:.1%}"


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"
