from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock, texts
from partyhub.activities.absences import AbsencesField, check_absences
from partyhub.activities.models import ActivityKind, ActivityStatus, AttendanceState
from partyhub.activities.operations import Entry, default_status
from partyhub.campaigns.fields import campaign_field
from partyhub.forms import (
    DateField,
    EnumField,
    EnumsField,
    NumberField,
    RecordForm,
    RefField,
    RefsField,
    Required,
    TextField,
    TimeField,
    ValueField,
)
from partyhub.forms.usual import W3
from partyhub.members.queries import choose_member
from partyhub.organizations.models import OrganizationKind
from partyhub.organizations.queries import choose_organization
from partyhub.vanguards.queries import choose_team

# Two of them stand side by side on a phone, too.
HALF = {"data-width": "w3 half"}


class AttendanceField(ValueField):
    """What was noted of each person: `attendance-<id>`, `why-<id>` and `made_up-<id>` of the page.

    The keys are the page's own, so they never stand in a sheet.
    """

    kind = "entries"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        keys = [key for key in formdata or () if key.startswith("attendance-")]
        self.given = bool(keys)
        if self.given:
            self.data = [entry for key in keys if (entry := self.read_entry(formdata, key))]

    def take(self, sent: list[str] | None, stored: Any) -> None:
        super().take(sent, stored)
        # What is wrong with the note of one person, by the person's id.
        self.wrong: dict[int, str] = {}

    def read_entry(self, formdata: Any, key: str) -> Entry | None:
        number = key.removeprefix("attendance-")
        if not (number.isascii() and number.isdigit() and len(number) < 11):
            return None
        try:
            state = AttendanceState(formdata[key])
        except ValueError:
            return None
        reason = None
        if state is not AttendanceState.PRESENT:  # what was typed before the person came after all
            reason = texts.clean_text(formdata.get(f"why-{number}", ""))[:200] or None
        made_up_on = None
        if state is AttendanceState.MADE_UP:
            made_up_on = self.read_day(formdata.get(f"made_up-{number}", ""))
        return Entry(int(number), state, reason, made_up_on)

    def read_day(self, text: str) -> Any:
        try:
            return texts.parse_date(texts.clean_text(text))
        except ValueError:
            return None


