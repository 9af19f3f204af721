"""Tables of prosperity workshops and their monthly returns."""

from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partyhub.database import LabeledEnum, Nameable, Record, ScaledDecimal, enum_type
from partyhub.naming import Existence
from partyhub.organizations.models import Workshop


class ProsperityType(LabeledEnum):
    """The types of prosperity workshops."""

    MATERIALS_PROCESSING = (
        "materials_processing",
        lazy_pgettext("prosperity_workshops", "Materials processing"),
    )
    TARGETED_RECRUITMENT = (
        "targeted_recruitment",
        lazy_pgettext("prosperity_workshops", "Targeted recruitment"),
    )
    LIVE_COMMERCE = "live_commerce", lazy_pgettext("prosperity_workshops", "Live commerce")
    FARM_TOURISM = "farm_tourism", lazy_pgettext("prosperity_workshops", "Farm and tourism")
    BRAND_LED = "brand_led", lazy_pgettext("prosperity_workshops", "Brand-led")
    INDUSTRY_ENABLING = (
        "industry_enabling",
        lazy_pgettext("prosperity_workshops", "Industry enabling"),
    )


class ProsperityWorkshop(Nameable):
    """A workshop that employs people with low income, under the scheme of June 2022."""

    __tablename__ = "prosperity_workshop"
    existence = Existence(
        "set_up_on",
        "closed_on",
        lazy_gettext("“%(name)s” was set up on %(day)s, after this day. Check the day."),
        lazy_gettext("“%(name)s” was closed on %(day)s. Choose another one, or correct the day."),
    )
    __table_args__ = (CheckConstraint("closed_on IS NULL OR closed_on > set_up_on", name="days"),)

    code: Mapped[str] = mapped_column(String(60), index=True)
    type: Mapped[ProsperityType | None] = mapped_column(enum_type(ProsperityType))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    area_sqm: Mapped[Decimal | None] = mapped_column(ScaledDecimal(2))
    products: Mapped[str | None] = mapped_column(Text)
    supplied_to: Mapped[str | None] = mapped_column(Text)
    set_up_on: Mapped[date]
    closed_on: Mapped[date | None]

    workshop: Mapped[Workshop | None] = relationship(lazy="raise_on_sql")


class ProsperityReturn(Record):
    """A workshop's return for one month: counts only, never names.

    `month` is the first day of the month.
    """

    __tablename__ = "prosperity_return"
    __table_args__ = (
        CheckConstraint("welfare_staff <= staff", name="welfare"),
        CheckConstraint("low_income_staff <= staff", name="low_income"),
        Index(None, "prosperity_workshop_id", "month"),
    )

    prosperity_workshop_id: Mapped[int] = mapped_column(ForeignKey("prosperity_workshop.id"))
    month: Mapped[date] = mapped_column(index=True)
    staff: Mapped[int | None]
    welfare_staff: Mapped[int | None]
    low_income_staff: Mapped[int | None]
    avg_monthly_income_cny: Mapped[Decimal | None] = mapped_column(ScaledDecimal(2))
    output_cny: Mapped[Decimal | None] = mapped_column(ScaledDecimal(2))

    prosperity_workshop: Mapped[ProsperityWorkshop] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return f"{self.prosperity_workshop.name} · {self.month:%Y-%m}"

    def search_parts(self) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
        return (), (self.prosperity_workshop.name, f"{self.month:%Y-%m}")
