"""Tables of the calendar and of the lists of words."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.database import Model


class CalendarDay(Model):
    """A day that isn't a workday or a day off simply by its weekday.

    `official` is what the State Council's calendar says, `own` what the company decided, which goes
    before it; None where the one or the other says nothing. True is a workday.
    """

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    official: Mapped[bool | None]
    own: Mapped[bool | None]
    note: Mapped[str] = mapped_column(String(60), default="")


class ListedWord(Model):
    """A word of a list, such as the degrees of `members.college_or_above`."""

    __tablename__ = "listed_word"
    __table_args__ = (UniqueConstraint("key", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    word: Mapped[str] = mapped_column(String(60))
