"""Tables of members, assignments, posts and appraisals."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Nameable, Record, enum_type
from partyhub.dialects import partial_index
from partyhub.known_dates import Known, date_known, known_key
from partyhub.members.date_columns import known_column, known_indexes
from partyhub.members.ending import Ending
from partyhub.members.former_values import DatedMember, MemberFormerValue
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import is_valid_on


class Sex(LabeledEnum):
    """The sexes."""

    MALE = "male", lazy_pgettext("members", "male")
    FEMALE = "female", lazy_pgettext("members", "female")


class Employment(LabeledEnum):
    """The kinds of employment."""

    ON_POST = "on_post", lazy_pgettext("members", "on post")
    RETIRED = "retired", lazy_pgettext("members", "retired")
    LEFT = "left", lazy_pgettext("members", "left the company")


class Stage(LabeledEnum):
    """The stages on the way into the Party; a person has the highest whose day has come."""

    APPLICANT = "applicant", lazy_pgettext("members", "Applicant")
    ACTIVIST = "activist", lazy_pgettext("members", "Activist")
    TARGET = "target", lazy_pgettext("members", "Development target")
    PROBATIONARY = "probationary", lazy_pgettext("members", "Probationary member")
    FULL = "full", lazy_pgettext("members", "Full member")


# The attribute with the first day of each stage, highest stage first.
STAGE_DAYS: Mapping[Stage, str] = {
    Stage.FULL: "full_on",
    Stage.PROBATIONARY: "admitted_on",
    Stage.TARGET: "target_on",
    Stage.ACTIVIST: "activist_on",
    Stage.APPLICANT: "applied_on",
}


def stage_of(day: date, *since: date | None) -> Stage | None:
    """Return the highest stage reached by `day`, or None.

    `since` has the first days of the stages in the order of STAGE_DAYS.
    """
    for stage, reached_on in zip(STAGE_DAYS, since, strict=True):
        if reached_on is not None and reached_on <= day:
            return stage
    return None


class InReason(LabeledEnum):
    """The reasons for the beginning of an assignment."""

    ADMITTED = "admitted", lazy_pgettext("assignments", "Admitted")
    TRANSFER_IN = "transfer_in", lazy_pgettext("assignments", "Transferred in")
    INTERNAL = "internal", lazy_pgettext("assignments", "Moved within the committee")
    RESTORED = "restored", lazy_pgettext("assignments", "Restored")


class OutReason(LabeledEnum):
    """The reasons for the end of an assignment."""

    TRANSFER_OUT = "transfer_out", lazy_pgettext("assignments", "Transferred out")
    INTERNAL = "internal", lazy_pgettext("assignments", "Moved within the committee")
    DECEASED = "deceased", lazy_pgettext("assignments", "Deceased")
    REMOVED = "removed", lazy_pgettext("assignments", "Removed from the roll")
    EXPELLED = "expelled", lazy_pgettext("assignments", "Expelled")
    SUSPENDED = "suspended", lazy_pgettext("assignments", "Membership suspended")
    PROBATION_CANCELLED = "probation_cancelled", lazy_pgettext("assignments", "Probation canceled")
    WITHDRAWN = "withdrawn", lazy_pgettext("assignments", "Withdrawn")


class Post(LabeledEnum):
    """The posts in the Party."""

    SECRETARY = "secretary", lazy_pgettext("party_posts", "Secretary")
    DEPUTY_SECRETARY = "deputy_secretary", lazy_pgettext("party_posts", "Deputy secretary")
    ORGANIZATION_COMMISSIONER = (
        "organization_commissioner",
        lazy_pgettext("party_posts", "Organization commissioner"),
    )
    PUBLICITY_COMMISSIONER = (
        "publicity_commissioner",
        lazy_pgettext("party_posts", "Publicity commissioner"),
    )
    DISCIPLINE_COMMISSIONER = (
        "discipline_commissioner",
        lazy_pgettext("party_posts", "Discipline commissioner"),
    )
    COMMITTEE_MEMBER = "committee_member", lazy_pgettext("party_posts", "Committee member")
    GROUP_LEADER = "group_leader", lazy_pgettext("party_posts", "Group leader")


class Grade(LabeledEnum):
    """The grades of an appraisal."""

    EXCELLENT = "excellent", lazy_pgettext("appraisals", "Excellent")
    QUALIFIED = "qualified", lazy_pgettext("appraisals", "Qualified")
    BASICALLY_QUALIFIED = "basically_qualified", lazy_pgettext("appraisals", "Basically qualified")
    UNQUALIFIED = "unqualified", lazy_pgettext("appraisals", "Unqualified")
    NOT_GRADED = "not_graded", lazy_pgettext("appraisals", "Not graded")


class Member(DatedMember, Nameable):
    """A person from the application on; the dated branches are in `assignments`."""

    __tablename__ = "member"
    __table_args__ = (
        Index(None, "pinyin", "id"),
        partial_index("ix_member_archived", "id", where=text("archived_at IS NOT NULL")),
        partial_index("ix_member_birthday_lacks", "id", where=text("birth_date IS NULL")),
        *known_indexes(),
    )

    code_attribute = "number"
    takes_notes = True

    number: Mapped[str] = mapped_column(String(60), index=True)
    sex: Mapped[Sex | None] = mapped_column(enum_type(Sex))
    birth_date: Mapped[date | None]
    birth_date_known: Mapped[Known] = known_column()
    ethnicity: Mapped[str | None] = mapped_column(String(60))
    native_place: Mapped[str | None] = mapped_column(String(60))
    education: Mapped[str | None] = mapped_column(String(60), index=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    job: Mapped[str | None] = mapped_column(String(60))
    applied_on: Mapped[date | None]
    applied_on_known: Mapped[Known] = known_column()
    activist_on: Mapped[date | None]
    activist_on_known: Mapped[Known] = known_column()
    target_on: Mapped[date | None]
    target_on_known: Mapped[Known] = known_column()
    admitted_on: Mapped[date | None] = mapped_column(index=True)
    admitted_on_known: Mapped[Known] = known_column()
    full_on: Mapped[date | None] = mapped_column(index=True)
    full_on_known: Mapped[Known] = known_column()
    probation_extended_until: Mapped[date | None]
    joined_on: Mapped[date | None]
    joined_on_known: Mapped[Known] = known_column()
    employment: Mapped[Employment | None] = mapped_column(enum_type(Employment))
    is_floating: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(String(30))
    remark: Mapped[str | None] = mapped_column(Text)

    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")
    assignments: Mapped[list["Assignment"]] = relationship(
        lazy="raise_on_sql", back_populates="member", order_by="Assignment.started_on"
    )
    former_values: Mapped[list[MemberFormerValue]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def stage_on(self, day: date) -> Stage | None:
        """Return the highest stage reached by `day`; None before the application."""
        return stage_of(day, *[getattr(self, name) for name in STAGE_DAYS.values()])

    def date_of(self, key: str) -> date | None:
        """Return the date in the attribute `key` as it is known."""
        return date_known(getattr(self, key), getattr(self, known_key(key)))

    def assignment_on(self, day: date) -> "Assignment | None":
        """Return the assignment that is valid on `day`, or None; assignments must be loaded."""
        live = (each for each in self.assignments if each.archived_at is None)
        return next((a for a in live if is_valid_on(day, a.started_on, a.ended_on)), None)

    @property
    def last_assignment(self) -> "Assignment | None":
        """Return the assignment that began last, ended or not, or None."""
        live = (a for a in self.assignments if a.archived_at is None)
        return max(live, key=lambda a: a.started_on, default=None)

    def left_on(self, day: date) -> date | None:
        """Return the day, up to `day`, from which the person is in no organization.

        None means that the person is in one on `day`, or had left none by then.
        """
        live = [a for a in self.assignments if a.archived_at is None]
        ends = (a.ended_on for a in live if a.ended_on and a.ended_on <= day)
        return None if self.assignment_on(day) else max(ends, default=None)

    @property
    def party_from(self) -> date | None:
        """Return the first day as a probationary or full member, or None before it."""
        return min((day for day in (self.admitted_on, self.full_on) if day), default=None)

    @property
    def first_day(self) -> date | None:
        """Return the first day of a new member's first assignment (registers.md, members).

        None means that no day is known.
        """
        stages = (getattr(self, key) for key in STAGE_DAYS.values())
        return self.joined_on or min((day for day in stages if day), default=None)

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.name,), (self.number,)


class Assignment(Ending, Record):
    """The organization of a person from `started_on` to the day before `ended_on`."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
        CheckConstraint("(ended_on IS NULL) = (out_reason IS NULL)", name="reason"),
        Index(None, "organization_id", "started_on", "ended_on"),
        Index(
            "ix_assignment_member",
            *("member_id", "started_on", "ended_on", "organization_id", "archived_at"),
        ),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    party_group_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    started_on: Mapped[date] = mapped_column(index=True)
    in_reason: Mapped[InReason] = mapped_column(enum_type(InReason))
    ended_on: Mapped[date | None] = mapped_column(index=True)
    out_reason: Mapped[OutReason | None] = mapped_column(enum_type(OutReason))

    member: Mapped[Member] = relationship(lazy="raise_on_sql", back_populates="assignments")
    organization: Mapped[Organization] = relationship(
        lazy="raise_on_sql", foreign_keys=organization_id
    )
    party_group: Mapped[Organization | None] = relationship(
        lazy="raise_on_sql", foreign_keys=party_group_id
    )

    @property
    def caption(self) -> str:
        return f"{self.member.name} · {self.organization.name}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), (self.organization.name,)


class PartyPost(Record):
    """A post that a person has in an organization."""

    __tablename__ = "party_post"
    __table_args__ = (Index(None, "organization_id", "started_on", "ended_on"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    post: Mapped[Post] = mapped_column(enum_type(Post))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    member: Mapped[Member] = relationship(lazy="raise_on_sql")
    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.member.name} · {self.post.label}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), (self.organization.name,)


class Appraisal(Record):
    """The result of the yearly democratic appraisal of one person."""

    __tablename__ = "appraisal"
    __table_args__ = (
        Index("ix_appraisal_year", "for_year", "member_id", "grade", "held_on", "archived_at"),
        Index("ix_appraisal_day", "held_on", "member_id", "grade", "archived_at"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    for_year: Mapped[int]
    held_on: Mapped[date]
    grade: Mapped[Grade] = mapped_column(enum_type(Grade))
    # Mostly why somebody got no grade.
    grade_reason: Mapped[str | None] = mapped_column(Text)

    member: Mapped[Member] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.member.name} · {self.for_year}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), ()
