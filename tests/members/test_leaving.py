"""Who leaves, leaves everything: by the step, by the page of assignments, and taken back again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.activities.models import ActivityKind
from partyhub.activities.queries import find_expected
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.members.holdings import find_holdings
from partyhub.members.models import Assignment, Member, OutReason, PartyPost, Post
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.factories import OWNER

DAY = date(2023, 6, 20)


class Leaver:
    """A person who holds one of everything."""

    def __init__(self) -> None:
        self.branch = factories.make_branch()
        self.member = factories.make_member(name="Wang Ting", organization=self.branch)
        own = {"organization": self.branch}
        shop = factories.make_workshop(name="Drawing shop", is_first_line=True, **own)
        who = self.member
        self.commissar = factories.make_commissar(member=who, workshop=shop)
        self.post = factories.make_party_post(member=who, **own)
        self.project = factories.make_project(lead=who, **own)
        self.team = factories.make_team(leader=who, members=[who], **own)
        self.vanguard = factories.make_vanguard_post(
            holders=[who], named_on=date(2021, 2, 1), **own
        )
        self.mentorship = factories.make_mentorship(mentor=who)

    def ends(self) -> set[Any]:
        """Return all the ends of what the person holds or held."""
        records = (self.commissar, self.post, self.mentorship)
        rows = [
            row
            for record in (self.project, self.team, self.vanguard)
            for row in factories.find(record).people
            if row.member_id == self.member.id
        ]
        return {each.ended_on for each in (*map(factories.find, records), *rows)}


@pytest.fixture
def leaver(browser: Browser) -> Leaver:
    return Leaver()


def take(browser: Browser, member: Member, step: str, status: int = 303, **typed: Any) -> Any:
    about = {"record_id": member.id, "name": step}
    page = browser.get("members.take_step", **about)
    filled = form_data(page) | {key: factories.as_typed(value) for key, value in typed.items()}
    return browser.post("members.take_step", filled, status=status, **about)


def correct(browser: Browser, assignment: Assignment, status: int = 303, **typed: str) -> Any:
    page = browser.get("assignments.edit", record_id=assignment.id)
    sent = form_data(page) | typed
    return browser.post("assignments.edit", sent, record_id=assignment.id, status=status)


def value_on(code: str, day: date) -> Any:
    return compute(scope_of(OWNER, Period(day, day)))[code].value


def test_the_step_lists_what_is_open_and_ends_it_by_one_press(
    browser: Browser, leaver: Leaver
) -> None:
    page = browser.get("members.take_step", record_id=leaver.member.id, name="transfer-out")
    rows = [row.get_text(" ", strip=True) for row in page.select("#held tbody tr")]
    assert len(rows) == 7
    assert any("Drawing shop" in row and "needs a successor" in row for row in rows)
    assert "end these 7 things" in page.select_one("form .btn-primary").get_text()
    take(browser, leaver.member, "transfer-out", day="2023-06-20", destination="Elsewhere")
    assert leaver.ends() == {DAY}
    assert value_on("commissars.covered_workshops", date(2023, 6, 19)) == 1
    assert value_on("commissars.covered_workshops", DAY) == 0
    page = browser.get("commissars.history", record_id=leaver.commissar.id)
    assert "Transferred out: Wang Ting" in main_text(page)


def test_each_ended_record_says_so_in_its_history(browser: Browser, leaver: Leaver) -> None:
    take(browser, leaver.member, "transfer-out", day="2023-06-20")
    query = select(HistoryEntry.register).where(HistoryEntry.reason == "Transferred out: Wang Ting")
    found = set(db.session.scalars(query))
    assert found == {
        *("commissars", "party_posts", "projects", "teams", "vanguard_posts", "mentorships")
    }


def test_nothing_ends_that_the_page_has_not_listed(browser: Browser, leaver: Leaver) -> None:
    page = take(
        browser, leaver.member, "transfer-out", status=400, day="2023-06-20", listed="commissars_1"
    )
    assert "More is open" in errors(page)["day"]
    assert leaver.ends() == {None}
    filled = form_data(page)
    about = {"record_id": leaver.member.id, "name": "transfer-out"}
    browser.post("members.take_step", filled, **about)
    assert leaver.ends() == {DAY}


def test_what_began_on_the_day_or_later_is_said_first(browser: Browser) -> None:
    member = factories.make_member()
    post = factories.make_party_post(member=member, started_on=DAY)
    page = take(browser, member, "transfer-out", status=400, day="2023-06-20")
    assert "20 June 2023" in errors(page)["day"]
    assert factories.find(post).ended_on is None
    stay = factories.find(member).assignments[0]
    page = correct(browser, stay, 400, ended_on="2023-06-20", out_reason="transfer_out")
    assert "20 June 2023" in errors(page)["ended_on"]


def test_a_reason_is_corrected_beside_what_older_versions_left_open(browser: Browser) -> None:
    member = factories.make_member()
    factories.make_party_post(member=member, started_on=DAY)
    stay = factories.find(member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "transfer_out"
    db.session.commit()
    correct(browser, stay, out_reason="deceased")
    assert factories.find(stay).out_reason is OutReason.DECEASED
    correct(browser, stay, 400, ended_on="2023-06-19")


def test_successors_follow_on_the_same_day(browser: Browser, leaver: Leaver) -> None:
    other = factories.make_member(name="Shen", organization=leaver.branch)
    lead = next(held.key for held in find_holdings(leaver.member, DAY) if held.role == "lead")
    typed = {
        f"successor_commissars_{leaver.commissar.id}": other,
        f"successor_{lead}": other,
    }
    take(browser, leaver.member, "transfer-out", day="2023-06-20", **typed)
    assert leaver.ends() == {DAY}
    new = factories.find(other)
    held = {(each.record.id, each.role, each.span.started_on) for each in find_holdings(new, DAY)}
    assert {(role, since) for _, role, since in held} == {("", DAY), ("lead", DAY)}
    assert (leaver.project.id, "lead", DAY) in held
    assert value_on("commissars.covered_workshops", DAY) == 1


def test_who_followed_keeps_what_only_one_can_have(browser: Browser, leaver: Leaver) -> None:
    other = factories.make_member(name="Shen", organization=leaver.branch)
    lead = next(held.key for held in find_holdings(leaver.member, DAY) if held.role == "lead")
    take(browser, leaver.member, "transfer-out", day="2023-06-20", **{f"successor_{lead}": other})
    stay = factories.find(leaver.member).assignments[0]
    correct(browser, stay, ended_on="", out_reason="")
    rows = {row.member.name: row.ended_on for row in factories.find(leaver.project).people}
    assert rows == {"Wang Ting": DAY, "Shen": None}
    assert factories.find(leaver.commissar).ended_on is None


def test_who_leaves_or_is_no_member_follows_nowhere(browser: Browser, leaver: Leaver) -> None:
    field = f"successor_commissars_{leaver.commissar.id}"
    stranger = factories.make_member(admitted_on=None, full_on=None, applied_on=date(2022, 1, 1))
    for who in (leaver.member, stranger):
        page = take(
            browser, leaver.member, "transfer-out", status=400, day="2023-06-20", **{field: who}
        )
        assert field in errors(page)
        assert leaver.ends() == {None}
        assert factories.find(leaver.member).assignments[0].ended_on is None


def test_a_move_ends_the_posts_of_the_old_branch_alone(browser: Browser, leaver: Leaver) -> None:
    above = factories.make_party_post(
        member=leaver.member, organization=factories.committee(), post="committee_member"
    )
    target = factories.make_branch()
    page = browser.get("members.take_step", record_id=leaver.member.id, name="move")
    assert len(page.select("#held tbody tr")) == 1
    take(browser, leaver.member, "move", day="2023-06-20", organization=target)
    assert factories.find(leaver.post).ended_on == DAY
    assert factories.find(above).ended_on is None
    assert factories.find(leaver.commissar).ended_on is None


def test_the_page_of_assignments_ends_and_opens_again(browser: Browser, leaver: Leaver) -> None:
    stay = factories.find(leaver.member).assignments[0]
    page = browser.get("assignments.edit", record_id=stay.id)
    assert "Drawing shop" in main_text(page)
    correct(browser, stay, ended_on="2023-06-20", out_reason="deceased")
    assert leaver.ends() == {DAY}
    correct(browser, stay, ended_on="2023-06-15")
    assert leaver.ends() == {date(2023, 6, 15)}
    correct(browser, stay, ended_on="", out_reason="")
    assert leaver.ends() == {None}
    assert factories.find(stay).ended_too is None


def test_what_was_changed_since_is_not_opened_again(browser: Browser, leaver: Leaver) -> None:
    take(browser, leaver.member, "transfer-out", day="2023-06-20")
    factories.change(leaver.post, ended_on=date(2023, 5, 1))
    stay = factories.find(leaver.member).assignments[0]
    correct(browser, stay, ended_on="", out_reason="")
    assert factories.find(leaver.post).ended_on == date(2023, 5, 1)
    assert factories.find(leaver.commissar).ended_on is None


def test_coming_back_opens_nothing(browser: Browser, leaver: Leaver) -> None:
    take(browser, leaver.member, "transfer-out", day="2023-06-20")
    take(
        browser,
        leaver.member,
        "return",
        day="2023-06-25",
        organization=leaver.branch,
    )
    assert leaver.ends() == {DAY}
    new = factories.make_party_post(
        member=leaver.member, organization=leaver.branch, started_on=date(2023, 6, 26)
    )
    first = min(factories.find(leaver.member).assignments, key=lambda a: a.started_on)
    correct(browser, first, ended_on="2023-06-21")
    assert leaver.ends() == {date(2023, 6, 21)}
    assert factories.find(new).ended_on is None


def test_a_committee_expects_nobody_who_left(browser: Browser, leaver: Leaver) -> None:
    kinds = [ActivityKind.COMMITTEE_MEETING]
    assert find_expected(leaver.branch, kinds, DAY) == [leaver.member]
    stay = factories.find(leaver.member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "transfer_out"  # as older versions stored it
    db.session.commit()
    assert find_expected(leaver.branch, kinds, date(2023, 6, 19)) == [leaver.member]
    assert find_expected(leaver.branch, kinds, DAY) == []


STAGES = {
    "applicant": {"applied_on": date(2022, 1, 1), "admitted_on": None, "full_on": None},
    "probationary": {"admitted_on": date(2022, 9, 1), "full_on": None},
    "full": {},
}
FITTING = {
    "transfer_out": {"probationary", "full"},
    "removed": {"probationary", "full"},
    "expelled": {"probationary", "full"},
    "suspended": {"probationary", "full"},
    "probation_cancelled": {"probationary"},
    "withdrawn": {"applicant"},
    "deceased": {"applicant", "probationary", "full"},
    "internal": {"applicant", "probationary", "full"},
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("reason", FITTING)
def test_reasons_fit_the_stage(browser: Browser, reason: str, stage: str) -> None:
    member = factories.make_member(**STAGES[stage])
    stay = factories.find(member).assignments[0]
    fits = stage in FITTING[reason]
    page = correct(browser, stay, 303 if fits else 400, ended_on="2023-06-20", out_reason=reason)
    assert fits or "not for that stage" in errors(page)["out_reason"]


def test_the_step_takes_the_same_reasons(browser: Browser) -> None:
    member = factories.make_member(**STAGES["applicant"])
    browser.get("members.take_step", record_id=member.id, name="transfer-out", status=404)
    page = take(browser, member, "leave", 400, day="2023-06-20", out_reason="removed")
    assert "not for that stage" in errors(page)["out_reason"]
    full = factories.make_member()
    page = take(browser, full, "leave", 400, day="2023-06-20", out_reason="probation_cancelled")
    assert "not for that stage" in errors(page)["out_reason"]


def test_a_reason_on_record_stays_editable(browser: Browser) -> None:
    member = factories.make_member(organization=factories.make_branch())
    stay = factories.find(member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "withdrawn"
    db.session.commit()
    correct(browser, stay, letter_no="9")
    assert factories.find(stay).letter_no == "9"


def test_the_letter_is_kept(browser: Browser) -> None:
    member = factories.make_member()
    typed = {
        "destination": "Party branch elsewhere",
        "letter_no": "[2023] No. 9",
        "letter_valid_until": "2023-09-28",
        "dues_paid_until": "2023-06",
    }
    page = take(browser, member, "transfer-out", 400, day="2023-06-20", receipt_on="2023-07-01")
    assert "not come yet" in errors(page)["receipt_on"]
    take(browser, member, "transfer-out", day="2023-06-20", **typed)
    stay = factories.find(member).assignments[0]
    kept = {key: getattr(stay, key) for key in typed}
    assert kept == typed | {
        "letter_valid_until": date(2023, 9, 28),
        "dues_paid_until": date(2023, 6, 1),
    }


def leave_behind(leaver: Leaver) -> None:
    """Let the person leave as older versions did: everything else stays open."""
    stay = factories.find(leaver.member).assignments[0]
    stay.ended_on, stay.out_reason = DAY, "transfer_out"
    db.session.commit()


def test_what_older_versions_left_open_is_one_line_with_one_press(
    browser: Browser, leaver: Leaver
) -> None:
    leave_behind(leaver)
    home = main_text(browser.get("home.show_home"))
    assert "1 person who left still holds posts or tasks" in home
    page = browser.get("still_holding.show")
    assert len(page.select("main tbody tr")) == 7
    browser.post("still_holding.end", {})
    assert leaver.ends() == {DAY}
    assert not browser.get("still_holding.show").select("main tbody tr")
    assert "still holds" not in main_text(browser.get("home.show_home"))


def test_who_lost_the_only_assignment_is_named_with_what_is_held(
    browser: Browser, leaver: Leaver
) -> None:
    """Voiding says of no day that the person left, so nothing ends by itself."""
    stay = factories.find(leaver.member).assignments[0]
    page = browser.get("assignments.archive", record_id=stay.id)
    assert "Drawing shop" in main_text(page)
    sent = form_data(page) | {"reason": "twice"}
    browser.post("assignments.archive", sent, record_id=stay.id)
    assert "1 person who left still holds" in main_text(browser.get("home.show_home"))
    page = browser.get("still_holding.show")
    assert len(page.select("main tbody tr")) == 7
    browser.post("still_holding.end", {})
    assert leaver.ends() == {None}


def test_a_secretary_of_a_branch_ends_only_what_its_own_people_hold(
    browser: Browser, leaver: Leaver
) -> None:
    leave_behind(leaver)
    browser.sign_in(Role.BRANCH_SECRETARY, factories.make_branch())
    assert not browser.get("still_holding.show").select("main tbody tr")
    browser.post("still_holding.end", {})
    assert leaver.ends() == {None}


def test_what_stays_without_its_person_is_vacant_and_stays_editable(
    browser: Browser, leaver: Leaver
) -> None:
    take(browser, leaver.member, "transfer-out", day="2023-06-20")
    home = main_text(browser.get("home.show_home"))
    assert f"{leaver.project.name} has no lead" in home
    assert f"{leaver.team.name} has no leader" in home
    for record, register in ((leaver.project, "projects"), (leaver.team, "teams")):
        page = browser.get(f"{register}.show", record_id=record.id)
        assert "vacant since 20 June 2023" in main_text(page)
        sent = form_data(browser.get(f"{register}.edit", record_id=record.id))
        field = "target" if register == "projects" else "task"
        browser.post(f"{register}.edit", sent | {field: "New"}, record_id=record.id)
        assert getattr(factories.find(record), field) == "New"


def test_a_letter_without_a_receipt_is_to_do_after_its_validity(browser: Browser) -> None:
    typed = {"day": "2023-03-01", "letter_no": "9"}
    for name, until, receipt in (
        ("Late", "2023-06-29", ""),
        ("Valid", "2023-06-30", ""),
        ("Done", "2023-06-29", "2023-06-01"),
    ):
        member = factories.make_member(name=name)
        own = {"letter_valid_until": until, "receipt_on": receipt}
        take(browser, member, "transfer-out", **typed, **own)
    home = main_text(browser.get("home.show_home"))
    assert "Late: no receipt" in home
    assert "Valid: no receipt" not in home
    assert "Done: no receipt" not in home


def test_a_post_of_secretary_with_a_follower_is_not_opened_again(browser: Browser) -> None:
    """Else the branch would have two secretaries, and nobody would have been asked."""
    branch = factories.make_branch()
    member, follower = (factories.make_member(organization=branch) for _ in range(2))
    first = factories.make_party_post(member=member, organization=branch)
    other = factories.make_party_post(
        member=member, organization=branch, post="publicity_commissioner"
    )
    named = {f"successor_party_posts_{first.id}": follower}
    take(browser, member, "transfer-out", day="2023-06-20", **named)
    stay = factories.find(member).assignments[0]
    correct(browser, stay, ended_on="", out_reason="")
    assert factories.find(first).ended_on == DAY
    assert factories.find(other).ended_on is None


def test_the_press_doesnt_say_that_something_ended_where_nothing_did(browser: Browser) -> None:
    member = factories.make_member()
    factories.leave(member, date(2022, 5, 1))
    post = PartyPost(
        member_id=member.id,
        organization_id=factories.any_branch().id,
        post=Post.SECRETARY,
        started_on=date(2022, 6, 1),
        search_text="",
    )
    db.session.add(post)
    db.session.commit()
    page = browser.follow("still_holding.end")
    assert "Nothing ended" in main_text(page)
    assert factories.find(post).ended_on is None


def test_a_move_by_two_pages_keeps_what_a_move_keeps(browser: Browser, leaver: Leaver) -> None:
    """The first one looks like leaving until the second one says where the person went."""
    stay = factories.find(leaver.member).assignments[0]
    correct(browser, stay, ended_on="2023-06-20", out_reason="internal")
    assert leaver.ends() == {DAY}
    factories.make_assignment(
        member=leaver.member,
        organization=factories.make_branch(),
        started_on=DAY,
        in_reason="internal",
    )
    assert factories.find(leaver.post).ended_on == DAY
    assert factories.find(leaver.commissar).ended_on is None
    assert leaver.ends() == {DAY, None}
