"""Fields that choose among an enum's members, or between yes and no."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext
from markupsafe import Markup, escape
from wtforms.fields.choices import Choice
from wtforms.widgets import html_params

from partyhub import texts
from partyhub.database import LabeledEnum
from partyhub.forms.fields import ValueField
from partyhub.forms.readings.words import NONE, NOTHING, find_members, read_bool, read_enum


class JoinedSelect:
    """A select widget that joins its options as texts, twenty times as fast as rendering each."""

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
    """A field for one member of an enum: pages send its key, sheets its key or label.

    `only` are the members that may be chosen here, if not all.
    """

    kind = "enum"
    is_plain = True
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
    """A field for several members of an enum: check boxes, or one text joined by 、."""

    kind = "enums"

    def __init__(
        self, label: Any, members: type[LabeledEnum], validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.members = members

    def sent_in(self, formdata: Any) -> list[str] | None:
        # Unchecked boxes are not sent; with this key the page reports that it showed them.
        is_shown = f"{self.name}-shown" in formdata
        found: list[str] | None = formdata.getlist(self.name)
        return found if is_shown else super().sent_in(formdata)

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [part for value in valuelist for part in texts.split_list(str(value))]
        self.raw = "、".join(parts)
        found = {member for part in parts for member in self.read(part)}
        self.data = [member for member in self.members if member in found]

    def read(self, text: str) -> list[LabeledEnum]:
        """Return the member that a text means, or the several that it joins without a comma."""
        parts = texts.split_doubtful(text)
        if len(parts) > 1 and not find_members(self.members, text):
            return [read_enum(self.members, part) for part in parts]
        return [read_enum(self.members, text)]

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self.data or []
        for member in self.members:
            yield Choice(member.value, member.label, member in chosen, {})


class BoolField(ValueField):
    """A field for yes or no, as a select, because an unticked box would not be an answer."""

    kind = "bool"
    is_plain = True
    blank_words = NOTHING - NONE
    widget = JoinedSelect()

    def read(self, text: str) -> bool:
        value = read_bool(text)
        if text in NONE:
            self.remark(gettext("“%(text)s” is taken as no.", text=text))
        return value

    def show(self, value: bool) -> str:
        return "1" if value else "0"

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self._value()
        if self.flags.required and not chosen:
            yield Choice("", "", True, {})
        yield Choice("0", gettext("no"), chosen in ("0", "") and not self.flags.required, {})
        yield Choice("1", gettext("yes"), chosen == "1", {})
