"""The sheet column of people who were expected but not there, written and read back.

An office's own column of absent people is read by it, too: there a name alone means absent.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from partyhub import texts
from partyhub.activities.leave import (
    Leave,
    find_annotated,
    name_of,
    read_leading,
    read_leave,
    split_annotated_names,
)
from partyhub.activities.models import Activity, Attendance, AttendanceState, LeaveKind
from partyhub.activities.operations import Entry
from partyhub.forms import RecordForm, ValueField
from partyhub.forms.dated_names import WITH_NOTE
from partyhub.members.models import Member
from partyhub.members.queries import choose_member
from partyhub.names import UnresolvedReferenceError

NOT_THERE = (AttendanceState.LEAVE, AttendanceState.ABSENT, AttendanceState.MADE_UP)
# People who made up for it are in the column of those present; people on leave have a column; the
# absent have none.
COLUMNS = {"present": AttendanceState.MADE_UP, "on_leave": AttendanceState.LEAVE}


@dataclass(frozen=True)
class Absence:
    """One person's absence as the column writes it."""

    name: str
    state: AttendanceState
    reason: str | None = None
    made_up_on: date | None = None
    leave_kind: LeaveKind | None = None

    def __str__(self) -> str:
        kind = self.leave_kind and self.leave_kind.label
        return format_absence(self.name, self.state.label, kind, self.reason, self.made_up_on)


def format_absence(name: str, label: str, *notes: date | str | None) -> str:
    """Return the text for one person: name, state label, leave kind, reason, day of making up.

    `notes` are the kind, the reason and the day; empty ones are left out.
    """
    return f"{name}（{label}{''.join([f' {note}' for note in notes if note])}）"


def absence_of(row: Attendance | Entry) -> Absence:
    """Return the absence that an attendance row or an entry records."""
    assert row.member is not None
    return Absence(row.member.reference, row.state, row.reason, row.made_up_on, row.leave_kind)


def describe_absences(rows: Iterable[Attendance | Entry]) -> list[str]:
    """Return a list of the people expected but not there, as text.

    Each text has the state, the reason and the day of making up. A change of one of these alone
    shows in no other column, and history compares columns.
    """
    return [
        str(absence_of(row))
        for row in rows
        if row.is_expected and row.state is not AttendanceState.PRESENT
    ]


def absences_of(activity: Activity) -> list[str]:
    """Return the texts of the people expected at an activity but not there."""
    return describe_absences(activity.live_attendance)


class AbsencesField(ValueField):
    """A field that reads what `describe_absences` writes, in either language."""

    is_create_only = True

    def read(self, text: str) -> list[Absence]:
        return [read_absence(part) for part in split_annotated_names(text)]


def read_absence(text: str) -> Absence:
    """Return the absence of one person; without a state in the brackets, the person was absent.

    `name` then is the whole text, because the brackets may belong to the name. Raises ValueError
    without a name.
    """
    found = WITH_NOTE.fullmatch(text)
    if not found and text.startswith(("（", "(")):
        raise ValueError(gettext("“%(text)s” names nobody. Write the name first.", text=text))
    words = found[2].split() if found else []
    state, rest = read_leading(words, AttendanceState, NOT_THERE)
    if found is None or state is None:
        return Absence(text, AttendanceState.ABSENT)
    assert isinstance(state, AttendanceState)
    day, kind = None, None
    if state is AttendanceState.MADE_UP and rest:
        with suppress(ValueError):
            day, rest = texts.parse_date(rest[-1]), rest[:-1]
    reason = " ".join(rest)[:200] or None
    if state is AttendanceState.LEAVE:
        kind, reason = read_leave(reason or "")
    return Absence(found[1].strip(), state, reason, day, kind)


def check_absences(form: RecordForm, field: AbsencesField) -> None:
    """Find the people; the field then holds the entry of each, by the person's id."""
    found = {}
    for absence in field.data or ():
        try:
            absence, member = find_absent(form, absence)
        except UnresolvedReferenceError as error:
            form.refuse("absences", str(error))
            continue
        check_columns(form, absence, member)
        found[member.id] = Entry(
            absence.state,
            absence.reason,
            absence.made_up_on,
            is_expected=True,
            member=member,
            leave_kind=absence.leave_kind,
        )
    field.data = found


def find_absent(form: RecordForm, absence: Absence) -> tuple[Absence, Member]:
    """Return the absence with what a note behind a name without a state says, and the member.

    Such a note is a reason; the words for a kind of leave mean that the person was on leave.
    """

    def find(text: str) -> Any:
        return form.find(choose_member, text)

    if absence.state is not AttendanceState.ABSENT or absence.reason:
        return absence, find(absence.name)
    member, note = find_annotated(find, absence.name)
    leave = read_leave(note) if note else Leave()
    state = AttendanceState.LEAVE if leave.kind else AttendanceState.ABSENT
    return Absence(name_of(absence.name), state, leave.reason, None, leave.kind), member


def check_columns(form: RecordForm, absence: Absence, member: Member) -> None:
    """Refuse what the columns of names say otherwise."""
    leave = form["on_leave"].leaves.get(member.id) if form["on_leave"].given else None
    for name, state in COLUMNS.items():
        people = form[name].data
        is_other = people is not None and (member in people) != (absence.state is state)
        if is_other or (name == "on_leave" and leave not in (None, leave_of(absence))):
            sentence = gettext(
                "“%(text)s” contradicts “%(column)s”. Correct one of the two.",
                text=str(absence),
                column=form[name].label.text,
            )
            form.refuse("absences", sentence)
    if absence.state is AttendanceState.MADE_UP and absence.made_up_on is None:
        form.refuse("absences", gettext("Enter the day on which it was made up for."))


def leave_of(absence: Absence) -> Leave:
    return Leave(absence.leave_kind, absence.reason)


def names_of(people: Sequence[Member]) -> str:
    """Return names as a sentence lists them."""
    return "、".join(member.reference for member in people)
