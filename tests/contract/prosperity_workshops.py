"""The register of prosperity workshops, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_FIRST, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_prosperity_workshop(organization=organization)


def make_searched() -> Any:
    return factories.make_prosperity_workshop(name="六车间共富工坊", code="GF7")


def make_staged(place: Any) -> Any:
    return factories.make_prosperity_workshop(
        workshop=place.made["workshops"],
        code=f"PW-{place.mark}",
        name=f"Prosperity {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    return {"code": "F1", "name": "F", "set_up_on": date(2022, 3, 15)}


contract = Contract(
    title="共富工坊",
    follows="mentorships",
    key=("code",),
    columns="""
        code 编号 text !
        name 名称 text !
        type 类型 enum
        workshop 依托分厂车间 ref
        area_sqm 面积（㎡） decimal
        products 主要产品 text
        supplied_to 产品应用项目 text
        set_up_on 设立日期 date !
        closed_on 停办日期 date
    """,
    edit=Edit("products", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("共富", "gongfu", "lcjgfgf", "gf7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "type": (
            "materials_processing 来料加工式 targeted_recruitment 定向招工式 "
            "live_commerce 电商直播式 farm_tourism 农旅融合式 brand_led 品牌带动式 "
            "industry_enabling 产业赋能式"
        )
    },
    is_chosen_by_name=True,
    make_valid=make_valid,
    refused=(
        Case({"code": ""}, "code", "Enter a code."),
        Case({"closed_on": date(2022, 3, 15)}, "closed_on", NOT_FIRST),
    ),
)
