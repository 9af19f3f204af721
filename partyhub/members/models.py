from datetime import date

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Nameable, Record, enum_type
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import holds_on


class Sex(LabeledEnum):
    MALE = "male", lazy_pgettext("members", "male")
    FEMALE = "female", lazy_pgettext("members", "female")


class Employment(LabeledEnum):
    ON_POST = "on_post", lazy_pgettext("members", "on post")
    RETIRED = "retired", lazy_pgettext("members", "retired")
    LEFT = "left", lazy_pgettext("members", "left the company")


class Stage(LabeledEnum):
    """How far a person has come; the highest whose day has been reached."""

    APPLICANT = "applicant", lazy_pgettext("members", "Applicant")
    ACTIVIST = "activist", lazy_pgettext("members", "Activist")
    TARGET = "target", lazy_pgettext("members", "Development target")
    PROBATIONARY = "probationary", lazy_pgettext("members", "Probationary member")
    FULL = "full", lazy_pgettext("members", "Full member")


class InReason(LabeledEnum):
    ADMITTED = "admitted", lazy_pgettext("assignments", "Admitted")
    TRANSFER_IN = "transfer_in", lazy_pgettext("assignments", "Transferred in")
    INTERNAL = "internal", lazy_pgettext("assignments", "Moved within the committee")
    RESTORED = "restored", lazy_pgettext("assignments", "Restored")


class OutReason(LabeledEnum):
    TRANSFER_OUT = "transfer_out", lazy_pgettext("assignments", "Transferred out")
    INTERNAL = "internal", lazy_pgettext("assignments", "Moved within the committee")
    DECEASED = "deceased", lazy_pgettext("assignments", "Deceased")
    REMOVED = "removed", lazy_pgettext("assignments", "Removed from the roll")
    EXPELLED = "expelled", lazy_pgettext("assignments", "Expelled")
    SUSPENDED = "suspended", lazy_pgettext("assignments", "Membership suspended")
    PROBATION_CANCELLED = "probation_cancelled", lazy_pgettext("assignments", "Probation canceled")
    WITHDRAWN = "withdrawn", lazy_pgettext("assignments", "Withdrawn")


class Post(LabeledEnum):
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
    EXCELLENT = "excellent", lazy_pgettext("appraisals", "Excellent")
    QUALIFIED = "qualified", lazy_pgettext("appraisals", "Qualified")
    BASICALLY_QUALIFIED = "basically_qualified", lazy_pgettext("appraisals", "Basically qualified")
    UNQUALIFIED = "unqualified", lazy_pgettext("appraisals", "Unqualified")
    NOT_GRADED = "not_graded", lazy_pgettext("appraisals", "Not graded")


ARCHIVED = text("archived_at IS NOT NULL")


class Member(Nameable):
    """A person from the application on; in which branch, and since when, is in `assignments`."""

    __tablename__ = "member"
    __table_args__ = (
        Index(None, "pinyin", "id"),
        Index("ix_member_archived", "id", sqlite_where=ARCHIVED, postgresql_where=ARCHIVED),
    )

    code_attribute = "number"

    number: Mapped[str] = mapped_column(String(60), index=True)
    sex: Mapped[Sex | None] = mapped_column(enum_type(Sex))
    birth_date: Mapped[date | None]
    ethnicity: Mapped[str | None] = mapped_column(String(60))
    native_place: Mapped[str | None] = mapped_column(String(60))
    education: Mapped[str | None] = mapped_column(String(60))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    job: Mapped[str | None] = mapped_column(String(60))
    applied_on: Mapped[date | None]
    activist_on: Mapped[date | None]
    target_on: Mapped[date | None]
    admitted_on: Mapped[date | None] = mapped_column(index=True)
    full_on: Mapped[date | None] = mapped_column(index=True)
    probation_extended_until: Mapped[date | None]
    joined_on: Mapped[date | None]
    employment: Mapped[Employment | None] = mapped_column(enum_type(Employment))
    is_floating: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(String(30))
    remark: Mapped[str | None] = mapped_column(Text)

    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")
    assignments: Mapped[list["Assignment"]] = relationship(
        lazy="raise_on_sql", back_populates="member", order_by="Assignment.started_on"
    )

    def stage_on(self, day: date) -> Stage | None:
        """The highest stage whose day is `day` or before it; None before the application."""
        reached = (
            (Stage.FULL, self.full_on),
            (Stage.PROBATIONARY, self.admitted_on),
            (Stage.TARGET, self.target_on),
            (Stage.ACTIVIST, self.activist_on),
            (Stage.APPLICANT, self.applied_on),
        )
        return next((stage for stage, since in reached if since and since <= day), None)

    def assignment_on(self, day: date) -> "Assignment | None":
        live = [a for a in self.assignments if a.archived_at is None]
        return next((a for a in live if holds_on(day, a.started_on, a.ended_on)), None)

    @property
    def last_assignment(self) -> "Assignment | None":
        """The assignment that began last, ended or not."""
        live = [a for a in self.assignments if a.archived_at is None]
        return max(live, key=lambda a: a.started_on, default=None)

    def left_on(self, day: date) -> date | None:
        """The day, up to `day`, from which the person is in no organization; None while in one."""
        if self.assignment_on(day) is not None:
            return None
        live = [a for a in self.assignments if a.archived_at is None]
        return max((a.ended_on for a in live if a.ended_on and a.ended_on <= day), default=None)

    @property
    def party_from(self) -> date | None:
        """The first day as a probationary or full member; None for who is neither yet."""
        return min((day for day in (self.admitted_on, self.full_on) if day), default=None)

    @property
    def first_day(self) -> date | None:
        """The day from which a new member's first assignment runs (registers.md, members)."""
        stages = (
            self.applied_on,
            self.activist_on,
            self.target_on,
            self.admitted_on,
            self.full_on,
        )
        return self.joined_on or min((day for day in stages if day), default=None)

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.name,), (self.number,)


class Assignment(Record):
    """In which organization a person is, from one day up to the day before another."""

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
    """A post that a person holds in an organization."""

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
    """What the yearly democratic appraisal said of one person."""

    __tablename__ = "appraisal"
    __table_args__ = (
        Index("ix_appraisal_year", "for_year", "member_id", "grade", "held_on", "archived_at"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    for_year: Mapped[int]
    held_on: Mapped[date] = mapped_column(index=True)
    grade: Mapped[Grade] = mapped_column(enum_type(Grade))

    member: Mapped[Member] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.member.name} · {self.for_year}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), ()
