"""Models of the history, of import runs, their snapshots and their mappings of columns."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type


class Action(LabeledEnum):
    """The kind of an act on a record; the workflows have kinds of their own."""

    CREATED = "created", lazy_pgettext("action", "Created")
    CHANGED = "changed", lazy_pgettext("action", "Changed")
    ARCHIVED = "archived", lazy_pgettext("action", "Voided")
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
    REVEALED = "revealed", lazy_pgettext("action", "Phone number viewed")
    ATTACHED = "attached", lazy_pgettext("action", "File attached")
    DETACHED = "detached", lazy_pgettext("action", "Attachment removed")
    EXPLAINED = "explained", lazy_pgettext("action", "Reason given")
    TAKEN_BACK = "taken_back", lazy_pgettext("action", "Import taken back")
    REMEMBERED = "remembered", lazy_pgettext("action", "Mapping of columns remembered")
    FORGOTTEN = "forgotten", lazy_pgettext("action", "Mapping of columns forgotten")
    SUBMITTED = "submitted", lazy_pgettext("action", "Submitted for signing")
    SENT_BACK = "sent_back", lazy_pgettext("action", "Sent back for changes")
    SIGNED = "signed", lazy_pgettext("action", "Signed")
    FROZEN = "frozen", lazy_pgettext("action", "Signed by the second and frozen")
    UNSIGNED = "unsigned", lazy_pgettext("action", "Signatures withdrawn")


# Acts that change no record: who read what.
READING = frozenset({Action.EXPORTED, Action.REVEALED})
# Acts that leave the record's own columns, and so its version, as they were.
BESIDE = READING | {Action.ATTACHED, Action.DETACHED}


class ImportRun(Model):
    """One import run: a file whose rows were saved together, and may be undone together."""

    __tablename__ = "import_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    # The names of the registers that it wrote to, joined by commas.
    registers: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    # The name of the stored file in the instance's imports folder; empty when none is stored.
    stored_as: Mapped[str] = mapped_column(String(60), default="")
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(60))


class ImportSnapshot(Model):
    """The values of a record, with its dated rows, before an import; None for a new record."""

    __tablename__ = "import_image"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("import_group.id"), index=True)
    register: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class ColumnMapping(Model):
    """The confirmed mapping of the columns of one layout, proposed for the next such file.

    `signature` stands for the layout's headers; `columns` gives the key of ours by the name of each
    column, "" for one that is left out. `group_id` is the last import that used it.
    """

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("register", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    group_id: Mapped[int] = mapped_column(ForeignKey("import_group.id"), index=True)


class HistoryEntry(Model):
    """One act on one record. Rows are only added: no code changes or deletes them."""

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
    # The import run that it was part of, if any.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("import_group.id"), index=True)
    # A list of {"field", "old", "new"}, each value as plain JSON (see `registers.values.plain`).
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
