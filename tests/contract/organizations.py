"""The register of organizations, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(_organization: Any = None) -> Any:
    return factories.make_organization()


def make_searched() -> Any:
    return factories.make_organization(name="查庄支部", code="ZZ9")


def make_staged(place: Any) -> Any:
    factories.change(place.organization, remark=f"Remark {place.mark}")
    return place.organization


contract = Contract(
    title="党组织",
    follows="",
    key=("code",),
    columns="""
        code 编码 text !
        name 名称 text !
        short_name 简称 text
        kind 类别 enum !
        parent 上级党组织 ref
        has_committee 设支委会 bool
        changed_on 变更日期 text
        established_on 成立日期 date !
        dissolved_on 撤销日期 date
        superior_name 上级党组织名称 text
        remark 备注 text
    """,
    edit=Edit("remark", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("查庄", "zz9", "zz"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "kind": (
            "party_committee 党委 general_branch 党总支 branch 党支部 "
            "joint_branch 联合党支部 temporary_branch 临时党支部 party_group 党小组"
        )
    },
    is_committees_own=True,
    is_chosen_by_name=True,
)
