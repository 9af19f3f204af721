"""Tables of organizations, their placements, terms of office and workshops."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub import clock
from partyhub.database import LabeledEnum, Model, Nameable, Record, enum_type
from partyhub.dated_values import FormerValue, HasFormerValues
from partyhub.naming import Existence
from partyhub.periods import is_valid_on
from partyhub.texts import lazy_pattern


class OrganizationKind(LabeledEnum):
    """The kinds of organizations."""

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


# Words of full names, and what people write instead.
_FORMAL_WORDS = (
    (lazy_pattern("^(?:中国共产党|中共)"), ""),
    (lazy_pattern("(?<=支部)委员会$|(?<=总支)(?:部|部?委员会)$"), ""),
    (lazy_pattern("(?:(?:党的?)?委员会|党委会)$"), "党委"),
)
_LEFT_OUT = lazy_pattern("[第党]")
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")


class OrganizationFormerValue(FormerValue):
    """A value that a column of an organization had up to a day."""

    __tablename__ = "organization_former_value"

    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )


class WorkshopFormerValue(FormerValue):
    """A value that a column of a workshop had up to a day."""

    __tablename__ = "workshop_former_value"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )


class Organization(HasFormerValues, Nameable):
    """A node of the Party's tree; its dated superiors are in `placements`."""

    __tablename__ = "organization"
    is_watched = True
    existence = Existence(
        "established_on",
        "dissolved_on",
        lazy_gettext(
            "“%(name)s” was founded on %(day)s, after this day. Check the day and the organization."
        ),
        lazy_gettext(
            "“%(name)s” was dissolved on %(day)s. Choose another organization, or correct the day."
        ),
    )
    former_type: ClassVar[type[Any]] = OrganizationFormerValue
    dated_keys: ClassVar[Sequence[str]] = ("has_committee",)

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
    former_values: Mapped[list[OrganizationFormerValue]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @property
    def open_placement(self) -> "Placement | None":
        """Return the placement without an end, or None.

        It gives the present superior until the organization moves again.
        """
        return next((p for p in self.placements if p.ended_on is None), None)

    @property
    def placement_days(self) -> list[date]:
        """Return the days on which a placement began or ended, oldest first."""
        days = {day for p in self.placements for day in (p.started_on, p.ended_on) if day}
        return sorted(days)

    @property
    def is_placed_from_the_first(self) -> bool:
        """Return whether the first placement began on the day of establishment.

        Placements normally do.
        """
        return bool(self.placements) and self.placements[0].started_on == self.established_on

    @property
    def first_placed_by(self) -> date | None:
        """Return the latest day to which the establishment can be corrected.

        A later day would leave a placement before the establishment. The first placement moves
        along with the establishment, up to the day before its own end. None means that any day is
        possible.
        """
        if not self.placements:
            return None
        first = self.placements[0]
        if not self.is_placed_from_the_first:
            return first.started_on
        return first.ended_on - timedelta(days=1) if first.ended_on else None

    def parent_on(self, day: date) -> "Organization | None":
        """Return the superior on `day`, or None for the root.

        Before the first placement, the superior of that placement counts.
        """
        for placement in self.placements:
            if is_valid_on(day, placement.started_on, placement.ended_on):
                return placement.parent
        first = self.placements[0] if self.placements else None
        return first.parent if first and day < first.started_on else None

    @classmethod
    def fold_name(cls, name: str) -> str:
        """Return a name without 中共 in front, and with the short word for its kind at the end."""
        folded = super().fold_name(name)
        for pattern, short in _FORMAL_WORDS:
            folded = pattern.sub(short, folded)
        return folded

    @classmethod
    def rough_name(cls, name: str) -> str:
        """Return a folded name in which 第一党支部, 第一支部, 一支部 and 1支部 are equal."""
        return _LEFT_OUT.sub("", name.translate(_NUMERALS))

    @classmethod
    def choice_order(cls) -> Any:
        from partyhub.organizations.tree_order import tree_place  # which reads this table

        return tree_place(clock.today())

    @classmethod
    def choice_end(cls) -> Any:
        return cls.dissolved_on

    @classmethod
    def mark_choice(cls, text: str) -> str:
        return gettext("%(name)s (dissolved)", name=text)

    @property
    def other_names(self) -> tuple[str | None, ...]:
        return (self.short_name,)

    @property
    def name_of_owner(self) -> str:
        """Return the name of the company whose committee this is."""
        if self.kind is not OrganizationKind.PARTY_COMMITTEE:
            return ""
        return self.fold_name(self.name).removesuffix("党委")

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (), (self.name, self.short_name, self.code)


class Placement(Model):
    """The superior of one organization from `started_on` to the day before `ended_on`."""

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
        """Return the day by which a re-election is due, with an approved extension."""
        return self.extension_until or self.due_on


class Workshop(HasFormerValues, Nameable):
    """A production unit. It is no Party organization, though one may look after it."""

    __tablename__ = "workshop"
    existence = Existence(
        "opened_on",
        "closed_on",
        lazy_gettext("“%(name)s” was opened on %(day)s, after this day. Check the day."),
        lazy_gettext(
            "“%(name)s” was closed on %(day)s. Choose another workshop, or correct the day."
        ),
    )
    former_type: ClassVar[type[Any]] = WorkshopFormerValue
    dated_keys: ClassVar[Sequence[str]] = ("is_first_line",)

    code: Mapped[str] = mapped_column(String(60), index=True)
    is_first_line: Mapped[bool]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)

    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    former_values: Mapped[list[WorkshopFormerValue]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @classmethod
    def rough_name(cls, name: str) -> str:
        """Return a folded name without the word for a workshop at its end."""
        return re.sub("(?:分厂|车间|工厂|厂|部)$", "", name)
