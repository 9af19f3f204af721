"""Numbers in place of names: a meeting of which a ledger says only how many came."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext

from partyhub.activities.models import CAME, ActivityStatus, AttendanceState
from partyhub.activities.operations import Entry

Entries = Mapping[int, Entry]


class HeadCount(NamedTuple):
    """Result of names and numbers together.

    `counted` is the number of people who came where nobody is named; `sentence` says why names and
    numbers contradict each other, if they do.
    """

    attendance: Entries
    counted: int | None = None
    sentence: str = ""

    @property
    def came(self) -> int:
        """Return the number of people named who came or made up for it."""
        return sum(entry.state in CAME for entry in self.attendance.values())


def settle(form: Any, attendance: Entries) -> HeadCount:
    """Settle the number of people who came with the names in the form."""
    number = entered_number(form)
    if form.will_be is not ActivityStatus.HELD or number is None:
        return HeadCount(attendance)
    came = HeadCount(attendance).came
    if not names_people(form):
        # Where everybody listed came, the number says no more than the list.
        if attendance and came == number:
            return HeadCount(attendance)
        typed = form.expected_count.data if form.expected_count.given else None
        is_nothing = number == 0 and not typed
        return HeadCount(attendance) if is_nothing else HeadCount({}, number)
    if number in (came, _count_expected(form, attendance)):
        return HeadCount(attendance)
    rest = [m for m in form.find_expected() if m.id not in attendance]
    if names_only_missing(form) and came + len(rest) == number:
        present = {member.id: Entry(AttendanceState.PRESENT, member=member) for member in rest}
        return HeadCount({**attendance, **present})
    return HeadCount(attendance, None, _contradiction(number, came))


def _count_expected(form: Any, attendance: Entries) -> int:
    """Count those among the names who were expected and came, as `present_count` does."""
    expected = {member.id for member in form.find_expected()}
    return sum(entry.state in CAME for key, entry in attendance.items() if key in expected)


def entered_number(form: Any) -> int | None:
    """Return the number of people who came as entered, or as it stands where nobody was named.

    The number that follows from names, and comes back unchanged, isn't entered.
    """
    field, edited = form.present_count, form.edited
    stored = edited.typed_present if edited is not None else None
    if not field.given:
        return None if names_people(form) else stored
    is_computed = edited is not None and stored is None and field.data == field.stored
    number: int | None = field.data
    return None if is_computed else number


def names_people(form: Any) -> bool:
    """Return whether the form, or the record that it leaves as it is, names anybody.

    A page marks everybody present by default; that alone names nobody.
    """
    if form.edited is not None and not form.edited.is_counted and form.edited.attendance:
        return True
    marks = (form.entries.data or {}).values()
    is_marked = any(entry.state is not AttendanceState.PRESENT for entry in marks)
    absences = form.absences.data if form.edited is None else ()
    return is_marked or bool(form.present.data or form.on_leave.data or absences)


def names_only_missing(form: Any) -> bool:
    """Return whether a sheet names nobody who came: the number tells that all others did."""
    return form.edited is None and not form.present.data and not form.entries.data


def _contradiction(number: int, came: int) -> str:
    return gettext(
        "By the names, %(came)s came, not %(number)s. Leave the number empty where people are"
        " named, or correct the names.",
        came=came,
        number=number,
    )


def check_numbers(form: Any, head_count: HeadCount) -> None:
    """Refuse numbers that can't be; warn where the number expected isn't that of the people."""
    if head_count.sentence:
        form.refuse("present_count", head_count.sentence)
    typed, stored = form.expected_count.data, form.expected_count.stored
    if (head_count.counted is None and typed in (None, stored)) or not form.held_on.data:
        return
    expected = form.find_expected()
    most = len(expected) if typed is None else typed
    if head_count.counted is not None and (most or typed == 0) and head_count.counted > most:
        sentence = gettext(
            "More came (%(number)s) than were expected (%(most)s). Correct one of the two; count"
            " others among the guests.",
            number=head_count.counted,
            most=most,
        )
        form.refuse("present_count", sentence)
    if typed is not None and typed != stored and expected and typed != len(expected):
        sentence = gettext(
            "%(typed)s were entered; by the roster, %(count)s were expected that day.",
            typed=typed,
            count=len(expected),
        )
        form.warn("expected_count", sentence)
