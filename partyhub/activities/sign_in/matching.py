"""The meetings that the columns of an attendance sheet belong to, and filling these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from flask_babel import force_locale, gettext
from werkzeug.datastructures import MultiDict

from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus, AttendanceState
from partyhub.activities.queries import find_expected, load_activities
from partyhub.activities.registers import activities
from partyhub.activities.sign_in.people import Understood, find_named, understand
from partyhub.activities.sign_in.reading import AttendanceSheet, MeetingHead
from partyhub.database import db
from partyhub.forms import FormContext
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_organization
from partyhub.registers.editing import form_values, save_if_allowed, validate_with_key
from partyhub.registers.importing.reading.layout import LOCALES
from partyhub.texts import normal_form
from partyhub.viewers import Viewer

NEW, LEFT_OUT = "new", ""
NO_CSRF = {"csrf": False}
SHORTEST_WORDS = 2  # of a kind's name that is written shorter: 党课


@dataclass
class Column:
    """A column of the sheet: its day, its kinds, the meetings it may belong to, the choice.

    `choice` is the id of a meeting as text, NEW, or LEFT_OUT.
    """

    head: MeetingHead
    day: date | None
    kinds: Sequence[ActivityKind]
    meetings: Sequence[Activity] = ()
    choice: str = LEFT_OUT
    found: Understood = field(default_factory=Understood)

    @property
    def meeting(self) -> Activity | None:
        """Return the chosen meeting on record."""
        return next((each for each in self.meetings if str(each.id) == self.choice), None)

    @property
    def came(self) -> list[str]:
        return self.found.names(AttendanceState.PRESENT)

    @property
    def on_leave(self) -> list[str]:
        return self.found.names(AttendanceState.LEAVE)

    @property
    def absent(self) -> list[str]:
        return self.found.names(AttendanceState.ABSENT, AttendanceState.MADE_UP)

    @property
    def made_up(self) -> list[str]:
        """Return who made up for it: the sheet has no day for it, so it is noted later."""
        return self.found.names(AttendanceState.MADE_UP)


@dataclass
class Review:
    """Proposals for an attendance sheet: year, organization, columns, and what is left out."""

    year: int | None
    organization: Organization | None
    organizations: Sequence[Organization]
    columns: list[Column]
    left_out: Sequence[str]
    warnings: list[str] = field(default_factory=list)

    @property
    def needs_year(self) -> bool:
        """Return whether a header has no year, so that the sheet's year matters."""
        return any(column.head.year is None for column in self.columns)

    @property
    def unknown(self) -> list[str]:
        """Return the names that aren't on record, or that several people have."""
        names = (name for c in self.columns for name in [*c.found.unknown, *c.found.shared])
        return list(dict.fromkeys(names))


def review_sheet(viewer: Viewer, sheet: AttendanceSheet, submitted: Mapping[str, str]) -> Review:
    """Return the proposals for a sheet; `submitted` has what the page was sent."""
    typed = submitted.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else sheet.year
    organizations = list(db.session.scalars(choose_organization(viewer)).unique())
    chosen = find_organization(organizations, sheet.title, submitted.get("organization", ""))
    named = find_named(viewer, {m.name for marks in sheet.marks.values() for m in marks})
    columns = [Column(head, head.on(year), find_kinds(head.words)) for head in sheet.meetings]
    for column in columns:
        _propose(column, viewer, chosen, submitted)
        marks = sheet.marks.get(column.head.place, ())
        column.found = understand(marks, _expected_at(column, chosen), named)
    return Review(year, chosen, organizations, columns, sheet.left_out)


def find_organization(
    organizations: Sequence[Organization], title: str, submitted: str
) -> Organization | None:
    """Return the organization that was asked for, else the one with the longest name in a title."""
    by_id = {str(each.id): each for each in organizations}
    if submitted in by_id:
        return by_id[submitted]
    named = [
        (len(name), each)
        for each in organizations
        for name in (each.name, each.short_name)
        if name and name in title
    ]
    most = max((length for length, _ in named), default=0)
    best = {each for length, each in named if length == most}
    if not best and len(organizations) == 1:
        return organizations[0]
    return best.pop() if len(best) == 1 else None


def find_kinds(words: str) -> list[ActivityKind]:
    """Return the kinds that a header names, in full or shortened: 党员大会, 主题党日."""
    text = _folded(words)
    whole = [kind for label, kind in _labels() if label in text]
    if whole or len(text) < SHORTEST_WORDS:
        return list(dict.fromkeys(whole))
    return [kind for label, kind in _labels() if text in label][:1]


