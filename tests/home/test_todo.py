"""What is to be done: all kinds by one statement, each in its order, of the viewer's own."""

import re
from datetime import date

from partyhub.organizations.models import Organization
from partyhub.roles import Role
from tests.browser import Browser, main_text, text
from tests.factories import (
    archive,
    find,
    leave,
    make_branch,
    make_member,
    make_milestone,
    make_project,
    make_prosperity_return,
    make_prosperity_workshop,
    make_term,
    make_vanguard_post,
)


def fill(branch: Organization) -> None:
    """One thing to do of each kind."""
    make_term(organization=branch, number=4, started_on=date(2020, 5, 1))
    make_member(name="Probation", organization=branch, admitted_on=date(2022, 7, 15), full_on=None)
    archive(find(make_member(name="Nowhere", organization=branch)).assignments[0])
    project = make_project(organization=branch, name="Project")
    make_milestone(project=project, title="Step", planned_on=date(2023, 3, 1))
    gone = make_member(organization=branch)
    held = {"organization": branch, "named_on": date(2021, 1, 4)}
    make_vanguard_post(name="Vacant", holders=[gone], **held)
    leave(gone, date(2023, 4, 1))


def todo(browser: Browser) -> list[str]:
    return [text(row) for row in browser.get("home.show_home").select("table tbody tr")]


def test_each_kind_stands_there_by_its_day_and_what_has_none_last(browser: Browser) -> None:
    fill(make_branch(name="First branch"))
    fill(make_branch(name="Second branch"))
    rows = todo(browser)
    wanted = "term 4", "Probation", "milestone not done", "Vacant: vacant since", "Nowhere was"
    for words in wanted:
        assert sum(words in row for row in rows) == 2, (words, *rows)
    assert any("review of the vanguard post" in row for row in rows)
    days = ["overdue" in row or "left" in row for row in rows]
    assert days == sorted(days, reverse=True)


def test_a_branch_sees_what_it_has_to_do_itself(browser: Browser) -> None:
    own, other = make_branch(name="Own branch"), make_branch(name="Other branch")
    fill(own)
    fill(other)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    rows = todo(browser)
    assert len(rows) == 7
    assert sum("2 Party members have no date of birth" in row for row in rows) == 1
    assert sum("Own branch" in row for row in rows) == 6
    names = main_text(browser.get("members.list", dates="no_birthday"))
    assert "No date of birth" in names


def test_dates_that_are_not_exact_are_one_line_a_kind(browser: Browser) -> None:
    own, other = make_branch(name="Own branch"), make_branch(name="Other branch")
    make_member(name="First", organization=own, birth_date="1985.3", admitted_on="2010.7")
    make_member(name="Second", organization=own, full_on="2011.7", admitted_on="2010-07-01")
    make_member(name="Third", organization=other, full_on="约2011-07-01", admitted_on="2010-07-01")
    make_member(name="Exact", organization=own)
    rows = todo(browser)
    assert sum("2 people have dates known only to the month" in row for row in rows) == 1
    assert sum("1 person has an estimated date" in row for row in rows) == 1
    names = main_text(browser.get("members.list", dates="month"))
    assert ("First" in names, "Second" in names, "Third" in names) == (True, True, False)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    assert not any("estimated" in row for row in todo(browser))


def test_monthly_returns_that_are_missing_are_one_line_a_workshop(browser: Browser) -> None:
    """Of the twelve months that are over on 30 June 2023, the last one among them."""
    old = make_prosperity_workshop(name="Old", set_up_on=date(2020, 1, 1))
    for month in ("2022-06", "2022-07", "2023-06"):
        make_prosperity_return(prosperity_workshop=old, month=month)
    young = make_prosperity_workshop(name="Young", set_up_on=date(2023, 4, 20))
    make_prosperity_return(prosperity_workshop=young, month="2023-05")
    closed = {"set_up_on": date(2022, 8, 1), "closed_on": date(2022, 10, 1)}
    make_prosperity_workshop(name="Closed", **closed)
    done = make_prosperity_workshop(name="Complete", set_up_on=date(2023, 6, 1))
    make_prosperity_return(prosperity_workshop=done, month="2023-06")
    make_member(birth_date=date(1980, 1, 1))
    rows = " ".join(row for row in todo(browser) if "monthly return" in row)
    found = re.findall(r"(\w+): (\d+) monthly returns? (?:is|are) missing", rows)
    assert sorted(found) == [("Closed", "2"), ("Old", "10"), ("Young", "2")]
