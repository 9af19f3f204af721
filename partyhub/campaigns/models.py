from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.database import Nameable


class Campaign(Nameable):
    """A campaign with a beginning and, mostly, an end."""

    __tablename__ = "campaign"

    code: Mapped[str] = mapped_column(String(60), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    goal: Mapped[str | None] = mapped_column(Text)
