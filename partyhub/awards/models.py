"""The table of awards and the kinds of their recipients."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Nameable, Record, enum_type
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from partyhub.projects.models import KeyProject
from partyhub.prosperity.models import ProsperityWorkshop
from partyhub.vanguards.models import Team, VanguardPost


class AwardLevel(LabeledEnum):
    """The levels of awards.

    A person chooses the level; it is never derived from the title, because 市 may be a county or a
    prefecture.
    """

    NATIONAL = "national", lazy_pgettext("awards", "National")
    PROVINCIAL = "provincial", lazy_pgettext("awards", "Provincial")
    PREFECTURE = "prefecture", lazy_pgettext("awards", "Prefecture")
    COUNTY = "county", lazy_pgettext("awards", "County")
    TOWNSHIP = "township", lazy_pgettext("awards", "Township")
    ENTERPRISE = "enterprise", lazy_pgettext("awards", "Enterprise")


class RecipientKind(LabeledEnum):
    """The kinds of recipients."""

    ORGANIZATION = "organization", lazy_pgettext("awards", "Party organization")
    COMPANY = "company", lazy_pgettext("awards", "Company")
    MEMBER = "member", lazy_pgettext("awards", "Person")
    WORKSHOP = "workshop", lazy_pgettext("awards", "Workshop")
    TEAM = "team", lazy_pgettext("awards", "Team")
    POST = "post", lazy_pgettext("awards", "Vanguard post")
    PROJECT = "project", lazy_pgettext("awards", "Project")
    PROSPERITY_WORKSHOP = "prosperity_workshop", lazy_pgettext("awards", "Prosperity workshop")


# The model of each kind of recipient; the company is recorded by its name alone.
RECIPIENT_MODELS: Mapping[RecipientKind, type[Nameable]] = {
    RecipientKind.ORGANIZATION: Organization,
    RecipientKind.MEMBER: Member,
    RecipientKind.WORKSHOP: Workshop,
    RecipientKind.TEAM: Team,
    RecipientKind.POST: VanguardPost,
    RecipientKind.PROJECT: KeyProject,
    RecipientKind.PROSPERITY_WORKSHOP: ProsperityWorkshop,
}


class AwardCategory(LabeledEnum):
    """The categories of awards."""

    ADVANCED_ORGANIZATION = (
        "advanced_organization",
        lazy_pgettext("awards", "Advanced primary-level Party organization"),
    )
    OUTSTANDING_MEMBER = "outstanding_member", lazy_pgettext("awards", "Outstanding Party member")
    OUTSTANDING_PARTY_WORKER = (
        "outstanding_party_worker",
        lazy_pgettext("awards", "Outstanding Party worker"),
    )
    # Such as that for fifty years in the Party: no honor of the year, so it counts in no level.
    MEDAL = "medal", lazy_pgettext("awards", "Commemorative medal")
    OTHER = "other", lazy_pgettext("awards", "Other")


# The kinds of recipients that a category is meant for; all where it isn't here.
CATEGORY_RECIPIENTS: Mapping[AwardCategory, RecipientKind] = {
    AwardCategory.ADVANCED_ORGANIZATION: RecipientKind.ORGANIZATION,
    AwardCategory.OUTSTANDING_MEMBER: RecipientKind.MEMBER,
    AwardCategory.OUTSTANDING_PARTY_WORKER: RecipientKind.MEMBER,
    AwardCategory.MEDAL: RecipientKind.MEMBER,
}


class Award(Record):
    """One honor, given once to one recipient: a record of some kind, or the company by its name."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint(
            "(recipient_kind = 'company') = (company IS NOT NULL)"
            " AND (recipient_kind = 'organization') = (organization_id IS NOT NULL)"
            " AND (recipient_kind = 'member') = (member_id IS NOT NULL)"
            " AND (recipient_kind = 'workshop') = (workshop_id IS NOT NULL)"
            " AND (recipient_kind = 'team') = (team_id IS NOT NULL)"
            " AND (recipient_kind = 'post') = (post_id IS NOT NULL)"
            " AND (recipient_kind = 'project') = (project_id IS NOT NULL)"
            " AND (recipient_kind = 'prosperity_workshop') = (prosperity_workshop_id IS NOT NULL)",
            name="recipient",
        ),
        Index(None, "awarded_on", "level"),
    )

    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[AwardLevel] = mapped_column(enum_type(AwardLevel))
    granting_body: Mapped[str] = mapped_column(String(200))
    awarded_on: Mapped[date]
    for_year: Mapped[int | None]
    recipient_kind: Mapped[RecipientKind] = mapped_column(enum_type(RecipientKind))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("vanguard_post.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    prosperity_workshop_id: Mapped[int | None] = mapped_column(
        ForeignKey("prosperity_workshop.id"), index=True
    )
    company: Mapped[str | None] = mapped_column(String(200))
    category: Mapped[AwardCategory] = mapped_column(
        enum_type(AwardCategory), default=AwardCategory.OTHER
    )
    document_no: Mapped[str | None] = mapped_column(String(200))
    certificate_no: Mapped[str | None] = mapped_column(String(200))
    valid_until: Mapped[date | None]

    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    member: Mapped[Member | None] = relationship(lazy="raise_on_sql")
    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")
    team: Mapped[Team | None] = relationship(lazy="raise_on_sql")
    post: Mapped[VanguardPost | None] = relationship(lazy="raise_on_sql")
    project: Mapped[KeyProject | None] = relationship(lazy="raise_on_sql")
    prosperity_workshop: Mapped[ProsperityWorkshop | None] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return self.title

    @property
    def recipient(self) -> Nameable | str | None:
        """Return the record that was honored, or the company's name."""
        found: Nameable | str | None = getattr(self, self.recipient_kind.value)
        return found

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        recipient = self.recipient
        name = recipient.caption if isinstance(recipient, Nameable) else recipient
        others = (self.title, self.granting_body, self.document_no)
        if isinstance(recipient, Member):
            return (name,), others
        return (), (*others, name)
