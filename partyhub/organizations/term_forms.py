"""The form of a term of office."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.forms import DateField, NumberField, RecordForm, Required
from partyhub.organizations.form_fields import organization_field
from partyhub.organizations.models import OrganizationKind
from partyhub.organizations.operations import default_due_on
from partyhub.organizations.terms import TermSpan, find_overlapping_terms
from partyhub.periods import add_months
from partyhub.registers.values import format_day, format_ordinal
from partyhub.rules.queries import rule_number


class TermForm(RecordForm):
    """The form of a term of office."""

    exists_on = "started_on"

    organization = organization_field(lazy_pgettext("terms", "Organization"))
    number = NumberField(
        lazy_pgettext("terms", "Term number"),
        [Required(lazy_gettext("Enter the number of the term, such as 5."))],
        least=1,
        most=200,
    )
    started_on = DateField(
        lazy_pgettext("terms", "Started on"),
        [Required(lazy_gettext("Enter the day on which the term began."))],
    )
    due_on = DateField(
        lazy_pgettext("terms", "Re-election due on"),
        description=lazy_gettext(
            "Empty means by the rule: as a rule 5 years for a committee, 3 for a branch."
        ),
    )
    reelected_on = DateField(lazy_pgettext("terms", "Re-elected on"))
    extension_until = DateField(lazy_pgettext("terms", "Extension approved until"))

    def check(self) -> None:
        started = self.started_on.data
        for name in ("due_on", "reelected_on", "extension_until"):
            day = self[name].data
            if day and started and day <= started:
                self.refuse(name, gettext("It must lie after the day on which the term began."))
        organization = self.organization.data
        is_group = organization.kind is OrganizationKind.PARTY_GROUP
        if is_group and organization != self.organization.stored:
            self.refuse(
                "organization",
                gettext("A Party group has a leader but no term of office. Choose another one."),
            )
        elif self.is_new("organization", "started_on", "reelected_on"):
            self.check_overlap()
        if self.is_new("extension_until", "due_on"):
            self.check_extension()

    def is_new(self, *names: str) -> bool:
        """Return whether one of these values isn't on record as it is."""
        return any(self[name].data != self[name].stored for name in names)

    def check_overlap(self) -> None:
        """Warn of another term of the organization that shares a day with this one."""
        own = TermSpan(
            self.edited.id if self.edited else None,
            self.number.data,
            self.started_on.data,
            self.reelected_on.data or self.extension_until.data or self.due_on.data,
        )
        for other in find_overlapping_terms(self.organization.data, own):
            self.warn(
                "started_on",
                gettext(
                    "It overlaps term %(number)s, which began on %(day)s. Enter the day of"
                    " re-election there, or correct the days.",
                    number=format_ordinal(other.number),
                    day=format_day(other.started_on),
                ),
            )

    def check_extension(self) -> None:
        """Warn of an extension longer than the rule of the day on which the term was due."""
        until, started, organization = (
            self[name].data for name in ("extension_until", "started_on", "organization")
        )
        due = self.due_on.data or default_due_on(organization.kind, started)
        months = rule_number("terms.extension.months", due) if until and due else None
        if due and months is not None and until > add_months(due, months):
            self.warn(
                "extension_until",
                gettext("A term is extended by %(months)s months at most.", months=months),
            )
