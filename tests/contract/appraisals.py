"""The register of democratic appraisals, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_appraisal(organization=organization, for_year=2022)


def make_searched() -> Any:
    return factories.make_appraisal(member=factories.make_member(name="单丽"))


def make_staged(place: Any) -> Any:
    return factories.make_appraisal(member=place.made["members"])


contract = Contract(
    title="民主评议",
    follows="party_posts",
    key=("member", "for_year"),
    columns="""
        member 姓名 ref !
        for_year 评议年度 year !
        held_on 评议日期 date !
        grade 等次 enum !
        grade_reason 原因说明 text
    """,
    edit=Edit("held_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"),
    searched=("单丽", "shanli", "sl"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "grade": (
            "excellent 优秀 qualified 合格 basically_qualified 基本合格 unqualified 不合格 "
            "not_graded 不定等次"
        )
    },
)
