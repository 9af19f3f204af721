"""Tables of activities, their kinds and their attendance."""

from datetime import date, time
from decimal import Decimal

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from partyhub.campaigns.models import Campaign
from partyhub.database import LabeledEnum, Model, Nameable, ScaledDecimal, enum_type
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.vanguards.models import Team


class ActivityKind(LabeledEnum):
    """The kinds of activities."""

    GENERAL_MEETING = "general_meeting", lazy_pgettext("activities", "General meeting")
    COMMITTEE_MEETING = "committee_meeting", lazy_pgettext("activities", "Branch committee meeting")
    GROUP_MEETING = "group_meeting", lazy_pgettext("activities", "Party group meeting")
    PARTY_LECTURE = "party_lecture", lazy_pgettext("activities", "Party lecture")
    THEME_DAY = "theme_day", lazy_pgettext("activities", "Theme day")
    ORG_LIFE_MEETING = (
        "org_life_meeting",
        lazy_pgettext("activities", "Organizational-life meeting"),
    )
    DEMOCRATIC_LIFE_MEETING = (
        "democratic_life_meeting",
        lazy_pgettext("activities", "Democratic-life meeting"),
    )
    APPRAISAL_MEETING = (
        "appraisal_meeting",
        lazy_pgettext("activities", "Democratic appraisal meeting"),
    )
    STUDY_CENTER_GROUP = (
        "study_center_group",
        lazy_pgettext("activities", "Study of the theory study center group"),
    )
    STUDY = "study", lazy_pgettext("activities", "Study")
    VOLUNTEER_SERVICE = "volunteer_service", lazy_pgettext("activities", "Volunteer service")
    HEART_TALK = "heart_talk", lazy_pgettext("activities", "Heart-to-heart talk")
    CONFERENCE = "conference", lazy_pgettext("activities", "Conference")
    FORUM = "forum", lazy_pgettext("activities", "Forum")
    JOINT_ACTIVITY = "joint_activity", lazy_pgettext("activities", "Joint Party building")
    OTHER = "other", lazy_pgettext("activities", "Other")
    PARTY_COMMITTEE_MEETING = (
        "party_committee_meeting",
        lazy_pgettext("activities", "Party committee meeting"),
    )
    GENERAL_BRANCH_COMMITTEE = (
        "general_branch_committee",
        lazy_pgettext("activities", "General branch committee meeting"),
    )
    CONGRESS = "congress", lazy_pgettext("activities", "Congress of members or delegates")
    OATH = "oath", lazy_pgettext("activities", "Oath of admission")


class ActivityStatus(LabeledEnum):
    """The states of an activity."""

    PLANNED = "planned", lazy_pgettext("activities", "Planned")
    HELD = "held", lazy_pgettext("activities", "Held")
    CANCELED = "cancelled", lazy_pgettext("activities", "Canceled")


class AttendanceState(LabeledEnum):
    """The states of one person's attendance; `MADE_UP` means absent but made up for later."""

    PRESENT = "present", lazy_pgettext("attendance", "Present")
    LEAVE = "leave", lazy_pgettext("attendance", "On leave")
    ABSENT = "absent", lazy_pgettext("attendance", "Absent")
    MADE_UP = "made_up", lazy_pgettext("attendance", "Made up")


class LeaveKind(LabeledEnum):
    """The kinds of leave."""

    SICK = "sick", lazy_pgettext("leave", "Sick leave")
    PERSONAL = "personal", lazy_pgettext("leave", "Personal leave")
    BUSINESS = "business", lazy_pgettext("leave", "Business trip")
    ON_DUTY = "on_duty", lazy_pgettext("leave", "On duty")
    MATERNITY = "maternity", lazy_pgettext("leave", "Maternity leave")
    OTHER = "other", lazy_pgettext("leave", "Other")
    LONG_ILLNESS = "long_illness", lazy_pgettext("leave", "Bedridden or ill for long")
    LONG_AWAY = "long_away", lazy_pgettext("leave", "Away for half a year or more")


CAME = (AttendanceState.PRESENT, AttendanceState.MADE_UP)
# One bit for each kind, in their order; `kind_mask` combines those of an activity. Add a new kind
# at the end.
KIND_BITS = {kind: 1 << number for number, kind in enumerate(ActivityKind)}
# The columns that figures read of an activity, besides its day and organization.
COUNTED = (
    *("status", "archived_at", "typed_expected", "minutes_long", "study_hours", "guest_count"),
    *("expected_rows", "people_expected", "people_came", "expected_came", "kind_mask"),
    "typed_present",
)


