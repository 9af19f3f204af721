"""The register of awards, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import NOT_YET, Case, Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_award(organization=organization)


def make_searched() -> Any:
    return factories.make_award(title="红旗党组织")


def make_staged(place: Any) -> Any:
    return factories.make_award(
        recipient=place.made["members"],
        recipient_kind="member",
        title=f"Honor {place.mark}",
        granting_body=f"Body {place.mark}",
        document_no=f"No {place.mark}",
        certificate_no=f"Cert {place.mark}",
    )


def make_valid() -> dict[str, Any]:
    return {
        "title": "Honor",
        "level": "county",
        "granting_body": "County",
        "awarded_on": date(2023, 3, 1),
        "recipient_kind": "company",
        "recipient": "Company",
    }


contract = Contract(
    title="荣誉台账",
    follows="prosperity_returns",
    key=("title", "granting_body", "awarded_on", "recipient"),
    columns="""
        title 荣誉名称 text !
        level 级别 enum !
        granting_body 授予单位 text !
        awarded_on 授予日期 date !
        for_year 表彰年度 year
        recipient_kind 表彰对象类别 enum !
        recipient 受表彰对象 ref !
        category 荣誉类别 enum
        document_no 文号 text
        certificate_no 证书编号 text
        valid_until 有效期至 date
    """,
    edit=Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("红旗", "hongqi", "hq"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "level": (
            "national 国家级 provincial 省级 prefecture 设区市级 county 县（市、区）级 "
            "township 乡镇（街道）级 enterprise 企业级"
        ),
        "recipient_kind": (
            "organization 党组织 company 企业 member 个人 workshop 分厂车间 team 队伍 "
            "post 岗位 project 项目 prosperity_workshop 共富工坊"
        ),
        "category": (
            "advanced_organization 先进基层党组织 outstanding_member 优秀共产党员 "
            "outstanding_party_worker 优秀党务工作者 medal 纪念章 other 其他"
        ),
    },
    make_valid=make_valid,
    other_keys=(
        {"recipient": "Another company"},
        {"granting_body": "Another body"},
    ),
    refused=(
        Case({"awarded_on": date(2023, 7, 1)}, "awarded_on", NOT_YET),
        Case(
            {"valid_until": date(2023, 2, 28)},
            "valid_until",
            "It can't lie before the day of the award.",
        ),
        Case({"recipient": ""}, "recipient", "Enter the recipient."),
        *(
            Case({"recipient_kind": kind}, "recipient", "“Company” is not on record.")
            for kind in (
                *("organization", "member", "workshop", "team", "post", "project"),
                "prosperity_workshop",
            )
        ),
    ),
)
