"""Votes of meetings: who may vote, which numbers can be, and the result by the rule of the day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import ActivityKind
from partyhub.activities.quorum import ORDINARY, find_quorum
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.activities.voting.pages import quorum_words
from partyhub.activities.voting.results import find_majority
from partyhub.activities.voting.voters import Barred, find_voters
from partyhub.database import db
from partyhub.forms import pickers
from partyhub.history.models import HistoryEntry
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text, text
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, desk, said

__all__ = ["desk"]
PASSED, FAILED, INVALID = VoteResult.PASSED, VoteResult.FAILED, VoteResult.INVALID


@pytest.mark.parametrize(
    ("kind", "expected", "present", "in_favor", "result"),
    [
        # Half of those expected, itself included, and more than half of them in favor.
        ("resolution", 32, 16, 16, FAILED),
        ("resolution", 32, 15, 15, INVALID),
        ("resolution", 32, 17, 17, PASSED),
        ("resolution", 31, 16, 16, PASSED),
        ("resolution", 31, 15, 15, INVALID),
        ("disposal", 32, 32, 16, FAILED),
        ("disposal", 32, 32, 17, PASSED),
        # More than half of those expected.
        ("admission", 32, 16, 16, INVALID),
        ("admission", 32, 17, 17, PASSED),
        ("admission", 32, 17, 16, FAILED),
        ("admission", 31, 16, 16, PASSED),
        ("admission", 31, 16, 15, FAILED),
        ("regularization", 16, 15, 8, FAILED),
        ("regularization", 16, 15, 9, PASSED),
        ("probation_extension", 2, 1, 1, INVALID),
        ("probation_cancellation", 2, 2, 2, PASSED),
        # Four fifths of those expected, and more than half of those present.
        ("election", 5, 4, 3, PASSED),
        ("election", 5, 4, 2, FAILED),
        ("election", 5, 3, 3, INVALID),
        ("election", 32, 26, 14, PASSED),
        ("election", 32, 26, 13, FAILED),
        ("election", 32, 25, 25, INVALID),
    ],
)
def test_the_boundaries_of_a_result(
    kind: str,
    expected: int,
    present: int,
    in_favor: int,
    result: VoteResult,
    database_of_test: None,
) -> None:
    """Unlike the numbers expected, those typed need no rows of people."""
    factories.committee()
    vote = factories.make_vote(
        activity=factories.make_meeting(1),
        kind=kind,
        member=person_for(kind),
        expected_voting=expected,
        present_voting=present,
        in_favor=in_favor,
        reason="By the old minutes",
    )
    assert vote.result is result


def person_for(kind: str) -> Any:
    """Somebody about whom such a vote is, if it is about anybody."""
    if kind in ("resolution", "disposal", "election"):
        return None
    admitted = None if kind == "admission" else date(2022, 3, 1)
    return factories.make_member(applied_on=date(2020, 1, 1), admitted_on=admitted, full_on=None)


@pytest.mark.parametrize(
    ("share", "is_exclusive", "expected", "present", "is_reached"),
    [
        ("0.6667", False, 30, 20, True),
        ("0.6667", False, 30, 19, False),
        ("0.6667", True, 30, 20, False),
        ("0.3333", True, 30, 10, False),
        ("0.3333", True, 30, 11, True),
    ],
)
def test_thirds_are_exact(
    share: str,
    is_exclusive: bool,
    expected: int,
    present: int,
    is_reached: bool,
    database_of_test: None,
) -> None:
    """A third is stored with four places, and 0.6667 of 30 would be more than 20 people."""
    day = date(2022, 1, 1)
    for key in (ORDINARY, "votes.majority"):
        factories.change_rule(key, share, day).is_exclusive = is_exclusive
    db.session.commit()
    quorum = find_quorum(ORDINARY, day, present, expected)
    kinds = [ActivityKind.GENERAL_MEETING]
    majority = find_majority(VoteKind.RESOLUTION, kinds, day, expected, present)
    assert quorum is not None
    assert majority is not None
    assert quorum.is_reached is majority.is_won_by(present) is is_reached
    words = {"0.6667": "三分之二", "0.3333": "三分之一"}
    assert quorum_words(quorum).endswith(words[share])


@pytest.fixture
def branch(database_of_test: None) -> Any:
    factories.committee()
    return factories.make_branch()


def meet(branch: Any, voters: int, **values: Any) -> Any:
    return factories.make_meeting(voters, organization=branch, **values)


def test_written_opinions_are_votes_but_never_help_the_quorum(branch: Any) -> None:
    people = [factories.make_member(organization=branch) for _ in range(4)]
    activity = factories.make_activity(
        organization=branch, kinds="general_meeting", present=people[:2]
    )
    numbers = {"member": person_for("admission"), "kind": "admission", "activity": activity}
    few = factories.make_vote(**numbers, written_opinions=2, in_favor=4)
    assert (few.present_voting, few.expected_voting, few.result) == (2, 4, INVALID)
    factories.change(activity, present=people[:3])
    vote = factories.make_vote(**numbers, item="Again", written_opinions=1, in_favor=4)
    assert (vote.present_voting, vote.result) == (3, PASSED)


def test_a_committee_decides_by_more_than_half_of_its_members(branch: Any) -> None:
    people = [factories.make_member(organization=branch, full_on=None) for _ in range(4)]
    for member in people:
        factories.make_party_post(organization=branch, member=member, post="committee_member")
    meeting = factories.make_activity(
        organization=branch, kinds="committee_meeting", present=people[:3]
    )
    assert factories.make_vote(activity=meeting, in_favor=3).result is PASSED
    assert factories.make_vote(activity=meeting, in_favor=2).result is FAILED


def test_who_may_not_vote_is_out_of_the_number_with_a_reason(branch: Any) -> None:
    voter, floating = (
        factories.make_member(organization=branch, is_floating=number) for number in (0, 1)
    )
    young = factories.make_member(organization=branch, full_on=None, admitted_on=date(2022, 9, 1))
    that_day = factories.make_member(
        organization=branch, admitted_on=date(2022, 3, 1), full_on=date(2023, 3, 1)
    )
    paused, ill, again = (factories.make_member(organization=branch) for _ in range(3))
    factories.make_voting_pause(member=paused, started_on=date(2023, 3, 1))
    factories.make_voting_pause(
        member=again, started_on=date(2022, 3, 1), ended_on=date(2023, 3, 1)
    )
    activity = factories.make_activity(
        organization=branch,
        kinds="general_meeting",
        present=[voter, floating, young, that_day, paused, again],
        on_leave=f"{ill.name}（卧床不起或长期生病）",
    )
    voters = find_voters(factories.find(activity), is_election=False)
    assert voters is not None
    assert (voters.expected, voters.present) == (4, 3)
    assert dict(voters.barred) == {
        young.id: Barred.PROBATIONARY,
        that_day.id: Barred.PROBATIONARY,
        paused.id: Barred.PAUSED,
    }
    at_election = find_voters(factories.find(activity), is_election=True)
    assert at_election is not None
    assert (at_election.expected, at_election.present) == (3, 3)
    assert dict(at_election.barred)[ill.id] is Barred.LEAVE


def test_the_rule_of_the_day_decides(branch: Any) -> None:
    early = meet(branch, 3, held_on=date(2023, 3, 1))
    late = factories.make_activity(
        organization=branch, kinds="general_meeting", title="Late", held_on=date(2023, 5, 1)
    )
    factories.change_rule("votes.majority", Decimal("0.75"), date(2023, 4, 1))
    db.session.commit()
    numbers = {"expected_voting": 4, "present_voting": 3, "in_favor": 3, "reason": "Minutes"}
    first = factories.make_vote(activity=early, **numbers)
    assert first.result is PASSED
    assert factories.make_vote(activity=late, **numbers).result is FAILED
    # A corrected day of the meeting is judged by the rule of that day.
    factories.change(early, held_on=date(2023, 4, 1))
    db.session.expire_all()
    assert db.session.get_one(Vote, first.id).result is FAILED


def test_before_the_first_rule_there_is_no_result(branch: Any) -> None:
    meeting = meet(branch, 2, held_on=date(2012, 3, 1))
    vote = factories.make_vote(
        activity=meeting, expected_voting=2, present_voting=2, reason="By the old minutes"
    )
    assert vote.result is None


def test_a_vote_of_a_meeting_that_was_canceled_later_stays_as_it_is(branch: Any) -> None:
    vote = factories.make_vote(organization=branch)
    meeting = vote.activity
    factories.change(meeting, status="cancelled")
    factories.change(vote, item="Another item")
    assert factories.find(vote).item == "Another item"
    assert values("votes.total") == [0]


def values(*codes: str) -> list[Any]:
    scope = scope_of(factories.OWNER, Period.parse("2023-03"))
    wanted = [CATALOG.figures_by_code[code] for code in codes]
    return [found.value for found in compute(scope, wanted).values()]


def test_figures_count_votes_by_kind_and_result(branch: Any) -> None:
    meeting = meet(branch, 3)
    factories.make_vote(activity=meeting, in_favor=2)
    factories.make_vote(activity=meeting, in_favor=1)
    factories.make_vote(activity=meeting, kind="election", in_favor=3)
    codes = ("total", "resolution", "election", "admission", "passed", "failed", "invalid")
    assert values(*(f"votes.{code}" for code in codes)) == [3, 2, 1, 0, 2, 1, 0]


def test_a_vote_is_recorded_on_the_page_of_its_meeting(browser: Browser) -> None:
    branch = factories.make_branch()
    meeting = meet(branch, 3)
    target = person_for("admission")
    page = browser.get("activities.show", record_id=meeting.id)
    data = form_data(page)
    data |= {"kind": "admission", "item": "Admission", "member": f"#{target.id}", "in_favor": "2"}
    page = browser.follow("votes.create", data)
    vote = db.session.scalars(select(Vote)).one()
    assert (vote.kind, vote.result, vote.expected_voting) == (VoteKind.ADMISSION, PASSED, 3)
    said = main_text(page)
    assert "Enough came to vote" in said
    assert "Admission, regularization: more than half present" in said
    assert "more than 1.5" in said
    assert "Election" not in {text(each) for each in page.select(".rows .grow")}
    assert browser.get("members.show", record_id=target.id).select(f'a[href="/votes/{vote.id}"]')


def test_numbers_that_cannot_be_are_refused_with_the_way_out(browser: Browser) -> None:
    meeting = meet(factories.make_branch(), 3)
    typed = {"activity": f"#{meeting.id}", "kind": "resolution", "item": "Plan", "in_favor": "4"}
    page = browser.post("votes.create", typed, status=400)
    assert "only 3 could vote" in errors(page)["in_favor"]
    assert db.session.scalars(select(Vote)).all() == []


def test_many_meetings_are_named_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a select would be too long, the box says which meeting it is, not its number."""
    monkeypatch.setattr(pickers, "MOST_OPTIONS", 1)
    branch = factories.make_branch()
    meeting, _ = meet(branch, 1, title="First"), meet(branch, 1, title="Second")
    page = browser.get("votes.create", activity=f"#{meeting.id}")
    assert page.select_one("#activity")["value"] == "First"  # type: ignore[index]


