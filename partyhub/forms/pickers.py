"""Fields that refer to other records: a select for few choices, a searched text box for many."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape
from sqlalchemy import Select, or_
from werkzeug.utils import cached_property
from wtforms.fields.choices import Choice
from wtforms.widgets import TextArea, TextInput

from partyhub import texts
from partyhub.database import Nameable
from partyhub.forms.choices import JoinedSelect
from partyhub.forms.context import FormContext
from partyhub.forms.fields import ValueField
from partyhub.forms.readings.words import NONE, NOTHING
from partyhub.names import UnresolvedReferenceError, explain_note, note_behind
from partyhub.references import MOST_OPTIONS, Option, find_by_id, model_of, options
from partyhub.viewers import Viewer

# Takes people and a day, and returns a sentence for each one, by id, who is gone by then.
FindAbsent = Callable[[Sequence[Any], date], Mapping[int, str]]


class Picker:
    """A select for up to MOST_OPTIONS choices, otherwise a text box that the server completes."""

    select = JoinedSelect()

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.has_few_choices:
            return self.select(field, **kwargs)
        list_id = f"{field.id}-choices"
        kwargs |= {"list": list_id, "data-choices": field.choices_url, "autocomplete": "off"}
        box: Markup = TextInput()(field, **kwargs)
        return box + Markup(f'<datalist id="{escape(list_id)}"></datalist>')  # noqa: S704  # escaped


class RefField(ValueField):
    """One record that the viewer may choose: `#id` from a select, or a text that names it.

    `choose(viewer)` returns the query of the possible records; a page searches the register that
    `choices_from` names. `find_absent` tells who of the people named is gone by a day.
    """

    kind = "ref"
    widget = Picker()

    def __init__(
        self,
        label: Any,
        choose: Callable[[Viewer], Select[Any]],
        validators: Sequence[Any] = (),
        choices_from: str = "",
        find_absent: FindAbsent | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.choose, self.choices_from = choose, choices_from
        self.find_absent = find_absent

    @property
    def choices_url(self) -> str:
        return url_for(f"{self.choices_from}.choices")

    def bind_form(
        self, viewer: Viewer, context: FormContext, find_day: Callable[[str], date | None]
    ) -> None:
        """Set the viewer who chooses, the context that looks names up, and what finds the day.

        `find_day` takes the field's name and returns the day of the form, as far as it is known.
        """
        self.viewer, self.context, self.find_day = viewer, context, find_day

    @cached_property
    def query(self) -> Select[Any]:
        """Return the query for the viewer's choices.

        It is made on first use because most fields stay empty.
        """
        return self.choose(self.viewer)

    @cached_property
    def _offered(self) -> list[Option]:
        """Return the choices, at most MOST_OPTIONS + 1; that number is too many for a select."""
        return options(self._existing(), most=MOST_OPTIONS + 1)

    def _existing(self) -> Select[Any]:
        """Return the query for the choices without those that ended by the day of the form.

        What begins later is offered, since the past of an organization may be incomplete.
        """
        day, model = self.find_day(self.name), model_of(self.query)
        if day is None or model.existence is None:
            return self.query
        end = getattr(model, model.existence.end)
        return self.query.where(or_(end.is_(None), end > day))

    @property
    def has_few_choices(self) -> bool:
        return len(self._offered) <= MOST_OPTIONS

    def read(self, text: str) -> Nameable:
        """Return the record that `text` names.

        Raises UnresolvedReferenceError if there is none, and sets `is_unresolved`.
        """
        try:
            return self.resolve(text)
        except UnresolvedReferenceError:
            self.is_unresolved = True
            raise

    def take(self, sent: list[str] | None, stored: Any) -> None:
        self.is_unresolved = False
        super().take(sent, stored)

    def read_filled(self, text: str) -> Any:
        return self.read(text)  # a word that says nothing may be a name

    def says_nothing(self, text: str) -> bool:
        """Return whether a cell's text says that there is no value, and is no name on record."""
        if not super().says_nothing(text):
            return False
        try:
            self.resolve(text)
        except UnresolvedReferenceError:
            return True
        return False

    def resolve(self, text: str) -> Nameable:
        """Return the record that `text` names; a note behind a person's name goes to `note`."""
        current = self.find_current(text)
        if current is not None:
            return current
        if text.startswith("#") and text[1:].isascii() and text[1:].isdigit() and len(text) < 11:
            return find_by_id(self.query, int(text[1:]))
        found: Nameable = self.context.find(self.choose, self.query, text)
        if note := note_behind(found, text):
            self.note(found, note)
        return found

    def note(self, record: Nameable, note: str) -> None:
        """Take the note that stands in brackets behind a person's name: here it is left out."""
        self.remark(explain_note(record, note))

    def find_current(self, text: str) -> Nameable | None:
        """Return the record that is referred to already: it may stay, even if not offered."""
        stored = self.stored if isinstance(self.stored, list) else [self.stored]
        current = (item for item in stored if isinstance(item, Nameable))
        return next((item for item in current if text in (item.reference, f"#{item.id}")), None)

    def show(self, value: Any) -> str:
        return str(value.reference)

    def _value(self) -> str:
        """Return what a text box shows: the name of a record that a link named by its id."""
        is_named_by_id = self.raw.startswith("#") and isinstance(self.data, Nameable)
        return self.show(self.data) if is_named_by_id else super()._value()

    def iter_choices(self) -> Iterator[Choice]:
        chosen = f"#{self.data.id}" if isinstance(self.data, Nameable) else self.raw
        choices = [(f"#{option.id}", option.label) for option in self._offered]
        if not (self.flags.required and chosen):
            yield Choice("", "", not chosen, {})
        if chosen and chosen not in dict(choices):
            current = self.data.reference if isinstance(self.data, Nameable) else chosen
            yield Choice(chosen, current, True, {})
        for value, label in choices:
            yield Choice(value, label, value == chosen, {})


class RefsField(RefField):
    """Several records by name, joined by 、."""

    kind = "refs"
    blank_words = NOTHING - NONE
    widget = TextArea()

    def read(self, text: str) -> Any:
        """Return the records that a list names; 无 names nobody."""
        if text in NONE:
            return []
        found, messages, proposed = [], [], []
        for part in texts.split_list(text):
            try:
                found += self.read_part(part)
                proposed.append(part)
            except UnresolvedReferenceError as error:
                messages.append(str(error))
                proposed.append(error.proposal)
        if messages:
            self.is_unresolved = True
            sentence = " ".join(dict.fromkeys(messages))
            whole = "、".join(proposed) if all(proposed) else ""
            raise UnresolvedReferenceError(sentence, proposal=whole)
        return list(dict.fromkeys(found))

    def read_part(self, part: str) -> list[Nameable]:
        """Return the record that a part names, or the several that it joins without a comma."""
        try:
            return [self.resolve(part)]
        except UnresolvedReferenceError as error:
            pieces = texts.split_doubtful(part)
            if len(pieces) == 1:
                raise
            with suppress(UnresolvedReferenceError):
                return [self.resolve(piece) for piece in pieces]
            advice = gettext("Between several names write 、.")
            raise UnresolvedReferenceError(f"{error} {advice}", error.proposals) from error

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.given and self.data is None and not self.raw:
            self.data = []

    def show(self, value: Sequence[Nameable]) -> str:
        return "、".join(item.reference for item in value)
