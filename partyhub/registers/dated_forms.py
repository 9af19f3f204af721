"""Forms of records with dated values: is what a person enters a correction, or a change?

Both are possible if the value that is replaced began before today. A page then asks which it is. An
import takes the day of the import, and says so (registers.md, Conventions).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import force_locale, gettext, lazy_gettext
from wtforms import Field

from partyhub import clock
from partyhub.dated_values import Act, Correction, HasFormerValues, period_around, read_value
from partyhub.forms import RecordForm
from partyhub.forms.changes import ChangeField, Former, FormerValuesField, How
from partyhub.forms.readings.words import LOCALES, NOTHING
from partyhub.registers.catalog import register_of
from partyhub.registers.reference_names import Summary
from partyhub.registers.register import Column
from partyhub.registers.values import format_day, words
from partyhub.texts import normal_form

CHANGED_ON, FORMER_VALUES = "changed_on", "values_over_time"
FORMER = "former_values"  # the relation to what they were


class DatedForm(RecordForm):
    """A form whose fields `dated` hold values with days."""

    dated: ClassVar[Sequence[str]] = ()
    # A day of the period whose values the form shows; None means today.
    shown_day: date | None = None
    # Whether the page asks which of the two it is.
    asks_how = False
    # The only field that the page shows: it corrects one period of its value.
    corrected = ""

    changed_on = ChangeField(
        lazy_gettext("Changed on"),
        description=lazy_gettext(
            "From which day the changed values are valid, or the word “Correction” if they were"
            " never otherwise. Empty means today."
        ),
        render_kw={"data-width": "w12"},
    )

    @property
    def day(self) -> date:
        return self.shown_day or clock.today()

    @property
    def act(self) -> Act:
        """Return what the form does: a correction, or a change from a day on."""
        entered = self.changed_on.data
        if isinstance(entered, date):
            return entered
        if entered is How.CORRECT or not self.begun_before():
            return Correction(self.day)
        return clock.today()

    @property
    def since(self) -> date:
        """Return the first day on which what the form enters is valid."""
        act = self.act
        if not isinstance(act, Correction):
            return act
        begun = [self.begins(name) for name in self.changed_dated()]
        return min((day for day in begun if day), default=act.day)

    def change_days(self, name: str) -> list[date]:
        """Return the days on which the value of a dated field changed, also its first day."""
        assert isinstance(self.edited, HasFormerValues)
        return self.edited.change_days(name)

    def period_starts(self, name: str) -> list[date | None]:
        """Return the first days of the value's periods; None is that from the beginning."""
        return [None, *self.change_days(name)]

    def begins(self, name: str) -> date | None:
        """Return the first day of the field's period; None if it reaches back to the beginning."""
        return period_around(self.change_days(name), self.day)[0]

    def is_changed(self, name: str) -> bool:
        """Return whether the form changes the value of a dated field."""
        field = self[name]
        return bool(field.given) and (field.data or None) != (field.stored or None)

    def changed_dated(self) -> list[str]:
        """Return the dated fields of an existing record that the form changes."""
        return [name for name in self.dated if self.is_change and self.is_changed(name)]

    def begun_before(self) -> bool:
        """Return whether a changed value was valid before today, so that both acts are possible.

        What was not known before is entered, and nothing is changed by that.
        """
        return any(self.was_valid_before(name) for name in self.changed_dated())

    def was_valid_before(self, name: str) -> bool:
        """Return whether the stored value of a dated field was valid before today."""
        begun = self.begins(name)
        return self[name].stored is not None and (begun is None or begun < clock.today())

    def values(self) -> dict[str, Any]:
        found = super().values()
        found.pop(CHANGED_ON, None)
        return found | {CHANGED_ON: self.act} if self.changed_dated() else found

    def check_change(self) -> None:
        """Check the day from which changed values are valid, and ask for it on a page."""
        field, names = self.changed_on, self.changed_dated()
        if not names:
            self.check_needless()
        elif field.data is None and field.how:
            self.ask(gettext("Enter the day from which it changed."))
        elif field.data is None and self.begun_before():
            if self.context.asks_reason:
                self.ask(gettext("Say which of the two it is."))
            else:
                self.warn_of_today(names)
        elif isinstance(field.data, date):
            self.check_day(field.data, names)

    def check_needless(self) -> None:
        """Refuse a day of a change where nothing changes.

        A sheet may still hold the day of an earlier change; in a row of a new record it warns.
        """
        if self.changed_on.data is None:
            return
        if not self.is_change:
            sentence = gettext("A new record's values count from its first day; leave this empty.")
            (self.refuse if self.context.asks_reason else self.warn)(CHANGED_ON, sentence)
        elif self.context.asks_reason:
            sentence = gettext("Nothing changes that has a day. Change it, or leave this empty.")
            self.refuse(CHANGED_ON, sentence)

    def check_day(self, day: date, names: Sequence[str]) -> None:
        """Refuse a day to come, and warn of later changes that the change replaces."""
        if day > clock.today():
            self.refuse(CHANGED_ON, gettext("This day has not come yet."))
            return
        later = [on for name in names for on in self.replaced(name) if on > day]
        if later:
            self.warn(
                CHANGED_ON,
                gettext(
                    "It changed on %(later)s too; this replaces that.",
                    later=format_day(max(later)),
                ),
            )

    def replaced(self, name: str) -> list[date]:
        """Return the days of changes that a change of a dated field replaces if they are later."""
        return self.change_days(name)

    def ask(self, sentence: str) -> None:
        """Have the page ask which of the two it is."""
        self.asks_how = True
        self.refuse(CHANGED_ON, sentence)

    def warn_of_today(self, names: Sequence[str]) -> None:
        """Say that without a day the import's day is taken."""
        labels = "、".join(str(self[name].label.text) for name in names)
        self.warn(
            CHANGED_ON,
            gettext(
                "“%(column)s” is empty, so “%(labels)s” counts as changed from the day of import,"
                " %(day)s.",
                column=self.changed_on.label.text,
                labels=labels,
                day=format_day(clock.today()),
            ),
        )

    def change_sentences(self) -> list[str]:
        """Return for each changed value what stands there, since when, and what comes."""
        return [self._tell(name) for name in self.changed_dated()]

    def _tell(self, name: str) -> str:
        field, begun = self[name], self.begins(name)
        texts = {
            "label": field.label.text,
            "old": words(field.stored, field.kind) or gettext("nothing"),
            "new": words(field.data, field.kind) or gettext("nothing"),
        }
        if begun is None:
            return gettext("%(label)s: “%(old)s” from the beginning → “%(new)s”", **texts)
        return gettext(
            "%(label)s: “%(old)s” since %(day)s → “%(new)s”", day=format_day(begun), **texts
        )

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """Return the sections, with the question at the end when both acts are possible."""
        if self.corrected:
            return [(None, [self[self.corrected], self.reason])]
        shown = [
            (heading, [field for field in fields if field.name != CHANGED_ON])
            for heading, fields in super().sections()
        ]
        if not (self.asks_how or self.changed_on.given or self.changed_on.errors):
            return shown
        self.changed_on.description = gettext("; ").join(self.change_sentences())
        has_reason = any(field is self.reason for _, fields in shown for field in fields)
        questions = [self.changed_on] if has_reason else [self.changed_on, self.reason]
        return [*shown, (lazy_gettext("Which of the two is it?"), questions)]


