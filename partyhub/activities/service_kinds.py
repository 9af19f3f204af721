"""Categories of volunteer service: words of a list that the committee may change."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.utils import cached_property
from wtforms.fields.choices import Choice

from partyhub.activities.models import ActivityKind
from partyhub.definitions.queries import SERVICE_KINDS, find_words
from partyhub.forms import TextField
from partyhub.forms.choices import JoinedSelect
from partyhub.texts import normal_form


class ServiceKindField(TextField):
    """A field for one word of the list; one that has left the list stays where it is stored."""

    widget = JoinedSelect()

    @cached_property
    def words(self) -> Sequence[str]:
        """Return the words of the list, read once for all rows of a file."""
        return find_words(SERVICE_KINDS)

    def read(self, text: str) -> str:
        text = super().read(text)
        if text == self.stored:
            return text
        found = [word for word in self.words if normal_form(word) == normal_form(text)]
        if not found:
            raise ValueError(
                gettext(
                    "“%(text)s” is none of: %(words)s. The committee may add it to the list on"
                    " the page of lists of words.",
                    text=text,
                    words="、".join(self.words),
                )
            )
        return found[0]

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self._value()
        yield Choice("", "", not chosen, {})
        own = [] if not chosen or chosen in self.words else [chosen]
        for word in [*self.words, *own]:
            yield Choice(word, word, word == chosen, {})


def service_kind_field(label: Any) -> ServiceKindField:
    """Return the optional field, which a page shows while the kind is volunteer service."""
    return ServiceKindField(
        label,
        longest=60,
        description=lazy_gettext("Of volunteer service only."),
        render_kw={"data-width": "w3 of-volunteering"},
    )


def check_service_kind(form: Any) -> None:
    """Refuse a category of what is no volunteer service; one that was stored leaves with the kind.

    A page that hides the field still sends what is stored.
    """
    field = form.service_kind
    if not field.data or ActivityKind.VOLUNTEER_SERVICE in (form.kinds.data or ()):
        return
    if field.data == field.stored:
        field.data, field.given = None, True
        return
    form.refuse(
        "service_kind",
        gettext(
            "Only volunteer service has a category. Choose the kind “%(kind)s” as well, or leave"
            " this empty.",
            kind=ActivityKind.VOLUNTEER_SERVICE.label,
        ),
    )
