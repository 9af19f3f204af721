"""Words for the numbers of rules, as a regulation writes them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext, ngettext, pgettext

from partyhub.rules.kinds import Unit, kind_of
from partyhub.rules.models import Rule

TIMES = (Unit.TIMES_A_MONTH, Unit.TIMES_A_QUARTER, Unit.TIMES_A_YEAR)


def share_names() -> Mapping[Fraction, str]:
    """Return the names of the shares that regulations use."""
    return {
        Fraction(1): pgettext("shares", "all"),
        Fraction(1, 2): pgettext("shares", "half"),
        Fraction(1, 3): pgettext("shares", "a third"),
        Fraction(2, 3): pgettext("shares", "two thirds"),
        Fraction(1, 4): pgettext("shares", "a quarter"),
        Fraction(3, 4): pgettext("shares", "three quarters"),
        Fraction(1, 5): pgettext("shares", "a fifth"),
        Fraction(2, 5): pgettext("shares", "two fifths"),
        Fraction(3, 5): pgettext("shares", "three fifths"),
        Fraction(4, 5): pgettext("shares", "four fifths"),
    }


def share_words(share: Fraction) -> str:
    """Return a share in words: a name, or a percentage."""
    return share_names().get(share) or f"{float(share * 100):.4g}%"


def value_words(rule: Rule) -> str:
    """Return the number of a version in words: at least half, a third, 12 months."""
    unit = kind_of(rule.key).unit
    if unit is Unit.QUORUM:
        share = share_words(rule.fraction)
        if rule.is_exclusive:
            return gettext("more than %(share)s", share=share)
        return gettext("at least %(share)s", share=share)
    if unit is Unit.SHARE:
        return share_words(rule.fraction)
    return number_words(unit, rule.value)


def number_words(unit: Unit, value: Decimal) -> str:
    """Return a number with its unit."""
    number = int(value)
    if unit in TIMES and not number:
        return gettext("not asked for")
    if unit is Unit.TIMES_A_MONTH:
        return ngettext("%(num)d time a month", "%(num)d times a month", number)
    if unit is Unit.TIMES_A_QUARTER:
        return ngettext("%(num)d time a quarter", "%(num)d times a quarter", number)
    if unit is Unit.TIMES_A_YEAR:
        return ngettext("%(num)d time a year", "%(num)d times a year", number)
    return quantity_words(unit, number) or f"{value.normalize():f}"


def quantity_words(unit: Unit, number: int) -> str:
    """Return a quantity with its unit, or an empty text where the number has none."""
    if unit is Unit.YEARS:
        return ngettext("%(num)d year", "%(num)d years", number)
    if unit is Unit.MONTHS:
        return ngettext("%(num)d month", "%(num)d months", number)
    if unit is Unit.DAYS:
        return ngettext("%(num)d day", "%(num)d days", number)
    if unit is Unit.AGE:
        return ngettext("%(num)d year old", "%(num)d years old", number)
    if unit is Unit.PEOPLE:
        return ngettext("%(num)d person", "%(num)d people", number)
    if unit is Unit.YUAN:
        return gettext("%(amount)s yuan", amount=f"{number:,}")
    if unit is Unit.HOURS:
        return ngettext("%(num)d hour", "%(num)d hours", number)
    return ""


def source_words(rule: Rule) -> str:
    """Return the source with its clause."""
    return f"{rule.source} {rule.clause}".strip()
