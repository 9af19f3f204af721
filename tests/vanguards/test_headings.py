"""The headings of 三亮三比 under other names: who may give them, and where they stand."""

import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from partyhub.cli.list_records import json_of, table_of
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.periods import Period
from partyhub.registers.exporting import write_records
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows
from partyhub.vanguards.models import HeadingName
from partyhub.vanguards.registers import post_reviews, vanguard_posts
from tests.browser import Browser, errors, form_data, main_text, text
from tests.catalog import CATALOG
from tests.conftest import TODAY
from tests.factories import make_branch, make_member, make_post_review, make_vanguard_post
from tests.registers.samples import counted_queries, export


def rename(browser: Browser, answer: int = 303, /, **names: str) -> BeautifulSoup:
    data = form_data(browser.get("headings.edit")) | names
    return browser.post("headings.edit", data, status=answer)


@pytest.fixture
def renamed(browser: Browser) -> None:
    make_post_review(post=make_vanguard_post(holders=[make_member()]))
    rename(browser, show_identity="Standard shown", performance="Skill compared")


@pytest.mark.usefixtures("renamed")
def test_lists_forms_pages_and_exports_call_it_so(browser: Browser) -> None:
    form = browser.get("vanguard_posts.create")
    assert "Standard shown" in text(form.select_one("label[for=show_identity]"))
    assert "Identity shown" not in main_text(form)
    assert "Skill compared" in text(browser.get("post_reviews.list").thead)
    page = browser.get("vanguard_posts.show", record_id=1)
    assert "Standard shown" in text(page.select_one("#shows"))
    assert "Skill compared: 90" in text(page.select_one("#reviews svg a title"))
    assert "Skill compared" in text(page.select_one("#reviews thead"))
    assert "Skill compared" in export(browser, post_reviews).headers
    every = export(browser, vanguard_posts, columns="all").headers
    assert "Standard shown" in every
    assert "Duty shown" in every
    error = browser.post("post_reviews.create", {"performance": "101"}, status=400)
    assert "Skill compared: The number must lie" in text(error.select_one(".error-summary"))


@pytest.mark.usefixtures("renamed")
def test_the_history_of_a_record_calls_it_so(browser: Browser) -> None:
    data = form_data(browser.get("vanguard_posts.edit", record_id=1)) | {"show_identity": "Badge"}
    browser.post("vanguard_posts.edit", data, record_id=1)
    assert "Standard shown Badge" in main_text(browser.get("vanguard_posts.history", record_id=1))


@pytest.mark.usefixtures("renamed")
def test_the_command_line_calls_it_so_and_keeps_the_key(app: Flask) -> None:
    db.session.rollback()
    query = post_reviews.load()
    with app.app_context():  # no request: nobody is signed in
        assert "Skill compared" in table_of(post_reviews, query, TODAY)
        assert json.loads(json_of(post_reviews, query, TODAY))[0]["performance"] == 90
        stream = BytesIO()
        write_records(post_reviews, post_reviews.columns, query, TODAY, stream)
    assert "Skill compared" in read_rows(stream, str(post_reviews.title))[0]


@pytest.mark.usefixtures("renamed")
def test_the_yearly_workbook_calls_it_so(browser: Browser) -> None:
    data = {"period": Period.parse("party-year-2023").key}
    stream = BytesIO(browser.download("reports.workbook", data))
    rows = read_rows(stream, "Reviews of vanguard posts")
    assert any("Skill compared" in row for row in rows)


@pytest.mark.usefixtures("renamed")
def test_an_empty_name_gives_the_first_one_back(browser: Browser) -> None:
    rename(browser, performance="")
    assert "Performance compared" in text(browser.get("post_reviews.list").thead)
    assert set(db.session.scalars(select(HeadingName.key))) == {"show_identity"}


@pytest.mark.usefixtures("renamed")
def test_each_name_stands_in_the_form_with_what_it_was(browser: Browser) -> None:
    page = browser.get("headings.edit")
    assert form_data(page)["performance"] == "Skill compared"
    assert form_data(page)["style"] == ""
    assert "Empty means: Performance compared" in main_text(page)


