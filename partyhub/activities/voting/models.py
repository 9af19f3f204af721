"""The table of votes."""

from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.activities.models import Activity
from partyhub.database import LabeledEnum, Record, enum_type
from partyhub.members.models import Member


class VoteKind(LabeledEnum):
    """The kinds of what is decided by vote."""

    ADMISSION = "admission", lazy_pgettext("votes", "Admission of a probationary member")
    REGULARIZATION = "regularization", lazy_pgettext("votes", "Regularization")
    PROBATION_EXTENSION = "probation_extension", lazy_pgettext("votes", "Extension of probation")
    PROBATION_CANCELLATION = (
        "probation_cancellation",
        lazy_pgettext("votes", "Cancellation of probationary membership"),
    )
    ELECTION = "election", lazy_pgettext("votes", "Election")
    RESOLUTION = "resolution", lazy_pgettext("votes", "Resolution")
    DISPOSAL = "disposal", lazy_pgettext("votes", "Disposal by the organization")


# What is decided about one member, who is named.
ABOUT_MEMBER = (
    VoteKind.ADMISSION,
    VoteKind.REGULARIZATION,
    VoteKind.PROBATION_EXTENSION,
    VoteKind.PROBATION_CANCELLATION,
)


class VoteResult(LabeledEnum):
    """The results of a vote; `INVALID` means that too few voters were present."""

    INVALID = "invalid", lazy_pgettext("votes", "Invalid")
    PASSED = "passed", lazy_pgettext("votes", "Passed")
    FAILED = "failed", lazy_pgettext("votes", "Not passed")


class Vote(Record):
    """The count of one vote of a meeting: totals only, never who voted how."""

    __tablename__ = "vote"
    __table_args__ = (
        Index(None, "activity_id", "kind", "result", "archived_at"),
        CheckConstraint(
            "in_favor >= 0 AND against >= 0 AND abstained >= 0 AND written_opinions >= 0",
            name="counts",
        ),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    item: Mapped[str] = mapped_column(String(200))
    kind: Mapped[VoteKind] = mapped_column(enum_type(VoteKind))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    expected_voting: Mapped[int]
    present_voting: Mapped[int]
    written_opinions: Mapped[int]
    in_favor: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    # By the rules of the meeting's day; None where none was in force.
    result: Mapped[VoteResult | None] = mapped_column(enum_type(VoteResult))

    activity: Mapped[Activity] = relationship(lazy="raise_on_sql")
    member: Mapped[Member | None] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return self.item

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        person = self.member.name if self.member else None
        return (person,), (self.item, self.activity.name)
