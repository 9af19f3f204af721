"""An empty instance offers a sample roster: it comes in, and goes again without a trace."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import func, select

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, main_text

pytestmark = pytest.mark.long


def live(model: type[Member] | type[Organization]) -> int:
    query = select(func.count()).select_from(model).where(model.archived_at.is_(None))
    return db.session.scalar(query) or 0


def test_the_sample_comes_in_and_is_taken_back(browser: Browser) -> None:
    assert "Try the import first" in main_text(browser.get("home.show_home"))
    response = browser.open("POST", browser.url("home.try_sample"), {})
    assert "The file is in order" in main_text(browser.page(response.location))
    token = response.location.rstrip("/").rsplit("/", 1)[1]
    browser.post("imports.apply", {}, token=token)
    assert (live(Organization), live(Member)) == (3, 10)
    browser.get("home.try_sample", status=404)

    run = db.session.scalars(select(ImportRun)).one()
    browser.post("imports.undo", {"reason": "A slip"}, group_id=run.id)
    db.session.expire_all()
    assert (live(Organization), live(Member)) == (1, 0)
    assert "Try the import first" in main_text(browser.get("home.show_home"))


def test_the_sample_can_be_looked_at(browser: Browser) -> None:
    response = browser.open("GET", browser.url("home.send_sample"))
    book = openpyxl.load_workbook(BytesIO(response.data))
    assert [sheet.max_row for sheet in book] == [3, 11]


def test_nobody_is_offered_it_who_has_records_or_may_not_write(browser: Browser) -> None:
    browser.sign_in(Role.REVIEWER)
    browser.post("home.try_sample", {}, status=403)
    browser.sign_in(Role.COMMITTEE_SECRETARY)
    factories.make_branch()
    assert "Try the import first" not in main_text(browser.get("home.show_home"))
    browser.post("home.try_sample", {}, status=404)
