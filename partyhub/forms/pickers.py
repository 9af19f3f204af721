"""Fields that refer to other records: a select where there are few, a searched text where many."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape
from sqlalchemy import Select
from wtforms.fields.choices import Choice
from wtforms.widgets import TextArea, TextInput

from partyhub import texts
from partyhub.database import Nameable
from partyhub.forms.choices import JoinedSelect
from partyhub.forms.fields import ValueField
from partyhub.references import (
    MOST_OPTIONS,
    Index,
    Option,
    UnresolvedReferenceError,
    find_by_id,
    find_by_text,
    options,
)
from partyhub.viewers import Viewer


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

    def bind_form(self, viewer: Viewer, index: Index | None) -> None:
        """Say who chooses, and where names are remembered, if anywhere."""
        self.viewer, self.index = viewer, index

    @cached_property
    def query(self) -> Select[Any]:
        """What the viewer may choose; made when first asked for, since most fields stay empty."""
        return self.choose(self.viewer)

    @cached_property
    def _offered(self) -> list[Option]:
        """The choices; one more than a select shows says that there are too many for it."""
        return options(self.query, most=MOST_OPTIONS + 1)

    @property
    def has_few_choices(self) -> bool:
        return len(self._offered) <= MOST_OPTIONS

    def read(self, text: str) -> Nameable:
        """Return the record that `text` names; remembers whether there was none."""
        try:
            return self.resolve(text)
        except UnresolvedReferenceError:
            self.is_unresolved = True
            raise

    def take(self, sent: list[str] | None, stored: Any) -> None:
        self.is_unresolved = False
        super().take(sent, stored)

    def resolve(self, text: str) -> Nameable:
        kept = self.find_kept(text)
        if kept is not None:
            return kept
        if text.startswith("#") and text[1:].isascii() and text[1:].isdigit() and len(text) < 11:
            return find_by_id(self.query, int(text[1:]))
        if self.index is not None:
            return self.index.find(self.choose, self.query, text)
        return find_by_text(self.query, text)

    def find_kept(self, text: str) -> Nameable | None:
        """What the record refers to already may stay, though the viewer couldn't choose it."""
        stored = self.stored if isinstance(self.stored, list) else [self.stored]
        kept = (item for item in stored if isinstance(item, Nameable))
        return next((item for item in kept if text in (item.reference, f"#{item.id}")), None)

    def show(self, value: Any) -> str:
        return str(value.reference)

    def iter_choices(self) -> Iterator[Choice]:
        chosen = f"#{self.data.id}" if isinstance(self.data, Nameable) else self.raw
        choices = [(f"#{option.id}", option.text) for option in self._offered]
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
        found, said = [], []
        for part in texts.split_list(text):
            try:
                found.append(super().read(part))
            except UnresolvedReferenceError as error:
                said.append(str(error))
                if texts.holds_separator(part):
                    said.append(gettext("Between several names write 、."))
        if said:
            raise UnresolvedReferenceError(" ".join(dict.fromkeys(said)))
        return found

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.given and self.data is None and not self.raw:
            self.data = []

    def show(self, value: Sequence[Nameable]) -> str:
        return "、".join(item.reference for item in value)
