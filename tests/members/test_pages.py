"""A member's page, the steps, and dissolving an organization."""

from datetime import date

from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.members.models import Assignment, Member, OutReason
from partyhub.roles import Role
from tests.browser import Browser, errors, form_data, main_text, text
from tests.factories import (
    archive,
    change,
    find,
    make_appraisal,
    make_award,
    make_branch,
    make_member,
    make_party_post,
    make_term,
)


def test_the_record_shows_where_since_when_posts_appraisals_and_honors(browser: Browser) -> None:
    branch = make_branch(name="First branch")
    member = make_member(organization=branch)
    make_party_post(member=member, organization=branch)
    make_appraisal(member=member)
    make_award(title="Outstanding", recipient_kind="member", recipient=member)
    page = browser.get("members.show", record_id=member.id)
    assert "First branch · Full member" in text(page.select_one(".page-head .note"))
    seen = main_text_whole(page)
    for words in ("1 January 2015", "Secretary", "2022", "Qualified", "Outstanding"):
        assert words in seen


def main_text_whole(page: object) -> str:
    return text(page.select_one("main"))  # type: ignore[attr-defined]


def test_the_record_says_in_which_figures_it_counts(browser: Browser) -> None:
    member = make_member()
    page = browser.get("members.show", record_id=member.id)
    links = [str(link["href"]) for link in page.select(".rows a.quiet")]
    assert any("/figures/members.total" in link for link in links)


def test_only_steps_that_fit_are_offered(browser: Browser) -> None:
    member = make_member(admitted_on=date(2022, 6, 1), full_on=None)
    page = browser.get("members.show", record_id=member.id)
    offered = {str(a["href"]).rsplit("/", 1)[1] for a in page.select(".page-head .actions a")}
    assert {"regularize", "move", "transfer-out", "leave"} <= offered
    assert not {"admit", "return"} & offered
    browser.get("members.take_step", record_id=member.id, name="return", status=404)


def test_a_step_moves_a_member(browser: Browser) -> None:
    member, target = make_member(), make_branch()
    page = browser.get("members.take_step", record_id=member.id, name="move")
    data = form_data(page) | {"day": "2023-06-01", "organization": f"#{target.id}"}
    browser.post("members.take_step", data, record_id=member.id, name="move")
    moved = find(member)
    assert moved.assignment_on(date(2023, 6, 1)).organization_id == target.id
    assert moved.assignment_on(date(2023, 5, 31)).organization_id != target.id


def test_a_stale_step_is_refused_with_what_is_stored_now(browser: Browser) -> None:
    member, target = make_member(), make_branch(name="Target")
    page = browser.get("members.take_step", record_id=member.id, name="move")
    data = form_data(page) | {"day": "2023-06-01", "organization": f"#{target.id}"}
    change(member, job="Welder")
    page = browser.post("members.take_step", data, record_id=member.id, name="move", status=409)
    assert page.select_one("main .notice[role=alert]")
    assert form_data(page)["day"] == "2023-06-01"
    assert len(find(member).assignments) == 1
    browser.post("members.take_step", form_data(page), record_id=member.id, name="move")
    assert len(find(member).assignments) == 2


def test_an_organization_s_page_shows_tree_terms_and_people(browser: Browser) -> None:
    branch = make_branch(name="First branch")
    make_member(organization=branch)
    make_term(organization=branch, number=3)
    root = find(branch).parent_on(date(2023, 6, 30))
    page = browser.get("organizations.show", record_id=root.id)
    link = page.select_one(f'a[href$="organization={branch.id}"][href^="/members/?"]')
    assert text(link) == "1"
    assert len(browser.page(str(link["href"])).select("tbody tr")) == 1  # type: ignore[index]
    assert "3" in text(browser.get("organizations.show", record_id=branch.id).select_one("tbody"))


def dissolve(browser: Browser, branch: object, status: int = 303, **values: str) -> object:
    record_id = branch.id  # type: ignore[attr-defined]
    data = form_data(browser.get("dissolving.dissolve", record_id=record_id)) | values
    return browser.post("dissolving.dissolve", data, record_id=record_id, status=status)


def test_dissolving_moves_everybody_on_one_day(browser: Browser) -> None:
    branch, target = make_branch(), make_branch()
    people = [make_member(organization=branch) for _ in range(2)]
    dissolve(browser, branch, day="2023-06-01", target=f"#{target.id}")
    assert find(branch).dissolved_on == date(2023, 6, 1)
    for member in people:
        old, new = find(member).assignments
        assert (old.ended_on, old.out_reason) == (date(2023, 6, 1), OutReason.INTERNAL)
        assert (new.started_on, new.organization_id) == (date(2023, 6, 1), target.id)


