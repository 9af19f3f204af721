"""Who sees an import, has its file and takes it back: who may write its records today."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.accounts.models import User
from partyhub.activities.models import Activity
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.history.models import Action, ImportRun
from partyhub.members.models import Member
from partyhub.roles import Role
from tests import factories, stages
from tests.browser import Browser, main_text
from tests.catalog import CATALOG
from tests.registers.importing.test_pages import apply, hand_in, token_of
from tests.registers.samples import history_of, stored

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
MEMBERS = ("编号", "姓名", "所在党支部", "入党日期")
HEAD = ("编码", "名称", "开始日期", "目标")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def group() -> ImportRun:
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).first()


def take_in(browser: Browser, folder: Path, name: str, *rows: Any) -> int:
    apply(browser, token_of(hand_in(browser, folder, name, rows)))
    return group().id


def move(browser: Browser, role: Role, organization: Any) -> None:
    """Give the account that is signed in another role and another organization."""
    assert browser.user is not None
    user = db.session.get_one(User, browser.user.id)
    user.role, user.organization_id = role, organization.id
    db.session.commit()


def refused(browser: Browser, group_id: int) -> str:
    """Nothing is taken back, and there is no file; return the page, which says why."""
    before = stages.digest()
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group_id)
    assert stages.digest() == before
    browser.post("imports.download", status=404, group_id=group_id)
    assert stages.digest() == before
    page = browser.get("imports.show", group_id=group_id)
    assert not page.select('form[action$="/undo"], form[action$="/file"]')
    return str(main_text(page))


def test_whose_scope_has_shrunk_takes_nothing_back(browser: Browser, folder: Path) -> None:
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    rows = MEMBERS, ("A1", "Mine", "Own", DAY), ("A2", "Theirs", "Other", DAY)
    group_id = take_in(browser, folder, "members", *rows)
    move(browser, Role.BRANCH_SECRETARY, own)
    assert "Others manage some of its records now" in refused(browser, group_id)
    move(browser, Role.COMMITTEE_CLERK, other)
    refused(browser, group_id)
    assert {m.archived_at for m in db.session.scalars(select(Member))} == {None}


def test_who_may_no_longer_write_the_register(browser: Browser, folder: Path) -> None:
    root = factories.committee()
    group_id = take_in(browser, folder, "campaigns", HEAD, ("C1", "One", DAY, ""))
    move(browser, Role.BRANCH_SECRETARY, root)
    refused(browser, group_id)
    move(browser, Role.REVIEWER, root)
    browser.post("imports.undo", {"reason": "A slip"}, status=403, group_id=group_id)


def test_a_person_who_moved_on_belongs_to_others(browser: Browser, folder: Path) -> None:
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    group_id = take_in(browser, folder, "members", MEMBERS, ("A1", "Mine", "Own", DAY))
    assert browser.download("imports.download", group_id=group_id)[:2] == b"PK"
    member = db.session.scalars(select(Member)).one()
    factories.leave(member, date(2023, 1, 1))
    factories.make_assignment(member=member, organization=other, started_on=date(2023, 1, 1))
    refused(browser, group_id)


def test_what_would_lie_with_others_again_is_not_taken_back(browser: Browser, folder: Path) -> None:
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    team = factories.make_team(code="T1", name="Team", organization=other)
    group_id = take_in(browser, folder, "teams", ("编号", "所属党组织"), ("T1", "Own"))
    move(browser, Role.BRANCH_SECRETARY, own)
    before = stages.digest()
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group_id)
    assert stages.digest() == before
    assert factories.find(team).organization_id == own.id


def test_the_office_of_a_part_has_the_imports_of_that_part(browser: Browser, folder: Path) -> None:
    upper = factories.make_organization(code="U1", name="Upper", kind="general_branch")
    inner = factories.make_organization(code="I1", name="Inner", parent=upper)
    factories.make_branch(name="Other")
    mine = take_in(browser, folder, "members", MEMBERS, ("A1", "Mine", "Inner", DAY))
    rows = ("A2", "Two", "Inner", DAY), ("A3", "Three", "Other", DAY)
    theirs = take_in(browser, folder, "members", MEMBERS, *rows)
    browser.sign_in(Role.COMMITTEE_CLERK, upper)
    assert browser.download("imports.download", group_id=mine)[:2] == b"PK"
    browser.get("imports.show", status=404, group_id=theirs)
    for act in ("undo", "download"):
        browser.post(f"imports.{act}", status=404, group_id=theirs)
    listed = browser.get("imports.list").select("td a")
    assert [link["href"].rsplit("/", 1)[1] for link in listed] == [str(mine)]
    browser.post("imports.undo", {"reason": "A slip"}, group_id=mine)
    assert group().undone_at is None  # the other one
    assert db.session.get_one(ImportRun, mine).undone_at is not None
    assert stored(Member) == 3
    browser.sign_in(Role.BRANCH_SECRETARY, inner)
    browser.get("imports.show", status=404, group_id=mine)


def test_taken_back_twice_says_so(browser: Browser, folder: Path) -> None:
    group_id = take_in(browser, folder, "campaigns", HEAD, ("C1", "One", DAY, ""))
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group_id)
    browser.get("imports.show", group_id=group_id)
    before = stages.digest()
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group_id)
    assert "taken back already" in main_text(browser.get("imports.show", group_id=group_id))
    assert stages.digest() == before


def test_who_refers_is_linked_where_it_may_be_read(browser: Browser, folder: Path) -> None:
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    group_id = take_in(browser, folder, "members", MEMBERS, ("A1", "Mine", "Own", DAY))
    member = db.session.scalars(select(Member)).one()
    for title, organization in (("Seen", own), ("Unseen", other)):
        factories.make_activity(title=title, organization=organization, present=[member])
    page = browser.get("imports.show", group_id=group_id)
    text = main_text(page)
    assert "Seen" in text
    assert "Unseen" not in text
    assert "a record that you don't manage" in text
    seen = db.session.scalars(select(Activity).where(Activity.title == "Seen")).one()
    assert page.select(f'a[href$="/activities/{seen.id}"]')
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group_id)
    assert "2 records stand against it" in main_text(browser.get("imports.show", group_id=group_id))
    assert factories.find(member).archived_at is None


def test_after_it_the_same_file_comes_in_anew(browser: Browser, folder: Path) -> None:
    """Also with the keys that an export carries: what is archived stays so."""
    rows = HEAD, ("C1", "One", DAY, ""), ("C2", "Two", DAY, "")
    first = take_in(browser, folder, "campaigns", *rows)
    content = browser.download("campaigns.export", columns="all", shown="all")
    browser.post("imports.undo", {"reason": "A slip"}, group_id=first)
    address = browser.url("campaigns.import")
    response = browser.open("POST", address, {"file": (BytesIO(content), "again.xlsx")})
    apply(browser, token_of(response))
    assert (group().new_count, group().changed_count) == (2, 0)


def test_it_asks_a_reason(browser: Browser, folder: Path) -> None:
    """The reason stands at each record that was voided."""
    run_id = take_in(browser, folder, "campaigns", HEAD, ("C1", "One", DAY, ""))
    page = browser.get("imports.show", group_id=run_id)
    assert page.select('form[action$="/undo"] input[name=reason][required]')
    browser.post("imports.undo", {"reason": " "}, group_id=run_id)
    assert "Say why" in main_text(browser.get("imports.show", group_id=run_id))
    campaign = db.session.scalars(select(Campaign)).first()
    assert campaign.archived_at is None
    browser.post("imports.undo", {"reason": "Last year's file"}, group_id=run_id)
    last = history_of(campaign, CATALOG.by_name["campaigns"])[-1]
    assert last.action is Action.ARCHIVED
    assert last.reason == f"Import {run_id} taken back: Last year's file"