class FormerForm(DatedForm):
    """A form of a record with former values, which a sheet's row of a new record may contain."""

    values_over_time = FormerValuesField(lazy_gettext("Earlier values"))

    def check_former(self) -> None:
        """Replace the words of former values by (column, value, day) triples."""
        found = []
        for former in () if self.is_change else self.values_over_time.data or ():
            try:
                found.append(self.read_former(former))
            except ValueError as error:
                self.refuse(FORMER_VALUES, str(error))
        if not self.values_over_time.errors:
            self.values_over_time.data = found or None

    def read_former(self, former: Former) -> tuple[str, Any, date]:
        """Return (column, value, day) of a former value; raises ValueError with a sentence."""
        for name in self.dated:
            for locale in LOCALES:
                with force_locale(locale):
                    is_named = normal_form(str(self[name].label.text)) == normal_form(former.part)
                if is_named:
                    value = None if former.word in NOTHING else self[name].read(former.word)
                    return name, value, former.ended_on
        labels = "、".join(str(self[name].label.text) for name in self.dated)
        raise ValueError(
            gettext("“%(text)s” is not one of: %(choices)s.", text=former.part, choices=labels)
        )


def change_column() -> Column:
    """Return the column 变更日期: empty in every export, read by imports."""
    empty = Summary((CHANGED_ON,), lambda ids, day, names: ())
    return Column(CHANGED_ON, lambda record, day: None, kind="text", summary=empty)


def former_column(*keys: str) -> Column:
    """Return the column with the former values of the columns `keys`."""
    return Column(
        FORMER_VALUES,
        lambda record, day: describe_former(record, keys),
        kind="text",
        needs=(FORMER,),
        reads=keys,
        few=FORMER,
    )


def dated_column(key: str, **options: Any) -> Column:
    """Return the column of a value that has former values."""
    return Column(
        key,
        lambda record, day: record.value_on(key, day),
        needs=(FORMER,),
        reads=(key,),
        few=FORMER,
        **options,
    )


def describe_former(record: Any, keys: Sequence[str]) -> list[str]:
    """Return the former values of a record as texts, by column and day."""
    if not record.former_values:
        return []
    register, found = register_of(record), []
    for key in keys:
        column = register.column(key)
        assert column is not None
        for former in record.former_of(key):
            value = read_value(type(record), key, former.value)
            word = words(value, register.kind(column)) or gettext("n/a")
            found.append(str(Former(word, register.header(column), former.ended_on)))
    return found
