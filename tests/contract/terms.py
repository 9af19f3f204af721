"""The register of terms of committees, as it is promised."""

from datetime import date
from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    return factories.make_term(organization=organization, reelected_on=date(2023, 5, 1))


def make_searched() -> Any:
    return factories.make_term(organization=factories.make_branch(name="查庄支部", code="ZZ9"))


def make_staged(place: Any) -> Any:
    return factories.make_term(organization=place.organization, reelected_on=date(2023, 3, 1))


contract = Contract(
    title="届次",
    follows="organizations",
    key=("organization", "number"),
    columns="""
        organization 党组织 ref !
        number 届次（第几届） int !
        started_on 任期开始 date !
        due_on 应换届日期 date
        reelected_on 实际换届日期 date
        extension_until 批准延期至 date
    """,
    edit=Edit("reelected_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"),
    searched=("查庄", "zz9"),
    make=make,
    make_searched=make_searched,
    make_staged=make_staged,
    is_committees_own=True,
)
