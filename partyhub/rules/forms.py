"""Forms of the versions of rules: a new one from a day on, and the correction of one."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext, lazy_gettext

from partyhub.forms import BoolField, DateField, RecordForm, Required, TextField, ValueField
from partyhub.forms.readings.numbers import OF_RULES, read_number
from partyhub.forms.readings.shares import read_share
from partyhub.rules.kinds import RuleKind, Unit, kind_of
from partyhub.rules.models import PLACES, Rule
from partyhub.rules.words import share_names, share_words
from partyhub.viewers import Viewer

# Before this day there was no rule of the Party.
EARLIEST = date(1921, 7, 1)


class RuleValueField(ValueField):
    """The number of a rule; a share is written as one (a half, 1/3, 60 %)."""

    kind = "decimal"
    is_share = False

    def read(self, text: str) -> Decimal:
        """Return the number that a text means; raises ValueError with a sentence."""
        for name, share in share_names().items():
            if text.strip() == share:
                return round(Decimal(name.numerator) / name.denominator, PLACES)
        with suppress(ValueError):
            return read_number(text, OF_RULES, is_whole=False)
        try:
            share_read = read_share(text)
        except ValueError as error:
            sentence = gettext(
                "“%(text)s” is not a number. Write a number, or a share like 1/3.", text=text
            )
            raise ValueError(sentence) from error
        return round(Decimal(share_read.numerator) / share_read.denominator, PLACES)

    def show(self, value: Decimal) -> str:
        """Return the number as people write it: a share in words."""
        if self.is_share:
            return share_words(Rule(key="", value=value).fraction)
        return f"{Decimal(value).normalize():f}"


class RuleForm(RecordForm):
    """The form of a new version of a rule; `rules` are the versions that there are."""

    value = RuleValueField(lazy_gettext("Number"), [Required(lazy_gettext("Enter the number."))])
    is_exclusive = BoolField(
        lazy_gettext("Must be exceeded"),
        description=lazy_gettext("Yes means more than this share, no means this share or more."),
    )
    source = TextField(
        lazy_gettext("Source"),
        [Required(lazy_gettext("Enter the title of the regulation."))],
        render_kw={"data-width": "w8"},
    )
    clause = TextField(lazy_gettext("Clause"), longest=60)
    effective_from = DateField(
        lazy_gettext("In force from"), [Required(lazy_gettext("Enter the first day."))]
    )

    def __init__(self, viewer: Viewer, rules: Sequence[Rule], values: Any, token: str) -> None:
        self.rules, self.token = rules, token
        self.rule_kind: RuleKind = kind_of(rules[0].key)
        super().__init__(viewer, values={**values, "version": token})
        self.value.is_share = self.rule_kind.is_share
        if self.rule_kind.unit is not Unit.QUORUM:
            del self.is_exclusive

    @property
    def knows_version(self) -> bool:
        """Return whether the form was filled from what is stored now."""
        return bool(self.version.data == self.token)

    @property
    def others(self) -> Collection[Rule]:
        """Return the versions whose first days are taken."""
        return self.rules

    def check(self) -> None:
        self.check_bounds(self.value.data)
        day = self.effective_from.data
        if day < EARLIEST:
            self.refuse("effective_from", gettext("There was no such rule yet on this day."))
        elif any(day == other.effective_from for other in self.others):
            self.refuse(
                "effective_from",
                gettext(
                    "A version begins on this day already. A mistake in it is corrected in that"
                    " version; a new text has a day of its own."
                ),
            )

    def check_bounds(self, value: Decimal) -> None:
        """Refuse a number outside the bounds of its kind, or with places that it has not."""
        kind = self.rule_kind
        if not kind.least <= value <= kind.most:
            sentence = gettext(
                "The number must lie between %(least)s and %(most)s.",
                least=kind.least,
                most=f"{kind.most:,}",
            )
            if kind.is_share:
                sentence = gettext("A share lies between 0 and 1. Write it like 1/3 or 60%.")
            self.refuse("value", sentence)
        elif not kind.is_share and value != int(value):
            self.refuse("value", gettext("This rule sets a whole number."))
        elif value != round(value, PLACES):
            self.refuse("value", gettext("At most %(places)s decimal places. Round it.", places=4))


class CorrectionForm(RuleForm):
    """The form that corrects a version; the reason stays in the history beside the old values."""

    why = TextField(
        lazy_gettext("Reason of the correction"),
        [Required(lazy_gettext("Say what was wrong."))],
        longest=200,
        render_kw={"data-width": "w8"},
    )

    def __init__(self, viewer: Viewer, rule: Rule, rules: Sequence[Rule], values: Any) -> None:
        self.rule = rule
        super().__init__(viewer, rules, values, token_of([rule]))

    @property
    def others(self) -> Collection[Rule]:
        return [each for each in self.rules if each is not self.rule]


def token_of(rules: Sequence[Rule]) -> str:
    """Return a text that changes whenever one of the versions does, or there is another one."""
    return "-".join(f"{rule.id}.{rule.version}" for rule in rules)


def values_of(rule: Rule) -> dict[str, Any]:
    """Return the values of a version that its forms begin with."""
    names = ("value", "is_exclusive", "source", "clause", "effective_from")
    return {name: getattr(rule, name) for name in names}


def stored_values(form: RuleForm) -> dict[str, Any]:
    """Return what the form stores in a version."""
    return {name: value for name, value in form.values().items() if name != "why"} | {
        "clause": form.clause.data or ""
    }
