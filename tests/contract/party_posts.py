"""The register of posts in the Party, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_party_post(organization=organization)


def make_searched() -> Any:
    return factories.make_party_post(member=factories.make_member(name="单丽"))


def make_staged(place: Any) -> Any:
    member = place.made["members"]
    return factories.make_party_post(organization=place.organization, member=member)


contract = Contract(
    title="党内职务",
    follows="assignments",
    key=("member", "organization", "post", "started_on"),
    columns="""
        member 姓名 ref !
        organization 党组织 ref !
        post 职务 enum !
        started_on 任职日期 date !
        ended_on 免职日期 date
    """,
    edit=Edit("ended_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"),
    searched=("单丽", "shanli", "sl"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "post": (
            "secretary 书记 deputy_secretary 副书记 organization_commissioner 组织委员 "
            "publicity_commissioner 宣传委员 discipline_commissioner 纪检委员 "
            "committee_member 委员 group_leader 党小组长"
        )
    },
)
