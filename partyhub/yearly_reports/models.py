"""Models of yearly reports, their signatures, and what was frozen when they were signed."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type
from partyhub.organizations.models import Organization
from partyhub.periods import Period

LONGEST_TITLE, LONGEST_NOTE, LONGEST_REASON = 120, 500, 200


class ReportState(LabeledEnum):
    """The steps of a report, in their order."""

    DRAFT = "draft", lazy_pgettext("report", "Draft")
    SUBMITTED = "submitted", lazy_pgettext("report", "Submitted")
    SIGNED = "signed", lazy_pgettext("report", "Signed once")
    FROZEN = "frozen", lazy_pgettext("report", "Signed and frozen")


class ReportLanguage(LabeledEnum):
    """The languages in which a report is written."""

    ZH = "zh", lazy_gettext("Chinese")
    EN = "en", lazy_gettext("English")


class YearlyReport(Model):
    """One report of a unit about a period; without an organization, of all of them.

    `opening_note` says why the opening isn't the closing that was signed last.
    """

    __tablename__ = "yearly_report"
    __table_args__ = (Index(None, "organization_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    period: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    language: Mapped[ReportLanguage] = mapped_column(enum_type(ReportLanguage))
    state: Mapped[ReportState] = mapped_column(enum_type(ReportState), default=ReportState.DRAFT)
    opening_note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_by: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    # Set when a draft that nobody ever signed was voided.
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    signatures: Mapped[list["ReportSignature"]] = relationship(
        lazy="raise_on_sql", order_by="ReportSignature.id", back_populates="report"
    )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def days(self) -> Period:
        """Return the period as days."""
        return Period.parse(self.period)

    @property
    def title_in_history(self) -> str:
        """Return the text by which the history names the report."""
        return self.title

    @property
    def valid_signatures(self) -> list["ReportSignature"]:
        """Return the signatures that weren't withdrawn, in their order."""
        return [each for each in self.signatures if each.withdrawn_at is None]


class ReportSignature(Model):
    """One signature of a report; `seen` is what its signer saw, as `looks.Look.seen` returns it.

    A withdrawn one stays, with who withdrew it and why.
    """

    __tablename__ = "report_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("yearly_report.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(40))
    seen: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")

    report: Mapped[YearlyReport] = relationship(lazy="raise_on_sql", back_populates="signatures")


class FrozenReport(Model):
    """The figures of a signed report as they were, and where its workbooks lie.

    Rows are only added and, when the report is unsigned, marked as withdrawn. `figures` is a list
    as `frozen_figures.FrozenFigure` reads it. `files` are the digest and the size of each edition
    of the workbook in the storage of attachments. What the history says after `last_entry_id` was
    done later. `unit` is the name of the organization as it was, None for all organizations.
    `opening` and `closing` are the numbers of members.
    """

    __tablename__ = "frozen_report"
    __table_args__ = (Index(None, "organization_id", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("yearly_report.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    period: Mapped[str] = mapped_column(String(24))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    unit: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_entry_id: Mapped[int]
    opening: Mapped[int]
    closing: Mapped[int]
    opening_note: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def days(self) -> Period:
        """Return the period as days."""
        return Period.parse(self.period)


class FrozenRecords(Model):
    """The records of a register that a signed report counted: a portion of their ids.

    `content` is packed text: see `frozen_records`.
    """

    __tablename__ = "frozen_records"
    __table_args__ = (Index(None, "register", "portion", "frozen_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    frozen_id: Mapped[int] = mapped_column(ForeignKey("frozen_report.id"), index=True)
    register: Mapped[str] = mapped_column(String(40))
    portion: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
