"""The form and the fields that every feature builds on: they judge the page and, later, the import.

A field knows whether it was sent at all (`given`): an edit writes only what was sent, so that a
missing key never empties a column.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from flask import url_for
from flask_babel import force_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from sqlalchemy import Select
from wtforms import Field, HiddenField
from wtforms.fields.choices import Choice
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea, TextInput, html_params

from partyhub import texts
from partyhub.database import LabeledEnum, Nameable, Record
from partyhub.references import MOST_OPTIONS, count_options, find_by_id, find_by_text, options
from partyhub.viewers import Viewer

LONGEST_TEXT = 20_000


class Required:
    """Says in a whole sentence what is missing: `Required(lazy_gettext("Enter a title."))`."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation  # what was entered can't be read, and the field has said so
        if form.is_change and not field.given:
            return  # an import may leave a column out of a row that changes a record
        if field.data is None or field.data in ("", []):
            raise StopValidation(str(self.sentence))


class ValueField(Field):  # type: ignore[misc]  # wtforms ships no types
    """A field of one text that is read as something: it keeps what was typed when it can't be."""

    widget = TextInput()
    kind = "text"
    given = False
    raw = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.given = formdata is not None and self.name in formdata
        self.raw = ""
        super().process(formdata, None if self.given else data, extra_filters)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.raw = texts.clean_text(str(valuelist[0]))
        self.data = None
        self.data = self.read(self.raw) if self.raw else None

    def read(self, text: str) -> Any:
        """Return the value of a text that isn't empty; raises ValueError with a sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        return self.raw if self.given else "" if self.data is None else self.show(self.data)


class TextField(ValueField):
    """A text of at most `longest` characters; `lines` above one makes it a text area."""

    def __init__(
        self, label: Any, validators: Sequence[Any] = (), longest: int = 200, lines: int = 1, **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.longest = longest
        if lines > 1:
            self.widget = TextArea()
            self.render_kw = {"rows": lines, "data-width": "w12"} | (self.render_kw or {})

    def read(self, text: str) -> str:
        if not isinstance(self.widget, TextArea):
            text = " ".join(text.splitlines())
        if len(text) > self.longest:
            raise ValueError(
                gettext(
                    "At most %(most)s characters; this has %(count)s. Shorten it.",
                    most=self.longest,
                    count=len(text),
                )
            )
        return text


class NameField(TextField):
    """The name of a person: its inner spaces and dots are brought to one form."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, longest=60, **kw)

    def read(self, text: str) -> str:
        return super().read(texts.clean_name(text))


class PhoneField(TextField):
    """A phone number: shown with its middle hidden; what comes back so changes nothing."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, longest=30, **kw)

    def read(self, text: str) -> str:
        stored = self.object_data
        if stored and text == mask_phone(stored):
            return str(stored)
        if "*" in text:
            raise ValueError(gettext("This number is masked. Enter it whole, or leave it as it was."))
        return super().read(text)

    def show(self, value: str) -> str:
        return mask_phone(value)


class DateField(ValueField):
    kind = "date"

    def read(self, text: str) -> date:
        try:
            return texts.parse_date(text)
        except ValueError as error:
            raise ValueError(
                gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=text)
            ) from error

    def show(self, value: date) -> str:
        return value.isoformat()


class MonthField(ValueField):
    kind = "month"

    def read(self, text: str) -> date:
        try:
            return texts.parse_month(text)
        except ValueError as error:
            raise ValueError(
                gettext("“%(text)s” is not a month. Write it like 2023-06.", text=text)
            ) from error

    def show(self, value: date) -> str:
        return f"{value:%Y-%m}"


class TimeField(ValueField):
    kind = "time"

    def read(self, text: str) -> time:
        try:
            return texts.parse_time(text)
        except ValueError as error:
            raise ValueError(
                gettext("“%(text)s” is not a time of day. Write it like 14:30.", text=text)
            ) from error

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class NumberField(ValueField):
    """A whole number or, with `places`, a decimal one between `least` and `most`."""

    def __init__(
        self,
        label: Any,
        validators: Sequence[Any] = (),
        least: int = 0,
        most: int = 1_000_000,
        places: int = 0,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.least, self.most, self.places = least, most, places
        self.kind = "decimal" if places else "int"
        self.render_kw = {"inputmode": "decimal" if places else "numeric"} | (self.render_kw or {})

    def read(self, text: str) -> int | Decimal:
        try:
            number = texts.parse_decimal(text) if self.places else texts.parse_int(text)
        except ValueError as error:
            raise ValueError(
                gettext("“%(text)s” is not a number. Write digits only.", text=text)
            ) from error
        if not self.least <= number <= self.most:
            raise ValueError(
                gettext(
                    "The number must lie between %(least)s and %(most)s.",
                    least=self.least,
                    most=self.most,
                )
            )
        return round(number, self.places) if isinstance(number, Decimal) else number


class JoinedSelect:
    """A select whose options are joined, not rendered one by one: twenty times as quick."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("id", field.id)
        lines = [f"<select {html_params(name=field.name, **kwargs)}>"]
        for choice in field.iter_choices():
            chosen = " selected" if choice.selected else ""
            lines.append(
                f'<option value="{escape(choice.value)}"{chosen}>{escape(choice.label)}</option>'
            )
        return Markup("".join([*lines, "</select>"]))  # noqa: S704  # each part is escaped above


