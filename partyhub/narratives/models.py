"""Tables of narrative reports and of the templates that they begin with."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_pgettext
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type
from partyhub.organizations.models import Organization


class Language(LabeledEnum):
    """The languages of reports."""

    ZH = "zh", lazy_pgettext("language of a report", "Chinese")
    EN = "en", lazy_pgettext("language of a report", "English")


class Narrative(Model):
    """The narrative report of a unit and a period in one language.

    `sections` is a list of {"key", "heading", "text"}; the texts are templates with what people
    wrote by hand between the fields. One with a true "left_out" is kept, and not written.
    `period` is the key of the period.
    """

    __tablename__ = "narrative"
    __table_args__ = (UniqueConstraint("organization_id", "period", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    period: Mapped[str] = mapped_column(String(24))
    language: Mapped[Language] = mapped_column(enum_type(Language))
    title: Mapped[str] = mapped_column(Text)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def title_in_history(self) -> str:
        return f"{self.period} {self.language.value}"

    @property
    def written(self) -> list[dict[str, Any]]:
        """Return the sections that are not left out."""
        return [each for each in self.sections if not each.get("left_out")]


class NarrativeTemplate(Model):
    """The text of one section that new reports begin with, where the committee has changed it."""

    __tablename__ = "narrative_template"
    __table_args__ = (UniqueConstraint("language", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    language: Mapped[Language] = mapped_column(enum_type(Language))
    section: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def title_in_history(self) -> str:
        return f"{self.section} {self.language.value}"
