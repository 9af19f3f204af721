"""Definitions of the two registers of this package."""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.organizations.access import owned_by_workshop
from partyhub.organizations.list_filters import workshop_filter
from partyhub.organizations.models import Workshop
from partyhub.prosperity.forms import ProsperityReturnForm, ProsperityWorkshopForm
from partyhub.prosperity.models import ProsperityReturn, ProsperityType, ProsperityWorkshop
from partyhub.prosperity.queries import (
    choose_prosperity_workshop,
    load_prosperity_workshops,
    load_returns,
)
from partyhub.registers import (
    Column,
    Ending,
    Listing,
    Register,
    Relation,
    assign,
    enum_filter,
    event,
    existing,
    record_filter,
)
from partyhub.registers.list_filters import period_filter

prosperity_workshops = Register(
    name="prosperity_workshops",
    label=lazy_gettext("Prosperity workshop"),
    title=lazy_gettext("Prosperity workshops"),
    model=ProsperityWorkshop,
    form=ProsperityWorkshopForm,
    key=("code",),
    columns=(
        Column("code", sort=ProsperityWorkshop.code),
        Column("name", sort=ProsperityWorkshop.pinyin),
        Column("type"),
        Column("workshop"),
        Column("area_sqm"),
        Column("products"),
        Column("supplied_to"),
        Column("set_up_on", sort=ProsperityWorkshop.set_up_on),
        Column("closed_on"),
    ),
    listing=Listing(
        columns=("code", "name", "type", "workshop", "area_sqm", "set_up_on", "closed_on"),
        order="code",
        search=(ProsperityWorkshop.id,),
        filters=(
            enum_filter(
                "type",
                lazy_pgettext("prosperity_workshops", "Type"),
                ProsperityWorkshop.type,
                ProsperityType,
            ),
            workshop_filter(ProsperityWorkshop.workshop_id),
        ),
    ),
    load=load_prosperity_workshops,
    store=assign,
    lifetime=existing(ProsperityWorkshop.set_up_on, ProsperityWorkshop.closed_on),
    ending=Ending(
        lazy_gettext("Records refer to this workshop. What came to an end gets its closing day."),
        lazy_gettext("Enter its closing day"),
    ),
    access=owned_by_workshop(ProsperityWorkshop.workshop_id),
)

prosperity_returns = Register(
    name="prosperity_returns",
    label=lazy_gettext("Monthly return"),
    title=lazy_gettext("Monthly returns"),
    adding=lazy_gettext("Enter a return"),
    model=ProsperityReturn,
    form=ProsperityReturnForm,
    key=("prosperity_workshop", "month"),
    columns=(
        Column("prosperity_workshop", sort=ProsperityWorkshop.code),
        Column("month", sort=ProsperityReturn.month),
        Column("staff"),
        Column("welfare_staff"),
        Column("low_income_staff"),
        Column("avg_monthly_income_cny"),
        Column("output_cny"),
    ),
    listing=Listing(
        columns=(
            "month",
            "prosperity_workshop",
            "staff",
            "welfare_staff",
            "low_income_staff",
            "avg_monthly_income_cny",
            "output_cny",
        ),
        order="-month",
        search=(ProsperityReturn.id, ProsperityReturn.prosperity_workshop_id),
        filters=(
            record_filter(
                "prosperity_workshop",
                lazy_pgettext("prosperity_returns", "Prosperity workshop"),
                ProsperityReturn.prosperity_workshop_id,
                choose_prosperity_workshop,
            ),
            period_filter(ProsperityReturn.month),
        ),
    ),
    load=load_returns,
    store=assign,
    lifetime=event(ProsperityReturn.month),
    access=owned_by_workshop(ProsperityWorkshop.workshop_id),
)

relations = (
    Relation(
        prosperity_workshops,
        Workshop,
        lazy_gettext("Prosperity workshops"),
        lambda workshop: ProsperityWorkshop.workshop_id == workshop.id,
        ("code", "name", "type", "set_up_on", "closed_on"),
        ProsperityWorkshop.code,
        filter="workshop",
    ),
)
