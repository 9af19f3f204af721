"""What a page may cost, without a clock: statements, their length, the indexes of their plans."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from partyhub import clock
from partyhub.database import db
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.members.registers import members
from partyhub.organizations.models import Organization
from partyhub.registers import Register, listing
from partyhub.registers.listing import Listing, Query
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser, main_text, text
from tests.registers.samples import counted_queries, each_register, make, registers

pytestmark = pytest.mark.long

MOST_OF_A_LIST = 8
MOST_OF_A_FORM = 8
MOST_OF_A_RECORD = 14
# This page shows the figures of one workshop, each of them read on its own.
MORE_OF_A_RECORD = {"prosperity_workshops": 2}
LONGEST = 20_000


@pytest.fixture
def statements(browser: Browser) -> Iterator[list[str]]:
    """Every statement that a page sends, but for those that begin and end a transaction."""
    with counted_queries() as found:
        yield found


def assert_within(statements: list[str], most: int) -> None:
    assert 0 < len(statements) <= most, "\n".join(each[:200] for each in statements)
    assert max(map(len, statements)) <= LONGEST


@each_register
@pytest.mark.parametrize("requested", [{}, {"columns": "all", "shown": "all"}, {"q": "dw"}])
def test_a_list_costs_few_statements(
    register: Register, browser: Browser, statements: list[str], requested: dict[str, str]
) -> None:
    for _ in range(3):
        make(register)
    db.session.commit()
    # What is confidential is the committee's alone.
    other = Role.COMMITTEE_SECRETARY if register.is_confidential else Role.BRANCH_SECRETARY
    for role in (Role.COMMITTEE_CLERK, other):
        branch = factories.make_branch() if role is Role.BRANCH_SECRETARY else None
        browser.sign_in(role, branch)
        browser.get(f"{register.name}.list", **requested)
        statements.clear()
        browser.get(f"{register.name}.list", **requested)
        assert_within(statements, MOST_OF_A_LIST)


@each_register
def test_a_record_costs_few_statements(
    register: Register, browser: Browser, statements: list[str]
) -> None:
    record_id = make(register).id
    db.session.commit()
    browser.get(f"{register.name}.show", record_id=record_id)
    statements.clear()
    browser.get(f"{register.name}.show", record_id=record_id)
    assert_within(statements, MOST_OF_A_RECORD + MORE_OF_A_RECORD.get(register.name, 0))


@each_register
def test_a_form_costs_few_statements(
    register: Register, browser: Browser, statements: list[str]
) -> None:
    make(register)
    db.session.commit()
    browser.get(f"{register.name}.create")
    statements.clear()
    browser.get(f"{register.name}.create")
    assert_within(statements, MOST_OF_A_FORM)


ORDER = {"members": "ix_member_pinyin_id", "activities": "ix_activity_held_on_id"}


@registers(*ORDER)
@pytest.mark.parametrize("is_root", [True, False], ids=["whole", "many branches"])
@pytest.mark.sqlite(reason="PostgreSQL chooses by its statistics")
def test_a_list_is_read_in_the_order_of_an_index(
    register: Register, is_root: bool, browser: Browser
) -> None:
    viewer = Viewer("x", Role.COMMITTEE_CLERK, organization_id=factories.committee().id)
    if not is_root:
        general = factories.make_organization(kind="general_branch")
        for _ in range(9):
            factories.make_organization(parent=general)
        viewer = Viewer("x", Role.BRANCH_SECRETARY, organization_id=general.id)
    plan = plan_of(Listing(register, viewer, Query(sort=register.listing.order)))
    assert ORDER[register.name] in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.sqlite(reason="PostgreSQL chooses by its statistics")
def test_the_list_of_one_branch_begins_with_those_who_were_in_it(browser: Browser) -> None:
    viewer = Viewer("x", Role.BRANCH_SECRETARY, organization_id=factories.make_branch().id)
    plan = plan_of(Listing(members, viewer, Query(sort="name")))
    assert "SEARCH member USING INTEGER PRIMARY KEY" in plan, plan
    assert "ix_assignment_organization_id_started_on_ended_on" in plan, plan


def plan_of(found: Listing) -> str:
    compiled = found.page_query().compile(db.engine, compile_kwargs={"literal_binds": True})
    rows = db.session.execute(sql("EXPLAIN QUERY PLAN " + str(compiled).replace(":", "\\:")))
    return "\n".join(str(row[-1]) for row in rows)


def test_many_records_are_counted_on_request(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    monkeypatch.setattr(listing, "MOST_COUNTED", 5)
    for _ in range(5):
        make(members)
    page = browser.get("members.list")
    assert text(page.select_one(".note")) == "5 records"
    assert "Exact number" not in main_text(page)
    for _ in range(2):
        make(members)
    page = browser.get("members.list", sort="number")
    assert text(page.select_one(".note")) == "5+ records"
    (link,) = [a for a in page.select(".foot-bar a") if text(a) == "Exact number"]
    page = browser.page(str(link["href"]))
    assert text(page.select_one(".note")) == "7 records"
    (following,) = [a for a in page.select("nav a") if text(a) == "Next page"]
    page = browser.page(str(following["href"]))
    assert text(page.select_one(".note")) == "7 records"
    assert "sort=number" in str(following["href"])


def test_the_words_of_a_count_are_chinese(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    monkeypatch.setattr(listing, "MOST_COUNTED", 1)
    for _ in range(3):
        make(members)
    page = browser.sign_in(Role.COMMITTEE_CLERK, language="zh").get("members.list")
    assert text(page.select_one(".note")) == "超过 1 条"
    assert "查看确切条数" in text(page.select_one(".foot-bar"))


def test_a_transfer_of_tomorrow_counts_tomorrow(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """List and rights follow the day, and nobody has to run anything for it."""
    here, there = factories.make_branch(), factories.make_branch()
    member = factories.find(factories.make_member(organization=here, name="单丽"))
    tomorrow = clock.today() + timedelta(days=1)
    (now,) = member.assignments
    now.ended_on, now.out_reason = tomorrow, OutReason.INTERNAL
    following = Assignment(
        member=member, organization=there, started_on=tomorrow, in_reason=InReason.INTERNAL
    )
    db.session.add(following)
    db.session.commit()
    assert sees(browser, here, member) == (True, 200)
    assert sees(browser, there, member) == (False, 404)
    monkeypatch.setitem(browser.app.config, "TODAY", tomorrow)
    assert sees(browser, here, member) == (False, 404)
    assert sees(browser, there, member) == (True, 200)


def sees(browser: Browser, branch: Organization, member: Member) -> tuple[bool, int]:
    """Whether the secretary's list of the branch shows the person, and how the page answers."""
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    listed = "单丽" in main_text(browser.get("members.list", q="单丽"))
    address = browser.url("members.show", record_id=member.id)
    return listed, browser.open("GET", address).status_code


def test_what_people_who_left_still_hold_is_read_for_all_at_once(
    browser: Browser, statements: list[str]
) -> None:
    branch, costs = factories.make_branch(), []
    for number in (1, 4):
        for _ in range(number):
            post = factories.make_party_post(organization=branch, post="committee_member")
            (stay,) = factories.find(post.member).assignments
            stay.ended_on, stay.out_reason = clock.today(), OutReason.TRANSFER_OUT
        db.session.commit()
        statements.clear()
        browser.get("still_holding.show")
        costs.append(len(statements))
    assert costs[0] == costs[1]
