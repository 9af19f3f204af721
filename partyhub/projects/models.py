"""Tables of key projects, milestones and mentoring pairs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from partyhub.campaigns.models import Campaign
from partyhub.database import LabeledEnum, Nameable, Record, ScaledDecimal, enum_type
from partyhub.members.models import Member
from partyhub.members.rosters import RosterRow
from partyhub.naming import Existence
from partyhub.organizations.models import Organization, Workshop


class ProjectStatus(LabeledEnum):
    """The states of a key project."""

    PROPOSED = "proposed", lazy_pgettext("projects", "Proposed")
    RUNNING = "running", lazy_pgettext("projects", "Running")
    ACCEPTED = "accepted", lazy_pgettext("projects", "Accepted")
    STOPPED = "stopped", lazy_pgettext("projects", "Stopped")


class ProjectPerson(RosterRow):
    """A person with a part in a project, from `started_on` to the day before `ended_on`."""

    __tablename__ = "project_person"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), index=True
    )


class KeyProject(Nameable):
    """A project of the year's plan that a Party member leads."""

    __tablename__ = "project"
    existence = Existence(
        "started_on",
        "closed_on",
        lazy_gettext("“%(name)s” began on %(day)s, after this day. Check the day."),
        lazy_gettext("“%(name)s” ended on %(day)s. Check whether this was still part of it."),
        is_strict=False,
    )
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on > started_on", name="days"),
        Index(None, "organization_id", "started_on", "closed_on"),
        Index(None, "plan_year", "status"),
    )

    row_type: ClassVar[type[RosterRow]] = ProjectPerson
    roles: ClassVar[Sequence[str]] = ("lead", "executive_leader", "team")

    code: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    pinyin: Mapped[str] = mapped_column(String(1000), default="")
    plan_year: Mapped[int]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    started_on: Mapped[date]
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    status: Mapped[ProjectStatus] = mapped_column(enum_type(ProjectStatus))
    target: Mapped[str | None] = mapped_column(Text)
    baseline: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    benefit_cny: Mapped[Decimal | None] = mapped_column(ScaledDecimal(2))
    customer: Mapped[str | None] = mapped_column(String(200))

    # The specification calls a project's name its title.
    title: Mapped[str] = synonym("name")
    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
    people: Mapped[list[ProjectPerson]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by=ProjectPerson.started_on
    )

    @property
    def first_day(self) -> date:
        return self.started_on

    @property
    def end_day(self) -> date | None:
        return self.closed_on


def milestone_caption(project: str | None, title: str | None) -> str:
    """Return the name of a milestone, made of its project's name and its own title."""
    return f"{project} · {title}"


class Milestone(Record):
    """A task of a project to be done by a day."""

    __tablename__ = "milestone"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None]
    delay_reason: Mapped[str | None] = mapped_column(Text)

    project: Mapped[KeyProject] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return milestone_caption(self.project.name, self.title)

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (), (self.title, self.project.name, self.project.code)


class Mentorship(Record):
    """A mentor and an apprentice.

    The apprentice is mostly no Party member, and then recorded by name only.
    """

    __tablename__ = "mentorship"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
        CheckConstraint("(apprentice_id IS NULL) <> (apprentice_name IS NULL)", name="apprentice"),
    )

    mentor_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    apprentice_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    apprentice_name: Mapped[str | None] = mapped_column(String(120))
    skill: Mapped[str | None] = mapped_column(Text)
    started_on: Mapped[date] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(Text)

    mentor: Mapped[Member] = relationship(lazy="raise_on_sql", foreign_keys=mentor_id)
    apprentice_member: Mapped[Member | None] = relationship(
        lazy="raise_on_sql", foreign_keys=apprentice_id
    )

    @property
    def apprentice(self) -> str:
        """Return the apprentice's name; for a person on record, 姓名（编号）."""
        member = self.apprentice_member
        return f"{member.name}（{member.number}）" if member else str(self.apprentice_name)

    @property
    def caption(self) -> str:
        return f"{self.mentor.name} → {self.apprentice}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        other = self.apprentice_member.name if self.apprentice_member else self.apprentice_name
        return (self.mentor.name, other), (self.skill,)
