"""Past figures in words: the period, the figure, and what it was and becomes."""

from typing import Any

from flask_babel import gettext

from partyhub.figures import AnyFigure, Number
from partyhub.past_figures.comparing import Difference
from partyhub.periods import Period
from partyhub.reports.calculation import Computed
from partyhub.reports.wording import format_change, format_figure, format_precisely


def line_of(difference: Difference) -> dict[str, Any]:
    """Return a difference as pages and the command line say it."""
    return words_of(*difference)


def words_of(figure: AnyFigure, period: Period, before: Number, after: Number) -> dict[str, Any]:
    """Return the words for the period, the figure and its values."""
    old, new = (format_figure(figure, value) or "—" for value in (before, after))
    if old == new:  # what differs beyond the places that are shown
        old, new = (format_precisely(figure, value) or "—" for value in (before, after))
    return {
        "period": period.label(),
        "label": str(figure.label),
        "old": old,
        "new": new,
        "unit": "" if new.endswith("%") or old.endswith("%") else str(figure.unit),
        "sentence": gettext(
            "%(period)s, %(figure)s: %(old)s → %(new)s",
            period=period.label(),
            figure=figure.label,
            old=old,
            new=new,
        ),
    }


def change_of(figure: AnyFigure, before: Number, after: Number, period: Period) -> str:
    """Return the change alone, for those who don't see the figures of all organizations."""
    was, now = (Computed(figure, value, 0, period.end) for value in (before, after))
    return format_change(now, was) or "—"
