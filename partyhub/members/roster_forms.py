"""The form of a record with dated lists of people."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext

from partyhub import clock
from partyhub.dated_values import Correction
from partyhub.forms.dated_names import SpansField
from partyhub.members.roster_corrections import change_days
from partyhub.members.roster_queries import find_outside
from partyhub.members.roster_spans import read_spans
from partyhub.members.rosters import (
    PeopleChange,
    change_of,
    day_between,
    ended_before,
    find_replaced,
    people_on,
)
from partyhub.registers.dated_forms import CHANGED_ON, DatedForm
from partyhub.registers.values import format_day


class RosterForm(DatedForm):
    """A form that checks the people on the lists and the day from which a change is valid."""

    # The fields that name people, the field with the record's first day, and the one with its end.
    roles: ClassVar[Sequence[str]] = ()
    first_on: ClassVar[str] = "established_on"
    exists_on = "established_on"
    end_on: ClassVar[str] = "closed_on"

    people_over_time = SpansField(lazy_gettext("People over time"))

    def change_days(self, name: str) -> list[date]:
        """Return the days on which the list changed, and the record's first day."""
        record: Any = self.edited
        return change_days(record, name)

    def period_starts(self, name: str) -> list[date | None]:
        """Return the first days of the list's periods, of which the record's own is the first."""
        return [*self.change_days(name)]

    def is_changed(self, name: str) -> bool:
        """Return whether the form adds people to the list or takes some off."""
        return bool(self[name].given and self.changed(name))

    def was_valid_before(self, name: str) -> bool:
        """Return whether the list was as it is before today; an empty one may change, too."""
        begun = self.begins(name)
        return begun is None or begun < clock.today()

    def replaced(self, name: str) -> list[date]:
        """Return no days: `check_replaced` says which changes of whom are replaced."""
        return []

    def day_referred(self, name: str) -> date | None:
        """Return the day from which changed people are valid; the first day for all others.

        Of a corrected period that is its own first day, and so of people who have left since.
        """
        first, end = self[self.first_on].data, self[self.end_on].data
        if name not in self.roles or not self.is_change or not first:
            return super().day_referred(name)
        return day_between(first, end, self.since)

    def is_day_new(self, name: str) -> bool:
        """Return False for people: who is on a list already isn't judged again."""
        return name not in self.roles and super().is_day_new(name)

    def check_people(self) -> None:
        """Check the lists and the day from which a change is valid."""
        first, end = self[self.first_on].data, self[self.end_on].data
        self.check_change()
        if self.changed_on.errors:
            return
        if self.is_change:
            entered = self.changed_on.data
            if isinstance(entered, date) and entered < first and self.changed_dated():
                self.refuse(CHANGED_ON, gettext("The record begins later than this day."))
                return
            self.check_first_day(first)
            self.check_changes(day_between(first, end, self.since))
        else:
            self.check_changes(first)
            read_spans(self, "people_over_time", first, end)

    def check_changes(self, day: date) -> None:
        """Warn of people who don't fit, and of later changes that this change replaces."""
        for role in self.roles:
            outside = find_outside(self.changed(role).added, day)
            if outside:
                names = "、".join(member.name for member in outside)
                self.warn(
                    role,
                    gettext(
                        "They were no Party members here on %(day)s: %(names)s. Check the names"
                        " and the day.",
                        day=format_day(day),
                        names=names,
                    ),
                )
        self.check_replaced(day)

    def check_replaced(self, day: date) -> None:
        """Warn of later changes that this change replaces."""
        record: Any = self.edited
        if record is None or isinstance(self.act, Correction):
            return
        found = [find_replaced(record, role, self.changed(role), day) for role in self.roles]
        later = max((on for on in found if on), default=None)
        if later:
            self.warn(
                CHANGED_ON,
                gettext(
                    "The list changed on %(later)s too; this replaces that.",
                    later=format_day(later),
                ),
            )

    def check_first_day(self, first: date) -> None:
        """Warn of people whose part a later first day would hide.

        The part stays stored, and is shown again when the first day is corrected.
        """
        record: Any = self.edited
        hidden = ended_before(record, first) if record is not None else []
        if hidden:
            names = "、".join(dict.fromkeys(member.name for member in hidden))
            self.warn(
                self.first_on,
                gettext(
                    "These people had their part only before this day: %(names)s."
                    " They are not shown while the record begins so late. Check the day.",
                    names=names,
                ),
            )

    def changed(self, role: str) -> PeopleChange:
        """Return the form's change of a list, compared with the list of today that it showed."""
        record: Any = self.edited
        shown = people_on(record, role, self.day) if record is not None else []
        return change_of(self[role].data, shown)
