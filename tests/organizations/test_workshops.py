"""A workshop's page: who was its commissar in the last three years, and the days without one."""

from datetime import date

from partyhub.roles import Role
from tests.browser import Browser, text
from tests.factories import enter, make_branch, make_commissar, make_member, make_workshop


def test_bars_for_appointments_and_frames_for_gaps(browser: Browser) -> None:
    workshop = make_workshop(opened_on=date(2021, 1, 1))
    early = make_commissar(
        workshop=workshop,
        member=make_member(name="Early"),
        started_on=date(2021, 2, 1),
        ended_on=date(2022, 2, 1),
    )
    late = make_commissar(
        workshop=workshop, member=make_member(name="Late"), started_on=date(2022, 8, 1)
    )
    page = browser.get("workshops.show", record_id=workshop.id)
    chart = page.select_one("#coverage .chart svg")
    assert chart is not None
    assert [str(a["href"]) for a in chart.select("a")] == [
        f"/commissars/{early.id}",
        f"/commissars/{late.id}",
    ]
    said = [text(title) for title in chart.select("title")]
    assert "no commissar from 1 January 2021 to 1 February 2021" in said
    assert "no commissar from 1 February 2022 to 1 August 2022" in said
    assert "Early, from 1 February 2021 to 1 February 2022" in said
    assert "Late, from 1 August 2022 to today" in said
    assert len(chart.select("rect.late")) == 2
    early_bar, late_bar = chart.select("rect.bar")
    assert float(early_bar["x"]) + float(early_bar["width"]) < float(late_bar["x"])


def test_the_day_asked_for(browser: Browser) -> None:
    workshop = make_workshop()
    make_commissar(workshop=workshop, member=make_member(name="Li"), ended_on=date(2023, 1, 1))
    seen = text(browser.get("workshops.show", record_id=workshop.id).select_one("#coverage"))
    assert "no commissar on 30 June 2023 since 1 January 2023" in seen
    page = browser.get("workshops.show", record_id=workshop.id, on="2022-12-31")
    assert "covered on 31 December 2022 Li since 4 January 2021" in text(
        page.select_one("#coverage")
    )


def test_two_at_a_time_lie_below_each_other(browser: Browser) -> None:
    workshop = make_workshop(opened_on=date(2021, 1, 4))
    make_commissar(workshop=workshop)
    enter(
        "commissars",
        member=make_member(),
        workshop=workshop,
        started_on=date(2022, 1, 1),
        reason="Two shifts",
    )
    page = browser.get("workshops.show", record_id=workshop.id)
    bars = page.select("#coverage rect.bar")
    assert [bar["y"] for bar in bars] == ["20", "46"]
    assert not page.select("#coverage rect.late")


def test_only_a_first_line_workshop_lacks_a_commissar(browser: Browser) -> None:
    workshop = make_workshop(is_first_line=False)
    page = browser.get("workshops.show", record_id=workshop.id)
    assert not page.select("#coverage rect.late, #coverage .state.over")


def test_another_branch_s_workshop_is_not_there(browser: Browser) -> None:
    workshop = make_workshop(organization=make_branch())
    browser.sign_in(Role.BRANCH_SECRETARY, make_branch())
    browser.get("workshops.show", record_id=workshop.id, status=404)
