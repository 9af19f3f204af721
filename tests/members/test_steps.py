"""The steps of a member's way, through the pages: what they store, remember and refuse."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.members.steps import STEPS
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text


def take(browser: Browser, member: Member, step: str, *, status: int = 303, **typed: Any) -> Any:
    """Open the step's form, fill it in and send it."""
    page = browser.get("members.take_step", record_id=member.id, name=step)
    filled = form_data(page) | {key: factories.as_typed(value) for key, value in typed.items()}
    return browser.post("members.take_step", filled, status=status, record_id=member.id, name=step)


def stays(member: Member) -> list[tuple[Any, ...]]:
    query = select(Assignment).where(Assignment.member_id == member.id).order_by(Assignment.id)
    return [
        (a.organization_id, a.started_on, a.in_reason, a.ended_on, a.out_reason)
        for a in db.session.scalars(query)
    ]


def actions(record: Any, register: str) -> list[Action]:
    query = select(HistoryEntry).where(
        HistoryEntry.register == register, HistoryEntry.record_id == record.id
    )
    return [entry.action for entry in db.session.scalars(query.order_by(HistoryEntry.id))]


def changed_fields(record: Any, register: str) -> dict[str, tuple[Any, Any]]:
    """What the newest entry of the history says: field → (from, to)."""
    query = select(HistoryEntry).where(
        HistoryEntry.register == register, HistoryEntry.record_id == record.id
    )
    entry = db.session.scalars(query.order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    return {change["field"]: (change["old"], change["new"]) for change in entry.changes}


def assert_passed(page: Any, back: str, happened: str) -> None:
    """The page offers no button for what can't be done any more: it says what happened."""
    assert "nothing left to do" in main_text(page)
    assert happened in main_text(page)
    assert not page.select("main form")
    assert page.select(f'main a.btn[href="{back}"]')


@pytest.fixture
def target(browser: Browser) -> Member:
    return factories.make_member(
        admitted_on=None,
        full_on=None,
        applied_on=date(2021, 1, 1),
        activist_on=date(2021, 8, 1),
        target_on=date(2022, 9, 1),
    )


def test_admit(browser: Browser, target: Member) -> None:
    take(browser, target, "admit", day="2023-06-01")
    assert target.admitted_on == date(2023, 6, 1)
    assert actions(target, "members") == [Action.CREATED, Action.ADMITTED]
    assert changed_fields(target, "members")["admitted_on"] == (None, "2023-06-01")
    assert len(stays(target)) == 1
    browser.get("members.take_step", status=404, record_id=target.id, name="admit")


def test_admit_refuses_a_day_before_the_stage_before(browser: Browser, target: Member) -> None:
    page = take(browser, target, "admit", status=400, day="2022-08-31")
    assert "day" in errors(page)
    assert target.admitted_on is None
    assert form_data(page)["day"] == "2022-08-31"


@pytest.mark.parametrize("step", ["admit", "move", "transfer-out", "leave"])
def test_no_step_lies_in_the_future(browser: Browser, target: Member, step: str) -> None:
    other = factories.make_branch()
    if step == "transfer-out":
        target = factories.make_member()
    before = stays(target)
    typed = {"day": "2023-07-01"}
    if step == "move":
        typed["organization"] = factories.as_typed(other)
    if step == "leave":
        typed["out_reason"] = "withdrawn"
    page = take(browser, target, step, status=400, **typed)
    assert "not come yet" in errors(page)["day"]
    assert stays(target) == before
    assert actions(target, "members") == [Action.CREATED]


def test_a_step_needs_a_day(browser: Browser, target: Member) -> None:
    assert "day" in errors(take(browser, target, "admit", status=400, day=" "))
    assert "day" in errors(take(browser, target, "admit", status=400, day="soon"))


def test_regularize_early_asks_for_a_reason(browser: Browser) -> None:
    member = factories.make_member(admitted_on=date(2022, 9, 1), full_on=None)
    page = take(browser, member, "regularize", status=400, day="2023-05-01")
    assert member.full_on is None
    assert "12 months" in main_text(page)
    filled = form_data(page) | {"reason": "Decided above"}
    browser.post("members.take_step", filled, record_id=member.id, name="regularize")
    assert member.full_on == date(2023, 5, 1)
    assert actions(member, "members") == [Action.CREATED, Action.REGULARIZED]
    page = browser.get("members.history", record_id=member.id)
    assert "Decided above" in main_text(page)


def test_regularize_before_the_end_of_the_extension_asks_for_a_reason(browser: Browser) -> None:
    person = factories.make_member(
        admitted_on=date(2021, 7, 1), full_on=None, probation_extended_until=date(2023, 1, 1)
    )
    page = take(browser, person, "regularize", day="2022-12-31", status=400)
    assert "Probation was extended until 1 January 2023" in main_text(page)
    take(browser, person, "regularize", day="2023-01-01")
    assert factories.find(person).full_on == date(2023, 1, 1)


def test_regularize_not_before_admission(browser: Browser) -> None:
    member = factories.make_member(admitted_on=date(2022, 9, 1), full_on=None)
    assert "day" in errors(take(browser, member, "regularize", status=400, day="2022-08-31"))
    page = take(browser, member, "regularize", status=400, day="2022-09-01")
    assert "12 months" in main_text(page)  # as on the member's own page and in a sheet


def test_move(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    group = factories.make_group(new)
    member = factories.make_member(organization=old)
    take(browser, member, "move", day="2023-03-01", organization=new, party_group=group)

    day = date(2023, 3, 1)
    assert stays(member) == [
        (old.id, date(2015, 1, 1), InReason.ADMITTED, day, OutReason.INTERNAL),
        (new.id, day, InReason.INTERNAL, None, None),
    ]
    first, second = sorted(factories.find(member).assignments, key=lambda a: a.id)
    assert second.party_group_id == group.id
    assert actions(member, "members") == [Action.CREATED, Action.MOVED]
    assert changed_fields(member, "members")["organization"] == (old.name, new.name)
    assert actions(first, "assignments") == [Action.CREATED, Action.MOVED]
    assert changed_fields(first, "assignments")["out_reason"] == (None, "internal")
    assert actions(second, "assignments") == [Action.MOVED]


def test_move_refuses_the_same_branch_and_days_before_the_start(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    member = factories.make_member(organization=old)
    for organization, day, field in (
        (old, "2023-03-01", "organization"),
        (new, "2015-01-01", "day"),
        (new, "2014-12-31", "day"),
        (new, "2023-07-01", "day"),
    ):
        page = take(browser, member, "move", status=400, day=day, organization=organization)
        assert field in errors(page), (organization.name, day)
    assert len(stays(member)) == 1


def test_transfer_out_and_return(browser: Browser) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    take(browser, member, "transfer-out", day="2022-03-01")
    assert stays(member)[0][3:] == (date(2022, 3, 1), OutReason.TRANSFER_OUT)
    assert actions(member, "members")[-1] is Action.TRANSFERRED_OUT
    for step in ("move", "transfer-out", "leave"):
        browser.get("members.take_step", status=404, record_id=member.id, name=step)

    page = take(
        browser,
        member,
        "return",
        status=400,
        day="2022-02-28",
        organization=branch,
    )
    assert "day" in errors(page)
    browser.get("members.take_step", status=404, record_id=member.id, name="readmit")
    take(browser, member, "return", day="2022-03-01", organization=branch)
    assert stays(member)[1] == (branch.id, date(2022, 3, 1), InReason.TRANSFER_IN, None, None)
    assert actions(member, "members")[-1] is Action.TRANSFERRED_IN


def test_who_lost_the_membership_may_get_it_back(browser: Browser) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    take(browser, member, "leave", day="2022-03-01", out_reason="removed")
    take(browser, member, "readmit", day="2022-06-01", organization=branch)
    assert stays(member)[1] == (branch.id, date(2022, 6, 1), InReason.RESTORED, None, None)
    assert actions(member, "members")[-1] is Action.RETURNED


@pytest.mark.parametrize("reason", ["expelled", "removed", "suspended"])
def test_who_lost_the_membership_is_not_transferred_in(browser: Browser, reason: str) -> None:
    member = factories.make_member()
    take(browser, member, "leave", day="2023-06-01", out_reason=reason)
    shown = main_text(browser.get("members.show", record_id=member.id))
    assert "Restore the membership" in shown
    assert "Transfer in" not in shown


def test_nobody_comes_back_from_death(browser: Browser) -> None:
    member = factories.make_member()
    take(browser, member, "leave", day="2022-03-01", out_reason="deceased")
    for step in ("return", "readmit"):
        browser.get("members.take_step", status=404, record_id=member.id, name=step)


@pytest.mark.parametrize(
    "reason", ["deceased", "removed", "expelled", "suspended", "probation_cancelled", "withdrawn"]
)
def test_leave(browser: Browser, reason: str) -> None:
    stages: dict[str, dict[str, Any]] = {
        "probation_cancelled": {"full_on": None},
        "withdrawn": {"applied_on": date(2014, 1, 1), "admitted_on": None, "full_on": None},
    }
    member = factories.make_member(**stages.get(reason, {}))
    assert "out_reason" in errors(take(browser, member, "leave", status=400, day="2023-03-01"))
    take(browser, member, "leave", day="2023-03-01", out_reason=reason)
    assert stays(member)[0][3:] == (date(2023, 3, 1), OutReason(reason))
    assert actions(member, "members")[-1] is Action.LEFT


@pytest.mark.parametrize("reason", ["transfer_out", "internal", "gone"])
def test_leaving_is_no_transfer(browser: Browser, reason: str) -> None:
    member = factories.make_member()
    page = take(browser, member, "leave", status=400, day="2023-03-01", out_reason=reason)
    assert "out_reason" in errors(page)


def test_a_stale_step_changes_nothing(browser: Browser) -> None:
    member = factories.make_member()
    page = browser.get("members.take_step", record_id=member.id, name="transfer-out")
    stale = form_data(page) | {"day": "2023-03-01"}
    factories.change(member, job="Fitter")
    page = browser.post(
        "members.take_step", stale, status=409, record_id=member.id, name="transfer-out"
    )
    assert stays(member)[0][3] is None
    assert form_data(page)["day"] == "2023-03-01"
    browser.post("members.take_step", form_data(page), record_id=member.id, name="transfer-out")
    assert stays(member)[0][3] == date(2023, 3, 1)


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_a_stale_step_that_is_no_longer_offered_says_so(
    browser: Browser, target: Member, step: str
) -> None:
    """Somebody else was faster: the answer shows what happened and how it stands now."""
    stale = {"version": str(target.version), "day": "2023-06-02"}
    if step == "return":
        factories.change(target, job="Fitter")
    elif step in ("admit", "regularize"):
        days = {"target_on": "2021-09-01", "admitted_on": "2022-01-01", "full_on": "2023-01-01"}
        factories.change(target, **days)
    else:
        take(browser, target, "leave", day="2023-06-01", out_reason="withdrawn")
    known = stays(target)
    page = browser.post("members.take_step", stale, status=409, record_id=target.id, name=step)
    assert_passed(page, f"/members/{target.id}", "What happened")
    assert stays(target) == known
    fresh = stale | {"version": str(factories.find(target).version)}
    browser.post("members.take_step", fresh, status=404, record_id=target.id, name=step)


def test_an_assignment_may_not_overlap_another(browser: Browser) -> None:
    member = factories.make_member()
    form = {
        "member": f"#{member.id}",
        "organization": factories.as_typed(factories.any_branch()),
        "in_reason": "restored",
    }
    for days in (
        {"started_on": "2020-01-01"},
        {"started_on": "2014-01-01"},
        {"started_on": "2014-01-01", "ended_on": "2015-01-02", "out_reason": "removed"},
    ):
        page = browser.post("assignments.create", form | days, status=400)
        assert "started_on" in errors(page)
    days = {"started_on": "2014-01-01", "ended_on": "2015-01-01", "out_reason": "removed"}
    browser.post("assignments.create", form | days)


def test_an_end_needs_a_reason_and_a_reason_an_end(browser: Browser) -> None:
    member = factories.make_member()
    stay = factories.find(member).assignments[0]
    for typed, field in (
        ({"ended_on": "2023-01-01"}, "out_reason"),
        ({"out_reason": "removed"}, "ended_on"),
        ({"ended_on": "2015-01-01", "out_reason": "removed"}, "ended_on"),
    ):
        page = browser.get("assignments.edit", record_id=stay.id)
        page = browser.post(
            "assignments.edit", form_data(page) | typed, status=400, record_id=stay.id
        )
        assert field in errors(page)


def test_a_branch_moves_people_only_within_itself(browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    member = factories.make_member(organization=own)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = take(browser, member, "move", status=400, day="2023-03-01", organization=other)
    assert "organization" in errors(page)
    assert other.name not in main_text(page)


def test_a_stale_form_for_a_step_that_somebody_else_took(browser: Browser, target: Member) -> None:
    place = {"record_id": target.id, "name": "admit"}
    stale = form_data(browser.get("members.take_step", **place)) | {"day": "2023-06-01"}
    take(browser, target, "admit", day=date(2023, 5, 4))
    page = browser.post("members.take_step", stale, status=409, **place)
    assert_passed(page, f"/members/{target.id}", "Admitted to probationary membership")
    assert "4 May 2023" in main_text(page)
    assert factories.find(target).admitted_on == date(2023, 5, 4)


def test_a_stale_form_for_a_step_that_is_still_open(browser: Browser, target: Member) -> None:
    place = {"record_id": target.id, "name": "admit"}
    stale = form_data(browser.get("members.take_step", **place)) | {"day": "2023-06-01"}
    factories.change(target, phone="13800001234")
    page = browser.post("members.take_step", stale, status=409, **place)
    assert "Nothing was saved" in main_text(page)
    assert page.select("main form[method=post]")


def test_a_group_of_another_branch_is_asked_about(browser: Browser) -> None:
    """Else a group's meetings would expect people of another branch."""
    old, new = factories.make_branch(), factories.make_branch()
    member, group = factories.make_member(organization=old), factories.make_group(old)
    typed = {"day": "2023-03-01", "organization": new, "party_group": group}
    page = take(browser, member, "move", status=400, **typed)
    assert "is no Party group of" in errors(page)["reason"]
    take(browser, member, "move", **typed, reason="The group goes along")
    edited = form_data(browser.get("members.edit", record_id=member.id))
    other = factories.make_group(old)
    sent = edited | {"party_group": f"#{other.id}"}
    page = browser.post("members.edit", sent, status=400, record_id=member.id)
    assert "is no Party group of" in errors(page)["reason"]
    browser.post("members.edit", edited, record_id=member.id)


def test_an_admission_before_the_person_came_here_is_asked_about(browser: Browser) -> None:
    """No figure would count it, and the person stands as transferred in."""
    member = factories.make_member(
        applied_on="2020-01-01",
        activist_on="2020-06-01",
        target_on="2021-07-01",
        joined_on="2022-06-01",
        admitted_on=None,
        full_on=None,
    )
    page = take(browser, member, "admit", status=400, day="2022-05-31")
    assert "in no organization here" in errors(page)["reason"]
    take(browser, member, "admit", day="2022-06-01")