def test_dissolving_stands_in_the_history_of_everything_it_touched(browser: Browser) -> None:
    branch, target = make_branch(), make_branch()
    member = make_member(organization=branch)
    dissolve(browser, branch, day="2023-06-01", target=f"#{target.id}")
    acts = db.session.execute(
        select(HistoryEntry.register, HistoryEntry.record_id, HistoryEntry.action).where(
            HistoryEntry.action.in_((Action.DISSOLVED, Action.MOVED))
        )
    ).all()
    old, new = find(member).assignments
    assert {tuple(act) for act in acts} == {
        ("organizations", branch.id, Action.DISSOLVED),
        ("members", member.id, Action.MOVED),
        ("assignments", old.id, Action.MOVED),
        ("assignments", new.id, Action.MOVED),
    }


def test_dissolving_says_at_the_field_what_is_wrong(browser: Browser) -> None:
    branch = make_branch()
    make_member(organization=branch, joined_on=date(2023, 3, 1))
    assert "target" in errors(dissolve(browser, branch, 400, day="2023-06-01"))
    own = dissolve(browser, branch, 400, day="2023-06-01", target=f"#{branch.id}")
    assert "another" in errors(own)["target"]
    assert "came here" in errors(dissolve(browser, branch, 400, day="2023-02-01"))["day"]
    assert "not come" in errors(dissolve(browser, branch, 400, day="2023-07-01"))["day"]
    assert find(branch).dissolved_on is None


def test_a_stale_dissolution_is_refused(browser: Browser) -> None:
    branch, target = make_branch(), make_branch()
    make_member(organization=branch)
    data = form_data(browser.get("dissolving.dissolve", record_id=branch.id))
    change(branch, short_name="Short")
    data |= {"day": "2023-06-01", "target": f"#{target.id}"}
    page = browser.post("dissolving.dissolve", data, record_id=branch.id, status=409)
    assert "Nothing was saved" in main_text(page)
    assert find(branch).dissolved_on is None
    assert db.session.scalars(select(Assignment)).one().ended_on is None


def test_a_committee_with_branches_is_not_dissolved(browser: Browser) -> None:
    branch = make_branch()
    general = find(branch).parent_on(date(2023, 6, 30))
    page = dissolve(browser, general, 400, day="2023-06-01")
    assert "hang below" in errors(page)["day"]


def test_who_only_writes_a_branch_dissolves_nothing(browser: Browser) -> None:
    branch = make_branch()
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    browser.get("dissolving.dissolve", record_id=branch.id, status=403)
    page = browser.get("organizations.show", record_id=branch.id)
    assert not page.select('a[href$="/dissolve"]')


def test_another_branch_s_name_is_shown_and_not_linked(browser: Browser) -> None:
    first, second = make_branch(name="First"), make_branch(name="Second")
    member = make_member(organization=first)
    page = browser.get("members.take_step", record_id=member.id, name="move")
    data = form_data(page) | {"day": "2023-06-01", "organization": f"#{second.id}"}
    browser.post("members.take_step", data, record_id=member.id, name="move")
    browser.sign_in(Role.BRANCH_SECRETARY, second)
    page = browser.get("members.show", record_id=member.id)
    assert "First" in main_text_whole(page)
    assert not page.select(f'main a[href="/organizations/{first.id}"]')
    assert db.session.scalars(select(Member)).one().id == member.id


def test_who_is_in_no_organization_belongs_to_the_root(browser: Browser) -> None:
    """A wrong assignment was archived: the committee finds the person and mends it."""
    branch, other = make_branch(), make_branch()
    member = make_member(organization=branch, name="Lost Person")
    award = make_award(recipient_kind="member", recipient=member, title="Kept")
    archive(find(member).assignments[0])

    browser.sign_in(Role.COMMITTEE_SECRETARY)
    browser.get("members.show", record_id=member.id)
    browser.get("awards.show", record_id=award.id)
    assert "Lost Person" in text(browser.get("members.list", shown="all"))
    typed = {"member": f"#{member.id}", "organization": f"#{other.id}", "in_reason": "admitted"}
    browser.post("assignments.create", typed | {"started_on": "2015-01-01"})

    archive(find(member).assignments[1])
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    browser.get("members.show", status=404, record_id=member.id)
    browser.get("awards.show", status=404, record_id=award.id)
