"""The register of campaigns, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(_organization: Any = None) -> Any:
    return factories.make_campaign()


def make_searched() -> Any:
    return factories.make_campaign(name="三先工程", code="SX1")


def make_staged(place: Any) -> Any:
    """Make one without the mark: it is everybody's."""
    return factories.make_campaign()


contract = Contract(
    title="专项行动",
    follows="voting_pauses",
    key=("code",),
    columns="""
        code 编码 text !
        name 名称 text !
        started_on 开始日期 date !
        ended_on 结束日期 date
        goal 目标 text
    """,
    edit=Edit("goal", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("三先", "sanxian", "sxgc", "sx1"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    is_committees_own=True,
    is_everybodys=True,
    is_chosen_by_name=True,
)
