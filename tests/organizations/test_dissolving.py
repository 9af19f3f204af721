"""Closing a branch: its people move on the same day, in one act, or nothing happens."""

from datetime import date
from typing import Any

from partyhub.history.models import Action
from partyhub.members.models import InReason, OutReason
from partyhub.organizations.models import Organization
from partyhub.registers import register_of
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.members.test_steps import actions, assert_passed, stays
from tests.registers.samples import history_of

DAY = date(2023, 3, 1)


def dissolve(
    browser: Browser, organization: Organization, *, status: int = 303, **typed: Any
) -> dict[str, str]:
    page = browser.get("dissolving.dissolve", record_id=organization.id)
    filled = form_data(page) | {key: factories.as_typed(value) for key, value in typed.items()}
    page = browser.post("dissolving.dissolve", filled, status=status, record_id=organization.id)
    return errors(page)


def test_people_move_on_the_same_day(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    people = [factories.make_member(organization=old) for _ in range(3)]
    gone = factories.make_member(organization=old)
    factories.leave(gone, date(2022, 1, 1))
    dissolve(browser, old, day=DAY, target=new)
    assert factories.find(old).dissolved_on == DAY
    assert actions(old, "organizations") == [Action.CREATED, Action.DISSOLVED]
    for member in people:
        assert stays(member)[0][3:] == (DAY, OutReason.INTERNAL)
        assert stays(member)[1] == (new.id, DAY, InReason.INTERNAL, None, None)
        assert actions(member, "members") == [Action.CREATED, Action.MOVED]
    assert len(stays(gone)) == 1
    browser.get("dissolving.dissolve", status=404, record_id=old.id)


def test_a_stale_form_for_what_is_dissolved_already_says_so(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    stale = form_data(browser.get("dissolving.dissolve", record_id=old.id))
    stale |= {"day": DAY.isoformat(), "target": f"#{new.id}"}
    dissolve(browser, old, day=DAY, target=new)
    page = browser.post("dissolving.dissolve", stale, status=409, record_id=old.id)
    assert_passed(page, f"/organizations/{old.id}", "Dissolved")
    fresh = stale | {"version": str(factories.find(old).version)}
    browser.post("dissolving.dissolve", fresh, status=404, record_id=old.id)


def test_what_is_refused(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    young = factories.make_branch(established_on="2023-04-01")
    factories.make_member(organization=old, admitted_on="2020-01-01", full_on=None)
    for typed, field in (
        ({"day": "", "target": new}, "day"),
        ({"day": "2023-07-01", "target": new}, "day"),
        ({"day": "2010-01-01", "target": new}, "day"),
        ({"day": "2020-01-01", "target": new}, "day"),
        ({"day": DAY, "target": ""}, "target"),
        ({"day": DAY, "target": old}, "target"),
        ({"day": DAY, "target": young}, "target"),
    ):
        assert field in dissolve(browser, old, status=400, **typed), typed
    assert factories.find(old).dissolved_on is None


def test_posts_end_on_the_same_day(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    holder = factories.make_member(organization=old)
    guest = factories.make_member(organization=new)
    held = [
        factories.make_party_post(organization=old, member=holder),
        factories.make_party_post(organization=old, member=guest, post="committee_member"),
    ]
    past = factories.make_party_post(organization=old, member=holder, ended_on="2022-01-01")
    elsewhere = factories.make_party_post(organization=new, member=guest)
    mistaken = factories.make_party_post(organization=old, member=holder, post="group_leader")
    factories.archive(mistaken)
    page = browser.get("dissolving.dissolve", record_id=old.id)
    assert "2 posts end" in main_text(page)
    stale = form_data(browser.get("party_posts.edit", record_id=held[0].id))
    dissolve(browser, old, day=DAY, target=new)
    for post in held:
        assert factories.find(post).ended_on == DAY
        last = history_of(post, register_of(post))[-1]
        assert (last.action, last.reason) == (Action.CHANGED, f"Dissolve {old.name}")
        assert [(each["field"], each["new"]) for each in last.changes] == [
            ("ended_on", DAY.isoformat())
        ]
    assert factories.find(past).ended_on == date(2022, 1, 1)
    assert factories.find(elsewhere).ended_on is None
    assert factories.find(mistaken).ended_on is None
    browser.post("party_posts.edit", stale, status=409, record_id=held[0].id)


def test_nothing_ends_where_it_is_refused(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    post = factories.make_party_post(organization=old, member=factories.make_member())
    late = factories.make_party_post(organization=old, member=post.member, started_on="2023-04-01")
    assert "day" in dissolve(browser, old, status=400, day=DAY, target=new)
    factories.change(late, started_on="2023-01-01", ended_on="2023-05-01")
    assert "day" in dissolve(browser, old, status=400, day=DAY, target=new)
    page = browser.get("dissolving.dissolve", record_id=old.id)
    typed = form_data(page) | {"day": "2023-05-02", "target": f"#{new.id}"}
    factories.change(old, remark="Changed meanwhile")
    browser.post("dissolving.dissolve", typed, status=409, record_id=old.id)
    assert factories.find(post).ended_on is None
    assert len(history_of(post, register_of(post))) == 1


def test_what_has_something_below_it_stays(browser: Browser) -> None:
    top = factories.make_organization(kind="general_branch")
    factories.make_branch(parent=top)
    other = factories.make_branch()
    assert "day" in dissolve(browser, top, status=400, day=DAY, target=other)


def test_only_the_committee_dissolves(browser: Browser) -> None:
    own = factories.make_branch()
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    browser.get("dissolving.dissolve", status=403, record_id=own.id)
    browser.post("dissolving.dissolve", {"day": "2023-03-01"}, status=403, record_id=own.id)


def test_two_windows(browser: Browser) -> None:
    old, new = factories.make_branch(), factories.make_branch()
    page = browser.get("dissolving.dissolve", record_id=old.id)
    filled = form_data(page) | {"day": "2023-03-01", "target": f"#{new.id}"}
    factories.change(old, remark="Changed meanwhile")
    browser.post("dissolving.dissolve", filled, status=409, record_id=old.id)
    assert factories.find(old).dissolved_on is None


def test_what_a_person_cant_keep_after_the_move_ends_too(browser: Browser) -> None:
    """A post of the general branch that the branch belonged to ends as by the step of moving."""
    ours, theirs = (factories.make_organization(kind="general_branch") for _ in range(2))
    old, new = factories.make_branch(parent=ours), factories.make_branch(parent=theirs)
    member = factories.make_member(organization=old)
    own = {"member": member, "post": "committee_member"}
    above = factories.make_party_post(organization=ours, **own)
    top = factories.make_party_post(organization=factories.committee(), **own)
    dissolve(browser, old, day=DAY, target=new)
    assert factories.find(above).ended_on == DAY
    assert factories.find(top).ended_on is None
    page = browser.get("organizations.show", record_id=old.id)
    assert "ended too" in main_text(page)
    assert "ended too" not in main_text(browser.get("organizations.show", record_id=old.id))


def test_the_page_lists_what_stays_with_it(browser: Browser) -> None:
    old = factories.make_branch()
    factories.make_team(organization=old, name="Night shift")
    factories.make_team(organization=old, name="Long gone", disbanded_on="2022-01-01")
    factories.make_party_post(organization=old, post="committee_member")
    factories.make_term(organization=old)
    page = browser.get("dissolving.dissolve", record_id=old.id)
    listed = main_text(page).rpartition("Still belongs to it: move or end it yourself")[2]
    assert "Teams of Party members · 1 record Night shift" in listed
    assert not any(word in listed for word in ("Terms", "Posts", "Assignments", "Long gone"))
