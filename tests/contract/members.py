"""The register of members, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_member(organization=organization, phone="13812345678")


def make_searched() -> Any:
    return factories.make_member(name="单丽", number="E77")


def make_staged(place: Any) -> Any:
    return factories.make_member(
        organization=place.organization,
        name=f"Person {place.mark}",
        job=f"Job {place.mark}",
        remark=f"Remark {place.mark}",
        ethnicity=f"E {place.mark}",
        native_place=f"P {place.mark}",
        education=f"D {place.mark}",
        phone="13812340007",
        party_group=factories.make_group(place.organization, name=f"Group {place.mark}"),
    )


def left_out(record: Any) -> dict[str, Any]:
    """Return the branch, which only a transfer changes, and the phone, which is shown masked."""
    organization_id = factories.find(record).assignments[0].organization_id
    return {"organization": f"#{organization_id}", "phone": record.phone}


contract = Contract(
    title="党员花名册",
    follows="workshops",
    key=("number",),
    columns="""
        number 编号 text
        name 姓名 text !
        sex 性别 enum
        birth_date 出生日期 known_date
        ethnicity 民族 text
        native_place 籍贯 text
        education 学历 text
        organization 所在党支部 ref !
        party_group 党小组 ref
        workshop 分厂车间 ref
        job 工作岗位 text
        applied_on 申请入党日期 known_date
        activist_on 确定积极分子日期 known_date
        target_on 确定发展对象日期 known_date
        admitted_on 入党日期 known_date
        full_on 转正日期 known_date
        probation_extended_until 延长预备期至 date
        joined_on 组织关系转入日期 known_date
        employment 在岗状态 enum
        is_floating 流动党员 bool
        changed_on 变更日期 text
        phone 手机号码 phone
        remark 备注 text
    """,
    edit=Edit("job", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("单", "单丽", "shanli", "sl", "E77", "ｅ77"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={"sex": "male 男 female 女", "employment": "on_post 在岗 retired 退休 left 离职"},
    is_chosen_by_name=True,
    left_out=left_out,
)
