"""Wording of the values of figures."""

from decimal import Decimal

from flask_babel import gettext, ngettext

from partyhub.figures import AnyFigure, Number, Ratio, Scope
from partyhub.registers.values import format_day, format_rate
from partyhub.reports.calculation import Computed

RATES = (
    "activities.attendance_rate",
    "appraisals.excellent_share",
    "commissars.coverage",
    "commissars.reading_coverage",
    "meetings.rate",
)
# Smaller numbers are easy to read without separators.
GROUPED = 10_000


def is_rate(computed: Computed) -> bool:
    """Return whether the value is between 0 and 1 and reads as a percentage."""
    return isinstance(computed.figure, Ratio) and computed.code in RATES


def format_value(computed: Computed) -> str:
    """Return the value with at most one decimal, or an empty text without a value."""
    return format_figure(computed.figure, computed.value)


def format_figure(figure: AnyFigure, value: Number) -> str:
    """Return a value of the figure as `format_value` does."""
    if value is None:
        return ""
    if isinstance(figure, Ratio) and figure.code in RATES:
        return format_rate(value)
    return format_number(value)


def format_precisely(figure: AnyFigure, value: Number) -> str:
    """Return a value of the figure with three decimals: one that another is told from by these."""
    if value is None:
        return ""
    is_percentage = isinstance(figure, Ratio) and figure.code in RATES
    return f"{float(value):.3%}" if is_percentage else f"{float(value):.3f}"


def format_number(value: Number) -> str:
    """Return the number with at most one decimal; from five digits on in groups of three."""
    rounded = round(Decimal(str(value)), 1)
    mark = "," if abs(rounded) >= GROUPED else ""
    return f"{rounded:{mark}f}".removesuffix(".0")


def remark_of(computed: Computed, scope: Scope) -> str:
    """Return what a reader has to know of the value, or an empty text.

    It says the day that the value is as of where that is earlier than the scope's, with the number
    of months that were reported.
    """
    found = [computed.figure.remark(scope)] if computed.figure.remark else []
    if computed.as_of < scope.as_of and computed.value is not None:
        found.insert(0, _as_of(computed))
    return gettext("; ").join(filter(None, found))


def _as_of(computed: Computed) -> str:
    day = format_day(computed.as_of)
    if computed.months is None:
        return gettext("as of %(day)s", day=day)
    return ngettext(
        "as of %(day)s, %(num)d month reported",
        "as of %(day)s, %(num)d months reported",
        computed.months,
        day=day,
    )


def format_change(now: Computed, before: Computed) -> str:
    """Return the change of the value, such as +3, −2 or unchanged.

    It is an empty text where one of the two values is missing.
    """
    if now.value is None or before.value is None:
        return ""
    difference = Decimal(str(now.value)) - Decimal(str(before.value))
    if difference == 0:
        return gettext("unchanged")
    scaled = difference * 100 if is_rate(now) else difference
    text = format_number(abs(scaled) if scaled % 1 else int(abs(scaled)))
    unit = gettext(" points") if is_rate(now) else ""
    return f"{'+' if difference > 0 else '−'}{text}{unit}"
