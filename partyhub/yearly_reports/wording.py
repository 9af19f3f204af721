"""Changes of figures in words, as reports write them."""

from flask_babel import pgettext

from partyhub.reports.calculation import Computed
from partyhub.reports.wording import format_change


def change_words(now: Computed, before: Computed) -> str:
    """Return the change in words, such as “up 7”; empty where one of the values is missing."""
    return words_of_change(format_change(now, before))


def words_of_change(change: str) -> str:
    """Return what `format_change` writes with a sign in words."""
    if change.startswith("+"):
        return str(pgettext("change", "up %(number)s", number=change[1:]))
    if change.startswith("−"):
        return str(pgettext("change", "down %(number)s", number=change[1:]))
    return change
