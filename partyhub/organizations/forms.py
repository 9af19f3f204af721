"""Forms of organizations, terms of office and workshops."""

from datetime import date, timedelta

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.dated_values import Correction
from partyhub.forms import (
    BoolField,
    DateField,
    EnumField,
    RefField,
    Required,
    TextField,
)
from partyhub.forms.common_fields import code_field, name_field
from partyhub.forms.dated_names import SpansField
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
from partyhub.registers.dated_forms import CHANGED_ON, FormerForm
from partyhub.registers.end_of_life import EndingForm
from partyhub.registers.values import format_day


def last_day_before(end: date | None) -> date:
    """Return the last day before `end` that has come: today, if it hasn't ended yet."""
    today = clock.today()
    return min(today, end - timedelta(days=1)) if end else today


class OrganizationForm(FormerForm):
    """The form of an organization."""

    dated = ("parent", "has_committee")

    code = code_field(lazy_pgettext("organizations", "Code"))
    name = name_field(lazy_pgettext("organizations", "Name"))
    short_name = TextField(
        lazy_pgettext("organizations", "Short name"),
        longest=60,
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
        description=lazy_gettext(
            "Needed for every organization but the Party committee at the top."
        ),
    )
    parents_over_time = SpansField(lazy_pgettext("organizations", "Superiors over time"))
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
    remark = TextField(
        lazy_pgettext("organizations", "Remark"),
        longest=2000,
        lines=3,
    )

    def change_days(self, name: str) -> list[date]:
        """Return the days on which the superior or another dated value changed."""
        if name == "parent" and isinstance(self.edited, Organization):
            return self.edited.placement_days
        return super().change_days(name)

    def period_starts(self, name: str) -> list[date | None]:
        """Return the first days of the periods; before the first superior there was none."""
        return [*self.change_days(name)] if name == "parent" else super().period_starts(name)

    def replaced(self, name: str) -> list[date]:
        """Return no days for the superior: it changes only after its last change."""
        return [] if name == "parent" else super().replaced(name)

    def day_referred(self, _name: str) -> date | None:
        """Return the first day under a changed superior; else the last day so far.

        The superiors over time that a sheet gives of a new one are placed by their own days.
        """
        if self.parents_over_time.data and not self.is_change:
            return None
        if "parent" in self.changed_dated():
            return self.since
        return last_day_before(self.dissolved_on.data)

    def check(self) -> None:
        self.check_change()
        self.check_former()
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
        """Check changed days and a changed kind against what is recorded in the organization."""
        if self.established_on.data != self.established_on.stored:
            self.check_beginning(edited, self.established_on.data)
        if self.dissolved_on.data and self.dissolved_on.data != self.dissolved_on.stored:
            self.check_end(edited, self.dissolved_on.data)
        if self.kind.data is not self.kind.stored:
            self.check_kind(edited, self.kind.data)

    def check_beginning(self, edited: Organization, day: date) -> None:
        """Refuse a day of establishment after the first occupant or the first placement."""
        known = [first_day_occupied(edited), edited.first_placed_by]
        first = min((each for each in known if each), default=None)
        if first is not None and day > first:
            self.refuse(
                "established_on",
                gettext(
                    "It had people or a superior on %(day)s already. Enter that day or an earlier"
                    " one.",
                    day=format_day(first),
                ),
            )

    def check_end(self, edited: Organization, day: date) -> None:
        """Refuse a day of dissolution while people, posts or organizations are still in it.

        They are moved and ended by dissolving the organization, never by this form.
        """
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
        """Refuse a kind that doesn't fit the members or organizations in it."""
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
        """Check the superior and the day of the move."""
        parent = self.parent.data
        root = find_root()
        if parent is None:
            if root is not None and (self.edited is None or root.id != self.edited.id):
                self.refuse(
                    "parent",
                    gettext("Only “%(root)s” is at the top. Choose a superior.", root=root.name),
                )
            return
        day = self.since if self.is_change and self.is_changed("parent") else clock.today()
        if self.edited is not None and hangs_below(parent.id, self.edited.id, day):
            self.refuse(
                "parent", gettext("It can't be placed under itself or under one of its own.")
            )
        if parent.kind is OrganizationKind.PARTY_GROUP:
            self.refuse(
                "parent", gettext("A Party group has nothing below it. Choose another one.")
            )
        self.check_level(parent)
        if isinstance(self.edited, Organization):
            self.check_move_day(self.edited, parent, day)

    def check_level(self, parent: Organization) -> None:
        """Refuse anything but a Party group below a branch, unless it is on record there."""
        is_group = self.kind.data is OrganizationKind.PARTY_GROUP
        is_known = (parent, self.kind.data) == (self.parent.stored, self.kind.stored)
        if parent.kind in BRANCH_KINDS and not is_group and not is_known:
            self.refuse(
                "parent",
                gettext(
                    "“%(parent)s” is a branch: only Party groups are below it. Choose another one.",
                    parent=parent.name,
                ),
            )

    def check_move_day(self, edited: Organization, parent: Organization, day: date) -> None:
        """Refuse a move before the latest one; a move on the same day corrects that one."""
        placement = edited.open_placement
        if isinstance(self.act, Correction) or not self.is_changed("parent"):
            return
        if placement is None or placement.parent is parent or day >= placement.started_on:
            return
        self.refuse(
            CHANGED_ON,
            gettext(
                "It was placed under “%(parent)s” on %(day)s. Enter that day or a later one.",
                parent=placement.parent.name,
                day=format_day(placement.started_on),
            ),
        )


class WorkshopForm(FormerForm, EndingForm):
    """The form of a workshop."""

    dated = ("is_first_line",)

    code = code_field(lazy_pgettext("workshops", "Code"))
    name = name_field(lazy_pgettext("workshops", "Name"))
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

    def day_referred(self, _name: str) -> date | None:
        """Return the last day of the workshop so far, since the organization isn't dated."""
        return last_day_before(self.closed_on.data)

    def check(self) -> None:
        self.check_change()
        self.check_former()
        opened, closed = self.opened_on.data, self.closed_on.data
        if closed and opened and closed <= opened:
            self.refuse("closed_on", gettext("It must lie after the day on which it opened."))
        else:
            self.check_dependents("closed_on")
