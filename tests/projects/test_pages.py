"""A project's page: people over time, a commissar in the lead, milestones, and what came of it."""

from datetime import date

import pytest

from partyhub.projects.queries import is_led_by_commissar
from partyhub.roles import Role
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.factories import (
    change,
    find,
    make_branch,
    make_commissar,
    make_member,
    make_milestone,
    make_project,
    make_workshop,
)
from tests.registers.samples import counted_queries


def rows_of(page: object, panel: str) -> list[list[str]]:
    found = page.select(f"{panel} tbody tr")  # type: ignore[attr-defined]
    return [[text(cell) for cell in row.select("td")] for row in found]


def states(page: object) -> list[str]:
    return [text(tag) for tag in page.select("main > p .state")]  # type: ignore[attr-defined]


def test_people_over_time(browser: Browser) -> None:
    branch = make_branch()
    first, second = make_member(organization=branch), make_member(organization=branch)
    project = make_project(organization=branch, lead=first, team=[second])
    change(project, lead=second, changed_on=date(2023, 1, 1))
    page = browser.get("projects.show", record_id=project.id)
    table = page.select("main .panel table.ledger")[0]
    rows = [[text(cell) for cell in row.select("td")] for row in table.select("tbody tr")]
    assert rows == [
        [second.name, "Lead", "1 January 2023", "today"],
        [first.name, "Lead", "1 February 2022", "1 January 2023"],
        [second.name, "Team", "1 February 2022", "today"],
    ]
    change(project, status="stopped", closed_on=date(2023, 6, 1))
    page = browser.get("projects.show", record_id=project.id)
    assert "today" not in text(page.select("main .panel table.ledger")[0])


def test_led_by_a_commissar_today_and_on_the_last_day(browser: Browser) -> None:
    member = make_member()
    held = make_commissar(
        member=member, workshop=make_workshop(name="Hall"), started_on=date(2022, 1, 1)
    )
    project = make_project(lead=member)
    page = browser.get("projects.show", record_id=project.id)
    assert "led by a commissar" in states(page)
    assert f"{member.name}, commissar of Hall" in text(page.select_one("#leading"))
    change(held, ended_on=date(2023, 6, 1))
    page = browser.get("projects.show", record_id=project.id)
    assert "led by a commissar" not in states(page)
    assert "30 June 2023" in text(page.select_one("#leading"))
    change(project, status="accepted", closed_on=date(2023, 5, 2))
    page = browser.get("projects.show", record_id=project.id)
    assert "led by a commissar" in states(page)
    assert "1 May 2023" in text(page.select_one("#leading"))
    assert "its last day" in text(page.select_one("#leading"))


@pytest.fixture
def project(browser: Browser) -> object:
    """One with a milestone of every sort on 30 June 2023."""
    project = make_project(title="Tube", due_on=date(2023, 9, 30))
    make_milestone(
        project=project, title="In time", planned_on=date(2022, 6, 1), done_on=date(2022, 6, 1)
    )
    make_milestone(
        project=project,
        title="Done late",
        planned_on=date(2022, 11, 30),
        done_on=date(2022, 12, 16),
        delay_reason="The mould was late",
    )
    make_milestone(project=project, title="Late", planned_on=date(2023, 5, 31))
    make_milestone(project=project, title="To come", planned_on=date(2023, 9, 30))
    return project


@pytest.mark.usefixtures("browser")
def test_nobody_leads_before_a_first_day_that_was_put_later() -> None:
    member = make_member()
    make_commissar(member=member, workshop=make_workshop(), started_on=date(2022, 1, 1))
    project = make_project(lead=member)
    assert is_led_by_commissar(find(project), date(2022, 2, 1))
    change(project, started_on=date(2022, 5, 1))
    assert not is_led_by_commissar(find(project), date(2022, 4, 30))
    assert is_led_by_commissar(find(project), date(2022, 5, 1))


