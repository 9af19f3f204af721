"""Numbers of the edition as cells: counts, rates, sums of money, changes, and what has none."""

from collections.abc import Callable
from typing import Any

from flask_babel import pgettext

from partyhub.figures import Number
from partyhub.handin import looks
from partyhub.handin.indicators import IN_TEN_THOUSANDS, TEN_THOUSAND
from partyhub.reports.calculation import Computed
from partyhub.reports.wording import is_rate
from partyhub.spreadsheets import Style

# A space as wide as a 0 keeps numbers clear of the line beside them.
_CLEAR = "_0"


def shown(computed: Computed, value: Number) -> Any:
    """Return a value of the figure as it is printed: money in 10,000 yuan, a dash for none."""
    if value is None:
        return looks.NOTHING
    number = float(value)
    if computed.code in IN_TEN_THOUSANDS:
        number /= TEN_THOUSAND
    return int(number) if number == int(number) else number


def printed(number: float) -> str:
    """Return a number within a sentence as the tables print it, 1,174 or 533.3."""
    return f"{number:,.1f}".removesuffix(".0")


def number_style(computed: Computed, value: Any, style: Style) -> Style:
    """Return the style for what `shown` returned."""
    style = style._replace(horizontal="right", wraps=False)
    if isinstance(value, str):
        return style._replace(format="General", indent=1)
    if is_rate(computed):
        return style._replace(format=f"0.0%{_CLEAR}")
    has_decimal = isinstance(value, float) or computed.code in IN_TEN_THOUSANDS
    return style._replace(format=f"#,##0.0{_CLEAR}" if has_decimal and value else f"#,##0{_CLEAR}")


def change_of(now: Computed, before: Computed) -> Any:
    """Return the change, of a rate in points, from numbers that aren't rounded."""
    values = shown(now, now.value), shown(now, before.value)
    if isinstance(values[0], str) or isinstance(values[1], str):
        return looks.NOTHING
    change = values[0] - values[1]
    return change * 100 if is_rate(now) else change


def change_style(computed: Computed, change: Any, style: Style) -> Style:
    """Return the style for what `change_of` returned."""
    style = style._replace(horizontal="right", wraps=False)
    if isinstance(change, str):
        return style._replace(indent=1)
    same = pgettext("handin", "unchanged")
    points, digits = "", "#,##0"
    if is_rate(computed):
        word = pgettext("handin", "points")
        points, digits = f'"{word}"', "0.0"
    elif isinstance(change, float):
        digits = "#,##0.0"
    plus, minus = f"+{digits}{points}{_CLEAR}", f"-{digits}{points}{_CLEAR}"
    return style._replace(format=f'{plus};{minus};"{same}"{_CLEAR}')


def unit_of(computed: Computed) -> str:
    """Return the unit in which the figure is printed."""
    if computed.code in IN_TEN_THOUSANDS:
        return pgettext("handin", "10,000 yuan")
    return "%" if is_rate(computed) else str(computed.figure.unit)


def or_dash(value: Number, applies: Callable[[], bool] | bool = True) -> Any:
    """Return a count, 0 where there could be one, and a dash where there can't."""
    can_be = applies() if callable(applies) else applies
    if value is None or (not value and not can_be):
        return looks.NOTHING
    return int(value) if value == int(value) else float(value)
