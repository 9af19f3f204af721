"""Tables of commissars' appointments and duties."""

from datetime import date

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Record, enum_type
from partyhub.members.models import Member
from partyhub.organizations.models import Workshop


class DutyKind(LabeledEnum):
    """The kinds of commissars' duties."""

    MORNING_SHIFT = "morning_shift", lazy_pgettext("duties", "Morning shift meeting")
    LUNCH_BREAK = "lunch_break", lazy_pgettext("duties", "Lunch break meeting")
    DAILY_READING = "daily_reading", lazy_pgettext("duties", "Daily reading")
    HEART_TALK = "heart_talk", lazy_pgettext("duties", "Heart-to-heart talk")
    MEDIATION = "mediation", lazy_pgettext("duties", "Mediation")
    PROBLEM_SOLVED = "problem_solved", lazy_pgettext("duties", "Problem solved")
    CARE = "care", lazy_pgettext("duties", "Care and sympathy")
    OTHER = "other", lazy_pgettext("duties", "Other")


class CommissarAppointment(Record):
    """A Party member's appointment as the political commissar of one workshop."""

    __tablename__ = "commissar"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
        Index(None, "workshop_id", "started_on", "ended_on"),
        Index(None, "member_id", "started_on"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    document_no: Mapped[str | None] = mapped_column(String(200))

    member: Mapped[Member] = relationship(lazy="raise_on_sql")
    workshop: Mapped[Workshop] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.member.name} · {self.workshop.name}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), (self.workshop.name, self.document_no)


class CommissarDuty(Record):
    """One duty that a commissar did in a workshop.

    The record of a mediation contains no names of the people concerned.
    """

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("headcount >= 0", name="headcount"),
        Index("ix_duty_day", "held_on", "kind", "workshop_id", "commissar_id", "archived_at"),
        Index(None, "commissar_id", "held_on"),
        Index(None, "workshop_id", "held_on"),
    )

    commissar_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    held_on: Mapped[date]
    kind: Mapped[DutyKind] = mapped_column(enum_type(DutyKind))
    topic: Mapped[str | None] = mapped_column(String(200))
    headcount: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(Text)

    commissar: Mapped[Member] = relationship(lazy="raise_on_sql")
    workshop: Mapped[Workshop] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.workshop.name} · {self.topic or self.kind.label}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.commissar.name,), (self.workshop.name, self.topic)
