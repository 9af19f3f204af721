"""The form of an award."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.awards.categories import check_category
from partyhub.awards.levels import find_county_body, is_of_county
from partyhub.awards.models import (
    Award,
    AwardCategory,
    AwardLevel,
    RecipientKind,
)
from partyhub.awards.queries import find_similar
from partyhub.database import Nameable
from partyhub.forms import (
    DateField,
    EnumField,
    RecordForm,
    Required,
    TextField,
    YearField,
)
from partyhub.forms.existence import check_reference
from partyhub.forms.readings.words import find_members
from partyhub.members.gone import find_gone
from partyhub.members.queries import choose_member
from partyhub.names import UnresolvedReferenceError, explain_note, note_behind
from partyhub.organizations.queries import choose_organization, choose_workshop
from partyhub.projects.queries import choose_project
from partyhub.prosperity.queries import choose_prosperity_workshop
from partyhub.registers.values import format_day
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
    """A field for the recipient's name.

    The form resolves it, since the kind decides in which register to look.
    """

    kind = "ref"

    def show(self, value: Any) -> str:
        """Return the reference of a recipient on record, or the company's name."""
        return value.reference if isinstance(value, Nameable) else str(value)


class RecipientKindField(EnumField):
    """A field for the kind of recipient; the recipient decides what is left open.

    `possible` are the kinds that a text such as 集体 leaves open; all if nothing was sent.
    """

    def take(self, sent: list[str] | None, stored: Any) -> None:
        super().take(sent, stored)
        self.possible = find_members(self.members, self.raw) if self.raw else tuple(self.members)

    def settle(self, kind: RecipientKind) -> None:
        """Take the only kind that a recipient of the name on record has."""
        self.data, self.given, self.process_errors = kind, True, []
        self.remark(
            gettext(
                "The kind of recipient is taken from the record of that name: %(kind)s.",
                kind=kind.label,
            )
        )


class AwardForm(RecordForm):
    """The form of an award."""

    exists_on = "awarded_on"
    lenient = ("recipient",)

    title = TextField(
        lazy_pgettext("awards", "Title"),
        [Required(lazy_gettext("Enter the title of the honor."))],
        render_kw={"data-width": "w8"},
    )
    level = EnumField(
        lazy_pgettext("awards", "Level"),
        AwardLevel,
        [Required(lazy_gettext("Choose the level."))],
        description=lazy_gettext("Honors of a county-level city are of county level."),
    )
    granting_body = TextField(
        lazy_pgettext("awards", "Granted by"),
        [Required(lazy_gettext("Enter who granted it."))],
        render_kw={"data-width": "w8"},
    )
    awarded_on = DateField(
        lazy_pgettext("awards", "Awarded on"),
        [Required(lazy_gettext("Enter the day of the award."))],
    )
    recipient_kind = RecipientKindField(
        lazy_pgettext("awards", "Kind of recipient"),
        RecipientKind,
        [Required(lazy_gettext("Choose who received it."))],
    )
    recipient = RecipientField(
        lazy_pgettext("awards", "Recipient"),
        [Required(lazy_gettext("Enter the recipient."))],
        description=lazy_gettext("The name as on record; for the company, its name."),
        render_kw={"data-width": "w8"},
    )
    category = EnumField(lazy_pgettext("awards", "Category"), AwardCategory)
    for_year = YearField(lazy_pgettext("awards", "For the year"))
    document_no = TextField(
        lazy_pgettext("awards", "Document number"),
    )
    certificate_no = TextField(lazy_pgettext("awards", "Certificate number"))
    valid_until = DateField(lazy_pgettext("awards", "Valid until"))

    def check(self) -> None:
        if self.awarded_on.data > clock.today():
            self.refuse("awarded_on", gettext("This day has not come yet."))
        if self.valid_until.data and self.valid_until.data < self.awarded_on.data:
            self.refuse("valid_until", gettext("It can't lie before the day of the award."))
        self.find_recipient()
        check_category(self)
        self.check_level()
        if not self.recipient.errors:
            self.check_recipient()
            self.check_similar()

    def validate_fields(self, extra_validators: Any = None) -> bool:
        self.settle_kind()
        return super().validate_fields(extra_validators)

    def settle_kind(self) -> None:
        """Take the kind of the recipient from the record of that name, if just one kind has it."""
        field, name = self.recipient_kind, self.recipient.raw
        is_open = field.data is None and (field.given or not self.is_change)
        if is_open and self.is_change and not self.recipient.given:
            if field.stored in field.possible:  # the recipient stays, and so does its kind
                field.data, field.process_errors = field.stored, []
            return
        if not is_open or not name or not self.recipient.given:
            return
        kinds = [kind for kind in CHOOSE if kind in field.possible and self.finds(kind, name)]
        if len(kinds) == 1:
            field.settle(kinds[0])

    def finds(self, kind: RecipientKind, name: str) -> bool:
        """Return whether just one record of the kind has this name."""
        with suppress(UnresolvedReferenceError):
            return bool(self.find(CHOOSE[kind], name))
        return False

    def find_recipient(self) -> None:
        """Resolve the name to a record of the chosen kind.

        An unchanged name keeps the stored recipient.
        """
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
                if note := note_behind(field.data, field.raw):
                    field.remark(explain_note(field.data, note))
            except UnresolvedReferenceError as error:
                field.proposal, field.readings = error.proposal, error.readings
                self.refuse("recipient", str(error))

    def read_key(self, name: str, typed: Mapping[str, str]) -> Any:
        """Read a key column; the recipient is resolved among records of the row's kind.

        Without a kind, it may be of any. A name that nothing has is returned as text, since it may
        be the company's. Raises UnresolvedReferenceError when the name is ambiguous, or unknown
        among records of the given kind.
        """
        text = super().read_key(name, typed)
        if name != "recipient" or text is None:
            return text
        kind = None
        with suppress(ValueError):  # which is reported at its own cell
            kind = super().read_key("recipient_kind", typed)
        found = []
        for each in CHOOSE if kind is None else CHOOSE.keys() & {kind}:
            with suppress(UnresolvedReferenceError):
                found.append(self.find(CHOOSE[each], text))
        if len(found) > 1 or (kind in CHOOSE and not found):
            raise UnresolvedReferenceError(text)
        return found[0] if found else text

    def check_level(self) -> None:
        """Ask about an honor of a county-level city that is entered as one of a prefecture."""
        level, body = self.level.data, self.granting_body.data
        is_known = (level, body) == (self.level.stored, self.granting_body.stored)
        if level is not AwardLevel.PREFECTURE or is_known:
            return
        city = find_county_body(body, self.title.data)
        if city or is_of_county(body):
            self.warn(
                "level",
                gettext(
                    "“%(body)s” is of a county-level city: its honors are of county level. Check"
                    " the level.",
                    body=city or body,
                ),
            )

    def check_recipient(self) -> None:
        """Ask about a recipient who was gone by then: an honor may be given afterwards."""
        is_person = self.recipient_kind.data is RecipientKind.MEMBER
        self.recipient.find_absent = find_gone if is_person else None
        check_reference(self, self.recipient)

    def check_similar(self) -> None:
        """Warn of the same honor by the same body for the same year on another day.

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
                        day=format_day(other.awarded_on),
                    ),
                )


def names_of(award: Any) -> tuple[str, str]:
    """Return (title, granting body) of a record or a form, normalized for comparison."""
    values = (getattr(award, name) for name in ("title", "granting_body"))
    title, body = (getattr(value, "data", value) for value in values)
    return normal_form(title), normal_form(body)