def test_a_failed_regularization_says_what_may_follow(browser: Browser) -> None:
    meeting = meet(factories.make_branch(), 4)
    factories.make_vote(
        activity=meeting, kind="regularization", member=person_for("regularization"), in_favor=2
    )
    page = browser.get("activities.show", record_id=meeting.id)
    assert "The probation may be extended once" in main_text(page)


def test_a_branch_records_votes_of_its_own_meetings_only(browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    mine, theirs = meet(own, 2), meet(other, 2)
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    typed = {"kind": "resolution", "item": "Plan", "in_favor": "2"}
    browser.post("votes.create", typed | {"activity": f"#{theirs.id}"}, status=400)
    browser.post("votes.create", typed | {"activity": f"#{mine.id}"}, status=303)
    vote = db.session.scalars(select(Vote)).one()
    browser.sign_in(Role.REVIEWER)
    page = browser.get("activities.show", record_id=mine.id)
    assert page.select(f'a[href="/votes/{vote.id}"]')
    assert not page.select('form[action="/votes/new"]')


def test_a_pause_shows_on_the_page_without_days_and_stands_in_no_list_of_a_branch(
    browser: Browser,
) -> None:
    branch = factories.make_branch()
    meeting = meet(branch, 2)
    member = factories.make_member(organization=branch, name="Paused")
    pause = factories.make_voting_pause(member=member, started_on=date(2023, 2, 14))
    meeting = factories.make_activity(
        organization=branch, kinds="general_meeting", title="Second", present=[member]
    )
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    page = browser.get("activities.show", record_id=meeting.id)
    assert "Paused Not counted, as the rules have it" in main_text(page)
    assert "14 February" not in main_text(page)
    browser.get("voting_pauses.list", status=403)
    browser.sign_in(Role.AUDITOR)
    history = main_text(browser.get("voting_pauses.history", record_id=pause.id))
    assert "Pause" in history
    for hidden in ("Paused", "14 February", "2023-02-14"):
        assert hidden not in history
    (title,) = db.session.scalars(
        select(HistoryEntry.record_title).where(HistoryEntry.register == "voting_pauses")
    )
    assert title == "", "The history of all records would name the person."
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    assert not page.select('a[href="/voting_pauses/"]')
    roll = browser.get("activities.edit", record_id=meeting.id)
    voting = [text(row.select_one(".name")) for row in roll.select(".roll [data-votes]")]
    assert len(voting) == 2
    assert not any("Paused" in name for name in voting)


@pytest.mark.parametrize(
    ("kinds", "holder", "is_asked"),
    [
        ("party_committee_meeting", "committee", False),
        ("party_committee_meeting", "branch", True),
        ("general_branch_committee", "general", False),
        ("general_branch_committee", "committee", True),
        ("committee_meeting", "branch", False),
        ("committee_meeting", "committee", True),
        ("congress", "committee", False),
        ("congress", "general", False),
        ("congress", "branch", True),
        ("oath", "branch", False),
    ],
)
def test_kinds_of_meetings_that_it_does_not_hold_are_asked_about(
    kinds: str, holder: str, is_asked: bool, database_of_test: None
) -> None:
    holders = {
        "committee": factories.committee,
        "general": lambda: factories.make_organization(kind="general_branch"),
        "branch": factories.make_branch,
    }
    form = factories.fill(
        "activities",
        kinds=kinds,
        title="Meeting",
        organization=holders[holder](),
        held_on=date(2023, 3, 1),
    )
    assert form.validate() is not is_asked
    assert [name for name, _ in form.warnings] == ["organization"] * is_asked


def test_what_was_so_already_is_not_asked_about_again(database_of_test: None) -> None:
    activity = factories.make_activity(
        kinds="party_committee_meeting", organization=factories.make_branch(), reason="As it was"
    )
    factories.change(activity, place="Hall")
    assert factories.find(activity).place == "Hall"


def test_votes_come_and_go_by_sheet(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    meeting = factories.make_meeting(3, organization=branch, title="Meeting")
    head = ("活动", "表决事项", "类型", "赞成", "反对", "弃权")
    right = (meeting.name, "Plan", "决议", 2, 1, "")
    assert not said(desk.take("votes", head, right))
    vote = db.session.scalars(select(Vote)).one()
    assert (vote.result, vote.expected_voting, vote.abstained) == (PASSED, 3, 0)
    wrong = desk.judge("votes", head, (meeting.number, "Other", "决议", 4, "", ""))
    assert "only 3 could vote" in str(said(wrong))


def test_another_rule_of_the_day_judges_the_votes_of_its_days_again(browser: Browser) -> None:
    """The page would say “passed” beside a majority that wasn't reached, and so would figures."""
    early = factories.make_vote(activity=factories.make_meeting(3, held_on=date(2022, 3, 1)))
    vote = factories.make_vote(activity=factories.make_meeting(3))
    version = factories.change_rule("votes.majority", "0.7", "2023-01-01")
    assert [factories.find(each).result for each in (early, vote)] == [PASSED, FAILED]
    page = browser.get("votes.history", record_id=vote.id)
    assert "Passed → Not passed" in main_text(page)
    about = {"key": version.key, "rule_id": version.id}
    sent = form_data(browser.get("rules.correct_rule", **about))
    browser.post("rules.correct_rule", sent | {"value": "0.6", "why": "Misread"}, **about)
    assert factories.find(vote).result is PASSED


def test_a_vote_that_the_attendance_contradicts_by_now_says_so(browser: Browser) -> None:
    meeting = factories.make_meeting(3)
    vote = factories.make_vote(activity=meeting)
    page = browser.get("activities.show", record_id=meeting.id)
    assert "Check both" not in main_text(page)
    factories.change(meeting, present=[factories.find(meeting).attendance[0].member])
    page = browser.get("activities.show", record_id=meeting.id)
    assert "3 voters expected and 3 present; by the attendance it is 3 and 1" in main_text(page)
    assert factories.find(vote).present_voting == 3


def test_a_meeting_at_which_was_voted_is_not_cancelled_without_a_word(browser: Browser) -> None:
    meeting = factories.make_meeting(4)
    factories.make_vote(activity=meeting, kind="resolution", in_favor=4)
    page = browser.get("activities.edit", record_id=meeting.id)
    values = form_data(page) | {"status": "cancelled"}
    page = browser.post("activities.edit", values, record_id=meeting.id, status=400)
    assert "1 vote was taken at this meeting and no longer counts." in main_text(page)
    values = form_data(page) | {"reason": "Entered by mistake"}
    browser.post("activities.edit", values, record_id=meeting.id)
