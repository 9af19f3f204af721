"""How a value is written: as plain JSON, as a cell of a sheet, and as words on a page."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from flask_babel import format_datetime, get_locale, gettext, ngettext

from partyhub import clock
from partyhub.database import LabeledEnum, Nameable
from partyhub.forms import mask_phone
from partyhub.registers.register import Column, Register


def plain(value: Any, kind: str) -> Any:
    """Return a value as JSON: keys of enums, references as names, dates like 2023-06-29."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, date):
        return f"{value:%Y-%m}" if kind == "month" else value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item, kind) for item in value]
    if isinstance(value, LabeledEnum):
        return value.value
    if isinstance(value, Nameable):
        return value.reference
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def cell(value: Any, kind: str) -> Any:
    """Return a value as a cell: labels of enums, names joined by 、, days and numbers as is."""
    if isinstance(value, list | tuple):
        return "、".join(str(cell(item, kind)) for item in value)
    if isinstance(value, LabeledEnum):
        return value.label
    if isinstance(value, Nameable):
        return value.reference
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return mask_phone(value) if kind == "phone" and value else value


class Wording:
    """Values as words of the page's language, which is asked once for all of a page's values."""

    def __init__(self) -> None:
        self._is_chinese = _is_chinese()
        self._labels: dict[LabeledEnum, str] = {}

    def words(self, value: Any, kind: str) -> str:
        """Return a value as a page shows it; nothing is an empty text."""
        if value is None:
            return ""
        if kind == "phone":
            return mask_phone(value)
        if isinstance(value, LabeledEnum):
            return self._label(value)
        if isinstance(value, list | tuple):
            return "、".join(self.words(item, kind) for item in value)
        if isinstance(value, date):
            return self._month(value) if kind == "month" else self._day(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return number_words(value, kind)
        return str(cell(value, kind))

    def _label(self, value: LabeledEnum) -> str:
        if value not in self._labels:
            self._labels[value] = value.label
        return self._labels[value]

    def _day(self, day: date) -> str:
        return chinese_day(day) if self._is_chinese else day_words(day)

    def _month(self, day: date) -> str:
        return chinese_month(day) if self._is_chinese else month_words(day)


def words(value: Any, kind: str) -> str:
    """Return one value as a page shows it; nothing is an empty text."""
    return Wording().words(value, kind)


def words_of_plain(register: Register, column: Column, value: Any) -> str:
    """Return what `plain` made of a column's value as words: history keeps it so."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "、".join(words_of_plain(register, column, item) for item in value)
    kind = register.kind(column)
    readers: dict[str, Callable[[Any], str]] = {
        "date": lambda text: day_words(date.fromisoformat(text)),
        "month": lambda text: month_words(date.fromisoformat(f"{text}-01")),
        "bool": yes_or_no,
    }
    if kind in ("enum", "enums"):
        known = {member.value: member.label for member in register.members(column)}
        return str(known.get(value, value))
    reader = readers.get(kind)
    return reader(value) if reader and isinstance(value, str | bool) else words(value, kind)


def yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def day_words(day: date) -> str:
    """A day as 2023年6月29日 or 29 June 2023. A plain day: no time zone touches it."""
    if _is_chinese():
        return chinese_day(day)
    return format_date(day, "d MMMM y", locale="en")


def weekday_words(day: date) -> str:
    return format_date(day, "EEEE", locale="zh_Hans_CN" if _is_chinese() else "en")


def month_words(day: date) -> str:
    if _is_chinese():
        return chinese_month(day)
    return format_date(day, "MMMM y", locale="en")


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def moment_words(moment: datetime) -> str:
    """An instant in Asia/Shanghai, to the minute."""
    return str(format_datetime(moment, "y年M月d日 HH:mm" if _is_chinese() else "d MMM y, HH:mm"))


def pressing(due: date | None) -> tuple[str, str]:
    """How a day looks from today, as (look, words)."""
    if due is None:
        return "none", gettext("no day")
    days = (due - clock.today()).days
    if days < 0:
        return "over", gettext("overdue")
    if days == 0:
        return "due", gettext("due today")
    return "due", ngettext("%(num)s day left", "%(num)s days left", days)


def number_words(value: int | Decimal, kind: str) -> str:
    if kind == "year":
        return str(value)
    if kind == "money":
        return f"{value:,.2f}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return str(value)


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"
