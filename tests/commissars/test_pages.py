"""A commissar's page, and the board of workshops: every number is the list it leads to."""

from datetime import date

import pytest

from partyhub.commissars.coverage import Board, lines_of
from partyhub.commissars.queries import select_appointments_in
from partyhub.commissars.timeline import bars_of, gaps_of
from partyhub.database import db
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.catalog import CATALOG
from tests.factories import (
    OWNER,
    archive,
    change,
    find,
    make_branch,
    make_commissar,
    make_duty,
    make_member,
    make_project,
    make_workshop,
)
from tests.registers.samples import counted_queries


def log(held: object, day: date, kind: str, topic: str = "") -> object:
    held = find(held)
    return make_duty(
        commissar=held.member,
        workshop=held.workshop,
        held_on=day,
        kind=kind,
        topic=topic or None,
    )


def links_of_work(page: object) -> dict[str, int]:
    """The addresses of the numbers in the table of duties, each with its number."""
    table = page.select_one("#work table")  # type: ignore[attr-defined]
    return {str(a["href"]): int(text(a)) for a in table.select("a")}


def test_each_number_of_the_work_leads_to_as_many_duties(browser: Browser) -> None:
    held = make_commissar()
    other = make_commissar()
    for day in (date(2022, 7, 1), date(2022, 7, 31), date(2023, 6, 30)):
        log(held, day, "daily_reading")
    log(held, date(2023, 6, 30), "mediation", "A")
    log(held, date(2022, 6, 30), "mediation")  # of the Party year before
    log(other, date(2023, 6, 29), "mediation")
    page = browser.get("commissars.show", record_id=held.id)
    found = links_of_work(page)
    assert sorted(found.values()) == [1, 1, 1, 2, 2, 2, 3, 4]
    for address, number in found.items():
        assert len(cells(browser.page(address))) == number, address
    marks = page.select("#work .chart a")
    assert [str(mark["aria-label"]) for mark in marks] == [
        "July 2022: 2 duties",
        "June 2023: 2 duties",
    ]
    for mark in marks:
        assert len(cells(browser.page(str(mark["href"])))) == 2


def test_the_period_is_asked_for_and_its_months_too(browser: Browser) -> None:
    held = make_commissar()
    log(held, date(2021, 3, 15), "care")
    log(held, date(2021, 3, 16), "care")
    log(held, date(2021, 3, 25), "care")
    page = browser.get("commissars.show", record_id=held.id)
    assert "No duty was logged" in text(page.select_one("#work"))
    page = browser.get("commissars.show", record_id=held.id, period="2021-03-01..2021-03-20")
    found = links_of_work(page)
    assert set(found.values()) == {2}
    for address, number in found.items():
        assert len(cells(browser.page(address))) == number
    browser.get("commissars.show", record_id=held.id, period="spring", status=404)


def test_a_long_period_has_totals_only(browser: Browser) -> None:
    held = make_commissar()
    for day in (date(2021, 3, 15), date(2023, 3, 16)):
        log(held, day, "care")
    page = browser.get("commissars.show", record_id=held.id, period="2000-01-01..2023-06-30")
    work = page.select_one("#work")
    assert work is not None
    assert "too long to be shown by month" in text(work)
    assert not work.select(".chart")
    assert [text(cell) for cell in work.select("thead th")] == ["Kind", "Total"]
    assert [text(cell) for cell in work.select("tfoot td")] == ["2"]
    assert len(cells(browser.page(str(work.select("tfoot a")[0]["href"])))) == 2


def test_what_is_to_come_is_no_zero(browser: Browser) -> None:
    held = make_commissar()
    log(held, date(2023, 6, 1), "care")
    page = browser.get("commissars.show", record_id=held.id, period="2023")
    foot = [text(cell) for cell in page.select("#work tfoot td")]
    assert foot == ["0"] * 5 + ["1"] + [""] * 6 + ["1"]


def test_the_person_over_time_and_the_workshop_now(browser: Browser) -> None:
    member = make_member()
    old = make_commissar(
        member=member,
        workshop=make_workshop(name="Old hall"),
        started_on=date(2019, 1, 1),
        ended_on=date(2021, 1, 1),
    )
    new = make_commissar(
        member=member, workshop=make_workshop(name="New hall"), started_on=date(2021, 1, 1)
    )
    project = make_project(lead=member, title="Smooth tube")
    page = browser.get("commissars.show", record_id=old.id)
    assert "today commissar of New hall" in text(page.select_one(".page-head .note"))
    assert page.select(f'main a[href="/commissars/{new.id}"]')
    assert page.select(f'main a[href="/projects/{project.id}"]')
    change(new, ended_on=date(2023, 1, 1))
    page = browser.get("commissars.show", record_id=old.id)
    assert "commissar of no workshop" in text(page.select_one(".page-head .note"))


