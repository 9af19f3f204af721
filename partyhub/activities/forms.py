"""The form of an activity, with the attendance of each person."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms import Field

from partyhub import clock
from partyhub.activities.absences import AbsencesField, check_absences, describe_absences
from partyhub.activities.checks import (
    Meetings,
    check_entries,
    check_holder,
    check_missing,
    check_twice,
    check_votes,
    describe_double_meetings,
)
from partyhub.activities.entries import AttendanceField, attendance_of
from partyhub.activities.head_counts import HeadCount, check_numbers, settle
from partyhub.activities.leave import LeaveField
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.activities.operations import default_status
from partyhub.activities.queries import find_expected
from partyhub.activities.service_kinds import check_service_kind, service_kind_field
from partyhub.activities.times import take_times, take_year
from partyhub.campaigns.form_fields import campaign_field
from partyhub.forms import (
    DateField,
    EnumField,
    EnumsField,
    MinutesField,
    NumberField,
    RecordForm,
    RefField,
    RefsField,
    Required,
    TextField,
    TimeField,
    YearField,
)
from partyhub.forms.common_fields import W3
from partyhub.forms.readings.numbers import STUDY_HOURS
from partyhub.forms.readings.times import read_time_behind
from partyhub.members.gone import find_gone
from partyhub.members.models import Member
from partyhub.members.queries import choose_member
from partyhub.organizations.queries import choose_organization
from partyhub.vanguards.queries import choose_team

# Two such fields are side by side, on a phone too.
HALF = {"data-width": "w3 half"}


class ActivityForm(RecordForm):
    exists_on = "held_on"
    kinds = EnumsField(
        lazy_pgettext("activities", "Kinds"),
        ActivityKind,
        [Required(lazy_gettext("Choose at least one kind."))],
        description=lazy_gettext("One gathering may be of several kinds; it counts once for each."),
        render_kw={"data-width": "w12"},
    )
    title = TextField(
        lazy_pgettext("activities", "Title"),
        [Required(lazy_gettext("Enter what it was about."))],
        render_kw={"data-width": "w8"},
    )
    organization = RefField(
        lazy_pgettext("activities", "Organizer"),
        choose_organization,
        [Required(lazy_gettext("Choose which organization held it."))],
        choices_from="organizations",
    )
    held_on = DateField(
        lazy_pgettext("activities", "Held on"),
        [Required(lazy_gettext("Enter the day."))],
        render_kw=W3,
    )
    starts_at = TimeField(lazy_pgettext("activities", "Starts at"), render_kw=HALF)
    minutes_long = MinutesField(
        lazy_pgettext("activities", "Minutes long"),
        least=1,
        most=100_000,
        render_kw=HALF,
    )
    place = TextField(
        lazy_pgettext("activities", "Place"),
        render_kw=W3,
    )
    external_host = TextField(
        lazy_pgettext("activities", "External host"),
        description=lazy_gettext(
            "Of a gathering of the superior that ours attended; the organizer is then who went."
        ),
        render_kw=W3,
    )
    service_kind = service_kind_field(lazy_pgettext("activities", "Category of service"))
    chair = TextField(
        lazy_pgettext("activities", "Chair"),
        longest=60,
    )
    speaker = TextField(
        lazy_pgettext("activities", "Speaker"),
        longest=60,
    )
    recorder = TextField(
        lazy_pgettext("activities", "Recorder"),
        longest=60,
    )
    agenda = TextField(
        lazy_pgettext("activities", "Agenda"),
        longest=4000,
        lines=2,
    )
    record = TextField(
        lazy_pgettext("activities", "Record"),
        longest=20_000,
        lines=6,
        description=lazy_gettext("May be pasted from WPS: paragraphs stay, styles go."),
    )
    resolution = TextField(
        lazy_pgettext("activities", "Resolution"),
        longest=4000,
        lines=3,
    )
    present = RefsField(
        lazy_pgettext("activities", "Present"),
        choose_member,
        choices_from="members",
        find_absent=find_gone,
    )
    on_leave = LeaveField(
        lazy_pgettext("activities", "On leave"),
        choose_member,
        choices_from="members",
        find_absent=find_gone,
    )
    absences = AbsencesField(lazy_pgettext("activities", "Absences"))
    expected_count = NumberField(
        lazy_pgettext("activities", "Number expected"),
        most=100_000,
        description=lazy_gettext("Empty means by the list."),
        render_kw=W3,
    )
    present_count = NumberField(
        lazy_pgettext("activities", "Number present"),
        most=100_000,
        description=lazy_gettext("Only where nobody is named."),
        render_kw=W3,
    )
    guest_count = NumberField(
        lazy_pgettext("activities", "Number of guests"), most=100_000, render_kw=W3
    )
    study_hours = NumberField(
        lazy_pgettext("activities", "Study hours counted"),
        most=1000,
        places=2,
        units=STUDY_HOURS,
        render_kw=W3,
    )
    for_year = YearField(
        lazy_pgettext("activities", "For the year"),
        description=lazy_gettext(
            "When it is for another year than that of the day. A yearly meeting of members from"
            " January to March is for the year before."
        ),
        render_kw=W3,
    )
    team = RefField(lazy_pgettext("activities", "Team"), choose_team, choices_from="teams")
    campaign = campaign_field(lazy_pgettext("activities", "Campaign"))
    status = EnumField(
        lazy_pgettext("activities", "Status"),
        ActivityStatus,
        description=lazy_gettext("Empty means by the day: held, or still planned."),
    )
    number = TextField(
        lazy_pgettext("activities", "Number"),
        longest=60,
        description=lazy_gettext("Empty means the next number of the year."),
    )
    entries = AttendanceField(lazy_pgettext("activities", "Attendance"))

    layout = (
        (
            None,
            (
                *("kinds", "title", "organization", "held_on", "starts_at", "minutes_long"),
                *("place", "external_host", "service_kind", "chair", "speaker", "recorder"),
            ),
        ),
        (None, ("agenda", "record", "resolution")),
        (
            lazy_gettext("More"),
            (
                *("expected_count", "present_count", "guest_count", "study_hours", "for_year"),
                *("team", "campaign", "status", "number"),
            ),
        ),
    )

    @property
    def will_be(self) -> ActivityStatus | None:
        """Return the status that saving will store, or None while the day is missing."""
        if self.status.data:
            status: ActivityStatus = self.status.data
            return status
        if self.edited is not None and not self.status.given:
            return self.edited.status  # type: ignore[attr-defined,no-any-return]  # an activity
        return default_status(self.held_on.data) if self.held_on.data else None

    def values(self) -> dict[str, Any]:
        """Return what goes to the record, with the attendance that the fields come to."""
        values, edited = super().values(), self.edited
        head_count = self._head_count or self.head_count()
        values |= {"attendance": head_count.attendance, "counted": head_count.counted}
        if isinstance(edited, Activity) and edited.is_counted and head_count.counted is None:
            values["present_count"] = head_count.came
        if edited is not None and self.on_leave.leaves:
            values["absences"] = describe_absences(head_count.attendance.values())
        known = self._expected
        return values | {"expected": known[1] if known and known[0] == self.kind_of_list else None}

    def reset_for(self, *args: Any) -> None:
        self._head_count = None
        super().reset_for(*args)

    def head_count(self) -> HeadCount:
        """Return the attendance and the number of people who came."""
        return settle(self, attendance_of(self.edited, super().values(), self.on_leave.leaves))

    def find_expected(self) -> Sequence[Member]:
        """Return the people whom an activity with these values expects, looked up once."""
        key = self.kind_of_list
        if not all(key):
            return ()
        if self._expected is None or self._expected[0] != key:
            self._expected = key, find_expected(*key)
        return self._expected[1]

    @property
    def kind_of_list(self) -> tuple[Any, ...]:
        """Return what the list of people expected follows from."""
        return self.organization.data, tuple(self.kinds.data or ()), self.held_on.data

    _expected: tuple[Any, Sequence[Member]] | None = None
    _head_count: HeadCount | None = None
    meetings: Meetings | None = None
    describe_doubles = describe_double_meetings

    def check(self) -> None:
        take_times(self)
        take_year(self)
        if self.will_be is ActivityStatus.HELD and self.held_on.data > clock.today():
            sentence = gettext(
                "An activity that was held can't lie in the future. Plan it, or correct the day."
            )
            self.refuse("held_on", sentence)
        check_service_kind(self)
        check_holder(self)
        check_votes(self)
        check_twice(self)
        self.check_doubles("title", ("kinds", "title", "organization", "held_on"))
        if self.absences.given and not self.is_change:
            check_absences(self, self.absences)
        head_count = self._head_count = self.head_count()
        check_numbers(self, head_count)
        check_missing(self, head_count)
        check_entries(self)

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """Return the sections of the page; where people are named, nobody enters their number."""
        edited: Any = self.edited
        is_named = edited is not None and edited.attendance and not edited.is_counted
        hidden = {"present_count"} if is_named else set()
        return [
            (heading, [field for field in fields if field.name not in hidden])
            for heading, fields in super().sections()
        ]

    def read_key(self, name: str, typed: Mapping[str, str]) -> Any:
        """Read a key column; the beginning may stand behind the day."""
        found = super().read_key(name, typed)
        if name == "starts_at" and found is None:
            return read_time_behind(typed.get("held_on", ""))
        return found

    def refuse(self, field: str, sentence: str) -> None:
        if sentence not in self[field].errors:
            super().refuse(field, sentence)
