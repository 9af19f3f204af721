"""Fields of one text that is read as a text, a day, a month, a time or a number."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea, TextInput

from partyhub import texts


class Required:
    """Says in a whole sentence what is missing: `Required(lazy_gettext("Enter a title."))`."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation  # what was entered can't be read, and the field has said so
        if form.is_change and not field.given:
            return  # a change may leave out what it doesn't change
        if field.data is None or field.data in ("", []):
            raise StopValidation(str(self.sentence))


class ValueField(Field):  # type: ignore[misc]  # wtforms ships no types
    """A field of one text that is read as something: it keeps what was typed when it can't be.

    `example` is what somebody might type, for who fills in a sheet.
    """

    widget = TextInput()
    kind = "text"
    # Whether it is read once, in a sheet's row of a new record: of others the system computes it.
    is_read_once = False
    given = False
    raw = ""
    data: Any
    render_kw: dict[str, Any] | None

    def __init__(
        self, label: Any, validators: Sequence[Any] = (), example: Any = "", **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.example = example

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        sent = None if formdata is None else self.sent_in(formdata)
        self.take(sent, None if data is unset_value else data)

    def sent_in(self, formdata: Any) -> list[str] | None:
        """The texts that a page sent for this field; None where it didn't send the field."""
        found: list[str] | None = formdata.getlist(self.name) if self.name in formdata else None
        return found

    def take(self, sent: list[str] | None, stored: Any) -> None:
        """Read what was sent, if anything was; `stored` is what the record holds, also then.

        What `process` comes to, without defaults and filters: an import takes every cell so.
        """
        self.given = sent is not None
        self.raw, self.raw_data = "", sent or []
        self.stored = self.object_data = stored
        self.data = None if self.given else stored
        self.process_errors: Sequence[str] = ()
        self.errors: Sequence[str] = ()
        if sent is None:
            return
        try:
            self.process_formdata(sent)
        except ValueError as error:
            self.process_errors = [error.args[0]]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was sent, stored or found wrong: to be blank again changes nothing."""
        return not (self.given or self.errors) and self.stored is None and self.data is None

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        if self.validators or extra_validators:
            return bool(super().validate(form, extra_validators))
        self.errors = self.process_errors  # most fields ask nothing more
        return not self.errors

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
        self,
        label: Any,
        validators: Sequence[Any] = (),
        longest: int = 200,
        lines: int = 1,
        **kw: Any,
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
        if self.stored and text == mask_phone(self.stored):
            return str(self.stored)
        if "*" in text:
            raise ValueError(
                gettext("This number is masked. Enter it whole, or leave it as it was.")
            )
        return super().read(text)

    def show(self, value: str) -> str:
        return mask_phone(value)


class DateField(ValueField):
    kind = "date"

    def read(self, text: str) -> date | None:
        try:
            return texts.parse_date(text)
        except ValueError as error:
            sentence = (
                gettext("“%(text)s” lacks the day. Write it whole, like 2023-06-29.", text=text)
                if _is_month(text)
                else gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=text)
            )
            raise ValueError(sentence) from error

    def show(self, value: date) -> str:
        return value.isoformat()


def _is_month(text: str) -> bool:
    try:
        return texts.parse_month(text) is not None
    except ValueError:
        return False


class MonthField(ValueField):
    kind = "month"

    def read(self, text: str) -> date | None:
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

    def read(self, text: str) -> time | None:
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

    kind = "int"

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
            sentence = (
                gettext("“%(text)s” is not a number. Write digits only.", text=text)
                if self.places
                else gettext("“%(text)s” is not a whole number. Write digits only.", text=text)
            )
            raise ValueError(sentence) from error
        if number is None or not self.least <= number <= self.most:
            raise ValueError(
                gettext(
                    "The number must lie between %(least)s and %(most)s.",
                    least=self.least,
                    most=self.most,
                )
            )
        return self.cut(number) if isinstance(number, Decimal) else number

    def cut(self, number: Decimal) -> Decimal:
        """Keep the places that are stored; to drop more than zeros would change the number."""
        kept = round(number, self.places)
        if kept != number:
            raise ValueError(
                gettext("At most %(places)s decimal places. Round it.", places=self.places)
            )
        return kept


class MoneyField(NumberField):
    """Yuan, to the fen."""

    kind = "money"

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, most=10**12, places=2, **kw)
        self.kind = type(self).kind


def mask_phone(number: str) -> str:
    """Hide the middle of a phone number: 138****1234; a short one wholly."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)
