"""A member's page: everything the person did, holds and was given."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from partyhub.members.models import Member
from partyhub.roles import Role
from tests.browser import Browser, cells, main_text, text
from tests.factories import (
    change,
    find,
    leave,
    make_activity,
    make_appraisal,
    make_award,
    make_branch,
    make_commissar,
    make_duty,
    make_member,
    make_mentorship,
    make_party_post,
    make_project,
    make_team,
    make_vanguard_post,
)
from tests.registers.samples import counted_queries


def show(browser: Browser, member: Member) -> BeautifulSoup:
    return browser.get("members.show", record_id=member.id)


def fill(member: Member, times: int) -> None:
    """Give the person `times` of everything that stands on the page."""
    held = find(make_commissar(member=member))
    for n in range(times):
        make_party_post(member=member, started_on=date(2021, 1, 1 + n))
        make_appraisal(member=member, for_year=2022 - n, held_on=date(2023 - n, 1, 3))
        make_vanguard_post(holders=[member])
        make_team(leader=member, members=[member])
        make_duty(commissar=member, workshop=held.workshop, held_on=date(2023, 3, 1 + n))
        make_project(lead=member)
        make_mentorship(mentor=member)
        make_award(recipient=member, recipient_kind="member")
        make_activity(held_on=date(2023, 3, 1 + n), present=[member])


def test_everything_stands_there_in_one_order(browser: Browser) -> None:
    member = make_member()
    fill(member, 1)
    headings = [text(tag) for tag in show(browser, member).select(".cols > div:first-child h2")]
    assert headings == [
        "Main facts",
        "Where, since when",
        "Posts in the Party",
        "Democratic appraisals",
        "Vanguard posts",
        "Teams",
        "Appointments as a commissar",
        "Duties of commissars",
        "Key projects",
        "Mentoring pairs",
        "Honors",
    ]


def rows_of(page: BeautifulSoup, register: str) -> list[list[str]]:
    rows = page.select(f"#related-{register} tbody tr")
    return [[text(cell) for cell in row.select("td, th")] for row in rows]


def test_each_part_with_its_days(browser: Browser) -> None:
    member, other = make_member(), make_member()
    post = make_vanguard_post(name="Line", holders=[member])
    change(post, holders=[other], changed_on=date(2022, 5, 1))
    team = make_team(name="Help", leader=member, members=[member, other])
    project = make_project(title="Scrap", lead=member)
    change(project, lead=other, executive_leader=member, changed_on=date(2023, 1, 1))
    page = show(browser, member)
    assert [row[:4] for row in rows_of(page, "vanguard_posts")] == [
        ["Line", "Responsible members", "4 January 2021", "1 May 2022"]
    ]
    assert [row[:4] for row in rows_of(page, "teams")] == [
        ["Help", "Leader", "4 January 2021", "today"],
        ["Help", "Members", "4 January 2021", "today"],
    ]
    assert [row[:4] for row in rows_of(page, "projects")] == [
        ["Scrap", "Lead", "1 February 2022", "1 January 2023"],
        ["Scrap", "Executive leader", "1 January 2023", "today"],
    ]
    links = {str(a["href"]) for a in page.select('[id^="related-"] a')}
    wanted = {f"/vanguard_posts/{post.id}", f"/teams/{team.id}", f"/projects/{project.id}"}
    assert wanted <= links
    assert "1 record" in text(page.select_one("#related-projects"))


def test_who_left_had_the_part_up_to_then(browser: Browser) -> None:
    member = make_member()
    make_team(leader=member)
    leave(member, date(2023, 2, 1))
    (row,) = rows_of(show(browser, member), "teams")
    assert row[3] == "1 February 2023"


def test_what_a_person_has_not_is_left_out(browser: Browser) -> None:
    member = make_member()
    browser.sign_in(Role.REVIEWER)
    headings = [text(tag) for tag in show(browser, member).select(".cols > div:first-child h2")]
    assert headings == ["Main facts", "Where, since when"]


def test_attendance_is_counted_as_on_its_own_page(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch, name="A another one, who never came")
    member = make_member(organization=branch)
    for month, present in ((1, [member]), (2, [member]), (3, [])):
        make_activity(organization=branch, held_on=date(2023, month, 1), present=present)
    make_activity(organization=branch, held_on=date(2022, 6, 30), present=[member])  # year before
    make_activity(organization=branch, kinds="heart_talk", present=[member])  # nobody expected
    panel = show(browser, member).select_one("#attendance")
    assert "Expected at activities 3 Present or made up for 2 Rate 66.7 %" in text(panel)
    assert panel is not None
    link = panel.select_one(".num a")
    assert link is not None
    assert len(cells(browser.page(str(link["href"])))) == 3


def test_who_was_never_expected_reads_so(browser: Browser) -> None:
    panel = show(browser, make_member()).select_one("#attendance")
    assert "Not expected at any activity" in text(panel)


def test_attendance_counts_what_the_reader_may_see(browser: Browser) -> None:
    first, second = make_branch(), make_branch()
    member = make_member(organization=first)
    make_activity(organization=first, held_on=date(2023, 1, 1), present=[member])
    leave(member, date(2023, 6, 1))
    browser.sign_in(Role.BRANCH_SECRETARY, first)
    assert "Expected at activities 1" in text(show(browser, member).select_one("#attendance"))
    browser.sign_in(Role.BRANCH_SECRETARY, second)
    browser.get("members.show", record_id=member.id, status=404)


def test_the_page_asks_as_often_for_many_as_for_one(browser: Browser) -> None:
    few, many = make_member(), make_member()
    fill(few, 1)
    fill(many, 4)
    counts = []
    for member in (few, many):
        show(browser, member)  # what is remembered from then on
        with counted_queries() as statements:
            page = show(browser, member)
        counts.append(len(statements))
        assert "Honors" in main_text(page)
    assert counts[0] == counts[1]
    assert counts[0] < 80


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.BRANCH_SECRETARY])
def test_only_who_keeps_records_reads_their_history(browser: Browser, role: Role) -> None:
    """registers.md, "Who may what": a reviewer reads records, not who changed them."""
    branch = make_branch()
    member = make_member(organization=branch)
    browser.sign_in(role, branch)
    page = browser.get("members.show", record_id=member.id)
    has_link = bool(page.select(f"a[href='/members/{member.id}/history']"))
    assert has_link is (role is not Role.REVIEWER)
    assert ("last changed" in main_text(page)) is has_link
    browser.get("members.history", status=200 if has_link else 403, record_id=member.id)


def test_an_auditor_sees_nothing_hidden_where_nothing_was(browser: Browser) -> None:
    member = make_member(phone="13812345678")
    browser.sign_in(Role.AUDITOR)
    said = main_text(browser.get("members.history", record_id=member.id))
    assert "●●●" in said
    assert "●●● →" not in said
    change(member, phone="13900001111")
    assert "●●● → ●●●" in main_text(browser.get("members.history", record_id=member.id))
