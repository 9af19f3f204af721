"""The table of the versions of rules."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from partyhub.database import Model, ScaledDecimal

# Shares are stored with four decimal places: 0.3333 means a third.
PLACES = 4
LARGEST_PART = 20


class Rule(Model):
    """One version of one number of one regulation, which a later version never overwrites.

    It is in force from `effective_from` to the day before `effective_to`; None means that no end is
    known.
    """

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("key", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Incremented by each correction, so that nobody corrects what somebody else just did.
    version: Mapped[int] = mapped_column(nullable=False)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Decimal] = mapped_column(ScaledDecimal(PLACES))
    # Whether a share must be exceeded (超过), not only reached (以上).
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    # The regulation's title, in the language in which it was issued, and the clause.
    source: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(String(60), default="")
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def fraction(self) -> Fraction:
        """Return the exact value: a third where 0.3333 is stored."""
        exact = Fraction(self.value)
        simple = exact.limit_denominator(LARGEST_PART)
        return simple if abs(simple - exact) * 10**PLACES < 1 else exact

    @property
    def title_in_history(self) -> str:
        """Return what the history calls the version: the rule's key and its first day."""
        return f"{self.key} · {self.effective_from.isoformat()}"
