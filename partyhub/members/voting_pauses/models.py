"""The table of pauses of the right to vote."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import Record
from partyhub.members.models import Member


class VotingPause(Record):
    """A span of days on which a member may neither vote, elect nor be elected.

    It may be a member's probation within the Party or a suspension of rights; which of them, and
    why, is not stored.
    """

    __tablename__ = "voting_pause"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
        Index(None, "member_id", "started_on", "ended_on"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    member: Mapped[Member] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return self.member.name

    @property
    def title_in_history(self) -> str:
        return ""  # whoever reads the history alone learns of nobody's pause

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (self.member.name,), ()