def test_a_duty_is_logged_from_the_page_by_who_may(browser: Browser) -> None:
    held = make_commissar()
    page = browser.get("commissars.show", record_id=held.id)
    link = page.select_one('.page-head a[href^="/duties/new"]')
    assert link is not None
    data = form_data(browser.page(str(link["href"])))
    assert data["commissar"] == f"#{held.member_id}"
    assert data["workshop"] == f"#{held.workshop_id}"
    assert data["held_on"] == "2023-06-30"
    browser.post("duties.create", data | {"kind": "care"})
    browser.sign_in(Role.REVIEWER)
    page = browser.get("commissars.show", record_id=held.id)
    assert not page.select('.page-head a[href^="/duties/new"]')


def test_an_archived_appointment_counts_nothing(browser: Browser) -> None:
    held = make_commissar()
    log(held, date(2023, 6, 1), "care")
    archive(held)
    page = browser.get("commissars.show", record_id=held.id)
    assert not page.select("#work")


def test_of_another_branch_nothing_is_seen(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    member = make_member(organization=own)
    mine = make_commissar(member=member, workshop=make_workshop(organization=own))
    theirs = make_commissar(
        member=member, workshop=make_workshop(organization=other, name="Elsewhere")
    )
    log(mine, date(2023, 6, 1), "care")
    log(theirs, date(2023, 6, 1), "care")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    browser.get("commissars.show", record_id=theirs.id, status=404)
    page = browser.get("commissars.show", record_id=mine.id)
    assert "Elsewhere" not in main_text(page)
    assert set(links_of_work(page).values()) == {1}


@pytest.mark.parametrize("endpoint", ["commissars.show", "coverage.show", "workshops.show"])
def test_the_pages_ask_as_much_of_six_as_of_one(browser: Browser, endpoint: str) -> None:
    branch = make_branch()
    workshop, member = make_workshop(organization=branch), make_member(organization=branch)
    held = make_commissar(workshop=workshop, member=member, ended_on=date(2023, 5, 1))
    make_commissar(workshop=make_workshop(organization=branch), member=member)
    make_commissar(workshop=workshop, member=member, started_on=date(2023, 6, 25))
    values = {"commissars.show": {"record_id": held.id}, "workshops.show": {"record_id": 1}}
    log(held, date(2023, 4, 1), "care")

    def count() -> int:
        with counted_queries() as statements:
            browser.get(endpoint, **values.get(endpoint, {}))
        return len(statements)

    count()
    one = count()
    for number in range(5):
        start = date(2023, 5, 2 + 5 * number)
        make_commissar(
            workshop=workshop,
            member=member,
            started_on=start,
            ended_on=start.replace(day=start.day + 3),
        )
        make_commissar(workshop=make_workshop(organization=branch), member=member)
        log(held, date(2023, 4, number + 1), "mediation")
    count()  # what is remembered was written to
    assert count() <= one


# The board of all workshops on a day.


def summary(page: object) -> str:
    return text(page.select_one("main .notice"))  # type: ignore[attr-defined]


def test_coverage_day_by_day(browser: Browser) -> None:
    first, second = make_workshop(name="First"), make_workshop(name="Second")
    make_workshop(name="Office", is_first_line=False)
    make_commissar(workshop=first, member=make_member(name="Li"))
    held = make_commissar(workshop=second, started_on=date(2021, 3, 1))
    assert "Every first-line workshop has a commissar. 2 of 2, 100%" in summary(
        browser.get("coverage.show")
    )
    change(held, ended_on=date(2023, 6, 30))
    page = browser.get("coverage.show")
    assert "1 first-line workshop has no commissar. 1 of 2, 50%" in summary(page)
    rows = cells(page)
    assert rows[0][:4] == ["First", "covered", "Li", "4 January 2021"]
    assert rows[1][0:2] == ["Second", "vacant"]
    assert rows[1][3] == "30 June 2023"
    assert "2 of 2" in summary(browser.get("coverage.show", on="2023-06-29"))
    before = browser.get("coverage.show", on="2020-06-30")
    assert "0 of 2, 0%" in summary(before)
    assert cells(before)[0][3] == "1 January 2010"  # vacant since it opened
    nothing = browser.get("coverage.show", on="2009-01-01")
    assert "no first-line workshop" in main_text(nothing)


@pytest.mark.parametrize("day", ["2023-06-30", "2022-12-31", "2021-01-04", "2020-05-05"])
def test_the_board_says_what_the_figures_say(browser: Browser, day: str) -> None:
    """Also of what is closed, archived, of another organization, and of people off the roll."""
    branch = make_branch()
    closed = make_workshop(closed_on=date(2022, 6, 30))
    make_commissar(workshop=closed, ended_on=date(2022, 6, 30))
    make_commissar(workshop=make_workshop(organization=branch), ended_on=date(2023, 1, 1))
    gone = make_commissar(workshop=make_workshop())
    archive(find(gone).member)
    wrong = make_commissar(workshop=make_workshop())
    archive(wrong)
    make_commissar(workshop=make_workshop(is_first_line=False))
    make_commissar(workshop=make_workshop())
    user = browser.user
    assert user is not None
    viewer = Viewer("x", user.role, user.id, user.organization_id)
    codes = ("first_line_workshops", "covered_workshops", "coverage")
    figures = [CATALOG.figures_by_code[f"commissars.{code}"] for code in codes]
    page = browser.get("coverage.show", on=day)
    links = {str(a["href"]): text(a) for a in page.select("main .notice a")}
    with browser.app.app_context():
        found = compute(scope_of(viewer, Period.parse(f"{day}..{day}")), figures)
    covered = found["commissars.covered_workshops"].value
    total = found["commissars.first_line_workshops"].value
    share = float(found["commissars.coverage"].value or 0)
    assert list(links.values()) == [
        str(covered),
        str(total),
        f"{share:.1%}".replace(".0%", "%"),
    ]
    for address in list(links)[:2]:
        assert len(cells(browser.page(address))) == int(links[address])
    assert len(cells(page)) == total
    assert sum(row[1] == "covered" for row in cells(page)) == covered


def test_a_day_that_is_none_is_said_and_kept(browser: Browser) -> None:
    workshop = make_workshop()
    for page in (
        browser.get("coverage.show", on="last spring", status=400),
        browser.get("workshops.show", record_id=workshop.id, on="last spring", status=400),
    ):
        assert "is not a day" in errors(page)["f-on"]
        field = page.select_one("#f-on")
        assert field is not None
        assert field["value"] == "last spring"


def test_a_day_to_come_shows_what_is_on_record_for_it(browser: Browser) -> None:
    make_commissar(ended_on=date(2023, 8, 1))
    page = browser.get("coverage.show", on="2023-08-01")
    assert "has not come yet" in main_text(page)
    assert "0 of 1" in main_text(page)
    assert not page.select("main .notice a")


def test_a_branch_secretary_sees_the_own_workshops(browser: Browser) -> None:
    own, other = make_branch(), make_branch()
    make_workshop(organization=own, name="Mine")
    make_commissar(workshop=make_workshop(organization=other, name="Theirs"))
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = browser.get("coverage.show")
    assert "0 of 1" in summary(page)
    assert "Theirs" not in text(page.select_one("main"))
    assert browser.get("workshops.list").select('main a[href="/workshops/coverage"]')
    for role in (Role.COMMISSAR, Role.AUDITOR, Role.ADMINISTRATOR):
        browser.sign_in(role)
        browser.get("coverage.show", status=403)


# What a form says.


def refused(browser: Browser, register: str, **values: object) -> object:
    data = form_data(browser.get(f"{register}.create")) | values
    page = browser.post(f"{register}.create", data, status=400)
    kept = form_data(page)
    assert {key: kept[key] for key in values} == values, "What was typed is kept."
    return page


def test_two_commissars_at_a_time_need_a_reason(browser: Browser) -> None:
    held = make_commissar(member=make_member(name="Chen"))
    other = make_member()
    values = {
        "member": f"#{other.id}",
        "workshop": f"#{held.workshop_id}",
        "started_on": "2023-01-01",
    }
    page = refused(browser, "commissars", **values)
    assert "Appointed on: The workshop has another commissar on these days: Chen." in main_text(
        page
    )
    assert "reason" in errors(page)
    browser.post("commissars.create", form_data(page) | {"reason": "They share the shifts"})


def test_the_same_person_twice_is_refused(browser: Browser) -> None:
    held = make_commissar()
    values = {
        "member": f"#{held.member_id}",
        "workshop": f"#{held.workshop_id}",
        "started_on": "2023-01-01",
    }
    page = refused(browser, "commissars", **values)
    assert "already" in errors(page)["started_on"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("started_on", {"started_on": "2019-12-31", "ended_on": "2020-06-01"}),
        ("started_on", {"started_on": "2022-01-01"}),
        ("ended_on", {"started_on": "2021-01-01"}),
        ("ended_on", {"started_on": "2021-01-01", "ended_on": "2022-01-02"}),
    ],
)
def test_outside_the_life_of_the_workshop_is_refused(
    browser: Browser, field: str, values: dict[str, str]
) -> None:
    workshop = make_workshop(opened_on=date(2020, 1, 1), closed_on=date(2022, 1, 1))
    chosen = {"member": f"#{make_member().id}", "workshop": f"#{workshop.id}"}
    page = refused(browser, "commissars", **chosen, **values)
    assert "The workshop was" in errors(page)[field]
    data = form_data(page) | {"started_on": "2021-01-01", "ended_on": "2022-01-01"}
    browser.post("commissars.create", data)