class ActivityForm(RecordForm):
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
        example=lazy_pgettext("example", "Theme day of June: safe production"),
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
    minutes_long = NumberField(
        lazy_pgettext("activities", "Minutes long"),
        least=1,
        most=100_000,
        render_kw=HALF,
        example="90",
    )
    place = TextField(
        lazy_pgettext("activities", "Place"),
        render_kw=W3,
        example=lazy_pgettext("example", "Party member activity room"),
    )
    chair = TextField(
        lazy_pgettext("activities", "Chair"),
        longest=60,
        example=lazy_pgettext("example", "Zhang San"),
    )
    speaker = TextField(
        lazy_pgettext("activities", "Speaker"),
        longest=60,
        example=lazy_pgettext("example", "Wang Wu"),
    )
    recorder = TextField(
        lazy_pgettext("activities", "Recorder"),
        longest=60,
        example=lazy_pgettext("example", "Li Si"),
    )
    agenda = TextField(
        lazy_pgettext("activities", "Agenda"),
        longest=4000,
        lines=2,
        example=lazy_pgettext("example", "1. Study of documents; 2. discussion"),
    )
    record = TextField(
        lazy_pgettext("activities", "Record"),
        longest=20_000,
        lines=6,
        description=lazy_gettext("May be pasted from WPS: paragraphs stay, styles go."),
        example=lazy_pgettext("example", "All attending studied the documents; three spoke"),
    )
    resolution = TextField(
        lazy_pgettext("activities", "Resolution"),
        longest=4000,
        lines=3,
        example=lazy_pgettext("example", "Each party group checks one process"),
    )
    present = RefsField(
        lazy_pgettext("activities", "Present"),
        choose_member,
        choices_from="members",
        example=lazy_pgettext("example", "Zhang San、Li Si"),
    )
    on_leave = RefsField(
        lazy_pgettext("activities", "On leave"),
        choose_member,
        choices_from="members",
        example=lazy_pgettext("example", "Zhang San、Li Si"),
    )
    absences = AbsencesField(lazy_pgettext("activities", "Absences"))
    expected_count = NumberField(
        lazy_pgettext("activities", "Number expected"),
        most=100_000,
        description=lazy_gettext("Empty means by the list."),
        render_kw=W3,
    )
    guest_count = NumberField(
        lazy_pgettext("activities", "Number of guests"), most=100_000, render_kw=W3
    )
    study_hours = NumberField(
        lazy_pgettext("activities", "Study hours counted"), most=1000, places=2, render_kw=W3
    )
    for_year = NumberField(
        lazy_pgettext("activities", "For the year"),
        least=1921,
        most=2199,
        description=lazy_gettext("When it is for another year than that of the day."),
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
        example="HD2023-015",
    )
    entries = AttendanceField(lazy_pgettext("activities", "Attendance"))

    layout = (
        (
            None,
            (
                "kinds",
                "title",
                "organization",
                "held_on",
                "starts_at",
                "minutes_long",
                "place",
                "chair",
                "speaker",
                "recorder",
            ),
        ),
        (None, ("agenda", "record", "resolution")),
        (
            lazy_gettext("More"),
            (
                "expected_count",
                "guest_count",
                "study_hours",
                "for_year",
                "team",
                "campaign",
                "status",
                "number",
            ),
        ),
    )

    @property
    def will_be(self) -> ActivityStatus | None:
        """The status that saving will leave behind."""
        if self.status.data:
            status: ActivityStatus = self.status.data
            return status
        if self.edited is not None and not self.status.given:
            return self.edited.status  # type: ignore[attr-defined,no-any-return]  # an activity
        return default_status(self.held_on.data) if self.held_on.data else None

    def check(self) -> None:
        if self.will_be is ActivityStatus.HELD and self.held_on.data > clock.today():
            self.refuse(
                "held_on",
                gettext(
                    "An activity that was held can't lie in the future."
                    " Plan it, or correct the day."
                ),
            )
        self.check_group()
        self.check_twice()
        if self.absences.given and not self.is_change:
            check_absences(self, self.absences)
        for entry in self.entries.data or ():
            self.check_entry(entry)

    def check_group(self) -> None:
        """A group meeting expects the people of a Party group: of a branch it expects nobody."""
        organization = self.organization.data
        if ActivityKind.GROUP_MEETING not in (self.kinds.data or ()) or organization is None:
            return
        if organization.kind is not OrganizationKind.PARTY_GROUP:
            self.warn(
                "organization",
                gettext(
                    "A Party group meeting is held by a Party group: nobody is expected of another"
                    " organization. Choose the group."
                ),
            )

    def check_twice(self) -> None:
        both = set(self.present.data or ()) & set(self.on_leave.data or ())
        if both:
            names = "、".join(sorted(member.name for member in both))
            self.refuse("on_leave", gettext("Both present and on leave: %(names)s.", names=names))

    def check_entry(self, entry: Entry) -> None:
        sentence = self.fault_of(entry)
        if sentence:
            self.entries.wrong[entry.member_id] = sentence
            self.refuse("entries", sentence)

    def fault_of(self, entry: Entry) -> str:
        """What is wrong with the note of one person; empty when it is right."""
        if entry.state is AttendanceState.LEAVE and not entry.reason:
            return gettext("Whoever is on leave needs a reason.")
        if entry.state is not AttendanceState.MADE_UP:
            return ""
        if entry.made_up_on is None:
            return gettext("Enter the day on which it was made up for.")
        if not self.held_on.data <= entry.made_up_on <= clock.today():
            return gettext("It is made up for after the activity and up to today.")
        return ""

    def refuse(self, field: str, sentence: str) -> None:
        if sentence not in self[field].errors:
            super().refuse(field, sentence)
