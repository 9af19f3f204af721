"""Fields that choose among an enum's members, or between yes and no."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from flask_babel import force_locale, gettext
from markupsafe import Markup, escape
from wtforms.fields.choices import Choice
from wtforms.widgets import html_params

from partyhub import texts
from partyhub.database import LabeledEnum
from partyhub.forms.fields import ValueField


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

    def sent_in(self, formdata: Any) -> list[str] | None:
        # Unchecked boxes are not sent; the page says by this key that it showed them.
        is_shown = f"{self.name}-shown" in formdata
        found: list[str] | None = formdata.getlist(self.name)
        return found if is_shown else super().sent_in(formdata)

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [part for value in valuelist for part in texts.split_list(str(value))]
        self.raw = "、".join(parts)
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
            raise ValueError(gettext("“%(text)s” is neither yes nor no.", text=text)) from error

    def show(self, value: bool) -> str:
        return "1" if value else "0"

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self._value()
        if self.flags.required and not chosen:
            yield Choice("", "", True, {})
        yield Choice("0", gettext("no"), chosen in ("0", "") and not self.flags.required, {})
        yield Choice("1", gettext("yes"), chosen == "1", {})


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
