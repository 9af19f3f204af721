"""The base class of the forms for one record."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import Select
from werkzeug.utils import cached_property
from wtforms import Field, HiddenField

from partyhub import clock
from partyhub.database import Nameable, Record
from partyhub.forms.context import FormContext, Notice
from partyhub.forms.existence import check_references
from partyhub.forms.fields import TextField, ValueField
from partyhub.forms.pickers import RefField
from partyhub.forms.readings.words import NOTHING
from partyhub.viewers import Viewer


class RecordForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form for one record, made for a viewer; `edited` is the record that it changes, if any."""

    # The sections of the form as (heading, field names); if empty, every field is shown in order.
    layout: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    # The field with the day on which what the form refers to must exist; without one it is today.
    exists_on: ClassVar[str] = ""
    # The references of which it is only asked why they refer to what is gone by then.
    lenient: ClassVar[Collection[str]] = ()

    version = HiddenField()
    reason = TextField(lazy_gettext("Reason"), longest=200)

    def __init__(
        self,
        viewer: Viewer,
        edited: Record | None = None,
        values: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.viewer = viewer
        self.edited = edited
        self.warnings: list[tuple[str, str]] = []
        self.notices: list[tuple[str, Notice]] = []
        self.context: FormContext = kwargs.pop("context", None) or FormContext()
        kwargs.setdefault("data", dict(values or {}))
        super().__init__(**kwargs)

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf ships no types
        """The options of the form; reference fields get its viewer and its context."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, RefField):
                field.bind_form(form.viewer, form.context, form.day_referred)
            return field

    def reset_for(
        self, edited: Record | None, values: Mapping[str, Any], typed: Mapping[str, str]
    ) -> None:
        """Reset the form for another record, as if newly made: one form judges many rows.

        `values` are the record's values by field, and `typed` the entered texts.
        """
        self.edited = edited
        self.warnings = []
        for name, field in self._fields_by_name:
            text, stored = typed.get(name), values.get(name)
            if text is None:
                if stored is not None or not field.is_blank:
                    field.take(None, stored)
            elif text in NOTHING and field.says_nothing(text):
                field.take_nothing(text, stored)
            else:
                field.take_text(text, stored)
        self.form_errors: list[str] = []

    def find(self, choose: Callable[[Viewer], Select[Any]], text: str) -> Nameable:
        """Return the one record that `text` names among those that `choose` selects.

        Raises UnresolvedReferenceError if there is none, or more than one.
        """
        return self.context.find(choose, choose(self.viewer), text)

    def read_key(self, name: str, typed: Mapping[str, str]) -> Any:
        """Return the value that a row enters in a column of the register's key.

        Raises ValueError with a sentence if it can't be read.
        """
        field, text = self[name], typed.get(name)
        if text:
            field.take_text(text, None)
        else:
            field.take(None, None)
        if field.process_errors:
            raise ValueError(field.process_errors[0])
        return field.data

    @property
    def is_change(self) -> bool:
        """Return whether the form changes an existing record."""
        return self.edited is not None

    @property
    def knows_version(self) -> bool:
        """Return whether the form was filled from the version of the record that is stored now."""
        return self.edited is None or self.version.data == str(self.edited.version)

    @cached_property
    def value_fields(self) -> Sequence[ValueField]:
        return [field for field in self if isinstance(field, ValueField)]

    @cached_property
    def _fields_by_name(self) -> Sequence[tuple[str, ValueField]]:
        return [(field.name, field) for field in self.value_fields]

    @cached_property
    def _stored_by_name(self) -> Sequence[tuple[str, ValueField]]:
        return [item for item in self._fields_by_name if item[0] != "reason"]

    def stored_fields(self) -> list[ValueField]:
        """Return the fields whose values go to the record: all but the form's own."""
        return [field for _, field in self._stored_by_name]

    def values(self) -> dict[str, Any]:
        """Return the values to store: all fields of a new record, or only those that were sent."""
        is_change = self.is_change
        return {name: f.data for name, f in self._stored_by_name if f.given or not is_change}

    def value(self, name: str) -> Any:
        """Return the field's value after saving: what was sent, otherwise what is stored."""
        return self[name].data

    def warn(self, field: str, sentence: str) -> None:
        """Report a broken soft rule: a page then asks for a reason, an import only warns."""
        self.warnings.append((field, sentence))

    def notice(self, field: str, notice: Notice) -> None:
        """Report what an import says once of many rows; a page doesn't."""
        self.notices.append((field, notice))

    def refuse(self, field: str, sentence: str) -> None:
        """Add an error at `field` about several fields together."""
        self[field].errors = [*self[field].errors, sentence]

    def remarks(self) -> list[tuple[str, str]]:
        """Return (field, sentence) pairs about what was read otherwise than it was written."""
        return [
            (field.name, sentence)
            for field in self.value_fields
            if field.remarks
            for sentence in field.remarks
        ]

    def check_span(self, first: str, last: str) -> None:
        """Add an error if the day in `last` isn't after the day in `first`.

        `first` names the field with the first day of a span, `last` that with the first day after
        it.
        """
        started, ended = self[first].data, self[last].data
        if started and ended and ended <= started:
            self.refuse(last, gettext("It must lie after the first day."))

    def check_move(self, name: str, moves: Mapping[Any, Collection[Any]]) -> None:
        """Add an error if `moves` doesn't allow the change from the stored to the entered state."""
        old, new = self[name].stored, self[name].data
        if not self.is_change or None in (old, new) or new is old or new in moves[old]:
            return
        self.refuse(
            name,
            gettext(
                "The state can't change from “%(old)s” to “%(new)s”. Void a record that was never"
                " right, and enter it anew.",
                old=old.label,
                new=new.label,
            ),
        )

    def day_referred(self, _name: str) -> date | None:
        """Return the day on which what the reference field names must exist.

        None means that it isn't judged: the form has other rules for it, or its day is missing.
        """
        day: date | None = self[self.exists_on].data if self.exists_on else clock.today()
        return day

    def is_day_new(self, _name: str) -> bool:
        """Return whether the reference must be judged again, because its day has changed."""
        return bool(self.exists_on) and self[self.exists_on].data != self[self.exists_on].stored

    def check(self) -> None:
        """Check several fields together; called when each one is valid by itself."""

    def describe_doubles(self) -> str:
        """Return a sentence that names what the record may be a double of, or an empty text."""
        return ""

    def check_doubles(self, field: str, names: Sequence[str]) -> None:
        """Warn at `field` of what the record may be a double of, if one of `names` is new."""
        is_new = any(self[name].data != self[name].stored for name in names)
        if is_new and (sentence := self.describe_doubles()):
            self.warn(field, sentence)

    def validate_fields(self, extra_validators: Any = None) -> bool:
        """Validate each field by itself, without `check`; return whether all are valid."""
        extra = extra_validators or {}
        # Like wtforms, but no form here has inline validators for single fields.
        wrong = [f for f in self._judged_fields if not f.validate(self, extra.get(f.name, ()))]
        is_valid = not wrong
        for field in self._plain_fields:
            errors = field.errors = field.process_errors
            if errors:
                is_valid = False
        return is_valid

    @cached_property
    def _plain_fields(self) -> Sequence[ValueField]:
        """Return the fields without validators (most of them), valid once they can be read."""
        return [field for field in self.value_fields if not field.validators]

    @cached_property
    def ref_fields(self) -> Sequence[RefField]:
        """Return the fields that refer to other records."""
        return [field for field in self.value_fields if isinstance(field, RefField)]

    @cached_property
    def _judged_fields(self) -> Sequence[Field]:
        return [field for field in self if field not in self._plain_fields]

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate all fields, then `check` them together; return whether the form may be saved.

        A broken soft rule makes it invalid if the context asks for a reason and none is given.
        """
        self.warnings, self.notices = [], []
        if not self.validate_fields(extra_validators):
            return False
        self.check()
        check_references(self)
        if any(field.errors for field in self.value_fields):
            return False
        if self.warnings and self.context.asks_reason and not self.reason.data:
            self.reason.flags.required = True  # so that it isn't called optional
            self.reason.errors = [
                gettext(
                    "This is against a rule that has exceptions (%(rule)s). Say why.",
                    rule=self.warnings[0][1].rstrip("。."),
                )
            ]
            return False
        return True

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """Return (heading, fields) pairs for the page.

        The field for a reason is among them if a soft rule is broken.
        """
        if self.layout:
            shown = [(heading, [self[name] for name in names]) for heading, names in self.layout]
        else:
            shown = [(None, [f for f in self.stored_fields() if not f.is_create_only])]
        if self.warnings:
            shown.append((lazy_gettext("Reason for the exception"), [self.reason]))
        return shown
