"""Who is expected, what is noted of them, and whether enough came to vote."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from partyhub.activities.models import Activity, ActivityKind, AttendanceState
from partyhub.activities.quorum import reaches
from partyhub.activities.voting.voters import find_voters
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.members.test_steps import actions

ALL_MEMBERS = (
    "general_meeting",
    "party_lecture",
    "theme_day",
    "org_life_meeting",
    "appraisal_meeting",
    "study",
    "congress",
)
POST_HOLDERS = (
    *("committee_meeting", "democratic_life_meeting", "study_center_group"),
    *("party_committee_meeting", "general_branch_committee"),
)
WHOEVER = "Whatever kind of organization holds it"
NOBODY = (
    *("volunteer_service", "heart_talk", "conference", "forum", "joint_activity", "other"),
    "oath",
)


class Branch:
    """A branch of five members: two hold posts, two are in a group, one leads it."""

    def __init__(self) -> None:
        self.organization = factories.make_branch()
        self.group = factories.make_group(self.organization)
        self.members = [
            factories.make_member(
                organization=self.organization, party_group=self.group if number < 2 else None
            )
            for number in range(5)
        ]
        for number, post in ((1, "group_leader"), (2, "secretary"), (3, "committee_member")):
            factories.make_party_post(
                organization=self.organization, member=self.members[number], post=post
            )


@pytest.fixture
def branch(database_of_test: None) -> Branch:
    return Branch()


def hold(organization: Organization, kinds: str, **values: Any) -> Activity:
    found: Activity = factories.find(
        factories.make_activity(organization=organization, kinds=kinds, **values)
    )
    return found


def expected(activity: Activity) -> set[str]:
    return {row.member.name for row in activity.attendance if row.is_expected}


def names(members: list[Member]) -> set[str]:
    return {member.name for member in members}


@pytest.mark.parametrize("kind", ALL_MEMBERS)
def test_all_members_of_the_subtree_are_expected(branch: Branch, kind: str) -> None:
    above = factories.make_organization(kind="general_branch")
    below = [factories.make_branch(parent=above) for _ in range(2)]
    people = [factories.make_member(organization=each) for each in below]
    factories.make_member(
        organization=below[0], admitted_on=None, full_on=None, applied_on="2020-01-01"
    )
    elsewhere = factories.make_member(organization=branch.organization)
    found = expected(hold(above, kind, reason=WHOEVER))
    assert found == names(people)
    assert elsewhere.name in expected(hold(factories.committee(), kind, reason=WHOEVER))


@pytest.mark.parametrize("kind", POST_HOLDERS)
def test_those_with_a_post_are_expected_but_no_group_leader(branch: Branch, kind: str) -> None:
    found = expected(hold(branch.organization, kind, reason=WHOEVER))
    assert found == names(branch.members[2:4])


def test_the_group_s_own_members_are_expected(branch: Branch) -> None:
    assert expected(hold(branch.group, "group_meeting")) == names(branch.members[:2])


@pytest.mark.parametrize("kind", NOBODY)
def test_nobody_is_expected_at_other_kinds(branch: Branch, kind: str) -> None:
    activity = hold(branch.organization, kind)
    assert expected(activity) == set()
    assert activity.expected_count is None
    assert hold(branch.organization, kind, expected_count=30).expected_count == 30


def test_every_kind_is_in_one_of_the_three(branch: Branch) -> None:
    named = {*ALL_MEMBERS, *POST_HOLDERS, *NOBODY, "group_meeting"}
    assert named == {kind.value for kind in ActivityKind}


def test_of_several_kinds_the_widest_counts(branch: Branch) -> None:
    activity = hold(branch.organization, "committee_meeting、party_lecture、other")
    assert expected(activity) == names(branch.members)


def test_expected_are_those_of_the_day(branch: Branch) -> None:
    late, gone = branch.members[3], branch.members[4]
    factories.change(late, admitted_on="2022-03-02", full_on="", reason="As the minutes say")
    factories.leave(gone, date(2022, 3, 1))
    one = hold(branch.organization, "theme_day", held_on=date(2022, 3, 1))
    assert expected(one) == names(branch.members[:3])
    two = hold(branch.organization, "theme_day", held_on=date(2022, 2, 28))
    assert expected(two) == names([*branch.members[:3], gone])


def test_who_is_named_neither_way_was_absent_and_strangers_are_guests(branch: Branch) -> None:
    stranger = factories.make_member(organization=factories.make_branch())
    activity = hold(
        branch.organization,
        "theme_day",
        present=[branch.members[0], stranger],
        on_leave=[branch.members[1]],
    )
    states = {row.member.name: (row.is_expected, row.state) for row in activity.attendance}
    assert states[branch.members[0].name] == (True, AttendanceState.PRESENT)
    assert states[branch.members[1].name] == (True, AttendanceState.LEAVE)
    assert states[stranger.name] == (False, AttendanceState.PRESENT)
    assert states[branch.members[4].name] == (True, AttendanceState.ABSENT)
    assert activity.expected_count == 5


def test_a_typed_number_that_says_what_the_list_says_is_none(branch: Branch) -> None:
    assert hold(branch.organization, "theme_day", expected_count=5).typed_expected is None
    typed = {"expected_count": 6, "reason": "One was on loan"}
    assert hold(branch.organization, "theme_day", **typed).expected_count == 6


def test_a_planned_activity_fixes_its_list_when_it_is_held(branch: Branch) -> None:
    activity = hold(branch.organization, "theme_day", held_on=date(2023, 7, 10))
    assert activity.status.value == "planned"
    assert activity.attendance == []
    factories.change(activity, held_on="2023-06-29", status="held")
    assert expected(factories.find(activity)) == names(branch.members)


def test_the_future_holds_nothing_yet(browser: Browser, branch: Branch) -> None:
    typed = {
        "kinds": "theme_day",
        "title": "T",
        "organization": f"#{branch.organization.id}",
        "held_on": "2023-07-01",
        "status": "held",
    }
    page = browser.post("activities.create", typed, status=400)
    assert "held_on" in errors(page)


def test_nobody_is_both_present_and_on_leave(browser: Browser, branch: Branch) -> None:
    one = branch.members[0]
    typed = {
        "kinds": "theme_day",
        "title": "T",
        "organization": f"#{branch.organization.id}",
        "held_on": "2023-03-01",
        "present": one.name,
        "on_leave": one.name,
    }
    page = browser.post("activities.create", typed, status=400)
    assert one.name in main_text(page)


def test_leave_needs_a_reason_and_making_up_a_day(browser: Browser, branch: Branch) -> None:
    activity = hold(branch.organization, "theme_day", present=branch.members)
    who = branch.members[0].id
    page = browser.get("activities.edit", record_id=activity.id)
    filled = form_data(page)
    for wrong in (
        {f"attendance-{who}": "leave", f"why-{who}": " "},
        {f"attendance-{who}": "made_up", f"made_up-{who}": ""},
        {f"attendance-{who}": "made_up", f"made_up-{who}": "2023-02-28"},
        {f"attendance-{who}": "made_up", f"made_up-{who}": "2023-07-01"},
    ):
        browser.post("activities.edit", filled | wrong, status=400, record_id=activity.id)
    assert len(factories.find(activity).people(AttendanceState.PRESENT)) == 5
    right = {f"attendance-{who}": "made_up", f"made_up-{who}": "2023-03-05"}
    browser.post("activities.edit", filled | right, record_id=activity.id)
    (row,) = [r for r in factories.find(activity).attendance if r.member_id == who]
    assert (row.state, row.made_up_on) == (AttendanceState.MADE_UP, date(2023, 3, 5))


def test_history_and_version_follow_each_note(browser: Browser, branch: Branch) -> None:
    """Also what shows in no list of names: a reason, a day of making up."""
    activity = hold(branch.organization, "theme_day", present=branch.members)
    who, version = branch.members[0].id, activity.version
    for number, noted in enumerate(
        (
            {f"attendance-{who}": "leave", f"why-{who}": "Ill"},
            {f"attendance-{who}": "leave", f"why-{who}": "On duty"},
            {f"attendance-{who}": "made_up", f"made_up-{who}": "2023-03-05"},
            {f"attendance-{who}": "made_up", f"made_up-{who}": "2023-03-06"},
            {f"attendance-{who}": "present"},
        ),
        start=1,
    ):
        page = browser.get("activities.edit", record_id=activity.id)
        browser.post("activities.edit", form_data(page) | noted, record_id=activity.id)
        found = factories.find(activity)
        assert found.version == version + number, noted
        assert actions(found, "activities") == [Action.CREATED, *[Action.CHANGED] * number]
    history = main_text(browser.get("activities.history", record_id=activity.id))
    for words in ("Ill", "On duty", "2023-03-05", "2023-03-06"):
        assert words in history


def test_a_back_dated_transfer_changes_no_list_until_asked(
    browser: Browser, branch: Branch
) -> None:
    activity = hold(branch.organization, "theme_day", present=branch.members)
    gone = branch.members[0]
    factories.leave(gone, date(2023, 1, 1))
    came = factories.make_member(organization=branch.organization)
    assert expected(factories.find(activity)) == names(branch.members)

    page = browser.get("activities.show", record_id=activity.id)
    assert came.name in main_text(page)
    factories.change(activity, place="Hall")
    assert expected(factories.find(activity)) == names(branch.members), "Saving recomputed it."
    page = browser.get("activities.show", record_id=activity.id)
    stale = {"version": str(activity.version - 1)}
    browser.post("activities.refresh", stale, record_id=activity.id)
    assert expected(factories.find(activity)) == names(branch.members)
    version = page.select_one('form[action$="/refresh"] [name=version]')
    assert version is not None
    browser.post("activities.refresh", {"version": version["value"]}, record_id=activity.id)

    found = factories.find(activity)
    assert expected(found) == names([*branch.members[1:], came])
    states = {row.member.name: (row.is_expected, row.state) for row in found.attendance}
    assert states[gone.name] == (False, AttendanceState.PRESENT)
    assert states[came.name] == (True, AttendanceState.ABSENT)
    assert actions(found, "activities")[-1] is Action.ATTENDANCE


def test_who_votes_and_who_came(branch: Branch) -> None:
    factories.change(branch.members[0], full_on="")
    activity = hold(
        branch.organization, "general_meeting", present=[branch.members[0], *branch.members[2:4]]
    )
    voters = find_voters(activity, is_election=False)
    assert voters is not None
    assert (voters.present, voters.expected) == (2, 4)
    assert [member for member, _ in voters.barred] == [branch.members[0].id]


@pytest.mark.parametrize(
    ("present", "voters", "ordinary", "admission", "election"),
    [
        (16, 32, True, False, False),
        (15, 32, False, False, False),
        (17, 32, True, True, False),
        (16, 31, True, True, False),
        (15, 31, False, False, False),
        (25, 32, True, True, False),
        (26, 32, True, True, True),
        (4, 5, True, True, True),
        (3, 5, True, True, False),
        (24, 30, True, True, True),
        (23, 30, True, True, False),
        (1, 1, True, True, True),
        (0, 1, False, False, False),
        (0, 0, False, False, False),
        (1, 2, True, False, False),
        (2, 3, True, True, False),
    ],
)
def test_the_boundaries_of_a_quorum(
    present: int, voters: int, ordinary: bool, admission: bool, election: bool
) -> None:
    """以上 takes the exact half in, 超过 leaves it out, 五分之四 is reached by four of five."""
    assert reaches(present, voters, Fraction(1, 2), is_exclusive=False) is ordinary
    assert reaches(present, voters, Fraction(1, 2), is_exclusive=True) is admission
    assert reaches(present, voters, Fraction(4, 5), is_exclusive=False) is election


def test_numbers_count_up_within_a_year(branch: Branch) -> None:
    days = ["2022-03-01", "2023-03-01", "2023-02-01", "2022-12-31"]
    made = [hold(branch.organization, "other", held_on=day).number for day in days]
    assert made == ["HD2022-0001", "HD2023-0001", "HD2023-0002", "HD2022-0002"]
    hold(branch.organization, "other", held_on="2023-01-01", number="HD2023-0041")
    assert hold(branch.organization, "other", held_on="2023-01-02").number == "HD2023-0042"
    hold(branch.organization, "other", held_on="2023-01-01", number="HD2023-extra")
    number = hold(branch.organization, "other", held_on="2023-01-02").number
    assert number == "HD2023-0043", number


def test_archived_people_leave_the_counts(branch: Branch) -> None:
    activity = hold(branch.organization, "theme_day", present=branch.members)
    factories.archive(branch.members[0])
    db.session.expire_all()
    found = factories.find(activity)
    assert found.expected_count == 4
    assert len(found.people(AttendanceState.PRESENT)) == 4
