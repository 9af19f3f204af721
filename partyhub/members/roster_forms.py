"""The form of a record with dated lists of people."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext

from partyhub import clock
from partyhub.forms import DateField, RecordForm
from partyhub.forms.noted import SpansField
from partyhub.members.roster_spans import read_spans
from partyhub.members.rosters import (
    PeopleChange,
    change_of,
    day_between,
    ended_before,
    find_outside,
    find_replaced,
    people_on,
)
from partyhub.registers.values import day_words


class RosterForm(RecordForm):
    """Judges who is on the lists, and from which day a change of them holds."""

    # The fields that name people, the one with the record's first day, and the one with its end.
    roles: ClassVar[Sequence[str]] = ()
    first_on: ClassVar[str] = "established_on"
    end_on: ClassVar[str] = "closed_on"

    people_since = DateField(
        lazy_gettext("People changed on"),
        description=lazy_gettext("Only when people change: from which day. Empty means today."),
        render_kw={"data-width": "w3"},
    )
    people_over_time = SpansField(lazy_gettext("People over time"))

    @property
    def since_fields(self) -> tuple[str, ...]:
        """The day of a change of people, asked for when there is something to change."""
        return ("people_since",) if self.is_change else ()

    def check_people(self) -> None:
        since = self.people_since.data if self.is_change else None
        first, end = self[self.first_on].data, self[self.end_on].data
        if since and since > clock.today():
            self.refuse("people_since", gettext("This day has not come yet."))
        elif since and since < first:
            self.refuse("people_since", gettext("The record begins later than this day."))
        elif since and not any(self.changed(role) for role in self.roles):
            self.refuse(
                "people_since",
                gettext(
                    "Nobody on the lists changes, so there is nothing to date."
                    " Change the people, or leave this day empty."
                ),
            )
        elif self.is_change:
            self.check_first_day(first)
            self.check_changes(day_between(first, end, since or clock.today()))
        else:
            self.check_changes(first)
            read_spans(self, "people_over_time", first, end)

    def check_changes(self, day: date) -> None:
        """Warn of who doesn't fit, and of later changes that this one replaces."""
        for role in self.roles:
            outside = find_outside(self.changed(role).added, day)
            if outside:
                names = "、".join(member.name for member in outside)
                self.warn(
                    role,
                    gettext(
                        "No Party member of any organization here on %(day)s: %(names)s."
                        " Check the names and the day.",
                        day=day_words(day),
                        names=names,
                    ),
                )
        self.check_replaced(day)

    def check_replaced(self, day: date) -> None:
        record: Any = self.edited
        if record is None:
            return
        found = [find_replaced(record, role, self.changed(role), day) for role in self.roles]
        later = max((on for on in found if on), default=None)
        if later:
            self.warn(
                "people_since",
                gettext(
                    "The list changed on %(later)s too; this replaces that.",
                    later=day_words(later),
                ),
            )

    def check_first_day(self, first: date) -> None:
        """Warn of whose part a later first day would hide; it is kept, and comes back with it."""
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
        """What the form changes in a list, against the one of today that it showed."""
        record: Any = self.edited
        shown = people_on(record, role, clock.today()) if record is not None else []
        return change_of(self[role].data, shown)
