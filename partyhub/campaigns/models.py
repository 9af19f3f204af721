"""The table of campaigns."""

from datetime import date

from flask_babel import lazy_gettext
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.database import Nameable
from partyhub.naming import Existence


class Campaign(Nameable):
    """A campaign with a beginning and, mostly, an end."""

    __tablename__ = "campaign"
    existence = Existence(
        "started_on",
        "ended_on",
        lazy_gettext("“%(name)s” began on %(day)s, after this day. Check the day."),
        lazy_gettext("“%(name)s” ended on %(day)s. Check whether this was still part of it."),
        is_strict=False,
    )

    code: Mapped[str] = mapped_column(String(60), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    goal: Mapped[str | None] = mapped_column(Text)
