from datetime import date
from decimal import Decimal

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.database import Model, ScaledDecimal


class Rule(Model):
    """One number of one regulation, in force from a day until the day before another."""

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("key", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Decimal] = mapped_column(ScaledDecimal(4))
    # Whether a share must be exceeded (超过), not only reached (以上).
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    # The regulation's title and clause, in the language in which it was issued.
    source: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
