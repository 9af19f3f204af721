"""Tables of vanguard posts, reviews, teams and renamed headings."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.campaigns.models import Campaign
from partyhub.database import LabeledEnum, Model, Nameable, Record, enum_type
from partyhub.members.models import Member
from partyhub.members.rosters import RosterRow, people_on, person_on
from partyhub.naming import Existence
from partyhub.organizations.models import Organization, Workshop
from partyhub.periods import is_valid_on


class PostKind(LabeledEnum):
    """The kinds of vanguard posts."""

    VANGUARD = "vanguard", lazy_pgettext("vanguard_posts", "Vanguard post")
    DEMONSTRATION = "demonstration", lazy_pgettext("vanguard_posts", "Demonstration post")
    RESPONSIBILITY_AREA = (
        "responsibility_area",
        lazy_pgettext("vanguard_posts", "Responsibility area"),
    )


class PostStatus(LabeledEnum):
    """The states of a vanguard post; an active post is one that is named."""

    CANDIDATE = "candidate", lazy_pgettext("vanguard_posts", "Candidate")
    ACTIVE = "active", lazy_pgettext("vanguard_posts", "Named")
    CLOSED = "closed", lazy_pgettext("vanguard_posts", "Closed")


class TeamKind(LabeledEnum):
    """The kinds of teams."""

    VANGUARD = "vanguard", lazy_pgettext("teams", "Vanguard team")
    VOLUNTEER = "volunteer", lazy_pgettext("teams", "Volunteer service team")
    COMMANDO = "commando", lazy_pgettext("teams", "Commando team")
    TACKLING = "tackling", lazy_pgettext("teams", "Tackling group")


class PostPerson(RosterRow):
    """A person responsible for a post, from `started_on` to the day before `ended_on`."""

    __tablename__ = "vanguard_post_person"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("vanguard_post.id", ondelete="CASCADE"), index=True
    )


class TeamPerson(RosterRow):
    """The leader or a member of a team, from `started_on` to the day before `ended_on`."""

    __tablename__ = "team_person"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)


class VanguardPost(Nameable):
    """A post with a plaque and a commitment, assigned to one or more Party members."""

    __tablename__ = "vanguard_post"
    existence = Existence(
        "established_on",
        "closed_on",
        lazy_gettext("“%(name)s” was established on %(day)s, after this day. Check the day."),
        lazy_gettext("“%(name)s” was closed on %(day)s. Choose another one, or correct the day."),
    )
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on > established_on", name="days"),
        Index(None, "organization_id", "named_on", "closed_on"),
    )

    row_type: ClassVar[type[RosterRow]] = PostPerson
    roles: ClassVar[Sequence[str]] = ("holders",)

    code: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[PostKind] = mapped_column(enum_type(PostKind), default=PostKind.VANGUARD)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    department: Mapped[str | None] = mapped_column(String(60))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    show_identity: Mapped[str | None] = mapped_column(Text)
    show_duty: Mapped[str | None] = mapped_column(Text)
    show_commitment: Mapped[str | None] = mapped_column(Text)
    status: Mapped[PostStatus] = mapped_column(enum_type(PostStatus))
    established_on: Mapped[date]
    named_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
    people: Mapped[list[PostPerson]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by=PostPerson.started_on
    )

    @property
    def first_day(self) -> date:
        return self.established_on

    @property
    def end_day(self) -> date | None:
        return self.closed_on

    def holders_on(self, day: date) -> list[Member]:
        return people_on(self, "holders", day)

    def vacant_since(self, day: date) -> date | None:
        """Return the day, up to `day`, from which the post is vacant; None if it isn't.

        A post is vacant from the day on which its last holder was relieved or left the
        organization, and at the earliest from the day of its naming. A post that is not named on
        `day` is never vacant.
        """
        named = self.named_on
        is_named = (
            is_valid_on(day, named, self.closed_on) and self.status is not PostStatus.CANDIDATE
        )
        if named is None or not is_named:
            return None
        ends = [named]
        for started, ended in self._was_held():
            if is_valid_on(day, started, ended):
                return None
            if ended is not None and ended <= day:
                ends.append(ended)
        return max(ends)

    def _was_held(self) -> Iterator[tuple[date, date | None]]:
        """Yield (first day, first day after) of each time a holder was in an organization."""
        for row in self.people:
            stays = () if row.member.archived_at else row.member.assignments
            for stay in (stay for stay in stays if stay.archived_at is None):
                started = max(row.started_on, stay.started_on)
                ended = min((day for day in (row.ended_on, stay.ended_on) if day), default=None)
                if ended is None or started < ended:
                    yield started, ended


class PostReview(Record):
    """A review of a post's holders in the three comparisons, each of 0 to 100 points."""

    __tablename__ = "post_review"

    post_id: Mapped[int] = mapped_column(ForeignKey("vanguard_post.id"), index=True)
    reviewed_on: Mapped[date] = mapped_column(index=True)
    performance: Mapped[int | None]
    style: Mapped[int | None]
    service: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)

    post: Mapped[VanguardPost] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.post.name} · {self.reviewed_on.isoformat()}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (), (self.post.name, self.post.code)


class Team(Nameable):
    """A permanent or temporary team of Party members, which may include other people."""

    __tablename__ = "team"
    existence = Existence(
        "established_on",
        "disbanded_on",
        lazy_gettext("“%(name)s” was established on %(day)s, after this day. Check the day."),
        lazy_gettext(
            "“%(name)s” was disbanded on %(day)s. Choose another one, or correct the day."
        ),
    )
    __table_args__ = (
        CheckConstraint("disbanded_on IS NULL OR disbanded_on > established_on", name="days"),
        Index(None, "organization_id", "established_on", "disbanded_on"),
    )

    row_type: ClassVar[type[RosterRow]] = TeamPerson
    roles: ClassVar[Sequence[str]] = ("leader", "members")

    code: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[TeamKind] = mapped_column(enum_type(TeamKind))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    others_count: Mapped[int | None]
    established_on: Mapped[date]
    disbanded_on: Mapped[date | None]
    task: Mapped[str | None] = mapped_column(Text)
    achievements: Mapped[str | None] = mapped_column(Text)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")
    people: Mapped[list[TeamPerson]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by=TeamPerson.started_on
    )

    @property
    def first_day(self) -> date:
        return self.established_on

    @property
    def end_day(self) -> date | None:
        return self.disbanded_on

    def leader_on(self, day: date) -> Member | None:
        return person_on(self, "leader", day)

    def members_on(self, day: date) -> list[Member]:
        return people_on(self, "members", day)


class HeadingName(Model):
    """A committee's own name for one heading of 三亮三比."""

    __tablename__ = "heading_name"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
