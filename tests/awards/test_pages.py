"""An honor's page, and the question before the same honor is entered twice."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from partyhub.roles import Role
from tests.browser import Browser, errors, form_data, main_text, text
from tests.factories import (
    change,
    find,
    leave,
    make_assignment,
    make_award,
    make_branch,
    make_member,
    make_project,
    make_team,
    make_vanguard_post,
)


def show(browser: Browser, award: object) -> BeautifulSoup:
    return browser.get("awards.show", record_id=award.id)  # type: ignore[attr-defined]


def test_the_recipient_stands_at_the_top_as_a_link(browser: Browser) -> None:
    recipients = {
        "member": make_member(name="Recipient"),
        "team": make_team(name="Recipient"),
        "post": make_vanguard_post(name="Recipient"),
        "project": make_project(title="Recipient"),
        "organization": make_branch(name="Recipient"),
    }
    pages = {"post": "vanguard_posts"}
    for kind, record in recipients.items():
        award = make_award(recipient=record, recipient_kind=kind)
        link = show(browser, award).select_one(".page-head .note a")
        assert link is not None, kind
        assert text(link) == "Recipient"
        assert link["href"] == f"/{pages.get(kind, kind + 's')}/{record.id}"


def test_the_company_is_named_without_a_link(browser: Browser) -> None:
    award = make_award(recipient_kind="company", recipient="Cable Company")
    page = show(browser, award)
    assert text(page.select_one(".page-head .note")) == "Company Cable Company"
    assert not page.select(".page-head .note a")


def test_level_body_day_and_that_it_has_expired(browser: Browser) -> None:
    valid = {"awarded_on": date(2020, 5, 1), "granting_body": "Union", "level": "county"}
    award = make_award(**valid, valid_until=date(2023, 6, 29))
    page = show(browser, award)
    states = [text(tag) for tag in page.select("main p .state")]
    assert states == ["County", "Expired, was valid until 29 June 2023"]
    for words in ("Union", "1 May 2020", "Valid until 29 June 2023"):
        assert words in main_text(page)
    assert "Expired" not in main_text(show(browser, make_award(valid_until=date(2023, 6, 30))))
    assert "Expired" not in main_text(show(browser, make_award()))


def test_what_else_the_recipient_was_given(browser: Browser) -> None:
    member, namesake = make_member(name="Same"), make_member(name="Same")
    first = make_award(title="First", recipient=member, recipient_kind="member")
    make_award(title="Second", recipient=member, recipient_kind="member")
    make_award(title="Third", recipient=namesake, recipient_kind="member")
    page = show(browser, first)
    rows = [text(row) for row in page.select("#related-awards tbody tr")]
    assert [row.split()[0] for row in rows] == ["Second"]
    alone = make_award(title="Alone")
    assert not show(browser, alone).select("#related-awards")


def test_honors_of_the_same_company_go_by_its_name(browser: Browser) -> None:
    first = make_award(title="First", recipient_kind="company", recipient="Cable Company")
    make_award(title="Second", recipient_kind="company", recipient="Cable Company")
    make_award(title="Third", recipient_kind="company", recipient="Other Company")
    rows = show(browser, first).select("#related-awards tbody tr")
    assert [text(row).split()[0] for row in rows] == ["Second"]


def test_a_person_who_moved_on_is_named_and_not_linked(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    member = make_member(organization=own, name="Mover")
    award = make_award(recipient=member, recipient_kind="member", awarded_on=date(2022, 6, 29))
    leave(member, date(2023, 1, 1), reason="internal")
    make_assignment(
        member=member, organization=other, started_on=date(2023, 1, 1), in_reason="internal"
    )
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = show(browser, award)
    assert "Mover" in text(page.select_one(".page-head .note"))
    assert not page.select(".page-head .note a")
    browser.get("members.show", record_id=member.id, status=404)


GIVEN = {
    "title": "Outstanding",
    "granting_body": "Union",
    "level": "county",
    "awarded_on": "2023-05-20",
    "recipient_kind": "organization",
    "recipient": "Branch",
}


@pytest.fixture
def given(browser: Browser) -> None:
    make_award(
        organization=make_branch(name="Branch"),
        title="Outstanding",
        granting_body="Union",
        awarded_on=date(2023, 5, 4),
    )


def create(browser: Browser, answer: int, /, **values: str) -> BeautifulSoup:
    return browser.post("awards.create", GIVEN | values, status=answer)


@pytest.mark.usefixtures("given")
def test_the_same_honor_of_one_year_is_asked_about(browser: Browser) -> None:
    page = create(browser, 400)
    assert "“Outstanding” of the same body for 2023" in main_text(page)
    assert "awarded on 4 May 2023" in main_text(page)
    assert "Say why" in errors(page)["reason"]
    assert form_data(page)["granting_body"] == "Union"
    create(browser, 303, reason="Given twice")


@pytest.mark.usefixtures("given")
def test_other_writing_is_the_same_honor(browser: Browser) -> None:
    create(browser, 400, title="ＯUTSTANDING", granting_body="union")


@pytest.mark.usefixtures("given")
def test_another_year_title_body_or_recipient_is_another_honor(browser: Browser) -> None:
    make_branch(name="Other")
    create(browser, 303, for_year="2022")
    create(browser, 303, title="Advanced")
    create(browser, 303, granting_body="Township")
    create(browser, 303, recipient="Other")
    create(browser, 303, awarded_on="2021-05-04")


@pytest.mark.usefixtures("given")
def test_the_very_same_is_refused_and_no_reason_asked(browser: Browser) -> None:
    for reason in ("", "Given twice"):
        page = create(browser, 400, awarded_on="2023-05-04", reason=reason)
        assert "is on record already" in errors(page)["title"]


@pytest.mark.usefixtures("given")
def test_changing_an_honor_does_not_find_itself(browser: Browser) -> None:
    award = make_award(title="Other", granting_body="Union", organization=make_branch(name="B"))
    change(award, document_no="No. 1")
    change(award, awarded_on=date(2023, 6, 1))
    assert find(award).awarded_on == date(2023, 6, 1)


def test_an_unknown_recipient_is_said_at_its_field_alone(browser: Browser) -> None:
    page = create(browser, 400, recipient="Nobody")
    assert set(errors(page)) == {"recipient"}


def test_a_branch_honors_no_one_outside_it(browser: Browser) -> None:
    """What decides is the recipient, so the sentence stands there."""
    browser.sign_in(Role.BRANCH_SECRETARY, make_branch())
    typed = {
        "title": "Advanced",
        "level": "township",
        "granting_body": "Township",
        "awarded_on": "2023-06-29",
        "recipient_kind": "company",
        "recipient": "The company",
    }
    page = browser.post("awards.create", typed, status=400)
    assert set(errors(page)) == {"recipient"}


def test_what_a_page_reads_otherwise_is_said_after_saving(browser: Browser) -> None:
    """The recipient tells its kind, and a note behind its name is left out."""
    make_member(name="Recipient")
    data = form_data(browser.get("awards.create"))
    data |= {"title": "Honor", "level": "township", "granting_body": "Township"}
    data |= {"awarded_on": "2023.6.29（补）", "recipient": "Recipient（主持）"}
    page = browser.follow("awards.create", data)
    said = [text(notice) for notice in page.select(".notice")]
    assert said[0].startswith("Awarded on: “(补)” is left out")
    assert said[1] == (
        "Kind of recipient: The kind of recipient is taken from the record of that name: Person."
    )
    assert said[2] == "Recipient: The note “主持” behind Recipient is left out."


def test_a_word_that_says_nothing_is_an_error_on_a_page(browser: Browser) -> None:
    make_branch(name="First")
    data = form_data(browser.get("awards.create"))
    data |= {"title": "Honor", "level": "township", "granting_body": "Township"}
    data |= {"awarded_on": "2023-06-29", "recipient": "First", "recipient_kind": "organization"}
    page = browser.post("awards.create", data | {"valid_until": "—"}, status=400)
    assert errors(page)["valid_until"] == "“—” says nothing here. Leave it empty instead."


@pytest.mark.parametrize(
    ("title", "kind", "category", "is_asked"),
    [
        ("县优秀共产党员", "member", "", True),
        ("县优秀共产党员", "member", "other", True),
        ("县优秀共产党员", "member", "outstanding_member", False),
        ("优秀共产党员示范岗", "post", "", False),
        ("县先进基层党组织", "organization", "", True),
        ("County's outstanding Party worker", "member", "", True),
        ("县劳动模范", "member", "", False),
    ],
)
def test_other_is_no_silent_answer_where_the_title_names_a_category(
    browser: Browser, title: str, kind: str, category: str, is_asked: bool
) -> None:
    make_branch(name="Recipient")
    make_member(name="Recipient")
    make_vanguard_post(name="Recipient")
    given = {"title": title, "recipient_kind": kind, "recipient": "Recipient"}
    page = create(browser, 400 if is_asked else 303, **given, category=category)
    assert ("Choose the category that is meant." in main_text(page)) is is_asked
