from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms import Field

from partyhub import clock
from partyhub.forms import (
    BoolField,
    DateField,
    EnumField,
    NumberField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.organizations.models import OrganizationKind
from partyhub.organizations.queries import choose_organization, find_root, hangs_below


class OrganizationForm(RecordForm):
    code = TextField(
        lazy_pgettext("organizations", "Code"),
        [Required(lazy_gettext("Enter a code."))],
        longest=60,
    )
    name = TextField(
        lazy_pgettext("organizations", "Name"),
        [Required(lazy_gettext("Enter a name."))],
        longest=60,
    )
    short_name = TextField(lazy_pgettext("organizations", "Short name"), longest=60)
    kind = EnumField(
        lazy_pgettext("organizations", "Kind"),
        OrganizationKind,
        [Required(lazy_gettext("Choose what kind of organization it is."))],
    )
    parent = RefField(
        lazy_pgettext("organizations", "Superior"),
        choose_organization,
        choices_from="organizations",
        description=lazy_gettext(
            "Needed for every organization but the Party committee at the top."
        ),
    )
    moved_on = DateField(
        lazy_pgettext("organizations", "Moved on"),
        description=lazy_gettext(
            "Only when the superior changes: from which day. Empty means today."
        ),
    )
    has_committee = BoolField(lazy_pgettext("organizations", "Has a branch committee"))
    established_on = DateField(
        lazy_pgettext("organizations", "Established on"),
        [Required(lazy_gettext("Enter the day on which it was established."))],
    )
    dissolved_on = DateField(
        lazy_pgettext("organizations", "Dissolved on"),
        description=lazy_gettext("The first day on which it no longer exists."),
    )
    superior_name = TextField(
        lazy_pgettext("organizations", "Superior Party organization"),
        description=lazy_gettext("For the committee at the top of the tree only."),
    )
    remark = TextField(lazy_pgettext("organizations", "Remark"), longest=2000, lines=3)

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """A new organization is placed from its first day: it isn't asked when it moved."""
        return [
            (heading, [f for f in fields if self.is_change or f.name != "moved_on" or f.errors])
            for heading, fields in super().sections()
        ]

    def check(self) -> None:
        established, dissolved = self.established_on.data, self.dissolved_on.data
        if dissolved and established and dissolved <= established:
            self.refuse("dissolved_on", gettext("It must lie after the day of establishment."))
        if self.parent.given or not self.is_change:
            self.check_parent()

    def check_parent(self) -> None:
        parent = self.parent.data
        root = find_root()
        if parent is None:
            if root is not None and (self.edited is None or root.id != self.edited.id):
                self.refuse(
                    "parent",
                    gettext("Only “%(root)s” is at the top. Choose a superior.", root=root.name),
                )
            return
        day = self.moved_on.data or clock.today()
        if self.edited is not None and hangs_below(parent.id, self.edited.id, day):
            self.refuse(
                "parent", gettext("It can't be placed under itself or under one of its own.")
            )
        if self.moved_on.data and self.edited is None:
            self.refuse(
                "moved_on",
                gettext("A new organization is placed from its first day; leave this empty."),
            )
        if parent.kind is OrganizationKind.PARTY_GROUP:
            self.refuse(
                "parent", gettext("A Party group has nothing below it. Choose another one.")
            )


class TermForm(RecordForm):
    organization = RefField(
        lazy_pgettext("terms", "Organization"),
        choose_organization,
        [Required(lazy_gettext("Choose the organization."))],
        choices_from="organizations",
    )
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


class WorkshopForm(RecordForm):
    code = TextField(
        lazy_pgettext("workshops", "Code"), [Required(lazy_gettext("Enter a code."))], longest=60
    )
    name = TextField(
        lazy_pgettext("workshops", "Name"), [Required(lazy_gettext("Enter a name."))], longest=60
    )
    is_first_line = BoolField(
        lazy_pgettext("workshops", "First-line workshop"),
        [Required(lazy_gettext("Say whether it is a first-line workshop."))],
    )
    opened_on = DateField(
        lazy_pgettext("workshops", "Opened on"),
        [Required(lazy_gettext("Enter the day on which it opened."))],
    )
    closed_on = DateField(
        lazy_pgettext("workshops", "Closed on"),
        description=lazy_gettext("The first day on which it no longer works."),
    )
    organization = RefField(
        lazy_pgettext("workshops", "Party organization"),
        choose_organization,
        choices_from="organizations",
    )

    def check(self) -> None:
        opened, closed = self.opened_on.data, self.closed_on.data
        if closed and opened and closed <= opened:
            self.refuse("closed_on", gettext("It must lie after the day on which it opened."))
