"""Models of the changes of past figures."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type


class Via(LabeledEnum):
    """The ways on which a figure of a past period changes."""

    PAGE = "page", lazy_pgettext("via", "On a page")
    IMPORT = "import", lazy_pgettext("via", "By an import")
    UNDO = "undo", lazy_pgettext("via", "By taking an import back")


class PastFigureChange(Model):
    """One figure of a period that had ended, and what an act made of it, of all organizations.

    Rows are only added: no code changes or deletes them. `register` and `record_id` name the record
    that the act was about; they are empty for an import, which is about many (`group_id`). `code`
    is the figure's, `period` the key of the period.
    """

    __tablename__ = "past_figure_change"
    __table_args__ = (Index(None, "register", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    via: Mapped[Via] = mapped_column(enum_type(Via))
    register: Mapped[str] = mapped_column(String(40), default="")
    record_id: Mapped[int | None]
    record_title: Mapped[str] = mapped_column(String(300), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("import_group.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(24))
    # Numbers, or null where there was nothing to count.
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    # Whether it was only counted after the act was stored, because that took long.
    is_late: Mapped[bool] = mapped_column(default=False)