class Activity(Nameable):
    """One gathering of one or more kinds; it counts once for each of them."""

    __tablename__ = "activity"
    is_watched = True
    code_attribute = "number"
    __table_args__ = (
        Index("ix_activity_day", "held_on", "organization_id", *COUNTED),
        Index("ix_activity_organization", "organization_id", "held_on", *COUNTED, "for_year"),
        Index(None, "held_on", "id"),
        CheckConstraint("guest_count >= 0", name="guests"),
    )

    number: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    pinyin: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    held_on: Mapped[date]
    starts_at: Mapped[time | None]
    minutes_long: Mapped[int | None]
    study_hours: Mapped[Decimal | None] = mapped_column(ScaledDecimal(2))
    for_year: Mapped[int]
    place: Mapped[str | None] = mapped_column(String(200))
    # Who held a gathering of the superior that the organization attended.
    external_host: Mapped[str | None] = mapped_column(String(200))
    # A word of a list; of volunteer service alone.
    service_kind: Mapped[str | None] = mapped_column(String(60))
    chair: Mapped[str | None] = mapped_column(String(60))
    recorder: Mapped[str | None] = mapped_column(String(60))
    speaker: Mapped[str | None] = mapped_column(String(60))
    agenda: Mapped[str | None] = mapped_column(Text)
    record: Mapped[str | None] = mapped_column(Text)
    resolution: Mapped[str | None] = mapped_column(Text)
    # The number expected as entered, in place of the number of rows; None counts the rows.
    typed_expected: Mapped[int | None]
    # The number that came, of a meeting whose people nobody has named: it has no rows then.
    typed_present: Mapped[int | None]
    guest_count: Mapped[int] = mapped_column(default=0)
    status: Mapped[ActivityStatus] = mapped_column(enum_type(ActivityStatus))
    # Counted from the rows whenever one is written (activities.counts), never entered: the rows of
    # people expected, those of them on record, the people who came, and those of them who were
    # expected.
    expected_rows: Mapped[int] = mapped_column(default=0, server_default="0")
    people_expected: Mapped[int] = mapped_column(default=0, server_default="0")
    people_came: Mapped[int] = mapped_column(default=0, server_default="0")
    expected_came: Mapped[int] = mapped_column(default=0, server_default="0")
    kind_mask: Mapped[int] = mapped_column(default=0, server_default="0")

    # The specification calls an activity's name its title.
    title: Mapped[str] = synonym("name")
    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    team: Mapped[Team | None] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
    kind_rows: Mapped[list["ActivityKindRow"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ActivityKindRow.position"
    )
    attendance: Mapped[list["Attendance"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Attendance.id"
    )

    @property
    def kinds(self) -> list[ActivityKind]:
        return [row.kind for row in self.kind_rows]

    @property
    def live_attendance(self) -> list["Attendance"]:
        """Return the rows of people who are still on record."""
        return [row for row in self.attendance if row.member.archived_at is None]

    @property
    def _knows_rows(self) -> bool:
        """Return whether the rows are loaded; lists use the stored counts instead."""
        return "attendance" in self.__dict__

    @property
    def expected_count(self) -> int | None:
        """Return the number expected: as entered, else by the rows; None if nobody is."""
        if self.typed_expected is not None:
            return self.typed_expected
        if not self._knows_rows:
            return self.people_expected or None
        return sum(row.is_expected for row in self.live_attendance) or None

    @property
    def is_counted(self) -> bool:
        """Return whether those who came are only counted: nobody is named, nobody is absent."""
        return self.typed_present is not None

    @property
    def present_count(self) -> int:
        """Return the number of those expected who came or made up for it, or the number entered.

        Of an activity that expects nobody, everybody who came counts.
        """
        if self.typed_present is not None:
            return self.typed_present
        if not self._knows_rows:
            return self.expected_came if self.people_expected else self.people_came
        rows = [row for row in self.live_attendance if row.is_expected] or self.live_attendance
        return sum(row.state in CAME for row in rows)

    def people(self, *states: AttendanceState) -> list[Member]:
        """Return the people on record with one of these states."""
        return [row.member for row in self.live_attendance if row.state in states]

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.chair, self.speaker), (
            *(self.name, self.number, self.place, self.external_host),
        )


class ActivityKindRow(Model):
    """One of the kinds of an activity."""

    __tablename__ = "activity_kind"
    __table_args__ = (Index(None, "kind", "activity_id"),)

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[ActivityKind] = mapped_column(enum_type(ActivityKind), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Attendance(Model):
    """One person's attendance.

    The list of people expected is fixed when the activity is saved as held.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("activity_id", "member_id"),
        Index(None, "member_id", "activity_id", "state"),
        CheckConstraint("(state = 'made_up') = (made_up_on IS NOT NULL)", name="made_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    state: Mapped[AttendanceState] = mapped_column(enum_type(AttendanceState))
    is_expected: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(200))
    made_up_on: Mapped[date | None]
    leave_kind: Mapped[LeaveKind | None] = mapped_column(enum_type(LeaveKind))

    member: Mapped[Member] = relationship(lazy="raise_on_sql")
