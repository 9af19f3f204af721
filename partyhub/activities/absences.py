"""The column of who was expected and not there: as an export writes it, and read back from it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from partyhub import texts
from partyhub.activities.models import Activity, Attendance, AttendanceState
from partyhub.activities.operations import Entry
from partyhub.forms import RecordForm, ValueField
from partyhub.forms.choices import read_enum
from partyhub.forms.noted import split_noted
from partyhub.members.queries import choose_member
from partyhub.references import UnresolvedReferenceError

NOT_THERE = (AttendanceState.LEAVE, AttendanceState.ABSENT, AttendanceState.MADE_UP)
MOST_WORDS = 3  # of a state, in English
# Who came later is among those who came; who was on leave has a column; the absent have none.
COLUMNS = {"present": AttendanceState.MADE_UP, "on_leave": AttendanceState.LEAVE}


@dataclass(frozen=True)
class Absence:
    """What the column says of one person."""

    name: str
    state: AttendanceState
    reason: str | None = None
    made_up_on: date | None = None

    def __str__(self) -> str:
        return self.words(self.state.label)

    def words(self, label: str) -> str:
        """Return the words with the label of the state, which who writes many asks for once."""
        notes = (self.reason, self.made_up_on and self.made_up_on.isoformat())
        return f"{self.name}（{label}{''.join([f' {note}' for note in notes if note])}）"


def absence_of(row: Attendance) -> Absence:
    return Absence(row.member.reference, row.state, row.reason, row.made_up_on)


def describe_absences(activity: Activity) -> list[str]:
    """Who was expected and not there, each with state, reason and day of making up.

    A change of one of these alone shows in no other column, and history compares columns.
    """
    return [
        str(absence_of(row))
        for row in activity.live_attendance
        if row.is_expected and row.state is not AttendanceState.PRESENT
    ]


class AbsencesField(ValueField):
    """Reads what `describe_absences` writes, in either language."""

    is_read_once = True

    def read(self, text: str) -> list[Absence]:
        return [read_absence(name, note) for name, note in split_noted(text)]


def read_absence(name: str, note: str) -> Absence:
    words = note.split()
    state, rest = _state(words)
    day = None
    if state is AttendanceState.MADE_UP and rest:
        with suppress(ValueError):
            day = texts.parse_date(rest[-1])
            rest = rest[:-1]
    return Absence(name, state, " ".join(rest)[:200] or None, day)


def _state(words: list[str]) -> tuple[AttendanceState, list[str]]:
    """The state with which a note begins, and what follows it."""
    for count in range(min(MOST_WORDS, len(words)), 1, -1):
        with suppress(ValueError):
            return _read(words[:count]), words[count:]
    return _read(words[:1]), words[1:]


def _read(words: list[str]) -> AttendanceState:
    found = read_enum(AttendanceState, " ".join(words), NOT_THERE)
    assert isinstance(found, AttendanceState)
    return found


def check_absences(form: RecordForm, field: AbsencesField) -> None:
    """Find the people; the field then holds what is to be noted of each."""
    field.data = [entry for absence in field.data or () if (entry := _entry_of(form, absence))]


def _entry_of(form: RecordForm, absence: Absence) -> Entry | None:
    """What is to be noted of the person; None where the form now says what is wrong."""
    try:
        member = form.find(choose_member, absence.name)
    except UnresolvedReferenceError as error:
        form.refuse("absences", str(error))
        return None
    for name, state in COLUMNS.items():
        people = form[name].data
        if people is not None and (member in people) != (absence.state is state):
            sentence = gettext(
                "“%(text)s” contradicts “%(column)s”. Correct one of the two.",
                text=str(absence),
                column=form[name].label.text,
            )
            form.refuse("absences", sentence)
    if absence.state is AttendanceState.MADE_UP and absence.made_up_on is None:
        form.refuse("absences", gettext("Enter the day on which it was made up for."))
    return Entry(member.id, absence.state, absence.reason, absence.made_up_on)
