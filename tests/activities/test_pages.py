"""The pages of activities: the form with its roll, the record, attendance over a period."""

from datetime import date

import pytest
from sqlalchemy import select

from partyhub.activities.models import Activity, AttendanceState
from partyhub.database import db
from partyhub.roles import Role
from tests.browser import Browser, cells, errors, form_data, main_text, text
from tests.factories import (
    change,
    committee,
    find,
    make_activity,
    make_branch,
    make_member,
    make_party_post,
    make_vote,
)


def typed(organization: object, **more: str) -> dict[str, str]:
    given = {"kinds": "theme_day", "kinds-shown": "1", "title": "Theme", "held_on": "2023-06-01"}
    return given | {"organization": f"#{organization.id}"} | more  # type: ignore[attr-defined]


def rolled(page: object) -> list[str]:
    return [text(name) for name in page.select(".roll .name")]  # type: ignore[attr-defined]


def the_activity() -> Activity:
    return find(db.session.scalars(select(Activity)).one())


def test_the_form_lists_who_is_expected_when_asked(browser: Browser) -> None:
    branch = make_branch()
    make_member(name="One", organization=branch)
    make_member(name="Two", organization=branch, admitted_on=date(2023, 1, 1), full_on=None)
    make_member(name="Elsewhere", organization=make_branch())
    page = browser.post("activities.create", typed(branch, list="1"), status=200)
    assert rolled(page) == ["One", "Twoprobationary"]
    assert db.session.scalars(select(Activity)).first() is None


