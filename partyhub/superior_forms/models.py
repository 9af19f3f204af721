"""Table of the forms of the superior office."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from partyhub.clock import now
from partyhub.database import Model, UtcDateTime


class SuperiorForm(Model):
    """One form: its file, the cells of that file, and what goes into which of them.

    `sheets` and `losses` are what `spreadsheets.read_form` found in the file, `mapping` is a
    `mapping.Mapping` as JSON. A newer file waits in the columns `pending_…` until somebody has
    looked at how it differs. Both files are attachments, whose register is `subjects.FORMS`.
    """

    __tablename__ = "superior_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    losses: Mapped[list[str]] = mapped_column(JSON, default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pending_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    pending_sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    pending_losses: Mapped[list[str]] = mapped_column(JSON, default=list)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def title_in_history(self) -> str:
        return self.name