@pytest.mark.usefixtures("renamed")
def test_the_change_stands_in_the_history(browser: Browser) -> None:
    query = select(HistoryEntry).where(HistoryEntry.action == Action.RENAMED)
    found = {entry.register: entry.changes for entry in db.session.scalars(query)}
    assert found == {
        "vanguard_posts": [
            {"field": "show_identity", "old": "Identity shown", "new": "Standard shown"}
        ],
        "post_reviews": [
            {"field": "performance", "old": "Performance compared", "new": "Skill compared"}
        ],
    }
    rename(browser)  # nothing changes
    assert len(db.session.scalars(query).all()) == 2
    browser.sign_in(Role.AUDITOR)
    seen = main_text(browser.get("home.show_history"))
    assert "Headings renamed" in seen
    assert "Skill compared" in seen


def test_who_may_rename_finds_the_page_and_nobody_else(browser: Browser) -> None:
    make_member()
    for role in Role:
        browser.sign_in(role, make_branch() if role is Role.BRANCH_SECRETARY else None)
        may = role in (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_CLERK, Role.ADMINISTRATOR)
        links = browser.get("home.show_home").select('nav a[href="/headings/"]')
        assert bool(links) == may, role
        browser.get("headings.edit", status=200 if may else 403)
        browser.post("headings.edit", {"style": role.value}, status=303 if may else 403)


def test_an_administrator_renames(browser: Browser) -> None:
    browser.sign_in(Role.ADMINISTRATOR)
    rename(browser, style="Manner compared")
    assert db.session.scalars(select(HeadingName.name)).all() == ["Manner compared"]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("show_identity", "Department"),  # another column of the same list
        ("show_identity", "所在部门"),  # the same in the other language
        ("show_identity", "ＤＵＴＹ shown"),  # another heading, however it is written
        ("performance", "Comment"),
    ],
)
def test_two_columns_of_a_list_keep_two_names(browser: Browser, key: str, name: str) -> None:
    page = rename(browser, 400, **{key: name, "style": "Kept"})
    assert "Choose a name that tells them apart" in errors(page)[key]
    assert form_data(page)[key]
    assert form_data(page)["style"] == "Kept"
    assert db.session.scalars(select(HeadingName)).all() == []


def test_two_headings_are_not_given_one_name(browser: Browser) -> None:
    page = rename(browser, 400, performance="Same", style="same")
    assert set(errors(page)) == {"performance", "style"}


def test_the_same_name_may_stand_in_the_other_list(browser: Browser) -> None:
    rename(browser, show_duty="Service compared")
    rename(browser, show_identity="Comment")


def test_a_name_is_at_most_sixty_characters(browser: Browser) -> None:
    page = rename(browser, 400, performance="x" * 61)
    assert "At most 60" in errors(page)["performance"]
    rename(browser, performance="=1+1 𠮷" + "x" * 50)


def test_who_comes_second_sees_both_and_decides(browser: Browser) -> None:
    data = form_data(browser.get("headings.edit"))
    rename(browser, performance="Theirs")
    page = browser.post("headings.edit", data | {"performance": "Mine"}, status=409)
    assert [text(cell) for cell in page.select("tbody tr *")] == [
        "Performance compared",
        "Mine",
        "Theirs",
    ]
    assert form_data(page)["performance"] == "Mine"
    browser.post("headings.edit", form_data(page))
    assert db.session.scalars(select(HeadingName.name)).all() == ["Mine"]


def test_names_are_read_once_in_a_request(browser: Browser) -> None:
    make_post_review()
    with counted_queries() as statements:
        browser.get("vanguard_posts.show", record_id=1)
    assert sum("heading_name" in each for each in statements) == 1


def test_every_heading_is_a_column_of_its_list() -> None:
    keys = {"show_identity", "show_duty", "show_commitment"}
    assert keys <= {column.key for column in vanguard_posts.columns}
    assert {"performance", "style", "service"} <= {c.key for c in post_reviews.columns}
    assert CATALOG.by_name["post_reviews"] is post_reviews
