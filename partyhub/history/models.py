from datetime import datetime
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type


class Action(LabeledEnum):
    """What was done to a record; the workflows have words of their own."""

    CREATED = "created", lazy_pgettext("action", "Created")
    CHANGED = "changed", lazy_pgettext("action", "Changed")
    ARCHIVED = "archived", lazy_pgettext("action", "Archived")
    RESTORED = "restored", lazy_pgettext("action", "Restored")
    ADMITTED = "admitted", lazy_pgettext("action", "Admitted to probationary membership")
    REGULARIZED = "regularized", lazy_pgettext("action", "Became a full member")
    TRANSFERRED_IN = "transferred_in", lazy_pgettext("action", "Transferred in")
    TRANSFERRED_OUT = "transferred_out", lazy_pgettext("action", "Transferred out")
    MOVED = "moved", lazy_pgettext("action", "Moved")
    LEFT = "left", lazy_pgettext("action", "Left")
    RETURNED = "returned", lazy_pgettext("action", "Returned")
    DISSOLVED = "dissolved", lazy_pgettext("action", "Dissolved")
    ATTENDANCE = "attendance", lazy_pgettext("action", "Attendance changed")
    RENAMED = "renamed", lazy_pgettext("action", "Headings renamed")
    EXPORTED = "exported", lazy_pgettext("action", "Exported")


# What history names beside registers: the word that it stores, and what people read.
SUBJECTS: dict[str, Any] = {}


class HistoryEntry(Model):
    """One act on one record. Rows are added only: no code changes or deletes them."""

    __tablename__ = "history_entry"
    __table_args__ = (Index(None, "register", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    register: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int | None]
    record_title: Mapped[str] = mapped_column(String(300))
    action: Mapped[Action] = mapped_column(enum_type(Action))
    reason: Mapped[str | None] = mapped_column(Text)
    # A list of {"field", "old", "new"}, each value as plain JSON (see `registers.values.plain`).
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
