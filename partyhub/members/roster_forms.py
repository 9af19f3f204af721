"""The form of a record with dated lists of people."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext

from partyhub import clock
from partyhub.forms import DateField, RecordForm
from partyhub.members.models import Member
from partyhub.members.rosters import day_between, find_outside, last_change, people_on
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
        elif self.is_change:
            self.check_changes(day_between(first, end, since or clock.today()))
        else:
            self.check_changes(first)

    def check_changes(self, day: date) -> None:
        """Warn of who doesn't fit, and of later changes that this one replaces."""
        changed = [role for role in self.roles if self.added(role) or self.is_shorter(role)]
        for role in self.roles:
            outside = find_outside(self.added(role), day)
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
        record: Any = self.edited
        if record is not None and changed and last_change(record, changed) > day:
            later = day_words(last_change(record, changed))
            self.warn(
                "people_since",
                gettext("The list changed on %(later)s too; this replaces that.", later=later),
            )

    def chosen(self, role: str) -> list[Member]:
        value = self[role].data
        return list(value) if isinstance(value, list) else [value] if value else []

    def current(self, role: str) -> list[Member]:
        record: Any = self.edited
        return people_on(record, role, clock.today()) if record is not None else []

    def added(self, role: str) -> list[Member]:
        known = {member.id for member in self.current(role)}
        return [member for member in self.chosen(role) if member.id not in known]

    def is_shorter(self, role: str) -> bool:
        chosen = {member.id for member in self.chosen(role)}
        return any(member.id not in chosen for member in self.current(role))
