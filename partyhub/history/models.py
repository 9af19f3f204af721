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
    TAKEN_BACK = "taken_back", lazy_pgettext("action", "Import taken back")


class ImportGroup(Model):
    """One import: a file whose rows were entered together, and may be taken back together."""

    __tablename__ = "import_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    # The registers that it wrote to, joined by commas.
    registers: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    # What the kept file is called in the instance's folder of imports; empty when none is kept.
    stored_as: Mapped[str] = mapped_column(String(60), default="")
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(60))


class ImportImage(Model):
    """What a record held, with its dated rows, before an import changed it; None: it was new."""

    __tablename__ = "import_image"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("import_group.id"), index=True)
    register: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)


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
    # The import that it was part of, if any.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("import_group.id"), index=True)
    # A list of {"field", "old", "new"}, each value as plain JSON (see `registers.values.plain`).
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
