"""The pages of posts and teams, and what the home page and the list say of them."""

from datetime import date

from bs4 import BeautifulSoup

from partyhub.roles import Role
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.factories import (
    change,
    find,
    leave,
    make_activity,
    make_branch,
    make_member,
    make_post_review,
    make_team,
    make_vanguard_post,
    make_workshop,
)
from tests.registers.samples import counted_queries


def panel(page: BeautifulSoup, name: str) -> str:
    return text(page.select_one(f"#{name}"))


def show(browser: Browser, post: object) -> BeautifulSoup:
    return browser.get("vanguard_posts.show", record_id=post.id)  # type: ignore[attr-defined]


def test_a_post_shows_its_three_shows_and_who_held_it_since_when(browser: Browser) -> None:
    first, second = make_member(name="First"), make_member(name="Second")
    post = make_vanguard_post(holders=[first], show_duty="Checks the first piece")
    change(post, holders=[second], changed_on=date(2022, 5, 1))
    page = show(browser, post)
    shows = panel(page, "shows")
    assert "Duty shown Checks the first piece" in shows
    assert "Identity shown Nothing entered yet." in shows
    rows = [text(row) for row in page.select("#people tbody tr")]
    assert rows == [
        "Second Responsible members 1 May 2022 today",
        "First Responsible members 4 January 2021 1 May 2022",
    ]


def test_a_vacant_post_says_so_in_words_at_the_top(browser: Browser) -> None:
    member = make_member()
    post = make_vanguard_post(holders=[member])
    assert "Vacant" not in main_text(show(browser, post))
    leave(member, date(2023, 5, 1))
    page = show(browser, post)
    assert "Vacant since 1 May 2023" in [text(tag) for tag in page.select("main p .state")]
    assert "1 May 2023left the organization" in panel(page, "people")  # two lines
    assert [row[0] for row in cells(browser.get("vanguard_posts.list", vacant="yes"))] == ["G1"]


def test_the_comparisons_stand_in_a_chart_of_links_and_in_a_table(browser: Browser) -> None:
    post = make_vanguard_post()
    first = make_post_review(post=post, reviewed_on=date(2021, 12, 20), performance=80, style=None)
    make_post_review(post=post, reviewed_on=date(2022, 12, 20), performance=95)
    make_post_review(reviewed_on=date(2022, 12, 21), performance=11)  # another post's
    page = show(browser, post)
    marks = page.select("#reviews svg a")
    assert len(marks) == 5
    assert {text(mark.title) for mark in marks} == {str(mark["aria-label"]) for mark in marks}
    assert str(marks[0]["href"]) == f"/post_reviews/{first.id}"
    assert text(marks[0].title) == "20 December 2021, Performance compared: 80"
    table = [text(row) for row in page.select("#reviews tbody tr")]
    assert table[0].startswith("20 December 2022")
    assert "Performance compared 80" in table[1]
    assert "Style compared —" in table[1]
    link = page.select_one(f'#reviews a[href="/post_reviews/new?post=%23{post.id}"]')
    assert link is not None
    filled = form_data(browser.page(str(link["href"])))
    assert filled["post"] == f"#{post.id}"


def test_a_single_review_and_equal_ones_make_a_chart(browser: Browser) -> None:
    post = make_vanguard_post()
    make_post_review(post=post, performance=90, style=90, service=90)
    assert len(show(browser, post).select("#reviews svg a")) == 3
    other = make_vanguard_post()
    make_post_review(post=other, performance=None, style=None, service=None)
    page = show(browser, other)
    assert not page.select("#reviews svg")
    assert len(page.select("#reviews tbody tr")) == 1


def test_when_the_next_review_is_due_and_that_it_is_overdue(browser: Browser) -> None:
    post = make_vanguard_post(named_on=date(2021, 5, 1))
    page = show(browser, post)
    assert "overdue" in panel(page, "review-due")
    assert "Review overdue since 1 May 2022" in main_text(page)
    make_post_review(post=post, reviewed_on=date(2022, 7, 10))
    page = show(browser, post)
    assert "10 days left" in panel(page, "review-due")
    assert "By 10 July 2023" in panel(page, "review-due")
    assert "every 12 months" in panel(page, "review-due")
    assert "overdue" not in main_text(page)


