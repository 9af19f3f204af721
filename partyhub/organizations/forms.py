from datetime import date
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
from partyhub.forms.noted import SpansField
from partyhub.forms.usual import code_field, name_field
from partyhub.organizations.fields import organization_field
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind
from partyhub.organizations.occupants import (
    first_day_occupied,
    has_grouped,
    has_people,
    is_occupied,
)
from partyhub.organizations.placing import read_placements
from partyhub.organizations.queries import (
    choose_organization,
    find_children,
    find_root,
    hangs_below,
)
from partyhub.registers.ending import EndingForm
from partyhub.registers.values import day_words


class OrganizationForm(RecordForm):
    code = code_field(lazy_pgettext("organizations", "Code"), "Z01")
    name = name_field(
        lazy_pgettext("organizations", "Name"), lazy_pgettext("example", "First branch")
    )
    short_name = TextField(
        lazy_pgettext("organizations", "Short name"),
        longest=60,
        example=lazy_pgettext("example", "First"),
    )
    kind = EnumField(
        lazy_pgettext("organizations", "Kind"),
        OrganizationKind,
        [Required(lazy_gettext("Choose what kind of organization it is."))],
    )
    parent = RefField(
        lazy_pgettext("organizations", "Superior"),
        choose_organization,
        choices_from="organizations",
        example=lazy_pgettext("example", "Company Party committee"),
        description=lazy_gettext(
            "Needed for every organization but the Party committee at the top."
        ),
    )
    parents_over_time = SpansField(lazy_pgettext("organizations", "Superiors over time"))
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
        example=lazy_pgettext("example", "Party committee of the township"),
    )
    remark = TextField(
        lazy_pgettext("organizations", "Remark"),
        longest=2000,
        lines=3,
        example=lazy_pgettext("example", "Split off from the second branch in July 2021"),
    )

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
        if isinstance(self.edited, Organization):
            self.check_life(self.edited)
        elif not self.parent.errors:
            read_placements(self, self.parents_over_time)

    def check_life(self, edited: Organization) -> None:
        """Its days and its kind may change as far as they fit what stands in it."""
        if self.established_on.data != self.established_on.stored:
            self.check_beginning(edited, self.established_on.data)
        if self.dissolved_on.data and self.dissolved_on.data != self.dissolved_on.stored:
            self.check_end(edited, self.dissolved_on.data)
        if self.kind.data is not self.kind.stored:
            self.check_kind(edited, self.kind.data)

    def check_beginning(self, edited: Organization, day: date) -> None:
        """Nobody was in it before, and it hung nowhere before."""
        known = [first_day_occupied(edited), edited.first_placed_by]
        first = min((each for each in known if each), default=None)
        if first is not None and day > first:
            self.refuse(
                "established_on",
                gettext(
                    "On %(day)s it had people or a superior on record already. Enter that day or"
                    " an earlier one.",
                    day=day_words(first),
                ),
            )

    def check_end(self, edited: Organization, day: date) -> None:
        """What is still in it on that day is moved and ended by dissolving, never by this form."""
        if not is_occupied(edited, day) and not find_children(edited, day):
            return
        if edited.kind is OrganizationKind.PARTY_GROUP:
            sentence = gettext("Posts are held here on this day or later. End those first.")
        else:
            sentence = gettext(
                "People, posts or organizations are in it on this day or later. Use “Dissolve” on"
                " the organization's page: it moves the people and ends the posts."
            )
        self.refuse("dissolved_on", sentence)

    def check_kind(self, edited: Organization, kind: OrganizationKind) -> None:
        children = find_children(edited, clock.today())
        if kind is OrganizationKind.PARTY_GROUP:
            if children or has_people(edited):
                self.refuse(
                    "kind",
                    gettext("A Party group has no members and organizations of its own; this has."),
                )
        elif has_grouped(edited):
            self.refuse("kind", gettext("Members are in this Party group. It stays one."))
        elif kind in BRANCH_KINDS and any(
            child.kind is not OrganizationKind.PARTY_GROUP for child in children
        ):
            self.refuse(
                "kind", gettext("A branch has only Party groups below it; this has others.")
            )

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
        if isinstance(self.edited, Organization):
            self.check_move_day(self.edited, parent, day)

    def check_move_day(self, edited: Organization, parent: Organization, day: date) -> None:
        """A move lies after the one before; on its very day it corrects that one."""
        placement = edited.open_placement
        if placement is None or placement.parent is parent or day >= placement.started_on:
            return
        self.refuse(
            "moved_on",
            gettext(
                "It was placed under “%(parent)s” on %(day)s. Enter that day or a later one.",
                parent=placement.parent.name,
                day=day_words(placement.started_on),
            ),
        )


class TermForm(RecordForm):
    organization = organization_field(lazy_pgettext("terms", "Organization"))
    number = NumberField(
        lazy_pgettext("terms", "Term number"),
        [Required(lazy_gettext("Enter the number of the term, such as 5."))],
        least=1,
        most=200,
        example="5",
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


class WorkshopForm(EndingForm):
    code = code_field(lazy_pgettext("workshops", "Code"), "C01")
    name = name_field(
        lazy_pgettext("workshops", "Name"), lazy_pgettext("example", "Cable workshop one")
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
        else:
            self.check_lasting("closed_on")