class EnumField(ValueField):
    """One of an enum's members: sent as the key by a page, as key or label by a sheet.

    `only` are the members that may be chosen here, when not all of them.
    """

    kind = "enum"
    widget = JoinedSelect()

    def __init__(
        self,
        label: Any,
        members: type[LabeledEnum],
        validators: Sequence[Any] = (),
        only: Sequence[LabeledEnum] = (),
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.members, self.only = members, only or tuple(members)

    def read(self, text: str) -> LabeledEnum:
        return read_enum(self.members, text, self.only)

    def show(self, value: LabeledEnum) -> str:
        return value.value

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self._value()
        if not (self.flags.required and chosen):
            yield Choice("", "", not chosen, {})
        for member in self.only:
            yield Choice(member.value, member.label, member.value == chosen, {})


class EnumsField(ValueField):
    """Several of an enum's members, as check boxes or as one text joined by 、."""

    kind = "enums"

    def __init__(
        self, label: Any, members: type[LabeledEnum], validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.members = members

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        # Unchecked boxes are not sent; the page says by this key that it showed them.
        self.given = self.given or (formdata is not None and f"{self.name}-shown" in formdata)

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [part for value in valuelist for part in texts.split_list(str(value))]
        self.raw = "、".join(parts)
        if parts or self.given:
            found = {read_enum(self.members, part) for part in parts}
            self.data = [member for member in self.members if member in found]

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self.data or []
        for member in self.members:
            yield Choice(member.value, member.label, member in chosen, {})


class BoolField(ValueField):
    """Yes or no, as a select: a box that isn't ticked would be no answer at all."""

    kind = "bool"
    widget = JoinedSelect()

    def read(self, text: str) -> bool:
        words = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}
        words |= {"是": True, "否": False}
        try:
            return words[texts.normal_form(text)]
        except KeyError as error:
            raise ValueError(
                gettext("“%(text)s” is neither yes nor no.", text=text)
            ) from error

    def show(self, value: bool) -> str:
        return "1" if value else "0"

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self._value()
        if self.flags.required and not chosen:
            yield Choice("", "", True, {})
        yield Choice("0", gettext("no"), chosen in ("0", "") and not self.flags.required, {})
        yield Choice("1", gettext("yes"), chosen == "1", {})


class Picker:
    """A select up to MOST_OPTIONS choices, above them a text box that the server completes."""

    select = JoinedSelect()

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.has_few_choices:
            return self.select(field, **kwargs)
        list_id = f"{field.id}-choices"
        kwargs |= {"list": list_id, "data-choices": field.choices_url, "autocomplete": "off"}
        box: Markup = TextInput()(field, **kwargs)
        return box + Markup(f'<datalist id="{escape(list_id)}"></datalist>')  # noqa: S704  # escaped


class RefField(ValueField):
    """One record that the viewer may choose: `#id` from a select, else a text that names it.

    `choose(viewer)` returns the query of what may be chosen; a page searches the register that
    `choices_from` names.
    """

    kind = "ref"
    widget = Picker()

    def __init__(
        self,
        label: Any,
        choose: Callable[[Viewer], Select[Any]],
        validators: Sequence[Any] = (),
        choices_from: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.choose, self.choices_from = choose, choices_from

    @property
    def choices_url(self) -> str:
        return url_for(f"{self.choices_from}.choices")

    def bind_viewer(self, viewer: Viewer) -> None:
        self.query = self.choose(viewer)

    @property
    def has_few_choices(self) -> bool:
        return count_options(self.query) <= MOST_OPTIONS

    def read(self, text: str) -> Nameable:
        if text.startswith("#") and text[1:].isascii() and text[1:].isdigit() and len(text) < 11:
            return find_by_id(self.query, int(text[1:]))
        return find_by_text(self.query, text)

    def show(self, value: Nameable) -> str:
        return value.reference

    def iter_choices(self) -> Iterator[Choice]:
        chosen = f"#{self.data.id}" if isinstance(self.data, Nameable) else self.raw
        choices = [(f"#{option.id}", option.text) for option in options(self.query)]
        if not (self.flags.required and chosen):
            yield Choice("", "", not chosen, {})
        if chosen and chosen not in dict(choices):
            kept = self.data.reference if isinstance(self.data, Nameable) else chosen
            yield Choice(chosen, kept, True, {})
        for value, label in choices:
            yield Choice(value, label, value == chosen, {})


class RefsField(RefField):
    """Several records by name, joined by 、."""

    kind = "refs"
    widget = TextArea()

    def read(self, text: str) -> Any:
        return [super(RefsField, self).read(part) for part in texts.split_list(text)]

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.given and self.data is None and not self.raw:
            self.data = []

    def show(self, value: Sequence[Nameable]) -> str:
        return "、".join(item.reference for item in value)


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
        kwargs.setdefault("data", dict(values or {}))
        super().__init__(**kwargs)

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, RefField):
                field.bind_viewer(form.viewer)
            return field

    @property
    def is_change(self) -> bool:
        return self.edited is not None

    @property
    def knows_version(self) -> bool:
        """Whether the form was filled from the version of the record that is stored now."""
        return self.edited is None or self.version.data == str(self.edited.version)

    def stored_fields(self) -> list[ValueField]:
        """The fields that go to the record: all but the form's own."""
        return [f for f in self if isinstance(f, ValueField) and f.name != "reason"]

    def values(self) -> dict[str, Any]:
        """What goes to the record: every field of a new one, else only the fields that were sent."""
        return {f.name: f.data for f in self.stored_fields() if f.given or not self.is_change}

    def value(self, name: str) -> Any:
        """The value that the field will leave behind: the form's data stand for what wasn't sent."""
        return self[name].data

    def warn(self, field: str, sentence: str) -> None:
        """Note that a soft rule is broken: a page then asks for a reason, an import only tells."""
        self.warnings.append((field, sentence))

    def refuse(self, field: str, sentence: str) -> None:
        """Say at `field` what is wrong between several fields."""
        self[field].errors = [*self[field].errors, sentence]

    def check(self) -> None:
        """Judge several fields together; called when each one is right by itself."""

    def validate(self, extra_validators: Any = None) -> bool:
        self.warnings = []
        if not super().validate(extra_validators):
            return False
        self.check()
        if self.errors:
            return False
        if self.warnings and self.asks_reason and not self.reason.data:
            self.reason.errors = [gettext("This is against a rule that has exceptions. Say why.")]
            return False
        return True

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """What the page shows: (heading, fields); the reason appears when a soft rule asks for it."""
        if self.layout:
            shown = [(heading, [self[name] for name in names]) for heading, names in self.layout]
        else:
            shown = [(None, self.stored_fields())]
        if self.warnings:
            shown.append((lazy_gettext("Reason for the exception"), [self.reason]))
        return shown


def mask_phone(number: str) -> str:
    """Hide the middle of a phone number: 138****1234; a short one wholly."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)


@cache
def _enum_words(members: type[LabeledEnum]) -> Mapping[str, LabeledEnum]:
    """Keys and labels in both languages, in normal form: what a sheet may say for a member."""
    words: dict[str, LabeledEnum] = {}
    for locale in ("zh_Hans_CN", "en"):
        with force_locale(locale):
            words |= {texts.normal_form(member.label): member for member in members}
    return words | {texts.normal_form(member.value): member for member in members}


def read_enum(
    members: type[LabeledEnum], text: str, only: Sequence[LabeledEnum] = ()
) -> LabeledEnum:
    """Return the member with this key, or this label in either language; raises ValueError."""
    found = _enum_words(members).get(texts.normal_form(text))
    allowed = only or tuple(members)
    if found is None or found not in allowed:
        choices = "、".join(member.label for member in allowed)
        raise ValueError(
            gettext("“%(text)s” is not one of: %(choices)s.", text=text, choices=choices)
        )
    return found
