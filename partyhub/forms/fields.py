"""Fields whose text is read as a text, a day or a month."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea, TextInput

from partyhub import texts
from partyhub.forms.readings.days import read_day
from partyhub.forms.readings.words import NOTHING

# The most texts that a field remembers, and their greatest length: sheets repeat short texts.
LONGEST_TEXT = 200
MOST_KNOWN, LONGEST_KNOWN = 5_000, 200


@dataclass(frozen=True)
class FieldHelp:
    """The help of a field for people who fill in a sheet; texts are lazy.

    Of the limits only those are told that the form names: a count has a highest number that
    nobody reaches.
    """

    description: Any = ""
    is_required: bool = False
    longest: int | None = None
    least: int | None = None
    most: int | None = None


class Required:
    """A validator with a whole sentence: `Required(lazy_gettext("Enter a title."))`."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation  # the text can't be read, and the field has its error already
        if form.is_change and not field.given:
            return  # a change may leave out fields that it doesn't change
        if field.data is None or field.data in ("", []):
            raise StopValidation(str(self.sentence))


class ValueField(Field):  # type: ignore[misc]  # wtforms ships no types
    """A field whose text is read as a value; an unreadable text is shown again as it was typed."""

    widget = TextInput()
    kind = "text"
    # Whether it is read only in a sheet's row of a new record; afterwards it is computed.
    is_create_only = False
    # Whether the form compares it with the other values and nothing of it is stored.
    is_compared = False
    # Whether it only says something about the values of other fields, and is no value itself.
    is_about_others = False
    # Whether the value depends on the text alone, so that an import reads each text once.
    is_plain = False
    # The limits that its help tells, by their names there.
    limits: Mapping[str, int | None] = MappingProxyType({})
    # The enum of a field that chooses among its members.
    members: Any = None
    # The words that say in a cell of a sheet that there is no value.
    blank_words: Collection[str] = NOTHING
    # How many lines of text a page shows.
    lines = 1
    # Sentences about what was read otherwise than it was written, or left aside.
    remarks: Sequence[str] = ()
    # The text that would be accepted instead of one that can't be read, if there is one; or such
    # texts, if it may be one of several.
    proposal = ""
    readings: tuple[str, ...] = ()
    given = False
    raw = ""
    data: Any
    # The cache of the texts read before: of each the cleaned text, the value and the remarks.
    _known: dict[str, tuple[str, Any, Sequence[str]]] | None = None
    render_kw: dict[str, Any] | None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        sent = None if formdata is None else self.sent_in(formdata)
        self.take(sent, None if data is unset_value else data)

    def sent_in(self, formdata: Any) -> list[str] | None:
        """Return the texts that a page sent for this field, or None if it didn't send the field."""
        found: list[str] | None = formdata.getlist(self.name) if self.name in formdata else None
        return found

    def take(self, sent: list[str] | None, stored: Any) -> None:
        """Read the texts `sent`, unless None; `stored` is the record's value in either case.

        This is what `process` does without defaults and filters; an import passes every cell this
        way.
        """
        self.given = sent is not None
        self.raw, self.raw_data = "", sent or []
        self.stored = self.object_data = stored
        self.data = None if self.given else stored
        self.process_errors: Sequence[str] = ()
        self.errors: Sequence[str] = ()
        self.remarks, self.proposal, self.readings = (), "", ()
        if sent is None:
            return
        try:
            self.process_formdata(sent)
        except ValueError as error:
            self.process_errors = [error.args[0]]
            self.proposal = getattr(error, "proposal", "")
            self.readings = getattr(error, "readings", ())

    def take_text(self, text: str, stored: Any) -> None:
        """Do what `take` does with one text; what was read before is not read again."""
        known = self._known.get(text) if self._known else None
        if known is None:
            self.take([text], stored)
            return
        self.raw, self.data, self.remarks = known
        self.given, self.raw_data = True, [text]
        self.stored = self.object_data = stored
        self.process_errors = self.errors = ()
        self.proposal, self.readings = "", ()

    def says_nothing(self, text: str) -> bool:
        """Return whether a cell's text only says that there is no value."""
        return text in self.blank_words

    def take_nothing(self, text: str, stored: Any) -> None:
        """Take a cell whose text says nothing as an empty one, and remark on it."""
        self.take(None, stored)
        self.remark(gettext("“%(text)s” is taken as an empty cell.", text=text))

    def remark(self, sentence: str) -> None:
        """Add a sentence about what was read otherwise than it was written, or left aside."""
        self.remarks = (*self.remarks, sentence)

    @property
    def help(self) -> FieldHelp:
        """Return what the field says of itself."""
        return FieldHelp(self.description, bool(self.flags.required), **self.limits)

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was sent, stored or found wrong.

        To be blank again then changes nothing.
        """
        is_empty = self.stored is None and self.data is None
        return is_empty and not (self.given or self.errors or self.remarks)

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        if self.validators or extra_validators:
            return bool(super().validate(form, extra_validators))
        self.errors = self.process_errors  # most fields have no validators
        return not self.errors

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        text = str(valuelist[0])
        self.raw = texts.clean_text(text)
        self.data = None
        self.data = self.read_filled(self.raw) if self.raw else None
        if self.is_plain and len(text) <= LONGEST_KNOWN:
            self._known = {} if self._known is None else self._known
            if len(self._known) < MOST_KNOWN:
                self._known[text] = self.raw, self.data, self.remarks

    def read_filled(self, text: str) -> Any:
        """Return the value of a non-empty text, unless it is a word that says nothing."""
        if text in self.blank_words:
            raise ValueError(
                gettext("“%(text)s” says nothing here. Leave it empty instead.", text=text)
            )
        return self.read(text)

    def read(self, text: str) -> Any:
        """Return the value of a non-empty text; raises ValueError with a sentence for the user."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return the text of a value, as the field shows it."""
        return str(value)

    def _value(self) -> str:
        return self.raw if self.given else "" if self.data is None else self.show(self.data)


class TextField(ValueField):
    """A text of up to `longest` characters; with more than one of `lines`, it is a text area."""

    is_plain = True
    blank_words = frozenset()  # a text may be any

    def __init__(
        self,
        label: Any,
        validators: Sequence[Any] = (),
        longest: int | None = None,
        lines: int = 1,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.longest, self.lines = longest or LONGEST_TEXT, lines
        self.limits = {"longest": longest}
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
    """A field for a person's name; inner spaces and dots are normalized."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, **kw)
        self.longest = 60

    def read(self, text: str) -> str:
        return super().read(texts.clean_name(text))


class DateField(ValueField):
    """A field for a day, such as 2023-06-29."""

    kind = "date"
    is_plain = True

    def read(self, text: str) -> date:
        found = read_day(text)
        if found.rest:
            self.remark(
                gettext(
                    "“%(rest)s” is left out: only the day %(day)s is taken.",
                    rest=found.rest,
                    day=found.day.isoformat(),
                )
            )
        return found.day

    def show(self, value: date) -> str:
        return value.isoformat()


class MonthField(ValueField):
    """A field for a month, such as 2023-06."""

    kind = "month"
    is_plain = True

    def read(self, text: str) -> date | None:
        try:
            return texts.parse_month(text)
        except ValueError as error:
            raise ValueError(
                gettext("“%(text)s” is not a month. Write it like 2023-06.", text=text)
            ) from error

    def show(self, value: date) -> str:
        return f"{value:%Y-%m}"
