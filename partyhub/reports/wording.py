"""How the value of a figure is written for people."""

from decimal import Decimal

from flask_babel import gettext

from partyhub.figures import Number, Ratio
from partyhub.reports.calculation import Computed

RATES = ("activities.attendance_rate", "appraisals.excellent_share", "commissars.coverage")
# Smaller numbers are read at a glance.
GROUPED = 10_000


def is_rate(computed: Computed) -> bool:
    """Whether the value lies between 0 and 1 and reads as a percentage."""
    return isinstance(computed.figure, Ratio) and computed.code in RATES


def value_words(computed: Computed) -> str:
    """The value with at most one decimal; nothing is an empty text."""
    if computed.value is None:
        return ""
    if is_rate(computed):
        return f"{float(computed.value):.1%}"
    return number_words(computed.value)


def number_words(value: Number) -> str:
    """The number with at most one decimal; from five digits on in groups of three."""
    rounded = round(Decimal(str(value)), 1)
    mark = "," if abs(rounded) >= GROUPED else ""
    return f"{rounded:{mark}f}".removesuffix(".0")


def change_words(now: Computed, before: Computed) -> str:
    """By how much the value grew: +3, −2, unchanged; empty where one of the two is missing."""
    if now.value is None or before.value is None:
        return ""
    difference = Decimal(str(now.value)) - Decimal(str(before.value))
    if difference == 0:
        return gettext("unchanged")
    scaled = difference * 100 if is_rate(now) else difference
    text = number_words(abs(scaled) if scaled % 1 else int(abs(scaled)))
    unit = gettext(" points") if is_rate(now) else ""
    return f"{'+' if difference > 0 else '−'}{text}{unit}"