def test_who_was_no_member_on_the_day_is_asked_about(browser: Browser) -> None:
    member = make_member(admitted_on=date(2022, 6, 1), full_on=None)
    workshop = make_workshop()
    values = {
        "member": f"#{member.id}",
        "workshop": f"#{workshop.id}",
        "started_on": "2022-05-31",
    }
    assert "no Party member" in main_text(refused(browser, "commissars", **values))


def test_a_duty_of_who_wasn_t_appointed_that_day_is_asked_about(browser: Browser) -> None:
    held = make_commissar(started_on=date(2021, 1, 4), ended_on=date(2023, 6, 1))
    values = {
        "commissar": f"#{held.member_id}",
        "workshop": f"#{held.workshop_id}",
        "kind": "care",
        "held_on": "2021-01-03",
    }
    page = refused(browser, "duties", **values)
    assert "wasn't the commissar" in main_text(page)
    page = refused(browser, "duties", **(values | {"held_on": "2023-06-01"}))
    assert "no longer the commissar" in errors(page)["commissar"]
    browser.post("duties.create", form_data(page) | {"held_on": "2023-05-31"})


def test_of_no_workshop_at_all_full_coverage_is_not_said() -> None:
    assert not Board(date(2023, 6, 30), [], 0, 0).is_full
    assert Board(date(2023, 6, 30), [], 2, 2).is_full
    assert not Board(date(2023, 6, 30), [], 2, 1).is_full