def test_the_day_of_the_review_follows_the_rule(browser: Browser) -> None:
    post = make_vanguard_post(named_on=date(2022, 12, 31))
    data = {"value": "6", "source": "Own rule", "effective_from": "2023-01-01"}
    browser.post("rules.edit_rule", data, key="vanguards.review.months")
    assert "By 30 June 2023" in panel(show(browser, post), "review-due")
    assert cells(browser.get("vanguard_posts.list", review="due"))


def test_a_candidate_and_a_closed_post_wait_for_no_review(browser: Browser) -> None:
    for post in (
        make_vanguard_post(status="candidate"),
        make_vanguard_post(status="closed", closed_on=date(2022, 1, 1)),
    ):
        page = show(browser, post)
        assert not page.select("#review-due")
        assert "Vacant" not in main_text(page)


def test_a_commissar_sees_the_post_of_the_own_workshop_without_its_reviews(
    browser: Browser,
) -> None:
    workshop = make_workshop()
    holder = make_member(name="Holder")
    post = make_vanguard_post(workshop=workshop, holders=[holder])
    make_post_review(post=post, comment="Not for everybody")
    browser.sign_in(Role.COMMISSAR, workshops=(workshop.id,))
    page = show(browser, post)
    assert "Holder" in panel(page, "people")
    assert not page.select("#people a")
    assert not page.select("#reviews, #review-due")
    assert "Not for everybody" not in main_text(page)
    browser.get("vanguard_posts.show", record_id=make_vanguard_post().id, status=404)


