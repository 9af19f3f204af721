"""The page of problems: what it lists, to whom, and the reasons that are given on it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from partyhub.database import db, writing
from partyhub.history.models import Action, HistoryEntry
from partyhub.members.models import Assignment, InReason, OutReason, PartyPost, Post
from partyhub.organizations.models import Organization, Placement
from partyhub.periods import Period
from partyhub.problem_rules import NOWHERE, Severity
from partyhub.problems.finding import Problem, find_problems
from partyhub.problems.models import ProblemReason
from partyhub.roles import Role
from partyhub.rules.defaults import DEFAULTS
from tests import factories
from tests.browser import Browser, form_data, main_text
from tests.catalog import CATALOG
from tests.instances import somebody_writing

pytestmark = pytest.mark.long

PERIOD = "party-year-2023"
IN_GROUP = "posts.in_group"


def wrong_post(branch: Organization, name: str) -> PartyPost:
    """A deputy secretary of a Party group, as older versions let one be entered."""
    group = factories.make_group(branch)
    member = factories.make_member(organization=branch, name=name)
    ids = {"member_id": member.id, "organization_id": group.id}
    post = PartyPost(**ids, post=Post.DEPUTY_SECRETARY, started_on=date(2022, 1, 1))
    db.session.add(post)
    db.session.commit()
    return post


def sentences(browser: Browser, **asked: str) -> list[str]:
    browser.get("problems.show", period=PERIOD, **asked)
    return [each.get_text(" ", strip=True) for each in browser.shown.select(".problem summary")]


def shown_of(browser: Browser, key: str = IN_GROUP, **asked: str) -> str:
    """Return the words of one problem as the page shows it, closed."""
    browser.get("problems.show", **{"period": PERIOD, **asked})
    [summary] = browser.shown.select(f'details[id="{key}"] summary')
    return summary.get_text(" ", strip=True)


def links_of(browser: Browser, key: str = IN_GROUP) -> list[str]:
    return [str(each["href"]) for each in browser.shown.select(f'details[id="{key}"] .body a')]


def explain(browser: Browser, why: str, status: int = 303, **typed: object) -> None:
    place = {"key": IN_GROUP, "period": PERIOD}
    page = browser.get("problems.explain", **place)
    boxes = [str(box["value"]) for box in browser.shown.select("input[name=record]")]
    browser.post(
        "problems.explain",
        form_data(page) | {"record": boxes, "why": why} | typed,
        status=status,
        **place,
    )


def test_a_problem_opens_to_its_records_with_links_to_see_and_to_mend(browser: Browser) -> None:
    post = wrong_post(factories.make_branch(), "Deputy")
    assert shown_of(browser).startswith("Blocking Deputy is “Deputy secretary”")
    links = links_of(browser)
    assert links == [
        browser.url("party_posts.show", record_id=post.id),
        browser.url("party_posts.edit", record_id=post.id),
        browser.url("problems.explain", key=IN_GROUP, period=PERIOD),
    ]
    for href in links:
        browser.page(href)
    assert "Regulations on the work of Party branches" in main_text(
        browser.get("problems.show", period=PERIOD)
    )


def test_it_is_filtered_by_severity_and_subject(browser: Browser) -> None:
    wrong_post(factories.make_branch(), "Deputy")
    every = sentences(browser)
    blocking, warnings = (sentences(browser, severity=each.value) for each in Severity)
    assert every == [*blocking, *warnings]
    assert blocking
    assert warnings
    assert sentences(browser, subject="awards") == []
    assert blocking[0] in sentences(browser, subject="organizations")
    for wrong in ({"severity": "x"}, {"subject": "x"}):
        assert browser.open("GET", browser.url("problems.show", **wrong)).status_code == 404


def test_a_branch_sees_only_its_own_problems_and_no_other_name(browser: Browser) -> None:
    own, other = factories.make_branch(), factories.make_branch(name="Hidden branch")
    wrong_post(own, "Ours")
    wrong_post(other, "Theirs")
    both = shown_of(browser)
    assert "Ours、Theirs" in both
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    page = main_text(browser.get("problems.show", period=PERIOD))
    assert "Ours" in page
    assert "Theirs" not in page
    assert "Hidden branch" not in page
    address = browser.url("problems.show", period=PERIOD, organization=other.id)
    assert browser.open("GET", address).status_code == 404


def test_a_reviewer_reads_and_neither_mends_nor_explains(browser: Browser) -> None:
    post = wrong_post(factories.make_branch(), "Deputy")
    browser.sign_in(Role.REVIEWER)
    assert shown_of(browser).startswith("Blocking")
    assert links_of(browser) == [browser.url("party_posts.show", record_id=post.id)]
    address = browser.url("problems.explain", key=IN_GROUP, period=PERIOD)
    assert browser.open("GET", address).status_code == 403


def test_no_link_leads_out_of_reach(browser: Browser) -> None:
    """A past report has a person who has moved to another branch since, and whose page is there."""
    own, other = factories.make_branch(), factories.make_branch()
    person = factories.make_member(organization=own, name="Moved", birth_date=None)
    [stay] = db.session.scalars(select(Assignment))
    stay.ended_on, stay.out_reason = date(2023, 2, 1), OutReason.INTERNAL
    days = {"started_on": date(2023, 2, 1), "in_reason": InReason.INTERNAL}
    db.session.add(Assignment(member_id=person.id, organization_id=other.id, **days))
    db.session.commit()
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    assert "Moved" in shown_of(browser, "members.no_birth_date", period="2022")
    assert links_of(browser, "members.no_birth_date") == []
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    assert "Moved" in shown_of(browser, "members.no_birth_date")
    assert len(links_of(browser, "members.no_birth_date")) == 2


def test_a_unit_sees_and_explains_what_blocks_its_report(browser: Browser) -> None:
    """A report of a past period covers a branch that has moved to another unit since."""
    one, two = (factories.make_organization(kind="general_branch") for _ in range(2))
    branch = factories.make_branch(parent=one)
    wrong_post(branch, "Deputy")
    query = select(Placement).where(Placement.organization_id == branch.id)
    db.session.scalars(query).one().ended_on = date(2023, 2, 1)
    days = {"parent_id": two.id, "started_on": date(2023, 2, 1)}
    db.session.add(Placement(organization_id=branch.id, **days))
    db.session.commit()
    asked = {"period": "party-year-2022", "organization": str(one.id)}
    everybody = (shown_of(browser, **asked), links_of(browser))
    browser.sign_in(Role.COMMITTEE_CLERK, one)
    explaining = browser.url("problems.explain", key=IN_GROUP, **asked)
    assert (shown_of(browser, **asked), links_of(browser)) == (everybody[0], [explaining])
    assert explaining in everybody[1]
    form = form_data(browser.page(explaining))
    [box] = browser.shown.select("input[name=record]")
    form |= {"record": str(box["value"]), "why": "So it was"}
    browser.post("problems.explain", form, key=IN_GROUP, **asked)
    assert shown_of(browser, **asked).startswith("Explained")
    missing = "posts.no_secretary"  # mended where it is entered, by who may enter it
    assert branch.name in shown_of(browser, missing, **asked)
    assert not [href for href in links_of(browser, missing) if f"organization={branch.id}" in href]
    browser.sign_in(Role.COMMITTEE_CLERK, two)
    browser.get("problems.show", **asked, status=404)


def test_what_is_missing_is_mended_where_it_is_entered(browser: Browser) -> None:
    branch = factories.make_branch()
    shown_of(browser, "posts.no_secretary")
    address = browser.url("party_posts.create", organization=f"#{branch.id}")
    assert address in links_of(browser, "posts.no_secretary")
    browser.page(address)


def test_what_the_administrator_mends_leads_to_no_form_of_the_person(browser: Browser) -> None:
    branch = factories.make_branch()
    member = factories.make_member(organization=branch)
    factories.make_user(Role.BRANCH_SECRETARY, branch, member_id=member.id)
    factories.leave(member, date(2023, 6, 20))
    assert "Have the account disabled" in shown_of(browser, "accounts.left")
    assert links_of(browser, "accounts.left") == [browser.url("members.show", record_id=member.id)]


def test_nothing_is_mended_where_the_viewer_may_not_write(browser: Browser) -> None:
    branch = factories.make_branch()
    branch.has_committee = True
    for number in range(8):
        person = factories.make_member(organization=branch, name=f"Person {number}")
        ids = {"member_id": person.id, "organization_id": branch.id}
        days = {"started_on": date(2022, 1, 1)}
        db.session.add(PartyPost(**ids, post=Post.COMMITTEE_MEMBER, **days))
    db.session.commit()
    shown_of(browser, "organizations.no_term")
    links = links_of(browser, "organizations.no_term")
    assert browser.url("terms.create", organization=f"#{branch.id}") in links
    browser.sign_in(Role.BRANCH_SECRETARY, branch)
    page = browser.get("problems.show", period=PERIOD)
    shown = browser.url("organizations.show", record_id=branch.id)
    posts = browser.url("party_posts.list", organization=branch.id)
    assert links_of(browser, "organizations.no_term") == [shown]
    assert links_of(browser, "posts.committee_too_large") == [shown, posts]
    for link in page.select("details .body a"):
        browser.page(str(link["href"]))


def test_a_reason_holds_for_its_records_and_period_and_is_in_the_history(browser: Browser) -> None:
    branch = factories.make_branch()
    wrong_post(branch, "First")
    explain(browser, "As the superior wishes")
    assert shown_of(browser).startswith("Explained")
    assert "As the superior wishes" in main_text(browser.get("problems.show", period=PERIOD))
    given = db.session.scalars(select(ProblemReason)).one()
    entry = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.action == Action.EXPLAINED)
    ).one()
    assert (entry.register, entry.record_id, entry.reason) == (
        "problems",
        given.id,
        "As the superior wishes",
    )
    assert shown_of(browser, period="2022").startswith("Blocking")
    wrong_post(branch, "Second")
    assert shown_of(browser).startswith("Blocking")


def test_a_reason_names_records_and_says_why(browser: Browser) -> None:
    branch = factories.make_branch()
    wrong_post(branch, "First")
    explain(browser, "", status=400)
    explain(browser, "Why", status=400, record=[])
    assert "Choose at least one record" in main_text(browser.shown)
    place = {"key": IN_GROUP, "period": PERIOD}
    stale = form_data(browser.get("problems.explain", **place)) | {"why": "Why"}
    wrong_post(branch, "Second")
    browser.post("problems.explain", stale, status=409, **place)
    assert "Other records break this rule by now" in main_text(browser.shown)
    assert db.session.scalars(select(ProblemReason)).all() == []


def test_a_reason_may_be_given_for_some_of_the_records(browser: Browser) -> None:
    branch = factories.make_branch()
    first = wrong_post(branch, "First")
    wrong_post(branch, "Second")
    explain(browser, "One of them", record=[f"party_posts:{first.id}"])
    [problem] = [each for each in found() if each.key == IN_GROUP]
    reasons = {record.title: record.reason for record in problem.records}
    assert reasons == {"First": "One of them", "Second": None}
    assert problem.is_blocking
    explain(browser, "The other, too")
    [problem] = [each for each in found() if each.key == IN_GROUP]
    assert not problem.is_blocking


def test_a_reason_that_was_not_seen_is_not_replaced(browser: Browser) -> None:
    wrong_post(factories.make_branch(), "First")
    place = {"key": IN_GROUP, "period": PERIOD}
    page = browser.get("problems.explain", **place)
    boxes = [str(box["value"]) for box in browser.shown.select("input[name=record]")]
    typed = form_data(page) | {"record": boxes, "why": "The second opinion"}
    explain(browser, "The first opinion")
    browser.post("problems.explain", typed, status=409, **place)
    assert "The first opinion" in main_text(browser.shown)
    assert [each.reason for each in db.session.scalars(select(ProblemReason))] == [
        "The first opinion"
    ]


def test_what_is_wrong_is_found_while_somebody_writes(app: Flask, browser: Browser) -> None:
    wrong_post(factories.make_branch(), "First")
    place = {"key": IN_GROUP, "period": PERIOD}
    typed = form_data(browser.get("problems.explain", **place)) | {"why": ""}
    with somebody_writing(app):
        browser.post("problems.explain", typed, status=400, **place)
    assert "Say why it is so" in main_text(browser.shown)


def test_a_reason_given_while_another_is_stored_is_shown_first(browser: Browser) -> None:
    """The reason of somebody else comes after the records were found, and before the lock."""
    branch = factories.make_branch()
    wrong_post(branch, "First")
    [asked] = db.session.scalars(select(Organization.id).where(Organization.code == branch.code))
    values = {"rule": IN_GROUP, "period": PERIOD, "organization_id": asked, "covered": []}
    left = [insert(ProblemReason).values(user_name="Other", reason="Meanwhile", **values)]

    def give(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "max(problem_reason.id)" in statement and left:
            with db.engine.connect() as other, writing():
                other.execute(left.pop())
                other.commit()

    place = {"key": IN_GROUP, "period": PERIOD, "organization": branch.id}
    page = browser.get("problems.explain", **place)
    boxes = [str(box["value"]) for box in browser.shown.select("input[name=record]")]
    typed = form_data(page) | {"record": boxes, "why": "Why"}
    event.listen(db.engine, "after_cursor_execute", give)
    browser.post("problems.explain", typed, status=409, **place)
    event.remove(db.engine, "after_cursor_execute", give)
    assert [each.reason for each in db.session.scalars(select(ProblemReason))] == ["Meanwhile"]


@pytest.mark.parametrize("key", ["posts.no_secretary", "nothing"])
def test_only_what_blocks_or_moved_is_explained(browser: Browser, key: str) -> None:
    address = browser.url("problems.explain", key=key, period=PERIOD)
    assert browser.open("GET", address).status_code == 404


def test_nothing_is_explained_that_is_no_problem_any_more(browser: Browser) -> None:
    address = browser.url("problems.explain", key=IN_GROUP, period=PERIOD)
    assert browser.open("GET", address).status_code == 303
    assert db.session.scalars(select(ProblemReason)).all() == []


def found() -> list[Problem]:
    return find_problems(factories.OWNER, Period.parse(PERIOD))


def test_a_rule_is_one_statement_however_many_records_break_it(
    app: Flask, database_of_test: None
) -> None:
    def count() -> int:
        sent = []

        def note(*_args: object) -> None:
            sent.append(1)

        event.listen(db.engine, "before_cursor_execute", note)
        found()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    branch = factories.make_branch()
    wrong_post(branch, "First")
    few = count()
    for number in range(3):
        wrong_post(branch, f"Person {number}")
        factories.make_member(organization=branch, birth_date=None)
    assert count() == few
    assert few < len(CATALOG.problems)


def test_every_rule_has_a_page_for_its_records_and_a_form_to_mend_them(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    for rule in CATALOG.problems:
        assert rule.register == "figures" or f"{rule.register}.show" in endpoints
        assert set(rule.rules) <= {each.key for each in DEFAULTS}
        if rule.mend is NOWHERE:
            continue
        mend = rule.mend.endpoint if rule.mend else f"{rule.register}.edit"
        assert mend in endpoints or rule.register == "figures", rule.key
