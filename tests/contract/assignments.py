"""The register of assignments of members to branches, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_assignment(organization=organization)


def make_searched() -> Any:
    return factories.find(factories.make_member(name="单丽")).assignments[0]


def make_staged(place: Any) -> Any:
    return factories.find(place.made["members"]).assignments[0]


contract = Contract(
    title="组织关系变动",
    follows="members",
    key=("member", "organization", "started_on"),
    columns="""
        member 姓名 ref !
        organization 党组织 ref !
        party_group 党小组 ref
        started_on 开始日期 date !
        in_reason 增加原因 enum !
        ended_on 结束日期 date
        out_reason 减少原因 enum
        origin 来源 text
        destination 去向 text
        letter_no 介绍信编号 text
        letter_valid_until 介绍信有效期至 date
        receipt_on 回执日期 date
        dues_paid_until 党费缴至 month
    """,
    edit=Edit("started_on", "2021-02-03", "3 February 2021", "2021-02-04", "4 February 2021"),
    searched=("单丽", "shanli", "sl"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "in_reason": "admitted 发展 transfer_in 转入 internal 内部调整 restored 恢复党籍",
        "out_reason": (
            "transfer_out 转出 internal 内部调整 deceased 死亡 removed 除名 expelled 开除党籍 "
            "suspended 停止党籍 probation_cancelled 取消预备党员资格 withdrawn 撤回入党申请"
        ),
    },
)
