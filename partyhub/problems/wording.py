"""Wording of problems: values in sentences, and how many records with the first names."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext, ngettext

from partyhub.database import LabeledEnum
from partyhub.forms import known_date_text
from partyhub.known_dates import KnownDate
from partyhub.problem_rules import ProblemRule, Values
from partyhub.registers.values import format_day, format_month, format_ordinal
from partyhub.reports.wording import format_number
from partyhub.rules.queries import find_versions
from partyhub.rules.words import source_words

# So many names stand in a sentence; where there are more, their number.
NAMED = 3
# Values that number the terms of an organization.
ORDINALS = ("ordinal", "other_ordinal")


def fill(sentence: Any, values: Values) -> str:
    """Return the sentence with these values in words; a dash stands for one that is missing.

    No record may keep the list from being shown.
    """
    words: dict[str, str] = defaultdict(lambda: words_of(None))
    words |= {key: words_of(value) for key, value in values.items()}
    words |= {key: format_ordinal(values[key]) for key in ORDINALS if key in values}
    if isinstance(values.get("month"), date):
        words["month"] = format_month(values["month"])
    return str(sentence) % words


def words_of(value: Any) -> str:
    """Return a value as a sentence has it."""
    if value is None:
        return "—"
    if isinstance(value, LabeledEnum):
        return value.label
    if isinstance(value, KnownDate):
        return known_date_text(value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal | float):
        return format_number(value)
    return str(value)


def join(label: str, titles: Sequence[str], register: str) -> str:
    """Return “label: A, B, C and others, 12 people”."""
    names = list(dict.fromkeys(titles))
    first = "、".join(names[:NAMED])
    number = count_words(register, len(titles))
    if len(names) == len(titles) <= NAMED:
        return gettext("%(label)s: %(names)s", label=label, names=first)
    if len(names) <= NAMED:
        return gettext("%(label)s: %(names)s, %(count)s", label=label, names=first, count=number)
    return gettext(
        "%(label)s: %(names)s and others, %(count)s", label=label, names=first, count=number
    )


def count_words(register: str, number: int) -> str:
    """Return the number with the word by which the records of a register are counted."""
    if register == "members":
        return ngettext("%(num)d person", "%(num)d people", number)
    if register in ("organizations", "workshops", "vanguard_posts"):
        return ngettext("%(num)d unit", "%(num)d units", number)
    if register == "figures":
        return ngettext("%(num)d figure", "%(num)d figures", number)
    return ngettext("%(num)d case", "%(num)d cases", number)


def source_of(rule: ProblemRule, day: date) -> str:
    """Return the texts that the rule rests on: those of its numbers as of `day`, or its basis."""
    found = []
    for key in rule.rules:
        versions = find_versions(key)
        then = [v for v in versions if v.effective_from <= day] or list(versions)
        found += [source_words(then[0])] if then else []
    return "；".join(dict.fromkeys(found)) or rule.basis.label