def test_saving_too_early_shows_the_roll_first(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    page = browser.post("activities.create", typed(branch), status=200)
    assert "Not saved yet" in main_text(page)
    data = form_data(page)
    assert data[f"attendance-{member.id}"] == "present"
    browser.post("activities.create", data)
    assert the_activity().people(AttendanceState.PRESENT) == [member]


def test_a_refused_form_keeps_what_was_noted(browser: Browser) -> None:
    branch = make_branch()
    away, absent = make_member(organization=branch), make_member(organization=branch)
    noted = {f"attendance-{away.id}": "leave", f"attendance-{absent.id}": "absent"}
    page = browser.post("activities.create", typed(branch, title="", **noted), status=400)
    data = form_data(page)
    assert errors(page)["title"]
    assert (data[f"attendance-{away.id}"], data[f"attendance-{absent.id}"]) == ("leave", "absent")


def test_leave_without_a_reason_is_said_at_the_person(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    noted = {f"attendance-{member.id}": "leave"}
    page = browser.post("activities.create", typed(branch, **noted), status=400)
    assert "reason" in errors(page)[f"why-{member.id}"]
    assert page.select_one('.error-summary a[href="#entries"]')
    browser.post("activities.create", typed(branch, **noted, **{f"why-{member.id}": "Ill"}))
    assert the_activity().live_attendance[0].reason == "Ill"


def test_guests_are_named_below_the_roll(browser: Browser) -> None:
    branch = make_branch()
    member, guest = make_member(organization=branch), make_member(organization=make_branch())
    noted = {f"attendance-{member.id}": "present", "present": guest.name}
    browser.post("activities.create", typed(branch, **noted))
    rows = {row.member_id: row.is_expected for row in the_activity().live_attendance}
    assert rows == {member.id: True, guest.id: False}


def test_who_was_listed_and_is_no_longer_expected_comes_as_a_guest_where_named(
    browser: Browser,
) -> None:
    """The kind was changed after the page had listed who is expected."""
    branch = make_branch()
    named, other = make_member(organization=branch), make_member(organization=branch)
    noted = {f"attendance-{person.id}": "present" for person in (named, other)}
    sent = typed(branch, kinds="volunteer_service", present=named.name, **noted)
    browser.post("activities.create", sent)
    rows = {row.member_id: row.is_expected for row in the_activity().live_attendance}
    assert rows == {named.id: False}


def test_who_is_expected_and_was_a_guest_stays_when_it_is_held_again(browser: Browser) -> None:
    branch, guest = make_branch(), make_member(organization=make_branch())
    activity = make_activity(organization=branch, present=[guest])
    change(activity, status="canceled")
    change(activity, organization=committee(), present=None)
    page = browser.get("activities.edit", record_id=activity.id)
    browser.post("activities.edit", form_data(page) | {"status": "held"}, record_id=activity.id)
    assert the_activity().people(AttendanceState.PRESENT) == [guest]


def test_an_activity_keeps_a_kind_also_when_all_boxes_are_unticked(browser: Browser) -> None:
    activity = make_activity()
    data = form_data(browser.get("activities.edit", record_id=activity.id))
    assert data.pop("kinds")
    page = browser.post("activities.edit", data, record_id=activity.id, status=400)
    assert errors(page)["kinds"]


def test_a_make_up_is_noted_when_editing(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    activity = make_activity(organization=branch)
    data = form_data(browser.get("activities.edit", record_id=activity.id))
    data |= {f"attendance-{member.id}": "made_up", f"made_up-{member.id}": "2023-01-01"}
    page = browser.post("activities.edit", data, record_id=activity.id, status=400)
    assert "after the activity" in errors(page)[f"why-{member.id}"]
    data[f"made_up-{member.id}"] = "2023-03-08"
    browser.post("activities.edit", data, record_id=activity.id)
    assert "8 March 2023" in main_text(browser.get("activities.show", record_id=activity.id))


def test_a_stale_form_shows_both_and_keeps_the_roll(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    activity = make_activity(organization=branch, present=[member])
    data = form_data(browser.get("activities.edit", record_id=activity.id))
    change(activity, place="Hall")
    data[f"attendance-{member.id}"] = "absent"
    page = browser.post("activities.edit", data, record_id=activity.id, status=409)
    assert "Present" in [text(cell) for cell in page.select("tbody th")]
    assert form_data(page)[f"attendance-{member.id}"] == "absent"
    browser.post("activities.edit", form_data(page), record_id=activity.id)
    assert the_activity().people(AttendanceState.ABSENT) == [member]


def test_a_branch_secretary_finds_branch_and_day_filled_in(browser: Browser) -> None:
    branch = make_branch()
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    data = form_data(browser.get("activities.create"))
    assert (data["organization"], data["held_on"]) == (f"#{branch.id}", "2023-06-30")


@pytest.mark.parametrize(
    ("came", "words"), [(1, "Enough came to vote"), (0, "Not enough came to vote")]
)
def test_the_record_says_whether_enough_came_for_the_votes_that_there_were(
    browser: Browser, came: int, words: str
) -> None:
    branch = make_branch()
    people = [make_member(organization=branch) for _ in range(2)]
    activity = make_activity(
        organization=branch, kinds="general_meeting", present=people[:came] or None
    )
    page = browser.get("activities.show", record_id=activity.id)
    assert "Who may vote" in main_text(page)
    assert "came to vote" not in main_text(page), "A quorum that nothing needs."
    make_vote(activity=activity, in_favor=came)
    page = browser.get("activities.show", record_id=activity.id)
    assert words in main_text(page)
    assert "Election" not in {text(line) for line in page.select(".rows li.wrap .grow")}


def test_who_made_up_for_it_was_not_there_to_vote(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    activity = make_activity(organization=branch, kinds="general_meeting")
    data = form_data(browser.get("activities.edit", record_id=activity.id))
    data |= {f"attendance-{member.id}": "made_up", f"made_up-{member.id}": "2023-03-08"}
    page = browser.follow("activities.edit", data, record_id=activity.id)
    lines = [text(line) for line in page.select(".rows li")]
    assert "Expected, with a vote1" in lines
    assert "Present, with a vote0" in lines


def test_a_back_dated_member_is_offered_never_added_silently(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch)
    activity = make_activity(organization=branch)
    late = make_member(name="Late", organization=branch)
    page = browser.get("activities.show", record_id=activity.id)
    assert "Missing: Late" in main_text(page)
    browser.post("activities.refresh", {"version": "0"}, record_id=activity.id)
    assert len(find(activity).live_attendance) == 1
    version = str(find(activity).version)
    browser.post("activities.refresh", {"version": version}, record_id=activity.id)
    assert late.id in {row.member_id for row in find(activity).live_attendance}


def test_the_list_narrows_to_a_period(browser: Browser) -> None:
    make_activity(title="In March", held_on=date(2023, 3, 1))
    make_activity(title="In May", held_on=date(2023, 5, 1))
    rows = cells(browser.get("activities.list", period="2023-03"))
    assert [row[1] for row in rows] == ["In March"]


def test_attendance_counts_each_person_and_leads_to_the_activities(browser: Browser) -> None:
    branch = make_branch()
    one, two = make_member(organization=branch), make_member(organization=branch)
    make_activity(organization=branch, present=[one, two])
    make_activity(organization=branch, present=[one], kinds="study")
    page = browser.get("activities.attendance")
    assert [text(cell) for cell in page.select("tfoot td .only-stack")][:1] == ["Expected"]
    assert text(page.select("tfoot td")[0]) == "Expected 4"
    rows = page.select("tbody tr")
    rates = {text(row.select_one("th a")): text(row.select("td")[-1]) for row in rows}
    assert rates == {one.name: "100.0 %", two.name: "50.0 %"}
    only_study = browser.get("activities.attendance", kind="study")
    assert text(only_study.select("tfoot td")[0]) == "Expected 2"
    own = browser.get("activities.attendance_of", member_id=two.id)
    assert len(own.select("tbody tr")) == 2


def test_attendance_takes_any_days_and_says_what_it_can_t_read(browser: Browser) -> None:
    make_activity(organization=make_branch())
    browser.get("activities.attendance", days="2023-03-01..2023-03-01")
    page = browser.get("activities.attendance", days="last week", status=400)
    assert "no period" in errors(page)["f-days"]
    browser.get("activities.attendance", period="last-week", status=404)


def test_another_branch_s_person_is_missing(browser: Browser) -> None:
    stranger = make_member(organization=make_branch())
    browser.sign_in(Role.BRANCH_SECRETARY, make_branch())
    browser.get("activities.attendance_of", member_id=stranger.id, status=404)


def test_a_committee_meeting_expects_its_posts(browser: Browser) -> None:
    branch = make_branch()
    member = make_member(organization=branch)
    make_member(organization=branch)
    make_party_post(member=member, organization=branch)
    page = browser.post(
        "activities.create", typed(branch, kinds="committee_meeting", list="1"), status=200
    )
    assert rolled(page) == [member.name]