def test_milestones_as_a_table_and_as_a_chart(browser: Browser, project: object) -> None:
    record_id = project.id  # type: ignore[attr-defined]
    page = browser.get("projects.show", record_id=record_id)
    assert rows_of(page, "#milestones") == [
        ["In time", "1 June 2022", "1 June 2022", "on time", ""],
        [
            "Done late",
            "30 November 2022",
            "16 December 2022",
            "16 days late",
            "The mould was late",
        ],
        ["Late", "31 May 2023", "", "overdue by 30 days", ""],
        ["To come", "30 September 2023", "", "92 days left", ""],
    ]
    chart = page.select_one("#milestones .chart svg")
    assert chart is not None
    links = chart.select("a")
    assert len(links) == 4
    assert all(link.select_one("title") for link in links)
    assert text(links[1].title) == (
        "Done late: planned 30 November 2022, 16 days late, done 16 December 2022"
    )
    assert [len(link.select("path.delay")) for link in links] == [0, 1, 0, 0]
    assert [len(link.select("path.overdue")) for link in links] == [0, 0, 1, 0]
    assert [len(link.select("path.now")) for link in links] == [1, 1, 0, 0]
    assert len(chart.select("path.today")) == 1


def test_late_is_what_the_figure_counts(browser: Browser, project: object) -> None:
    """On the page, in the list's filter, on the first page and in the figure."""
    branch = make_branch()
    stopped = make_project(organization=branch, title="Stopped")
    make_milestone(project=stopped, title="Never", planned_on=date(2022, 6, 1))
    change(stopped, status="stopped", closed_on=date(2023, 1, 1))
    proposed = make_project(organization=branch, title="Proposed", status="proposed")
    make_milestone(project=proposed, title="Idea", planned_on=date(2022, 6, 1))
    record_id = project.id  # type: ignore[attr-defined]
    page = browser.get("projects.show", record_id=record_id)
    assert "1 milestone late" in states(page)
    link = page.select_one("#milestones header a[href*=late]")
    assert link is not None
    assert text(link) == "1 late"
    assert [row[1] for row in cells(browser.page(str(link["href"])))] == ["Late"]
    assert [row[1] for row in cells(browser.get("milestones.list", late="yes"))] == ["Late"]
    counted = browser.get("reports.counted", code="projects.milestones_late")
    assert [row[1] for row in cells(counted)] == ["Late"]
    todo = [text(row) for row in browser.get("home.show_home").select("table tbody tr")]
    (row,) = [row for row in todo if "milestone not done" in row]
    assert row.startswith("overdue Tube · Late: milestone not done Branch")
    assert row.endswith("31 May 2023 Note when it was done")
    page = browser.get("projects.show", record_id=stopped.id)
    assert rows_of(page, "#milestones")[0][3] == "not done"
    assert not page.select("#milestones .chart path.overdue")


def test_one_is_added_from_the_page(browser: Browser, project: object) -> None:
    record_id = project.id  # type: ignore[attr-defined]
    page = browser.get("projects.show", record_id=record_id)
    link = page.select_one('#milestones a[href^="/milestones/new"]')
    assert link is not None
    data = form_data(browser.page(str(link["href"])))
    assert data["project"] == f"#{record_id}"
    browser.post("milestones.create", data | {"title": "Next", "planned_on": "2023-12-01"})
    browser.sign_in(Role.REVIEWER)
    page = browser.get("projects.show", record_id=record_id)
    assert not page.select('#milestones a[href^="/milestones/new"]')
    assert len(rows_of(page, "#milestones")) == 5


def test_from_baseline_to_result(browser: Browser) -> None:
    project = make_project(
        baseline="420 m", result="1500 m", benefit_cny="2860000", customer="A mill"
    )
    seen = text(browser.get("projects.show", record_id=project.id).select_one("#result"))
    for words in ("420 m", "1500 m", "2,860,000.00", "A mill", "counts once"):
        assert words in seen
    change(project, status="accepted", closed_on=date(2023, 6, 1))
    seen = text(browser.get("projects.show", record_id=project.id).select_one("#result"))
    assert "counts once" not in seen