def test_a_commissar_who_left_covers_nothing_from_that_day(browser: Browser) -> None:
    """The appointment is still open, as older versions left it when somebody was transferred."""
    shop = make_workshop(is_first_line=True, opened_on=date(2020, 1, 1))
    held = make_commissar(workshop=shop, started_on=date(2021, 1, 4))
    stay = find(held.member).assignments[0]
    stay.ended_on, stay.out_reason = date(2023, 6, 20), "transfer_out"
    db.session.commit()
    for day, state in ((date(2023, 6, 19), "covered"), (date(2023, 6, 20), "vacant")):
        page = browser.get("coverage.show", on=day.isoformat())
        assert [text(each) for each in page.select("main td .state")] == [state]
        scope = scope_of(OWNER, Period(day, day))
        found = {code: computed.value for code, computed in compute(scope).items()}
        number = int(state == "covered")
        assert found["commissars.covered_workshops"] == found["commissars.appointed"] == number
    assert "20 June 2023" in cells(page)[0]
    line = lines_of([shop], date(2023, 6, 25))[0]
    assert (list(line.appointments), line.vacant_since) == ([], date(2023, 6, 20))
    period = Period(date(2020, 7, 1), date(2023, 6, 30))
    appointments = db.session.scalars(select_appointments_in(find(shop), period)).all()
    assert [bar.end for bar in bars_of(period, appointments)] == [date(2023, 6, 20)]
    last = gaps_of(period, find(shop), appointments)[-1]
    assert (last.start, last.end) == (date(2023, 6, 20), None)
