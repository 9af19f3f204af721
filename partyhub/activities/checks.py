"""Checks of an activity against what is on record: whom it expects, and doubles."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.activities.absences import names_of
from partyhub.activities.head_counts import HeadCount
from partyhub.activities.models import KIND_BITS, ActivityKind, ActivityStatus, AttendanceState
from partyhub.activities.operations import Entry
from partyhub.activities.queries import select_meetings_of_year
from partyhub.activities.voting.queries import find_votes
from partyhub.database import db
from partyhub.organizations.models import BRANCH_KINDS, OrganizationKind
from partyhub.texts import is_alike

# The organizations that hold a kind of meeting; every kind that isn't here may be any one's.
HOLDERS: Mapping[ActivityKind, Collection[OrganizationKind]] = {
    ActivityKind.GROUP_MEETING: (OrganizationKind.PARTY_GROUP,),
    ActivityKind.COMMITTEE_MEETING: BRANCH_KINDS,
    ActivityKind.GENERAL_BRANCH_COMMITTEE: (OrganizationKind.GENERAL_BRANCH,),
    ActivityKind.PARTY_COMMITTEE_MEETING: (OrganizationKind.PARTY_COMMITTEE,),
    ActivityKind.CONGRESS: (OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GENERAL_BRANCH),
}


class Meeting(NamedTuple):
    """An activity of the year, or a row of the same file, as far as a double is known by it.

    `id` is None for a row of the file.
    """

    id: int | None
    held_on: date
    title: str
    number: str
    starts_at: time | None
    kind_mask: int


class Meetings:
    """The activities of organizations by year, read once for all rows of a file."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], dict[date, list[Meeting]]] = {}

    def on_day(self, organization_id: int, day: date) -> list[Meeting]:
        """Return the activities that the organization held or planned on a day."""
        key = organization_id, day.year
        if key not in self._known:
            found: dict[date, list[Meeting]] = {}
            for row in db.session.execute(select_meetings_of_year(*key)):
                found.setdefault(row.held_on, []).append(Meeting._make(row))
            self._known[key] = found
        return self._known[key].setdefault(day, [])


def check_holder(form: Any) -> None:
    """Warn of kinds of meetings that such an organization doesn't hold."""
    if all(form[name].data == form[name].stored for name in ("kinds", "organization")):
        return
    organization = form.organization.data
    for kind in form.kinds.data or ():
        if organization is None or organization.kind in HOLDERS.get(kind, (organization.kind,)):
            continue
        form.warn("organization", _sentence_about(kind, organization.kind))


def _sentence_about(kind: ActivityKind, holder: OrganizationKind) -> str:
    if kind is ActivityKind.GROUP_MEETING:
        return gettext(
            "A Party group meeting is held by a Party group: nobody is expected of another"
            " organization. Choose the group."
        )
    return gettext(
        "“%(kind)s” isn't a meeting of this kind of organization (%(holder)s). Check the kind and"
        " the organizer.",
        kind=kind.label,
        holder=holder.label,
    )


def check_votes(form: Any) -> None:
    """Warn of votes that no longer count once their meeting is one that wasn't held."""
    held = ActivityStatus.HELD
    if form.edited is None or form.edited.status is not held or form.will_be is held:
        return
    number = len(find_votes(form.edited))
    if number:
        form.warn(
            "status",
            ngettext(
                "%(num)d vote was taken at this meeting and no longer counts.",
                "%(num)d votes were taken at this meeting and no longer count.",
                number,
            ),
        )


def describe_double_meetings(form: Any) -> str:
    """Return a sentence that names what the activity may be a double of, or an empty text."""
    own = meeting_of(form)
    if form.meetings is None:
        form.meetings = Meetings()  # read once for all rows of a file
    same_day = form.meetings.on_day(form.organization.data.id, own.held_on)
    doubles = [other for other in same_day if is_double(own, other)]
    if form.edited is None and own not in same_day:
        same_day.append(own)
    if not doubles:
        return ""
    return gettext(
        "It may be on record already: %(titles)s, on the same day and of the same kind. Leave"
        " it out if it is the same meeting.",
        titles="、".join(dict.fromkeys(f"“{other.title}”" for other in doubles)),
    )


def meeting_of(form: Any) -> Meeting:
    """Return the activity as the form has it."""
    mask = sum(KIND_BITS[kind] for kind in form.kinds.data)
    number, record_id = form.number.data or "", form.edited.id if form.edited else None
    return Meeting(record_id, form.held_on.data, form.title.data, number, form.starts_at.data, mask)


def is_double(own: Meeting, other: Meeting) -> bool:
    """Return whether two activities of one organization and day are likely the same."""
    if own.id == other.id and (own.id is not None or own == other):
        return False
    return bool(own.kind_mask & other.kind_mask) and is_alike(own.title, other.title)


def check_missing(form: Any, head_count: HeadCount) -> None:
    """Warn where the absent as a sheet names them aren't those whom the other columns leave."""
    if form.is_change or not form.absences.data or form.will_be is not ActivityStatus.HELD:
        return
    expected = form.find_expected()
    left = [member for member in expected if member.id not in head_count.attendance]
    if left:
        sentence = gettext(
            "They count as absent, since they are listed neither here nor as present or on leave:"
            " %(names)s.",
            names=names_of(left),
        )
        form.warn("absences", sentence)
    known = {member.id for member in expected}
    others = [e.member for key, e in form.absences.data.items() if key not in known and e.member]
    if expected and others:
        sentence = gettext(
            "They count as expected, although the roster doesn't expect them that day: %(names)s.",
            names=names_of(others),
        )
        form.warn("absences", sentence)


def check_twice(form: Any) -> None:
    """Refuse people who are both present and on leave."""
    both = set(form.present.data or ()) & set(form.on_leave.data or ())
    if both:
        names = "、".join(sorted(member.name for member in both))
        form.refuse(
            "on_leave",
            gettext("They are entered both as present and on leave: %(names)s.", names=names),
        )


def check_entries(form: Any) -> None:
    """Refuse what the roll says of a person and can't be."""
    for entry in (form.entries.data or {}).values():
        if sentence := fault_of(entry, form.held_on.data):
            form.refuse("entries", sentence)


def fault_of(entry: Entry, held_on: date) -> str:
    """Return the error message for one person's entry, or an empty string."""
    if entry.state is AttendanceState.LEAVE and not (entry.reason or entry.leave_kind):
        return gettext("Give a reason for the leave.")
    if entry.state is not AttendanceState.MADE_UP:
        return ""
    if entry.made_up_on is None:
        return gettext("Enter the day on which it was made up for.")
    if not held_on <= entry.made_up_on <= clock.today():
        return gettext("It is made up for after the activity and up to today.")
    return ""
