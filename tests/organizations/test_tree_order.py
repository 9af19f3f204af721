"""Organizations stand as the tree by code, dissolved ones last and marked; people by these."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub import clock
from partyhub.cli.list_records import select_requested
from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.organizations.tree_order import tree_place
from partyhub.registers.list_query import Query
from partyhub.registers.listing import Listing
from tests import factories
from tests.browser import Browser, cells
from tests.catalog import CATALOG

NAMES = ["Committee", "General", "Inner", "Group", "Zz", "Gone"]


@pytest.fixture
def tree(database_of_test: None) -> dict[str, Any]:
    """By code alone, Zz would come first and what is below General last."""
    root = factories.committee()
    general = factories.make_organization(code="B", name="General", kind="general_branch")
    other = factories.make_organization(code="C", name="Zz")
    inner = factories.make_organization(code="Z", name="Inner", parent=general)
    group = factories.make_group(inner, code="A", name="Group")
    gone = factories.make_organization(code="A1", name="Gone", dissolved_on="2020-01-01")
    found = (root, general, inner, group, other, gone)
    return dict(zip(NAMES, found, strict=True))


def test_the_order_is_that_of_the_tree(tree: dict[str, Any]) -> None:
    query = select(Organization.name).order_by(tree_place(clock.today()))
    assert list(db.session.scalars(query)) == NAMES
    query = select(Organization.name).order_by(tree_place(date(2019, 12, 31)))
    assert list(db.session.scalars(query))[:2] == ["Committee", "Gone"]


def test_lists_filters_and_pickers_have_it(tree: dict[str, Any], browser: Browser) -> None:
    page = browser.get("organizations.list", shown="all")
    assert [row[1] for row in cells(page)] == NAMES
    marked = [*NAMES[:-1], "Gone (dissolved)"]
    page = browser.get("members.list")
    options = page.select("select[name=organization] option")
    assert [each.text.strip() for each in options if each.get("value")] == marked
    page = browser.get("vanguard_posts.create")
    options = page.select("select[name=organization] option")
    assert [each.text.strip() for each in options if each.get("value")] == marked
    answer = browser.open("GET", browser.url("organizations.choices", q="gone"))
    assert answer.json == {"items": [{"value": "Gone", "text": "Gone (dissolved)"}]}


def test_people_stand_by_branch_post_and_name(tree: dict[str, Any]) -> None:
    for name, branch in (("Ann", "Zz"), ("Bo", "Inner"), ("Cy", "Inner"), ("Di", "General")):
        factories.make_member(name=name, organization=tree[branch])
    bo, cy = (
        next(each for each in everybody("members") if each.name == name) for name in ("Bo", "Cy")
    )
    factories.make_party_post(member=bo, organization=tree["Inner"], post="committee_member")
    factories.make_party_post(member=cy, organization=tree["Inner"], post="secretary")
    assert [each.name for each in everybody("members")] == ["Di", "Cy", "Bo", "Ann"]
    assert [each.member.name for each in everybody("party_posts")] == ["Cy", "Bo"]
    listing = Listing(CATALOG.by_name["party_posts"], factories.OWNER, Query())
    assert [row.member.name for row, _ in listing.page] == ["Cy", "Bo"]
    assert [each.member.name for each in everybody("assignments")] == ["Di", "Cy", "Bo", "Ann"]


def everybody(name: str) -> list[Any]:
    query = select_requested(CATALOG.by_name[name], None, clock.today())
    return list(db.session.scalars(query).unique())
