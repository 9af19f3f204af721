"""Columns of an assignment about coming and leaving: where to, the letter, and what ended too."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column


class Ending:
    """Columns of where a person came from and went to, the letter, and what ended with it."""

    origin: Mapped[str | None] = mapped_column(String(200))
    destination: Mapped[str | None] = mapped_column(String(200))
    letter_no: Mapped[str | None] = mapped_column(String(100))
    letter_valid_until: Mapped[date | None] = mapped_column(index=True)
    receipt_on: Mapped[date | None]
    dues_paid_until: Mapped[date | None]
    # See leaving.py: it is opened again if the end is taken back.
    ended_too: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
