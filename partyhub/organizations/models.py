from datetime import date, timedelta

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Model, Nameable, Record, enum_type
from partyhub.periods import holds_on


class OrganizationKind(LabeledEnum):
    PARTY_COMMITTEE = "party_committee", lazy_pgettext("organizations", "Party committee")
    GENERAL_BRANCH = "general_branch", lazy_pgettext("organizations", "General Party branch")
    BRANCH = "branch", lazy_pgettext("organizations", "Party branch")
    JOINT_BRANCH = "joint_branch", lazy_pgettext("organizations", "Joint Party branch")
    TEMPORARY_BRANCH = "temporary_branch", lazy_pgettext("organizations", "Temporary Party branch")
    PARTY_GROUP = "party_group", lazy_pgettext("organizations", "Party group")


BRANCH_KINDS = (
    OrganizationKind.BRANCH,
    OrganizationKind.JOINT_BRANCH,
    OrganizationKind.TEMPORARY_BRANCH,
)


class Organization(Nameable):
    """A node of the Party's tree; where it hangs is dated, in `placements`."""

    __tablename__ = "organization"

    code: Mapped[str] = mapped_column(String(60), index=True)
    short_name: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[OrganizationKind] = mapped_column(enum_type(OrganizationKind))
    has_committee: Mapped[bool] = mapped_column(default=False)
    established_on: Mapped[date]
    dissolved_on: Mapped[date | None]
    superior_name: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(Text)

    placements: Mapped[list["Placement"]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        foreign_keys="Placement.organization_id",
        back_populates="organization",
        order_by="Placement.started_on",
    )

    @property
    def open_placement(self) -> "Placement | None":
        """The placement that has no end: where it hangs until it moves again."""
        return next((p for p in self.placements if p.ended_on is None), None)

    @property
    def is_placed_from_the_first(self) -> bool:
        """Whether its first placement began on the day of establishment, as placements do."""
        return bool(self.placements) and self.placements[0].started_on == self.established_on

    @property
    def first_placed_by(self) -> date | None:
        """The last day to which the establishment can be corrected without leaving a placement.

        The first placement moves along with the establishment, up to the day before it ended.
        """
        if not self.placements:
            return None
        first = self.placements[0]
        if not self.is_placed_from_the_first:
            return first.started_on
        return first.ended_on - timedelta(days=1) if first.ended_on else None

    def parent_on(self, day: date) -> "Organization | None":
        """The superior organization on `day`; one placed later hangs where it will hang first."""
        for placement in self.placements:
            if holds_on(day, placement.started_on, placement.ended_on):
                return placement.parent
        first = self.placements[0] if self.placements else None
        return first.parent if first and day < first.started_on else None

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (), (self.name, self.short_name, self.code)


class Placement(Model):
    """Where one organization hangs in the tree, from one day up to the day before another."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
        CheckConstraint("parent_id <> organization_id", name="parent"),
        Index(None, "parent_id", "started_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship(
        lazy="raise_on_sql", foreign_keys=organization_id, back_populates="placements"
    )
    parent: Mapped[Organization] = relationship(lazy="raise_on_sql", foreign_keys=parent_id)


class Term(Record):
    """One term of office of an organization's committee or secretary."""

    __tablename__ = "term"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    number: Mapped[int]
    started_on: Mapped[date]
    due_on: Mapped[date | None]
    reelected_on: Mapped[date | None] = mapped_column(index=True)
    extension_until: Mapped[date | None]

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.organization.name} · {self.number}"

    @property
    def last_day_due(self) -> date | None:
        """The day by which a re-election is due, an approved extension included."""
        return self.extension_until or self.due_on


class Workshop(Nameable):
    """A production unit. It is no Party organization, though one may look after it."""

    __tablename__ = "workshop"

    code: Mapped[str] = mapped_column(String(60), index=True)
    is_first_line: Mapped[bool]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)

    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
