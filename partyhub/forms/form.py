"""The form for one record."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import Select
from wtforms import Field, HiddenField

from partyhub.database import Nameable, Record
from partyhub.forms.fields import TextField, ValueField
from partyhub.forms.pickers import RefField
from partyhub.references import Index, find_by_text
from partyhub.viewers import Viewer


class RecordForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form for one record, made for a viewer; it knows which record it changes, if any."""

    # What a form shows, as (heading, field names); an empty one shows every field in order.
    layout: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

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
        self.asks_reason = True
        # Where names that this form resolves are remembered; an import resolves many.
        self.index: Index | None = kwargs.pop("index", None)
        # The registers that the file has sheets of, when its rows are judged; none on a page.
        self.sheets: Collection[str] = ()
        # What new records of the file said that rows of this form have the last word on.
        self.held: Any = {}
        kwargs.setdefault("data", dict(values or {}))
        super().__init__(**kwargs)

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, RefField):
                field.bind_form(form.viewer, form.index)
            return field

    def begin(
        self, edited: Record | None, values: Mapping[str, Any], typed: Mapping[str, str]
    ) -> None:
        """Turn to another record, as if the form were made for it: one form judges many rows."""
        self.edited = edited
        self.warnings = []
        for name, field in self._fields_by_name:
            text, stored = typed.get(name), values.get(name)
            if text is not None or stored is not None or not field.is_blank:
                field.take(None if text is None else [text], stored)
        self.form_errors: list[str] = []

    def find(self, choose: Callable[[Viewer], Select[Any]], text: str) -> Nameable:
        """The one record that `text` names among those of `choose`.

        Raises UnresolvedReferenceError.
        """
        query = choose(self.viewer)
        return self.index.find(choose, query, text) if self.index else find_by_text(query, text)

    def read_key(self, name: str, typed: Mapping[str, str]) -> Any:
        """What a row types into a column of the register's key; raises ValueError."""
        field, text = self[name], typed.get(name)
        field.take([text] if text else None, None)
        if field.process_errors:
            raise ValueError(field.process_errors[0])
        return field.data

    @property
    def is_change(self) -> bool:
        return self.edited is not None

    @property
    def knows_version(self) -> bool:
        """Whether the form was filled from the version of the record that is stored now."""
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
        """The fields that go to the record: all but the form's own."""
        return [field for _, field in self._stored_by_name]

    def values(self) -> dict[str, Any]:
        """What goes to the record: every field of a new one, else only those that were sent."""
        is_change = self.is_change
        return {name: f.data for name, f in self._stored_by_name if f.given or not is_change}

    def value(self, name: str) -> Any:
        """The value that the field will leave behind: the form's data stand for what isn't sent."""
        return self[name].data

    def warn(self, field: str, sentence: str) -> None:
        """Note that a soft rule is broken: a page then asks for a reason, an import only tells."""
        self.warnings.append((field, sentence))

    def refuse(self, field: str, sentence: str) -> None:
        """Say at `field` what is wrong between several fields."""
        self[field].errors = [*self[field].errors, sentence]

    def check_span(self, first: str, last: str) -> None:
        """Refuse a first day of no longer being so that isn't after the first day of being so."""
        started, ended = self[first].data, self[last].data
        if started and ended and ended <= started:
            self.refuse(last, gettext("It must lie after the first day."))

    def check_move(self, name: str, moves: Mapping[Any, Collection[Any]]) -> None:
        """Refuse a change of state that `moves` doesn't allow from the one that is stored."""
        old, new = self[name].stored, self[name].data
        if not self.is_change or None in (old, new) or new is old or new in moves[old]:
            return
        self.refuse(
            name,
            gettext(
                "From “%(old)s” it can't become “%(new)s”. Archive a record that was never right,"
                " and enter it anew.",
                old=old.label,
                new=new.label,
            ),
        )

    def check(self) -> None:
        """Judge several fields together; called when each one is right by itself."""

    def validate_fields(self, extra_validators: Any = None) -> bool:
        """Judge each field by itself, without `check`."""
        extra = extra_validators or {}
        # As wtforms does; but no form here has methods for single fields.
        wrong = [f for f in self._judged_fields if not f.validate(self, extra.get(f.name, ()))]
        for field in self._plain_fields:
            field.errors = field.process_errors
        return not wrong and not any(field.errors for field in self._plain_fields)

    @cached_property
    def _plain_fields(self) -> Sequence[ValueField]:
        """Most fields ask nothing but to be read, which they were."""
        return [field for field in self.value_fields if not field.validators]

    @cached_property
    def _judged_fields(self) -> Sequence[Field]:
        return [field for field in self if field not in self._plain_fields]

    def validate(self, extra_validators: Any = None) -> bool:
        self.warnings = []
        if not self.validate_fields(extra_validators):
            return False
        self.check()
        if any(field.errors for field in self.value_fields):
            return False
        if self.warnings and self.asks_reason and not self.reason.data:
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
        """What the page shows: (heading, fields); the reason when a soft rule asks for it."""
        if self.layout:
            shown = [(heading, [self[name] for name in names]) for heading, names in self.layout]
        else:
            shown = [(None, [f for f in self.stored_fields() if not f.is_read_once])]
        if self.warnings:
            shown.append((lazy_gettext("Reason for the exception"), [self.reason]))
        return shown
