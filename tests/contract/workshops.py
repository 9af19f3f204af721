"""The register of workshops, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_workshop(organization=organization)


def make_searched() -> Any:
    return factories.make_workshop(name="热压分厂", code="RY7")


def make_staged(place: Any) -> Any:
    """Make one without the mark: a branch's people may work in any workshop."""
    return factories.make_workshop(organization=place.organization)


contract = Contract(
    title="分厂车间",
    follows="terms",
    key=("code",),
    columns="""
        code 编码 text !
        name 名称 text !
        is_first_line 一线车间 bool !
        changed_on 变更日期 text
        opened_on 启用日期 date !
        closed_on 停用日期 date
        organization 所属党组织 ref
    """,
    edit=Edit("name", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("热压", "reya", "ryfc", "ry7"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    is_committees_own=True,
    is_chosen_by_name=True,
)