def test_a_member_of_another_branch_is_named_and_not_linked(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    guest = make_member(organization=other, name="Guest")
    project = make_project(organization=own, team=[guest])
    page = browser.get("projects.show", record_id=project.id)
    assert page.select(f'main a[href="/members/{guest.id}"]')
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = browser.get("projects.show", record_id=project.id)
    assert "Guest" in main_text(page)
    assert not page.select(f'main .panel table a[href="/members/{guest.id}"]')
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    browser.get("projects.show", record_id=project.id, status=404)


def test_six_milestones_and_people_cost_what_one_does(browser: Browser) -> None:
    branch = make_branch()
    lead = make_member(organization=branch)
    make_commissar(member=lead)
    project = make_project(organization=branch, lead=lead)
    make_milestone(project=project, planned_on=date(2023, 5, 1))
    change(project, team=[make_member(organization=branch)])
    record_id = project.id

    def count() -> int:
        with counted_queries() as statements:
            browser.get("projects.show", record_id=record_id)
        return len(statements)

    count()
    one = count()
    for number in range(5):
        make_milestone(project=project, planned_on=date(2023, 4, number + 1))
    change(project, team=[make_member(organization=branch) for _ in range(5)])
    for row in find(project).people[:3]:
        make_commissar(member=row.member)
    count()
    assert count() <= one


# States.


def save(browser: Browser, record: object, answer: int = 303, **values: str) -> object:
    record_id = record.id  # type: ignore[attr-defined]
    data = form_data(browser.get("projects.edit", record_id=record_id)) | values
    page = browser.post("projects.edit", data, record_id=record_id, status=answer)
    if answer == 400:
        kept = form_data(page)
        assert {key: kept[key] for key in values} == values, "What was typed is kept."
    return page


def test_the_states_move_only_forward(browser: Browser) -> None:
    project = make_project(status="proposed")
    for state in ("accepted", "stopped"):
        page = save(browser, project, 400, status=state, closed_on="2023-06-01")
        assert "can't change" in errors(page)["status"]
    save(browser, project, status="running", started_on="2022-03-01")
    assert "status" in errors(save(browser, project, 400, status="proposed"))
    assert "the day on which" in errors(save(browser, project, 400, status="accepted"))["closed_on"]
    page = save(browser, project, 400, status="accepted", closed_on="2023-07-01")
    assert "not come" in errors(page)["closed_on"]
    save(browser, project, status="accepted", closed_on="2023-06-30")
    assert "status" in errors(save(browser, project, 400, status="stopped"))


def test_who_was_no_member_is_asked_about_by_role(browser: Browser) -> None:
    project = make_project()
    young = make_member(admitted_on=date(2023, 6, 1), full_on=None)
    page = save(
        browser,
        project,
        400,
        executive_leader=f"#{young.id}",
        **{"changed_on-day": "2023-05-01"},
    )
    assert "Executive leader: They were no Party members here on" in main_text(page)
    assert "reason" in errors(page)
    data = form_data(page) | {"reason": "As agreed"}
    browser.post("projects.edit", data, record_id=project.id)


def test_done_late_asks_why(browser: Browser) -> None:
    project = make_project()
    data = form_data(browser.get("milestones.create", project=f"#{project.id}"))
    data |= {"title": "Test", "planned_on": "2023-05-01", "done_on": "2023-05-11"}
    page = browser.post("milestones.create", data, status=400)
    assert "Reason of the delay: Done after the planned day" in main_text(page)
    browser.post("milestones.create", form_data(page) | {"delay_reason": "No bench was free"})


def test_who_is_out_of_reach_is_shown_and_not_linked(browser: Browser) -> None:
    """A list and a page name a lead of another branch, whose own page answers 404."""
    mine, other = make_branch(name="Mine"), make_branch(name="Other")
    lead = make_member(organization=other, name="Far")
    member = make_member(organization=mine, name="Near")
    project = make_project(organization=mine, lead=lead)
    own = make_project(organization=mine, lead=member)
    browser.sign_in(Role.BRANCH_SECRETARY, mine)
    browser.get("members.show", record_id=lead.id, status=404)
    page = browser.get("projects.list")
    assert "Far" in main_text(page)
    assert "Near" in [text(link) for link in page.select("main td a")]
    assert "Far" not in [text(link) for link in page.select("main td a")]
    for record, person, linked in ((project, lead, False), (own, member, True)):
        page = browser.get("projects.show", record_id=record.id)
        links = {link.get("href", "").split("?")[0] for link in page.select("main a")}
        assert (f"/members/{person.id}" in links) is linked
