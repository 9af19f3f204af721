from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.awards.models import Award, AwardCategory, AwardLevel, RecipientKind
from partyhub.awards.queries import find_similar
from partyhub.database import Nameable
from partyhub.forms import (
    DateField,
    EnumField,
    NumberField,
    RecordForm,
    Required,
    TextField,
)
from partyhub.members.queries import choose_member
from partyhub.organizations.queries import choose_organization, choose_workshop
from partyhub.projects.queries import choose_project
from partyhub.prosperity.queries import choose_prosperity_workshop
from partyhub.references import UnresolvedReferenceError
from partyhub.registers.values import day_words
from partyhub.texts import normal_form
from partyhub.vanguards.queries import choose_post, choose_team

CHOOSE: Mapping[RecipientKind, Any] = {
    RecipientKind.ORGANIZATION: choose_organization,
    RecipientKind.MEMBER: choose_member,
    RecipientKind.WORKSHOP: choose_workshop,
    RecipientKind.TEAM: choose_team,
    RecipientKind.POST: choose_post,
    RecipientKind.PROJECT: choose_project,
    RecipientKind.PROSPERITY_WORKSHOP: choose_prosperity_workshop,
}


class RecipientField(TextField):
    """The recipient by name; whose name it is follows from the kind, so the form resolves it."""

    kind = "ref"

    def show(self, value: Any) -> str:
        return value.reference if isinstance(value, Nameable) else str(value)


class AwardForm(RecordForm):
    title = TextField(
        lazy_pgettext("awards", "Title"),
        [Required(lazy_gettext("Enter the title of the honor."))],
        render_kw={"data-width": "w8"},
        example=lazy_pgettext("example", "Advanced grass-roots Party organization"),
    )
    level = EnumField(
        lazy_pgettext("awards", "Level"), AwardLevel, [Required(lazy_gettext("Choose the level."))]
    )
    granting_body = TextField(
        lazy_pgettext("awards", "Granted by"),
        [Required(lazy_gettext("Enter who granted it."))],
        render_kw={"data-width": "w8"},
        example=lazy_pgettext("example", "Party committee of the township"),
    )
    awarded_on = DateField(
        lazy_pgettext("awards", "Awarded on"),
        [Required(lazy_gettext("Enter the day of the award."))],
    )
    recipient_kind = EnumField(
        lazy_pgettext("awards", "Kind of recipient"),
        RecipientKind,
        [Required(lazy_gettext("Choose who received it."))],
    )
    recipient = RecipientField(
        lazy_pgettext("awards", "Recipient"),
        [Required(lazy_gettext("Enter the recipient."))],
        description=lazy_gettext("The name as on record; for the company, its name."),
        render_kw={"data-width": "w8"},
        example=lazy_pgettext("example", "First branch"),
    )
    category = EnumField(lazy_pgettext("awards", "Category"), AwardCategory)
    for_year = NumberField(lazy_pgettext("awards", "For the year"), least=1921, most=2199)
    document_no = TextField(
        lazy_pgettext("awards", "Document number"),
        example=lazy_pgettext("example", "Township Party committee [2023] No. 12"),
    )
    certificate_no = TextField(lazy_pgettext("awards", "Certificate number"), example="2023-0012")
    valid_until = DateField(lazy_pgettext("awards", "Valid until"))

    def check(self) -> None:
        if self.awarded_on.data > clock.today():
            self.refuse("awarded_on", gettext("This day has not come yet."))
        if self.valid_until.data and self.valid_until.data < self.awarded_on.data:
            self.refuse("valid_until", gettext("It can't lie before the day of the award."))
        self.find_recipient()
        if not self.recipient.errors:
            self.check_similar()

    def find_recipient(self) -> None:
        """Find the record that the text names among those of its kind; it may stay as it was."""
        kind, field = self.recipient_kind.data, self.recipient
        is_same_kind = kind is self.recipient_kind.stored
        if not field.given:
            if not is_same_kind:
                field.errors = [gettext("Enter the recipient.")]
        elif is_same_kind and field.raw == field.show(field.stored):
            field.data = field.stored
        elif kind in CHOOSE:
            try:
                field.data = self.find(CHOOSE[kind], field.raw)
            except UnresolvedReferenceError as error:
                self.refuse("recipient", str(error))

    def read_key(self, name: str, typed: Mapping[str, str]) -> Any:
        """Read the recipient as one of the row's kind, or of any where the row leaves it out."""
        text = super().read_key(name, typed)
        if name != "recipient" or text is None:
            return text
        kind = super().read_key("recipient_kind", typed)
        found = []
        for each in CHOOSE if kind is None else CHOOSE.keys() & {kind}:
            with suppress(UnresolvedReferenceError):
                found.append(self.find(CHOOSE[each], text))
        if len(found) > 1 or (kind in CHOOSE and not found):
            raise UnresolvedReferenceError(text)
        return found[0] if found else text

    def check_similar(self) -> None:
        """Warn where the same was given by the same body for the same year, on another day.

        On the same day it has the same key, and is refused for that.
        """
        day, edited = self.awarded_on.data, self.edited
        year = self.for_year.data or day.year
        but = edited if isinstance(edited, Award) else None
        for other in find_similar(self.recipient_kind.data, self.recipient.data, year, but):
            if other.awarded_on != day and names_of(other) == names_of(self):
                self.warn(
                    "title",
                    gettext(
                        "The same recipient has “%(title)s” of the same body for %(year)s on"
                        " record, awarded on %(day)s. Save this one only if it was given twice.",
                        title=other.title,
                        year=year,
                        day=day_words(other.awarded_on),
                    ),
                )


def names_of(award: Any) -> tuple[str, str]:
    """Title and granting body, of a record or a form, so that they can be compared."""
    values = (getattr(award, name) for name in ("title", "granting_body"))
    title, body = (getattr(value, "data", value) for value in values)
    return normal_form(title), normal_form(body)
