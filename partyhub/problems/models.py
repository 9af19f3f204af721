"""The table of the reasons given for problems."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.clock import now
from partyhub.database import Model, UtcDateTime


class ProblemReason(Model):
    """The reason why some records may break a rule, in one period and report of an organization.

    It holds for the records that it was given for (`covered`): another one opens the problem again.
    Rows are only added; of several reasons for one record the last one holds. `period` is the key
    of the period.
    """

    __tablename__ = "problem_reason"
    __table_args__ = (Index(None, "period", "organization_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    rule: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(24))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    reason: Mapped[str] = mapped_column(Text)
    # The keys of the records, as `finding.Concern.key` makes them.
    covered: Mapped[list[str]] = mapped_column(JSON)

    @property
    def title_in_history(self) -> str:
        """Return what the history calls it: the rule and the period."""
        return f"{self.rule} · {self.period}"
