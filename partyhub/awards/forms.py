from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.awards.models import AwardCategory, AwardLevel, RecipientKind
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
from partyhub.references import UnresolvedReferenceError, find_by_text
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
        recipient = self.recipient.data
        if isinstance(recipient, str) and self.recipient_kind.data in CHOOSE:
            query = CHOOSE[self.recipient_kind.data](self.viewer)
            try:
                self.recipient.data = find_by_text(query, recipient)
            except UnresolvedReferenceError as error:
                self.refuse("recipient", str(error))