@cache
def _labels() -> Sequence[tuple[str, ActivityKind]]:
    """Return the labels of the kinds in both languages, without spaces."""
    found = []
    for locale in LOCALES:
        with force_locale(locale):
            found += [(_folded(kind.label), kind) for kind in ActivityKind]
    return found


def _folded(words: str) -> str:
    return normal_form(words).replace(" ", "")


def _propose(
    column: Column, viewer: Viewer, organization: Organization | None, submitted: Mapping[str, str]
) -> None:
    """Find the meetings of that day, and choose one as asked, or the one of the same kind."""
    if column.day is None or organization is None:
        return
    query = load_activities().where(
        Activity.held_on == column.day,
        Activity.organization_id == organization.id,
        Activity.archived_at.is_(None),
        Activity.status != ActivityStatus.CANCELED,
        activities.access.condition(viewer, writes=True),
    )
    column.meetings = list(db.session.scalars(query.order_by(Activity.id)).unique())
    choices = {str(each.id) for each in column.meetings} | {NEW, LEFT_OUT}
    sent = submitted.get(f"meeting-{column.head.place}")
    fitting = [m for m in column.meetings if not column.kinds or {*m.kinds} & {*column.kinds}]
    if sent in choices:
        column.choice = sent or LEFT_OUT
    elif len(fitting) == 1:
        column.choice = str(fitting[0].id)
    elif not fitting and column.kinds:
        column.choice = NEW


def _expected_at(column: Column, organization: Organization | None) -> list[Member]:
    meeting = column.meeting
    if meeting is not None:
        rows = [row.member for row in meeting.live_attendance if row.is_expected]
        if rows and meeting.status is ActivityStatus.HELD:
            return rows
        return find_expected(meeting.organization, meeting.kinds, meeting.held_on)
    if organization is None or column.day is None:
        return []
    return find_expected(organization, column.kinds, column.day)


def apply_review(viewer: Viewer, review: Review) -> list[str]:
    """Save the attendance of every chosen column; return why not, and then nothing may be stored.

    A form judges it as a row of a sheet: it warns, and asks no reason.
    """
    problems: list[str] = []
    for column in review.columns:
        if column.choice == LEFT_OUT:
            continue
        if column.found.unread:
            names = "、".join(column.found.unread)
            wrong = gettext("These marks weren't understood: %(names)s.", names=names)
            problems.append(f"{column.head.header}：{wrong}")
            continue
        form = _form_of(viewer, review, column)
        is_saved = validate_with_key(activities, form) and save_if_allowed(
            activities, form.edited, form
        )
        sentences = [str(each) for field in form for each in field.errors]
        problems += [f"{column.head.header}：{sentence}" for sentence in sentences if not is_saved]
        review.warnings += [f"{column.head.header}：{sentence}" for _, sentence in form.warnings]
    return problems


def _form_of(viewer: Viewer, review: Review, column: Column) -> ActivityForm:
    """Return the form of a column's meeting, filled with the names as a sheet's row has them."""
    sent = {"status": "held", "present_count": "", **_names(column)}
    meeting = column.meeting
    if meeting is None:
        assert review.organization is not None
        assert column.day is not None
        sent |= {
            "title": column.head.words or column.head.header,
            "kinds": "、".join(kind.value for kind in column.kinds),
            "organization": f"#{review.organization.id}",
            "held_on": column.day.isoformat(),
        }
    return ActivityForm(
        viewer,
        edited=meeting,
        values=form_values(activities, meeting) if meeting else None,
        formdata=MultiDict(sent),
        context=FormContext(asks_reason=False),
        meta=NO_CSRF,
    )


def _names(column: Column) -> dict[str, str]:
    """Return who came and who was on leave, as the fields take it."""
    entries = column.found.entries.values()
    came = [f"#{e.member.id}" for e in entries if e.member and e.state is AttendanceState.PRESENT]
    leave = []
    for entry in entries:
        if entry.member and entry.state is AttendanceState.LEAVE:
            notes = [entry.leave_kind and entry.leave_kind.label, entry.reason]
            note = " ".join(filter(None, notes))
            leave.append(f"#{entry.member.id}" + (f"（{note}）" if note else ""))
    guests = [f"#{member.id}" for member in column.found.guests]
    return {"present": "、".join([*came, *guests]), "on_leave": "、".join(leave)}
