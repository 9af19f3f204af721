"""Table of attachments: which file belongs to which record; the bytes lie in `storage`."""

from datetime import datetime

from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type

LONGEST_NAME = 200


class FileKind(LabeledEnum):
    """The kinds of files, told from their content and never from their names."""

    PHOTO = "photo", lazy_pgettext("attachment", "Photo")
    PDF = "pdf", lazy_pgettext("attachment", "PDF")
    OFD = "ofd", lazy_pgettext("attachment", "OFD")
    DOCX = "docx", lazy_pgettext("attachment", "Word document")
    XLSX = "xlsx", lazy_pgettext("attachment", "Excel workbook")

    @property
    def suffix(self) -> str:
        """Return the ending of the names of such files; photos are stored as JPEG."""
        return ".jpg" if self is FileKind.PHOTO else f".{self.value}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.value]


MEDIA_TYPES = {
    "photo": "image/jpeg",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Attachment(Model):
    """One file of one record. A removed one stays as a row, its file only for some days.

    `digest` is the SHA-256 of the stored bytes, which names them; a photo has a thumbnail too.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "register", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[FileKind] = mapped_column(enum_type(FileKind))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    thumbnail_digest: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