def test_a_member_of_another_branch_is_named_and_not_linked(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    mine, guest = make_member(organization=own), make_member(organization=other, name="Guest")
    post = make_vanguard_post(organization=own, holders=[mine, guest])
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = show(browser, post)
    assert "Guest" in panel(page, "people")
    assert [str(link["href"]) for link in page.select("#people a")] == [f"/members/{mine.id}"]
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    browser.get("vanguard_posts.show", record_id=post.id, status=404)


def test_who_only_reads_is_offered_no_review(browser: Browser) -> None:
    post = make_vanguard_post()
    browser.sign_in(Role.REVIEWER)
    assert not show(browser, post).select('a[href*="/post_reviews/new"]')


def test_a_post_s_page_asks_as_often_for_many_as_for_one(browser: Browser) -> None:
    few = make_vanguard_post(holders=[make_member()])
    make_post_review(post=few)
    many = make_vanguard_post(holders=[make_member() for _ in range(6)])
    for month in range(1, 7):
        make_post_review(post=many, reviewed_on=date(2022, month, 1))
    counts = []
    for post in (few, many):
        show(browser, post)  # what is remembered from then on
        with counted_queries() as statements:
            show(browser, post)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def todo(browser: Browser) -> list[tuple[str, str, str]]:
    """(words, link, act's link) of what the home page says of posts."""
    rows = browser.get("home.show_home").select("table tbody tr")
    found = []
    for row in rows:
        links = [str(link["href"]) for link in row.select("a")]
        if any("vanguard_posts" in link for link in links):
            found.append((text(row), links[0], links[1]))
    return found


def test_the_home_page_names_a_post_that_waits(browser: Browser) -> None:
    member = make_member()
    post = make_vanguard_post(name="Line one", holders=[member])
    ((words, link, act),) = todo(browser)
    assert "overdue Line one: review" in words
    assert "4 January 2022" in words
    assert link == f"/vanguard_posts/{post.id}"
    assert act == f"/post_reviews/new?post=%23{post.id}"
    make_post_review(post=post, reviewed_on=date(2023, 6, 1))
    assert todo(browser) == []
    leave(member, date(2023, 6, 20))
    ((words, link, act),) = todo(browser)
    assert "Line one: vacant since 20 June 2023" in words
    assert act == f"/vanguard_posts/{post.id}/edit"


def test_several_posts_of_a_branch_are_one_line_that_lists_them(browser: Browser) -> None:
    first, second = make_branch(), make_branch()
    make_member(organization=first)
    for organization in (first, first, first, second):
        make_vanguard_post(organization=organization)
    lines = todo(browser)
    assert len(lines) == 4
    for words, link, _ in lines:
        if "3 vanguard posts" in words:
            assert len(cells(browser.page(link))) == 3
    assert sum("3 vanguard posts" in words for words, _, _ in lines) == 2


def test_the_home_page_asks_as_often_for_many_posts_as_for_one(browser: Browser) -> None:
    branches = [make_branch() for _ in range(3)]
    member = make_member(organization=branches[0])
    make_vanguard_post(organization=branches[0], holders=[member])
    leave(member, date(2023, 1, 1))
    counts = []
    for _ in range(2):
        with counted_queries() as statements:
            browser.get("home.show_home")
        counts.append(len(statements))
        for branch in branches:
            member = make_member(organization=branch)
            make_vanguard_post(organization=branch, holders=[member])
            leave(member, date(2023, 1, 1))
    assert counts[0] == counts[1]


def test_a_team_shows_leader_and_members_over_time(browser: Browser) -> None:
    old, new, other = (make_member(name=name) for name in ("Old", "New", "Other"))
    team = make_team(leader=old, members=[other])
    change(team, leader=new, changed_on=date(2022, 10, 1))
    page = browser.get("teams.show", record_id=team.id)
    assert [text(row) for row in page.select("#people tbody tr")] == [
        "New Leader 1 October 2022 today",
        "Old Leader 4 January 2021 1 October 2022",
        "Other Members 4 January 2021 today",
    ]


def test_a_team_without_people_says_so(browser: Browser) -> None:
    page = browser.get("teams.show", record_id=make_team().id)
    assert "Nobody is on record." in panel(page, "people")


def test_a_commissar_sees_a_team_without_its_activities(browser: Browser) -> None:
    branch = make_branch()
    workshop = make_workshop(organization=branch)
    team = make_team(organization=branch)
    make_activity(organization=branch, team=team, kinds="volunteer_service")
    browser.sign_in(Role.COMMISSAR, workshops=(workshop.id,))
    page = browser.get("teams.show", record_id=team.id)
    assert not page.select("#service, a[href*=activities]")


def edit(browser: Browser, post: object, answer: int = 400, /, **values: str) -> BeautifulSoup:
    record_id = post.id  # type: ignore[attr-defined]
    data = form_data(browser.get("vanguard_posts.edit", record_id=record_id)) | values
    return browser.post("vanguard_posts.edit", data, record_id=record_id, status=answer)


def test_a_candidate_is_named_on_a_day_and_cannot_be_closed_at_once(browser: Browser) -> None:
    post = make_vanguard_post(status="candidate")
    page = edit(browser, post, status="active", department="Typed")
    assert errors(page) == {"named_on": "Enter the day on which it was named."}
    kept = form_data(page)
    assert (kept["status"], kept["department"]) == ("active", "Typed")
    page = edit(browser, post, status="closed", closed_on="2023-06-01")
    assert "can't change from “Candidate” to “Closed”" in errors(page)["status"]
    page = edit(browser, post, status="active", named_on="2020-01-01")
    assert "before the day it was established" in errors(page)["named_on"]
    edit(browser, post, 303, status="active", named_on="2023-06-01")
    assert find(post).named_on == date(2023, 6, 1)


def test_a_named_post_is_closed_on_a_day_and_stays_so(browser: Browser) -> None:
    post = make_vanguard_post()
    assert "needs the day" in errors(edit(browser, post, status="closed"))["closed_on"]
    page = edit(browser, post, status="candidate")
    assert "can't change" in errors(page)["status"]
    page = edit(browser, post, status="closed", closed_on="2021-01-04")
    assert "closed_on" in errors(page)
    edit(browser, post, 303, status="closed", closed_on="2023-06-01")
    assert "can't change" in errors(edit(browser, post, status="active"))["status"]


def test_soft_rules_warn_keep_what_was_typed_and_take_a_reason(browser: Browser) -> None:
    gone = make_member(name="Gone", admitted_on=None, full_on=None, applied_on="2020-01-01")
    post = make_vanguard_post()
    page = edit(browser, post, holders=f"Gone（{gone.number}）", changed_on="2023-06-30")
    assert "They were no Party members here on 30 June 2023: Gone." in main_text(page)
    assert "Responsible members: They were no Party members" in main_text(page)
    assert "Say why" in errors(page)["reason"]
    assert "optional" not in text(page.select_one("label[for=reason]"))
    assert "Gone" in form_data(page)["holders"]
    chosen = {"holders": f"Gone（{gone.number}）", "changed_on": "2023-06-30"}
    edit(browser, post, 303, **chosen, reason="Holds it from outside")
    page = edit(browser, post, holders="", closed_on="2023-06-01")
    assert "closing day, but its state isn't closed" in main_text(page)
