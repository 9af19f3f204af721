"""Small pieces of wording: sentences in a row, months, days, names of units."""

from collections.abc import Iterable
from datetime import date

from flask_babel import format_date, get_locale, gettext, pgettext

from partyhub.organizations.models import Organization
from partyhub.registers.values import format_day


def is_chinese() -> bool:
    """Return whether the edition is in Chinese."""
    locale = get_locale()
    return locale is not None and locale.language == "zh"


def joined(sentences: Iterable[str]) -> str:
    """Return sentences in a row, in Chinese without spaces between them."""
    return ("" if is_chinese() else " ").join(sentences)


def listed(names: Iterable[str]) -> str:
    """Return names in a row."""
    return ("、" if is_chinese() else ", ").join(names)


def month_figure(day: date) -> str:
    """Return a month as columns of dates have it, 2022.07."""
    return f"{day.year}.{day.month:02}"


def day_figure(day: date) -> str:
    """Return a day as columns of dates have it, 2022.07.01."""
    return f"{day.year}.{day.month:02}.{day.day:02}"


def short_name(organization: Organization | None) -> str:
    """Return the short name of an organization, or its name."""
    if organization is None:
        return ""
    return organization.short_name or organization.name


def name_with_end(organization: Organization, as_of: date) -> str:
    """Return the name of an organization; of one that is no more, with the day it ended."""
    ended = organization.dissolved_on
    if ended is None or ended > as_of:
        return organization.name
    day = gettext("(dissolved on %(day)s)", day=format_day(ended))
    return f"{organization.name}\n{day}"


def day_of_month(day: date) -> str:
    """Return a day of a known year, 2.14."""
    return f"{day.month}.{day.day}"


def quarter_name(first: date) -> str:
    """Return the short name of the quarter that begins on a day."""
    names = (
        pgettext("handin", "Q1"),
        pgettext("handin", "Q2"),
        pgettext("handin", "Q3"),
        pgettext("handin", "Q4"),
    )
    return names[(first.month - 1) // 3]


def month_heading(month: date, *, is_first: bool) -> str:
    """Return the heading of a month; the first one and each January say the year, too."""
    words = str(format_date(month, "LLL"))
    if not is_first:
        return words
    return pgettext("handin", "%(year)s\n%(month)s", year=f"{month.year % 100:02}", month=words)
