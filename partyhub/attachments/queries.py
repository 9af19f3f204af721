"""Queries for attachments."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from partyhub import clock
from partyhub.attachments.models import Attachment
from partyhub.database import db

# How long the file of a removed attachment is kept.
RETENTION = timedelta(days=30)


def select_attachments_of(register: str, record_id: int) -> Select[Attachment]:
    """Select the attachments of a record in the order in which they were added."""
    return (
        select(Attachment)
        .where(
            Attachment.register == register,
            Attachment.record_id == record_id,
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
    )


def find_attachments_of(register: str, record_id: int) -> Sequence[Attachment]:
    return db.session.scalars(select_attachments_of(register, record_id)).all()


def find_attachment(register: str, record_id: int, attachment_id: int) -> Attachment | None:
    """Return the attachment if it belongs to the record and wasn't removed, else None."""
    query = select_attachments_of(register, record_id).where(Attachment.id == attachment_id)
    return db.session.scalars(query).first()


def find_needed_digests() -> frozenset[str]:
    """Return what names the files that are attached, or were removed only lately."""
    is_needed = or_(
        Attachment.removed_at.is_(None), Attachment.removed_at > clock.now() - RETENTION
    )
    rows = db.session.execute(
        select(Attachment.digest, Attachment.thumbnail_digest).where(is_needed)
    )
    return frozenset(digest for row in rows for digest in row if digest)


def count_attachments() -> tuple[int, int]:
    """Return how many files are attached, and their bytes.

    It names the table: asking for attributes of a model prepares all models, which takes a command
    longer than the counting.
    """
    stored: Any = Attachment.__table__.c
    query = select(func.count(), func.coalesce(func.sum(stored.size), 0))
    db.session.flush()
    count, size = db.session.execute(query.where(stored.removed_at.is_(None))).one()
    return count, int(size)


def find_digests() -> Sequence[str]:
    """Return what names the files that are attached, thumbnails too."""
    stored: Any = Attachment.__table__.c
    db.session.flush()
    rows = db.session.execute(
        select(stored.digest, stored.thumbnail_digest).where(stored.removed_at.is_(None))
    )
    return sorted({digest for row in rows for digest in row if digest})
